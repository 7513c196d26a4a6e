using System.CommandLine;
using Chaffinch.Training;
using Chaffinch.Training.Model;

namespace Chaffinch.Cli.Commands;

/// <summary><c>chaffinch train</c>: makes the model of the block network from pages with gold main text.</summary>
internal static class TrainCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Build(Surroundings surroundings)
    {
        var command = new Command("train", "Make the model file from pages whose main text was written down.");
        var folder = new Argument<string>("FOLDER") { Description = "A split of the Web Content Extraction Benchmark: 'ground-truth' beside 'html'.", HelpName = "FOLDER" };
        var output = new Option<string>("--output") { Description = "The model file to write.", HelpName = "FILE", Required = true };
        command.Arguments.Add(folder);
        command.Options.Add(output);
        command.SetAction(parsed =>
        {
            IReadOnlyList<GoldPage> pages = Read(parsed.GetValue(folder)!);
            try
            {
                using FileStream file = File.Create(parsed.GetValue(output)!);
                MainTextTraining.Train(pages, file, line => surroundings.Error.Write(line + "\n"));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new UsageException(e.Message);
            }

            return Exit.Done;
        });
        return command;
    }

    /// <summary>Reads a folder of gold pages.</summary>
    /// <exception cref="UsageException">There are none.</exception>
    public static IReadOnlyList<GoldPage> Read(string folder)
    {
        try
        {
            return MainTextEvaluation.ReadPages(folder);
        }
        catch (IOException e)
        {
            throw new UsageException(e.Message);
        }
    }
}
