using System.Globalization;
using Chaffinch.Model;
using Chaffinch.Training.Evaluating;
using Chaffinch.Training.Loading;
using Chaffinch.Training.Model;

namespace Chaffinch.Training;

/// <summary>Measures main-text extraction on pages with gold main text.</summary>
public static class MainTextEvaluation
{
    /// <summary>Reads the pages of a Web Content Extraction Benchmark split.</summary>
    /// <param name="folder">The folder with <c>ground-truth</c> and <c>html</c>, or the one above it.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such split in the folder.</exception>
    public static IReadOnlyList<GoldPage> ReadPages(string folder) => WcxbFolder.Read(folder);

    /// <summary>Analyses every page with the engine as it stands and scores its article's text.</summary>
    /// <param name="pages">The pages.</param>
    /// <param name="withTitle">Whether the article's title counts as its first line.</param>
    /// <param name="found">Told each page with the text found, where not null.</param>
    public static MainTextScores Run(IEnumerable<GoldPage> pages, bool withTitle = false, Action<GoldPage, string>? found = null)
    {
        var scores = new MainTextScores();
        var analyzer = new PageAnalyzer();
        foreach (GoldPage page in pages)
        {
            LabelledPage labelled = analyzer.Analyze(page.Html, new InputHints(page.Url));
            string text = withTitle && labelled.Article.Title is { } title ? title + "\n" + labelled.Article.Text : labelled.Article.Text;
            scores.Add(page, text, labelled.PageType);
            found?.Invoke(page, text);
        }

        return scores;
    }

    /// <summary>Writes the pages with the lowest word F1, each with the gold lines that are missing and the found lines that are too many.</summary>
    /// <param name="scores">The figures.</param>
    /// <param name="texts">The text found, by page name.</param>
    /// <param name="count">How many pages.</param>
    /// <param name="only">The word of the only page type shown; all where null.</param>
    /// <param name="to">Where to.</param>
    public static void WriteWorst(MainTextScores scores, IReadOnlyDictionary<string, string> texts, int count, string? only, TextWriter to)
    {
        foreach (MainTextScore score in scores.Pages
            .Where(s => only is null || s.Page.Type.NameOf() == only)
            .OrderBy(s => s.Words.F1).ThenBy(s => s.Page.Id, StringComparer.Ordinal).Take(count))
        {
            to.Write(string.Create(CultureInfo.InvariantCulture,
                $"\n{score.Page.Id} {score.Page.Type.NameOf()} F1 {score.Words.F1:F3} P {score.Words.Precision:F3} R {score.Words.Recall:F3} {score.Page.Url}\n"));
            LineDifference.Write(score.Page.MainText, texts[score.Page.Id], to);
        }
    }
}
