using System.Text;
using Chaffinch.Model;
using Chaffinch.Parsing;
using Xunit;

namespace Chaffinch.Tests.Parsing;

/// <summary>Input made to be slow or large. The tests bound the entries made, which bound time and memory; that they finish is part of the test.</summary>
public sealed class HostileInputTests
{
    private const int Many = 100_000;

    [Theory]
    [InlineData("<div>x", "limit-depth")]
    [InlineData("<a><b>x", "limit-depth")]
    [InlineData("<table>x", null)]
    [InlineData("<table><td>x", "limit-depth")]
    [InlineData("<table><td><b>x", "limit-depth")]
    [InlineData("<b><p>x</b>", null)]
    [InlineData("<a><div>x", "limit-depth")]
    [InlineData("<svg><g>x", "limit-depth")]
    [InlineData("<svg><desc><svg>x", "limit-depth")]
    [InlineData("<template>x", "limit-depth")]
    [InlineData("<select><option>x", null)]
    [InlineData("<button>x</p>", null)]
    [InlineData("<i></p>x", null)]
    [InlineData("<form><div></form>x", "limit-depth")]
    [InlineData("<nobr>x", null)]
    [InlineData("<object><b>x", "limit-depth")]
    [InlineData("<li>x<ul>", "limit-depth")]
    [InlineData("</p>x", null)]
    [InlineData("<!-->x", null)]
    [InlineData("x\0", null)]
    [InlineData("&amp", null)]
    [InlineData("<frameset>x", null)]
    [InlineData("<ruby><rt>x", "limit-depth")]
    [InlineData("<x-y>x", "limit-depth")]
    public void Many_times_the_same_stays_linear_and_keeps_its_text(string piece, string? defect)
    {
        byte[] page = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(piece, Many)));
        Markup markup = Parse(page);
        Assert.True(markup.NodeCount <= (page.Length * 3 / 2) + 50_000, $"{markup.NodeCount} entries for {page.Length} bytes");
        if (defect is not null)
        {
            Assert.Equal(defect, Assert.Single(markup.Defects, d => d.Kind == defect).Kind);
        }

        if (piece.Contains('x', StringComparison.Ordinal) && piece != "<frameset>x")
        {
            int texts = 0;
            foreach (MarkupNode n in markup.AllNodes)
            {
                texts += n.Kind == MarkupKind.Text ? page.AsSpan(n.Start, n.End - n.Start).Count((byte)'x') : 0;
            }

            Assert.Equal(Many, texts);
        }
    }

    [Fact]
    public void Many_different_formatting_elements_before_many_paragraphs_stay_bounded()
    {
        var page = new StringBuilder();
        for (int i = 0; i < 2000; i++)
        {
            page.Append("<b id=").Append(i).Append('>');
        }

        for (int i = 0; i < Many; i++)
        {
            page.Append("<p>x</p></b>");
        }

        byte[] bytes = Encoding.ASCII.GetBytes(page.ToString());
        Markup markup = Parse(bytes);
        Assert.True(markup.NodeCount <= (bytes.Length * 3 / 2) + 50_000, $"{markup.NodeCount} entries for {bytes.Length} bytes");
    }

    [Fact]
    public void Formatting_that_would_be_repeated_without_end_is_reported()
    {
        var page = new StringBuilder("<p>");
        for (int i = 0; i < 100; i++)
        {
            page.Append("<b id=").Append(i).Append('>');
        }

        page.Append(string.Concat(Enumerable.Repeat("<p>x", Many)));
        byte[] bytes = Encoding.ASCII.GetBytes(page.ToString());
        Markup markup = Parse(bytes);
        Assert.True(markup.NodeCount <= (bytes.Length * 3 / 2) + 50_000, $"{markup.NodeCount} entries for {bytes.Length} bytes");
        Assert.Contains(markup.Defects, d => d.Kind == "limit-formatting");
    }

    [Fact]
    public void A_huge_attribute_and_very_many_attributes_are_cut_and_reported()
    {
        byte[] page = Encoding.ASCII.GetBytes(
            "<p title='" + new string('v', 10_000_000) + "'>x<p " + string.Concat(Enumerable.Range(0, Many).Select(i => $"id{i}=1 class=c{i} ")) + " title=late>y<p title=z>z");
        Markup markup = Parse(page);
        Assert.Equal(ReadLimits.Default.MaxAttributeBytes, markup.Attributes[0].ValueEnd - markup.Attributes[0].ValueStart);
        Assert.Equal(1, Assert.Single(markup.Defects, d => d.Kind == "limit-attribute-bytes").Count);
        Assert.Equal(1, Assert.Single(markup.Defects, d => d.Kind == "limit-attributes").Count);
        Assert.Equal(3, markup.AttributeCount);
    }

    [Fact]
    public void Unclosed_things_take_the_rest_of_the_page_once()
    {
        foreach (string open in new[] { "<!--", "<script>", "<title>", "<style>", "<p title=\"", "<![CDATA[", "<svg><![CDATA[", "<!doctype html public '", "<plaintext>", "<p " })
        {
            Markup markup = Parse(Encoding.ASCII.GetBytes(open + string.Concat(Enumerable.Repeat("-- <! <a </b & ", Many))));
            Assert.True(markup.NodeCount < Many, open);
        }
    }

    private static Markup Parse(byte[] page)
    {
        var markup = new Markup();
        new HtmlParser().Parse(page, ReadLimits.Default, markup);
        MarkupLaws.Hold(markup, page.Length, ReadLimits.Default.MaxDepth);
        return markup;
    }
}
