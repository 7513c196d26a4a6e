using System.Runtime.CompilerServices;
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

    private static readonly ulong[] Keys = new ulong[1 << Bits];
    private static readonly byte[] Lengths = new byte[1 << Bits];
    private static readonly byte[][] Rests = new byte[1 << Bits][];
    private static readonly HtmlAttribute[] Attributes = Fill();

    /// <summary>Number of names that fell on a taken place: 0, or the multiplier is wrong.</summary>
    public static int CollisionCount { get; private set; }

    /// <summary>The attribute of a name.</summary>
    /// <param name="key">Its first eight bytes in lower case, the first in the lowest byte, zeros above.</param>
    /// <param name="name">The whole name in any case.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static HtmlAttribute Find(ulong key, ReadOnlySpan<byte> name)
    {
        int at = (int)((key * Multiplier) >> (64 - Bits));
        if (Keys[at] != key || Lengths[at] != name.Length)
        {
            return HtmlAttribute.Other;
        }

        return name.Length <= 8 || TagNames.EqualsFolded(name[8..], Rests[at]) ? Attributes[at] : HtmlAttribute.Other;
    }

    private static HtmlAttribute[] Fill()
    {
        string[] names = All.Split(' ');
        var attributes = new HtmlAttribute[1 << Bits];
        for (int i = 0; i < names.Length; i++)
        {
            ulong key = 0;
            for (int k = 0; k < Math.Min(8, names[i].Length); k++)
            {
                key |= (ulong)names[i][k] << (8 * k);
            }

            int at = (int)((key * Multiplier) >> (64 - Bits));
            CollisionCount += Keys[at] == 0 ? 0 : 1;
            Keys[at] = key;
            Lengths[at] = (byte)names[i].Length;
            Rests[at] = names[i].Length > 8 ? System.Text.Encoding.ASCII.GetBytes(names[i][8..]) : [];
            attributes[at] = (HtmlAttribute)((int)HtmlAttribute.AriaHidden + i);
        }

        return attributes;
    }
}
