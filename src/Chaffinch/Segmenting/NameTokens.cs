using System.Numerics;
using System.Runtime.Intrinsics;
using Chaffinch.Model;

namespace Chaffinch.Segmenting;

/// <summary>What the names in one attribute value say.</summary>
/// <param name="Hints">What they say the element is for.</param>
/// <param name="Foldable">They name a part that folds away.</param>
/// <param name="Shape">Hash of the names without digits and without states.</param>
internal readonly record struct NameFacts(Hints Hints, bool Foldable, ulong Shape);

/// <summary>Reads attribute values that hold names: splits them at blanks, hyphens, underscores, digits and camel case.</summary>
/// <remarks>An instance remembers what it read by a hash of the bytes: a page repeats its class names.</remarks>
internal sealed class NameTokens
{
    private const int CacheSlots = 2048;

    /// <summary>Longer values are cut: nobody names an element with that much.</summary>
    private const int MaxBytes = 2048;

    private readonly ulong[] _keys = new ulong[CacheSlots];
    private readonly NameFacts[] _facts = new NameFacts[CacheSlots];

    public ref readonly NameFacts Read(ReadOnlySpan<byte> value) => ref Read(value, out _);

    /// <param name="value">The attribute's value.</param>
    /// <param name="key">Hash of the value's bytes.</param>
    public ref readonly NameFacts Read(ReadOnlySpan<byte> value, out ulong key)
    {
        value = value[..Math.Min(value.Length, MaxBytes)];
        key = NameHash.OfBytes(value);
        int slot = (int)(key >> 53);
        if (_keys[slot] != key)
        {
            _facts[slot] = Split(value);
            _keys[slot] = key;
        }

        return ref _facts[slot];
    }

    /// <summary>Classes 32 bytes at once and visits only the borders of words: values are long and words short.</summary>
    private static NameFacts Split(ReadOnlySpan<byte> value)
    {
        var reader = default(Reader);
        Span<byte> padded = stackalloc byte[Vector256<byte>.Count];
        Before before = default;
        before.Blank = 1;
        for (int at = 0; at < value.Length; at += Vector256<byte>.Count)
        {
            scoped ReadOnlySpan<byte> part = value[at..];
            if (part.Length < Vector256<byte>.Count)
            {
                // A blank ends the last name.
                padded.Fill((byte)' ');
                part.CopyTo(padded);
                part = padded;
            }

            reader.Read(value, at, Vector256.Create(part), ref before);
        }

        reader.EndWord(value, value.Length);
        reader.EndName();
        Hints hints = (Hints)(reader.Bits & ~(HintTable.State | HintTable.Foldable));
        return new(hints, (reader.Bits & HintTable.Foldable) != 0, reader.Shape);
    }

    /// <summary>Of what kind the byte before the next part is: 1 or 0 each.</summary>
    private record struct Before
    {
        public uint Letter;
        public uint Lower;
        public uint Blank;
    }

    /// <summary>Collects what the words of a value say.</summary>
    private ref struct Reader
    {
        private int _wordStart;
        private bool _inWord;
        private ulong _previous;
        private ulong _nameShape;
        private uint _nameBits;
        private bool _mixed;

        public uint Bits { get; private set; }

        public ulong Shape { get; private set; }

        /// <summary>Reads 32 bytes of <paramref name="value"/> from <paramref name="at"/> on.</summary>
        public void Read(ReadOnlySpan<byte> value, int at, Vector256<byte> bytes, ref Before before)
        {
            uint lower = (Vector256.LessThan(bytes - Vector256.Create((byte)'a'), Vector256.Create((byte)26))
                | Vector256.GreaterThan(bytes, Vector256.Create((byte)0x7F))).ExtractMostSignificantBits();
            uint upper = Vector256.LessThan(bytes - Vector256.Create((byte)'A'), Vector256.Create((byte)26)).ExtractMostSignificantBits();
            uint blank = (Vector256.Equals(bytes, Vector256.Create((byte)' '))
                | (Vector256.LessThan(bytes - Vector256.Create((byte)'\t'), Vector256.Create((byte)5)) & ~Vector256.Equals(bytes, Vector256.Create((byte)0x0B))))
                .ExtractMostSignificantBits();
            uint letter = lower | upper;
            uint afterLetter = (letter << 1) | before.Letter;

            // A capital behind a small letter starts a word, so does a letter behind none.
            uint starts = letter & (~afterLetter | (upper & ((lower << 1) | before.Lower)));
            uint afterBlank = (blank << 1) | before.Blank;
            uint others = ~(letter | blank);
            uint borders = starts | (~letter & afterLetter) | (blank & ~afterBlank) | (others & afterBlank);
            before = new Before { Letter = letter >> 31, Lower = lower >> 31, Blank = blank >> 31 };
            for (; borders != 0; borders &= borders - 1)
            {
                int bit = BitOperations.TrailingZeroCount(borders);
                EndWord(value, at + bit);
                if (((starts >> bit) & 1) != 0)
                {
                    _wordStart = at + bit;
                    _inWord = true;
                }
                else if (((blank >> bit) & 1) != 0)
                {
                    EndName();
                }
                else
                {
                    _mixed = true;
                }
            }
        }

        public void EndWord(ReadOnlySpan<byte> value, int end)
        {
            if (!_inWord)
            {
                return;
            }

            ulong word = NameHash.OfFolded(value[_wordStart..end]);
            uint bits = HintTable.OfWord(word);
            if (_previous != 0)
            {
                // A state in the middle of a name is none: nav-open-icon.
                bits = (bits & ~HintTable.State) | HintTable.OfPair(_previous, word);
            }

            _nameBits |= bits;
            _nameShape = _nameShape == 0 ? word : (_nameShape * 31) ^ word;
            _previous = word;
            _inWord = false;
        }

        public void EndName()
        {
            if (_nameShape != 0)
            {
                Bits |= _nameBits | (_mixed ? 0 : HintTable.OfWhole(_nameShape));
                Shape = (_nameBits & HintTable.State) == 0 ? (Shape * 31) + _nameShape : Shape;
            }

            _previous = 0;
            _nameShape = 0;
            _nameBits = 0;
            _mixed = false;
        }
    }
}
