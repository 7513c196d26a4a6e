using System.Globalization;
using System.Numerics;
using Chaffinch.Labelling;
using Chaffinch.Training.Fitting;

namespace Chaffinch.Lab;

/// <summary>How often the network of parts tells genuine text rightly, where what is planted is known.</summary>
internal static class PartMeasure
{
    /// <summary>Tells of pages what one network makes of them.</summary>
    public static void Tell(string name, List<PartSample> samples, PartModel model, float lean) => Tell(name, [.. samples.Select(s => (s, model))], lean);

    /// <summary>Tells of pages, each by its own network: characters of genuine text whose most likely label is the right one, by the posterior of each piece.</summary>
    public static void Tell(string name, List<(PartSample Sample, PartModel Model)> judged, float lean)
    {
        var chain = new ChainGradient(WeightTable.Default);
        var room = new PartRoom();
        var counts = new long[PartModel.States, PartModel.States];
        foreach ((PartSample sample, PartModel model) in judged.Where(j => j.Sample.Facts.Length is > 0 and <= PartRoom.Most))
        {
            float[] posterior = Posterior(sample, model, room, chain, lean);
            for (int p = 0; p < sample.Units.Length; p++)
            {
                if (BitOperations.PopCount(sample.Right[p]) == 1)
                {
                    ReadOnlySpan<float> own = posterior.AsSpan(p * LabelState.Width, PartModel.States);
                    counts[BitOperations.Log2(sample.Right[p]), Largest(own)] += sample.Chars[p];
                }
            }
        }

        Print(name, counts);
    }

    private static float[] Posterior(PartSample sample, PartModel model, PartRoom room, ChainGradient chain, float lean)
    {
        model.Start(room, sample.Facts.Length);
        for (int u = 0; u < sample.Facts.Length; u++)
        {
            model.Take(room, u, sample.Facts[u], sample.Lengths[u]);
        }

        model.Judge(room);
        float[] scores = [.. sample.Scores];
        for (int p = 0; p < sample.Units.Length; p++)
        {
            for (int s = 0; s < PartModel.States && sample.Units[p] >= 0; s++)
            {
                scores[(p * LabelState.Width) + s] += room.Outputs[(sample.Units[p] * PartModel.Outputs) + s] - (s == LabelState.Furniture ? lean : 0);
            }
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
