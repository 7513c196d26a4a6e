using Chaffinch.Cleaning;
using Chaffinch.Labelling;
using Chaffinch.Model;
using Chaffinch.Training.Evaluating;
using Chaffinch.Training.Fitting;
using Chaffinch.Training.Model;

namespace Chaffinch.Training;

/// <summary>Trains the ranker of titles from pages whose title was written down.</summary>
/// <remarks>
/// Every page's type is told by a block network that saw no page of its domain, as it will be on pages that nobody has seen; titles are judged the same
/// way. One thread, fixed order and seeds: the same pages give the same table.
/// </remarks>
internal static class TitleTraining
{
    /// <summary>Number of parts of the cross-validation.</summary>
    public const int Folds = 5;

    /// <summary>Reads the candidates of every page.</summary>
    /// <param name="gold">The pages.</param>
    /// <param name="progress">Told a line at each step.</param>
    public static List<TitleSample> Read(IReadOnlyList<GoldPage> gold, Action<string> progress)
    {
        List<MainTextPage> pages = MainTextTraining.Prepare(gold);
        var samples = new List<TitleSample>();
        for (int fold = 0; fold < Folds; fold++)
        {
            BlockNetModel model = MainTextTraining.Fit(pages.FindAll(p => MainTextTraining.FoldOf(p.Gold.Domain, Folds) != fold), _ => { });
            Read(gold.Where(p => MainTextTraining.FoldOf(p.Domain, Folds) == fold), new PageAnalyzer(options: null, model), samples);
            progress($"fold {fold + 1} of {Folds} read, {samples.Count} pages");
        }

        return samples;
    }

    // A page's address is not always known, so that every page is learned from with it and without.
    private static void Read(IEnumerable<GoldPage> gold, PageAnalyzer analyzer, List<TitleSample> to)
    {
        var candidates = new TitleCandidates();
        var parts = new PartList();
        foreach (GoldPage page in gold.Where(p => p.Title.Length > 0))
        {
            foreach (string? url in (ReadOnlySpan<string?>)[page.Url, null])
            {
                LabelledPage labelled = analyzer.Analyze(page.Html, new InputHints(url));
                parts.Fill(labelled.Page, labelled.Spans);
                if (labelled.Page.IsHtml && candidates.Collect(labelled.Page, parts.Items))
                {
                    to.Add(SampleOf(page, labelled.PageType, candidates) with { HasAddress = url is not null });
                }
            }
        }
    }

    /// <summary>Pages, with their address, whose best candidate is right by weights that saw no page of their domain.</summary>
    public static int CrossValidate(List<TitleSample> samples)
    {
        int right = 0;
        for (int fold = 0; fold < Folds; fold++)
        {
            TitleRanker ranker = TitleFitter.Fit(samples.Where(s => MainTextTraining.FoldOf(s.Domain, Folds) != fold));
            right += samples.Count(s => s.HasAddress && MainTextTraining.FoldOf(s.Domain, Folds) == fold && IsRight(ranker, s));
        }

        return right;
    }

    /// <summary>True when the candidate with the highest score is right.</summary>
    public static bool IsRight(TitleRanker ranker, TitleSample sample)
    {
        int best = 0;
        float most = float.NegativeInfinity;
        for (int i = 0; i < sample.Facts.Length; i++)
        {
            float score = ranker.Score(sample.Facts[i], sample.Type);
            if (score > most && !TitleRanker.IsSlogan(sample.Facts[i]))
            {
                (best, most) = (i, score);
            }
        }

        return sample.IsRight[best];
    }

    private static TitleSample SampleOf(GoldPage page, PageType type, TitleCandidates candidates)
    {
        int n = candidates.Count;
        var facts = new bool[n][];
        var texts = new string[n];
        for (int i = 0; i < n; i++)
        {
            facts[i] = candidates.FactsOf(i).ToArray();
            texts[i] = candidates.TextOf(i).ToString();
        }

        // A title that is gold to the letter is meant before one that gold has with a site behind it.
        bool[] right = [.. texts.Select(t => MetadataScores.IsEqualTitle(page.Title, t))];
        return new TitleSample(page.Domain, type, facts, right.Contains(true) ? right : [.. texts.Select(t => MetadataScores.IsSameTitle(page.Title, t))]);
    }
}
