using Chaffinch.Model;

namespace Chaffinch.Segmenting;

/// <summary>Tells answers that are shut away below their questions from text that is hidden from readers.</summary>
/// <remarks>
/// Pages of questions shut each answer away (no height, not displayed) below a heading or button that opens it, and they do it again and again in the
/// same way; what is hidden in order not to be found has no handle. Linear in the blocks.
/// </remarks>
internal static class Answers
{
    /// <summary>Answers that a page must have, in the same form, before any counts as one.</summary>
    private const int MinAnswers = 2;

    /// <summary>Lines that one answer may have.</summary>
    private const int MaxLines = 12;

    /// <summary>Marks the answers among the blocks of a page.</summary>
    public static void Mark(Span<Block> blocks, ReadOnlySpan<Container> containers, ReadOnlySpan<char> text)
    {
        int count = 0;
        for (int b = 1; b < blocks.Length; b++)
        {
            count += IsFirstLine(blocks, containers, b, text) ? 1 : 0;
        }

        if (count < MinAnswers)
        {
            return;
        }

        for (int b = 1; b < blocks.Length; b++)
        {
            if (!IsFirstLine(blocks, containers, b, text))
            {
                continue;
            }

            HiddenBy way = blocks[b].Hidden;
            for (int i = b; i < blocks.Length && i - b < MaxLines && blocks[i].Hidden == way; i++)
            {
                blocks[i] = blocks[i] with { Traits = blocks[i].Traits | BlockTraits.Answer };
            }
        }
    }

    private static bool IsFirstLine(ReadOnlySpan<Block> blocks, ReadOnlySpan<Container> containers, int b, ReadOnlySpan<char> text)
    {
        const BlockTraits Frame = BlockTraits.InNav | BlockTraits.InHeader | BlockTraits.InFooter | BlockTraits.InAside;
        const Hints Machinery = Hints.Navigation | Hints.Notice | Hints.Share | Hints.Account | Hints.Search;
        ref readonly Block block = ref blocks[b];
        return block.Zone == Zone.Body && (block.Traits & Frame) == 0 && (block.AllHints & Machinery) == 0
            && block.Hidden is HiddenBy.Size or HiddenBy.Display or HiddenBy.Attribute or HiddenBy.Aria or HiddenBy.Visibility
            && block.LinkChars * 2 < block.Span.Length
            && (IsHandle(blocks[b - 1], text) || (IsShort(blocks[b - 1]) && IsFold(blocks, containers, b)));
    }

    // One seen line and what is hidden below it, alone in an element that has a brother of the same make: a fold, also where the line is no heading and its language has no question mark.
    private static bool IsFold(ReadOnlySpan<Block> blocks, ReadOnlySpan<Container> containers, int b)
    {
        const int MinHidden = 20;
        const int Near = 8;
        int fold = OfBoth(containers, blocks[b - 1].Container, blocks[b].Container);
        if (fold < 0 || containers[fold].Parent < 0 || blocks[b].Span.Length < MinHidden
            || (b > 1 && IsIn(containers, blocks[b - 2].Container, fold)) || (b + 1 < blocks.Length && !blocks[b + 1].IsHidden && IsIn(containers, blocks[b + 1].Container, fold)))
        {
            return false;
        }

        for (int c = Math.Max(0, fold - Near); c < Math.Min(containers.Length, fold + Near + 1); c++)
        {
            if (c != fold && containers[c].Parent == containers[fold].Parent && containers[c].Shape == containers[fold].Shape)
            {
                return true;
            }
        }

        return false;
    }

    // The element around both, at most one above each.
    private static int OfBoth(ReadOnlySpan<Container> containers, int first, int second)
    {
        if (first < 0 || second < 0)
        {
            return -1;
        }

        int above = containers[first].Parent;
        return first == second || first == containers[second].Parent ? first : above == second || above == containers[second].Parent ? above : -1;
    }

    private static bool IsIn(ReadOnlySpan<Container> containers, int container, int outer)
    {
        const int MaxSteps = 3;
        for (int i = 0; i < MaxSteps && container >= 0; i++, container = containers[container].Parent)
        {
            if (container == outer)
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsShort(in Block block)
    {
        const int MaxChars = 160;
        return !block.IsHidden && block.Zone == Zone.Body && block.Span.Length is > 1 and <= MaxChars && block.LinkChars * 2 < block.Span.Length;
    }

    private static bool IsHandle(in Block block, ReadOnlySpan<char> text)
    {
        const BlockTraits Handles = BlockTraits.Control | BlockTraits.Definition | BlockTraits.Foldable;
        return IsShort(block) && (block.HeadingLevel > 0 || (block.Traits & Handles) != 0 || text[block.Span.End - 1] is '?' or '？' or '؟' or ';');
    }
}
