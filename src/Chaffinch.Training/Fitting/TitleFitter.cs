using Chaffinch.Cleaning;
using Chaffinch.Training.Model;

namespace Chaffinch.Training.Fitting;

/// <summary>Fits the ranker of titles: the candidates of a page share one probability, and that of the right ones is to be large.</summary>
/// <remarks>One thread, fixed order and seed: the same samples give the same weights.</remarks>
internal static class TitleFitter
{
    private const int Seed = 11;
    private const int Epochs = 40;
    private const int Batch = 16;
    private const float Rate = 0.02f;
    private const float LastRate = 0.1f;
    private const float Decay = 0.01f;
    private const float Momentum = 0.9f;
    private const float Spread = 0.999f;

    /// <summary>Fits on the samples of which at least one candidate is right.</summary>
    public static TitleRanker Fit(IEnumerable<TitleSample> all)
    {
        List<TitleSample> samples = [.. all.Where(s => s.IsRight.Contains(true))];
        var weights = new float[TitleCandidates.FactCount * TitleRanker.Width];
        var ranker = new TitleRanker(weights);
        var first = new float[weights.Length];
        var second = new float[weights.Length];
        var gradient = new float[weights.Length];
        var random = new Random(Seed);
        int[] order = [.. Enumerable.Range(0, samples.Count)];
        int step = 0;
        for (int epoch = 0; epoch < Epochs; epoch++)
        {
            random.Shuffle(order);
            float rate = Rate * (1 - ((1 - LastRate) * epoch / Epochs));
            for (int at = 0; at < order.Length; at += Batch)
            {
                Array.Clear(gradient);
                int end = Math.Min(order.Length, at + Batch);
                for (int s = at; s < end; s++)
                {
                    AddGradient(ranker, samples[order[s]], gradient);
                }

                step++;
                float mean = 1 - MathF.Pow(Momentum, step);
                float variance = 1 - MathF.Pow(Spread, step);
                for (int i = 0; i < weights.Length; i++)
                {
                    // What holds for one type or place only has to earn it against what holds for all.
                    float decay = i % TitleRanker.Width > 0 ? Decay * 2 : Decay;
                    float g = (gradient[i] / (end - at)) + (decay * weights[i]);
                    first[i] = (Momentum * first[i]) + ((1 - Momentum) * g);
                    second[i] = (Spread * second[i]) + ((1 - Spread) * g * g);
                    weights[i] -= rate * (first[i] / mean) / (MathF.Sqrt(second[i] / variance) + 1e-8f);
                }
            }
        }

        return ranker;
    }

    private static void AddGradient(TitleRanker ranker, TitleSample sample, float[] gradient)
    {
        int n = sample.Facts.Length;
        var scores = new float[n];
        for (int i = 0; i < n; i++)
        {
            scores[i] = ranker.Score(sample.Facts[i], sample.Type);
        }

        float max = scores.Max();
        float all = 0;
        float right = 0;
        for (int i = 0; i < n; i++)
        {
            scores[i] = MathF.Exp(scores[i] - max);
            all += scores[i];
            right += sample.IsRight[i] ? scores[i] : 0;
        }

        for (int i = 0; i < n; i++)
        {
            TitleRanker.Spread(sample.Facts[i], sample.Type, (scores[i] / all) - (sample.IsRight[i] ? scores[i] / right : 0), gradient);
        }
    }
}
