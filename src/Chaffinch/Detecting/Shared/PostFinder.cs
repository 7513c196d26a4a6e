using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Detecting.Shared;

/// <summary>One post of a thread.</summary>
/// <param name="First">Index of its first block: the line with the poster's name.</param>
/// <param name="FirstText">Index of the first block of its text; the same where poster and text share a line.</param>
/// <param name="TextStart">Where the text begins.</param>
/// <param name="End">One past its last block.</param>
/// <param name="Group">What it has in common with the other posts.</param>
/// <param name="Siblings">Number of posts made by the same template in the same place.</param>
internal readonly record struct PostSpan(int First, int FirstText, int TextStart, int End, ulong Group, int Siblings);

/// <summary>Finds the post that a place belongs to: the nearest element with brothers of the same make and a dated first line.</summary>
internal static class PostFinder
{
    private const int MinPosts = 3;
    private const int MaxDepth = 12;
    private const int MaxContainers = 20_000;
    private const int MinDateDigits = 3;

    /// <summary>The post around position <paramref name="at"/>; linear in the number of elements.</summary>
    public static bool Find(SegmentedPage page, PageFacts facts, int at, out PostSpan post)
    {
        post = default;
        int b = BlockSearch.Of(page.Page.Blocks, at);
        if (b < 0 || page.Page.Blocks[b].Zone != Zone.Body || IsMachinery(page.Page.Blocks[b]))
        {
            return false;
        }

        int container = page.Page.Blocks[b].Container;
        if (container >= 0 && OfLines(page, facts, b, out post))
        {
            return true;
        }

        for (int depth = 0; container >= 0 && depth < MaxDepth; depth++, container = page.Page.Containers[container].Parent)
        {
            int siblings = Siblings(page, container);
            if (siblings >= MinPosts)
            {
                return OfContainer(page, facts, b, container, siblings, out post);
            }
        }

        return false;
    }

    // The bars over and under a page repeat one make too, and name prices and codes.
    private static bool IsMachinery(in Block block) =>
        (block.Traits & (BlockTraits.InNav | BlockTraits.InHeader | BlockTraits.InFooter | BlockTraits.Control)) != 0
        || (block.AllHints & (Hints.Navigation | Hints.Header | Hints.Footer | Hints.Advert | Hints.Notice)) != 0;

    private static int Siblings(SegmentedPage page, int container)
    {
        ReadOnlySpan<Container> all = page.Page.Containers;
        all = all[..Math.Min(all.Length, MaxContainers)];
        ref readonly Container one = ref page.Page.Containers[container];
        int count = 0;
        foreach (ref readonly Container other in all)
        {
            count += other.Parent == one.Parent && other.Shape == one.Shape ? 1 : 0;
        }

        return count;
    }

    private static bool OfContainer(SegmentedPage page, PageFacts facts, int b, int container, int siblings, out PostSpan post)
    {
        post = default;
        int first = b;
        while (first > 0 && IsInside(page, first - 1, container))
        {
            first--;
        }

        int end = b + 1;
        while (end < page.Page.Blocks.Length && IsInside(page, end, container))
        {
            end++;
        }

        if (end - first < 2 || facts.Lines[first].Digits < MinDateDigits || facts.Lines[first].Weight > 120)
        {
            return false;
        }

        ulong group = page.Page.Containers[container].Shape ^ ((ulong)(uint)page.Page.Containers[container].Parent << 32);
        post = new(first, first + 1, page.Page.Blocks[first + 1].Span.Start, end, group, siblings);
        return true;
    }

    private static bool IsInside(SegmentedPage page, int block, int container)
    {
        int c = page.Page.Blocks[block].Container;
        for (int depth = 0; c > container && depth < MaxDepth; depth++)
        {
            c = page.Page.Containers[c].Parent;
        }

        return c == container;
    }

    /// <summary>Posts of one line each: a name in bold, a date, the text.</summary>
    private static bool OfLines(SegmentedPage page, PageFacts facts, int b, out PostSpan post)
    {
        post = default;
        ReadOnlySpan<Block> blocks = page.Page.Blocks;
        if (!StartsWithName(page, b, out _))
        {
            return false;
        }

        int posts = 0;
        for (int i = Math.Max(0, b - 200); i < Math.Min(blocks.Length, b + 200); i++)
        {
            posts += blocks[i].Tag == blocks[b].Tag && StandBeside(page, blocks[i], blocks[b]) && StartsWithName(page, i, out _) ? 1 : 0;
        }

        _ = StartsWithName(page, b, out int text);
        if (posts < MinPosts || text >= blocks[b].Span.End)
        {
            return false;
        }

        int place = blocks[b].Container;
        post = new(b, b, text, b + 1, page.Page.Containers[place].Shape ^ ((ulong)(uint)page.Page.Containers[place].Parent << 32), posts);
        return true;
    }

    private static bool StandBeside(SegmentedPage page, in Block a, in Block b)
    {
        ReadOnlySpan<Container> all = page.Page.Containers;
        return a.Container == b.Container
            || (a.Container >= 0 && b.Container >= 0 && all[a.Container].Parent == all[b.Container].Parent && all[a.Container].Shape == all[b.Container].Shape);
    }

    // A bold name at the start, digits of a date soon after it; the text begins behind the last digit of the date.
    private static bool StartsWithName(SegmentedPage page, int b, out int text)
    {
        const int MaxDate = 40;
        TextSpan span = page.Page.Blocks[b].Span;
        text = 0;
        int name = 0;
        ReadOnlySpan<InlineRun> inlines = page.Page.Inlines;
        for (int i = FirstInline(inlines, span.Start); i < inlines.Length && inlines[i].Span.Start == span.Start; i++)
        {
            name = inlines[i].Kind == InlineKind.Strong ? inlines[i].Span.End : name;
        }

        if (name == 0)
        {
            return false;
        }

        int digits = 0;
        int end = name;
        for (int i = name; i < Math.Min(span.End, name + MaxDate); i++)
        {
            CharClass k = page.Classes[i];
            if (k == CharClass.Digit)
            {
                digits++;
                end = i + 1;
            }
            else if (digits >= MinDateDigits && CharClasses.IsLetter(k))
            {
                break;
            }
        }

        while (end < span.End && (CharClasses.IsSpace(page.Classes[end]) || page.Classes[end] is CharClass.Separator or CharClass.CloseBracket or CharClass.Comma))
        {
            end++;
        }

        text = end;
        return digits >= MinDateDigits;
    }

    private static int FirstInline(ReadOnlySpan<InlineRun> inlines, int start)
    {
        int low = 0;
        int high = inlines.Length;
        while (low < high)
        {
            int mid = (low + high) >>> 1;
            (low, high) = inlines[mid].Span.Start < start ? (mid + 1, high) : (low, mid);
        }

        return low;
    }
}
