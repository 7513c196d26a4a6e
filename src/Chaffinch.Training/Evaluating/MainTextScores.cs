using System.Globalization;
using Chaffinch.Model;
using Chaffinch.Training.Model;

namespace Chaffinch.Training.Evaluating;

/// <summary>One page's figures.</summary>
/// <param name="Page">The page.</param>
/// <param name="Words">Of the text found against the gold text.</param>
/// <param name="With">Share of the strings that must be there and are.</param>
/// <param name="Without">Share of the strings that must not be there and are.</param>
/// <param name="Type">The type that the page was taken for.</param>
public readonly record struct MainTextScore(GoldPage Page, WordScore Words, double With, double Without, PageType Type);

/// <summary>Figures of main-text extraction as the Web Content Extraction Benchmark counts them: means over pages.</summary>
public sealed class MainTextScores
{
    private readonly List<MainTextScore> _scores = [];

    /// <summary>All pages scored so far.</summary>
    public IReadOnlyList<MainTextScore> Pages => _scores;

    /// <summary>Mean word F1.</summary>
    public double F1 => _scores.Count == 0 ? 0 : _scores.Average(s => s.Words.F1);

    /// <summary>Mean share of needed strings found; a page that names none counts as 1, as in the benchmark.</summary>
    public double With => _scores.Count == 0 ? 0 : _scores.Average(s => s.With);

    /// <summary>Mean share of unwanted strings found; a page that names none counts as 1, as in the benchmark.</summary>
    public double Without => _scores.Count == 0 ? 0 : _scores.Average(s => s.Without);

    /// <summary>Mean share of unwanted strings found among the pages that name some.</summary>
    public double UnwantedFound => Named(_scores);

    /// <summary>Share of pages whose type was told right.</summary>
    public double TypeAccuracy => _scores.Count == 0 ? 0 : _scores.Average(s => s.Type == s.Page.Type ? 1.0 : 0.0);

    /// <summary>Mean word F1 of the pages of one type; 0 where there are none.</summary>
    public double F1Of(PageType type) => _scores.Where(s => s.Page.Type == type).Select(s => s.Words.F1).DefaultIfEmpty().Average();

    /// <summary>Scores one page's text.</summary>
    /// <param name="page">The page with its gold text.</param>
    /// <param name="found">The text to judge.</param>
    /// <param name="type">The type that it was taken for.</param>
    public MainTextScore Add(GoldPage page, string found, PageType type = PageType.Other)
    {
        var score = new MainTextScore(
            page, new WordBag(page.MainText).Score(new WordBag(found)), Share(page.With, found), Share(page.Without, found), type);
        _scores.Add(score);
        return score;
    }

    /// <summary>Writes the table: a row for all pages and one for each type.</summary>
    public void Write(TextWriter to)
    {
        to.Write($"{"",-16}{"pages",6}{"F1",8}{"P",8}{"R",8}{"with",8}{"without",9}{"type ok",9}\n");
        Row(to, "all", _scores);
        foreach (PageType type in Enum.GetValues<PageType>())
        {
            List<MainTextScore> own = _scores.FindAll(s => s.Page.Type == type);
            if (own.Count > 0)
            {
                Row(to, type.NameOf(), own);
            }
        }
    }

    private static void Row(TextWriter to, string name, List<MainTextScore> scores) =>
        to.Write(string.Create(CultureInfo.InvariantCulture,
            $"{name,-16}{scores.Count,6}{scores.Average(s => s.Words.F1),8:F4}{scores.Average(s => s.Words.Precision),8:F3}{scores.Average(s => s.Words.Recall),8:F3}{scores.Average(s => s.With),8:F3}{Named(scores),9:F3}{scores.Average(s => s.Type == s.Page.Type ? 1.0 : 0.0),9:F3}\n"));

    // The benchmark's script counts a page that names no unwanted string as 1; the figure that means something leaves such pages out.
    private static double Named(List<MainTextScore> scores) =>
        scores.Where(s => s.Page.Without.Count > 0).Select(s => s.Without).DefaultIfEmpty().Average();

    private static double Share(IReadOnlyList<string> wanted, string found) =>
        wanted.Count == 0 ? 1 : wanted.Count(w => found.Contains(w, StringComparison.OrdinalIgnoreCase)) / (double)wanted.Count;
}
