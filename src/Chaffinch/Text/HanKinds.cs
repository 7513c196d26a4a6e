namespace Chaffinch.Text;

/// <summary>Which national standards have a Chinese character.</summary>
[Flags]
internal enum HanKind : byte
{
    /// <summary>Several, or none of them.</summary>
    None = 0,

    /// <summary>In GB 2312 and not in Big5: a simplified form.</summary>
    Simplified = 1,

    /// <summary>In Big5 and not in GB 2312: a traditional form.</summary>
    Traditional = 2,

    /// <summary>In JIS X 0208 and in neither of them: a Japanese form.</summary>
    Japanese = 4,
}

/// <summary>Tells simplified, traditional and Japanese forms of Chinese characters by table; made by <c>lab/tables/cjk.py</c>.</summary>
internal static class HanKinds
{
    private const int First = 0x4E00;
    private const int End = 0xA000;
    private static readonly byte[] Nibbles = Load();

    /// <summary>The kind of a UTF-16 code unit; <see cref="HanKind.None"/> outside of U+4E00 to U+9FFF.</summary>
    public static HanKind Of(char c)
    {
        int i = c - First;
        return (uint)i >= End - First ? HanKind.None : (HanKind)(Nibbles[i >> 1] >> ((i & 1) * 4) & 15);
    }

    private static byte[] Load()
    {
        using Stream stream = typeof(HanKinds).Assembly.GetManifestResourceStream("han.res")
            ?? throw new InvalidOperationException("The resource han.res is missing from the assembly.");
        var nibbles = new byte[(End - First) / 2];
        stream.ReadExactly(nibbles);
        return nibbles;
    }
}
