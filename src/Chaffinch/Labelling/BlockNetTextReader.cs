using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Chaffinch.Text;

namespace Chaffinch.Labelling;

/// <summary>Makes the counts of <see cref="BlockNetText"/> from masks of classes, 64 code units at a time; only the words that are kept are hashed by themselves.</summary>
/// <remarks>The counts are those of <see cref="BlockNetText.Read"/>. Combining marks and surrogates, which masks of classes do not tell well, are left to it.</remarks>
internal static class BlockNetTextReader
{
    /// <summary>Reads a part of a page's text.</summary>
    /// <param name="page">The page's text.</param>
    /// <param name="classes">Its classes; <see cref="ClassBits.Width"/> more may be read past its end.</param>
    /// <param name="start">First code unit of the part.</param>
    /// <param name="length">Its length.</param>
    /// <param name="facts">The counts.</param>
    [SkipLocalsInit]
    public static void Read(ReadOnlySpan<char> page, ReadOnlySpan<CharClass> classes, int start, int length, out BlockNetText facts)
    {
        ReadOnlySpan<char> text = page.Slice(start, length);
        int read = Math.Min(length, BlockNetText.MaxRead);
        facts = default;
        Reader reader = default;
        Span<char> rest = stackalloc char[ClassBits.Width];

        // What is hashed, and room for the eight bytes from the last on. Nothing is read of it but what was written, so it is not cleared for each of many short blocks.
        Span<byte> folds = stackalloc byte[BlockNetText.MaxRead + 8];
        for (int at = 0; at < read; at += ClassBits.Width)
        {
            scoped ReadOnlySpan<char> window = page[(start + at)..];
            if (window.Length < ClassBits.Width)
            {
                rest.Clear();
                window.CopyTo(rest);
                window = rest;
            }

            ulong inside = ClassBits.Low(Math.Min(ClassBits.Width, read - at));
            if (!reader.TryRead(text[..read], window[..ClassBits.Width], classes[(start + at)..], at, inside, folds, ref facts))
            {
                BlockNetText.Read(text, out facts);
                return;
            }
        }

        reader.End(text[..read], classes[start..], folds, ref facts);
        facts.End(text, reader.Words + (reader.EastAsian / 2), reader.Fold);
    }

    private struct Reader
    {
        private const ulong Factor = 0x9FB21C651E98DF25UL;

        public int Words;
        public int EastAsian;
        public ulong Fold;
        private int _lastStart;
        private bool _inWord;

        /// <summary>False where the code units hold marks or surrogates.</summary>
        public bool TryRead(ReadOnlySpan<char> text, scoped ReadOnlySpan<char> window, ReadOnlySpan<CharClass> classes, int at, ulong inside, Span<byte> folds, ref BlockNetText facts)
        {
            ulong wide = ClassBits.NotAscii(window, 0) & inside;
            if (wide != 0 && ((ClassBits.Between(classes, 0, CharClass.Mark, CharClass.Mark) & inside) != 0 || window[..BitOperations.PopCount(inside)].ContainsAnyInRange('\uD800', '\uDFFF')))
            {
                return false;
            }

            ulong letters = ClassBits.Between(classes, 0, CharClass.Latin, CharClass.OtherLetter) & inside;
            ulong digits = ClassBits.Between(classes, 0, CharClass.Digit, CharClass.Digit) & inside;
            ulong words = letters | digits;
            ulong starts = words & ~((words << 1) | (_inWord ? 1UL : 0));
            facts.Letters += BitOperations.PopCount(letters);
            facts.Digits += BitOperations.PopCount(digits);
            facts.Capitals += Capitals(window, starts & letters, wide);
            if (wide != 0)
            {
                EastAsian += BitOperations.PopCount(ClassBits.Between(classes, 0, CharClass.Hangul, CharClass.Han) & inside);
            }

            for (ulong signs = inside & ~words & ~ClassBits.Between(classes, 0, CharClass.Space, CharClass.LineEnd); signs != 0; signs &= signs - 1)
            {
                int i = BitOperations.TrailingZeroCount(signs);
                facts.Sign(window[i], classes[i]);
            }

            HashFirst(text, classes, at, starts, ref facts);
            if (wide == 0)
            {
                FoldAscii(window, folds[at..]);
            }
            else
            {
                FoldWide(window, letters, digits, folds[at..]);
            }

            MixWords(words, at, folds);
            Words += BitOperations.PopCount(starts);
            _lastStart = starts == 0 ? _lastStart : at + BitOperations.Log2(starts);
            _inWord = (words >> (ClassBits.Width - 1)) != 0;
            return true;
        }

