using System.Runtime.CompilerServices;
using Chaffinch.Model;

namespace Chaffinch.Parsing;

/// <summary>Finds <see cref="HtmlTag"/> by name: the first eight bytes, folded to lower case, hash into a table without collisions.</summary>
internal static class TagNames
{
    /// <summary>Names in the order of <see cref="HtmlTag"/> from <see cref="HtmlTag.A"/> on.</summary>
    public const string All =
        "a abbr acronym address applet area article aside audio b base basefont bdi bdo bgsound big blink blockquote body br button " +
        "canvas caption center cite code col colgroup command data datalist dd del details dfn dialog dir div dl dt em embed fieldset " +
        "figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe image img input ins " +
        "isindex kbd keygen label legend li link listing main map mark marquee menu menuitem meta meter multicol nav nextid nobr " +
        "noembed noframes noscript object ol optgroup option output p param picture plaintext pre progress q rb rbc rp rt rtc ruby s " +
        "samp script search section select slot small source spacer span strike strong style sub summary sup table tbody td template " +
        "textarea tfoot th thead time title tr track tt u ul var video wbr xmp svg math mi mo mn ms mtext annotation-xml foreignobject desc";

    private const int Bits = 10;
    private const ulong Multiplier = 0x1D84FE1B02F2E903;

    private static readonly byte[][] Names = Split();
    private static readonly ulong[] Keys = new ulong[1 << Bits];
    private static readonly HtmlTag[] Tags = Fill();

    /// <summary>The name of a tag in lower case; empty for <see cref="HtmlTag.None"/> and <see cref="HtmlTag.Other"/>.</summary>
    public static ReadOnlySpan<byte> NameOf(HtmlTag tag) => tag < HtmlTag.A ? [] : Names[tag - HtmlTag.A];

    /// <summary>The same as an array that lives as long as the process.</summary>
    public static byte[] BytesOf(HtmlTag tag) => Names[tag - HtmlTag.A];

    /// <summary>Number of names that fell on a taken place: 0, or the multiplier is wrong.</summary>
    public static int CollisionCount { get; private set; }

    /// <summary>The tag of a name of up to eight bytes.</summary>
    /// <param name="key">The name's bytes in lower case, the first in the lowest byte, zeros above.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static HtmlTag Find(ulong key)
    {
        int at = (int)((key * Multiplier) >> (64 - Bits));
        return Keys[at] == key ? Tags[at] : HtmlTag.Other;
    }

    /// <summary>The tag of a name of any length.</summary>
    public static HtmlTag Find(ReadOnlySpan<byte> name)
    {
        if (name.Length <= 8)
        {
            return Find(KeyOf(name));
        }

        HtmlTag candidate = name.Length switch
        {
            9 => HtmlTag.Plaintext,
            10 => (name[0] | 0x20) == 'b' ? HtmlTag.Blockquote : HtmlTag.Figcaption,
            13 => HtmlTag.ForeignObject,
            14 => HtmlTag.AnnotationXml,
            _ => HtmlTag.Other,
        };
        return candidate != HtmlTag.Other && EqualsFolded(name, NameOf(candidate)) ? candidate : HtmlTag.Other;
    }

    /// <summary>True when the two are equal but for ASCII case.</summary>
    public static bool EqualsFolded(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b) => System.Text.Ascii.EqualsIgnoreCase(a, b) || EqualsSlowly(a, b);

    // Ascii.EqualsIgnoreCase answers no for anything outside ASCII.
    private static bool EqualsSlowly(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        if (a.Length != b.Length)
        {
            return false;
        }

        for (int i = 0; i < a.Length; i++)
        {
            if (Fold(a[i]) != Fold(b[i]))
            {
                return false;
            }
        }

        return true;
    }

    private static byte Fold(byte b) => b is >= (byte)'A' and <= (byte)'Z' ? (byte)(b | 0x20) : b;

    private static ulong KeyOf(ReadOnlySpan<byte> name)
    {
        ulong key = 0;
        for (int i = 0; i < name.Length; i++)
        {
            key |= (ulong)(name[i] == 0 ? 0xFF : Fold(name[i])) << (8 * i); // A NUL must not look like the name's end.
        }

        return key;
    }

    private static byte[][] Split()
    {
        string[] words = All.Split(' ');
        var names = new byte[words.Length][];
        for (int i = 0; i < words.Length; i++)
        {
            names[i] = System.Text.Encoding.ASCII.GetBytes(words[i]);
        }

        return names;
    }

    private static HtmlTag[] Fill()
    {
        var tags = new HtmlTag[1 << Bits];
        for (int i = 0; i < Names.Length; i++)
        {
            if (Names[i].Length > 8)
            {
                continue;
            }

            ulong key = KeyOf(Names[i]);
            int at = (int)((key * Multiplier) >> (64 - Bits));
            CollisionCount += Keys[at] == 0 ? 0 : 1;
            Keys[at] = key;
            tags[at] = (HtmlTag)((int)HtmlTag.A + i);
        }

        return tags;
    }
}
