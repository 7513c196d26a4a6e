using System.Collections.Immutable;
using Chaffinch.Model;

namespace Chaffinch.Detecting;

/// <summary>The visible list of all detectors, in the order in which they run.</summary>
internal static class Detectors
{
    /// <summary>One line each, by name.</summary>
    public static ImmutableArray<Detector> All { get; } =
    [
        new SymbolRun(),
        new CreditStamp(),
        new TitleFusion(),
        new RepeatedPhrase(),
        new KeywordRow(),
        new BrokenBytes(),
        new MarkupResidue(),
        new Coherence(),
        new ContactHandle(),
        new Gloss(),
        new BlindConversion(),
        new SpunText(),
        new ScriptMismatch(),
        new HiddenText(),
        new ForeignAnchor(),
        new TitleDisguise(),
        new SpliceBorder(),
        new RaggedEdge(),
        new PromoStyle(),
        new SpliceStyle(),
        new TradeWords(),
        new SplitSentence(),
        new Cipher(),
        new StrewnPhrase(),
        new LanguageMismatch(),
        new ForeignOffer(),
        new Stranger(),
        new Doorway(),
        new ModelResidue(),
        new Campaign(),
        new ThreadRaid(),
        new OddCharacters(),
        new SharedName(),
    ];

    /// <summary>Lets detectors state their facts, in their order, and takes back what was stated over lines that the page only shows.</summary>
    /// <param name="detectors">Which.</param>
    /// <param name="page">The page.</param>
    /// <param name="sink">Takes the facts.</param>
    public static void Run(ImmutableArray<Detector> detectors, SegmentedPage page, EvidenceSink sink)
    {
        foreach (Detector detector in detectors)
        {
            detector.Detect(page, sink);
        }

        ShownLines.Quiet(page, sink);
    }
}
