using System.Globalization;
using System.Text;
using Chaffinch.Model;
using Xunit;

namespace Chaffinch.Tests.Acceptance;

/// <summary>Labelled pages held by the ratchet: the project's own (<c>tests/pages</c>), written before the engine was run on them and never to be tuned on one by one, and the development cases.</summary>
public sealed class OwnPagesTests(ITestOutputHelper output)
{
    [Fact]
    public void The_figures_on_our_own_pages_do_not_fall() =>
        Hold(Path.Combine(Repository.Root, "tests", "pages"), "own-pages", 22);

    [Fact]
    public void The_figures_on_the_development_cases_do_not_fall()
    {
        if (Repository.Data is null)
        {
            Assert.Skip("the development data are absent (../shared/data)");
        }

        Hold(Path.Combine(Repository.Data, "cases"), "development-cases", 15);
    }

    /// <summary>The second set, a group of languages at a time, so that pages in other languages can join without moving these figures.</summary>
    [Theory]
    [InlineData("zh", 14)]
    [InlineData("en", 6)]
    [InlineData("ja ko th vi", 9)]
    [InlineData("ru id tr ar", 9)]
    [InlineData("de fr es pt", 8)]
    [InlineData("it pl hi fa", 4)]
    [InlineData("nl uk", 4)]
    public void The_figures_on_the_second_set_do_not_fall(string languages, int least)
    {
        string[] wanted = languages.Split(' ');
        List<GoldSource> sources = GoldSource.LoadAll(Path.Combine(Repository.Root, "tests", "pages", "second"));
        Hold([.. sources.Where(s => wanted.Contains(s.Language))], "second-pages/" + string.Join('-', wanted), least);
    }

    /// <summary>The sets by other hands, each as a whole: what a change gains on one of them it may lose on the next.</summary>
    [Theory]
    [InlineData("fourth", 41)]
    [InlineData("fifth", 48)]
    [InlineData("sixth", 48)]
    [InlineData("seventh", 60)]
    [InlineData("eighth", 87)]
    [InlineData("fourteenth", 132)]
    [InlineData("fifteenth", 132)]
    [InlineData("sixteenth", 132)]
    [InlineData("seventeenth", 132)]
    [InlineData("eighteenth", 132)]
    public void The_figures_on_sets_by_other_hands_do_not_fall(string set, int least) =>
        Hold(Path.Combine(Repository.Root, "tests", "pages", set), set + "-pages", least);

    /// <summary>Pages to learn from and pages to be measured by are one form: their labels fit the text that the engine reads, and no page stands in both.</summary>
    [Theory]
    [InlineData("samples/train")]
    [InlineData("samples/words")]
    [InlineData("pages/second")]
    [InlineData("pages/third")]
    [InlineData("pages/fourth")]
    [InlineData("pages/fifth")]
    [InlineData("pages/sixth")]
    [InlineData("pages/seventh")]
    [InlineData("pages/eighth")]
    [InlineData("pages/fourteenth")]
    [InlineData("pages/fifteenth")]
    [InlineData("pages/sixteenth")]
    [InlineData("pages/seventeenth")]
    [InlineData("pages/eighteenth")]
    [InlineData("samples/spun")]
    public void The_labels_fit_the_text_that_is_read(string folder)
    {
        List<GoldSource> sources = GoldSource.LoadAll(Path.Combine(Repository.Root, "tests", folder));
        var analyzer = new PageAnalyzer();
        var failures = new List<string>();
        foreach (GoldSource source in sources)
        {
            string read = string.Concat(analyzer.Analyze(source.Page).Page.Text.Where(c => !char.IsWhiteSpace(c)));
            int same = read.AsSpan().CommonPrefixLength(source.Gold.Text);
            if (same < read.Length || same < source.Gold.Text.Length)
            {
                failures.Add($"{source.Name}: the text differs at {same}: '{Around(read, same)}', labelled '{Around(source.Gold.Text, same)}'");
            }

            bool planted = source.Gold.Labels.Contains(Label.Injected);
            if (planted != source.Verdict is PageVerdict.Polluted or PageVerdict.Spam)
            {
                failures.Add($"{source.Name}: verdict {source.Verdict} against its labels");
            }
        }

        Assert.True(failures.Count == 0, string.Join('\n', failures));
        string[] twice = [.. sources.Select(s => s.Name).Intersect(
            new[] { "pages", "pages/second", "pages/third", "pages/fourth", "pages/fifth", "pages/sixth", "pages/seventh", "pages/eighth", "pages/fourteenth", "pages/fifteenth", "pages/sixteenth", "pages/seventeenth", "pages/eighteenth", "samples/spun", "samples/train", "samples/words" }.Where(f => f != folder)
                .SelectMany(f => GoldSource.LoadAll(Path.Combine(Repository.Root, "tests", f))).Select(s => s.Name))];
        Assert.True(twice.Length == 0, "in two sets: " + string.Join(", ", twice));
    }

    private static string Around(string text, int at) => text[Math.Max(0, at - 10)..Math.Min(text.Length, at + 20)];

    private void Hold(string folder, string name, int least) => Hold(GoldSource.LoadAll(folder), name, least);

    private void Hold(List<GoldSource> sources, string name, int least)
    {
        Assert.True(sources.Count >= least, $"only {sources.Count} pages for {name}");
        var analyzer = new PageAnalyzer();
        var sum = default(Score);
        int right = 0, innocent = 0, leftAlone = 0;
        var table = new StringBuilder();
        foreach (GoldSource source in sources)
        {
            LabelledPage page = analyzer.Analyze(source.Page);
            Score score = Score.Of(page, source.Gold);
            sum = new Score(sum.Hit + score.Hit, sum.Wrong + score.Wrong, sum.Missed + score.Missed, sum.Genuine + score.Genuine, sum.Kept + score.Kept, 0);
            PageVerdict got = page.Judgement.Value;
            right += got == source.Verdict ? 1 : 0;
            bool clean = source.Verdict is not (PageVerdict.Polluted or PageVerdict.Spam);
            innocent += clean ? 1 : 0;
            leftAlone += clean && got is not (PageVerdict.Polluted or PageVerdict.Spam) ? 1 : 0;
            table.AppendLine(
                CultureInfo.InvariantCulture,
                $"{source.Name,-16} {source.Verdict,-8} > {got,-8} F1 {score.InjectedF1:F3} hit {score.Hit,4} wrong {score.Wrong,4} missed {score.Missed,4} kept {score.GenuineKept:F3} leak {score.Leak:F3}");
        }

        output.WriteLine(table.ToString());
        (string, double)[] figures =
        [
            (name + "/injected-f1", sum.InjectedF1),
            (name + "/genuine-kept", sum.GenuineKept),
            (name + "/clean-left-alone", leftAlone / (double)innocent),
            (name + "/verdicts-right", right / (double)sources.Count),
        ];
        foreach ((string figure, double value) in figures)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{figure} {value:F4}"));
        }

        List<string> failures = Ratchet.Shared.Hold("./test -class '*OwnPagesTests' -showLiveOutput", figures, Ratchet.Updating);
        Assert.True(failures.Count == 0, string.Join('\n', failures) + "\n" + table);
    }
}
