using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Chaffinch.Model;
using Chaffinch.Training.Grafting;
using Chaffinch.Training.Model;

namespace Chaffinch.Lab;

/// <summary><c>lab graft</c>: composes training pages and writes them in the form of the labelled cases, for looking at; <c>lab score-grafts</c>: the figures over them.</summary>
internal static class GraftCommand
{
    private const int DefaultSeed = 11;

    public static Grafter NewGrafter(Options options)
    {
        string samples = Path.Combine(LabData.Root, "src", "Chaffinch.Training", "Samples");
        var composer = new PageComposer(new GenuineTexts(LabData.Folder), new Frames(Path.Combine(samples, "frames.tsv")));
        return new Grafter(composer, new PromoTexts(PromoTextReader.ReadAll(samples, LabData.Folder)));
    }

    public static int Write(Options options)
    {
        string folder = options.Text("out") ?? throw new UsageException("--out names a folder");
        Directory.CreateDirectory(folder);
        Grafter grafter = NewGrafter(options);
        var analyzer = new PageAnalyzer();
        for (int i = 0; i < options.Int("n", 40); i++)
        {
            TrainingPage page = grafter.Make(options.Int("seed", DefaultSeed), i, options.Has("held"));
            Page read = analyzer.Read(page.Source, HintsOf(page));
            File.WriteAllBytes(Path.Combine(folder, page.Name + (page.IsHtml ? ".html" : ".txt")), page.Source);
            File.WriteAllText(Path.Combine(folder, page.Name + ".gold.json"), CaseOf(page, read));
        }

        return 0;
    }

    public static InputHints HintsOf(TrainingPage page) => new(Format: page.IsHtml ? InputFormat.Html : InputFormat.Text);

    public static int Score(Options options)
    {
        Grafter grafter = NewGrafter(options);
        var analyzer = new PageAnalyzer();
        var table = new GraftTable();
        for (int i = 0; i < options.Int("n", 400); i++)
        {
            TrainingPage page = grafter.Make(options.Int("seed", DefaultSeed), i, !options.Has("seen"));
            table.Add(page, analyzer.Analyze(page.Source, HintsOf(page)));
        }

        table.Print(options.Int("worst", 0));
        return 0;
    }

    // The runs of gold in the order of the page's text, as cases.py writes them.
    private static string CaseOf(TrainingPage page, Page read)
    {
        Gold?[] gold = page.GoldOf(read);
        var runs = new JsonArray();
        for (int i = 0; i < gold.Length;)
        {
            int end = i;
            var text = new System.Text.StringBuilder();
            while (end < gold.Length && (char.IsWhiteSpace(read.Text[end]) || gold[end] == gold[i]))
            {
                text.Append(char.IsWhiteSpace(read.Text[end]) ? "" : read.Text[end]);
                end++;
            }

            Gold g = gold[i] ?? Gold.Body;
            if (text.Length > 0)
            {
                runs.Add(new JsonObject
                {
                    ["text"] = text.ToString(), ["label"] = g.Label.NameOf(), ["kind"] = g.Kind.NameOf(), ["theme"] = g.Theme == Theme.None ? null : g.Theme.NameOf(),
                });
            }

            i = end;
        }

        return new JsonObject
        {
            ["name"] = page.Name, ["ext"] = page.IsHtml ? ".html" : ".txt", ["lang"] = page.Language, ["verdict"] = page.Verdict.NameOf(), ["note"] = string.Join(' ', page.Shapes), ["gold"] = runs,
        }.ToJsonString(new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }
}
