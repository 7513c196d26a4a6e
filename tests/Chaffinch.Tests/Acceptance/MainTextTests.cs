using System.Globalization;
using Chaffinch.Model;
using Chaffinch.Training;
using Chaffinch.Training.Evaluating;
using Xunit;

namespace Chaffinch.Tests.Acceptance;

/// <summary>The shipped model does on the pages that it was trained on what it did before: holds facts, model and chain together.</summary>
/// <remarks>
/// These pages are training pages; what the model does on sites that it never saw is measured by <c>chaffinch evaluate FOLDER --folds 5</c>, which
/// takes minutes. A change of a fact or of a hash that the model knows words by shows here at once.
/// </remarks>
public sealed class MainTextTests
{
    private const int Every = 15;

    [Fact]
    public void The_main_text_of_a_sample_of_the_training_pages_does_not_get_worse()
    {
        string folder = Path.Combine(Repository.Data ?? "", "wcxb-dev");
        if (Repository.Data is null || !Directory.Exists(folder))
        {
            Assert.Skip("the development data are absent (../shared/data)");
        }

        List<Chaffinch.Training.Model.GoldPage> pages = [.. MainTextEvaluation.ReadPages(folder).Where((_, i) => i % Every == 0)];
        MainTextScores scores = MainTextEvaluation.Run(pages);
        using var table = new StringWriter(CultureInfo.InvariantCulture);
        scores.Write(table);
        TestContext.Current.TestOutputHelper?.WriteLine(table.ToString());
        List<string> failures = Ratchet.Shared.Hold(
            "./test -class '*MainTextTests' -showLiveOutput",
            [
                ("main-text-training-sample/word-f1", scores.F1),
                ("main-text-training-sample/with", scores.With),
                ("main-text-training-sample/without-left-out", 1 - scores.UnwantedFound),
                ("main-text-training-sample/page-type-right", scores.TypeAccuracy),
            ],
            Ratchet.Updating);
        Assert.True(failures.Count == 0, string.Join('\n', failures) + "\n" + table);
    }

    [Fact]
    public void The_strings_of_pages_that_nothing_was_trained_on_do_not_get_worse()
    {
        string folder = Path.Combine(Repository.Data ?? "", "trafilatura-eval");
        if (Repository.Data is null || !Directory.Exists(folder))
        {
            Assert.Skip("the development data are absent (../shared/data)");
        }

        StringScores scores = MainTextEvaluation.RunStrings(MainTextEvaluation.ReadStrings(folder).Where((_, i) => i % 5 == 0));
        using var table = new StringWriter(CultureInfo.InvariantCulture);
        scores.Write(table);
        TestContext.Current.TestOutputHelper?.WriteLine(table.ToString());
        List<string> failures = Ratchet.Shared.Hold(
            "./test -class '*MainTextTests' -showLiveOutput",
            [
                ("main-text-strings-sample/f1", scores.F1),
                ("main-text-strings-sample/accuracy", scores.Accuracy),
            ],
            Ratchet.Updating);
        Assert.True(failures.Count == 0, string.Join('\n', failures) + "\n" + table);
    }

    [Fact]
    public void The_network_alone_finds_main_text_as_well_as_the_whole_engine()
    {
        string folder = Path.Combine(Repository.Data ?? "", "wcxb-dev");
        if (Repository.Data is null || !Directory.Exists(folder))
        {
            Assert.Skip("the development data are absent (../shared/data)");
        }

        var scores = new MainTextScores();
        var analyzer = new PageAnalyzer();
        foreach (Chaffinch.Training.Model.GoldPage page in MainTextEvaluation.ReadPages(folder).Where((_, i) => i % Every == 0))
        {
            ExtractedPage read = analyzer.ReadMainText(page.Html, new InputHints(page.Url));
            scores.Add(page, read.Text, read.PageType);
        }

        List<string> failures = Ratchet.Shared.Hold(
            "./test -class '*MainTextTests' -showLiveOutput",
            [("main-text-alone-training-sample/word-f1", scores.F1), ("main-text-alone-training-sample/without-left-out", 1 - scores.UnwantedFound)],
            Ratchet.Updating);
        Assert.True(failures.Count == 0, string.Join('\n', failures));
    }
}
