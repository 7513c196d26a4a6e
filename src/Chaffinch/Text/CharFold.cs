using System.Runtime.CompilerServices;

namespace Chaffinch.Text;

/// <summary>Makes code units that differ only in case or width equal.</summary>
internal static class CharFold
{
    private static readonly char[] Table = Build();

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

    /// <summary>The same by table, without branches.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static char ByTable(char c) => Table[c];

    private static char[] Build()
    {
        var table = new char[0x10000];
        for (int i = 0; i < table.Length; i++)
        {
            table[i] = Of((char)i);
        }

        return table;
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
