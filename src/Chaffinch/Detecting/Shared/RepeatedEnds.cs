using Chaffinch.Model;

namespace Chaffinch.Detecting.Shared;

/// <summary>Finds the phrases that many clauses of a page end in.</summary>
/// <remarks>One pass over the clause ends with a table of fixed size, then one for each of a few candidates.</remarks>
internal static class RepeatedEnds
{
    private const int Slots = 2048;
    private const int MaxProbes = 6;

    /// <summary>Finds phrases with a length of <paramref name="least"/> to <paramref name="most"/> that so many clauses end in.</summary>
    /// <param name="page">The page.</param>
    /// <param name="ends">Positions where clauses end, each behind <paramref name="least"/> letters.</param>
    /// <param name="least">Least length.</param>
    /// <param name="most">Most length.</param>
    /// <param name="count">Least number of clauses.</param>
    /// <param name="found">Takes the phrases.</param>
    /// <returns>How many were found.</returns>
    public static int Find(SegmentedPage page, ReadOnlySpan<int> ends, int least, int most, int count, Span<TextSpan> found)
    {
        ReadOnlySpan<char> text = page.Page.Text;
        Span<ushort> first = stackalloc ushort[Slots];
        Span<ushort> counts = stackalloc ushort[Slots];
        first.Clear();
        counts.Clear();
        for (int e = 0; e < ends.Length; e++)
        {
            int slot = SlotOf(text, ends, e, least, first);
            if (slot >= 0)
            {
                first[slot] = first[slot] == 0 ? (ushort)(e + 1) : first[slot];
                counts[slot]++;
            }
        }

        int phrases = 0;
        for (int slot = 0; slot < Slots && phrases < found.Length; slot++)
        {
            if (counts[slot] >= count)
            {
                found[phrases++] = Longest(page, ends, ends[first[slot] - 1], least, most, counts[slot]);
            }
        }

        return phrases;
    }

    private static int SlotOf(ReadOnlySpan<char> text, ReadOnlySpan<int> ends, int e, int length, ReadOnlySpan<ushort> first)
    {
        ReadOnlySpan<char> tail = text.Slice(ends[e] - length, length);
        uint hash = 2166136261;
        foreach (char c in tail)
        {
            hash = (hash ^ c) * 16777619;
        }

        for (int probe = 0; probe < MaxProbes; probe++)
        {
            int slot = (int)((hash >> 7) + (uint)probe) & (Slots - 1);
            if (first[slot] == 0 || text.Slice(ends[first[slot] - 1] - length, length).SequenceEqual(tail))
            {
                return slot;
            }
        }

        return -1;
    }

    // As long as nine tenths of the clauses have it.
    private static TextSpan Longest(SegmentedPage page, ReadOnlySpan<int> ends, int end, int least, int most, int count)
    {
        ReadOnlySpan<char> text = page.Page.Text;
        int length = least;
        while (length < most && end - length > 0 && Chaffinch.Text.CharClasses.IsLetter(page.Classes[end - length - 1]))
        {
            int same = 0;
            foreach (int other in ends)
            {
                same += other > length && text.Slice(other - length - 1, length + 1).SequenceEqual(text.Slice(end - length - 1, length + 1)) ? 1 : 0;
            }

            if (same * 10 < count * 9)
            {
                break;
            }

            length++;
        }

        return new TextSpan(end - length, end);
    }
}
