using Chaffinch.Model;
using Chaffinch.Text;
using Chaffinch.Training.Grafting;
using Chaffinch.Training.Model;

namespace Chaffinch.Lab;

/// <summary>Gathers the lines that the promotional tagger learns from: grafted pages, phrases, labelled pages, genuine text and pages.</summary>
/// <remarks>A tagger for training what judges its evidence must not have seen what it is asked about: such a one leaves out held-out phrases and a fold of the labelled pages.</remarks>
internal sealed class PromoLines(Grafter grafter, PageAnalyzer analyzer)
{
    /// <summary>Folds of the labelled pages.</summary>
    public const int Folds = 2;

    private const int Seed = 101;
    private const float LabelledWeight = 6;

    // Pages without planted text use the same words in their own cause: whose cause it is the network tells, by the page.
    private const float CleanWeight = 1.8f;

    // Spliced text is rare, and its pages tell what it stands beside; of real pages and of texts that others cut from there are many for what they say.
    private const float SplicedWeight = 2;
    private const float SpliceRealWeight = 0.3f;
    private const float ReferenceWeight = 0.1f;

    /// <summary>Where the tagger without a fold is kept for the training of the network.</summary>
    public static string FileOf(int fold) => Path.Combine(LabData.Root, "artifacts", "lab", $"promo-{fold}.res");

    private List<CorpusText>? _corpus;
    private List<TokenLine>? _real;
    private List<TokenLine>? _cut;
    private List<GoldPages>? _labelled;

    /// <summary>Labelled pages for training.</summary>
    public List<GoldPages> Labelled => _labelled ??= GoldPages.ForWords();

    /// <summary>The lines to train on.</summary>
    /// <param name="pages">Number of grafted pages.</param>
    /// <param name="all">True with the phrases that are held out otherwise.</param>
    /// <param name="without">The fold of labelled pages that is left out; none where negative.</param>
    /// <param name="trade">
    /// True for the tagger of trades: labelled and composed pages on which those are the page's own matter are left out, and so are genuine phrases of them: whether they are planted the page tells, not the words.
    /// </param>
    public List<TokenLine> Gather(int pages, bool all, int without, bool trade = false)
    {
        var lines = new List<TokenLine>();
        for (int n = 0; n < pages; n++)
        {
            TrainingPage page = grafter.Make(Seed, n, all && n % 4 == 0);
            if (!trade || page.Verdict != PageVerdict.Clean)
            {
                lines.AddRange(TokenLine.Of(page, analyzer.Read(page.Source, GraftCommand.HintsOf(page))));
            }
        }

        foreach (PromoText text in grafter.Promo.All.Where(t => all || !t.IsHeldOut))
        {
            byte label = text.Kind.StartsWith("genuine", StringComparison.Ordinal) ? (byte)0 : (byte)1;
            if (!trade || label == 1)
            {
                lines.Add(TokenLine.Of(text.Text, label, text.Language, 2));
            }
        }

        foreach (CorpusText text in (_corpus ??= PromoCorpus.Read()).Where(t => IsTaken(t, all)))
        {
            lines.Add(TokenLine.Of(text.Text, text.IsPromo ? (byte)1 : (byte)0, LanguageOf(text), text.IsPromo ? 0.3f : 0.7f));
        }

        lines.AddRange(_real ??= RealPages(heldOut: false));
        lines.AddRange(Labelled.Where(p => p.FoldOf(Folds) != without && (!trade || p.Case.Verdict != "clean")).SelectMany(p => TokenLine.Of(p.Page, p.Gold, advert: false, p.Case.Language, p.Case.Verdict == "clean" ? CleanWeight : LabelledWeight)));
        return lines;
    }

    /// <summary>The lines that the tagger of spliced text learns from: labelled pages, real ones as genuine, and a little of the reference texts that kits cut from.</summary>
    /// <remarks>Grafted pages are not among them: what is spliced into them is of the same texts as what it is spliced into. Pages that are news themselves the network tells by their other sentences.</remarks>
    /// <param name="without">The fold of labelled pages that is left out; none where negative.</param>
    public List<TokenLine> GatherSplices(int without) =>
    [
        .. (_real ??= RealPages(heldOut: false)).Select(l => l with { Weight = SpliceRealWeight }),
        .. (_cut ??= [.. (_corpus ??= PromoCorpus.Read()).Where(IsCut).Select(t => TokenLine.Of(t.Text, 1, LanguageOf(t), ReferenceWeight))]),
        .. Labelled.Where(p => p.FoldOf(Folds) != without).SelectMany(p => TokenLine.OfSplices(p.Page, p.Gold, p.Case.Language, p.Case.Verdict == "clean" ? 1 : SplicedWeight)),
    ];

    /// <summary>Lines of real pages, frames and all: hardly any of them is planted.</summary>
    public List<TokenLine> RealPages(bool heldOut)
    {
        var lines = new List<TokenLine>();
        foreach ((string folder, string pattern) in new[] { ("trafilatura-eval/html", "*"), ("wcxb-dev", "*.html.gz"), ("readability/pages", "source.html.gz") })
        {
            List<string> files = LabData.Files(folder, pattern);
            for (int i = 0; i < files.Count; i++)
            {
                // Odd places: pages at even ones are for alarms --unseen.
                if ((i % 12 == (heldOut ? 3 : 1) || (!heldOut && i % 12 == 7)) && !LabData.IsPollutedInTruth(files[i]))
                {
                    Page page = analyzer.Read(LabData.Read(files[i]));
                    string language = LanguageIdentifier.Identify(page.Text).Code ?? "";
                    foreach (ref readonly Block block in page.Blocks[..Math.Min(page.Blocks.Length, 80)])
                    {
                        if (block.Span.Length is > 3 and < 2000)
                        {
                            lines.Add(TokenLine.Of(page.Text.Substring(block.Span.Start, block.Span.Length), 0, language, 0.7f));
                        }
                    }
                }
            }
        }

        return lines;
    }

    // Sentences of reference works and short news are of the kinds that kits cut from. Whole news pages are not among them: with those every
    // page of news reads like something spliced in; nor are the sentences of which composed pages are made: with those each such page reads so all through.
    private static bool IsCut(CorpusText text) => text.Source.StartsWith("sib200", StringComparison.Ordinal) && !text.Source.EndsWith(PromoCorpus.OfPages, StringComparison.Ordinal);

    private static string LanguageOf(CorpusText text) =>
        text.Source.StartsWith("zh", StringComparison.Ordinal) ? "zh"
        : text.Source.StartsWith("id", StringComparison.Ordinal) ? "id"
        : text.Source.StartsWith("tr", StringComparison.Ordinal) ? "tr"
        : LanguageIdentifier.Identify(text.Text).Code ?? "";

    private static bool IsTaken(CorpusText text, bool all)
    {
        if (text.IsPromo)
        {
            return all || Stable.Hash(text.Text[..Math.Min(12, text.Text.Length)]) % 5 != 0;
        }

        return text.Source is "ru/en chat" || text.Source.EndsWith(" comments", StringComparison.Ordinal) || text.Source.EndsWith(" messages", StringComparison.Ordinal) || Stable.Hash(text.Text) % 4 == 0;
    }
}
