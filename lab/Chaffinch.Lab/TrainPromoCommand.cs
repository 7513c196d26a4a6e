using Chaffinch.Detecting.Shared;
using Chaffinch.Training.Fitting;
using Chaffinch.Training.Grafting;
using Chaffinch.Training.Model;

namespace Chaffinch.Lab;

/// <summary>Trains the tagger of advertising and of spliced text on grafted pages, phrases, labelled pages, and genuine text and pages; the same file every time.</summary>
internal static class TrainPromoCommand
{
    public static int Run(Options options)
    {
        Grafter grafter = GraftCommand.NewGrafter(options);
        var source = new PromoLines(grafter, new PageAnalyzer());
        int pages = options.Int("n", 3000);
        double[] learned = TrainFolds(source, pages);
        if (options.Has("folds"))
        {
            return 0;
        }

        List<TokenLine> lines = source.Gather(pages, all: true, without: -1);
        Tell(lines);
        PromoTagger tagger = PromoTagger.Of(new PromoFitter().Fit(lines), new PromoFitter().Fit(source.GatherSplices(without: -1)), TradeOf(source, source.Gather(pages, all: true, without: -1, trade: true)));

        // It has learned every page that there is, so that it is held to what the others call promotional of their own.
        tagger = tagger.Shifted(PromoBalance.Find(tagger, [.. source.Labelled.SelectMany(LinesOf)], learned));
        if (!options.Has("dry"))
        {
            File.WriteAllBytes(Path.Combine(LabData.Root, "src/Chaffinch/Detecting/Shared/promo.res"), tagger.Write());
        }

        return 0;
    }

    private static void Tell(List<TokenLine> lines) =>
        Console.WriteLine($"{lines.Count} lines, {lines.Sum(l => (long)l.Tokens.Length)} tokens, {lines.Sum(l => (long)l.Labels.Count(b => b == 1))} promotional");

    // A tagger without each fold and without the held-out phrases: for the training of the network, and for figures as they will be on new pages.
    // Each is balanced on what it has not learned. Gives the share of genuine tokens that they call promotional then of what they have learned.
    private static double[] TrainFolds(PromoLines source, int pages)
    {
        var taggers = new PromoTagger[PromoLines.Folds];
        var heldOut = new List<TokenLine>[PromoLines.Folds];
        var learned = new double[PromoTagger.GroupCount];
        Directory.CreateDirectory(Path.GetDirectoryName(PromoLines.FileOf(0))!);
        for (int fold = 0; fold < taggers.Length; fold++)
        {
            List<TokenLine> lines = source.Gather(pages, all: false, fold);
            Tell(lines);
            heldOut[fold] = [.. source.Labelled.Where(p => p.FoldOf(PromoLines.Folds) == fold).SelectMany(LinesOf)];
            taggers[fold] = PromoTagger.Of(new PromoFitter().Fit(lines), new PromoFitter().Fit(source.GatherSplices(fold)), TradeOf(source, source.Gather(pages, all: false, fold, trade: true)));
            taggers[fold] = taggers[fold].Shifted(PromoBalance.Find(taggers[fold], heldOut[fold], [.. Enumerable.Repeat(PromoBalance.Wanted, learned.Length)]));
            File.WriteAllBytes(PromoLines.FileOf(fold), taggers[fold].Write());
            double[] own = PromoBalance.SharesOf(taggers[fold], [.. source.Labelled.Where(p => p.FoldOf(PromoLines.Folds) != fold).SelectMany(LinesOf)]);
            for (int g = 0; g < learned.Length; g++)
            {
                learned[g] += own[g] / taggers.Length;
            }
        }

        PrintCurves(source, taggers, heldOut);
        return learned;
    }

    // Balanced on real pages, on which these trades are hardly ever spoken of: there the same share of words in every group of scripts is called so.
    private static PromoTagger.Weights TradeOf(PromoLines source, List<TokenLine> lines)
    {
        PromoTagger.Weights fitted = new PromoFitter().Fit(lines);
        float[] shifts = PromoBalance.Find(PromoTagger.Of(fitted, fitted, fitted), source.RealPages(heldOut: true), [.. Enumerable.Repeat(PromoBalance.Wanted / 4, PromoTagger.GroupCount)]);
        return fitted with { Biases = [.. fitted.Biases.Zip(shifts, (b, s) => b + s)] };
    }

    private static IEnumerable<TokenLine> LinesOf(GoldPages page) => TokenLine.Of(page.Page, page.Gold, advert: false, page.Case.Language, 1);

    private static void PrintCurves(PromoLines source, PromoTagger[] taggers, List<TokenLine>[] heldOut)
    {
        new PromoCurve(source.RealPages(heldOut: true), taggers[0]).Print("held-out real pages");
        var all = new PromoCurve();
        var languages = new SortedDictionary<string, PromoCurve>(StringComparer.Ordinal);
        for (int fold = 0; fold < taggers.Length; fold++)
        {
            foreach (TokenLine line in heldOut[fold])
            {
                all.Add(line, taggers[fold]);
                if (!languages.TryGetValue(line.Language, out PromoCurve? own))
                {
                    languages.Add(line.Language, own = new PromoCurve());
                }

                own.Add(line, taggers[fold]);
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
