using Chaffinch.Corpora.Model;

namespace Chaffinch.Corpora.Inflating;

/// <summary>Headers of gzip members.</summary>
internal static class GzipHeader
{
    private const int MaxBytes = 128 << 10;

    /// <summary>The two bytes that every member begins with, and the only method there is.</summary>
    public static ReadOnlySpan<byte> Magic => [0x1F, 0x8B, 8];

    /// <summary>Bytes of the header at the current position; 0 where there is none, or where it is cut off or over 128 KiB long.</summary>
    public static int Length(ByteSource source)
    {
        if (!source.Ensure(10) || !source.Window.StartsWith(Magic) || (source.Window[3] & 0xE0) != 0)
        {
            return 0;
        }

        int flags = source.Window[3];
        int at = 10;
        if ((flags & 4) != 0)
        {
            if (!source.Ensure(at + 2))
            {
                return 0;
            }

            at += 2 + source.Window[at] + (source.Window[at + 1] << 8);
        }

        for (int flag = 8; flag <= 16; flag <<= 1)
        {
            if ((flags & flag) != 0 && (at = BehindZero(source, at)) == 0)
            {
                return 0;
            }
        }

        at += (flags & 2) != 0 ? 2 : 0;
        return source.Ensure(at) ? at : 0;
    }

    private static int BehindZero(ByteSource source, int at)
    {
        for (int seen = at; seen < MaxBytes;)
        {
            if (!source.Ensure(seen + 1))
            {
                return 0;
            }

            int zero = source.Window[seen..].IndexOf((byte)0);
            if (zero >= 0)
            {
                return seen + zero + 1;
            }

            seen = source.Window.Length;
        }

        return 0;
    }
}
