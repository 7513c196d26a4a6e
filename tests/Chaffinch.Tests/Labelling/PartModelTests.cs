using Chaffinch.Labelling;
using Chaffinch.Model;
using Xunit;

namespace Chaffinch.Tests.Labelling;

/// <summary>The weights that tell the genuine parts of plain text and small pages apart.</summary>
public sealed class PartModelTests
{
    [Fact]
    public void What_was_written_is_read()
    {
        var rows = new float[PartFacts.Slots * PartModel.States];
        for (int i = 0; i < rows.Length; i++)
        {
            rows[i] = (i % 255) - 127;
        }

        PartModel read = PartModel.Read(new MemoryStream(new PartModel(rows).Write()));
        Span<float> sums = stackalloc float[PartModel.States];
        read.Sum([3, 40], sums);
        for (int s = 0; s < sums.Length; s++)
        {
            Assert.Equal(rows[(3 * PartModel.States) + s] + rows[(40 * PartModel.States) + s], sums[s], 3);
        }
    }

    [Fact]
    public void Weights_for_other_facts_are_refused()
    {
        byte[] bytes = new PartModel(new float[PartFacts.Slots * PartModel.States]).Write();
        bytes[4]++;
        Assert.Throws<InvalidDataException>(() => PartModel.Read(new MemoryStream(bytes)));
    }

    [Fact]
    public void A_row_of_menu_words_is_no_headline()
    {
        const string Page = "Home  Walks  Sightings  Contact\n\nThe kingfishers are back at the weir\n\nNoted by Hazel Orme, 4 April\n\n"
            + "Two pairs have been seen since Monday, one above the weir and one below it, where the bank was mended last autumn with willow.\n\n"
            + "Please keep dogs on the lead along the path, since the birds leave their holes when anything moves on the other side of the water.\n";
        LabelledPage page = new PageAnalyzer().Analyze(System.Text.Encoding.UTF8.GetBytes(Page));
        Assert.Equal("The kingfishers are back at the weir", page.Article.Title);
        Assert.Equal(Label.Furniture, LabelAt(page, 0));
        Assert.Equal(Label.Byline, LabelAt(page, page.Page.Text.IndexOf("Noted by", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("Find what you want.")]
    [InlineData("I'm looking for mugs.")]
    public void A_link_to_a_place_on_an_empty_page_is_no_article(string link)
    {
        string shell = $"""<!DOCTYPE html><html><head><title>Enamel Mug, White - Pennywhistle Stores</title></head><body><ul><li><a href="#find" accesskey="h">{link}</a></li></ul><div id="app"></div></body></html>""";
        LabelledPage page = new PageAnalyzer().Analyze(System.Text.Encoding.UTF8.GetBytes(shell));
        Assert.Equal(Label.Furniture, LabelAt(page, page.Page.Text.IndexOf(link, StringComparison.Ordinal)));
        Assert.Equal("", page.Article.Text);
    }

    [Fact]
    public void What_is_planted_does_not_depend_on_them()
    {
        byte[] bytes = System.Text.Encoding.UTF8.GetBytes(Cli.InspectTests.Polluted);
        LabelledPage page = new PageAnalyzer().Analyze(bytes);
        int at = page.Page.Text.IndexOf('∞', StringComparison.Ordinal);
        Assert.Equal(Label.Injected, LabelAt(page, at));
    }

    private static Label LabelAt(LabelledPage page, int at) => page.Spans.First(s => s.Span.Start <= at && at < s.Span.End).Label;
}
