using System.Text;
using Chaffinch.Model;
using Chaffinch.Reading;
using Xunit;

namespace Chaffinch.Tests.Reading;

/// <summary>Which encoding and format an input is read as, and what is said about it.</summary>
public sealed class SourceReaderTests
{
    [Fact]
    public void Valid_utf8_is_not_copied()
    {
        byte[] bytes = "<p>Grüße, 你好</p>"u8.ToArray();
        DecodedSource source = Read(bytes);
        Assert.True(source.Utf8.Span.Overlaps(bytes, out int offset) && offset == 0);
        Assert.Equal("utf-8", source.Encoding);
        Assert.Empty(source.Defects);
    }

    [Fact]
    public void A_byte_order_mark_wins_and_is_left_out()
    {
        DecodedSource source = Read([.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes("<meta charset=gbk>ж")], "text/html; charset=big5");
        Assert.Equal("utf-16le", source.Encoding);
        Assert.Equal("<meta charset=gbk>ж", Encoding.UTF8.GetString(source.Utf8.Span));
        Assert.Equal("utf-8", Read("\uFEFFa"u8.ToArray()).Encoding);
        Assert.Equal(1, Read("\uFEFFa"u8.ToArray()).Utf8.Length);
    }

    [Fact]
    public void The_header_wins_over_the_meta()
    {
        byte[] bytes = [.. "<meta charset=windows-1252><p>"u8, 0xCF, 0xF0, 0xE8, 0xE2, 0xE5, 0xF2];
        Assert.Equal("<meta charset=windows-1252><p>Привет", Text(Read(bytes, "text/html; charset=windows-1251")));
        Assert.Equal("windows-1252", Read(bytes).Encoding);
    }

    [Fact]
    public void Utf16_without_a_mark_is_told_by_its_zero_bytes()
    {
        Assert.Equal("utf-16le", Read(Encoding.Unicode.GetBytes("<p>今天下雨 and more</p>\n")).Encoding);
        Assert.Equal("utf-16be", Read(Encoding.BigEndianUnicode.GetBytes("plain words\n")).Encoding);
    }

    [Fact]
    public void A_meta_that_valid_utf8_contradicts_is_overruled()
    {
        DecodedSource source = Read("<meta charset=gb2312><p>今天下雨，明天晴。"u8.ToArray());
        Assert.Equal("utf-8", source.Encoding);
        Assert.Contains(source.Defects, d => d.Kind == "charset-mismatch");
    }

    [Fact]
    public void Broken_utf8_is_repaired_counted_and_placed()
    {
        DecodedSource source = Read([.. "今天下雨，"u8, 0xE4, 0xB8, .. "明天晴。"u8, 0xFF]);
        Assert.Equal("今天下雨，\uFFFD明天晴。\uFFFD", Text(source));
        Defect defect = Assert.Single(source.Defects);
        Assert.Equal(("invalid-utf8", 2, 15), (defect.Kind, defect.Count, defect.Source.Start));
    }

    [Fact]
    public void An_input_over_the_limit_is_cut_at_a_character()
    {
        DecodedSource source = SourceReader.Read("中中中"u8.ToArray(), InputHints.None, new ReadLimits { MaxInputBytes = 7 });
        Assert.Equal("中中", Text(source));
        Assert.Equal("limit-input", Assert.Single(source.Defects).Kind);
    }

    [Theory]
    [InlineData("255044462D312E37", "a PDF document")]
    [InlineData("89504E470D0A1A0A0000", "a PNG picture")]
    [InlineData("1F8B0800000000", "gzip-compressed data")]
    [InlineData("504B0304140000", "a ZIP archive (or an office document)")]
    [InlineData("0001020304050607FF00FE01FD02", "binary data")]
    public void Binary_input_is_named(string hex, string kind)
    {
        DecodedSource source = Read(Convert.FromHexString(hex));
        Assert.Equal(kind, source.BinaryKind);
        Assert.Equal("binary-input", source.Defects[0].Kind);
        Assert.False(source.IsHtml);
    }

    [Theory]
    [InlineData("<!DOCTYPE html><title>x</title>", true)]
    [InlineData("\n  <!-- note --><html><body>x", true)]
    [InlineData("words before it<!doctype html><html>x", true)]
    [InlineData("words before it\n<!doctype html><html>x", true)]
    [InlineData("<div><p>One</p><p>Two</p></div>", true)]
    [InlineData("Just a line of words, 3 < 4 and 5 > 2.", false)]
    [InlineData("A line with <b>bold</b> words and nothing else of the kind in it.", false)]
    [InlineData("# Title\n\nText with <br> in it\n\n- [one](a)\n- [two](b)\n\n```\n<html>\n```\n", false)]
    [InlineData("The element <html> opens a page; <body> holds its text.", false)]
    [InlineData("", false)]
    public void Html_is_told_from_text(string text, bool html) => Assert.Equal(html, Read(Encoding.UTF8.GetBytes(text)).IsHtml);

    [Theory]
    [InlineData("text/html", InputFormat.Auto, true)]
    [InlineData("text/plain; charset=utf-8", InputFormat.Auto, false)]
    [InlineData("text/plain", InputFormat.Html, true)]
    [InlineData("text/html", InputFormat.Text, false)]
    public void The_callers_word_decides_the_format(string type, InputFormat format, bool html) =>
        Assert.Equal(html, SourceReader.Read("<p>a</p>"u8.ToArray(), new InputHints(ContentType: type, Format: format), ReadLimits.Default).IsHtml);

    [Fact]
    public void Every_label_of_the_standard_names_its_encoding()
    {
        Assert.Equal("gbk", WebEncoding.FromLabel(" GB2312\n"u8)!.Name);
        Assert.Equal("windows-1252", WebEncoding.FromLabel("ISO-8859-1"u8)!.Name);
        Assert.Equal("windows-1254", WebEncoding.FromLabel("latin5"u8)!.Name);
        Assert.Equal("replacement", WebEncoding.FromLabel("hz-gb-2312"u8)!.Name);
        Assert.Null(WebEncoding.FromLabel("klingon"u8));
        Assert.Null(WebEncoding.FromLabel(""u8));
        Assert.Equal(40, WebEncoding.All.Length);
    }

    private static DecodedSource Read(byte[] bytes, string? type = null) =>
        SourceReader.Read(bytes, new InputHints(ContentType: type), ReadLimits.Default);

    private static string Text(DecodedSource source) => Encoding.UTF8.GetString(source.Utf8.Span);
}
