using System.Text;
using System.Text.Json;
using Chaffinch.Model;

namespace Chaffinch.Lab;

/// <summary>The label of one character, as the gold cases write it.</summary>
internal readonly record struct Tag(string Label, string? Kind, string? Theme)
{
    public override string ToString() => Label + (Kind is null ? "" : ":" + Kind) + (Theme is null ? "" : ":" + Theme);
}

/// <summary>A page whose every character that is not white space carries its right label.</summary>
internal sealed class GoldCase
{
    public required string Name { get; init; }

    public required string Language { get; init; }

    public required string Verdict { get; init; }

    public required string Note { get; init; }

    public required byte[] Page { get; init; }

    public required int[] Text { get; init; }

    public required Tag[] Tags { get; init; }

    /// <summary>Reads the cases of a folder; one that holds sources of cases is built first, with the data's own tool.</summary>
    public static List<GoldCase> ReadAll(string folder)
    {
        if (Directory.GetFiles(folder, "*.gold.json").Length > 0)
        {
            return ReadBuilt(folder);
        }

        string work = Directory.CreateTempSubdirectory("chaffinch-cases-").FullName;
        try
        {
            return ReadBuilt(Build(folder, work));
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    private static List<GoldCase> ReadBuilt(string folder)
    {
        string[] files = Directory.GetFiles(folder, "*.gold.json");
        Array.Sort(files, StringComparer.Ordinal);
        return [.. files.Select(Read)];
    }

    /// <summary>The code points of <paramref name="text"/> that are not white space, each with its offset in UTF-16.</summary>
    public static (int[] Points, int[] Offsets) Flat(string text)
    {
        var points = new List<int>(text.Length);
        var offsets = new List<int>(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            bool pair = char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]);
            if (!char.IsWhiteSpace(text[i]) && text[i] is not (>= '\u001C' and <= '\u001F'))
            {
                points.Add(pair ? char.ConvertToUtf32(text[i], text[i + 1]) : text[i]);
                offsets.Add(i);
            }

            i += pair ? 1 : 0;
        }

        return ([.. points], [.. offsets]);
    }

    // The tool goes down into folders; a set is the folder's own files, whatever lies below it.
    private static string Build(string folder, string work)
    {
        string sources = Directory.CreateDirectory(Path.Combine(work, "sources")).FullName;
        string target = Directory.CreateDirectory(Path.Combine(work, "built")).FullName;
        foreach (string file in Directory.GetFiles(folder, "*.gold.*"))
        {
            File.Copy(file, Path.Combine(sources, Path.GetFileName(file)));
        }

        string tool = Path.Combine(LabData.Folder, "..", "tools", "cases.py");
        using var process = System.Diagnostics.Process.Start(
            new System.Diagnostics.ProcessStartInfo("python3", [tool, "build", sources, target]) { RedirectStandardOutput = true, UseShellExecute = false })
            ?? throw new UsageException("python3 cannot be started");
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? target : throw new UsageException($"the cases of {folder} could not be built");
    }

    private static GoldCase Read(string file)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(file));
        JsonElement root = json.RootElement;
        string stem = file[..^".gold.json".Length];
        string page = File.Exists(stem + ".html") ? stem + ".html" : stem + ".txt";
        var text = new StringBuilder();
        var tags = new List<Tag>();
        foreach (JsonElement piece in root.GetProperty("gold").EnumerateArray())
        {
            string words = piece.GetProperty("text").GetString()!;
            var tag = new Tag(piece.GetProperty("label").GetString()!, piece.GetProperty("kind").GetString(), piece.GetProperty("theme").GetString());
            text.Append(words);
            tags.AddRange(Enumerable.Repeat(tag, Flat(words).Points.Length));
        }

        return new GoldCase
        {
            Name = root.GetProperty("name").GetString()!,
            Language = Word(root, "lang"),
            Verdict = root.GetProperty("verdict").GetString()!,
            Note = Word(root, "note"),
            Page = File.ReadAllBytes(page),
            Text = Flat(text.ToString()).Points,
            Tags = [.. tags],
        };
    }

    private static string Word(JsonElement root, string name) => root.TryGetProperty(name, out JsonElement value) ? value.GetString() ?? "" : "";

    /// <summary>The labels that the analysis gave, for each code point of the page's text that is not white space.</summary>
    public static (int[] Text, Tag[] Tags, int[] Offsets) Predicted(LabelledPage page)
    {
        (int[] points, int[] offsets) = Flat(page.Page.Text);
        var tags = new Tag[points.Length];
        int span = 0;
        for (int i = 0; i < points.Length; i++)
        {
            while (span < page.Spans.Length && page.Spans[span].Span.End <= offsets[i])
            {
                span++;
            }

            if (span < page.Spans.Length && page.Spans[span].Span.Start <= offsets[i])
            {
                LabelledSpan s = page.Spans[span];
                tags[i] = new Tag(s.Label.NameOf(), s.Kind.NameOf(), s.Theme.NameOf());
            }
            else
            {
                tags[i] = new Tag("(none)", null, null);
            }
        }

        return (points, tags, offsets);
    }
}