        /// <summary>The last word.</summary>
        public void End(ReadOnlySpan<char> text, ReadOnlySpan<CharClass> classes, Span<byte> folds, ref BlockNetText facts)
        {
            if (_inWord)
            {
                MixWord(ref MemoryMarshal.GetReference(folds), _lastStart, text.Length);
            }

            if (Words > 0)
            {
                facts.LastWord = Words <= BlockNetText.MaxWords ? facts.Hashes[Words - 1] : BlockNetText.HashWord(text, classes, _lastStart);
            }
        }

        private readonly void HashFirst(ReadOnlySpan<char> text, ReadOnlySpan<CharClass> classes, int at, ulong starts, ref BlockNetText facts)
        {
            for (int word = Words; starts != 0 && word < BlockNetText.MaxWords; word++, starts &= starts - 1)
            {
                int i = BitOperations.TrailingZeroCount(starts);
                facts.Hashes[word] = BlockNetText.HashWord(text[at..], classes, i);
            }
        }

        private static int Capitals(ReadOnlySpan<char> window, ulong starts, ulong wide)
        {
            if (starts == 0)
            {
                return 0;
            }

            ref ushort units = ref Unsafe.As<char, ushort>(ref MemoryMarshal.GetReference(window));
            ulong upper = IsUpper(ref units, 0) | ((ulong)IsUpper(ref units, 32) << 32);
            int count = BitOperations.PopCount(upper & starts);
            for (ulong others = starts & wide; others != 0; others &= others - 1)
            {
                count += char.IsUpper(window[BitOperations.TrailingZeroCount(others)]) ? 1 : 0;
            }

            return count;
        }

        // Which of 32 code units are A to Z.
        private static uint IsUpper(ref ushort units, nuint at)
        {
            Vector256<byte> folded = Vector256.NarrowWithSaturation(Vector256.LoadUnsafe(ref units, at), Vector256.LoadUnsafe(ref units, at + 16)) - Vector256.Create((byte)'A');
            return Vector256.LessThanOrEqual(folded, Vector256.Create((byte)('Z' - 'A'))).ExtractMostSignificantBits();
        }

        // Letters in lower case, every digit a zero.
        private static void FoldAscii(ReadOnlySpan<char> window, Span<byte> folds)
        {
            ref ushort units = ref Unsafe.As<char, ushort>(ref MemoryMarshal.GetReference(window));
            for (nuint at = 0; at < ClassBits.Width; at += 32)
            {
                Vector256<byte> bytes = Vector256.Narrow(Vector256.LoadUnsafe(ref units, at), Vector256.LoadUnsafe(ref units, at + 16));
                Vector256<byte> lower = bytes | Vector256.Create((byte)0x20);
                Vector256<byte> isLetter = Vector256.LessThanOrEqual(lower - Vector256.Create((byte)'a'), Vector256.Create((byte)25));
                Vector256.ConditionalSelect(isLetter, lower, Vector256.Create((byte)'0')).CopyTo(folds[(int)at..]);
            }
        }

        // The low bytes; the rest goes into the hash at once.
        private void FoldWide(ReadOnlySpan<char> window, ulong letters, ulong digits, Span<byte> folds)
        {
            for (ulong rest = letters | digits; rest != 0; rest &= rest - 1)
            {
                int i = BitOperations.TrailingZeroCount(rest);
                char c = window[i];
                char lower = ((digits >> i) & 1) != 0 ? '0' : c < 128 ? (char)(c | 0x20) : char.ToLowerInvariant(c);
                folds[i] = (byte)lower;
                Fold = lower < 128 ? Fold : (Fold ^ lower) * Factor;
            }
        }

        // The words that end in a window, eight bytes at a time.
        private void MixWords(ulong words, int at, ReadOnlySpan<byte> folds)
        {
            ref byte first = ref MemoryMarshal.GetReference(folds);
            if (_inWord && (words & 1) == 0)
            {
                MixWord(ref first, _lastStart, at);
            }

            for (ulong rest = words; rest != 0;)
            {
                int start = BitOperations.TrailingZeroCount(rest);
                int end = start + BitOperations.TrailingZeroCount(~(rest >> start));
                rest = end >= ClassBits.Width ? 0 : rest & (ulong.MaxValue << end);
                start = _inWord && start == 0 ? _lastStart - at : start;
                if (end < ClassBits.Width)
                {
                    MixWord(ref first, at + start, at + end);
                }
            }
        }

        private void MixWord(ref byte folds, int start, int end)
        {
            for (; end - start > 8; start += 8)
            {
                Fold = (Fold ^ Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref folds, start))) * Factor;
            }

            ulong last = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref folds, start)) << (64 - ((end - start) * 8));
            Fold = (BitOperations.RotateLeft(Fold, 23) ^ last) * Factor;
        }
    }
}
