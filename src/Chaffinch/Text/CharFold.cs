using System.Runtime.CompilerServices;

namespace Chaffinch.Text;

/// <summary>Makes code units that differ only in case or width equal.</summary>
internal static class CharFold
{
    private static readonly char[] Table = Build();

    /// <summary>The lower-case, normal-width form of <paramref name="c"/>; by table, no culture.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static char Fold(char c) => Table[c];

    private static char[] Build()
    {
        var table = new char[0x10000];
        for (int i = 0; i < table.Length; i++)
        {
            char c = (char)i;
            table[i] = char.ToLowerInvariant(c is >= '\uFF01' and <= '\uFF5E' ? (char)(c - 0xFEE0) : c);
        }

        return table;
    }
}
