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
    public static Command Build(Surroundings surroundings)
    {
        var command = new Command("evaluate", "Measure the main text of pages whose main text was written down.");
        var folder = new Argument<string>("FOLDER") { Description = "A split of the Web Content Extraction Benchmark ('ground-truth' beside 'html'), or pages with needed and unwanted strings ('annotations.json' beside 'html').", HelpName = "FOLDER" };
        var worst = new Option<int>("--worst") { Description = "Show this many of the worst pages, with what is missing and what is too much.", HelpName = "N" };
        var title = new Option<bool>("--title") { Description = "Count the article's title as its first line." };
        var only = new Option<string?>("--only") { Description = "Show only pages of this type among the worst.", HelpName = "TYPE" };
        var output = new Option<string?>("--output") { Description = "Write the texts as JSON, name to text, for the benchmark's own script.", HelpName = "FILE" };
        var folds = new Option<int>("--folds") { Description = "Cross-validate by domains: train anew for each of N parts, judge each page by a model that saw nothing of its domain.", HelpName = "N" };
        var ceiling = new Option<bool>("--ceiling") { Description = "Score what choosing whole blocks can reach at most." };
        var hold = new Option<string?>("--hold") { Description = "Hold the figures against a file that only rises; exit with 1 when one fell.", HelpName = "FILE" };
        command.Arguments.Add(folder);
        Option[] options = [worst, title, only, output, folds, ceiling, hold];
        foreach (Option option in options)
        {
            command.Options.Add(option);
        }

        command.SetAction(parsed => Run(parsed.InvocationConfiguration.Output, surroundings.Error, parsed.GetValue(folder)!, new Wishes(
            parsed.GetValue(worst), parsed.GetValue(title), parsed.GetValue(only), parsed.GetValue(output), parsed.GetValue(folds), parsed.GetValue(ceiling), parsed.GetValue(hold))));
        return command;
    }

    private static int Run(TextWriter to, TextWriter error, string folder, Wishes wishes)
    {
        if (MainTextEvaluation.HasStringsOnly(folder))
        {
            return RunStrings(to, folder, wishes);
        }

        IReadOnlyList<GoldPage> pages = TrainCommand.Read(folder);
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        MainTextScores scores = wishes.Folds > 1
            ? MainTextTraining.CrossValidate(pages, wishes.Folds, line => error.Write(line + "\n"), (page, text) => texts[page.Id] = text)
            : wishes.Ceiling ? MainTextTraining.Ceiling(pages)
            : MainTextEvaluation.Run(pages, wishes.Title, (page, text) => texts[page.Id] = text);
        scores.Write(to);
        if (wishes.Worst > 0 && texts.Count > 0)
        {
            MainTextEvaluation.WriteWorst(scores, texts, wishes.Worst, wishes.Only, to);
        }

        WriteTexts(texts, wishes.Output);
        return wishes.Hold is null ? Exit.Done : Hold(to, pages, FigureFile.FiguresOf(scores), wishes);
    }

    private static int RunStrings(TextWriter to, string folder, Wishes wishes)
    {
        if (wishes.Folds > 1 || wishes.Ceiling || wishes.Only is not null)
        {
            throw new UsageException("--folds, --ceiling and --only need gold texts and page types; this folder names strings only.");
        }

        IReadOnlyList<GoldPage> pages = ReadStrings(folder);
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        StringScores scores = MainTextEvaluation.RunStrings(pages, wishes.Title, (page, text) => texts[page.Id] = text);
        scores.Write(to);
        scores.WriteWorst(wishes.Worst, to);
        WriteTexts(texts, wishes.Output);
        return wishes.Hold is null ? Exit.Done : Hold(to, pages, FigureFile.FiguresOf(scores), wishes);
    }

    private static IReadOnlyList<GoldPage> ReadStrings(string folder)
    {
        try
        {
            return MainTextEvaluation.ReadStrings(folder);
        }
        catch (IOException e)
        {
            throw new UsageException(e.Message);
        }
        catch (JsonException e)
        {
            throw new UsageException($"annotations.json cannot be read: {e.Message}");
        }
    }

    private static void WriteTexts(Dictionary<string, string> texts, string? path)
    {
        if (path is null)
        {
            return;
        }

        using FileStream file = File.Create(path);
        using var json = new Utf8JsonWriter(file);
        json.WriteStartObject();
        foreach ((string id, string text) in texts)
        {
            json.WriteString(id, text);
        }

        json.WriteEndObject();
    }

    private static int Hold(TextWriter to, IReadOnlyList<GoldPage> pages, List<(string Name, double Value)> figures, Wishes wishes)
    {
        string command = wishes.Folds > 1 ? $"chaffinch evaluate FOLDER --folds {wishes.Folds}" : "chaffinch evaluate FOLDER";
        List<string> fallen = FigureFile.Hold(wishes.Hold!, command, FigureFile.Digest(pages), figures);
        foreach (string line in fallen)
        {
            to.Write(line + "\n");
        }

        return fallen.Count == 0 ? Exit.Done : Exit.Findings;
    }

    private sealed record Wishes(int Worst, bool Title, string? Only, string? Output, int Folds, bool Ceiling, string? Hold);
}
