using System.Collections.Immutable;
using Chaffinch.Detecting.Shared;
using Chaffinch.Model;

namespace Chaffinch.Detecting;

/// <summary>Sees words of the trades that text is planted for, by a trained model, and how foreign they are to the page; a weak fact among others, never decisive.</summary>
internal sealed class TradeWords : Detector
{
    // How likely a run is planted by how far it stands above the page's other words, in log-odds a token; set by what planted and genuine text of the transplants that measure reach (ADR 54).
    private static readonly LogisticCurve Foreignness = new(10f, -3.8f);

    private const float LeastForeign = 0.3f;

    private static readonly Signal Words = new("trade-words", "words", "A run of words is of the trades that text is planted for, whoever says it; a trained estimate.");

    private static readonly Signal Foreign = new("trade-words", "foreign", "A run of words is of the trades that text is planted for, and the page's other words are not.");

    private static readonly Signal Sentence = new("trade-words", "sentence", "The words of the sentence, all taken together, are of the trades that text is planted for.");

    private static readonly Signal StandsOut = new("trade-words", "stands-out", "The words of the sentence are of the trades that text is planted for, those of the page's other sentences less so.");

    private static readonly Signal Plain = new("trade-words", "plain", "The words of the sentence are of no trade that text is planted for: no accusation, on a page of which others are made.");

    // Set by the same; the network weighs what is stated.
    private static readonly SentenceCurves Curves = new(
        Sentence, "its words are of trades that text is planted for, estimated at {a} percent", StandsOut, "its words are of trades that text is planted for, more than the page's others, estimated at {a} percent",
        Line: null, LineFact: "", Plain, "its words are of no trade that text is planted for, estimated at {a} in a thousand", Least: 0.3f, new(new(6f, 1.2f), new(6f, 1.2f), new(6f, 1.2f)), Against: new(new(6f, -2f), new(6f, -2f), new(6f, -2f)));

    public override string Name => "trade-words";

    public override string What => "Words of the trades that text is planted for (gambling, medicines without a doctor, loans, papers written for others, pirated films and programs, replicas, links for money and the like), a phrase of three words too.";

    public override string Why => "What is planted sells the same few things everywhere. On pages whose own matter those things are, their words say nothing; on all others they do not belong.";

    public override string LeavesAlone => "Pages on these trades: a run is held against all other words of the page, and the labelling weighs both with all else.";

    public override string Example => "The choir rehearses on Tuesdays. no deposit bonus codes New singers are welcome.";

    public override string Source => "Chain over hashed words and characters, trained by `lab train-promo` on planted text against real pages and genuine texts; labelled pages on the same trades that are genuine are left out, unlike for `promo-style`.";

    public override ImmutableArray<Signal> Signals { get; } = [Words, Foreign, Sentence, StandsOut, Plain];

    public override void Detect(SegmentedPage page, EvidenceSink sink)
    {
        StyleWalk walk = StyleWalk.Of(page, sink.Items);
        foreach (TradeRun run in walk.Trade.Runs)
        {
            sink.Add(Words, run.Span, run.Strength, new("words of trades that text is planted for, estimated at {a} percent", (int)(run.Strength * 100)));
            float foreign = Math.Min(1, 2 * run.Strength) * Foreignness.At(walk.Trade.Against(run));
            if (foreign >= LeastForeign)
            {
                sink.Add(Foreign, run.Span, foreign, new("words of trades that the page's other words are not of, estimated at {a} percent", (int)(foreign * 100)));
            }
        }

        walk.TradeSentences.State(Curves, walk.Trade.Runs.Count > 0, sink);
    }
}
