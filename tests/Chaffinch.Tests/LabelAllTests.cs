using Chaffinch.Lab;
using Chaffinch.Model;
using Xunit;

namespace Chaffinch.Tests;

/// <summary>Pages that are labelled together, step by step.</summary>
public sealed class LabelAllTests
{
    [Fact]
    public void Gives_each_page_the_report_that_it_has_alone()
    {
        var together = new PageAnalyzer();
        Page[] pages = [.. FuzzSeeds.Own.Select(p => together.Read(p))];
        var labelled = new LabelledPage[pages.Length];
        together.LabelAll(pages, labelled);

        Assert.NotEmpty(pages);
        var alone = new PageAnalyzer();
        for (int i = 0; i < pages.Length; i++)
        {
            Assert.Equal(alone.Analyze(FuzzSeeds.Own[i]).ToJson(), labelled[i].ToJson());
        }

        // A second, smaller group sees nothing of the first.
        together.LabelAll(pages.AsSpan(1, 2), labelled);
        Assert.Equal(alone.Label(pages[1]).ToJson(), labelled[0].ToJson());
        Assert.Equal(alone.Label(pages[2]).ToJson(), labelled[1].ToJson());
        together.LabelAll([], labelled);
    }
}
