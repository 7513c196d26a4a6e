using System.Collections.Immutable;
using Chaffinch.Model;

namespace Chaffinch.Labelling;

/// <summary>Finds the best labelling of the chain of segments.</summary>
internal sealed class ChainLabeller
{
    public ImmutableArray<LabelledSpan> Label(SegmentedPage page, ReadOnlySpan<Evidence> evidence)
    {
        var spans = ImmutableArray.CreateBuilder<LabelledSpan>(page.Segments.Length);
        foreach (Segment segment in page.Segments)
        {
            spans.Add(new LabelledSpan(segment.Span, Model.Label.Body, Kind.None, Theme.None, 0.5f, []));
        }

        return spans.ToImmutable();
    }
}
