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
    public static void Mark(Span<Block> blocks, ReadOnlySpan<char> text)
    {
        int count = 0;
        for (int b = 1; b < blocks.Length; b++)
        {
            count += IsFirstLine(blocks, b, text) ? 1 : 0;
        }

        if (count < MinAnswers)
        {
            return;
        }

        for (int b = 1; b < blocks.Length; b++)
        {
            if (!IsFirstLine(blocks, b, text))
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

    private static bool IsFirstLine(ReadOnlySpan<Block> blocks, int b, ReadOnlySpan<char> text)
    {
        const BlockTraits Frame = BlockTraits.InNav | BlockTraits.InHeader | BlockTraits.InFooter | BlockTraits.InAside;
        const Hints Machinery = Hints.Navigation | Hints.Notice | Hints.Share | Hints.Account | Hints.Search;
        ref readonly Block block = ref blocks[b];
        return block.Zone == Zone.Body && (block.Traits & Frame) == 0 && (block.AllHints & Machinery) == 0
            && block.Hidden is HiddenBy.Size or HiddenBy.Display or HiddenBy.Attribute or HiddenBy.Aria or HiddenBy.Visibility
            && block.LinkChars * 2 < block.Span.Length
            && IsHandle(blocks[b - 1], text);
    }

    private static bool IsHandle(in Block block, ReadOnlySpan<char> text)
    {
        const int MaxChars = 160;
        const BlockTraits Handles = BlockTraits.Control | BlockTraits.Definition | BlockTraits.Foldable;
        return !block.IsHidden && block.Zone == Zone.Body && block.Span.Length is > 1 and <= MaxChars && block.LinkChars * 2 < block.Span.Length
            && (block.HeadingLevel > 0 || (block.Traits & Handles) != 0 || text[block.Span.End - 1] is '?' or '？' or '؟' or ';');
    }
}
