using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Detecting.Shared;

/// <summary>Finds whole lines in another encoding's bytes, and what of such a line single sequences do not give away.</summary>
internal static class MisreadLines
{
    /// <summary>Lines of Shift_JIS shown in windows-1252: kana are a low quotation mark or a florin sign and another sign.</summary>
    public static void FindShiftJis(SegmentedPage page, ref SpanList found)
    {
        const int MinPairs = 4;
        const int PairsOfPage = 16;
        ReadOnlySpan<char> text = page.Page.Text;
        if (!text.ContainsAny('‚', 'ƒ'))
        {
            return;
        }

        // An encoding holds for the whole page: where many lines are sure, no line need be sure by itself.
        bool whole = CountKana(text) >= PairsOfPage;
        foreach (ref readonly Block block in page.Page.Blocks)
        {
            int pairs = whole ? 0 : CountKana(text[block.Span.Start..block.Span.End]);
            if (whole || (pairs >= MinPairs && pairs * 16 >= block.Span.Length))
            {
                AddParts(text, block.Span, whole ? 2 : 1, ref found);
            }
        }
    }

    private static int CountKana(ReadOnlySpan<char> text)
    {
        int pairs = 0;
        for (int i = 0; i + 1 < text.Length; i++)
        {
            pairs += text[i] is '‚' or 'ƒ' && text[i + 1] > '~' && Mojibake.Byte1252(text[i + 1]) >= 0x80 ? 1 : 0;
        }

        return pairs;
    }

    /// <summary>The parts of a line between blanks and digits that hold at least so many signs outside of ASCII.</summary>
    private static void AddParts(ReadOnlySpan<char> text, TextSpan line, int least, ref SpanList found)
    {
        int start = line.Start;
        for (int at = line.Start; at <= line.End; at++)
        {
            if (at < line.End && !char.IsWhiteSpace(text[at]) && !char.IsAsciiDigit(text[at]))
            {
                continue;
            }

            int high = 0;
            foreach (char c in text[start..at])
            {
                high += c > '~' ? 1 : 0;
            }

            if (high >= least)
            {
                found.Add(new(start, at));
            }

            start = at + 1;
        }
    }

    /// <summary>Words of Cyrillic with a small first letter and capitals behind it: KOI8-R and windows-1251 taken for each other.</summary>
    public static void FindInverted(SegmentedPage page, ref SpanList found)
    {
        const int MinWords = 5;
        ReadOnlySpan<char> text = page.Page.Text;
        ReadOnlySpan<CharClass> classes = page.Classes;
        ReadOnlySpan<Block> blocks = page.Page.Blocks;
        for (int b = 0; b < blocks.Length; b++)
        {
            if ((page.BlockProfiles[b].Mask & CharClasses.Bit(CharClass.Cyrillic)) == 0)
            {
                continue;
            }

            int words = 0;
            int inverted = 0;
            int capitals = 0;
            TextSpan span = blocks[b].Span;
            for (int at = span.Start; at < span.End;)
            {
                int start = at;
                bool upper = true;
                while (at < span.End && classes[at] == CharClass.Cyrillic)
                {
                    upper &= at == start || char.IsUpper(text[at]);
                    at++;
                }

                bool long3 = at - start >= 3;
                words += long3 ? 1 : 0;
                inverted += long3 && upper && char.IsLower(text[start]) ? 1 : 0;
                capitals += long3 && upper ? 1 : 0;
                at = Math.Max(at, start + 1);
            }

            // Small words of the sentence are capitals throughout; what was a capital is small now.
            if (inverted >= 1 && capitals >= MinWords && capitals * 10 >= words * 8 && HasInvertedHeads(text, classes, span))
            {
                found.Add(span);
            }
        }
    }

    /// <summary>Behind a sentence's end or at the line's start stands a small letter before a capital, and most words begin with capitals.</summary>
    private static bool HasInvertedHeads(ReadOnlySpan<char> text, ReadOnlySpan<CharClass> classes, TextSpan span) =>
        span.Length > 1 && classes[span.Start] == CharClass.Cyrillic && char.IsLower(text[span.Start]) && char.IsUpper(text[span.Start + 1]);

    /// <summary>Short words of upper Latin-1 letters in lines whose other words are broken the same way.</summary>
    public static void FindShort(SegmentedPage page, int longRuns, ref SpanList found)
    {
        const int MinLongRuns = 3;
        if (longRuns < MinLongRuns)
        {
            return;
        }

        ReadOnlySpan<char> text = page.Page.Text;
        int count = found.Count;
        Span<int> blocksWithRuns = stackalloc int[256];
        int noted = 0;
        for (int i = 0; i < count && noted < blocksWithRuns.Length; i++)
        {
            int b = BlockSearch.Of(page.Page.Blocks, found.Items[i].Start);
            if (b >= 0 && (noted == 0 || blocksWithRuns[noted - 1] != b))
            {
                blocksWithRuns[noted++] = b;
            }
        }

        foreach (int b in blocksWithRuns[..noted])
        {
            AddShort(text, page.Page.Blocks[b].Span, ref found);
        }
    }

    private static void AddShort(ReadOnlySpan<char> text, TextSpan line, ref SpanList found)
    {
        const int MaxShort = 4;
        for (int at = line.Start; at < line.End;)
        {
            int start = at;
            while (at < line.End && text[at] is >= '\u0080' and <= '\u00FF')
            {
                at++;
            }

            bool apart = (start == line.Start || !char.IsAsciiLetter(text[start - 1])) && (at == line.End || !char.IsAsciiLetter(text[at]));
            if (at - start is > 0 and <= MaxShort && apart && char.IsLetter(text[start]))
            {
                found.Add(new(start, at));
            }

            at = Math.Max(at, start + 1);
        }
    }
}
