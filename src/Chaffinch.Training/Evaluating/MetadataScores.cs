using System.Globalization;
using System.Text;
using Chaffinch.Model;
using Chaffinch.Training.Model;

namespace Chaffinch.Training.Evaluating;

/// <summary>One field of one page: what gold says, what was found, whether they are the same.</summary>
public readonly record struct MetadataScore(string Page, string Field, string Gold, string? Found, bool IsRight);

/// <summary>
/// Title, author and date against gold metadata. Equal means equal after folding case, white space, quotes and dashes, and but for a
/// site's name behind a bar or dash in the gold title; an author is right when every gold name stands in it and little else does, a role behind the name and a date in the same line aside; a date
/// when the day is the same.
/// </summary>
public sealed class MetadataScores
{
    // Degrees and roles beside a name are no error.
    private const int MaxOtherWords = 4;
    private const int DayChars = 10;
    private const int MinTitleChars = 4;

    private const int RoleWords = 3;

    private static readonly string[] Months = [.. CultureInfo.InvariantCulture.DateTimeFormat.MonthNames.Where(m => m.Length > 0).Select(m => m.ToLowerInvariant())];

    private static readonly char[] Joints = [' ', ',', ';', '|', '(', ')', '/', ':', '&'];

    private readonly List<MetadataScore> _scores = [];
    private readonly Dictionary<string, (int Pages, int Named)> _without = new(StringComparer.Ordinal);
    private readonly List<MetadataScore> _named = [];
    private int _repeats;

    /// <summary>All fields that gold has, in order.</summary>
    public IReadOnlyList<MetadataScore> All => _scores;

    /// <summary>Scores one page's article.</summary>
    public void Add(GoldMetadata gold, Article article)
    {
        _repeats += article.Title is { } title && article.Text.Split('\n').Any(l => IsEqualTitle(title, l)) ? 1 : 0;
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
            (int without, int named) = _without.GetValueOrDefault(group.Key);
            to.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{name,-12} {group.Key,-7} {right,5} of {group.Count(),5} right = {right / (double)group.Count():F4}; {missing} not found, {group.Count() - right - missing} wrong; found on {named} of {without} pages without"));
            foreach (MetadataScore score in group.Where(s => !s.IsRight && (onlyField is null || s.Field == onlyField)).Take(worst))
            {
                to.WriteLine($"    {score.Page}\n        gold {Line(score.Gold)}\n        got  {Line(score.Found ?? "-")}");
            }

            foreach (MetadataScore score in _named.Where(s => s.Field == group.Key && s.Field == onlyField).Take(worst))
            {
                to.WriteLine($"    {score.Page}: none by gold, got {Line(score.Found!)}");
            }
        }

        to.WriteLine($"{name,-12} the title stands again as a line of the text on {_repeats} pages");
    }

    private static string Line(string text) => text.ReplaceLineEndings(" ");

    private void Add(string page, string field, string? gold, string? found, Func<string, string, bool> same)
    {
        if (!string.IsNullOrWhiteSpace(gold))
        {
            _scores.Add(new MetadataScore(page, field, gold, found, found is not null && same(gold, found)));
            return;
        }

        (int pages, int named) = _without.GetValueOrDefault(field);
        _without[field] = (pages + 1, named + (found is null ? 0 : 1));
        if (found is not null)
        {
            _named.Add(new MetadataScore(page, field, "", found, IsRight: false));
        }
    }

    /// <summary>Equal but for case, white space, quotes and dashes.</summary>
    internal static bool IsEqualTitle(string gold, string got) => Fold(gold) == Fold(got);

    // Some gold titles are whole title elements: a site's name behind the title is no error of either.
    internal static bool IsSameTitle(string gold, string got)
    {
        string a = Fold(gold);
        string b = Fold(got);
        return a == b || (b.Length >= MinTitleChars && a.StartsWith(b, StringComparison.Ordinal) && a[b.Length..].TrimStart() is ['|' or '_' or '·', ..] or ['-', ' ', ..]);
    }

    // Gold authors are lists ("A, B and C"), bylines ("By A 3 May 2024") and names with a role ("A, head of the harbour"): names count, not the
    // words around them, nor the date, which is scored on its own.
    private static bool IsSameAuthor(string gold, string got)
    {
        string[] b = Names(got);
        return IsSameNames(Names(gold), b) || (NameBeforeRole(gold) is string name && IsSameNames(Names(name), b));
    }

    private static bool IsSameNames(string[] a, string[] b) =>
        a.Length > 0 && a.Count(b.Contains) == a.Length && b.Length <= a.Length + MaxOtherWords;

    // The first name of "A, what A is": a role has at least three words and one in small letters, or four; else it may be the next author.
    private static string? NameBeforeRole(string gold)
    {
        string[] pieces = gold.Split(',', StringSplitOptions.TrimEntries);
        if (pieces.Length < 2 || !pieces[0].Contains(' ', StringComparison.Ordinal))
        {
            return null;
        }

        string[] words = pieces[1].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        bool isRole = words.Length >= RoleWords && words[0] is not ("and" or "&") && (words.Length > RoleWords || words.Any(w => char.IsLower(w[0])));
        return isRole ? pieces[0] : null;
    }

    private static string[] Names(string text)
    {
        // "A (https://a.example/)": an address is no name.
        string[] words = Fold(string.Join(' ', text.Split(' ').Where(w => !w.Contains("://", StringComparison.Ordinal)))).Split(Joints, StringSplitOptions.RemoveEmptyEntries);
        bool hasYear = words.Any(w => w.Length == 4 && int.TryParse(w, NumberStyles.None, CultureInfo.InvariantCulture, out int year) && year is > 1900 and < 2100);
        return [.. words.Where(w => w is not ("by" or "and" or "von" or "par" or "por" or "written") && !(hasYear && IsOfDate(w))).Distinct(StringComparer.Ordinal)];
    }

    private static bool IsOfDate(string word) =>
        word.All(char.IsAsciiDigit) || word is "am" or "pm" || Array.IndexOf(Months, word) >= 0;

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
