using Chaffinch.Detecting.Shared;
using Chaffinch.Labelling;
using Chaffinch.Model;
using Chaffinch.Training.Fitting;
using Chaffinch.Training.Grafting;
using Chaffinch.Training.Model;

namespace Chaffinch.Lab;

/// <summary>Trains the network of the labelling on grafted pages, the labelled pages that are for training, and real pages as genuine ones.</summary>
internal static class TrainPlantedCommand
{
    private const int Seed = 202;
    private const float CaseWeight = 6;

    /// <summary>Pages without planted text count twice: a page that is called polluted by mistake costs more than a piece that is missed.</summary>
    private const float CleanCaseWeight = 12;

    private const float GenuineWeight = 2;

    /// <summary>Composed pages: they have the shapes of kits of which there are few labelled pages.</summary>
    private const float GraftWeight = 3;

    /// <summary>Real pages with planted text in them: without those, a long and cluttered page is always genuine (ADR 48).</summary>
    private const float TransplantWeight = 4;

    /// <summary>Those without anything planted count as labelled clean pages do: with the same weight for both four of 900 real pages more were flagged.</summary>
    private const float CleanTransplantWeight = 10;

    /// <summary>Trainings that are averaged: two of one kind differ by up to .005 on sets of a hundred pages, four together by less (ADR 45).</summary>
    private const int Trainings = 4;

    /// <summary>The same for the networks that tell the second pass what a first one believes.</summary>
    private const int HalfTrainings = 2;

    public static int Run(Options options)
    {
        var maker = new SampleMaker();
        List<PreparedPage> pages = Pages(options, maker);
        var first = new ChainLabeller(WeightTable.Default, maker.Nothing);
        List<PlantedSample> samples = [.. pages.Select(p => maker.Make(p, first, again: false))];
        Console.WriteLine($"{samples.Count} pages, {samples.Sum(s => s.Count)} pieces, {samples.Sum(s => s.Open.Length)} open, {maker.Names.Count} facts");
        Tell("all pages", maker);
        var cases = new SampleMaker();
        foreach (PreparedPage page in pages.Where(p => !Path.IsPathRooted(p.Name) && p.Weight >= CaseWeight))
        {
            cases.Make(page, first, again: false);
        }

        Tell("labelled pages", cases);

        // Each half's second pass sees what a network believed that was trained on the other half, as it will be on unseen pages.
        int epochs = options.Int("epochs", 16);
        int nets = options.Int("nets", Trainings);
        int halves = Math.Min(nets, HalfTrainings);
        for (int half = 0; half < 2; half++)
        {
            PlantedNet net = PlantedFitter.FitSeveral(maker.Names, [.. samples.Take(pages.Count).Where((_, i) => i % 2 == half)], Math.Max(2, epochs * 2 / 3), halves);
            var labeller = new ChainLabeller(WeightTable.Default, net);
            samples.AddRange(pages.Where((_, i) => i % 2 != half).Select(p => maker.Make(p, labeller, again: true)).Where(s => s.Count > 0));
        }

        if (options.Has("folds"))
        {
            PlantedFolds.Run(samples => PlantedFitter.FitSeveral(maker.Names, samples, epochs, nets), pages, samples);
            return 0;
        }

        PlantedNet final = PlantedFitter.FitSeveral(maker.Names, samples, epochs, nets, Console.WriteLine);
        File.WriteAllBytes(options.Text("out") ?? Path.Combine(LabData.Root, "src/Chaffinch/Labelling/planted.res"), final.Write());
        return 0;
    }

    private static void Tell(string name, SampleMaker maker)
    {
        Console.WriteLine($"{name}: planted characters that no evidence opens");
        foreach ((Kind kind, (int all, int closed)) in maker.Reached.OrderBy(r => r.Key))
        {
            Console.WriteLine($"  {kind.NameOf(),-14}{closed / (double)all,7:P1} of {all}");
        }
    }

    private static List<PreparedPage> Pages(Options options, SampleMaker maker)
    {
        var pages = new List<PreparedPage>();
        Grafter grafter = GraftCommand.NewGrafter(options);
        int grafts = options.Int("n", 1500);
        PromoTagger[] taggers = [.. Enumerable.Range(0, PromoLines.Folds).Select(f => PromoTagger.Read(File.ReadAllBytes(PromoLines.FileOf(f))))];
        for (int n = 0; n < grafts; n++)
        {
            // Held-out phrases are those that these taggers have not learned: only with them the network sees a tagger as it is on unseen pages.
            PromoTagger.Use(taggers[n % taggers.Length]);
            pages.Add(maker.Read(grafter.Make(Seed, n, heldOut: true), GraftWeight));
        }

        List<GoldPages> labelled = options.Has("no-cases") ? [] : GoldPages.ForTraining();
        foreach (GoldPages page in labelled)
        {
            PromoTagger.Use(taggers[page.FoldOf(taggers.Length)]);
            pages.Add(maker.Read(page.Case.Name, page.Page, page.Gold, page.Case.Verdict == "clean" ? CleanCaseWeight : CaseWeight));
        }

        AddTransplants(options, maker, pages, labelled, taggers);

        // Their open pieces teach what evidence is worth on real pages.
        foreach ((string name, Page page) in RealPages.Pages(options.Int("real", 1800), taggers).Concat(RealPages.Texts(options.Int("texts", 900))))
        {
            pages.Add(maker.Read(name, page, new Gold?[page.Text.Length], GenuineWeight));
        }

        PromoTagger.Use(null);
        return pages;
    }

    // Donors of one fold with the tagger that has not seen them; their numbers tell the fold (Transplants.FoldOf).
    private static void AddTransplants(Options options, SampleMaker maker, List<PreparedPage> pages, List<GoldPages> labelled, PromoTagger[] taggers)
    {
        Transplanter[] makers = labelled.Count == 0 ? []
            : [.. Enumerable.Range(0, taggers.Length).Select(f => Transplants.ForTraining(labelled.Where(p => p.FoldOf(taggers.Length) == f)))];
        int most = makers.Length == 0 ? 0 : options.Int("transplants", 3500);
        for (int n = 0; n < most; n++)
        {
            PromoTagger.Use(taggers[n % taggers.Length]);
            Transplant page = makers[n % taggers.Length].Make(Transplants.TrainingSeed, n);
            pages.Add(maker.Read(page.Page, page.IsPlanted ? TransplantWeight : CleanTransplantWeight));
        }
    }

    /// <summary>A labelled page, prepared.</summary>
    public static PreparedPage OfCase(SampleMaker maker, GoldCase one, float weight)
    {
        GoldPages page = GoldPages.Of(one);
        return maker.Read(one.Name, page.Page, page.Gold, weight);
    }
}
