using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Segmenting;

/// <summary>Collects what the words of an attribute value say: name by name, each classed 32 bytes at once, so that only words are visited.</summary>
/// <param name="value">The value's first byte; <see cref="BytesBehind"/> more bytes than the value has must be readable.</param>
internal ref struct NameReader(ref byte value)
{
    /// <summary>Bytes that are read behind a value, whatever they are.</summary>
    public const int BytesBehind = 32 + sizeof(ulong);

    private const int MaxWords = 8;

    private readonly ref byte _value = ref value;
    private uint _bits;
    private ulong _shape;
    private int _words;
    private ulong _firstWords;
    private ulong _moreWords;

    /// <summary>What was read.</summary>
    public readonly NameFacts Facts =>
        new((Hints)(_bits & ~(HintTable.State | HintTable.Foldable)), (_bits & HintTable.Foldable) != 0, _shape, _firstWords, _moreWords);

    /// <summary>Reads the names of a value of so many bytes.</summary>
    public void Read(int length)
    {
        int at = 0;
        while (at < length)
        {
            if (Blanks.IsBlank(Unsafe.Add(ref _value, at)))
            {
                at++;
            }
            else
            {
                at = Name(at, length);
            }
        }
    }

    /// <summary>Reads the name that starts at <paramref name="at"/>; gives where it ends.</summary>
    private int Name(int at, int length)
    {
        ulong previous = 0;
        ulong shape = 0;
        uint bits = 0;
        int wordStart = -1;

        // Of what kind the byte before is: 1 or 0 each.
        uint letterBefore = 0;
        uint lowerBefore = 0;
        uint others = 0;
        while (true)
        {
            Vector256<byte> bytes = Vector256.LoadUnsafe(ref _value, (nuint)at);
            uint lower = (Vector256.LessThan(bytes - Vector256.Create((byte)'a'), Vector256.Create((byte)26))
                | Vector256.GreaterThan(bytes, Vector256.Create((byte)0x7F))).ExtractMostSignificantBits();
            uint upper = Vector256.LessThan(bytes - Vector256.Create((byte)'A'), Vector256.Create((byte)26)).ExtractMostSignificantBits();
            uint blank = BlankBytes.Mark(bytes).ExtractMostSignificantBits();
            blank |= length - at < Vector256<byte>.Count ? uint.MaxValue << (length - at) : 0; // What is behind the value ends the last name.
            uint inside = blank == 0 ? uint.MaxValue : (blank & (0 - blank)) - 1;
            uint letter = (lower | upper) & inside;
            uint afterLetter = (letter << 1) | letterBefore;

            // A capital behind a small letter starts a word, so does a letter behind none.
            uint starts = letter & (~afterLetter | (upper & ((lower << 1) | lowerBefore)));
            uint ends = afterLetter & (~letter | starts);
            others |= ~letter & inside;
            while (true)
            {
                if (wordStart < 0)
                {
                    if (starts == 0)
                    {
                        break;
                    }

                    wordStart = at + BitOperations.TrailingZeroCount(starts);
                    starts &= starts - 1;
                }

                if (ends == 0)
                {
                    break;
                }

                int end = at + BitOperations.TrailingZeroCount(ends);
                ends &= ends - 1;
                ulong word = NameHash.OfWord(ref Unsafe.Add(ref _value, wordStart), end - wordStart);
                if (end - wordStart > 1 && _words < MaxWords)
                {
                    KeepWord(wordStart, end - wordStart, word);
                }

                ulong key = HintTable.KeyOf(word);
                uint says = HintTable.Find(word, key);

                // A state in the middle of a name is none: nav-open-icon.
                bits |= previous == 0 ? says : (says & ~HintTable.State) | HintTable.OfPair(previous, word);
                shape = shape == 0 ? word : (shape * 31) ^ word;
                previous = key;
                wordStart = -1;
            }

            if (blank != 0)
            {
                at += BitOperations.TrailingZeroCount(blank);
                break;
            }

            letterBefore = letter >> 31;
            lowerBefore = lower >> 31;
            at += Vector256<byte>.Count;
        }

        if (shape != 0)
        {
            _bits |= bits | (others != 0 ? 0 : HintTable.OfWhole(shape));
            _shape = (bits & HintTable.State) == 0 ? (_shape * 31) + shape : _shape;
        }

        return at;
    }

    // The trained model knows words by this hash: another one asks for another model. Never 0: that stands for no word.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void KeepWord(int start, int length, ulong word)
    {
        const ulong NotAscii = 0x8080_8080_8080_8080;
        ulong hash = length <= sizeof(ulong) && (word & NotAscii) == 0
            ? NameHash.OfLetters(word, length)
            : NameHash.OfFolded(MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref _value, start), length));
        hash = Math.Max(1, hash >> 48) << ((_words & 3) * 16);
        _firstWords |= _words < 4 ? hash : 0;
        _moreWords |= _words < 4 ? 0 : hash;
        _words++;
    }
}
