using System.Text;
using Chaffinch.Detecting;
using Chaffinch.Labelling;
using Chaffinch.Model;
using Chaffinch.Segmenting;
using Xunit;

namespace Chaffinch.Tests.Labelling;

/// <summary>What is stated in the line of a piece and in the lines around it.</summary>
public sealed class LineEvidenceTests
{
    private const string Text = "The ferry left at nine. Nobody was late.\n\nA second line stands here. It has two sentences too.\n\nThe third one ends the page. It is short.";

    private static readonly Signal First = Detectors.All[0].Signals[0];
    private static readonly Signal Second = Detectors.All[1].Signals[0];

    [Fact]
    public void A_line_tells_all_its_pieces_what_is_stated_over_one_and_its_neighbours_too()
    {
        (SegmentedPage page, PieceChain chain, PieceEvidence evidence) = Read("A second line", 0.4f, "The third one", 0.7f);
        var lines = new LineEvidence();

        for (int piece = 2; piece < 4; piece++)
        {
            lines.Move(page, chain, evidence, piece);
            Assert.Equal([(First, 0.4f)], lines.Own.ToArray());
            Assert.Equal([(Second, 0.7f)], lines.After.ToArray());
            Assert.True(lines.Before.IsEmpty);
        }

        lines.Move(page, chain, evidence, 5);
        Assert.Equal([(Second, 0.7f)], lines.Own.ToArray());
        Assert.Equal([(First, 0.4f)], lines.Before.ToArray());
        Assert.True(lines.After.IsEmpty);
    }

    [Fact]
    public void Another_page_is_not_taken_for_the_one_before()
    {
        var lines = new LineEvidence();
        (SegmentedPage page, PieceChain chain, PieceEvidence evidence) = Read("The ferry", 0.4f, "Nobody", 0.7f);
        lines.Move(page, chain, evidence, 0);
        Assert.Equal(2, lines.Own.Length);

        (page, chain, evidence) = Read("The third one", 0.4f, "It is short", 0.7f);
        lines.Clear();
        lines.Move(page, chain, evidence, 0);
        Assert.True(lines.Own.IsEmpty);
    }

    private static (SegmentedPage Page, PieceChain Chain, PieceEvidence Evidence) Read(string one, float strength, string other, float otherStrength)
    {
        SegmentedPage page = Segmenter.Segment(new PageAnalyzer().Read(Encoding.UTF8.GetBytes(Text), new InputHints(Format: InputFormat.Text)));
        var sink = new EvidenceSink();
        sink.Add(First, SentenceOf(page, one), strength, new("a mark"));
        sink.Add(Second, SentenceOf(page, other), otherStrength, new("another mark"));
        var chain = new PieceChain();
        chain.Build(page, []);
        var features = new Features(WeightTable.Default);
        var blocks = new BlockScores(features);
        blocks.Compute(page);
        var scores = new PieceScores(features);
        scores.Compute(page, chain, blocks, []);
        var evidence = new PieceEvidence();
        evidence.Compute(chain, scores, [.. sink.Items]);
        Assert.Equal(6, chain.Count);
        return (page, chain, evidence);
    }

    private static TextSpan SentenceOf(SegmentedPage page, string words)
    {
        int at = page.Page.Text.IndexOf(words, StringComparison.Ordinal);
        return page.Segments.ToArray().First(s => s.Span.Start <= at && at < s.Span.End).Span;
    }
}
