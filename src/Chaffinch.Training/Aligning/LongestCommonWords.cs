namespace Chaffinch.Training.Aligning;

/// <summary>A longest common subsequence of two word sequences, found 64 cells at once.</summary>
/// <remarks>
/// Hyyrö, "Bit-parallel LCS-length computation revisited" (2004). Time and memory are the product of both lengths in bits: a page of
/// 10,000 words against a text of as many takes 12 MB.
/// </remarks>
internal static class LongestCommonWords
{
    /// <summary>For each word of <paramref name="page"/> the index of the word of <paramref name="gold"/> that it is matched with, or -1.</summary>
    /// <remarks>Among equally long matches the earliest words of the page win.</remarks>
    public static int[] Match(ReadOnlySpan<int> page, ReadOnlySpan<int> gold)
    {
        var matched = new int[page.Length];
        Array.Fill(matched, -1);
        int width = (gold.Length + 63) / 64;
        if (width == 0 || page.IsEmpty)
        {
            return matched;
        }

        Dictionary<int, ulong[]> places = PlacesOf(gold, width);
        var rows = new ulong[page.Length][];
        var row = new ulong[width];
        Array.Fill(row, ulong.MaxValue);
        for (int i = 0; i < page.Length; i++)
        {
            rows[i] = row = Next(row, places.GetValueOrDefault(page[i]));
        }

        int at = page.Length;
        int column = gold.Length;
        while (at > 0 && column > 0)
        {
            if (IsSet(rows[at - 1], column - 1))
            {
                column--;
                continue;
            }

            at--;
            if (at == 0 || IsSet(rows[at - 1], column - 1))
            {
                matched[at] = --column;
            }
        }

        return matched;
    }

    private static bool IsSet(ulong[] row, int bit) => ((row[bit >> 6] >> (bit & 63)) & 1) != 0;

    private static Dictionary<int, ulong[]> PlacesOf(ReadOnlySpan<int> gold, int width)
    {
        var places = new Dictionary<int, ulong[]>();
        for (int j = 0; j < gold.Length; j++)
        {
            if (!places.TryGetValue(gold[j], out ulong[]? bits))
            {
                places.Add(gold[j], bits = new ulong[width]);
            }

            bits[j >> 6] |= 1UL << (j & 63);
        }

        return places;
    }

    private static ulong[] Next(ulong[] row, ulong[]? places)
    {
        if (places is null)
        {
            return row;
        }

        var next = new ulong[row.Length];
        ulong carry = 0;
        for (int w = 0; w < row.Length; w++)
        {
            ulong v = row[w];
            ulong u = v & places[w];
            ulong sum = unchecked(v + u + carry);
            carry = sum < v || (carry != 0 && sum == v) ? 1UL : 0;
            next[w] = sum | (v & ~u);
        }

        return next;
    }
}
