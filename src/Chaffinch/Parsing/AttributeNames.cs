using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Chaffinch.Model;

namespace Chaffinch.Parsing;

/// <summary>Finds <see cref="HtmlAttribute"/> by name, as <see cref="TagNames"/> does for tags.</summary>
internal static class AttributeNames
{
    /// <summary>Names in the order of <see cref="HtmlAttribute"/> from <see cref="HtmlAttribute.AriaHidden"/> on.</summary>
    public const string All =
        "aria-hidden aria-expanded bgcolor charset class color content datetime height hidden href http-equiv id itemprop itemtype " +
        "lang name property rel role size srcdoc style type width encoding start value alt src title face";

    private const int Bits = 8;
    private const ulong Multiplier = 0xD23F0824128B2F33;

    private static readonly byte[][] Rests = new byte[1 << Bits][];
    private static readonly Entry[] Table = Fill();

    /// <summary>Number of names that fell on a taken place: 0, or the multiplier is wrong.</summary>
    public static int CollisionCount { get; private set; }

    /// <summary>The attribute of a name.</summary>
    /// <param name="key">Its first eight bytes in lower case, the first in the lowest byte, zeros above.</param>
    /// <param name="name">The whole name in any case.</param>
    /// <param name="length">Its bytes.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe HtmlAttribute Find(ulong key, byte* name, int length)
    {
        nint at = (nint)((key * Multiplier) >> (64 - Bits));
        ref Entry entry = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(Table), at);
        bool found = entry.Key == key & entry.Length == length;
        if (length > 8 && found)
        {
            found = TagNames.EqualsFolded(new ReadOnlySpan<byte>(name + 8, length - 8), Rests[at]);
        }

        // No branch: what comes cannot be foreseen.
        return (HtmlAttribute)((int)entry.Attribute & -Unsafe.BitCast<bool, byte>(found));
    }

    /// <summary>A place of the table.</summary>
    private struct Entry
    {
        public ulong Key;
        public int Length;
        public HtmlAttribute Attribute;
    }

    private static Entry[] Fill()
    {
        string[] names = All.Split(' ');
        var table = new Entry[1 << Bits];
        for (int i = 0; i < names.Length; i++)
        {
            ulong key = 0;
            for (int k = 0; k < Math.Min(8, names[i].Length); k++)
            {
                key |= (ulong)names[i][k] << (8 * k);
            }

            int at = (int)((key * Multiplier) >> (64 - Bits));
            CollisionCount += table[at].Key == 0 ? 0 : 1;
            table[at] = new Entry { Key = key, Length = names[i].Length, Attribute = (HtmlAttribute)((int)HtmlAttribute.AriaHidden + i) };
            Rests[at] = names[i].Length > 8 ? System.Text.Encoding.ASCII.GetBytes(names[i][8..]) : [];
        }

        return table;
    }
}
