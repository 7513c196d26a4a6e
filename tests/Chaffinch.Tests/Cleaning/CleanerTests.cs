using Chaffinch.Model;
using Xunit;

namespace Chaffinch.Tests.Cleaning;

/// <summary>The article as text, its title and what was cut.</summary>
public sealed class CleanerTests
{
    [Fact]
    public void Text_holds_subheads_body_and_captions_a_line_each_and_nothing_else()
    {
        Article article = new Sample()
            .Line("⟦furniture|Home Sport Weather⟧")
            .Line("⟦headline|A quiet harbour⟧")
            .Line("⟦byline|By Ada Vik⟧")
            .Line("Boats lay in the bay.")
            .Line("⟦subhead|Evening⟧")
            .Line("⟦injected:promo|Buy now⟧")
            .Line("⟦caption|Boats at dusk⟧")
            .Clean();
        Assert.Equal("Boats lay in the bay.\nEvening\nBoats at dusk", article.Text);
        Assert.Equal("A quiet harbour", article.Title);
        Assert.Equal("Ada Vik", article.Byline);
    }

    [Theory]
    [InlineData("One word ⟦injected:keyword|planted⟧ stays.", "One word stays.")]
    [InlineData("One word ⟦injected:keyword|planted⟧, and more.", "One word, and more.")]
    [InlineData("First.⟦injected:keyword|planted⟧Second.", "First. Second.")]
    [InlineData("船在⟦injected:keyword|外来词⟧港里。", "船在港里。")]
    [InlineData("船在 ⟦injected:keyword|外来词⟧ 港里。", "船在港里。")]
    [InlineData("汉⟦damaged:gloss|(hàn)⟧字", "汉字")]
    [InlineData("na⟦damaged:encoding|\uFFFD⟧ve word", "nave word")]
    [InlineData("One ⟦damaged:rewrite|altered⟧ word", "One altered word")]
    [InlineData("One | ⟦injected:keyword|planted⟧ | two", "One two")]
    [InlineData("One, ⟦injected:keyword|planted⟧, two", "One, two")]
    [InlineData("One (⟦injected:keyword|planted⟧) two", "One two")]
    [InlineData("One ( ⟦injected:keyword|planted⟧ ) two", "One two")]
    [InlineData("Two  blanks  stay", "Two  blanks  stay")]
    [InlineData("⟦injected:keyword|planted⟧ - Text.", "Text.")]
    [InlineData("“⟦injected:keyword|planted⟧” Text.", "Text.")]
    [InlineData("바다가 ⟦injected:keyword|planted⟧ 넓다", "바다가 넓다")]
    public void Nothing_is_glued_and_no_separator_is_left_over_where_something_was_cut(string line, string text) =>
        Assert.Equal(text, new Sample().Line(line).Clean().Text);

    [Theory]
    [InlineData("One\u00A0word and two.", "One word and two.")]
    [InlineData("One \u00A0 word\u00A0\u00A0and two.", "One word and two.")]
    [InlineData("One⟦injected:keyword|planted⟧\u00A0word", "One word")]
    [InlineData("One\u00A0⟦body|word⟧\u00A0and", "One word and")]
    public void No_break_spaces_are_blanks_in_text_and_Markdown(string line, string text)
    {
        Article article = new Sample().Line(line).Clean();
        Assert.Equal(text, article.Text);
        Assert.DoesNotContain('\u00A0', article.Markdown);
    }

    [Fact]
    public void No_break_spaces_of_preformatted_text_keep_their_columns()
    {
        Article article = new Sample()
            .Line("a\u00A0\u00A0= 1", b => b with { Traits = BlockTraits.Preformatted })
            .Clean();
        Assert.Equal("a  = 1", article.Text);
        Assert.Equal("```\na  = 1\n```", article.Markdown);
    }

    [Fact]
    public void Title_is_the_visible_heading_without_what_was_planted_in_it()
    {
        Article article = new Sample()
            .Line("⟦injected:keyword|planted words_⟧⟦headline|The harbour — in “spring”...⟧ ⟦furniture|_Coast News⟧", b => b with { Zone = Zone.Title })
            .Line("⟦furniture|A story about a harbour.⟧", b => b with { Zone = Zone.Description })
            .Line("⟦headline|The harbour⟧ ⟦injected:keyword|planted⟧ ⟦headline|— in “spring”...⟧", b => b with { HeadingLevel = 1 })
            .Line("Boats lay in the bay.")
            .Clean();
        Assert.Equal("The harbour in “spring”...", article.Title);
        Assert.Equal("Boats lay in the bay.", article.Text);
        Assert.Contains(article.Cuts, c => c.Label == Label.Headline && c.Span.Start == 14);
    }

    [Fact]
    public void Title_element_is_the_title_where_no_heading_is()
    {
        Article article = new Sample()
            .Line("⟦headline|The harbour⟧⟦furniture| - Coast News⟧", b => b with { Zone = Zone.Title })
            .Line("Boats lay in the bay.")
            .Clean();
        Assert.Equal("The harbour", article.Title);
    }

    [Fact]
    public void Body_label_in_the_head_of_the_page_does_not_reach_the_text()
    {
        Article article = new Sample().Line("Words of a description.", b => b with { Zone = Zone.Description }).Line("Body.").Clean();
        Assert.Equal("Body.", article.Text);
        Assert.Single(article.Cuts);
    }

    [Fact]
    public void Each_cut_says_why()
    {
        Article article = new Sample().Line("Words ⟦injected:keyword|planted⟧.").Line("⟦furniture|Menu⟧").Clean();
        Assert.Equal("Planted phrase: stands there 3 times.", article.Cuts[0].Reason);
        Assert.All(article.Cuts, c => Assert.EndsWith(".", c.Reason, StringComparison.Ordinal));
    }

    [Fact]
    public void Cells_of_a_row_share_a_line_and_layout_tables_do_not()
    {
        var sample = new Sample();
        int table = sample.Element(HtmlTag.Table);
        for (int r = 0; r < 2; r++)
        {
            int row = sample.Element(HtmlTag.Tr, table);
            for (int c = 0; c < 2; c++)
            {
                int cell = sample.Element(r == 0 ? HtmlTag.Th : HtmlTag.Td, row);
                sample.Line($"cell {r}{c}", b => b with { Container = cell, Traits = BlockTraits.TableCell, Tag = HtmlTag.Td });
            }
        }

        Assert.Equal("cell 00\tcell 01\ncell 10\tcell 11", sample.Clean().Text);
        Assert.Equal("| cell 00 | cell 01 |\n| --- | --- |\n| cell 10 | cell 11 |", sample.Clean().Markdown);
    }

    [Fact]
    public void Preformatted_lines_keep_their_indents_and_empty_lines()
    {
        var sample = new Sample();
        int pre = sample.Element(HtmlTag.Pre);
        Block Pre(Block b) => b with { Container = pre, Traits = BlockTraits.Preformatted, Tag = HtmlTag.Pre };
        sample.Line("for x:", Pre).Line("go(x)", Pre, indent: "    ").Line("  in the block", Pre).Blank().Blank().Line("end", Pre);
        Assert.Equal("for x:\n    go(x)\n  in the block\n\nend", sample.Clean().Text);
    }
}
