using Chaffinch.Corpora.Model;

namespace Chaffinch.Corpora.Reading;

/// <summary>Finds where WARC records begin and headers end when lengths cannot be trusted.</summary>
internal static class WarcBorders
{
    /// <summary>The longest version line: <c>WARC/1.12</c> and a line end.</summary>
    private const int VersionBytes = 11;

    /// <summary>Whether inflated bytes are the start of a record.</summary>
    public static bool Begins(ReadOnlySpan<byte> first) => first.StartsWith("WARC/"u8) && IsVersion(first[5..]);

    /// <summary>Bytes of a header block with the empty line that ends it; 0 where the end is not there, -1 where the block is over the limit.</summary>
    /// <remarks>Line ends of one byte are taken too: ClueWeb has them.</remarks>
    public static int HeaderLength(ByteSource source, int from, int maxBytes)
    {
        int seen = from;
        while (true)
        {
            ReadOnlySpan<byte> window = source.Window;
            for (int line; seen < window.Length && (line = window[seen..].IndexOf((byte)'\n')) >= 0;)
            {
                int next = seen + line + 1;
                if (next < window.Length && window[next] == '\n')
                {
                    return next + 1;
                }

                if (next + 1 < window.Length && window[next] == '\r' && window[next + 1] == '\n')
                {
                    return next + 2;
                }

                // The two bytes behind this line end are not there yet.
                if (next + 1 >= window.Length)
                {
                    break;
                }

                seen = next;
            }

            if (seen - from > maxBytes || window.Length - from > 2L * maxBytes)
            {
                return -1;
            }

            if (!source.Ensure(window.Length + 1))
            {
                return 0;
            }
        }
    }

    /// <summary>Offset in the window, from <paramref name="from"/> on, of the first record that begins on a line of its own or with a unit; -1 where none does.</summary>
    public static int Find(ByteSource source, int from, int to)
    {
        ReadOnlySpan<byte> window = source.Window;
        to = Math.Min(to, window.Length);
        int unit = source.FindUnit(from, to, Begins);
        int end = unit < 0 ? to : unit;
        for (int at = from; at < end;)
        {
            int found = window[at..end].IndexOf("\nWARC/"u8);
            if (found < 0)
            {
                break;
            }

            at += found + 1;
            if (Begins(window[at..]))
            {
                return at;
            }
        }

        return unit;
    }

    /// <summary>Goes forward to the next record of this segment, or over its end, without keeping what is passed.</summary>
    public static bool SkipTo(ByteSource source)
    {
        while (true)
        {
            source.Ensure(4 * VersionBytes);
            int at = Find(source, 0, source.Window.Length);
            if (at >= 0)
            {
                source.Advance(at);
                return true;
            }

            // A border may stand across the end of the window.
            int keep = Math.Min(source.Window.Length, VersionBytes + 1);
            source.Advance(source.Window.Length - keep);
            if (!source.Ensure(keep + 1))
            {
                source.Advance(source.Window.Length);
                return false;
            }
        }
    }

    private static bool IsVersion(ReadOnlySpan<byte> s)
    {
        int digits = s.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        if (digits is < 1 or > 2 || s[digits] != '.')
        {
            return false;
        }

        s = s[(digits + 1)..];
        int minor = s.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return minor is 1 or 2 && s[minor] is (byte)'\r' or (byte)'\n' or (byte)' ';
    }
}
