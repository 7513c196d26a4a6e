using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Segmenting;

/// <summary>Counts what stands in each segment.</summary>
internal static class SegmenterProfiles
{
    private const int ClassCount = (int)CharClass.Format + 1;
    private const ulong HashSeed = 0xCBF29CE484222325;
    private const ulong HashPrime = 0x9E3779B97F4A7C15;

    /// <summary>Fills <paramref name="profiles"/>, one for each segment, in one pass over the text.</summary>
    public static void Fill(Page page, ReadOnlySpan<Segment> segments, ReadOnlySpan<CharClass> classes, Span<SegmentProfile> profiles)
    {
        Span<int> counts = stackalloc int[ClassCount];
        int link = 0;
        for (int s = 0; s < segments.Length; s++)
        {
            TextSpan span = segments[s].Span;
            counts.Clear();
            ref SegmentProfile p = ref profiles[s];
            Count(page.Text.AsSpan(span.Start, span.Length), classes.Slice(span.Start, span.Length), counts, ref p);
            p.LinkChars = LinkChars(page.Links, ref link, span, classes);
        }
    }

    private static void Count(ReadOnlySpan<char> text, ReadOnlySpan<CharClass> classes, Span<int> counts, ref SegmentProfile p)
    {
        int gaps = 0;
        bool inGap = false;
        foreach (CharClass k in classes)
        {
            counts[(int)k]++;
            bool space = CharClasses.IsSpace(k);
            gaps += space & !inGap ? 1 : 0;
            inGap = space;
        }

        Sum(counts, text.Length, ref p);
        p.Gaps = gaps;
        p.Fold = FoldOf(text, classes);
    }

    private static void Sum(ReadOnlySpan<int> counts, int length, ref SegmentProfile p)
    {
        p.Chars = length - counts[(int)CharClass.Space] - counts[(int)CharClass.LineEnd];
        for (CharClass k = CharClass.Latin; k <= CharClass.OtherLetter; k++)
        {
            p.Letters += counts[(int)k];
        }

        p.Han = counts[(int)CharClass.Han];
        p.Kana = counts[(int)CharClass.Hiragana] + counts[(int)CharClass.Katakana];
        p.Hangul = counts[(int)CharClass.Hangul];
        p.Latin = counts[(int)CharClass.Latin];
        p.Cyrillic = counts[(int)CharClass.Cyrillic];
        p.RightToLeft = counts[(int)CharClass.Arabic] + counts[(int)CharClass.Hebrew];
        p.SouthEastAsian = counts[(int)CharClass.Thai] + counts[(int)CharClass.Lao] + counts[(int)CharClass.Khmer] + counts[(int)CharClass.Burmese];
        p.OtherLetters = p.Letters - p.Han - p.Kana - p.Hangul - p.Latin - p.Cyrillic - p.RightToLeft - p.SouthEastAsian;
        p.Digits = counts[(int)CharClass.Digit];
        for (CharClass k = CharClass.SentenceEnd; k <= CharClass.OtherPunctuation; k++)
        {
            p.Punctuation += counts[(int)k];
        }

        p.Symbols = counts[(int)CharClass.Symbol] + counts[(int)CharClass.Emoji];
        p.Broken = counts[(int)CharClass.Replacement] + counts[(int)CharClass.Control] + counts[(int)CharClass.PrivateUse];
    }

    /// <summary>Joining signs and ornaments at the ends are left out, so that an item is equal to itself wherever it stands in a row.</summary>
    private static ulong FoldOf(ReadOnlySpan<char> text, ReadOnlySpan<CharClass> classes)
    {
        int start = 0;
        int end = text.Length;
        while (start < end && IsJoin(classes[start]))
        {
            start++;
        }

        while (end > start && IsJoin(classes[end - 1]))
        {
            end--;
        }

        if (start == end)
        {
            start = 0;
            end = text.Length;
        }

        ulong hash = HashSeed;
        for (int i = start; i < end; i++)
        {
            CharClass k = classes[i];
            if (!CharClasses.IsSpace(k) && k != CharClass.Format)
            {
                hash = (hash ^ CharFold.Of(text[i])) * HashPrime;
                hash ^= hash >> 29;
            }
        }

        return hash;
    }

    private static bool IsJoin(CharClass k) => k is CharClass.Separator or CharClass.Comma or CharClass.Space or CharClass.Symbol or CharClass.Emoji or CharClass.Format;

    private static int LinkChars(ReadOnlySpan<Link> links, ref int link, TextSpan span, ReadOnlySpan<CharClass> classes)
    {
        while (link < links.Length && links[link].Span.End <= span.Start)
        {
            link++;
        }

        int count = 0;
        int from = span.Start;
        for (int i = link; i < links.Length && links[i].Span.Start < span.End; i++)
        {
            // Links may nest in broken markup: what was counted is not counted again.
            from = Math.Max(from, links[i].Span.Start);
            int to = Math.Min(links[i].Span.End, span.End);
            for (; from < to; from++)
            {
                count += CharClasses.IsSpace(classes[from]) ? 0 : 1;
            }
        }

        return count;
    }
}
