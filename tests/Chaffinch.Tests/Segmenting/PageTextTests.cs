using Chaffinch.Model;
using Xunit;

namespace Chaffinch.Tests.Segmenting;

/// <summary>The page text is what the label contract says, line for line.</summary>
public sealed class PageTextTests
{
    [Fact]
    public void Title_description_and_keywords_come_first_and_are_marked()
    {
        Page page = HtmlPages.Read(
            "<html><head><meta name=keywords content='fair, bread'><title> The  fair\n opens </title>"
            + "<meta name='Description' content='A day of bread &amp; tunes'></head><body><p>Come early.</p></body></html>");
        Assert.Equal("The fair opens\nA day of bread & tunes\nfair, bread\nCome early.", page.Text);
        Assert.Equal([Zone.Title, Zone.Description, Zone.Keywords, Zone.Body], page.Blocks.ToArray().Select(b => b.Zone));
        Assert.True(page.IsHtml);
    }

    [Theory]
    [InlineData("<p>One <b>bold</b>er word</p>", "One bolder word")]
    [InlineData("<p>First</p><p>second", "First|second")]
    [InlineData("<div>a<div>b</div>c</div>", "a|b|c")]
    [InlineData("<table><tr><td>Oats<td>12</td></tr><tr><td>Rye<td>9</table>", "Oats|12|Rye|9")]
    [InlineData("<ul><li>tea<li>milk</ul>", "tea|milk")]
    [InlineData("line<br>next", "line|next")]
    [InlineData("<p>  wide\n\t apart  <i> words </i> here </p>", "wide apart words here")]
    [InlineData("<p>a<i> b</i></p>", "a b")]
    [InlineData("<p>kept&nbsp;apart&nbsp;</p><p>&nbsp;</p><p>next", "kept\u00A0apart|next")]
    [InlineData("<p>5 &lt; 6 &#38; more &copy &notit; &bogus;</p>", "5 < 6 & more © ¬it; &bogus;")]
    [InlineData("<select><option>red<option>blue</select><button>Go</button><label>Name</label><textarea> a\n b</textarea>", "red|blue|Go|Name|a|b")]
    [InlineData("<script>var a='no';</script><style>p{}</style><!-- no --><template><p>no</p></template><p>yes", "yes")]
    [InlineData("<img alt='no' title='no'><input value='no' placeholder='no'><p>yes", "yes")]
    [InlineData("<svg><title>tip</title><text x=1>axis</text><text>zero</text></svg>after", "tip|axis|zero|after")]
    [InlineData("<pre>\n  if x:\n\n    go()\n</pre>", "if x:|go()")]
    [InlineData("<pre>one<i>\n</i>two<b> </b></pre>", "one|two")]
    [InlineData("<p>one<i class=x> </i>two</p><div><b> </b><i></i></div>three<div> <u>\n</u></div>four", "one two|three|four")]
    [InlineData("<style>.x{display:block}</style>one<i class=x> </i>two", "one|two")]
    [InlineData("<p>caf\u00E9  au lait, plain  again \t\n </p>", "caf\u00E9 au lait, plain again")]
    [InlineData("<p>a\u0000b</p>", "ab")]
    [InlineData("<p>\u3000\u3000indented</p>", "indented")]
    [InlineData("<span style='display:block'>one</span><span style='display:block'>two</span>", "one|two")]
    [InlineData("<custom-part>in</custom-part>line", "inline")]
    public void Lines(string html, string expected) => Assert.Equal(expected.Split('|'), HtmlPages.Read(html).Lines());

    [Fact]
    public void Preformatted_text_keeps_its_indentation_in_the_text_between_blocks()
    {
        Page page = HtmlPages.Read("<p>so:</p><pre>\nif x:\n    go()\n\nend</pre>");
        Assert.Equal("so:\nif x:\n    go()\n\nend", page.Text);
        Assert.True(page.BlockOf("go()").Traits.HasFlag(BlockTraits.Preformatted));
    }

