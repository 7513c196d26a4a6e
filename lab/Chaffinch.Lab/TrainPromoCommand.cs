using Chaffinch.Detecting.Shared;
using Chaffinch.Training.Fitting;
using Chaffinch.Training.Grafting;
using Chaffinch.Training.Model;

namespace Chaffinch.Lab;

/// <summary>Trains the promotional tagger on grafted pages, phrases, labelled pages, and genuine text and pages; the same file every time.</summary>
internal static class TrainPromoCommand
{
    public static int Run(Options options)
    {
        Grafter grafter = GraftCommand.NewGrafter(options);
        var source = new PromoLines(grafter, new PageAnalyzer());
        int pages = options.Int("n", 3000);
        TrainFolds(source, pages);
        if (options.Has("folds"))
        {
            return 0;
        }

        List<TokenLine> lines = source.Gather(pages, all: true, without: -1);
        Tell(lines);
        PromoTagger tagger = new PromoFitter().Fit(lines);
        if (!options.Has("dry"))
        {
            File.WriteAllBytes(Path.Combine(LabData.Root, "src/Chaffinch/Detecting/Shared/promo.res"), tagger.Write());
        }

        return 0;
    }

    private static void Tell(List<TokenLine> lines) =>
        Console.WriteLine($"{lines.Count} lines, {lines.Sum(l => (long)l.Tokens.Length)} tokens, {lines.Sum(l => (long)l.Labels.Count(b => b == 1))} promotional");

    // A tagger without each fold and without the held-out phrases: for the training of the network, and for figures as they will be on new pages.
    private static void TrainFolds(PromoLines source, int pages)
    {
        var all = new PromoCurve();
        var languages = new SortedDictionary<string, PromoCurve>(StringComparer.Ordinal);
        for (int fold = 0; fold < PromoLines.Folds; fold++)
        {
            List<TokenLine> lines = source.Gather(pages, all: false, fold);
            Tell(lines);
            PromoTagger tagger = new PromoFitter().Fit(lines);
            Directory.CreateDirectory(Path.GetDirectoryName(PromoLines.FileOf(fold))!);
            File.WriteAllBytes(PromoLines.FileOf(fold), tagger.Write());
            foreach (GoldPages page in source.Labelled.Where(p => p.FoldOf(PromoLines.Folds) == fold))
            {
                foreach (TokenLine line in TokenLine.Of(page.Page, page.Gold, advert: false, page.Case.Language, 1))
                {
                    all.Add(line, tagger);
                    if (!languages.TryGetValue(page.Case.Language, out PromoCurve? own))
                    {
                        languages.Add(page.Case.Language, own = new PromoCurve());
                    }

                    own.Add(line, tagger);
                }
            }

            if (fold == 0)
            {
                new PromoCurve(source.RealPages(heldOut: true), tagger).Print("held-out real pages");
            }
        }

        all.Print("labelled pages");
        all.PrintFrom("all", 0.03f, 0.1f, 0.3f, 0.6f);
        foreach ((string language, PromoCurve curve) in languages)
        {
            curve.PrintFrom(language, 0.03f, 0.1f, 0.3f, 0.6f);
        }
    }
}
