namespace Chaffinch.Corpora.Inflating;

/// <summary>Decoding tables of one deflate block, built from code lengths (RFC 1951, 3.2.2).</summary>
/// <remarks>
/// An entry is 32 bits. Bits 0-7: bits to consume, those of the code word and its extra bits together. Bits 8-11: bits of the code word alone.
/// Bits 16-31: the value: a literal, the base of a length or distance, the place of a subtable. Two flags between: literal, special. A special entry
/// is the end of the block (value 0), a code that does not exist (value 1), or a subtable (its bits 0-7: bits of the root; bits 8-11: index bits of the subtable).
/// </remarks>
internal static class DeflateTables
{
    public const int LiteralRootBits = 11;
    public const int DistanceRootBits = 8;
    public const int PreRootBits = 7;

    /// <summary>Entries that suffice for any complete code: the root and the largest sum of subtables (zlib's ENOUGH, for 288 and 32 symbols of up to 15 bits).</summary>
    public const int LiteralEntries = 2400;
    public const int DistanceEntries = 512;

    public const uint LiteralFlag = 1u << 12;
    public const uint SpecialFlag = 1u << 13;
    public const uint SubtableFlag = 1u << 14;
    public const uint EndOfBlock = SpecialFlag;
    public const uint Invalid = SpecialFlag | (1u << 16);

    private const int MaxBits = 15;

    private static readonly uint[] LiteralValues = MakeLiterals();
    private static readonly uint[] DistanceValues = MakeDistances();
    private static readonly uint[] PreValues = [.. Enumerable.Range(0, 19).Select(i => (uint)i << 16)];

    public static bool BuildLiterals(ReadOnlySpan<byte> lengths, uint[] table) => Build(lengths, LiteralValues, table, LiteralRootBits, mayBeIncomplete: true);

    public static bool BuildDistances(ReadOnlySpan<byte> lengths, uint[] table) => Build(lengths, DistanceValues, table, DistanceRootBits, mayBeIncomplete: true);

    public static bool BuildPre(ReadOnlySpan<byte> lengths, uint[] table) => Build(lengths, PreValues, table, PreRootBits, mayBeIncomplete: false);

    private static bool Build(ReadOnlySpan<byte> lengths, uint[] values, uint[] table, int rootBits, bool mayBeIncomplete)
    {
        Span<int> count = stackalloc int[MaxBits + 1];
        Span<int> next = stackalloc int[MaxBits + 2];
        count.Clear();
        foreach (byte length in lengths)
        {
            count[length]++;
        }

        int longest = MaxBits;
        while (longest > 0 && count[longest] == 0)
        {
            longest--;
        }

        int left = 1;
        for (int bits = 1; bits <= MaxBits; bits++)
        {
            left = (left << 1) - count[bits];
            if (left < 0)
            {
                return false;
            }
        }

        // As zlib: a code with holes is allowed where it has no word at all or a single one of one bit.
        if (left > 0 && !(mayBeIncomplete && longest <= 1))
        {
            return false;
        }

        if (left > 0)
        {
            table.AsSpan(0, 1 << rootBits).Fill(Invalid | 1);
        }

        Span<ushort> sorted = stackalloc ushort[288];
        next[1] = 0;
        for (int bits = 1; bits <= MaxBits; bits++)
        {
            next[bits + 1] = next[bits] + count[bits];
        }

        int used = next[MaxBits + 1];
        for (int symbol = 0; symbol < lengths.Length; symbol++)
        {
            if (lengths[symbol] != 0)
            {
                sorted[next[lengths[symbol]]++] = (ushort)symbol;
            }
        }

        Fill(sorted[..used], lengths, count, values, table, rootBits);
        return true;
    }

    // Goes through the code words in order; a word is kept with its bits reversed, as deflate packs them from the low end.
    private static void Fill(ReadOnlySpan<ushort> sorted, ReadOnlySpan<byte> lengths, ReadOnlySpan<int> count, uint[] values, uint[] table, int rootBits)
    {
        uint word = 0;
        int subBase = 1 << rootBits;
        int subBits = 0;
        uint subRoot = uint.MaxValue;
        Span<int> left = stackalloc int[MaxBits + 1];
        count.CopyTo(left);
        for (int i = 0; i < sorted.Length; i++)
        {
            int symbol = sorted[i];
            int bits = lengths[symbol];
            if (bits <= rootBits)
            {
                uint entry = values[symbol] + (uint)(bits | (bits << 8));
                for (uint at = word; at < 1u << rootBits; at += 1u << bits)
                {
                    table[at] = entry;
                }
            }
            else
            {
                uint root = word & ((1u << rootBits) - 1);
                if (root != subRoot)
                {
                    subBase = subRoot == uint.MaxValue ? 1 << rootBits : subBase + (1 << subBits);
                    subRoot = root;
                    subBits = bits - rootBits;
                    for (int room = 1 << subBits, b = bits; (room -= left[b]) > 0 && b < MaxBits; b++, room <<= 1)
                    {
                        subBits = b + 1 - rootBits;
                    }

                    table[root] = SpecialFlag | SubtableFlag | (uint)rootBits | ((uint)subBits << 8) | ((uint)subBase << 16);
                }

                uint entry = values[symbol] + (uint)((bits - rootBits) | ((bits - rootBits) << 8));
                for (uint at = word >> rootBits; at < 1u << subBits; at += 1u << (bits - rootBits))
                {
                    table[subBase + (int)at] = entry;
                }
            }

            left[bits]--;
            word = NextWord(word, bits);
        }
    }

    // Counts up by one in reversed bit order. Longer words begin with the same bits, so that nothing changes when the length grows.
    private static uint NextWord(uint word, int bits)
    {
        uint bit = 1u << (bits - 1);
        while ((word & bit) != 0)
        {
            word ^= bit;
            bit >>= 1;
        }

        return word | bit;
    }

    private static uint[] MakeLiterals()
    {
        var values = new uint[288];
        for (uint i = 0; i < 256; i++)
        {
            values[i] = LiteralFlag | (i << 16);
        }

        values[256] = EndOfBlock;
        uint length = 3;
        for (int i = 257; i < 285; i++)
        {
            int extra = i < 265 ? 0 : (i - 261) / 4;
            values[i] = (length << 16) | (uint)extra;
            length += 1u << extra;
        }

        values[285] = 258u << 16;
        values[286] = values[287] = Invalid;
        return values;
    }

    private static uint[] MakeDistances()
    {
        var values = new uint[32];
        uint distance = 1;
        for (int i = 0; i < 30; i++)
        {
            int extra = i < 4 ? 0 : (i - 2) / 2;
            values[i] = (distance << 16) | (uint)extra;
            distance += 1u << extra;
        }

        values[30] = values[31] = Invalid;
        return values;
    }
}
