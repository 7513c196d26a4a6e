using System.Globalization;
using Chaffinch.Labelling;
using Chaffinch.Training.Fitting;
using Chaffinch.Training.Grafting;

namespace Chaffinch.Lab;

/// <summary>Trains the weights that tell headline, byline, body, furniture and the rest apart on plain text and small pages.</summary>
internal static class TrainPartsCommand
{
    private const int Seed = 404;
    private const float CaseWeight = 3;
    private const int Folds = 5;

    public static int Run(Options options)
    {
        var reader = new SampleMaker();
        var maker = new PartSampleMaker();
        int epochs = options.Int("epochs", 8);
        float decay = (float)options.Number("decay", 0.3);
        float margin = (float)options.Number("margin", 2.5);
        List<PartSample> grafts = [];
        Grafter grafter = GraftCommand.NewGrafter(options);
        for (int n = 0; n < options.Int("n", 400); n++)
        {
            grafts.Add(maker.Make(reader.Read(grafter.Make(Seed, n, heldOut: false), 0.5f)));
        }

        List<PartSample> cases = [.. GoldCase.ReadAll(Path.Combine(LabData.Root, "tests", "samples", "train")).Select(c => maker.Make(TrainPlantedCommand.OfCase(reader, c, CaseWeight)))];
        Console.WriteLine($"{grafts.Count} grafts, {cases.Count} labelled pages, {PartFacts.Slots} slots");
        Tell("table alone", cases, PartModel.Nothing);
        if (options.Has("folds"))
        {
            var judged = new List<(PartSample, PartModel)>();
            for (int fold = 0; fold < Folds; fold++)
            {
                PartModel model = new PartFitter(decay, margin).Fit([.. grafts, .. cases.Where((_, i) => i % Folds != fold)], epochs);
                judged.AddRange(cases.Where((_, i) => i % Folds == fold).Select(c => (c, model)));
            }

            Tell("folds of labelled pages", judged);
            return 0;
        }

        PartModel final = new PartFitter(decay, margin).Fit([.. grafts, .. cases], epochs, Console.WriteLine);
        Tell("pages trained on", cases, final);
        File.WriteAllBytes(options.Text("out") ?? Path.Combine(LabData.Root, "src/Chaffinch/Labelling/parts.res"), final.Write());
        return 0;
    }

    private static void Tell(string name, List<PartSample> samples, PartModel model) => Tell(name, [.. samples.Select(s => (s, model))]);

    // Characters of genuine text whose most likely label is the right one, by the posterior of each piece.
    private static void Tell(string name, List<(PartSample Sample, PartModel Model)> judged)
    {
        var chain = new ChainGradient(WeightTable.Default);
        var right = new long[PartModel.States];
        var all = new long[PartModel.States];
        long lost = 0;
        Span<float> sums = stackalloc float[PartModel.States];
        foreach ((PartSample sample, PartModel model) in judged)
        {
            float[] scores = [.. sample.Scores];
            for (int p = 0; p < sample.Facts.Length; p++)
            {
                model.Sum(sample.Facts[p], sums);
                for (int s = 0; s < PartModel.States; s++)
                {
                    scores[(p * LabelState.Width) + s] += sums[s];
                }
            }

            var posterior = new float[scores.Length];
            chain.Posterior(scores, sample.SameBlock, [], posterior);
            for (int p = 0; p < sample.Facts.Length; p++)
            {
                int gold = System.Numerics.BitOperations.Log2(sample.Right[p]);
                if (System.Numerics.BitOperations.PopCount(sample.Right[p]) == 1)
                {
                    ReadOnlySpan<float> own = posterior.AsSpan(p * LabelState.Width, PartModel.States);
                    all[gold] += sample.Chars[p];
                    lost += gold != LabelState.Furniture && own[LabelState.Furniture] >= own.ToArray().Max() ? sample.Chars[p] : 0;
                    right[gold] += own[gold] >= own.ToArray().Max() ? sample.Chars[p] : 0;
                }
            }
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: right {right.Sum() / (double)all.Sum():F4}, article kept {1 - (lost / (double)(all.Sum() - all[LabelState.Furniture])):F4}; ")
            + string.Join(", ", Enumerable.Range(0, PartModel.States).Select(s => string.Create(CultureInfo.InvariantCulture, $"{LabelState.NameOf(s)} {right[s] / (double)Math.Max(1, all[s]):F3} of {all[s]}"))));
    }
}
