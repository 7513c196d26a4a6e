using System.Globalization;
using Chaffinch.Detecting;
using Chaffinch.Detecting.Shared;
using Chaffinch.Model;
using Chaffinch.Segmenting;

namespace Chaffinch.Lab;

/// <summary>
/// Fits the weights of <see cref="OfferMap"/> on the blocks of the labelled pages for training and of real pages, and tells what they find in other folders. The style of a page is what a tagger makes of
/// it that has not seen it: that of its fold, as <c>train-promo</c> has left it.
/// </summary>
internal static class TrainOfferCommand
{
    private const double RealWeight = 0.05;

    public static int Run(Options options)
    {
        var rows = new List<Row>();
        PromoTagger[] taggers = [.. Enumerable.Range(0, PromoLines.Folds).Select(f => PromoTagger.Read(File.ReadAllBytes(PromoLines.FileOf(f))))];
        foreach (GoldPages gold in GoldPages.ForTraining())
        {
            PromoTagger.Use(taggers[gold.FoldOf(PromoLines.Folds)]);
            Add(gold.Page, gold, isTest: false, rows);
        }

        foreach ((_, Page page) in RealPages.Pages(options.Int("real", 900), taggers).Concat(RealPages.Texts(options.Int("texts", 300))))
        {
            Add(page, null, isTest: false, rows);
        }

        PromoTagger.Use(null);
        foreach (GoldPages gold in options.Plain.SelectMany(GoldPages.ReadAll))
        {
            Add(gold.Page, gold, isTest: true, rows);
        }

        Row[] learned = [.. rows.Where(r => !r.IsTest)];
        float[] firstProse = Fit([.. learned.Where(r => r.IsProse)]), firstLine = Fit([.. learned.Where(r => !r.IsProse)]);
        foreach (IGrouping<int, Row> page in rows.GroupBy(r => r.Page))
        {
            AddAround([.. page], new OfferWeights([firstProse, firstLine, firstProse, firstLine]));
        }

        var weights = new OfferWeights([firstProse, firstLine, Fit([.. learned.Where(r => r.IsProse)]), Fit([.. learned.Where(r => !r.IsProse)])]);
        Tell("learned", [.. learned.Where(r => !r.IsReal)], [.. learned.Where(r => r.IsReal)], weights);
        Tell("other pages", [.. rows.Where(r => r.IsTest)], [], weights);
        File.WriteAllText(options.Text("out") ?? Path.Combine(LabData.Root, "src/Chaffinch/Detecting/Shared/offer.res"), weights.Write());
        return 0;
    }

    private static void Add(Page source, GoldPages? gold, bool isTest, List<Row> rows)
    {
        SegmentedPage page = Segmenter.Segment(source);
        var sink = new EvidenceSink();
        Detectors.Run(Detectors.All, page, sink);
        var map = new OfferMap();
        if (!map.Read(page, sink.Items))
        {
            return;
        }

        int number = rows.Count == 0 ? 0 : rows[^1].Page + 1;
        for (int b = 0; b < map.Count; b++)
        {
            (int planted, int genuine, int other) = gold is null ? (0, source.Blocks[b].Span.Length, 0) : Count(gold, source.Blocks[b].Span);
            bool isMixed = planted * 3 > genuine && genuine * 3 > planted;
            if (map.IsContent(b) && !isMixed && other <= planted + genuine && planted + genuine > 2)
            {
                var facts = new float[OfferMap.SecondCount];
                map.FirstFacts(page, b, facts);
                rows.Add(new Row(number, facts, map.IsProse(b), planted > genuine, planted + genuine, map.TokensOf(b), gold is null, isTest));
            }
        }
    }

    // Characters of offers, of genuine text, and of what else is planted or damaged.
    private static (int Planted, int Genuine, int Other) Count(GoldPages gold, TextSpan span)
    {
        int planted = 0, genuine = 0, other = 0;
        for (int i = span.Start; i < span.End; i++)
        {
            if (gold.Gold[i] is { } tag)
            {
                bool offer = tag.Label == Label.Injected && tag.Kind is Kind.Promo or Kind.Keyword or Kind.Contact or Kind.Link or Kind.KeywordList;
                bool own = tag.Label is not (Label.Injected or Label.Damaged);
                planted += offer ? 1 : 0;
                genuine += own ? 1 : 0;
                other += offer || own ? 0 : 1;
            }
        }

        return (planted, genuine, other);
    }

