using System.Text;
using Chaffinch.Model;
using Xunit;

namespace Chaffinch.Tests.Labelling;

public sealed class BrokenInsidePlantedTests
{
    private const string Kit = """
        The clock of Saint Anne's goes backwards

        The clock was mended in June. It has gone backwards ever since, which nobody minds. The baker sets his watch by it and opens when he likes.

        Two men came from the works to look at it. They took the pendulum out and put it in again. It swung, they said, as a pendulum should.

        The vicar has grown fond of it. He says that the sermon now ends before it has begun. The choir agrees with the clock and with the vicar.

        [2024-02-11] ◈ ⟐⟐ ▚ ☲
        the ministry will publish the figures for the second quarter once the audit of the three regional offices has been signed by the�midfielder had been out since the autumn with a torn ligament and came on only when the visitors were already down to
        Photo: Odd Hallingstad / Editing: P. Quill
        """;

    [Fact]
    public void ALoneBrokenCharacterBetweenFragmentsIsDamage()
    {
        LabelledPage page = new PageAnalyzer().Analyze(Encoding.UTF8.GetBytes(Kit));
        int at = page.Page.Text.IndexOf('\uFFFD');
        LabelledSpan own = page.Spans.Single(s => s.Span.Start <= at && at < s.Span.End);
        Assert.Equal((Label.Damaged, Kind.Encoding, 1), (own.Label, own.Kind, own.Span.Length));
        Assert.Equal(Label.Injected, page.Spans.Single(s => s.Span.End == at).Label);
        Assert.Equal(Label.Injected, page.Spans.Single(s => s.Span.Start == at + 1).Label);
        Assert.NotEmpty(own.Evidence);
    }
}
