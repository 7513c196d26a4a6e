using System.Collections.Immutable;
using Chaffinch.Detecting.Shared;
using Chaffinch.Model;

namespace Chaffinch.Detecting;

/// <summary>Sees sentences of a paragraph that break off and go over into another sentence, where the first of the two reads like what kits splice in.</summary>
internal sealed class SplitSentence : Detector
{
    /// <summary>What is less likely is not stated.</summary>
    private const float LeastStrength = 0.3f;

    /// <summary>The same words elsewhere on the page speak against a fragment, if there are a few at all.</summary>
    private const int LeastTerms = 4;
    private const float OfSupport = -3.5f;
    private const float UsualSupport = 0.3f;

    /// <summary>A word with a capital in the middle of sentences again and again is a name or a title.</summary>
    private const float OfPlace = -0.64f;
    private const int MostPlaces = 3;
    private const float OfRate = -0.45f;

    private static readonly Signal BreaksOff = new("split-sentence", "breaks-off", "A sentence that reads like a spliced fragment stops at a capital that starts another sentence, without a sentence end.");

    private static readonly Signal Own = new("split-sentence", "own-part", "The other part of a sentence that was split by a fragment: the page's own text goes on there. No accusation.");

    public override string Name => "split-sentence";

    public override string What => "A sentence that goes over into another one in the middle of a paragraph: behind a word in small letters stands a capital that needs none, and the words before it read like cut news, novels or reference works.";

    public override string Why => "Fragments are pasted between an author's sentences, or into them, and cut off by length: their last sentence has no end, and the author's next one starts in capitals all the same.";

    public override string LeavesAlone => "Names, titles and nouns with capitals, words that have one in mid-sentence again and again, the English \"I\", stretches whose words stand elsewhere on the page, what reads alike on both sides of the place.";

    public override string Example => "The geese sleep on the island. Brokers had expected the bank to hold its rate, and the currency slid against the Nobody feeds them in winter.";

    public override string Source => "Own measurement on labelled pages: half of the fragments between sentences of a paragraph end so.";

    public override ImmutableArray<Signal> Signals { get; } = [BreaksOff, Own];

    public override void Detect(SegmentedPage page, EvidenceSink sink)
    {
        SentenceSeams seams = StyleWalk.Of(page, sink.Items).Seams;
        ReadOnlySpan<SentenceSeam> found = seams.Found;
        PageFacts facts = PageFacts.Of(page);
        for (int i = 0; i < found.Length;)
        {
            // Of all places of a sentence the plainest one: each is asked once for its words.
            int best = i;
            float most = float.MinValue;
            int sentence = found[i].Sentence;
            for (; i < found.Length && found[i].Sentence == sentence; i++)
            {
                float odds = found[i].Odds + (OfPlace * Math.Min(MostPlaces, seams.PlacesOf(found[i].Word) - 1)) + (OfRate * seams.Rate);
                (best, most) = odds > most ? (i, odds) : (best, most);
            }

            State(facts, found[best], most, sink);
        }
    }

    private static void State(PageFacts facts, in SentenceSeam seam, float odds, EvidenceSink sink)
    {
        // Even without a word elsewhere it would be too weak.
        if (Probability(odds) < LeastStrength)
        {
            return;
        }

        Support support = facts.SupportOf(seam.Span, 1);
        float strength = Probability(odds + (OfSupport * (support.Terms >= LeastTerms ? support.Share : UsualSupport)));
        if (strength >= LeastStrength)
        {
            int percent = (int)(strength * 100);
            sink.Add(BreaksOff, seam.Span, strength, new("reads like a fragment that breaks off before another sentence, estimated at {a} percent", percent));
            sink.Add(Own, seam.Rest, strength, new("a fragment stands beside it in its sentence, estimated at {a} percent", percent));
        }
    }

    private static float Probability(float odds) => 1f / (1f + MathF.Exp(-odds));
}
