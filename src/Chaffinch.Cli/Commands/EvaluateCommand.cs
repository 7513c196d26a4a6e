using System.CommandLine;
using System.Text.Json;
using Chaffinch.Training;
using Chaffinch.Training.Evaluating;
using Chaffinch.Training.Model;

namespace Chaffinch.Cli.Commands;

/// <summary><c>chaffinch evaluate</c>: figures of the main text on pages with gold text.</summary>
internal static class EvaluateCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Build()
    {
        var command = new Command("evaluate", "Measure the main text of pages whose main text was written down.");
        var folder = new Argument<string>("FOLDER") { Description = "A split of the Web Content Extraction Benchmark: 'ground-truth' beside 'html'.", HelpName = "FOLDER" };
        var worst = new Option<int>("--worst") { Description = "Show this many of the worst pages, with what is missing and what is too much.", HelpName = "N" };
        var title = new Option<bool>("--title") { Description = "Count the article's title as its first line." };
        var only = new Option<string?>("--only") { Description = "Show only pages of this type among the worst.", HelpName = "TYPE" };
        var output = new Option<string?>("--output") { Description = "Write the texts as JSON, name to text, for the benchmark's own script.", HelpName = "FILE" };
        command.Arguments.Add(folder);
        Option[] options = [worst, title, only, output];
        foreach (Option option in options)
        {
            command.Options.Add(option);
        }

        command.SetAction(parsed => Run(parsed.InvocationConfiguration.Output, parsed.GetValue(folder)!, new Wishes(
            parsed.GetValue(worst), parsed.GetValue(title), parsed.GetValue(only), parsed.GetValue(output))));
        return command;
    }

    private static int Run(TextWriter to, string folder, Wishes wishes)
    {
        IReadOnlyList<GoldPage> pages;
        try
        {
            pages = MainTextEvaluation.ReadPages(folder);
        }
        catch (IOException e)
        {
            throw new UsageException(e.Message);
        }

        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        MainTextScores scores = MainTextEvaluation.Run(pages, wishes.Title, (page, text) => texts[page.Id] = text);
        scores.Write(to);
        if (wishes.Worst > 0)
        {
            MainTextEvaluation.WriteWorst(scores, texts, wishes.Worst, wishes.Only, to);
        }

        if (wishes.Output is not null)
        {
            using FileStream file = File.Create(wishes.Output);
            using var json = new Utf8JsonWriter(file);
            json.WriteStartObject();
            foreach ((string id, string text) in texts)
            {
                json.WriteString(id, text);
            }

            json.WriteEndObject();
        }

        return Exit.Done;
    }

    private sealed record Wishes(int Worst, bool Title, string? Only, string? Output);
}
