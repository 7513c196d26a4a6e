using System.Buffers;
using Chaffinch.Model;

namespace Chaffinch.Detecting.Shared;

/// <content>Which blocks are the site's frame and which its content.</content>
internal sealed partial class OfferMap
{
    private static readonly SearchValues<char> Marks = SearchValues.Create(".,:;?!");

    // The frame by its elements; where a page has none, by form: what stands before its first heading or running text, and behind the last.
    private void MarkParts(SegmentedPage page, PageFacts facts)
    {
        const int MaxHead = 3;
        const int MaxHeadInHtml = 2;
        ReadOnlySpan<Block> blocks = page.Page.Blocks;
        int foot = PageFoot.FirstOf(page);
        bool begun = false;
        int head = 0;
        for (int b = 0; b < _count; b++)
        {
            ref Cell cell = ref _blocks[b];
            ref readonly Block block = ref blocks[b];
            cell.Part = block.Zone != Zone.Body || block.IsHidden ? Part.Other : IsFrame(block) ? Part.Frame : IsMain(block) ? Part.Content : Part.Other;
            if (cell.Part != Part.Content)
            {
                continue;
            }

            if (b >= foot && !cell.IsProse)
            {
                cell.Part = Part.Frame;
            }
            else if (!begun)
            {
                begun = cell.IsProse || (cell.IsHead && head > 0);
                bool isFrame = !begun && (page.Page.IsHtml ? !cell.IsHead && (block.LinkChars * 2 > block.Span.Length || head < MaxHeadInHtml)
                    : head < MaxHead && cell.Probability < LeastSelling && (head == 0 || facts.Lines[b].Separators >= 2 || IsRowOfEntries(page, block.Span)));
                cell.Part = isFrame ? Part.Frame : Part.Content;
                head++;
            }
        }
    }

    // Entries parted by several blanks, or words without a sign: a menu set as text.
    private static bool IsRowOfEntries(SegmentedPage page, TextSpan span)
    {
        const int MaxRow = 160;
        ReadOnlySpan<char> text = page.Page.Text.AsSpan(span.Start, span.Length);
        return text.Length < MaxRow && (text.Contains("  ", StringComparison.Ordinal) || text.IndexOfAny(Marks) < 0);
    }

    /// <summary>True for a block that markup calls menu, head or foot.</summary>
    public static bool IsFrame(in Block block)
    {
        const BlockTraits Frame = BlockTraits.InNav | BlockTraits.InHeader | BlockTraits.InFooter;
        const Hints Named = Hints.Navigation | Hints.Header | Hints.Footer | Hints.Breadcrumb;
        return (block.Traits & Frame) != 0 || (block.AllHints & Named) != 0;
    }

    private static bool IsMain(in Block block)
    {
        const BlockTraits Other = BlockTraits.InAside | BlockTraits.Control | BlockTraits.InForm;
        const Hints Named = Hints.Sidebar | Hints.Notice | Hints.Legal | Hints.Share | Hints.Account | Hints.Search | Hints.Comments | Hints.Related | Hints.Advert | Hints.Tags | Hints.Pagination;
        return (block.Traits & Other) == 0 && (block.AllHints & Named) == 0;
    }
}
