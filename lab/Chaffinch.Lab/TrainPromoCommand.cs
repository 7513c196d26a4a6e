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
        float[] shifts = TrainFolds(source, pages);
        if (options.Has("folds"))
        {
            return 0;
        }

        List<TokenLine> lines = source.Gather(pages, all: true, without: -1);
        Tell(lines);
        PromoTagger tagger = new PromoFitter().Fit(lines).Shifted(shifts);
        if (!options.Has("dry"))
        {
            File.WriteAllBytes(Path.Combine(LabData.Root, "src/Chaffinch/Detecting/Shared/promo.res"), tagger.Write());
        }

        return 0;
    }

    private static void Tell(List<TokenLine> lines) =>
        Console.WriteLine($"{lines.Count} lines, {lines.Sum(l => (long)l.Tokens.Length)} tokens, {lines.Sum(l => (long)l.Labels.Count(b => b == 1))} promotional");

    // A tagger without each fold and without the held-out phrases: for the training of the network, and for figures as they will be on new pages.
    private static float[] TrainFolds(PromoLines source, int pages)
    {
        var taggers = new PromoTagger[PromoLines.Folds];
        var heldOut = new List<TokenLine>[PromoLines.Folds];
        var balance = new PromoBalance();
        for (int fold = 0; fold < taggers.Length; fold++)
        {
            List<TokenLine> lines = source.Gather(pages, all: false, fold);
            Tell(lines);
            taggers[fold] = new PromoFitter().Fit(lines);
            heldOut[fold] = [.. source.Labelled.Where(p => p.FoldOf(PromoLines.Folds) == fold).SelectMany(p => TokenLine.Of(p.Page, p.Gold, advert: false, p.Case.Language, 1))];
            balance.Add(taggers[fold], heldOut[fold]);
        }

        float[] shifts = balance.Find();
        Directory.CreateDirectory(Path.GetDirectoryName(PromoLines.FileOf(0))!);
        for (int fold = 0; fold < taggers.Length; fold++)
        {
            taggers[fold] = taggers[fold].Shifted(shifts);
            File.WriteAllBytes(PromoLines.FileOf(fold), taggers[fold].Write());
        }

        PrintCurves(source, taggers, heldOut);
        return shifts;
    }

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
