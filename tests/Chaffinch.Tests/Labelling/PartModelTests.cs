using Chaffinch.Labelling;
using Chaffinch.Model;
using Xunit;

namespace Chaffinch.Tests.Labelling;

/// <summary>The network that tells the genuine parts of plain text and small pages apart.</summary>
public sealed class PartModelTests
{
    [Fact]
    public void What_was_written_is_read()
    {
        PartModel model = PartModel.Average([SomeNet(1), SomeNet(2)]);
        PartModel read = PartModel.Read(new MemoryStream(model.Write()));
        Assert.Equal(Said(model, 9), Said(read, 9), (a, b) => Math.Abs(a - b) < 0.05f);
    }

    [Fact]
    public void A_file_for_other_facts_is_refused()
    {
        byte[] bytes = PartModel.Nothing.Write();
        bytes[4]++;
        Assert.Throws<InvalidDataException>(() => PartModel.Read(new MemoryStream(bytes)));
    }

    [Fact]
    public void Several_trainings_say_their_mean()
    {
        float[] one = Said(PartModel.Average([SomeNet(1)]), 9);
        float[] other = Said(PartModel.Average([SomeNet(2)]), 9);
        float[] both = Said(PartModel.Average([SomeNet(1), SomeNet(2)]), 9);
        Assert.Equal(one.Zip(other, (a, b) => (a + b) / 2), both, (a, b) => Math.Abs(a - b) < 1e-3f);
    }

    [Fact]
    public void Each_fact_has_slots_of_its_own() => Assert.Equal(Enum.GetValues<PartField>().Length, PartFacts.Fields);

    [Fact]
    public void More_lines_than_see_one_another_are_labelled()
    {
        var text = new System.Text.StringBuilder();
        for (int i = 0; i < (PartRoom.Most * 2) + 7; i++)
        {
            text.Append("The heron stood at the ").Append(i).Append(" weir until the water had gone down again and nobody was looking.\n\n");
        }

        LabelledPage page = new PageAnalyzer().Analyze(System.Text.Encoding.UTF8.GetBytes(text.ToString()));
        Assert.Equal(Label.Body, LabelAt(page, page.Page.Text.Length / 2));
        Assert.Equal(Label.Body, LabelAt(page, page.Page.Text.Length - 20));
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

    private static PartNet SomeNet(int seed)
    {
        var random = new Random(seed);
        return new PartNet(Some(PartFacts.Slots * PartNet.Row), new PartRound(Some(PartRound.Size)), new PartRound(Some(PartRound.Size)), Some(PartNet.Tops));

        float[] Some(int count) => [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() - 0.5f) / 4)];
    }

    private static float[] Said(PartModel model, int units)
    {
        var room = new PartRoom();
        model.Start(room, units);
        for (int u = 0; u < units; u++)
        {
            model.Take(room, u, [u, 40 + u, 300], 10 * u);
        }

        model.Judge(room);
        return [.. Enumerable.Range(0, units * PartModel.Outputs).Where(i => i % PartModel.Outputs < PartModel.States).Select(i => room.Outputs[i])];
    }

    private static Label LabelAt(LabelledPage page, int at) => page.Spans.First(s => s.Span.Start <= at && at < s.Span.End).Label;
}
