using System.Runtime.InteropServices;
using Chaffinch.Detecting.Shared;
using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Detecting;

/// <summary>
/// Lines that a page shows instead of saying them: what stands behind a line that ends in a colon on a page about planted text, and lists of different lines in quotation marks.
/// Nothing accuses them: what was planted elsewhere is the page's matter there.
/// </summary>
internal static class ShownLines
{
    /// <summary>So many lines are shown behind one colon.</summary>
    private const int MostShown = 6;

    /// <summary>Who shows something says in so many columns what it is.</summary>
    private const int MinIntroduction = 24;

    private const int MinQuoted = 3;

    private const int MaxNumbered = 16;

    /// <summary>Takes back what was stated over such lines.</summary>
    /// <param name="page">The page.</param>
    /// <param name="sink">What was stated.</param>
    public static void Quiet(SegmentedPage page, EvidenceSink sink)
    {
        ReadOnlySpan<Block> blocks = page.Page.Blocks;
        bool asked = false, speaks = false;
        List<TextSpan>? shown = null;
        for (int b = 0; b < blocks.Length && sink.Count > 0; b++)
        {
            int end = EndOfQuoted(page, b);
            if (end == b && Introduces(page, b))
            {
                speaks = asked ? speaks : SpamTalk.Of(page) >= 1;
                asked = true;
                end = speaks ? EndOfShown(page, b + 1) : b;
            }

            if (end > b)
            {
                (shown ??= []).Add(new TextSpan(Introduces(page, b) ? blocks[b].Span.End : blocks[b].Span.Start, blocks[end - 1].Span.End));
                b = end - 1;
            }
        }

        AddNumbered(page, ref shown);
        DatedEntries.Quiet(page, sink);
        NumberedExtracts.Quiet(page, sink);
        if (shown is not null)
        {
            sink.RemoveWithin(CollectionsMarshal.AsSpan(shown));
        }
    }

    private static bool Introduces(SegmentedPage page, int b)
    {
        TextSpan span = page.Page.Blocks[b].Span;
        int columns = (page.BlockProfiles[b].Mask & (1UL << (int)CharClass.Han)) != 0 ? span.Length * 2 : span.Length;
        return page.Page.Blocks[b].Zone == Zone.Body && columns >= MinIntroduction && page.Page.Text[span.End - 1] is ':' or '：' && !page.Page.Blocks[b].IsHidden;
    }

    // Up to the first line that ends a sentence, or is a heading: there the page speaks again.
    private static int EndOfShown(SegmentedPage page, int first)
    {
        ReadOnlySpan<Block> blocks = page.Page.Blocks;
        int b = first;
        while (b < blocks.Length && b - first < MostShown && blocks[b].Zone == Zone.Body && blocks[b].HeadingLevel == 0 && !blocks[b].IsHidden && !SpliceHabits.IsSentenceEnd(page.Classes, blocks[b].Span.End))
        {
            b++;
        }

        return b;
    }

    // Three lines and more in a row, each between quotation marks and none like another: a list of what others say.
    private static int EndOfQuoted(SegmentedPage page, int first)
    {
        ReadOnlySpan<Block> blocks = page.Page.Blocks;
        int b = first;
        while (b < blocks.Length && IsQuoted(page, blocks[b]) && PageFacts.Of(page).Lines[b].Alike < 2)
        {
            b++;
        }

        return b - first >= MinQuoted ? b : first;
    }

    // Quotations that are numbered one after another, with a remark below each or not: whoever counts them collects them.
    private static void AddNumbered(SegmentedPage page, ref List<TextSpan>? shown)
    {
        const int MaxApart = 4;
        ReadOnlySpan<Block> blocks = page.Page.Blocks;
        int expected = 0, last = 0, count = 0;
        Span<int> run = stackalloc int[MaxNumbered];
        for (int b = 0; b < blocks.Length; b++)
        {
            int number = NumberOfQuoted(page, blocks[b]);
            if (number == 0)
            {
                continue;
            }

            count = number == expected && b - last <= MaxApart ? count : 0;
            run[Math.Min(count, MaxNumbered - 1)] = b;
            count++;
            (expected, last) = (number + 1, b);
            for (int i = count == MinQuoted ? 0 : count - 1; count >= MinQuoted && i < count; i++)
            {
                (shown ??= []).Add(blocks[run[Math.Min(i, MaxNumbered - 1)]].Span);
            }
        }
    }

    // "3. “…”": the number of a line that is nothing else than a quotation; 0 where it is not.
    private static int NumberOfQuoted(SegmentedPage page, in Block block)
    {
        const int MaxDigits = 2;
        ReadOnlySpan<char> line = page.Page.Text.AsSpan(block.Span.Start, block.Span.Length);
        int number = 0, i = 0;
        while (i < line.Length && i < MaxDigits && char.IsAsciiDigit(line[i]))
        {
            number = (number * 10) + line[i++] - '0';
        }

        if (i == 0 || i == line.Length || line[i] is not ('.' or ')' or '、' or '．' or '）'))
        {
            return 0;
        }

        i++;
        while (i < line.Length && line[i] == ' ')
        {
            i++;
        }

        return IsQuoted(block, line[i..]) ? number : 0;
    }

    private static bool IsQuoted(SegmentedPage page, in Block block) => IsQuoted(block, page.Page.Text.AsSpan(block.Span.Start, block.Span.Length));

    private static bool IsQuoted(in Block block, ReadOnlySpan<char> line)
    {
        return block.Zone == Zone.Body && line.Length > 2 && !block.IsHidden && (Quotation.IsOpening(line[0]) || line[0] == '"') && (Quotation.IsClosing(line[^1]) || line[^1] == '"');
    }
}
