using System.Text;
using Chaffinch.Model;
using Chaffinch.Reading;
using CsCheck;
using Xunit;

namespace Chaffinch.Tests.Reading;

/// <summary>Decoders against the standard's rules, and against .NET's code pages where the two agree.</summary>
public sealed class DecoderTests
{
    private static readonly string[] Names = WebEncoding.All.ToArray().Select(e => e.Name).ToArray();
    private static readonly string[] Parts = [" <meta charset=gbk>", "<!--", "é中", "\0"];

    [Theory]
    [InlineData("gbk", 936)]
    [InlineData("big5", 950)]
    [InlineData("shift_jis", 932)]
    [InlineData("euc-kr", 949)]
    [InlineData("euc-jp", 51932)]
    [InlineData("iso-2022-jp", 50220)]
    [InlineData("windows-1251", 1251)]
    [InlineData("windows-1252", 1252)]
    [InlineData("windows-1250", 1250)]
    [InlineData("koi8-r", 20866)]
    [InlineData("ibm866", 866)]
    [InlineData("windows-874", 874)]
    [InlineData("gb18030", 54936)]
    public void Text_written_by_the_platform_is_read_back(string name, int codePage)
    {
        const string sample = "Weather report: 雨 → 晴。";
        string text = name switch
        {
            "gbk" or "gb18030" => "今天下雨，明天晴，气温二十度。",
            "big5" => "今天下雨，明天晴，氣溫二十度。",
            "shift_jis" or "euc-jp" or "iso-2022-jp" => "明日は晴れ、気温は二十度ぐらいです。カタカナ",
            "euc-kr" => "내일은 맑고 기온은 이십 도입니다. 똠방각하 펲시콜라",
            "windows-1251" or "koi8-r" or "ibm866" => "Завтра ясно, двадцать градусов.",
            "windows-1250" => "Zítra bude jasno, příští týden též.",
            "windows-874" => "พรุ่งนี้อากาศแจ่มใส",
            _ => "Demain il fera beau, l’été est arrivé — 20 €.",
        };
        text = name == "gb18030" ? text + sample + "𠀀😀ǹ" : text;
        byte[] bytes = CodePagesEncodingProvider.Instance.GetEncoding(codePage)!.GetBytes(text);
        Assert.Equal(text, Read(bytes, name, out int errors));
        Assert.Equal(0, errors);
    }

    [Theory]
    [InlineData("big5", "8740 8862 8864 A440", "䏰Ê̄Ê̌一")]
    [InlineData("big5", "8B7C", "𡃶")]
    [InlineData("gb18030", "A6D9 8130 8130", "︐\u0080")]
    [InlineData("iso-8859-10", "A1 BD", "Ą―")]
    [InlineData("iso-8859-14", "A1 D0", "ḂŴ")]
    [InlineData("iso-8859-16", "AA BA", "Șș")]
    [InlineData("windows-1253", "AA", "\uFFFD")]
    [InlineData("x-user-defined", "41 80 FF", "A\uF780\uF7FF")]
    [InlineData("euc-kr", "C8FE 8141", "힝갂")]
    [InlineData("shift_jis", "B1 5C 8140", "ｱ\\\u3000")]
    public void Bytes_outside_of_the_platforms_tables_follow_the_standard(string name, string hex, string expected) =>
        Assert.Equal(expected, Read(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)), name, out _));

    [Theory]
    [InlineData("gbk", "B5 3C 62 3E", "\uFFFD<b>")]
    [InlineData("big5", "A4 3C 62 3E", "\uFFFD<b>")]
    [InlineData("shift_jis", "88 3C 62 3E", "\uFFFD<b>")]
    [InlineData("euc-jp", "B0 3C 62 3E", "\uFFFD<b>")]
    [InlineData("euc-kr", "B0 3C 62 3E", "\uFFFD<b>")]
    [InlineData("gb18030", "81 30 3C 62 3E", "\uFFFD0<b>")]
    [InlineData("utf-8", "E4 B8 3C E4 B8 AD F0 9F 98 80 C0 80", "\uFFFD<中😀\uFFFD\uFFFD")]
    [InlineData("utf-16le", "00 D8 41 00", "\uFFFDA")]
    public void A_cut_character_swallows_no_tag(string name, string hex, string expected) =>
        Assert.Equal(expected, Read(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)), name, out _));

    [Fact]
    public void Any_bytes_become_valid_utf8_in_every_encoding() =>
        Gen.Select(Gen.Byte.Array[0, 400], Gen.Int[0, Names.Length - 1].Select(i => Names[i]), Gen.Bool).Sample((bytes, name, cut) =>
        {
            var sink = new Utf8Sink(16);
            Chaffinch.Reading.Decoder.Decode(WebEncoding.Named(name), bytes, cut, ref sink);
            Assert.True(System.Text.Unicode.Utf8.IsValid(sink.Written));
            Assert.True(sink.Written.Length <= 3 * (bytes.Length + 1));
            sink.Release();
        }, iter: 20_000);

    [Fact]
    public void Any_bytes_are_read_as_valid_utf8_without_mark() =>
        Gen.Select(Gen.OneOf(Gen.Byte.Array[0, 600], Gen.Int[0, 3].Select(i => Parts[i]).Array[0, 20].Select(a => Encoding.UTF8.GetBytes(string.Concat(a)))), Gen.Int[0, 700]).Sample((bytes, limit) =>
        {
            DecodedSource source = SourceReader.Read(bytes, InputHints.None, new ReadLimits { MaxInputBytes = limit });
            Assert.True(System.Text.Unicode.Utf8.IsValid(source.Utf8.Span));
            Assert.Equal(bytes.Length > limit, source.Defects.Any(d => d.Kind == "limit-input"));
            Assert.All(source.Defects, d => Assert.InRange(d.Source.End, d.Source.Start, source.Utf8.Length));
        }, iter: 2_000);

    private static string Read(byte[] bytes, string name, out int errors)
    {
        var sink = new Utf8Sink(16);
        Chaffinch.Reading.Decoder.Decode(WebEncoding.Named(name), bytes, cut: false, ref sink);
        string text = Encoding.UTF8.GetString(sink.Written);
        errors = sink.Errors;
        sink.Release();
        return text;
    }
}
