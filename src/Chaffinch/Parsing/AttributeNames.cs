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
        ref readonly Entry entry = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(Table), (nint)((key * Multiplier) >> (64 - Bits)));
        bool found = entry.Key == key & entry.Length == length;
        return !found ? HtmlAttribute.Other
            : length <= 8 || TagNames.EqualsFolded(new ReadOnlySpan<byte>(name + 8, length - 8), entry.Rest) ? entry.Attribute
            : HtmlAttribute.Other;
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

            ref Entry entry = ref table[(int)((key * Multiplier) >> (64 - Bits))];
            CollisionCount += entry.Key == 0 ? 0 : 1;
            entry = new Entry(
                key, names[i].Length > 8 ? System.Text.Encoding.ASCII.GetBytes(names[i][8..]) : [], names[i].Length, (HtmlAttribute)((int)HtmlAttribute.AriaHidden + i));
        }

        return table;
    }

    private readonly record struct Entry(ulong Key, byte[] Rest, int Length, HtmlAttribute Attribute);
}
