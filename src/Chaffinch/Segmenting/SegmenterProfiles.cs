using System.Numerics;
using System.Runtime.CompilerServices;
using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Segmenting;

/// <summary>Counts what stands in each segment.</summary>
internal static class SegmenterProfiles
{
    private const ulong HashSeed = 0xCBF29CE484222325;
    private const ulong HashPrime = 0x9E3779B97F4A7C15;
    private const ulong NotCounted = (1UL << (int)CharClass.Space) | (1UL << (int)CharClass.LineEnd) | (1UL << (int)CharClass.Format);

    /// <summary>Fills <paramref name="profiles"/>, one for each segment, in one pass over the text.</summary>
    public static void Fill(Page page, ReadOnlySpan<Segment> segments, ReadOnlySpan<CharClass> classes, Span<SegmentProfile> profiles)
    {
        int link = 0;
        for (int s = 0; s < segments.Length; s++)
        {
            TextSpan span = segments[s].Span;
            ref SegmentProfile p = ref profiles[s];
            Count(page.Text.AsSpan(span.Start, span.Length), classes.Slice(span.Start, span.Length), ref p);
            p.LinkChars = LinkChars(page.Links, ref link, span, classes);
        }
    }

    private static void Count(ReadOnlySpan<char> text, ReadOnlySpan<CharClass> classes, ref SegmentProfile p)
    {
        ulong mask = CharClasses.MaskOf(classes);
        ReadOnlySpan<byte> bytes = CharClasses.Bytes(classes);
        int left = bytes.Length;
        int spaces = 0;

        // Few classes stand in a segment: counting each at vector width is faster than one counter after the other for each code unit.
        for (ulong rest = mask; rest != 0;)
        {
            int k = BitOperations.TrailingZeroCount(rest);
            rest &= rest - 1;
            int n = rest == 0 ? left : bytes.Count((byte)k);
            left -= n;
            if (k <= (int)CharClass.LineEnd)
            {
                spaces += n;
            }
            else
            {
                Add(ref p, (CharClass)k, n);
            }
        }

        p.Chars = text.Length - spaces;
        p.OtherLetters = p.Letters - p.Han - p.Kana - p.Hangul - p.Latin - p.Cyrillic - p.RightToLeft - p.SouthEastAsian;
        bool single = (mask & CharClasses.Bit(CharClass.LineEnd)) == 0 && !CharClasses.HasWideSpace(classes, mask);
        p.Gaps = single ? spaces : CountGaps(classes);
        p.Fold = FoldOf(text, classes);
    }

    private static int CountGaps(ReadOnlySpan<CharClass> classes)
    {
        int gaps = 0;
        bool inGap = false;
        foreach (CharClass k in classes)
        {
            bool space = CharClasses.IsSpace(k);
            gaps += space & !inGap ? 1 : 0;
            inGap = space;
        }

        return gaps;
    }

    private static void Add(ref SegmentProfile p, CharClass k, int n)
    {
        if (CharClasses.IsLetter(k))
        {
            p.Letters += n;
            switch (k)
            {
                case CharClass.Latin:
                    p.Latin = n;
                    break;
                case CharClass.Han:
                    p.Han = n;
                    break;
                case CharClass.Hiragana or CharClass.Katakana:
                    p.Kana += n;
                    break;
                case CharClass.Hangul:
                    p.Hangul = n;
                    break;
                case CharClass.Cyrillic:
                    p.Cyrillic = n;
                    break;
                case CharClass.Arabic or CharClass.Hebrew:
                    p.RightToLeft += n;
                    break;
                case CharClass.Thai or CharClass.Lao or CharClass.Khmer or CharClass.Burmese:
                    p.SouthEastAsian += n;
                    break;
            }
        }
        else if (CharClasses.IsPunctuation(k))
        {
            p.Punctuation += n;
        }
        else if (k == CharClass.Digit)
        {
            p.Digits = n;
        }
        else if (k is CharClass.Symbol or CharClass.Emoji)
        {
            p.Symbols += n;
        }
        else if (k is CharClass.Replacement or CharClass.Control or CharClass.PrivateUse)
        {
            p.Broken += n;
        }
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

        return HashOf(text[start..end], classes[start..end]);
    }

    /// <summary>A polynomial over the code units that count, without branches: white space multiplies by one and adds nothing.</summary>
    private static ulong HashOf(ReadOnlySpan<char> text, ReadOnlySpan<CharClass> classes)
    {
        ulong hash = HashSeed;
        int i = 0;
        for (; i + 2 < text.Length && i + 2 < classes.Length; i += 3)
        {
            // Three at a time, so that one multiplication waits for the one before it, not three.
            ulong a = Counts(classes[i]);
            ulong b = Counts(classes[i + 1]);
            ulong c = Counts(classes[i + 2]);
            ulong part = CharFold.Fold(text[i]) & a;
            a = Factor(a);
            part = (part * Factor(b)) + (CharFold.Fold(text[i + 1]) & b);
            b = Factor(b);
            part = (part * Factor(c)) + (CharFold.Fold(text[i + 2]) & c);
            hash = (hash * (a * b * Factor(c))) + part;
        }

        for (; i < text.Length; i++)
        {
            ulong a = Counts(classes[i]);
            hash = (hash * Factor(a)) + (CharFold.Fold(text[i]) & a);
        }

        hash = (hash ^ (hash >> 31)) * 0xD6E8FEB86659FD93;
        return hash ^ (hash >> 29);
    }

    /// <summary>All bits for what counts, none for white space and signs of format.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Counts(CharClass k) => ((NotCounted >> (int)k) & 1) - 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Factor(ulong counts) => 1 + (counts & (HashPrime - 1));

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
            if (from < to)
            {
                ReadOnlySpan<byte> bytes = CharClasses.Bytes(classes[from..to]);
                count += bytes.Length - bytes.Count((byte)CharClass.Space) - bytes.Count((byte)CharClass.LineEnd);
                from = to;
            }
        }

        return count;
    }
}
