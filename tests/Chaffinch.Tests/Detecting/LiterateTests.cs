using System.Text;
using Chaffinch.Detecting;
using Chaffinch.Model;
using Chaffinch.Segmenting;
using Xunit;

namespace Chaffinch.Tests.Detecting;

/// <summary>Runs every literate case: what a detector states is exactly what the case marks.</summary>
public sealed class LiterateTests
{
    public static TheoryData<string> Cases { get; } = [.. LiterateCase.Files()];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Detector_states_exactly_the_marked_spans(string file)
    {
        LiterateCase one = LiterateCase.Load(file);
        Detector detector = Assert.Single(Detectors.All, d => d.Name == one.Detector);
        if (one.Signal is not null)
        {
            Assert.Contains(detector.Signals, s => s.Name == one.Signal);
        }

        var sink = new EvidenceSink();
        SegmentedPage page = Segmenter.Segment(one.Page);
        if (one.After is not null)
        {
            Detectors.All.Single(d => d.Name == one.After).Detect(page, sink);
        }

        int before = sink.Items.Length;
        detector.Detect(page, sink);
        var stated = new List<Evidence>();
        foreach (Evidence e in sink.Items[before..])
        {
            Assert.Contains(e.Signal, detector.Signals);
            Assert.InRange(e.Span.Start, 0, e.Span.End);
            Assert.InRange(e.Span.End, 0, one.Page.Text.Length);
            if (one.Signal is null || e.Signal.Name == one.Signal)
            {
                stated.Add(e);
            }
        }

        IReadOnlyList<TextSpan> found = LiterateCase.Normal(one.Page.Text, stated.Select(e => e.Span));
        bool exact = found.SequenceEqual(one.Expected);
        if (one.KnownMiss)
        {
            Assert.False(exact, "This case is recorded as a known miss and passes now: take '#: known-miss' away.");
        }
        else if (!exact)
        {
            Assert.Fail(Difference(one, found, stated));
        }
    }

    private static string Difference(LiterateCase one, IReadOnlyList<TextSpan> found, List<Evidence> stated)
    {
        var message = new StringBuilder();
        string text = one.Page.Text;
        foreach (TextSpan span in one.Expected.Except(found))
        {
            message.AppendLine($"not stated: {span.Start}..{span.End} “{text[span.Start..span.End]}”");
        }

        foreach (TextSpan span in found.Except(one.Expected))
        {
            message.AppendLine($"not marked: {span.Start}..{span.End} “{text[span.Start..span.End]}”");
        }

        foreach (Evidence e in stated)
        {
            message.AppendLine($"stated {e.Signal.Key} {e.Strength:0.00}: “{text[e.Span.Start..e.Span.End]}”: {e.Fact.Render(text)}");
        }

        return message.ToString();
    }
}
