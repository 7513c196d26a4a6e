using Chaffinch.Detecting;
using Chaffinch.Labelling;
using Chaffinch.Model;
using Chaffinch.Tests.Segmenting;
using Xunit;

namespace Chaffinch.Tests.Labelling;

/// <summary>The pieces in a span are found by place, and are those that a look at all of them finds.</summary>
public sealed class PieceChainTests
{
    [Fact]
    public void Pieces_inside_are_those_that_overlap()
    {
        var random = new Random(3);
        var chain = new PieceChain();
        for (int round = 0; round < 60; round++)
        {
            string text = string.Join('\n', Enumerable.Range(0, random.Next(1, 12)).Select(_ => string.Join(' ', Enumerable.Range(0, random.Next(1, 60)).Select(w => new string('a', random.Next(1, 9)) + (w % 7 == 6 ? "." : "")))));
            SegmentedPage page = SegmenterTests.Make(text);
            int length = page.Page.Text.Length;
            Evidence[] evidence = [.. Enumerable.Range(0, random.Next(9)).Select(_ => new Evidence(Detectors.All[0].Signals[0], Span(random, length), 1, new Fact("a border")))];
            chain.Build(page, evidence);
            for (int i = 0; i < 50; i++)
            {
                TextSpan span = Span(random, length);
                (int first, int end) = chain.Inside(span);

                Assert.Equal(
                    Enumerable.Range(0, chain.Count).Where(p => chain.Pieces[p].Span.Start < span.End && chain.Pieces[p].Span.End > span.Start),
                    Enumerable.Range(first, end - first));
            }
        }
    }

    private static TextSpan Span(Random random, int length)
    {
        int start = random.Next(length);
        return new(start, start + random.Next(1, length - start + 1));
    }
}