    [Fact]
    public void A_line_break_ends_a_line_but_opens_no_paragraph()
    {
        Page page = HtmlPages.Read("<p>roses<br>violets<br><br>sugar</p>");
        Assert.Equal(["roses", "violets", "sugar"], page.Lines());
        Assert.Equal([true, false, true], page.Blocks.ToArray().Select(b => b.Traits.HasFlag(BlockTraits.ParagraphStart)));
    }

    [Fact]
    public void A_frame_with_its_own_page_is_read_and_maps_to_the_attribute()
    {
        const string Html = "<p>out</p><iframe srcdoc=\"<p>in &amp;lt; <b>side</b></p><iframe srcdoc='deep'></iframe>\">no</iframe><p>on</p>";
        Page page = HtmlPages.Read(Html);
        Assert.Equal(["out", "in < side", "deep", "on"], page.Lines());
        Block inner = page.BlockOf("side");
        Assert.True(inner.Traits.HasFlag(BlockTraits.InFrame));
        Assert.Equal(Html.IndexOf("<p>in", StringComparison.Ordinal), inner.Source.Start);
        Assert.False(page.BlockOf("on").Traits.HasFlag(BlockTraits.InFrame));
        HtmlPages.CheckLaws(page);
    }

    [Fact]
    public void Frames_deeper_than_the_limit_are_left_out_with_a_defect()
    {
        Page page = HtmlPages.Read("<iframe srcdoc='a<iframe srcdoc=&quot;b&quot;></iframe>'></iframe>", limits: new ReadLimits { MaxFrameDepth = 1 });
        Assert.Equal(["a"], page.Lines());
        Assert.Contains(page.Defects, d => d.Kind == "limit-frames");
    }

    [Fact]
    public void Text_beyond_the_limits_is_stated()
    {
        Page text = HtmlPages.Read("<p>12345 789012</p><p>more</p>", limits: new ReadLimits { MaxTextChars = 8 });
        Assert.True(text.Text.Length <= 8);
        Assert.StartsWith("12345 7", text.Text, StringComparison.Ordinal);
        Assert.Contains(text.Defects, d => d.Kind == "limit-text");
        Page blocks = HtmlPages.Read("<p>a<p>b<p>c<p>d", limits: new ReadLimits { MaxBlocks = 2 });
        Assert.Equal(["a", "b c d"], blocks.Lines());
        Assert.Contains(blocks.Defects, d => d.Kind == "limit-blocks");
    }

    [Theory]
    [InlineData("<p>plain words</p>")]
    [InlineData("<p>two  blanks\nand a&nbsp;reference &amp; more &#8212; end</p>")]
    [InlineData("<p>漢字と<b>仮名</b> 😀 &#x1F600;!</p>")]
    [InlineData("<ul><li>a <a href=x>link</a> here<li>b</ul>")]
    [InlineData("<title>t &lt; u</title><pre>a\r\n b</pre>")]
    public void The_source_of_a_block_decodes_to_its_text(string html)
    {
        Page page = HtmlPages.Read(html);
        foreach (Block block in page.Blocks)
        {
            string bytes = System.Text.Encoding.UTF8.GetString(page.Source.Span[block.Source.Start..block.Source.End]);
            string plain = System.Net.WebUtility.HtmlDecode(System.Text.RegularExpressions.Regex.Replace(bytes, "<[^>]*>", ""));
            Assert.Equal(string.Join(' ', page.Text(block.Span).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)),
                string.Join(' ', plain.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
        }

        HtmlPages.CheckLaws(page);
    }

    [Fact]
    public void Each_word_maps_to_its_own_bytes()
    {
        const string Html = "<p>one &amp; <b>two</b>\n three&nbsp;four</p>";
        Page page = HtmlPages.Read(Html);
        foreach (string word in (string[])["one", "two", "three", "four"])
        {
            int at = page.Text.IndexOf(word, StringComparison.Ordinal);
            SourceSpan source = page.ToSource(new(at, at + word.Length));
            Assert.Equal(word, Html[source.Start..source.End]);
        }

        int amp = page.Text.IndexOf('&', StringComparison.Ordinal);
        SourceSpan reference = page.ToSource(new(amp, amp + 1));
        Assert.Equal("&amp;", Html[reference.Start..reference.End]);
    }
}