    private static void AddAround(Row[] page, OfferWeights weights)
    {
        float[] first = [.. page.Select(r => weights.First(r.Facts.AsSpan(0, OfferMap.FirstCount), r.IsProse))];
        var around = new OfferMap.Around(first, page.Select(r => r.Tokens).ToArray());
        for (int i = 0; i < page.Length; i++)
        {
            around.Facts(i, page[i].Facts.AsSpan(OfferMap.FirstCount));
        }
    }

    private static float[] Fit(Row[] rows)
    {
        int n = rows[0].Facts.Length + 1;
        var weights = new double[n];
        for (int round = 0; round < 12; round++)
        {
            var gradient = new double[n];
            var curvature = new double[n, n];
            foreach (Row row in rows)
            {
                AddRow(row, weights, gradient, curvature);
            }

            for (int i = 0; i < n; i++)
            {
                gradient[i] -= i == 0 ? 0 : 2 * weights[i];
                curvature[i, i] += 2;
                for (int j = 0; j < i; j++)
                {
                    curvature[j, i] = curvature[i, j];
                }
            }

            Solve(curvature, gradient);
            for (int i = 0; i < n; i++)
            {
                weights[i] += gradient[i];
            }
        }

        return [.. weights.Select(w => (float)w)];
    }

    private static void AddRow(Row row, double[] weights, double[] gradient, double[,] curvature)
    {
        double sum = weights[0];
        for (int i = 1; i < weights.Length; i++)
        {
            sum += weights[i] * row.Facts[i - 1];
        }

        double p = 1 / (1 + Math.Exp(-sum));
        double of = row.IsReal ? RealWeight : 1;
        for (int i = 0; i < weights.Length; i++)
        {
            double own = i == 0 ? 1 : row.Facts[i - 1];
            gradient[i] += ((row.IsPlanted ? 1 : 0) - p) * of * own;
            for (int j = 0; j <= i && own != 0; j++)
            {
                curvature[i, j] += p * (1 - p) * of * own * (j == 0 ? 1 : row.Facts[j - 1]);
            }
        }
    }

    // By elimination, into b.
    private static void Solve(double[,] a, double[] b)
    {
        int n = b.Length;
        for (int c = 0; c < n; c++)
        {
            for (int r = c + 1; r < n; r++)
            {
                double factor = a[r, c] / a[c, c];
                for (int j = c; j < n; j++)
                {
                    a[r, j] -= factor * a[c, j];
                }

                b[r] -= factor * b[c];
            }
        }

        for (int c = n - 1; c >= 0; c--)
        {
            for (int j = c + 1; j < n; j++)
            {
                b[c] -= a[c, j] * b[j];
            }

            b[c] /= a[c, c];
        }
    }

    private static void Tell(string name, Row[] rows, Row[] real, OfferWeights weights)
    {
        foreach (float cut in (float[])[0.3f, 0.5f, 0.6f, 0.7f, 0.8f, 0.9f])
        {
            bool Is(Row r) => weights.Second(r.Facts, r.IsProse) >= cut;
            long planted = rows.Where(r => r.IsPlanted && Is(r)).Sum(r => (long)r.Chars);
            long genuine = rows.Where(r => !r.IsPlanted && Is(r)).Sum(r => (long)r.Chars);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{name}, from {cut:F1}: precision {planted / (double)Math.Max(1, planted + genuine):F3} recall {planted / (double)Math.Max(1, rows.Where(r => r.IsPlanted).Sum(r => (long)r.Chars)):F3} genuine {genuine}; real pages {real.Where(Is).Select(r => r.Page).Distinct().Count()} with {real.Where(Is).Sum(r => (long)r.Chars)} characters"));
        }
    }

    private sealed record Row(int Page, float[] Facts, bool IsProse, bool IsPlanted, int Chars, int Tokens, bool IsReal, bool IsTest);
}
