using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Segmenting;

/// <summary>Cuts the blocks of a page into segments and counts what stands in each.</summary>
internal static class Segmenter
{
    public static SegmentedPage Segment(Page page)
    {
        var classes = new CharClass[page.Text.Length];
        CharClasses.Classify(page.Text, classes);
        var segments = new List<Segment>();
        for (int b = 0; b < page.Blocks.Length; b++)
        {
            segments.Add(new Segment(page.Blocks[b].Span, b, SegmentRole.Fragment));
        }

        return new SegmentedPage(page, segments.ToArray(), new SegmentProfile[segments.Count], classes, NgramIndex.Empty, page.DeclaredLanguage);
    }
}
