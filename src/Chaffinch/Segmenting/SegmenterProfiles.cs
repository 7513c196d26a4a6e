using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Segmenting;

/// <summary>Counts what stands in each segment.</summary>
internal static class SegmenterProfiles
{
    private const ulong NotCounted = (1UL << (int)CharClass.Space) | (1UL << (int)CharClass.LineEnd) | (1UL << (int)CharClass.Format);
    private const int FoldChunk = 8;

    /// <summary>Fills <paramref name="profiles"/>, one for each segment, in one pass over the text.</summary>
    /// <param name="page">The page.</param>
    /// <param name="segments">Its segments.</param>
    /// <param name="classes">The class of each code unit; <see cref="ClassBits.Width"/> more may be read past them.</param>
    /// <param name="blocks">What stands in each block.</param>
    /// <param name="profiles">Takes the counts.</param>
    public static void Fill(
        Page page, ReadOnlySpan<Segment> segments, ReadOnlySpan<CharClass> classes, ReadOnlySpan<BlockProfile> blocks, Span<SegmentProfile> profiles)
    {
        int link = 0;
        char[] scratch = ArrayPool<char>.Shared.Rent(1024);
        for (int s = 0; s < segments.Length; s++)
        {
            TextSpan span = segments[s].Span;
            ref SegmentProfile p = ref profiles[s];
            Count(classes, span, blocks[segments[s].Block], ref p);
            if (scratch.Length < span.Length + FoldChunk + TextHash.Chunk)
            {
                ArrayPool<char>.Shared.Return(scratch);
                scratch = ArrayPool<char>.Shared.Rent(span.Length + FoldChunk + TextHash.Chunk);
            }

            p.Fold = FoldOf(page.Text, classes, span, blocks[segments[s].Block].Mask, scratch);
            p.LinkChars = LinkChars(page.Links, ref link, span, classes);
        }

        ArrayPool<char>.Shared.Return(scratch);
    }

    private static void Count(ReadOnlySpan<CharClass> classes, TextSpan span, in BlockProfile block, ref SegmentProfile p)
    {
        int left = span.Length;
        int spaces = 0;

        // Few classes stand in a block: counting each at vector width is faster than one counter after the other for each code unit.
        for (ulong rest = block.Mask; rest != 0;)
        {
            var k = (CharClass)BitOperations.TrailingZeroCount(rest);
            rest &= rest - 1;
            int n = rest == 0 ? left : ClassBits.Count(classes, span.Start, span.End, k);
            left -= n;
            if (CharClasses.IsSpace(k))
            {
                spaces += n;
            }
            else
            {
                Add(ref p, k, n);
            }
        }

        p.Chars = span.Length - spaces;
        p.OtherLetters = p.Letters - p.Han - p.Kana - p.Hangul - p.Latin - p.Cyrillic - p.RightToLeft - p.SouthEastAsian;
        bool single = (block.Mask & CharClasses.Bit(CharClass.LineEnd)) == 0 && !block.IsWide;
        p.Gaps = single ? spaces : CountGaps(classes[span.Start..span.End]);
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
    private static ulong FoldOf(ReadOnlySpan<char> text, ReadOnlySpan<CharClass> classes, TextSpan span, ulong mask, char[] scratch)
    {
        int start = span.Start;
        int end = span.End;
        while (start < end && IsJoin(classes[start]))
        {
            start++;
        }

        while (end > start && IsJoin(classes[end - 1]))
        {
            end--;
        }

        return start == end ? HashOf(text, classes, span.Start, span.End, mask, scratch) : HashOf(text, classes, start, end, mask, scratch);
    }

    /// <summary>Lines up what counts, run after run, folds it and hashes it.</summary>
    private static ulong HashOf(ReadOnlySpan<char> text, ReadOnlySpan<CharClass> classes, int start, int end, ulong mask, char[] scratch)
    {
        int n = 0;
        for (int at = start; at < end; at += ClassBits.Width)
        {
            ulong counted = ClassBits.Low(Math.Min(ClassBits.Width, end - at));
            if ((mask & NotCounted) != 0)
            {
                counted &= ~ClassBits.Between(classes, at, CharClass.Space, CharClass.LineEnd);
                counted &= (mask & CharClasses.Bit(CharClass.Format)) == 0 ? ulong.MaxValue : ~ClassBits.Between(classes, at, CharClass.Format, CharClass.Format);
            }

            ulong wide = ClassBits.NotAscii(text, at);
            while (counted != 0)
            {
                int i = BitOperations.TrailingZeroCount(counted);
                int length = BitOperations.TrailingZeroCount(~(counted >> i));
                ulong run = ClassBits.Low(length) << i;
                counted &= ~run;
                bool ascii = (wide & run) == 0 && at + i + length + FoldChunk <= text.Length;
                Fold(text, at + i, length, ascii, scratch, n);
                n += length;
            }
        }

        return TextHash.Of(scratch, n);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Fold(ReadOnlySpan<char> text, int start, int length, bool ascii, char[] scratch, int to)
    {
        if (!ascii)
        {
            for (int i = 0; i < length; i++)
            {
                scratch[to + i] = CharFold.Fold(text[start + i]);
            }

            return;
        }

        // Whole chunks, the last of them with some of what follows; the next run is written over it.
        // There is room: the caller has seen to a chunk behind the run in the text, and two behind the segment in the scratch.
        ref ushort from = ref Unsafe.As<char, ushort>(ref MemoryMarshal.GetReference(text));
        ref ushort into = ref Unsafe.As<char, ushort>(ref MemoryMarshal.GetArrayDataReference(scratch));
        for (int i = 0; i < length; i += FoldChunk)
        {
            var chunk = Vector128.LoadUnsafe(ref from, (nuint)(start + i));
            Vector128<ushort> upper = Vector128.LessThan(chunk - Vector128.Create((ushort)'A'), Vector128.Create((ushort)26));
            (chunk | (upper & Vector128.Create((ushort)0x20))).StoreUnsafe(ref into, (nuint)(to + i));
        }
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
            if (from < to)
            {
                count += to - from - CharClasses.CountSpaces(classes, from, to);
                from = to;
            }
        }

        return count;
    }
}
