using System.Text;
using Chaffinch.Model;
using Chaffinch.Training.Model;

namespace Chaffinch.Training.Grafting;

/// <summary>A stretch of planted text that is one thing.</summary>
/// <param name="Text">Its characters, white space behind it among them.</param>
/// <param name="Gold">What it is.</param>
/// <param name="Href">The target as written where it is a link.</param>
internal readonly record struct DonorPart(string Text, Gold Gold, string? Href);

/// <summary>One line of planted text.</summary>
/// <param name="Parts">Its parts in order.</param>
/// <param name="IsHeading">True where it was a heading.</param>
internal sealed record DonorLine(List<DonorPart> Parts, bool IsHeading)
{
    /// <summary>Code units.</summary>
    public int Length => Parts.Sum(p => p.Text.Length);
}

/// <summary>Planted lines that stood together, or what was planted inside of one line.</summary>
/// <param name="Lines">Its lines.</param>
/// <param name="Kind">The kind of most of its characters.</param>
internal sealed record DonorRun(List<DonorLine> Lines, Kind Kind);

/// <summary>A labelled page from which planted text is taken: the runs of one campaign.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Language">ISO 639-1, <c>hant</c> for traditional Chinese.</param>
/// <param name="Runs">What is planted there.</param>
internal sealed record DonorPage(string Name, string Language, List<DonorRun> Runs)
{
    // Longer runs than these are the whole of a spam page, which nobody puts into another page as it is.
    private const int MostLines = 12;
    private const int LeastChars = 2;

    /// <summary>Takes the planted runs out of a labelled page.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="language">As the page's label says it.</param>
    /// <param name="page">The page as the engine reads it.</param>
    /// <param name="gold">What its code units are.</param>
    public static DonorPage Of(string name, string language, Page page, Gold?[] gold)
    {
        var runs = new List<DonorRun>();
        var open = new List<DonorLine>();
        foreach (Block block in page.Blocks)
        {
            foreach ((DonorLine line, bool whole) in LinesOf(page, block, gold))
            {
                if (!whole || open.Count == MostLines)
                {
                    Close(runs, open);
                }

                open.Add(line);
                if (!whole)
                {
                    Close(runs, open);
                }
            }

            if (open.Count > 0 && !IsPlanted(page, block, gold))
            {
                Close(runs, open);
            }
        }

        Close(runs, open);
        return new DonorPage(name, KeyOf(language), runs);
    }

    /// <summary>The language as donors are sorted by it.</summary>
    public static string KeyOf(string language) =>
        language.Contains("hant", StringComparison.OrdinalIgnoreCase) ? "hant" : language.Length < 2 ? "" : language[..2].ToLowerInvariant();

    private static bool IsPlanted(Page page, in Block block, Gold?[] gold)
    {
        for (int i = block.Span.Start; i < block.Span.End; i++)
        {
            if (!char.IsWhiteSpace(page.Text[i]) && gold[i] is not { Label: Label.Injected })
            {
                return false;
            }
        }

        return true;
    }

    private static void Close(List<DonorRun> runs, List<DonorLine> open)
    {
        if (open.Sum(l => l.Length) >= LeastChars)
        {
            Kind kind = open.SelectMany(l => l.Parts).Where(p => p.Gold.IsInjected).GroupBy(p => p.Gold.Kind).MaxBy(g => g.Sum(p => p.Text.Length))!.Key;
            runs.Add(new DonorRun([.. open], kind));
        }

        open.Clear();
    }

    // Runs of planted characters of a block; damage inside of one belongs to it.
    private static List<(DonorLine Line, bool Whole)> LinesOf(Page page, Block block, Gold?[] gold)
    {
        var lines = new List<(DonorLine, bool)>();
        int start = -1;
        int end = -1;
        bool foreign = false;
        for (int i = block.Span.Start; i < block.Span.End; i++)
        {
            if (char.IsWhiteSpace(page.Text[i]))
            {
                continue;
            }

            bool inside = gold[i] is { IsInjected: true } || (start >= 0 && gold[i] is { Label: Label.Damaged });
            if (inside)
            {
                start = start < 0 ? i : start;
                end = gold[i]!.Value.IsInjected ? i + 1 : end;
            }
            else
            {
                foreign = true;
                Take(page, block, gold, start, end, lines);
                start = -1;
            }
        }

        Take(page, block, gold, start, end, lines);
        return foreign ? lines : [.. lines.Select(l => (l.Item1, true))];
    }

    private static void Take(Page page, in Block block, Gold?[] gold, int start, int end, List<(DonorLine, bool)> lines)
    {
        if (start < 0)
        {
            return;
        }

        var parts = new List<DonorPart>();
        var text = new StringBuilder();
        int link = LinkAt(page, block, start);
        Gold now = gold[start]!.Value;
        for (int i = start; i < end; i++)
        {
            if (!char.IsWhiteSpace(page.Text[i]) && (gold[i]!.Value != now || LinkAt(page, block, i) != link))
            {
                parts.Add(new DonorPart(text.ToString(), now, HrefOf(page, link)));
                text.Clear();
                now = gold[i]!.Value;
                link = LinkAt(page, block, i);
            }

            text.Append(page.Text[i] == '\n' ? ' ' : page.Text[i]);
        }

        parts.Add(new DonorPart(text.ToString(), now, HrefOf(page, link)));
        lines.Add((new DonorLine(parts, block.HeadingLevel > 0), false));
    }

    private static int LinkAt(Page page, in Block block, int at)
    {
        for (int l = block.FirstLink; l < block.FirstLink + block.LinkCount; l++)
        {
            if (page.Links[l].Span.Start <= at && at < page.Links[l].Span.End)
            {
                return l;
            }
        }

        return -1;
    }

    private static string? HrefOf(Page page, int link)
    {
        if (link < 0)
        {
            return null;
        }

        SourceSpan at = page.Links[link].Href;
        return Encoding.UTF8.GetString(page.Source.Span[at.Start..at.End]).Replace("\"", "%22", StringComparison.Ordinal);
    }
}

/// <summary>The labelled pages that planted text is taken from, by language.</summary>
internal sealed class Donors
{
    private static readonly string[] Abroad = ["en", "zh", "en", "ru", "id", "zh", "ja", "vi", "tr", "th", "pt", "es"];

    private readonly Dictionary<string, List<DonorPage>> _byLanguage = new(StringComparer.Ordinal);

    public Donors(IEnumerable<DonorPage> pages)
    {
        foreach (DonorPage page in pages.Where(p => p.Runs.Count > 0))
        {
            if (!_byLanguage.TryGetValue(page.Language, out List<DonorPage>? list))
            {
                _byLanguage.Add(page.Language, list = []);
            }

            list.Add(page);
        }
    }

    /// <summary>Pages at hand.</summary>
    public int Count => _byLanguage.Values.Sum(l => l.Count);

    /// <summary>A donor for a page of a language: of the same where there are any, now and then of another, as the web has it.</summary>
    public DonorPage For(string language, Dice dice)
    {
        bool own = _byLanguage.ContainsKey(language) && dice.Chance(0.88);
        string wanted = own ? language : dice.Of([.. Abroad.Where(_byLanguage.ContainsKey), .. _byLanguage.Keys.Take(1)]);
        return dice.Of(_byLanguage[wanted]);
    }
}
