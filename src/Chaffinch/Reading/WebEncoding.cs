using System.Collections.Frozen;

namespace Chaffinch.Reading;

/// <summary>How the bytes of an encoding become characters.</summary>
internal enum DecoderKind : byte
{
    Utf8,
    Utf16LittleEndian,
    Utf16BigEndian,
    SingleByte,
    UserDefined,
    Gb18030,
    Big5,
    EucJp,
    Iso2022Jp,
    ShiftJis,
    EucKr,

    /// <summary>Encodings that browsers refuse to decode, since they let scripts hide in plain text.</summary>
    Replacement,
}

/// <summary>An encoding of the WHATWG Encoding Standard.</summary>
internal sealed class WebEncoding
{
    private static readonly WebEncoding[] Encodings = Build();
    private static readonly FrozenDictionary<string, WebEncoding> ByLabel = Encodings
        .SelectMany(e => e.Labels.Split(' ').Select(label => KeyValuePair.Create(label, e)))
        .ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private WebEncoding(string name, DecoderKind kind, int table, string labels)
    {
        Name = name;
        Kind = kind;
        Table = table;
        Labels = labels;
    }

    public static WebEncoding Utf8 { get; } = Named("utf-8");

    public static WebEncoding Utf16LittleEndian { get; } = Named("utf-16le");

    public static WebEncoding Utf16BigEndian { get; } = Named("utf-16be");

    public static WebEncoding Windows1252 { get; } = Named("windows-1252");

    /// <summary>All encodings of the standard.</summary>
    public static ReadOnlySpan<WebEncoding> All => Encodings;

    /// <summary>The standard's name in lower case.</summary>
    public string Name { get; }

    public DecoderKind Kind { get; }

    /// <summary>Index of its table among the single-byte tables, -1 for the others.</summary>
    public int Table { get; }

    /// <summary>True where one character may take several bytes and the encoding is not UTF-8 or UTF-16.</summary>
    public bool IsCjk => Kind is >= DecoderKind.Gb18030 and <= DecoderKind.EucKr;

    private string Labels { get; }

    /// <summary>The encoding that a label names (ASCII case and surrounding white space do not matter), or null.</summary>
    public static WebEncoding? FromLabel(ReadOnlySpan<byte> label)
    {
        label = label.Trim("\t\n\f\r "u8);
        if (label.Length is 0 or > 32)
        {
            return null;
        }

        Span<char> chars = stackalloc char[label.Length];
        for (int i = 0; i < label.Length; i++)
        {
            chars[i] = (char)label[i];
        }

        return ByLabel.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(chars, out WebEncoding? found) ? found : null;
    }

    /// <summary>The encoding of that name; the name must exist.</summary>
    public static WebEncoding Named(string name) => Array.Find(Encodings, e => e.Name == name)
        ?? throw new ArgumentException($"There is no encoding named '{name}'.", nameof(name));

