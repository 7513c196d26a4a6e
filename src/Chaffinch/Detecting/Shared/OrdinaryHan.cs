using System.Buffers;
using System.Text;

namespace Chaffinch.Detecting.Shared;

/// <summary>The characters that simplified Chinese is written with (GB 2312), and the components that are no characters of a text.</summary>
internal static class OrdinaryHan
{
    private const int First = 0x4E00;
    private const int End = 0xA000;

    private static readonly ulong[] Bits = Load();

    private static readonly SearchValues<char> Components = SearchValues.Create("亻冫氵丬忄扌犭纟讠辶钅饣礻衤宀疒艹彳囗刂卩廴灬");

    /// <summary>True for the characters of GB 2312 but for bare components, and for the few that came into use after it.</summary>
    public static bool Is(char c)
    {
        int i = c - First;
        return (uint)i >= End - First ? c is '〇' or '々' : (Bits[i >> 6] >> (i & 63) & 1) != 0;
    }

    /// <summary>True for a component that stands for no word of its own.</summary>
    public static bool IsComponent(char c) => Components.Contains(c);

    private static ulong[] Load()
    {
        Encoding gbk = CodePagesEncodingProvider.Instance.GetEncoding(936, EncoderFallback.ReplacementFallback, DecoderFallback.ReplacementFallback)!;
        var bits = new ulong[(End - First + 63) / 64];
        Span<byte> pair = stackalloc byte[2];
        for (int lead = 0xB0; lead <= 0xF7; lead++)
        {
            for (int trail = 0xA1; trail <= 0xFE; trail++)
            {
                (pair[0], pair[1]) = ((byte)lead, (byte)trail);
                foreach (char c in gbk.GetString(pair))
                {
                    Set(bits, c);
                }
            }
        }

        // General use since 1988 and 2013 (List of Commonly Used Standard Chinese Characters), and frequent in names.
        foreach (char c in "啰瞭镕堃喆瑄昇玥珺祎梓頔翀赟旸砼囧濛榈妳祂祇犇翾璟琤璠煊垚焜罃瑢骉槑飏嬅鼗")
        {
            Set(bits, c);
        }

        return bits;
    }

    private static void Set(ulong[] bits, char c)
    {
        int i = c - First;
        if ((uint)i < End - First)
        {
            bits[i >> 6] |= 1UL << (i & 63);
        }
    }
}
