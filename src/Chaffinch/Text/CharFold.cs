using System.Runtime.CompilerServices;

namespace Chaffinch.Text;

/// <summary>Makes code units that differ only in case or width equal.</summary>
internal static class CharFold
{
    /// <summary>Lower case, full-width ASCII as ASCII; no allocation, no culture.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static char Of(char c)
    {
        if (c < 0x80)
        {
            return c is >= 'A' and <= 'Z' ? (char)(c | 0x20) : c;
        }

        return c is < '\u2C00' or >= '\uFF00' ? Rest(c) : c;
    }

    private static char Rest(char c)
    {
        if (c is >= '\uFF01' and <= '\uFF5E')
        {
            return Of((char)(c - 0xFEE0));
        }

        return c < '\u2C00' ? char.ToLowerInvariant(c) : c;
    }
}
