using System.Globalization;
using Chaffinch.Detecting;
using Chaffinch.Detecting.Shared;
using Chaffinch.Model;
using Chaffinch.Segmenting;
using Chaffinch.Training.Fitting;
using Chaffinch.Training.Grafting;
using Chaffinch.Training.Model;

namespace Chaffinch.Lab;

/// <summary><c>lab train-stranger</c>: fits the network of <see cref="StrangerMap"/> on labelled pages, transplants and real pages, each with a tagger that has not seen it; tells what it finds in other folders and transplants.</summary>
internal static class TrainStrangerCommand
{
    private const float GraftWeight = 0.5f;
    private const float RealWeight = 0.5f;

    // A labelled page is short and dense; a transplant has its planted run among hundreds of genuine segments, which all together count as those of a few pages do.
    private const float PlantedTransplantWeight = 2;
    private const float GenuineTransplantWeight = 0.5f;

    private static StrangerNet? _first;

    public static int Run(Options options)
    {
        PromoTagger[] taggers = [.. Enumerable.Range(0, PromoLines.Folds).Select(f => PromoTagger.Read(File.ReadAllBytes(PromoLines.FileOf(f))))];
        var rows = new List<Row>();
        List<GoldPages> labelled = GoldPages.ForTraining();
        foreach (GoldPages gold in labelled)
        {
            PromoTagger.Use(taggers[gold.FoldOf(taggers.Length)]);
            Add(gold.Page, gold.Gold, 1, 1, rows);
        }

        Console.WriteLine($"labelled {rows.Count}");
        Grafter grafter = GraftCommand.NewGrafter(options);
        for (int n = 0; n < options.Int("n", 1000); n++)
        {
            PromoTagger.Use(taggers[n % taggers.Length]);
            TrainingPage page = grafter.Make(202, n, heldOut: true);
            Page read = new PageAnalyzer().Read(page.Source, GraftCommand.HintsOf(page));
            Add(read, page.GoldOf(read), GraftWeight, GraftWeight, rows);
        }

        Console.WriteLine($"with composed {rows.Count}");
        Transplanter[] makers = [.. Enumerable.Range(0, taggers.Length).Select(f => Transplants.ForTraining(labelled.Where(p => p.FoldOf(taggers.Length) == f)))];
        for (int n = 0; n < options.Int("transplants", 3500); n++)
        {
            PromoTagger.Use(taggers[n % taggers.Length]);
            TrainingPage page = makers[n % taggers.Length].Make(Transplants.TrainingSeed, n).Page;
            Page read = new PageAnalyzer().Read(page.Source, page.Hints);
            Add(read, page.GoldOf(read), GenuineTransplantWeight, PlantedTransplantWeight, rows);
        }

        Console.WriteLine($"with transplants {rows.Count}");
        foreach ((_, Page page) in RealPages.Pages(options.Int("real", 1800), taggers).Concat(RealPages.Texts(options.Int("texts", 900))))
        {
            Add(page, new Gold?[page.Text.Length], RealWeight, RealWeight, rows, isReal: true);
        }

        PromoTagger.Use(null);
        Console.WriteLine($"{rows.Count} segments, {rows.Count(r => r.Answer == 1)} offers, {rows.Count(r => r.Answer == 2)} fragments");
        _first = StrangerFitter.Fit([.. rows.Where(r => r.Weight > 0)], StrangerMap.FactCount, options.Int("epochs", 8), Console.WriteLine);
        AddAround(rows, _first);
        StrangerNet net = StrangerFitter.Fit([.. rows.Where(r => r.Weight > 0)], StrangerMap.AllCount, options.Int("epochs", 8), Console.WriteLine);
        Tell("learned", rows, net);
        foreach (string folder in options.Plain)
        {
            var test = new List<Row>();
            foreach (GoldPages gold in GoldPages.ReadAll(folder))
            {
                Add(gold.Page, gold.Gold, 1, 1, test);
            }

            AddAround(test, _first);
            Tell(folder, test, net);
        }

        TellTransplants(options, net);
        File.WriteAllBytes(options.Text("out") ?? Path.Combine(LabData.Root, "src/Chaffinch/Detecting/Shared/stranger.res"), StrangerNet.Write(_first, net));
        return 0;
    }

    private static void TellTransplants(Options options, StrangerNet net)
    {
        var test = new List<Row>();
        Transplanter maker = Transplants.ForMeasuring();
        for (int n = 0; n < options.Int("test", 400); n++)
        {
            TrainingPage page = maker.Make(31, n).Page;
            Page read = new PageAnalyzer().Read(page.Source, page.Hints);
            Add(read, page.GoldOf(read), 1, 1, test, isReal: true);
        }

        AddAround(test, _first!);
        Tell("transplants", test, net);
    }

