using System.Buffers;

namespace Chaffinch.Reading;

/// <summary>Picks the text around bytes above 0x7F, spread over the input, without markup.</summary>
internal static class CharsetSampler
{
    private const int Regions = 16;
    private const int ContextBytes = 40;
    private static readonly SearchValues<byte> Borders = SearchValues.Create("\n\r <>"u8);

    /// <summary>Fills <paramref name="sample"/>; each piece begins and ends beside an ASCII byte that is no trail byte in any encoding.</summary>
    /// <returns>The number of bytes taken.</returns>
    public static int Take(ReadOnlySpan<byte> s, Span<byte> sample)
    {
        int taken = 0;
        int from = 0;
        for (int region = 0; region < Regions && from < s.Length; region++)
        {
            int start = (int)((long)s.Length * region / Regions);
            int end = (int)((long)s.Length * (region + 1) / Regions);
            if (start > from)
            {
                // Inside of a region the first border is where characters begin for certain; pages without any are taken from where they are.
                int border = s[start..end].IndexOfAny(Borders);
                from = border < 0 ? Math.Max(from, start) : start + border;
            }

            int budget = sample.Length * (region + 1) / Regions;
            while (from < end && taken < budget && Piece(s, ref from, sample[taken..budget], out int length))
            {
                taken += length;
            }
        }

        return taken;
    }

    private static bool Piece(ReadOnlySpan<byte> s, ref int from, Span<byte> to, out int length)
    {
        length = 0;
        if (to.Length <= 2 * ContextBytes)
        {
            return false;
        }

        int high = s[from..].IndexOfAnyInRange((byte)0x80, (byte)0xFF);
        if (high < 0)
        {
            from = s.Length;
            return false;
        }

        high += from;
        int start = Math.Max(from, high - ContextBytes);
        int tag = s[start..high].LastIndexOfAny((byte)'<', (byte)'>');
        start = tag < 0 ? start : start + tag + 1;
        int end = high;
        int last = high;
        int room = Math.Min(s.Length, start + to.Length - 1);
        while (end < room && end - last <= ContextBytes && s[end] is not (byte)'<' and not (byte)'>')
        {
            last = s[end] >= 0x80 ? end : last;
            end++;
        }

        if (end == room && end < s.Length)
        {
            // The room ends inside of the text: the last border is where a character ends for certain.
            int border = s[start..end].LastIndexOfAny(Borders);
            end = border > 0 ? start + border : end;
        }

        length = end - start;
        if (length <= 0)
        {
            from = s.Length;
            return false;
        }

        s[start..end].CopyTo(to);
        to[length++] = (byte)'\n';
        from = end;
        return true;
    }
}
