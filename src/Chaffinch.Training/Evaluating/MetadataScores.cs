using System.Globalization;
using System.Text;
using Chaffinch.Model;
using Chaffinch.Training.Model;

namespace Chaffinch.Training.Evaluating;

/// <summary>One field of one page: what gold says, what was found, whether they are the same.</summary>
public readonly record struct MetadataScore(string Page, string Field, string Gold, string? Found, bool IsRight);

/// <summary>
/// Title, author and date against gold metadata. Equal means equal after folding case, white space, quotes and dashes, and but for a
/// site's name behind a bar or dash in the gold title; an author is right when every gold name stands in it and little else does; a date
/// when the day is the same.
/// </summary>
public sealed class MetadataScores
{
    // Degrees and roles beside a name are no error.
    private const int MaxOtherWords = 4;
    private const int DayChars = 10;
    private const int MinTitleChars = 4;

    private static readonly char[] Joints = [' ', ',', ';', '|', '(', ')', '/', ':', '&'];

    private readonly List<MetadataScore> _scores = [];

    /// <summary>All fields that gold has, in order.</summary>
    public IReadOnlyList<MetadataScore> All => _scores;

    /// <summary>Scores one page's article.</summary>
    public void Add(GoldMetadata gold, Article article)
    {
        Add(gold.Page, "title", gold.Title, article.Title, IsSameTitle);
        Add(gold.Page, "author", gold.Author, article.Byline, IsSameAuthor);
        Add(gold.Page, "date", gold.Date, article.Published, IsSameDay);
    }

    /// <summary>The share that is right of what gold has, 0 to 1: <c>title</c>, <c>author</c> or <c>date</c>.</summary>
    public double Share(string field)
    {
        List<MetadataScore> of = _scores.FindAll(s => s.Field == field);
        return of.Count == 0 ? 0 : of.Count(s => s.IsRight) / (double)of.Count;
    }

    /// <summary>Writes a line for each field and up to <paramref name="worst"/> errors below it.</summary>
    public void Write(string name, int worst, string? onlyField, TextWriter to)
    {
        foreach (IGrouping<string, MetadataScore> group in _scores.GroupBy(s => s.Field, StringComparer.Ordinal))
        {
            int right = group.Count(s => s.IsRight);
            int missing = group.Count(s => !s.IsRight && s.Found is null);
            to.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{name,-12} {group.Key,-7} {right,5} of {group.Count(),5} right = {right / (double)group.Count():F4}; {missing} not found, {group.Count() - right - missing} wrong"));
            foreach (MetadataScore score in group.Where(s => !s.IsRight && (onlyField is null || s.Field == onlyField)).Take(worst))
            {
                to.WriteLine($"    {score.Page}\n        gold {Line(score.Gold)}\n        got  {Line(score.Found ?? "-")}");
            }
        }
    }

    private static string Line(string text) => text.ReplaceLineEndings(" ");

    private void Add(string page, string field, string? gold, string? found, Func<string, string, bool> same)
    {
        if (!string.IsNullOrWhiteSpace(gold))
        {
            _scores.Add(new MetadataScore(page, field, gold, found, found is not null && same(gold, found)));
        }
    }

    // Some gold titles are whole title elements: a site's name behind the title is no error of either.
    private static bool IsSameTitle(string gold, string got)
    {
        string a = Fold(gold);
        string b = Fold(got);
        return a == b || (b.Length >= MinTitleChars && a.StartsWith(b, StringComparison.Ordinal) && a[b.Length..].TrimStart() is ['|' or '_' or '·', ..] or ['-', ' ', ..]);
    }

    // Gold authors are lists ("A, B and C") and bylines ("By A"): names count, not the words around them.
    private static bool IsSameAuthor(string gold, string got)
    {
        string[] a = Names(gold);
        string[] b = Names(got);
        int shared = a.Count(b.Contains);
        return a.Length > 0 && shared == a.Length && b.Length <= a.Length + MaxOtherWords;
    }

    private static string[] Names(string text) =>
        [.. Fold(text).Split(Joints, StringSplitOptions.RemoveEmptyEntries).Where(w => w is not ("by" or "and" or "von" or "par" or "por" or "written")).Distinct(StringComparer.Ordinal)];

    private static bool IsSameDay(string gold, string got) => got.Length >= DayChars && gold.Length >= DayChars && got[..DayChars] == gold[..DayChars];

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
}
