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

    private const byte Lower = 0;
    private const byte Upper = 1;
    private const byte Digit = 2;
    private const byte Other = 3;
    private const byte Blank = 4;

    private static readonly byte[] Kinds = BuildKinds();

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

    private static NameFacts Split(ReadOnlySpan<byte> value)
    {
        var reader = default(Reader);
        reader.StartName();
        byte last = Other;
        foreach (byte b in value)
        {
            byte kind = Kinds[b];
            if (kind == Blank)
            {
                reader.EndName();
            }
            else
            {
                reader.Add(b, kind, last);
            }

            last = kind;
        }

        reader.EndName();
        Hints hints = (Hints)(reader.Bits & ~(HintTable.State | HintTable.Foldable));
        return new(hints, (reader.Bits & HintTable.Foldable) != 0, reader.Shape);
    }

    private static byte[] BuildKinds()
    {
        var kinds = new byte[256];
        for (int b = 0; b < 256; b++)
        {
            kinds[b] = Blanks.IsBlank((byte)b) ? Blank
                : b is >= 'a' and <= 'z' or >= 0x80 ? Lower
                : b is >= 'A' and <= 'Z' ? Upper
                : b is >= '0' and <= '9' ? Digit
                : Other;
        }

        return kinds;
    }

    /// <summary>Reads the names of one value byte by byte.</summary>
    private ref struct Reader
    {
        private ulong _previous;
        private ulong _word;
        private ulong _nameShape;
        private uint _nameBits;
        private bool _inWord;
        private bool _mixed;

        public uint Bits { get; private set; }

        public ulong Shape { get; private set; }

        public void StartName()
        {
            _previous = 0;
            _word = NameHash.Seed;
            _nameShape = 0;
            _nameBits = 0;
            _inWord = false;
            _mixed = false;
        }

        public void Add(byte b, byte kind, byte last)
        {
            if (kind > Upper)
            {
                _mixed = true;
                if (_inWord)
                {
                    EndWord();
                }

                return;
            }

            if (kind == Upper && last == Lower && _inWord)
            {
                EndWord();
            }

            _word = NameHash.AddFolded(_word, kind == Upper ? (byte)(b | 0x20) : b);
            _inWord = true;
        }

        public void EndName()
        {
            if (_inWord)
            {
                EndWord();
            }

            if (_nameShape != 0)
            {
                Bits |= _nameBits | (_mixed ? 0 : HintTable.OfWhole(_nameShape));
                Shape = (_nameBits & HintTable.State) == 0 ? (Shape * 31) + _nameShape : Shape;
            }

            StartName();
        }

        private void EndWord()
        {
            uint bits = HintTable.OfWord(_word);
            if (_previous != 0)
            {
                // A state in the middle of a name is none: nav-open-icon.
                bits = (bits & ~HintTable.State) | HintTable.OfPair(_previous, _word);
            }

            _nameBits |= bits;
            _nameShape = _nameShape == 0 ? _word : (_nameShape * 31) ^ _word;
            _previous = _word;
            _word = NameHash.Seed;
            _inWord = false;
        }
    }
}
