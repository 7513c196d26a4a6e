using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Detecting.Shared;

/// <summary>Asks whether the lines before the running text have a phrase.</summary>
internal static class HeadPhrases
{
    /// <summary>Lines of the head that are asked.</summary>
    public const int MaxLines = 12;

    /// <summary>Longer lines of it are no titles.</summary>
    public const int MaxChars = 400;

    /// <summary>More than two words of two characters: a name.</summary>
    public const int NameLength = 5;

    private const int MaxOn = 4;

    /// <summary>Words of the table of pairs.</summary>
    public const int PairWords = 128;

    /// <summary>Hashed pairs of neighbouring characters of the head: few clauses end in one of them, and only those are looked at closely.</summary>
    public static void ReadPairs(SegmentedPage page, PageFacts facts, Span<ulong> pairs)
    {
        pairs.Clear();
        int last = Math.Min(facts.FirstProse, MaxLines);
        for (int b = 0; b < last && b < facts.Lines.Length; b++)
        {
            TextSpan span = page.Page.Blocks[b].Span;
            ReadOnlySpan<char> line = page.Page.Text.AsSpan(span.Start, span.Length > MaxChars ? 0 : span.Length);
            for (int i = 1; i < line.Length; i++)
            {
                int bit = PairBit(line[i - 1], line[i]);
                pairs[bit >> 6] |= 1UL << (bit & 63);
            }
        }
    }

    /// <summary>Whether two characters may be such a pair.</summary>
    public static bool Has(ReadOnlySpan<ulong> pairs, char a, char b)
    {
        int bit = PairBit(a, b);
        return (pairs[bit >> 6] & (1UL << (bit & 63))) != 0;
    }

    private static int PairBit(char a, char b) => (int)((((uint)a << 16 | b) * 2654435761u) >> 32 - 13);

    /// <summary>True where a line of the head holds the phrase.</summary>
    public static bool Stands(SegmentedPage page, PageFacts facts, ReadOnlySpan<char> phrase)
    {
        int last = Math.Min(facts.FirstProse, MaxLines);
        for (int b = 0; b < last && b < facts.Lines.Length; b++)
        {
            TextSpan span = page.Page.Blocks[b].Span;
            if (span.Length <= MaxChars && page.Page.Text.AsSpan(span.Start, span.Length).Contains(phrase, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A line or a part of the head between its marks: a name by itself, not the end of a headline; a longer name may go on there for a word ("maker", "price").</summary>
    public static bool IsPart(SegmentedPage page, PageFacts facts, ReadOnlySpan<char> phrase)
    {
        ReadOnlySpan<char> text = page.Page.Text;
        int last = Math.Min(facts.FirstProse, MaxLines);
        for (int b = 0; b < last && b < facts.Lines.Length; b++)
        {
            TextSpan span = page.Page.Blocks[b].Span;
            for (int at = text[span.Start..span.End].IndexOf(phrase); at >= 0;)
            {
                int start = span.Start + at;
                int end = start + phrase.Length;
                int on = 0;
                while (end + on < span.End && on <= MaxOn && CharClasses.IsLetter(page.Classes[end + on]))
                {
                    on++;
                }

                if ((start == span.Start || !CharClasses.IsLetter(page.Classes[start - 1])) && (on == 0 || (on <= MaxOn && phrase.Length >= NameLength)))
                {
                    return true;
                }

                int next = text[end..span.End].IndexOf(phrase);
                at = next < 0 ? -1 : end - span.Start + next;
            }
        }

        return false;
    }
}
