using Chaffinch.Model;

namespace Chaffinch.Corpora.Writing;

/// <summary>Where a page's spans stand in the unchanged input, in code points: of the text, or of the HTML as decoded.</summary>
internal static class InputOffsets
{
    /// <summary>Fills the starts and ends of all spans; the arrays are at least as long as there are spans.</summary>
    /// <returns>The input's length in code points.</returns>
    public static int Fill(LabelledPage page, Span<int> starts, Span<int> ends)
    {
        var points = new SourcePoints(page.Page.Source);
        for (int i = 0; i < page.Spans.Length; i++)
        {
            SourceSpan source = page.Page.ToSource(page.Spans[i].Span);
            starts[i] = points.Of(source.Start);
            ends[i] = points.Of(source.End);
        }

        return points.Of(page.Page.Source.Length);
    }
}
