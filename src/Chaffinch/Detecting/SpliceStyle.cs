using System.Collections.Immutable;
using Chaffinch.Detecting.Shared;
using Chaffinch.Model;

namespace Chaffinch.Detecting;

/// <summary>Sees sentences and passages that read like the fragments of news, novels and reference works that kits splice into pages, by a trained model; a weak fact among others, never decisive.</summary>
internal sealed class SpliceStyle : Detector
{
    /// <summary>A passage that is less likely than this is not stated.</summary>
    private const float LeastStrength = 0.2f;

    private static readonly Signal Passage = new("splice-style", "passage", "A run of words is that of cut news, novels and reference works as kits splice them in rather than of pages of their own; a trained estimate.");

    private static readonly Signal Sentence = new("splice-style", "sentence", "The words of the sentence, all taken together, are those of spliced fragments; a trained estimate.");

    private static readonly Signal StandsOut = new("splice-style", "stands-out", "The sentence reads more like a spliced fragment than the page's other sentences do.");

    private static readonly Signal Line = new("splice-style", "line", "The words of a line of several sentences or clauses, all taken together, are those of spliced fragments.");

    private static readonly Signal Plain = new("splice-style", "plain", "The words of the sentence, all taken together, are not those of spliced fragments: no accusation, on a page of which others are made.");

    private static readonly SentenceCurves Curves = new(
        Sentence, "the sentence reads like a fragment of another text, estimated at {a} percent", StandsOut, "reads more like a fragment of another text than the page's other sentences, estimated at {a} percent",
        Line, "the whole line reads like fragments of other texts, estimated at {a} percent", Plain, "the sentence reads like no fragment of another text, estimated at {a} in a thousand", Least: 0.2f, Own: new(new(7.3f, 1.7f), new(5.3f, 0.2f), new(8.1f, 0.15f)), Against: new(new(5.7f, -2f), new(4.1f, -1.9f), new(4.1f, -2.9f)));

    public override string Name => "splice-style";

    public override string What => "Sentences and passages whose words are those of spliced fragments: cut reports, scenes of novels, market and sports news, entries of reference works.";

    public override string Why => "Kits take their fragments from the same kinds of text, whatever page they plant them in; a page's own text is about its own matter. But genuine news reads so too: this only adds to other facts.";

    public override string LeavesAlone => "Pages that are news or novels all through: a sentence is also compared with the page's other sentences, and the labelling weighs both with all else.";

    public override string Example => "Slice the rhubarb and cover it with sugar overnight. the deputy minister declined to comment before the committee's";

    public override string Source => "Chain over hashed words and characters, trained by `lab train-promo` on labelled pages against their own text and that of real pages.";

    public override ImmutableArray<Signal> Signals { get; } = [Passage, Sentence, StandsOut, Line, Plain];

    public override void Detect(SegmentedPage page, EvidenceSink sink)
    {
        StyleWalk walk = StyleWalk.Of(page, sink.Items);
        foreach (StyleRun run in walk.Spliced)
        {
            if (run.Strength >= LeastStrength)
            {
                sink.Add(Passage, run.Span, run.Strength, new("reads like fragments of other texts, estimated at {a} percent", (int)(run.Strength * 100)));
            }
        }

        walk.SplicedSentences.State(Curves, walk.Spliced.Count > 0, sink);
    }
}
