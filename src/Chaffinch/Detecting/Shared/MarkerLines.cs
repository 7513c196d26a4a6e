using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Detecting.Shared;

/// <summary>States the lines of a page that are markers and stand between lines of text.</summary>
internal static class MarkerLines
{
    private const float MinStrength = 0.45f;

    /// <summary>More of them are a notation that the page is about, or its lay-out.</summary>
    public const int MaxLines = 24;

    /// <summary>So many may stand on a page of fewer lines of text.</summary>
    private const int MinMarkers = 3;

    /// <summary>A neighbour of so many code units is text.</summary>
    private const int MinTextChars = 30;

    private const BlockTraits Parts = BlockTraits.Code | BlockTraits.Preformatted | BlockTraits.Control | BlockTraits.InNav
        | BlockTraits.InFooter | BlockTraits.Caption | BlockTraits.Definition;

    /// <summary>States them by <paramref name="signal"/>; silent where the page has too many, or repeats them without a number as a scene break.</summary>
    /// <param name="page">The page.</param>
    /// <param name="signal">What to state.</param>
    /// <param name="sink">Where to.</param>
    /// <param name="found">Receives the blocks that were stated, in order; <see cref="MaxLines"/> long.</param>
    /// <returns>How many.</returns>
    public static int Find(SegmentedPage page, Signal signal, EvidenceSink sink, Span<int> found)
    {
        Span<MarkerLine> read = stackalloc MarkerLine[MaxLines];
        int count = 0;
        int texts = 0;
        ReadOnlySpan<Block> blocks = page.Page.Blocks;
        ReadOnlySpan<char> text = page.Page.Text;
        for (int b = 0; b < blocks.Length; b++)
        {
            ref readonly Block block = ref blocks[b];
            texts += block.Span.Length >= MinTextChars ? 1 : 0;
            if (block.Span.Length > MarkerLine.MaxChars || block.Zone != Zone.Body || (block.Traits & Parts) != 0 || block.HeadingLevel > 0
                || block.LinkChars > 0 || (page.BlockProfiles[b].Mask & CharClasses.Bit(CharClass.Symbol)) == 0
                || !MarkerLine.TryRead(text[block.Span.Start..block.Span.End], page.Classes[block.Span.Start..block.Span.End], out MarkerLine line)
                || line.Strength < MinStrength || !IsBesideText(page, b) || DataCells.Holds(page, b))
            {
                continue;
            }

            if (count == MaxLines)
            {
                return 0;
            }

            read[count] = line;
            found[count++] = b;
        }

        if (count > Math.Max(MinMarkers, texts))
        {
            return 0;
        }

        int stated = 0;
        Span<bool> recurs = stackalloc bool[MaxLines];
        for (int i = 0; i < count; i++)
        {
            recurs[i] = Recurs(page, found[..count], i);
        }

        for (int i = 0; i < count; i++)
        {
            if (!recurs[i])
            {
                sink.Add(signal, blocks[found[i]].Span, read[i].Strength, new("a line of nothing but {a} signs of {b} families and numbers", read[i].Signs, read[i].Families));
                found[stated++] = found[i];
            }
        }

        return stated;
    }

    private static bool IsBesideText(SegmentedPage page, int b) =>
        (b > 0 && IsText(page, b - 1)) || (b + 1 < page.Page.Blocks.Length && IsText(page, b + 1));

    // A character of a script without blanks says as much as two letters.
    private static bool IsText(SegmentedPage page, int b)
    {
        ref readonly Block block = ref page.Page.Blocks[b];
        int chars = (page.BlockProfiles[b].Mask & CharClasses.Wide) != 0 ? block.Span.Length * 2 : block.Span.Length;
        return block.Zone == Zone.Body && chars >= MinTextChars && (block.Traits & Parts) == 0 && block.LinkChars * 2 < block.Span.Length;
    }

    // An ornament is the same wherever it stands; a marker is made anew.
    private static bool Recurs(SegmentedPage page, ReadOnlySpan<int> found, int index)
    {
        ReadOnlySpan<char> text = page.Page.Text;
        TextSpan span = page.Page.Blocks[found[index]].Span;
        int alike = 0;
        foreach (int b in found)
        {
            TextSpan other = page.Page.Blocks[b].Span;
            alike += text[span.Start..span.End].SequenceEqual(text[other.Start..other.End]) ? 1 : 0;
        }

        return alike > 2;
    }
}
