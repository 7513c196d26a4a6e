using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Detecting.Shared;

/// <summary>Finds the comment that a place belongs to, in the area of a page that its markup calls comments: there a few of them are enough, however each is made.</summary>
internal static class CommentFinder
{
    private const int MaxHead = 60;
    private const int MaxBlocks = 12;
    private const int MaxBlock = 2_000;

    /// <summary>The comment around position <paramref name="at"/>.</summary>
    /// <remarks>Looks at no more than a bounded number of blocks beside the place.</remarks>
    public static bool Find(SegmentedPage page, PageFacts facts, int at, out PostSpan post)
    {
        post = default;
        ReadOnlySpan<Block> blocks = page.Page.Blocks;
        int b = BlockSearch.Of(blocks, at);
        if (b < 0 || !IsComment(blocks[b]) || blocks[b].Container < 0)
        {
            return false;
        }

        int first = b;
        int end = b + 1;
        while (first > 0 && b - first < MaxBlocks && StandBeside(page, blocks[first - 1], blocks[b]) && IsComment(blocks[first - 1]))
        {
            first--;
        }

        while (end < blocks.Length && end - b < MaxBlocks && StandBeside(page, blocks[end], blocks[b]) && IsComment(blocks[end]))
        {
            end++;
        }

        int heads = 0;
        for (int i = first; i < end; i++)
        {
            heads += HeadEnd(page, blocks[i].Span) > 0 ? 1 : 0;
        }

        // One comment in an element of its own: a line with name and date, then the text. Or a line for each comment.
        if (end - first >= 2 && heads == 1 && facts.Lines[first].Digits > 0 && blocks[first].Span.Length <= MaxHead * 2 && b > first)
        {
            post = new(first, first + 1, blocks[first + 1].Span.Start, end, (ulong)(uint)first, int.MaxValue);
            return true;
        }

        int head = HeadEnd(page, blocks[b].Span);
        if (head == 0 || blocks[b].Span.Length > MaxBlock || head >= blocks[b].Span.End)
        {
            return false;
        }

        post = new(b, b, head, b + 1, (ulong)(uint)b, int.MaxValue);
        return true;
    }

    /// <summary>True for a visible line of the area.</summary>
    private static bool IsComment(in Block block) =>
        block.Zone == Zone.Body && !block.IsHidden && block.HeadingLevel == 0 && (block.AllHints & Hints.Comments) != 0
        && (block.Traits & (BlockTraits.InNav | BlockTraits.InHeader | BlockTraits.InForm | BlockTraits.Control)) == 0
        && (block.AllHints & (Hints.Navigation | Hints.Header | Hints.Footer | Hints.Advert)) == 0;

    // In one element, or each in an element of its own beside the other.
    private static bool StandBeside(SegmentedPage page, in Block a, in Block b) =>
        a.Container == b.Container || (a.Container >= 0 && page.Page.Containers[a.Container].Parent == page.Page.Containers[b.Container].Parent);

    // Behind the colon after name and date, 0 where the line has no such head.
    private static int HeadEnd(SegmentedPage page, TextSpan line)
    {
        ReadOnlySpan<char> text = page.Page.Text;
        int last = Math.Min(line.End, line.Start + MaxHead);
        bool digit = false;
        for (int i = line.Start; i < last; i++)
        {
            digit |= page.Classes[i] == CharClass.Digit;
            if (digit && text[i] is ':' or '：' && (i + 1 == line.End || page.Classes[i + 1] != CharClass.Digit))
            {
                int at = i + 1;
                while (at < line.End && CharClasses.IsSpace(page.Classes[at]))
                {
                    at++;
                }

                return at;
            }

            if (page.Classes[i] == CharClass.SentenceEnd && text[i] != '.')
            {
                return 0;
            }
        }

        return 0;
    }
}
