using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Chaffinch.Model;

namespace Chaffinch.Segmenting;

/// <summary>What the names in one attribute value say.</summary>
/// <param name="Hints">What they say the element is for.</param>
/// <param name="Foldable">They name a part that folds away.</param>
/// <param name="Shape">Hash of the names without digits and without states.</param>
/// <param name="Words">The first four words of two letters or more, 16 bits of hash each, the first lowest; 0 where there are fewer.</param>
/// <param name="MoreWords">The fifth to the eighth.</param>
internal readonly record struct NameFacts(Hints Hints, bool Foldable, ulong Shape, ulong Words, ulong MoreWords);

/// <summary>An attribute value that was read: what its names say, and the names themselves.</summary>
internal struct NameEntry
{
    /// <summary>Hash of the value's bytes; 0 for a free place.</summary>
    public ulong Key;
    public NameFacts Facts;

    /// <summary>Where its names start among <see cref="NameTokens.NamesOf"/>.</summary>
    public int FirstName;

    /// <summary>Number of its names, at most <see cref="NameTokens.MaxNames"/>.</summary>
    public int NameCount;

    /// <summary>The style sheet that <see cref="FirstRuled"/> and <see cref="RuledCount"/> speak of; see <see cref="StyleSheet.RuledNames"/>.</summary>
    public int Sheet;
    public int FirstRuled;
    public int RuledCount;
}

/// <summary>Reads attribute values that hold names: splits them at blanks, hyphens, underscores, digits and camel case.</summary>
/// <remarks>An instance remembers what it read by a hash of the bytes: a page repeats its class names, and so do the pages of a site.</remarks>
internal sealed class NameTokens
{
    /// <summary>Names of one value that are kept; what it says counts all.</summary>
    public const int MaxNames = 32;

    private const int MaxEntries = 1024;
    private const int Slots = 2 * MaxEntries;

    /// <summary>Longer values are cut: nobody names an element with that much.</summary>
    private const int MaxBytes = 2048;

    /// <summary>Names kept before all are forgotten.</summary>
    private const int MaxKeptNames = 1 << 14;

    /// <summary>Number of the entry, from 1. Entries lie side by side as they came, so that those of a page stay near the processor.</summary>
    private readonly ushort[] _slots = new ushort[Slots];
    private readonly NameEntry[] _entries = new NameEntry[MaxEntries];
    private readonly Growing<ulong> _names = new();
    private int _count;

    /// <summary>What the names in <paramref name="value"/> say.</summary>
    public ref readonly NameFacts Read(ReadOnlySpan<byte> value) => ref Find(value).Facts;

    /// <summary>The entry of <paramref name="value"/>, read when it is new. The reference holds until the next call.</summary>
    public ref NameEntry Find(ReadOnlySpan<byte> value)
    {
        ulong key = NameHash.OfBytes(value);
        for (int slot = SlotOf(key); _slots[slot] != 0; slot = (slot + 1) & (Slots - 1))
        {
            ref NameEntry entry = ref _entries[_slots[slot] - 1];
            if (entry.Key == key)
            {
                return ref entry;
            }
        }

        return ref Add(value[..Math.Min(value.Length, MaxBytes)], key);
    }

    /// <summary>The hashes of a value's names, ASCII case folded (<see cref="NameHash.OfFolded"/>), in their order.</summary>
    public ReadOnlySpan<ulong> NamesOf(in NameEntry entry) => _names.Items.Slice(entry.FirstName, entry.NameCount);

    private static int SlotOf(ulong key) => (int)(key >> 53);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private ref NameEntry Add(ReadOnlySpan<byte> value, ulong key)
    {
        if (_count == MaxEntries || _names.Count > MaxKeptNames)
        {
            _count = 0;
            _names.Clear();
            Array.Clear(_slots);
        }

        int slot = SlotOf(key);
        while (_slots[slot] != 0)
        {
            slot = (slot + 1) & (Slots - 1);
        }

        _slots[slot] = (ushort)(_count + 1);
        ref NameEntry entry = ref _entries[_count++];
        int first = _names.Count;
        entry.Facts = Split(value);
        entry.Key = key;
        entry.FirstName = first;
        entry.NameCount = _names.Count - first;
        entry.Sheet = 0;
        return ref entry;
    }

    /// <summary>Reads a value that 32 bytes can be read behind.</summary>
    [SkipLocalsInit]
    private NameFacts Split(ReadOnlySpan<byte> value)
    {
        Span<byte> padded = stackalloc byte[MaxBytes + Vector256<byte>.Count];
        value.CopyTo(padded);
        padded.Slice(value.Length, Vector256<byte>.Count).Clear();
        var reader = new Reader(_names, ref MemoryMarshal.GetReference(padded));
        reader.Read(value.Length);
        Hints hints = (Hints)(reader.Bits & ~(HintTable.State | HintTable.Foldable));
        return new(hints, (reader.Bits & HintTable.Foldable) != 0, reader.Shape, reader.Words, reader.MoreWords);
    }

