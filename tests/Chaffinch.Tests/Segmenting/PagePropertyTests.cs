using System.Text;
using Chaffinch.Model;
using CsCheck;
using Xunit;

namespace Chaffinch.Tests.Segmenting;

/// <summary>The laws of pages hold on any markup and on any bytes.</summary>
public sealed class PagePropertyTests
{
    private static readonly string[] Pieces =
    [
        "<p>", "</p>", "<div class='entry-content'>", "</div>", "<span style='display:none'>", "</span>", "<b>", "</b>", "<a href='//x.example/'>", "</a>",
        "<table>", "<tr>", "<td>", "</table>", "<br>", "<pre>", "</pre>", "\n", "  ", "word", "二つ", "😀", "&amp;", "&#8212;", "&#x4e2d;", "&nbsp;", "&#32;",
        "<ul>", "<li>", "</ul>", "<title>", "</title>", "<style>p{color:#fff}", "</style>", "<script>", "</script>", "<!-- ", "-->", "<iframe srcdoc='<p>in</p>x'>",
        "</iframe>", "<svg>", "<text>", "</svg>", "<noscript>", "</noscript>", "<textarea>", "</textarea>", "<select>", "<option>", "</html>", "<body bgcolor=white>",
        "<font color=white>", "\u00A0", "\u3000", "\0", "\r\n", "<meta name=description content='a  b &amp; c'>", "<h2>", "</h2>", "<template>", "</template>", "<time>", "</time>",
    ];

    private static readonly Gen<string> Piece = Gen.Int[0, Pieces.Length - 1].Select(i => Pieces[i]);

    [Fact]
    public void Tag_soup() =>
        Piece.Array[0, 60].Select(string.Concat).Sample(html => HtmlPages.CheckLaws(HtmlPages.Read(html)), iter: 6_000);

    [Fact]
    public void Byte_soup() =>
        Gen.Byte.Array[0, 200].Sample(
            bytes => HtmlPages.CheckLaws(new PageAnalyzer().Read(bytes, new InputHints(Format: InputFormat.Html))), iter: 3_000);

    [Fact]
    public void Limits_hold_on_tag_soup() =>
        Gen.Select(Piece.Array[0, 60].Select(string.Concat), Gen.Int[0, 40], Gen.Int[1, 6]).Sample(
            (html, chars, blocks) =>
            {
                Page page = HtmlPages.Read(html, limits: new ReadLimits { MaxTextChars = chars, MaxBlocks = blocks });
                Assert.True(page.Text.Length <= chars);
                HtmlPages.CheckLaws(page);
            },
            iter: 5_000);

    [Fact]
    public void An_analyzer_gives_the_same_page_again_after_others() =>
        Piece.Array[0, 40].Select(string.Concat).Array[2].Sample(
            pages =>
            {
                var one = new PageAnalyzer();
                var hints = new InputHints(Format: InputFormat.Html);
                Page first = one.Read(Encoding.UTF8.GetBytes(pages[0]), hints);
                one.Read(Encoding.UTF8.GetBytes(pages[1]), hints);
                Page again = one.Read(Encoding.UTF8.GetBytes(pages[0]), hints);
                Assert.Equal(first.Text, again.Text);
                Assert.Equal(first.Blocks.ToArray(), again.Blocks.ToArray());
                Assert.Equal(first.Links.ToArray(), again.Links.ToArray());
            },
            iter: 2_000);
}
