using System.Globalization;
using Chaffinch.Training.Model;

namespace Chaffinch.Training.Evaluating;

/// <summary>One page's strings.</summary>
/// <param name="Page">The page.</param>
/// <param name="Missing">Strings that must be in the text and are not.</param>
/// <param name="Unwanted">Strings that must not be in the text and are.</param>
public sealed record StringScore(GoldPage Page, IReadOnlyList<string> Missing, IReadOnlyList<string> Unwanted);

/// <summary>
/// Figures over strings that must and must not be in a page's text, as Trafilatura's own evaluation counts them: all strings of all pages alike, a
/// string found where its characters stand in the text exactly so.
/// </summary>
public sealed class StringScores
{
    private readonly List<StringScore> _pages = [];

    /// <summary>All pages scored so far.</summary>
    public IReadOnlyList<StringScore> Pages => _pages;

    /// <summary>Needed strings that were found.</summary>
    public int Found { get; private set; }

    /// <summary>Needed strings that were not found.</summary>
    public int Missed { get; private set; }

    /// <summary>Unwanted strings that were found.</summary>
    public int Unwanted { get; private set; }

    /// <summary>Unwanted strings that were left out.</summary>
    public int LeftOut { get; private set; }

    /// <summary>Share of needed strings among all strings found, 0 to 1.</summary>
    public double Precision => Found / (double)Math.Max(1, Found + Unwanted);

    /// <summary>Share of needed strings that were found, 0 to 1.</summary>
    public double Recall => Found / (double)Math.Max(1, Found + Missed);

    /// <summary>Share of all strings that were decided right, 0 to 1.</summary>
    public double Accuracy => (Found + LeftOut) / (double)Math.Max(1, Found + LeftOut + Missed + Unwanted);

    /// <summary>Harmonic mean of <see cref="Precision"/> and <see cref="Recall"/>.</summary>
    public double F1 => 2 * Found / (double)Math.Max(1, (2 * Found) + Missed + Unwanted);

    /// <summary>Scores one page's text.</summary>
    /// <param name="page">The page with its strings.</param>
    /// <param name="found">The text to judge.</param>
    public StringScore Add(GoldPage page, string found)
    {
        List<string> missing = [.. page.With.Where(s => !found.Contains(s, StringComparison.Ordinal))];
        List<string> unwanted = [.. page.Without.Where(s => found.Contains(s, StringComparison.Ordinal))];
        Found += page.With.Count - missing.Count;
        Missed += missing.Count;
        Unwanted += unwanted.Count;
        LeftOut += page.Without.Count - unwanted.Count;
        var score = new StringScore(page, missing, unwanted);
        _pages.Add(score);
        return score;
    }

    /// <summary>Writes counts and figures.</summary>
    public void Write(TextWriter to) =>
        to.Write(string.Create(CultureInfo.InvariantCulture,
            $"{_pages.Count} pages: needed strings {Found} found, {Missed} missed; unwanted strings {Unwanted} found, {LeftOut} left out\nF1 {F1:F4}  precision {Precision:F4}  recall {Recall:F4}  accuracy {Accuracy:F4}\n"));

    /// <summary>Writes the pages with the most strings decided wrong, each with those strings.</summary>
    /// <param name="count">How many pages.</param>
    /// <param name="to">Where to.</param>
    public void WriteWorst(int count, TextWriter to)
    {
        foreach (StringScore page in _pages
            .Where(p => p.Missing.Count + p.Unwanted.Count > 0)
            .OrderByDescending(p => p.Missing.Count + p.Unwanted.Count).ThenBy(p => p.Page.Id, StringComparer.Ordinal).Take(count))
        {
            to.Write($"\n{page.Page.Id} {page.Page.Url}\n");
            foreach (string text in page.Missing)
            {
                to.Write($"  missing  {OneLine(text)}\n");
            }

            foreach (string text in page.Unwanted)
            {
                to.Write($"  too much {OneLine(text)}\n");
            }
        }
    }

    private static string OneLine(string text) => text.Replace('\n', '⏎');
}
