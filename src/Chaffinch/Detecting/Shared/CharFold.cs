using System.Runtime.CompilerServices;

namespace Chaffinch.Detecting.Shared;

/// <summary>Folds case and width of one UTF-16 code unit, by table.</summary>
internal static class CharFold
{
    private static readonly char[] Table = Build();

    /// <summary>The lower-case, normal-width form of <paramref name="c"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static char Fold(char c) => Table[c];

    private static char[] Build()
    {
        var table = new char[0x10000];
        for (int i = 0; i < table.Length; i++)
        {
            char c = (char)i;
            if (c is >= '\uFF01' and <= '\uFF5E')
            {
                c = (char)(c - 0xFEE0);
            }

            table[i] = char.ToLowerInvariant(c);
        }

        return table;
    }
}
