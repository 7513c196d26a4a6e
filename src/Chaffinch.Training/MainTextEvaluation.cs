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

    /// <summary>Whether a folder holds pages with needed and unwanted strings instead of gold texts: for <see cref="RunStrings"/>.</summary>
    /// <param name="folder">The folder.</param>
    public static bool HasStringsOnly(string folder) => AnnotatedFolder.Is(folder);

    /// <summary>Reads pages with needed and unwanted strings: <c>annotations.json</c> beside <c>html</c>.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="IOException">A page of the list is not there.</exception>
    public static IReadOnlyList<GoldPage> ReadStrings(string folder) => AnnotatedFolder.Read(folder);

    /// <summary>Analyses every page with the engine as it stands and looks for its needed and unwanted strings in the article's text.</summary>
    /// <param name="pages">The pages.</param>
    /// <param name="withTitle">Whether the article's title counts as its first line.</param>
    /// <param name="found">Told each page with the text found, where not null.</param>
    public static StringScores RunStrings(IEnumerable<GoldPage> pages, bool withTitle = false, Action<GoldPage, string>? found = null)
    {
        var scores = new StringScores();
        var analyzer = new PageAnalyzer();
        foreach (GoldPage page in pages)
        {
            string text = TextOf(analyzer.Analyze(page.Html, new InputHints(page.Url)), withTitle);
            scores.Add(page, text);
            found?.Invoke(page, text);
        }

        return scores;
    }

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
            string text = TextOf(labelled, withTitle);
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

    private static string TextOf(LabelledPage page, bool withTitle) =>
        withTitle && page.Article.Title is { } title ? title + "\n" + page.Article.Text : page.Article.Text;
}
