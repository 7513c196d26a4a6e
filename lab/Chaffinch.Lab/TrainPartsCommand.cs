using System.Globalization;
using Chaffinch.Labelling;
using Chaffinch.Training.Fitting;
using Chaffinch.Training.Grafting;

namespace Chaffinch.Lab;

/// <summary>Trains the network that tells headline, byline, body, furniture and the rest apart on plain text and small pages.</summary>
internal static class TrainPartsCommand
{
    private const int Seed = 404;
    private const float CaseWeight = 3;
    private const float GraftWeight = 0.5f;
    private const int Folds = 5;

    public static int Run(Options options)
    {
        var reader = new SampleMaker();
        var maker = new PartSampleMaker();
        var plain = new PartSettings();
        var settings = new PartSettings(
            options.Int("epochs", plain.Epochs), (float)options.Number("rate", plain.Rate), (float)options.Number("decay", plain.Decay), (float)options.Number("margin", plain.Margin),
            (float)options.Number("left-out", plain.LeftOut), options.Int("seed", plain.Seed));
        List<PartSample> grafts = PartCache.Of("/tmp/e2n/grafts.bin", () => Grafts(options, reader, maker));
        List<PartSample> cases = PartCache.Of("/tmp/e2n/cases.bin", () => CasesOf(Path.Combine(LabData.Root, "tests", "samples", "train"), reader, maker));
        List<(string, List<PartSample>)> judges = [("all", PartCache.Of("/tmp/e2n/sets.bin", () => [.. (options.Text("judge") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries).SelectMany(d => CasesOf(d, reader, maker))]))];
        Console.WriteLine($"{grafts.Count} grafts, {cases.Count} labelled pages, {PartFacts.Slots} slots");
        Tell("table alone", cases, PartModel.Nothing);
        if (options.Has("folds"))
        {
            var judged = new List<(PartSample, PartModel)>();
            for (int fold = 0; fold < options.Int("of-folds", Folds); fold++)
            {
                PartModel model = new PartFitter(settings).Fit([.. grafts, .. cases.Where(c => FoldOf(c.Name) != fold)], Console.WriteLine);
                judged.AddRange(cases.Where(c => FoldOf(c.Name) == fold).Select(c => (c, model)));
                TellAll(judges, model);
            }

            Tell("folds of labelled pages", judged);
            return 0;
        }

        PartModel final = new PartFitter(settings).Fit([.. grafts, .. cases], Console.WriteLine);
        Tell("pages trained on", cases, final);
        TellAll(judges, final);
        File.WriteAllBytes(options.Text("out") ?? Path.Combine(LabData.Root, "src/Chaffinch/Labelling/parts.res"), final.Write());
        return 0;
    }

    private static List<PartSample> Grafts(Options options, SampleMaker reader, PartSampleMaker maker)
    {
        Grafter grafter = GraftCommand.NewGrafter(options);
        return [.. Enumerable.Range(0, options.Int("n", 400)).Select(n => maker.Make(reader.Read(grafter.Make(Seed, n, heldOut: false), GraftWeight)))];
    }

    private static List<PartSample> CasesOf(string folder, SampleMaker reader, PartSampleMaker maker) =>
        [.. GoldCase.ReadAll(folder).Select(c => maker.Make(TrainPlantedCommand.OfCase(reader, c, CaseWeight)))];

    // Pages of one hand or one subject stand in one fold: those whose names begin alike.
    private static int FoldOf(string name) => (int)(Stable.Hash(name[..Math.Max(1, name.IndexOf('-', StringComparison.Ordinal))]) % Folds);

    private static void TellAll(List<(string Name, List<PartSample> Samples)> judges, PartModel model)
    {
        foreach ((string name, List<PartSample> samples) in judges)
        {
            Tell(name, samples, model);
        }
    }

    private static void Tell(string name, List<PartSample> samples, PartModel model) => Tell(name, [.. samples.Select(s => (s, model))]);

    // Characters of genuine text whose most likely label is the right one, by the posterior of each piece.
    private static void Tell(string name, List<(PartSample Sample, PartModel Model)> judged)
    {
        var chain = new ChainGradient(WeightTable.Default);
        var room = new PartRoom();
        foreach (float lean in (float[])[0, 1.5f, 3, 4.5f, 6])
        {
        var counts = new long[PartModel.States, PartModel.States];
        foreach ((PartSample sample, PartModel model) in judged)
        {
            float[] posterior = Posterior(sample, model, room, chain, lean);
            for (int p = 0; p < sample.Units.Length; p++)
            {
                if (System.Numerics.BitOperations.PopCount(sample.Right[p]) == 1)
                {
                    ReadOnlySpan<float> own = posterior.AsSpan(p * LabelState.Width, PartModel.States);
                    counts[System.Numerics.BitOperations.Log2(sample.Right[p]), Largest(own)] += sample.Chars[p];
                }
            }
        }

        Print(name + " " + lean, counts);
        }
    }

    private static float[] Posterior(PartSample sample, PartModel model, PartRoom room, ChainGradient chain, float lean)
    {
        float[] scores = [.. sample.Scores];
        room.Start(Math.Min(PartRoom.Most, sample.Facts.Length));
        for (int u = 0; u < room.Count; u++)
        {
            room.SetLength(u, sample.Lengths[u]);
            model.Sum(sample.Facts[u], room.Sums.Slice(u * PartModel.Row, PartModel.Row));
        }

        if (room.Count > 0)
        {
            model.Judge(room);
        }

        for (int p = 0; p < sample.Units.Length; p++)
        {
            for (int s = 0; s < PartModel.States && sample.Units[p] >= 0 && sample.Units[p] < room.Count; s++)
            {
                scores[(p * LabelState.Width) + s] += room.Outputs[(sample.Units[p] * PartModel.Outputs) + s];
            }

            scores[(p * LabelState.Width) + 5] -= lean;
        }

        var posterior = new float[scores.Length];
        chain.Posterior(scores, sample.SameBlock, [], posterior);
        return posterior;
    }

    private static int Largest(ReadOnlySpan<float> values)
    {
        int best = 0;
        for (int i = 1; i < values.Length; i++)
        {
            best = values[i] > values[best] ? i : best;
        }

        return best;
    }

    private static void Print(string name, long[,] counts)
    {
        long all = 0, right = 0, lost = 0, left = 0, article = 0;
        var rows = new List<string>();
        for (int gold = 0; gold < PartModel.States; gold++)
        {
            long own = 0;
            for (int got = 0; got < PartModel.States; got++)
            {
                own += counts[gold, got];
                lost += gold < LabelState.Furniture && got == LabelState.Furniture ? counts[gold, got] : 0;
                left += gold == LabelState.Furniture && got < LabelState.Furniture ? counts[gold, got] : 0;
            }

            all += own;
            right += counts[gold, gold];
            article += gold < LabelState.Furniture ? own : 0;
            rows.Add(string.Create(CultureInfo.InvariantCulture, $"{LabelState.NameOf(gold)} {counts[gold, gold] / (double)Math.Max(1, own):F3} of {own}"));
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: right {right / (double)Math.Max(1, all):F4}, article kept {1 - (lost / (double)Math.Max(1, article)):F5} ({lost} lost), furniture left in {left}; ") + string.Join(", ", rows));
    }
}
