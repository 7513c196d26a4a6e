using System.Globalization;
using System.Text;
using Chaffinch.Model;
using Xunit;

namespace Chaffinch.Tests.Acceptance;

/// <summary>The project's own labelled pages (<c>tests/pages</c>): written before the engine was run on them, never to be tuned on one by one.</summary>
public sealed class OwnPagesTests(ITestOutputHelper output)
{
    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "pages");

    [Fact]
    public void The_figures_on_our_own_pages_do_not_fall()
    {
        List<GoldSource> sources = GoldSource.LoadAll(Folder);
        Assert.True(sources.Count >= 22, $"only {sources.Count} pages in {Folder}");
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
            ("own-pages/injected-f1", sum.InjectedF1),
            ("own-pages/genuine-kept", sum.GenuineKept),
            ("own-pages/clean-left-alone", leftAlone / (double)innocent),
            ("own-pages/verdicts-right", right / (double)sources.Count),
        ];
        foreach ((string name, double value) in figures)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name} {value:F4}"));
        }

        List<string> failures = Ratchet.Shared.Hold("./test -class '*OwnPagesTests' -showLiveOutput", figures, Ratchet.Updating);
        Assert.True(failures.Count == 0, string.Join('\n', failures) + "\n" + table);
    }
}
