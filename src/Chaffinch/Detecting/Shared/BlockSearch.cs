using Chaffinch.Model;

namespace Chaffinch.Detecting.Shared;

/// <summary>Finds blocks and segments by position.</summary>
internal static class BlockSearch
{
    /// <summary>Index of the block that holds the code unit at <paramref name="at"/>, -1 where none does; logarithmic.</summary>
    public static int Of(ReadOnlySpan<Block> blocks, int at)
    {
        int low = 0;
        int high = blocks.Length - 1;
        while (low <= high)
        {
            int mid = (low + high) >>> 1;
            if (blocks[mid].Span.End <= at)
            {
                low = mid + 1;
            }
            else if (blocks[mid].Span.Start > at)
            {
                high = mid - 1;
            }
            else
            {
                return mid;
            }
        }

        return -1;
    }

    /// <summary>Where the segment that holds the code unit at <paramref name="at"/>, or the next one behind it, ends; logarithmic. The page has segments.</summary>
    public static int SegmentEnd(SegmentedPage page, int at) => SegmentAt(page, at).End;

    /// <summary>Where that segment starts.</summary>
    public static int SegmentStart(SegmentedPage page, int at) => SegmentAt(page, at).Start;

    private static TextSpan SegmentAt(SegmentedPage page, int at)
    {
        int low = 0;
        int high = page.Segments.Length - 1;
        while (low < high)
        {
            int mid = (low + high) >>> 1;
            if (page.Segments[mid].Span.End <= at)
            {
                low = mid + 1;
            }
            else
            {
                high = mid;
            }
        }

        return page.Segments[low].Span;
    }
}
