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

    public NameFacts Read(ReadOnlySpan<byte> value)
    {
        value = value[..Math.Min(value.Length, MaxBytes)];
        ulong key = NameHash.OfBytes(value);
        int slot = (int)(key >> 53);
        if (_keys[slot] != key)
        {
            _facts[slot] = Split(value);
            _keys[slot] = key;
        }

        return _facts[slot];
    }

    private static NameFacts Split(ReadOnlySpan<byte> value)
    {
        uint bits = 0;
        ulong shape = 0;
        while (true)
        {
            int start = value.IndexOfAnyExcept(Blanks.Ascii);
            if (start < 0)
            {
                break;
            }

            value = value[start..];
            int end = value.IndexOfAny(Blanks.Ascii);
            ReadOnlySpan<byte> name = end < 0 ? value : value[..end];
            uint nameBits = OfName(name, out ulong nameShape);
            bits |= nameBits;
            if ((nameBits & HintTable.State) == 0)
            {
                shape = (shape * 31) + nameShape;
            }

            value = value[name.Length..];
        }

        Hints hints = (Hints)(bits & ~(HintTable.State | HintTable.Foldable));
        return new(hints, (bits & HintTable.Foldable) != 0, shape);
    }

    private static uint OfName(ReadOnlySpan<byte> name, out ulong shape)
    {
        uint bits = 0;
        ulong previous = 0;
        ulong word = NameHash.Seed;
        ulong whole = NameHash.Seed;
        int letters = 0;
        byte last = 0;
        shape = NameHash.Seed;
        foreach (byte b in name)
        {
            bool letter = char.IsAsciiLetter((char)b) || b >= 0x80;
            bool border = letters > 0 && (!letter || (char.IsAsciiLetterUpper((char)b) && char.IsAsciiLetterLower((char)last)));
            if (border)
            {
                bits |= EndWord(ref previous, ref word);
                letters = 0;
            }

            if (letter)
            {
                word = NameHash.Add(word, b);
                letters++;
            }

            whole = NameHash.Add(whole, b);
            if (!char.IsAsciiDigit((char)b))
            {
                shape = NameHash.Add(shape, b);
            }

            last = b;
        }

        if (letters > 0)
        {
            bits |= EndWord(ref previous, ref word);
        }

        return bits | HintTable.OfWhole(whole);
    }

    private static uint EndWord(ref ulong previous, ref ulong word)
    {
        uint bits = HintTable.OfWord(word) & ~HintTable.State;
        if (previous != 0)
        {
            bits |= HintTable.OfPair(previous, word);
        }
        else
        {
            bits |= HintTable.OfWord(word);
        }

        previous = word;
        word = NameHash.Seed;
        return bits;
    }
}
