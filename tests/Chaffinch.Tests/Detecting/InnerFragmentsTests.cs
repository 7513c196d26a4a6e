using System.Text;
using Chaffinch.Model;
using Xunit;

namespace Chaffinch.Tests.Detecting;

public sealed class InnerFragmentsTests
{
    private const string Opening = "The kettle was put on at four. It boiled at five, since nobody was in a hurry. Then the lodgers came down.";

    // What stands behind the word behind the stop was read past the page's end.
    [Theory]
    [InlineData(".under,x")]
    [InlineData(".under,")]
    [InlineData(".under x")]
    [InlineData(".under")]
    [InlineData(".")]
    [InlineData(". under,")]
    [InlineData("。的")]
    [InlineData(".— a")]
    public void AStopNearTheEndOfThePageIsRead(string end)
    {
        LabelledPage page = new PageAnalyzer().Analyze(Encoding.UTF8.GetBytes(Opening + "\n\n" + Opening.TrimEnd('.') + end));
        Assert.DoesNotContain(page.Spans, s => s.Label == Label.Injected);
    }
}
