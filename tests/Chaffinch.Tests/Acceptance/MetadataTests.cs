using Chaffinch.Model;
using Chaffinch.Training.Evaluating;
using Chaffinch.Training.Loading;
using Chaffinch.Training.Model;
using Xunit;

namespace Chaffinch.Tests.Acceptance;

/// <summary>Shares of titles, authors and dates that are right, held by the ratchet.</summary>
public sealed class MetadataTests(ITestOutputHelper output)
{
    [Fact]
    public void The_metadata_of_every_fifth_benchmark_page_does_not_get_worse()
    {
        Assert.SkipWhen(Repository.Data is null, "The development data is absent (../shared/data).");
        Hold("wcxb-metadata", MetadataFolder.Wcxb(Path.Combine(Repository.Data!, "wcxb-dev"), every: 5), least: 290);
    }

    [Fact]
    public void The_metadata_of_the_readability_pages_does_not_get_worse()
    {
        Assert.SkipWhen(Repository.Data is null, "The development data is absent (../shared/data).");
        Hold("readability-metadata", MetadataFolder.Readability(Path.Combine(Repository.Data!, "readability", "pages")), least: 125);
    }

    private void Hold(string name, IEnumerable<GoldMetadata> pages, int least)
    {
        var analyzer = new PageAnalyzer();
        var scores = new MetadataScores();
        int count = 0;
        foreach (GoldMetadata page in pages)
        {
            scores.Add(page, analyzer.Analyze(page.Bytes, new InputHints { Url = page.Url }).Article);
            count++;
        }

        Assert.True(count >= least, $"only {count} pages for {name}");
        using var table = new StringWriter();
        scores.Write(name, worst: 0, onlyField: null, table);
        output.WriteLine(table.ToString());
        (string, double)[] figures = [.. new[] { "title", "author", "date" }.Select(f => ($"{name}/{f}", scores.Share(f)))];
        List<string> failures = Ratchet.Shared.Hold("./test -class '*MetadataTests' -showLiveOutput", figures, Ratchet.Updating);
        Assert.True(failures.Count == 0, string.Join('\n', failures) + "\n" + table);
    }
}