    private static WebEncoding[] Build()
    {
        int table = 0;
        WebEncoding Single(string name, string labels) => new(name, DecoderKind.SingleByte, table++, labels);
        WebEncoding Other(string name, DecoderKind kind, string labels) => new(name, kind, -1, labels);

        // The order of the single-byte ones is that of the tables in encodings.res.
        return
        [
            Single("ibm866", "866 cp866 csibm866 ibm866"),
            Single("iso-8859-2", "csisolatin2 iso-8859-2 iso-ir-101 iso8859-2 iso88592 iso_8859-2 iso_8859-2:1987 l2 latin2"),
            Single("iso-8859-3", "csisolatin3 iso-8859-3 iso-ir-109 iso8859-3 iso88593 iso_8859-3 iso_8859-3:1988 l3 latin3"),
            Single("iso-8859-4", "csisolatin4 iso-8859-4 iso-ir-110 iso8859-4 iso88594 iso_8859-4 iso_8859-4:1988 l4 latin4"),
            Single("iso-8859-5", "csisolatincyrillic cyrillic iso-8859-5 iso-ir-144 iso8859-5 iso88595 iso_8859-5 iso_8859-5:1988"),
            Single("iso-8859-6", "arabic asmo-708 csiso88596e csiso88596i csisolatinarabic ecma-114 iso-8859-6 iso-8859-6-e iso-8859-6-i iso-ir-127 iso8859-6 iso88596 iso_8859-6 iso_8859-6:1987"),
            Single("iso-8859-7", "csisolatingreek ecma-118 elot_928 greek greek8 iso-8859-7 iso-ir-126 iso8859-7 iso88597 iso_8859-7 iso_8859-7:1987 sun_eu_greek"),
            Single("iso-8859-8", "csiso88598e csisolatinhebrew hebrew iso-8859-8 iso-8859-8-e iso-ir-138 iso8859-8 iso88598 iso_8859-8 iso_8859-8:1988 visual"),
            Single("iso-8859-10", "csisolatin6 iso-8859-10 iso-ir-157 iso8859-10 iso885910 l6 latin6"),
            Single("iso-8859-13", "iso-8859-13 iso8859-13 iso885913"),
            Single("iso-8859-14", "iso-8859-14 iso8859-14 iso885914"),
            Single("iso-8859-15", "csisolatin9 iso-8859-15 iso8859-15 iso885915 iso_8859-15 l9"),
            Single("iso-8859-16", "iso-8859-16"),
            Single("koi8-r", "cskoi8r koi koi8 koi8-r koi8_r"),
            Single("koi8-u", "koi8-ru koi8-u"),
            Single("macintosh", "csmacintosh mac macintosh x-mac-roman"),
            Single("windows-874", "dos-874 iso-8859-11 iso8859-11 iso885911 tis-620 windows-874"),
            Single("windows-1250", "cp1250 windows-1250 x-cp1250"),
            Single("windows-1251", "cp1251 windows-1251 x-cp1251"),
            Single("windows-1252", "ansi_x3.4-1968 ascii cp1252 cp819 csisolatin1 ibm819 iso-8859-1 iso-ir-100 iso8859-1 iso88591 iso_8859-1 iso_8859-1:1987 l1 latin1 us-ascii windows-1252 x-cp1252"),
            Single("windows-1253", "cp1253 windows-1253 x-cp1253"),
            Single("windows-1254", "cp1254 csisolatin5 iso-8859-9 iso-ir-148 iso8859-9 iso88599 iso_8859-9 iso_8859-9:1989 l5 latin5 windows-1254 x-cp1254"),
            Single("windows-1255", "cp1255 windows-1255 x-cp1255"),
            Single("windows-1256", "cp1256 windows-1256 x-cp1256"),
            Single("windows-1257", "cp1257 windows-1257 x-cp1257"),
            Single("windows-1258", "cp1258 windows-1258 x-cp1258"),
            Single("x-mac-cyrillic", "x-mac-cyrillic x-mac-ukrainian"),
            new("iso-8859-8-i", DecoderKind.SingleByte, 7, "csiso88598i iso-8859-8-i logical"),
            Other("utf-8", DecoderKind.Utf8, "unicode-1-1-utf-8 unicode11utf8 unicode20utf8 utf-8 utf8 x-unicode20utf8"),
            Other("gbk", DecoderKind.Gb18030, "chinese csgb2312 csiso58gb231280 gb2312 gb_2312 gb_2312-80 gbk iso-ir-58 x-gbk"),
            Other("gb18030", DecoderKind.Gb18030, "gb18030"),
            Other("big5", DecoderKind.Big5, "big5 big5-hkscs cn-big5 csbig5 x-x-big5"),
            Other("euc-jp", DecoderKind.EucJp, "cseucpkdfmtjapanese euc-jp x-euc-jp"),
            Other("iso-2022-jp", DecoderKind.Iso2022Jp, "csiso2022jp iso-2022-jp"),
            Other("shift_jis", DecoderKind.ShiftJis, "csshiftjis ms932 ms_kanji shift-jis shift_jis sjis windows-31j x-sjis"),
            Other("euc-kr", DecoderKind.EucKr, "cseuckr csksc56011987 euc-kr iso-ir-149 korean ks_c_5601-1987 ks_c_5601-1989 ksc5601 ksc_5601 windows-949"),
            Other("replacement", DecoderKind.Replacement, "csiso2022kr hz-gb-2312 iso-2022-cn iso-2022-cn-ext iso-2022-kr replacement"),
            Other("utf-16be", DecoderKind.Utf16BigEndian, "unicodefffe utf-16be"),
            Other("utf-16le", DecoderKind.Utf16LittleEndian, "csunicode iso-10646-ucs-2 ucs-2 unicode unicodefeff utf-16 utf-16le"),
            Other("x-user-defined", DecoderKind.UserDefined, "x-user-defined"),
        ];
    }
}
