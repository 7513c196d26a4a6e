using System.Collections.Immutable;
using Chaffinch.Detecting.Shared;
using Chaffinch.Model;

namespace Chaffinch.Detecting;

/// <summary>Sees sentences that stand out of their block and page in several ways at once, each of which says little: style, words, names, marks.</summary>
internal sealed class Stranger : Detector
{
    /// <summary>What is less likely is not stated.</summary>
    private const float Least = 0.45f;

    private static readonly Signal Offer = new("stranger", "offer", "Style, words, names and marks of the sentence are not those of its block and page, and are those of an offer; a trained estimate.");

    private static readonly Signal Fragment = new("stranger", "fragment", "Style, words, names and marks of the sentence are not those of its block and page, and are those of a fragment of another text; a trained estimate.");

    public override string Name => "stranger";

    public override string What => "Sentences that differ from the rest of their block and page by many small things together: how they read, what words and names they share with it, their marks and length.";

    public override string Why => "A planted paragraph may sell a little in each sentence and nothing clearly in one; held against the page around it all of them lean the same way.";

    public override string LeavesAlone => "Pages that read like advertising or like news all through, a site's own offers whose words stand in its frame or text, genuine texts that repeat what the page says.";

    public override string Example => "Eleven paragraphs about a dyke. Worried that your teacher will notice? Our writers match your tone. Prices start at nine a page.";

    public override string Source => "A network with one small layer over 82 facts and what it made of the segments around, trained by `lab train-stranger` on labelled pages, real pages, and real pages into which planted text was put.";

    public override ImmutableArray<Signal> Signals { get; } = [Offer, Fragment];

    public override void Detect(SegmentedPage page, EvidenceSink sink)
    {
        StrangerMap map = StrangerMap.Of(page, sink.Items);
        if (!map.IsJudged)
        {
            return;
        }

        for (int s = 0; s < page.Segments.Length; s++)
        {
            State(Offer, "reads like a stranger's offer beside its block and page, estimated at {a} percent", map.OfferOf(s), page.Segments[s].Span, sink);
            State(Fragment, "reads like a stranger's fragment beside its block and page, estimated at {a} percent", map.FragmentOf(s), page.Segments[s].Span, sink);
        }
    }

    private static void State(Signal signal, string fact, float strength, TextSpan span, EvidenceSink sink)
    {
        if (strength >= Least)
        {
            sink.Add(signal, span, strength, new Fact(fact, (int)(strength * 100)));
        }
    }
}
