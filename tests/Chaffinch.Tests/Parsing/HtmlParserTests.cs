using System.Text;
using Chaffinch.Model;
using Chaffinch.Parsing;
using Chaffinch.Text;
using Xunit;

namespace Chaffinch.Tests.Parsing;

/// <summary>What the reader makes of small pages, written as nested names and quoted texts.</summary>
public sealed class HtmlParserTests
{
    [Theory]
    [InlineData("word", "html(head() body('word'))")]
    [InlineData("<title>a &amp; b</title><p>one<p>two", "html(head(title('a & b')) body(p('one') p('two')))")]
    [InlineData("<ul><li>1<li>2<ul><li>3</ul><li>4</ul>", "html(head() body(ul(li('1') li('2' ul(li('3'))) li('4'))))")]
    [InlineData("<dl><dt>a<dd>b<dt>c</dl>", "html(head() body(dl(dt('a') dd('b') dt('c'))))")]
    [InlineData("<table>late<tr><td>cell<td>next</table>", "html(head() body('late' table(tbody(tr(td('cell') td('next'))))))")]
    [InlineData("<table><tr><a>spam</a><td>x</table>", "html(head() body(a('spam') table(tbody(tr(td('x'))))))")]
    [InlineData("<b>1<p>2</b>3</p>", "html(head() body(b('1') p(b('2') '3')))")]
    [InlineData("<a href=1>one<a href=2>two", "html(head() body(a('one') a('two')))")]
    [InlineData("<i>1<div>2</i>3</div>4", "html(head() body(i('1') div(i('2') '3') '4'))")]
    [InlineData("<form><div></form>in</div>out", "html(head() body(form(div('in')) 'out'))")]
    [InlineData("<select><option>1<option>2</select>x", "html(head() body(select(option('1') option('2')) 'x'))")]
    [InlineData("<svg><title>pic</title><p>out", "html(head() body(svg(desc('pic')) p('out')))")]
    [InlineData("<svg><![CDATA[<x>]]></svg>", "html(head() body(svg('<x>')))")]
    [InlineData("<pre>\r\nfirst\rsecond</pre>", "html(head() body(pre('first\nsecond')))")]
    [InlineData("<textarea>\n<b>&lt;</textarea>", "html(head() body(textarea('<b><')))")]
    [InlineData("<plaintext></p>&amp;", "html(head() body(plaintext('</p>&amp;')))")]
    [InlineData("<script><!--<script></script>--></script>x", "html(head(script('<!--<script></script>-->')) body('x'))")]
    [InlineData("<head><noscript><p>x</p></noscript>", "html(head(noscript()) body(p('x')))")]
    [InlineData("<body><noscript><p>x</p></noscript>", "html(head() body(noscript(p('x'))))")]
    [InlineData("<ruby>a<rt>b<rp>c</ruby>", "html(head() body(ruby('a' rt('b') rp('c'))))")]
    [InlineData("<x-note>a</x-other>b</X-NOTE>c", "html(head() body(x-note('ab') 'c'))")]
    [InlineData("a<>b</>c</ d>e<?f>g<!h>i", "html(head() body('a<>bcegi'))")]
    [InlineData("a\0b", "html(head() body('ab'))")]
    [InlineData("<frameset><frame></frameset> x", "html(head() frameset(frame()) ' ')")]
    public void Small_pages(string html, string expected) => Assert.Equal(expected, Show(html));

    [Fact]
    public void Text_after_the_end_of_the_page_is_kept_and_flagged()
    {
        (Markup markup, byte[] page) = Parse("<p>a</p></body></html><div>late</div>");
        MarkupNode late = Text(markup, page, "late");
        Assert.True((late.Flags & MarkupFlags.AfterEnd) != 0);
        Assert.True((Text(markup, page, "a").Flags & MarkupFlags.AfterEnd) == 0);
    }

    [Theory]
    [InlineData("<script>word</script>")]
    [InlineData("<style>word</style>")]
    [InlineData("<template><p>word</p></template>")]
    [InlineData("<iframe>word</iframe>")]
    [InlineData("<svg><style>word</style></svg>")]
    public void Text_that_is_not_the_pages_is_flagged(string html)
    {
        (Markup markup, byte[] page) = Parse(html);
        Assert.True((Text(markup, page, "word").Flags & MarkupFlags.NotText) != 0);
    }

    [Fact]
    public void Moved_text_is_flagged_and_keeps_its_place_in_the_source()
    {
        (Markup markup, byte[] page) = Parse("<table><tr>moved<td>cell</table>");
        MarkupNode moved = Text(markup, page, "moved");
        Assert.True((moved.Flags & MarkupFlags.Fostered) != 0);
        Assert.Equal(11, moved.Start);
    }

