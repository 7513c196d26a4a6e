using System.Text;
using Chaffinch.Model;
using Chaffinch.Parsing;
using CsCheck;
using Xunit;

namespace Chaffinch.Tests.Parsing;

/// <summary>What the reader does with anything at all.</summary>
public sealed class HtmlParserPropertyTests
{
    private static readonly string[] Names =
    [
        "a", "b", "i", "p", "div", "table", "tr", "td", "tbody", "caption", "colgroup", "col", "select", "option", "optgroup", "svg", "math", "mi", "title",
        "desc", "foreignObject", "annotation-xml", "template", "form", "button", "nobr", "font", "li", "ul", "dd", "dt", "h1", "h2", "pre", "textarea",
        "script", "style", "noscript", "html", "head", "body", "frameset", "frame", "object", "marquee", "ruby", "rt", "rp", "x-y", "plaintext", "br", "hr",
        "input", "img", "iframe", "xmp", "listing", "span", "em", "strong", "blockquote", "section", "th", "thead", "tfoot", "center", "applet",
    ];

    private static readonly string[] Junk =
    [
        "word", " ", "\n", "\r\n", "&amp;", "&notit;", "&#0;", "\0", "<", "</", "<!--", "-->", "--!>", "<!", "<?", "<!doctype html>", "<![CDATA[", "]]>", "é", "漢字", "😀",
        "<a href=x>", "<input type=hidden>", "<p class=\"c d\" class=e>", "<font color=red>", "<svg/>", "<b id=1>", "<b id=2>", "<annotation-xml encoding=text/html>", "'", "\"", "=", "/>", ">",
    ];

    private static readonly Gen<string> Piece = Gen.Frequency(
        (5, Pick(Names).Select(n => "<" + n + ">")),
        (4, Pick(Names).Select(n => "</" + n + ">")),
        (3, Pick(Junk)));

    private static readonly Gen<byte[]> TagSoup = Piece.Array[0, 120].Select(p => Encoding.UTF8.GetBytes(string.Concat(p)));

    [Fact]
    public void Tag_soup_gives_nested_elements_inside_the_source() => TagSoup.Sample(Check, iter: 20_000, threads: 1);

    [Fact]
    public void Any_bytes_give_nested_elements_inside_the_source() =>
        Gen.OneOf(Gen.Byte, Pick("<>/!-=\"'& \naAbBpPtTdDsS\0\r[]"u8.ToArray())).Array[0, 300].Sample(Check, iter: 20_000, threads: 1);

    [Fact]
    public void What_lies_behind_the_source_changes_nothing()
    {
        // A read beyond the end would see the one or the other.
        Gen.Select(TagSoup, Gen.Int[0, 64]).Sample(
            (soup, cut) =>
            {
                int length = Math.Max(0, soup.Length - cut);
                byte[] one = new byte[length + 64];
                byte[] other = new byte[length + 64];
                Array.Fill(one, (byte)'>');
                Array.Fill(other, (byte)'a');
                soup.AsSpan(0, length).CopyTo(one);
                soup.AsSpan(0, length).CopyTo(other);
                var first = new Markup();
                var second = new Markup();
                new HtmlParser().Parse(one.AsSpan(0, length), ReadLimits.Default, first);
                new HtmlParser().Parse(other.AsSpan(0, length), ReadLimits.Default, second);
                Assert.True(first.AllNodes.SequenceEqual(second.AllNodes));
            },
            iter: 10_000,
            threads: 1);
    }

    [Fact]
    public void A_parser_that_has_read_other_pages_reads_the_same()
    {
        var parser = new HtmlParser();
        var used = new Markup();
        TagSoup.Sample(
            soup =>
            {
                parser.Parse(soup, ReadLimits.Default, used);
                var fresh = new Markup();
                new HtmlParser().Parse(soup, ReadLimits.Default, fresh);
                Assert.True(fresh.AllNodes.SequenceEqual(used.AllNodes));
            },
            iter: 10_000,
            threads: 1);
    }

    [Fact]
    public void Every_word_between_tags_is_covered_by_text_exactly_once()
    {
        Gen<string> words = Gen.Frequency((3, Pick(Names.Except(["plaintext", "frameset", "frame", "col", "colgroup"]).ToArray()).Select(n => "<" + n + ">")), (2, Pick(Names).Select(n => "</" + n + ">")), (4, Gen.Const("word")));
        words.Array[0, 80].Sample(
            pieces =>
            {
                // Words inside raw text stand between tags that are text there; they are covered all the same.
                byte[] page = Encoding.UTF8.GetBytes("<!doctype html><body>x" + string.Concat(pieces));
                var markup = new Markup();
                new HtmlParser().Parse(page, ReadLimits.Default, markup);
                byte[] covered = new byte[page.Length];
                foreach (MarkupNode n in markup.AllNodes)
                {
                    for (int i = n.Start; i < n.End && n.Kind == MarkupKind.Text; i++)
                    {
                        covered[i]++;
                    }
                }

                Assert.DoesNotContain(covered, c => c > 1);
                for (int at = page.AsSpan().IndexOf("word"u8); at >= 0;)
                {
                    Assert.True(covered[at] == 1 && covered[at + 3] == 1, Encoding.UTF8.GetString(page));
                    int next = page.AsSpan(at + 4).IndexOf("word"u8);
                    at = next < 0 ? -1 : at + 4 + next;
                }
            },
            iter: 20_000,
            threads: 1);
    }

    private static Gen<T> Pick<T>(T[] all) => Gen.Int[0, all.Length - 1].Select(i => all[i]);

    private static void Check(byte[] input)
    {
        var limits = new ReadLimits { MaxDepth = 24, MaxAttributes = 4, MaxAttributeBytes = 8 };
        var markup = new Markup();
        new HtmlParser().Parse(input, limits, markup);
        MarkupLaws.Hold(markup, input.Length, limits.MaxDepth);
    }
}
