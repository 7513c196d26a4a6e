using System.Globalization;
using System.Text;
using System.Text.Json;
using Chaffinch.Model;

namespace Chaffinch.Lab;

/// <summary>
/// Title, author and date against the gold metadata of wcxb-dev and readability. Equal means equal after folding case, white space,
/// quotes and dashes, and but for a site's name behind a bar or dash in the gold title; an author is right when every gold name stands in it and little else does; a date when the day is the same.
/// </summary>
internal static class MetadataCommand
{
    public static int Run(Options options)
    {
        int worst = options.Int("worst", 0);
        int every = options.Int("every", 1);
        string? source = options.Text("source");
        string? field = options.Text("field");
        var analyzer = new PageAnalyzer();
        if (source is null or "wcxb")
        {
            Report("wcxb-dev", Score(analyzer, Wcxb(every)), worst, field);
        }

        if (source is null or "readability")
        {
            Report("readability", Score(analyzer, Readability(every)), worst, field);
        }

        return 0;
    }

    /// <summary>The shares that are right of what gold has, for the ratchet: title, author, date.</summary>
    public static (double Title, double Author, double Date) Shares(string source, int every)
    {
        List<Row> rows = Score(new PageAnalyzer(), source == "wcxb-dev" ? Wcxb(every) : Readability(every));
        return (Share(rows, "title"), Share(rows, "author"), Share(rows, "date"));
    }

    private static double Share(List<Row> rows, string field)
    {
        List<Row> of = rows.FindAll(r => r.Field == field);
        return of.Count == 0 ? 0 : of.Count(r => r.Right) / (double)of.Count;
    }

    private static void Report(string name, List<Row> rows, int worst, string? field)
    {
        foreach (IGrouping<string, Row> group in rows.GroupBy(r => r.Field))
        {
            int right = group.Count(r => r.Right);
            int missing = group.Count(r => !r.Right && r.Got is null);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{name,-12} {group.Key,-7} {right,5} of {group.Count(),5} right = {right / (double)group.Count():F4}; {missing} not found, {group.Count() - right - missing} wrong"));
            foreach (Row row in group.Where(r => !r.Right && (field is null || r.Field == field)).Take(worst))
            {
                Console.WriteLine($"    {row.Page}\n        gold {Line(row.Gold)}\n        got  {Line(row.Got ?? "-")}");
            }
        }
    }

    private static string Line(string text) => text.ReplaceLineEndings(" ");

    private static List<Row> Score(PageAnalyzer analyzer, IEnumerable<Gold> pages)
    {
        var rows = new List<Row>();
        foreach (Gold gold in pages)
        {
            Article article = analyzer.Analyze(gold.Bytes, new InputHints { Url = gold.Url }).Article;
            Add(rows, gold.Page, "title", gold.Title, article.Title, SameTitle);
            Add(rows, gold.Page, "author", gold.Author, article.Byline, SameAuthor);
            Add(rows, gold.Page, "date", gold.Date, article.Published, SameDay);
        }

        return rows;
    }

    private static void Add(List<Row> rows, string page, string field, string? gold, string? got, Func<string, string, bool> same)
    {
        if (!string.IsNullOrWhiteSpace(gold))
        {
            rows.Add(new Row(page, field, gold, got, got is not null && same(gold, got)));
        }
    }

    // Some gold titles are whole title elements: a site's name behind the title is no error of either.
    private static bool SameTitle(string gold, string got)
    {
        string a = Fold(gold);
        string b = Fold(got);
        return a == b || (b.Length >= 4 && a.StartsWith(b, StringComparison.Ordinal) && a[b.Length..].TrimStart() is ['|' or '_' or '·', ..] or ['-', ' ', ..]);
    }

    // Gold authors are lists ("A, B and C") and bylines ("By A"): names count, not the words around them.
    private static bool SameAuthor(string gold, string got)
    {
        string[] a = Names(gold);
        string[] b = Names(got);
        int shared = a.Count(b.Contains);
        return a.Length > 0 && shared == a.Length && b.Length <= a.Length + 4;
    }

    private static string[] Names(string text) =>
        [.. Fold(text).Split([' ', ',', ';', '|', '(', ')', '/', ':', '&'], StringSplitOptions.RemoveEmptyEntries).Where(w => w is not ("by" or "and" or "von" or "par" or "por" or "written")).Distinct(StringComparer.Ordinal)];

    private static bool SameDay(string gold, string got) => got.Length >= 10 && gold.Length >= 10 && got[..10] == gold[..10];

    private static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (char c in text.Normalize(NormalizationForm.FormKC))
        {
            char d = c switch
            {
                '‘' or '’' or '‛' or '`' => '\'',
                '“' or '”' or '„' => '"',
                '–' or '—' or '‒' or '−' => '-',
                _ => char.IsWhiteSpace(c) ? ' ' : char.ToLowerInvariant(c),
            };
            if (d != ' ' || (folded.Length > 0 && folded[^1] != ' '))
            {
                folded.Append(d);
            }
        }

        return folded.ToString().Trim();
    }

    private static IEnumerable<Gold> Wcxb(int every)
    {
        foreach (string file in LabData.Files("wcxb-dev/dev/html", "*.html.gz", every))
        {
            string id = Path.GetFileName(file)[..4];
            using JsonDocument json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(LabData.Folder, "wcxb-dev/dev/ground-truth", id + ".json")));
            JsonElement gold = json.RootElement.GetProperty("ground_truth");
            yield return new Gold(id, LabData.Read(file), Text(json.RootElement, "url"), Text(gold, "title"), Text(gold, "author"), Text(gold, "publish_date"));
        }
    }

    private static IEnumerable<Gold> Readability(int every)
    {
        foreach (string file in LabData.Files("readability/pages", "source.html.gz", every))
        {
            string folder = Path.GetDirectoryName(file)!;
            using JsonDocument json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "expected-metadata.json")));
            yield return new Gold(Path.GetFileName(folder), LabData.Read(file), null, Text(json.RootElement, "title"), Text(json.RootElement, "byline"), Text(json.RootElement, "publishedTime"));
        }
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private sealed record Gold(string Page, byte[] Bytes, string? Url, string? Title, string? Author, string? Date);

    private sealed record Row(string Page, string Field, string Gold, string? Got, bool Right);
}