    [Fact]
    public void Attributes_are_slices_of_the_source_and_the_first_of_two_counts()
    {
        (Markup markup, byte[] page) = Parse("<a data-x=1 HREF='u?a=1&amp;b' class=k class=l rel>x</a>");
        MarkupNode link = Assert.Single(markup.AllNodes.ToArray(), n => n is { Kind: MarkupKind.Open, Tag: HtmlTag.A });
        string[] seen = [.. markup.AttributesOf(link).ToArray().Select(a => $"{a.Name}={Encoding.UTF8.GetString(page[a.ValueStart..a.ValueEnd])}{(a.HasReferences ? "*" : "")}")];
        Assert.Equal(["Href=u?a=1&amp;b*", "Class=k", "Rel="], seen);
    }

    [Theory]
    [InlineData("&amp;x", false, 5, "&")]
    [InlineData("&ampx", false, 4, "&")]
    [InlineData("&ampx", true, 0, "")]
    [InlineData("&amp=", true, 0, "")]
    [InlineData("&notin;", false, 7, "∉")]
    [InlineData("&notit;", false, 4, "¬")]
    [InlineData("&#x1F600;", false, 9, "😀")]
    [InlineData("&#128;", false, 6, "€")]
    [InlineData("&#0", false, 3, "\uFFFD")]
    [InlineData("&#99999999999999999999;", false, 23, "\uFFFD")]
    [InlineData("&#x;", false, 0, "")]
    [InlineData("&NotEqualTilde;", false, 15, "≂̸")]
    [InlineData("&nothing", false, 4, "¬")]
    [InlineData("& ", false, 0, "")]
    [InlineData("&", false, 0, "")]
    public void Character_references(string source, bool inAttribute, int taken, string text)
    {
        Assert.Equal(taken, CharacterReferences.Decode(Encoding.UTF8.GetBytes(source), inAttribute, out char first, out char second));
        Assert.Equal(text, (first == '\0' ? "" : first.ToString()) + (second == '\0' ? "" : second.ToString()));
    }

    [Fact]
    public void A_page_after_a_huge_one_does_not_keep_its_memory()
    {
        var parser = new HtmlParser();
        var markup = new Markup();
        parser.Parse(Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("<table>x<br>", 300_000))), ReadLimits.Default, markup);
        Assert.True(markup.NodeCount > 1_000_000);
        parser.Parse("<p>x"u8, ReadLimits.Default, markup);
        Assert.True(markup.Nodes.Length < 10_000);
        MarkupLaws.Hold(markup, 4, 512);
    }

    private static MarkupNode Text(Markup markup, byte[] page, string text) =>
        Assert.Single(markup.AllNodes.ToArray(), n => n.Kind == MarkupKind.Text && Encoding.UTF8.GetString(page[n.Start..n.End]) == text);

    private static (Markup Markup, byte[] Page) Parse(string html)
    {
        byte[] page = Encoding.UTF8.GetBytes(html);
        var markup = new Markup();
        new HtmlParser().Parse(page, ReadLimits.Default, markup);
        MarkupLaws.Hold(markup, page.Length, ReadLimits.Default.MaxDepth);
        return (markup, page);
    }

    private static string Show(string html)
    {
        (Markup markup, byte[] page) = Parse(html);
        var all = new StringBuilder();
        bool joins = false;
        foreach (MarkupNode n in markup.AllNodes)
        {
            switch (n.Kind)
            {
                case MarkupKind.Open:
                    string name = n.Tag == HtmlTag.Other ? Encoding.UTF8.GetString(page[(n.Start + 1)..(n.End - 1)]) : Encoding.ASCII.GetString(TagNames.NameOf(n.Tag));
                    all.Append(all.Length > 0 && all[^1] != '(' ? " " : "").Append(name).Append('(');
                    joins = false;
                    break;
                case MarkupKind.Close:
                    all.Append(')');
                    joins = false;
                    break;
                case MarkupKind.Text:
                    bool raw = (n.Flags & (MarkupFlags.RawText | MarkupFlags.Foreign)) != 0;
                    CharacterMode mode = (n.Flags & MarkupFlags.HasReferences) != 0 ? raw ? CharacterMode.Replaceable : CharacterMode.Text : raw ? CharacterMode.Raw : CharacterMode.Text;
                    string text = CharacterReferences.DecodeToString(page.AsSpan(n.Start, n.End - n.Start), mode);
                    if (joins)
                    {
                        all.Length--;
                    }

                    all.Append(joins ? "" : all.Length > 0 && all[^1] != '(' ? " '" : "'").Append(text).Append('\'');
                    joins = true;
                    break;
            }
        }

        return all.ToString();
    }
}