    /// <summary>Collects what the words of a value say: classes 32 bytes at once and visits only the borders of words.</summary>
    private ref struct Reader(Growing<ulong> names, ref byte value)
    {
        private readonly int _firstName = names.Count;
        private readonly ref byte _value = ref value;
        private int _wordStart = -1;
        private int _nameStart = -1;
        private ulong _previous;
        private ulong _nameShape;
        private uint _nameBits;
        private bool _mixed;
        private int _words;

        public uint Bits { get; private set; }

        public ulong Shape { get; private set; }

        public ulong Words { get; private set; }

        public ulong MoreWords { get; private set; }

        public void Read(int length)
        {
            // Of what kind the byte before is: 1 or 0 each.
            uint letterBefore = 0;
            uint lowerBefore = 0;
            uint blankBefore = 1;
            for (int at = 0; at < length; at += Vector256<byte>.Count)
            {
                Vector256<byte> bytes = Vector256.LoadUnsafe(ref _value, (nuint)at);
                uint inside = length - at >= Vector256<byte>.Count ? uint.MaxValue : (1u << (length - at)) - 1;
                uint lower = (Vector256.LessThan(bytes - Vector256.Create((byte)'a'), Vector256.Create((byte)26))
                    | Vector256.GreaterThan(bytes, Vector256.Create((byte)0x7F))).ExtractMostSignificantBits();
                uint upper = Vector256.LessThan(bytes - Vector256.Create((byte)'A'), Vector256.Create((byte)26)).ExtractMostSignificantBits();
                uint blank = (Vector256.Equals(bytes, Vector256.Create((byte)' '))
                    | (Vector256.LessThan(bytes - Vector256.Create((byte)'\t'), Vector256.Create((byte)5)) & ~Vector256.Equals(bytes, Vector256.Create((byte)0x0B))))
                    .ExtractMostSignificantBits();
                blank |= ~inside; // What is behind the value ends the last name.
                uint letter = (lower | upper) & inside;
                uint afterLetter = (letter << 1) | letterBefore;

                // A capital behind a small letter starts a word, so does a letter behind none.
                uint starts = letter & (~afterLetter | (upper & ((lower << 1) | lowerBefore)));
                uint afterBlank = (blank << 1) | blankBefore;
                uint others = ~(letter | blank);
                uint borders = starts | (~letter & afterLetter) | (blank & ~afterBlank) | (others & afterBlank);
                letterBefore = letter >> 31;
                lowerBefore = lower >> 31;
                blankBefore = blank >> 31;
                for (; borders != 0; borders &= borders - 1)
                {
                    int bit = BitOperations.TrailingZeroCount(borders);
                    Border(at + bit, ((starts >> bit) & 1) != 0, ((blank >> bit) & 1) != 0);
                }
            }

            EndWord(length);
            EndName(length);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void Border(int at, bool starts, bool blank)
        {
            EndWord(at);
            if (blank)
            {
                EndName(at);
                return;
            }

            _nameStart = _nameStart < 0 ? at : _nameStart;
            _wordStart = starts ? at : -1;
            _mixed |= !starts;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void EndWord(int end)
        {
            if (_wordStart < 0)
            {
                return;
            }

            ulong word = NameHash.OfWord(ref Unsafe.Add(ref _value, _wordStart), end - _wordStart);
            if (end - _wordStart > 1 && _words < 8)
            {
                KeepWord(end);
            }

            uint bits = HintTable.OfWord(word);
            if (_previous != 0)
            {
                // A state in the middle of a name is none: nav-open-icon.
                bits = (bits & ~HintTable.State) | HintTable.OfPair(_previous, word);
            }

            _nameBits |= bits;
            _nameShape = _nameShape == 0 ? word : (_nameShape * 31) ^ word;
            _previous = word;
            _wordStart = -1;
        }

        // The trained model knows words by this hash: another one asks for another model. Never 0: that stands for no word.
        private void KeepWord(int end)
        {
            ulong hash = NameHash.OfFolded(MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref _value, _wordStart), end - _wordStart));
            hash = Math.Max(1, hash >> 48) << ((_words & 3) * 16);
            (Words, MoreWords) = _words < 4 ? (Words | hash, MoreWords) : (Words, MoreWords | hash);
            _words++;
        }

        private void EndName(int end)
        {
            if (_nameShape != 0)
            {
                Bits |= _nameBits | (_mixed ? 0 : HintTable.OfWhole(_nameShape));
                Shape = (_nameBits & HintTable.State) == 0 ? (Shape * 31) + _nameShape : Shape;
            }

            if (_nameStart >= 0 && names.Count - _firstName < MaxNames)
            {
                names.Add(NameHash.OfFolded(MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref _value, _nameStart), end - _nameStart)));
            }

            _nameStart = -1;
            _previous = 0;
            _nameShape = 0;
            _nameBits = 0;
            _mixed = false;
        }
    }
}
