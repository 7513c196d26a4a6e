using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Detecting.Shared;

/// <content>Which pieces of a page are its margins.</content>
internal sealed partial class MarginMap
{
    private static readonly System.Buffers.SearchValues<char> NoTail = System.Buffers.SearchValues.Create("@:：/|`*[]()（）");

    private void AddBlock(SegmentedPage page, PageFacts facts, int b)
    {
        ref readonly Block block = ref page.Page.Blocks[b];
        ref readonly LineFacts line = ref facts.Lines[b];
        if (line.Letters < 3 || line.IsTechnical)
        {
            return;
        }

        if (block.Zone is Zone.Keywords or Zone.Description)
        {
            Add(block.Span, MarginPlace.Meta, b);
        }
        else if (block.Zone == Zone.Title || (block.HeadingLevel is 1 or 2 && b < facts.FirstProse))
        {
            AddParts(page, block.Span, b);
        }
        else if (block.IsHidden && (block.Traits & BlockTraits.Foldable) == 0)
        {
            Add(block.Span, MarginPlace.Hidden, b, LeavesSite(page, facts, block, line) && (Ways.IsFurtive(block.Hidden) || block.Hidden == HiddenBy.AfterEnd));
        }
        else if (line.Prose)
        {
            AddFromProse(page, facts, b);
        }
        else if (LeavesSite(page, facts, block, line))
        {
            Add(block.Span, MarginPlace.Anchor, b);
        }
        else if (!page.Page.IsHtml && !line.Bulleted && line.Commas + line.Separators >= 2 && line.SentenceEnds == 0 && line.Weight is > 24 and < 600)
        {
            Add(block.Span, MarginPlace.Row, b);
        }
    }

    private static bool LeavesSite(SegmentedPage page, PageFacts facts, in Block block, in LineFacts line)
    {
        if (block.LinkCount == 0 || block.LinkChars * 3 < line.Chars * 2)
        {
            return false;
        }

        int leaving = 0;
        int looked = Math.Min(block.LinkCount, 32);
        for (int i = 0; i < looked && block.FirstLink + i < page.Page.Links.Length; i++)
        {
            leaving += facts.LeavesSite(page.Page.Links[block.FirstLink + i]) ? 1 : 0;
        }

        return leaving * 3 >= looked * 2;
    }

    // Parts of titles are parted by bars and dashes with blanks.
    private void AddParts(SegmentedPage page, TextSpan span, int b)
    {
        int at = span.Start;
        int start = span.Start;
        var pieces = new Pieces(page);
        for (int parts = 0; parts < 12 && TitleParts.NextBorder(page, ref at, span, out _, out _); parts++)
        {
            TextSpan part = pieces.Trim(start, pieces.BackOverJoint(at, span.Start));
            if (!part.IsEmpty)
            {
                Add(part, MarginPlace.Title, b);
            }

            start = pieces.OverJoint(at, span.End);
            at = Math.Max(at, start);
        }

        if (start < span.End)
        {
            Add(pieces.Trim(start, span.End), MarginPlace.Title, b);
        }
    }

    private void AddFromProse(SegmentedPage page, PageFacts facts, int b)
    {
        ref readonly Block block = ref page.Page.Blocks[b];
        TextSpan tail = TailOf(page, block.Span);
        for (int i = block.FirstLink; i < block.FirstLink + Math.Min(block.LinkCount, 100) && i < page.Page.Links.Length; i++)
        {
            Link link = page.Page.Links[i];
            if (facts.LeavesSite(link))
            {
                Add(link.Span, MarginPlace.Anchor, b, BareAnchor.Look(page, facts, link) != AnchorPlace.Proper);
            }

            tail = link.Span.End > tail.Start ? default : tail;
        }

        var pieces = new Pieces(page);
        if (!tail.IsEmpty && pieces.Weight(tail) is > 7 and < MaxTailWeight)
        {
            Add(tail, MarginPlace.Tail, b, IsBareTail(page, b, tail));
        }
    }

    // Labels, credits and handles have a colon or a sign; a line that the next one goes on has no tail.
    private static bool IsBareTail(SegmentedPage page, int b, TextSpan tail)
    {
        ReadOnlySpan<Block> blocks = page.Page.Blocks;
        return page.Page.Text.AsSpan(tail.Start, tail.Length).IndexOfAny(NoTail) < 0 && !char.IsLower(page.Page.Text[tail.Start])
            && (page.Page.IsHtml || b + 1 == blocks.Length || (blocks[b + 1].Traits & BlockTraits.ParagraphStart) != 0);
    }

    /// <summary>What stands behind the last full stop of a paragraph.</summary>
    private static TextSpan TailOf(SegmentedPage page, TextSpan block)
    {
        ReadOnlySpan<CharClass> classes = page.Classes;
        int end = block.End;
        int at = end - 1;
        while (at > block.Start && classes[at] != CharClass.SentenceEnd)
        {
            if (classes[at] is CharClass.Quote or CharClass.CloseBracket or CharClass.OpenBracket && at == end - 1)
            {
                return default;
            }

            at--;
        }

        int start = at + 1;
        while (start < end && (CharClasses.IsSpace(classes[start]) || classes[start] is CharClass.Quote or CharClass.CloseBracket))
        {
            start++;
        }

        return at <= block.Start || start >= end || char.IsDigit(page.Page.Text[start]) ? default : new TextSpan(start, end);
    }
}
