using System.Text;
using Chaffinch.Labelling;
using Chaffinch.Model;
using Chaffinch.Training.Aligning;
using Chaffinch.Training.Evaluating;
using Chaffinch.Training.Fitting;
using Chaffinch.Training.Model;

namespace Chaffinch.Training;

/// <summary>Trains the block network from pages with gold main text.</summary>
/// <remarks>One thread, fixed order, fixed seeds: the same pages give the same bytes.</remarks>
public static class MainTextTraining
{
    /// <summary>Trains on all pages and writes the model file.</summary>
    /// <param name="gold">The pages.</param>
    /// <param name="model">Where to.</param>
    /// <param name="progress">Told a line at each step.</param>
    public static void Train(IEnumerable<GoldPage> gold, Stream model, Action<string> progress) =>
        Fit(Prepare(gold), progress).Write(model);

    /// <summary>
    /// Cross-validation by domains: each page is analysed with a model that saw no page of its domain, and the article's text scored.
    /// </summary>
    /// <param name="gold">The pages.</param>
    /// <param name="folds">Number of parts.</param>
    /// <param name="progress">Told a line at each step.</param>
    /// <param name="found">Told each page with the text found, where not null.</param>
    public static MainTextScores CrossValidate(IReadOnlyList<GoldPage> gold, int folds, Action<string> progress, Action<GoldPage, string>? found = null)
    {
        List<MainTextPage> pages = Prepare(gold);
        var scores = new MainTextScores();
        for (int fold = 0; fold < folds; fold++)
        {
            BlockNetModel model = Fit(pages.FindAll(p => FoldOf(p.Gold.Domain, folds) != fold), progress);
            var analyzer = new PageAnalyzer(options: null, model);
            foreach (MainTextPage page in pages.Where(p => FoldOf(p.Gold.Domain, folds) == fold))
            {
                LabelledPage labelled = analyzer.Analyze(page.Gold.Html, new InputHints(page.Gold.Url));
                scores.Add(page.Gold, labelled.Article.Text, labelled.PageType);
                found?.Invoke(page.Gold, labelled.Article.Text);
            }

            progress($"fold {fold + 1} of {folds} done");
        }

        return scores;
    }

    /// <summary>Fits a network and makes its model.</summary>
    internal static BlockNetModel Fit(List<MainTextPage> pages, Action<string> progress)
    {
        var settings = new FitSettings();
        var facts = new FactRows(pages, settings.LeastDomains);
        progress($"{pages.Count} pages, {facts.Count} facts");
        BlockNetwork network = BlockNetTrainer.Fit(pages, facts, settings, (epoch, loss, _) => progress(FormattableString.Invariant($"epoch {epoch + 1} of {settings.Epochs}: loss {loss:F4}")));
        return ModelExport.Export(network, facts);
    }

    /// <summary>Reads, aligns and measures the pages.</summary>
    internal static List<MainTextPage> Prepare(IEnumerable<GoldPage> pages)
    {
        var prepared = new List<MainTextPage>();
        var analyzer = new PageAnalyzer();
        foreach (GoldPage gold in pages)
        {
            Page page = analyzer.Read(gold.Html, new InputHints(gold.Url));
            var input = new BlockNetInput();
            input.Read(page);
            float[] shares = GoldAligner.Align(page, gold.MainText, WordBag.Read);
            int n = input.Count;
            var words = new float[n];
            var texts = new string[n];
            var targets = new float[n];
            for (int i = 0; i < n; i++)
            {
                Block block = page.Blocks[input.Blocks[i]];
                texts[i] = page.Text.Substring(block.Span.Start, block.Span.Length);
                targets[i] = shares[input.Blocks[i]];
                int count = 0;
                WordBag.Read(texts[i], _ => count++);
                words[i] = count;
            }

            prepared.Add(new MainTextPage
            {
                Gold = gold,
                Input = input,
                Targets = targets,
                Words = words,
                Texts = texts,
                GoldWords = new WordBag(gold.MainText).Count,
            });
        }

        return prepared;
    }

    /// <summary>What choosing whole blocks can reach at most, as the alignment sees it.</summary>
    public static MainTextScores Ceiling(IEnumerable<GoldPage> gold)
    {
        var scores = new MainTextScores();
        foreach (MainTextPage page in Prepare(gold))
        {
            Score(page, i => page.Targets[i] >= 0.5f, scores, page.Type);
        }

        return scores;
    }

    /// <summary>Scores the text of chosen blocks.</summary>
    internal static MainTextScore Score(MainTextPage page, Func<int, bool> chosen, MainTextScores scores, PageType type)
    {
        var text = new StringBuilder();
        for (int i = 0; i < page.Count; i++)
        {
            if (chosen(i))
            {
                text.Append(page.Texts[i]).Append('\n');
            }
        }

        return scores.Add(page.Gold, text.ToString(), type);
    }

    /// <summary>The fold of a domain, 0 to <paramref name="folds"/> - 1: the same in every run.</summary>
    internal static int FoldOf(string domain, int folds)
    {
        uint hash = 2166136261;
        foreach (char c in domain)
        {
            hash = (hash ^ c) * 16777619;
        }

        return (int)((hash ^ (hash >> 15)) % (uint)folds);
    }
}
