using System.Buffers;
using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Detecting.Shared;

/// <summary>Leaves out lines that break off because they are shown as parts: numbered passages of a test, openings and extracts under a head of their own.</summary>
internal static class ExcerptLines
{
    /// <summary>So many lines that break off make a habit.</summary>
    private const int MinLines = 4;

    /// <summary>So many numbered ones in a row do.</summary>
    private const int MinNumbered = 3;

    /// <summary>A head is a line of at most so many characters.</summary>
    private const int MaxHead = 48;

    private const int MinHead = 3;

    // Only while the lines are gone through.
    private const Ragged UnderHead = (Ragged)128;
    private const int MaxDigits = 2;

    // Lines of credits between fragments have such signs, whatever their words are.
    private static readonly SearchValues<char> Credits = SearchValues.Create(":：/／|｜@=-–—·[]【】<>");

    private const ulong NoHead = (1UL << (int)CharClass.Symbol) | (1UL << (int)CharClass.Emoji) | (1UL << (int)CharClass.Replacement);

    /// <summary>Clears such lines.</summary>
    /// <param name="page">The page.</param>
    /// <param name="lines">Its lines.</param>
    public static void Leave(SegmentedPage page, Span<Ragged> lines)
    {
        LeaveNumbered(page, lines);
        LeaveUnderHeads(page, lines);
    }

    // 1. … 2. … 3. …: whoever numbers passages cut them himself.
    private static void LeaveNumbered(SegmentedPage page, Span<Ragged> lines)
    {
        int first = -1, expected = 0, count = 0;
        for (int b = 0; b <= lines.Length; b++)
        {
            int number = b < lines.Length && page.Page.Blocks[b].Zone == Zone.Body ? NumberOf(page.Page.Text.AsSpan(page.Page.Blocks[b].Span.Start, page.Page.Blocks[b].Span.Length)) : -1;
            if (number > 0 && number == expected)
            {
                count++;
                expected++;
                continue;
            }

            if (count >= MinNumbered)
            {
                lines[first..b].Clear();
            }

            (first, expected, count) = number > 0 ? (b, number + 1, 1) : (-1, 0, 0);
        }
    }

    // Nearly every line that breaks off stands right under a short line that is no copy, no row of signs and no such line itself.
    private static void LeaveUnderHeads(SegmentedPage page, Span<Ragged> lines)
    {
        int open = 0, headed = 0;
        for (int b = 0; b < lines.Length; b++)
        {
            if ((lines[b] & (Ragged.Start | Ragged.End)) != 0)
            {
                open++;
                if (IsUnderHead(page, lines, b))
                {
                    headed++;
                    lines[b] |= UnderHead;
                }
            }
        }

        bool habit = headed >= MinLines && headed * 5 >= open * 4;
        foreach (ref Ragged line in lines)
        {
            line = (line & UnderHead) == 0 ? line : habit ? Ragged.None : line & ~UnderHead;
        }
    }

    private static bool IsUnderHead(SegmentedPage page, ReadOnlySpan<Ragged> lines, int b)
    {
        if (b == 0 || lines[b - 1] != Ragged.None)
        {
            return false;
        }

        ref readonly Block head = ref page.Page.Blocks[b - 1];
        return head.Zone == Zone.Body && head.Span.Length is >= MinHead and <= MaxHead && (page.BlockProfiles[b - 1].Mask & NoHead) == 0 && head.LinkChars == 0
            && !page.Page.Text.AsSpan(head.Span.Start, head.Span.Length).ContainsAny(Credits) && PageFacts.Of(page).Lines[b - 1].FirstAlike == b - 1 && IsLikeAnotherHead(page, lines, b);
    }

    // The line before the next one that breaks off, or before the last one, starts in the same way: heads of one list do.
    private static bool IsLikeAnotherHead(SegmentedPage page, ReadOnlySpan<Ragged> lines, int b)
    {
        CharClass first = page.Classes[page.Page.Blocks[b - 1].Span.Start];
        for (int other = b - 1; other > 0; other--)
        {
            if ((lines[other] & (Ragged.Start | Ragged.End)) != 0)
            {
                return page.Classes[page.Page.Blocks[other - 1].Span.Start] == first;
            }
        }

        for (int other = b + 1; other < lines.Length; other++)
        {
            if ((lines[other] & (Ragged.Start | Ragged.End)) != 0)
            {
                return page.Classes[page.Page.Blocks[other - 1].Span.Start] == first;
            }
        }

        return false;
    }

    /// <summary>The number that a line opens with, -1 where there is none.</summary>
    /// <param name="line">The line.</param>
    internal static int NumberOf(ReadOnlySpan<char> line)
    {
        if (line.IsEmpty)
        {
            return -1;
        }

        if (line[0] is >= '①' and <= '⑳')
        {
            return line[0] - '①' + 1;
        }

        int end = line[0] is '(' or '（' ? 1 : 0;
        int start = end;
        while (end < line.Length && char.IsAsciiDigit(line[end]))
        {
            end++;
        }

        return end > start && end - start <= MaxDigits && end < line.Length && line[end] is '.' or '、' or ')' or '）' or '．' ? int.Parse(line[start..end], System.Globalization.CultureInfo.InvariantCulture) : -1;
    }
}
