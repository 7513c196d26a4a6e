using System.Text;
using Chaffinch.Labelling;
using Chaffinch.Model;
using Chaffinch.Segmenting;
using Xunit;

namespace Chaffinch.Tests.Labelling;

/// <summary>What a further pass is told of what the one before it believed.</summary>
public sealed class PageContextTests
{
    private const string Lines = """
        The lifeboat station keeps its doors open on Sundays

        Quick loans from Velmora are paid out within the hour

        The form has four fields and asks for no papers

        Velmora lends to everybody whose bank has said no

        The crew trains on Thursday evenings off the harbour wall

        Visitors may look at the engine and the old oilskins
        """;

    [Fact]
    public void What_stands_between_planted_lines_is_enclosed_and_what_stands_at_the_end_is_not()
    {
        ContextFacts[] facts = FactsOf(Lines, [1, 3], []);

        Assert.True(facts[2].Enclosed > 0.3f, $"{facts[2].Enclosed}");
        Assert.Equal(0, facts[0].Enclosed);
        Assert.Equal(0, facts[5].Enclosed);
        Assert.True(facts[2].Around > facts[4].Around && facts[4].Around > facts[5].Around && facts[5].Around > 0);
    }

    [Fact]
    public void Names_that_only_planted_lines_have_are_counted_where_a_line_is_open()
    {
        ContextFacts[] facts = FactsOf(Lines, [1], [3]);

        Assert.True(facts[3].Names > 0, "both lines speak of Velmora");
        Assert.Equal(0, facts[4].Names);
        Assert.True(facts[2].Unaccused < 1 && facts[2].Unaccused > 0.4f, $"{facts[2].Unaccused}");
    }

    [Fact]
    public void A_planted_headline_is_told_to_every_piece()
    {
        string page = "<!DOCTYPE html><title>Harbour</title>" + string.Concat(Lines.Split("\n\n").Select((l, i) => i == 0 ? $"<h1>{l}</h1>" : $"<p>{l}</p>"));

        Assert.All(FactsOf(page, [1, 2], [], InputFormat.Html), f => Assert.True(f.IsHeadlinePlanted));
        Assert.All(FactsOf(page, [2], [], InputFormat.Html), f => Assert.False(f.IsHeadlinePlanted));
    }

    // The facts of each line after a pass that called some lines planted; those and some others are open to it.
    private static ContextFacts[] FactsOf(string text, int[] planted, int[] open, InputFormat format = InputFormat.Text)
    {
        SegmentedPage page = Segmenter.Segment(new PageAnalyzer().Read(Encoding.UTF8.GetBytes(text), new InputHints(Format: format)));
        var features = new Features(WeightTable.Default);
        var chain = new PieceChain();
        chain.Build(page, []);
        var blocks = new BlockScores(features);
        blocks.Compute(page);
        var scores = new PieceScores(features);
        scores.Compute(page, chain, blocks, []);
        var states = new byte[chain.Count];
        Array.Fill(states, (byte)LabelState.Body);
        foreach (int line in planted)
        {
            states[line] = LabelState.FirstInjected;
        }

        foreach (int line in planted.Concat(open))
        {
            scores.Of(line)[LabelState.FirstInjected] = 1;
        }

        var context = new PageContext(features);
        Assert.True(context.Add(page, chain, states, blocks.Shape, scores, []));
        return [.. Enumerable.Range(0, chain.Count).Select(i => context.Of(i))];
    }
}
