using System.Runtime.InteropServices;
using Chaffinch.Model;

namespace Chaffinch.Detecting.Shared;

/// <summary>Passages that a page numbers and leaves out parts of, with dots where it did: exercises, readers, sheets for courses. They belong to no page, and are there to be looked at.</summary>
internal static class NumberedExtracts
{
    private const int MinLines = 3;
    private const int MinLength = 16;

    /// <summary>Dots right behind the number stand within so many characters.</summary>
    private const int MaxHead = 6;

    /// <summary>Takes back what was stated about the form and the style of such passages; what sells in them stays.</summary>
    /// <param name="page">The page.</param>
    /// <param name="sink">What was stated.</param>
    public static void Quiet(SegmentedPage page, EvidenceSink sink)
    {
        ReadOnlySpan<Block> blocks = page.Page.Blocks;
        List<TextSpan>? passages = null;
        int first = -1, expected = 0, dotted = 0;
        for (int b = 0; b <= blocks.Length; b++)
        {
            bool shown = b < blocks.Length && blocks[b].Zone == Zone.Body && !blocks[b].IsHidden;
            ReadOnlySpan<char> line = shown ? page.Page.Text.AsSpan(blocks[b].Span.Start, blocks[b].Span.Length) : default;
            int number = ExcerptLines.NumberOf(line);
            if (first < 0 || number != expected)
            {
                if (first >= 0 && b - first >= MinLines && dotted * 2 >= b - first)
                {
                    (passages ??= []).Add(new TextSpan(blocks[first].Span.Start, blocks[b - 1].Span.End));
                }

                (first, dotted) = (number > 0 ? b : -1, 0);
            }

            expected = number + 1;
            dotted += number > 0 && IsDotted(line) ? 1 : 0;
        }

        if (passages is not null)
        {
            sink.RemoveWithin(CollectionsMarshal.AsSpan(passages), static e => e.Detector is "splice-style" or "split-sentence" or "splice-border" or "ragged-edge" or "symbol-run" or "coherence" || e.Signal.Key is "keyword-row/row" or "keyword-row/foreign-row");
        }
    }

    private static bool IsDotted(ReadOnlySpan<char> line) =>
        line.Length >= MinLength && (HasDots(line[..MaxHead]) || HasDots(line[^4..]));

    private static bool HasDots(ReadOnlySpan<char> part) => part.Contains('…') || part.Contains("...", StringComparison.Ordinal);
}