    private static void Add(Page source, Gold?[] gold, float genuineWeight, float plantedWeight, List<Row> rows, bool isReal = false)
    {
        SegmentedPage page = Segmenter.Segment(source);
        var map = new StrangerMap();
        var sink = new EvidenceSink();
        foreach (Detector detector in Detectors.All)
        {
            // What runs before the walk over words tells it where phrases end.
            if (detector is PromoStyle)
            {
                break;
            }

            detector.Detect(page, sink);
        }

        int number = rows.Count == 0 ? 0 : rows[^1].Page + 1;
        if (!map.Read(page, sink.Items))
        {
            return;
        }

        for (int s = 0; s < page.Segments.Length; s++)
        {
            if (!map.IsUnit(s))
            {
                continue;
            }

            int offer = 0, fragment = 0, other = 0, all = 0;
            TextSpan span = page.Segments[s].Span;
            for (int i = span.Start; i < span.End; i++)
            {
                if (!char.IsWhiteSpace(source.Text[i]))
                {
                    all++;
                    offer += gold[i] is { IsInjected: true, Kind: Kind.Promo or Kind.Keyword or Kind.Contact or Kind.Link or Kind.KeywordList } ? 1 : 0;
                    fragment += gold[i] is { IsInjected: true, Kind: Kind.Splice or Kind.FakeCredit or Kind.Camouflage } ? 1 : 0;
                    other += gold[i] is { Label: Label.Damaged } ? 1 : 0;
                }
            }

            // What is neither is judged, so that others know of it, and teaches nothing.
            bool isMixed = other * 5 > all || ((offer + fragment) * 5 is int p && p > all && p < 4 * all);
            var facts = new float[StrangerMap.AllCount];
            map.Facts(page, s, facts.AsSpan(0, StrangerMap.FactCount));
            int answer = offer + fragment == 0 || (offer + fragment) * 5 <= all ? 0 : offer >= fragment ? 1 : 2;
            rows.Add(new Row(facts, answer, isMixed ? 0 : answer == 0 ? genuineWeight : plantedWeight, s, page.Segments[s].Block, map.TokensOf(s), number));
        }
    }

    private sealed record Row(float[] Facts, int Answer, float Weight, int Segment, int Block, int Tokens, int Page) : StrangerRow(Facts, Answer, Weight);

    private static void AddAround(List<Row> rows, StrangerNet first)
    {
        var around = new StrangerAround();
        foreach (IGrouping<int, Row> page in rows.GroupBy(r => r.Page))
        {
            around.Start(page.Max(r => r.Segment) + 1, page.Max(r => r.Block) + 1);
            foreach (Row row in page)
            {
                (float offer, float fragment) = first.Judge(row.Facts.AsSpan(0, StrangerMap.FactCount));
                around.Put(row.Segment, row.Block, row.Tokens, offer, fragment);
            }

            foreach (Row row in page)
            {
                around.Facts(row.Segment, row.Facts.AsSpan(StrangerMap.FactCount));
            }
        }
    }

    private static void Tell(string name, List<Row> rows, StrangerNet net)
    {
        rows = [.. rows.Where(r => r.Weight > 0)];
        (Row Row, float Offer, float Fragment)[] judged = [.. rows.Select(r => (r, net.Judge(r.Facts).Offer, net.Judge(r.Facts).Fragment))];
        foreach (float cut in (float[])[0.3f, 0.5f, 0.7f, 0.9f])
        {
            var words = new System.Text.StringBuilder();
            for (int k = 1; k <= 2; k++)
            {
                int answer = k;
                int right = judged.Count(j => j.Row.Answer > 0 && (answer == 1 ? j.Offer : j.Fragment) >= cut), wrong = judged.Count(j => j.Row.Answer == 0 && (answer == 1 ? j.Offer : j.Fragment) >= cut);
                int found = judged.Count(j => j.Row.Answer == answer && (answer == 1 ? j.Offer : j.Fragment) >= cut);
                words.Append(CultureInfo.InvariantCulture, $"  {(k == 1 ? "offer" : "fragment")} precision {right / (double)Math.Max(1, right + wrong):F3} recall {found / (double)Math.Max(1, judged.Count(j => j.Row.Answer == answer)):F3} wrong {wrong}");
            }

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(name)}, {judged.Length} segments, from {cut:F1}:{words}"));
        }
    }
}
