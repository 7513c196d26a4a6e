using Chaffinch.Labelling;
using Chaffinch.Model;

namespace Chaffinch.Training.Fitting;

/// <summary>A text whose theme is known.</summary>
/// <param name="Text">The text.</param>
/// <param name="Theme">Its theme.</param>
/// <param name="Weight">How much it counts.</param>
internal sealed record ThemeSample(string Text, Theme Theme, float Weight);

/// <summary>Fits the model of themes: multinomial logistic regression with a step for each weight (AdaGrad, Duchi et al. 2011).</summary>
/// <remarks>One thread, fixed order and seed: the same samples give the same weights.</remarks>
internal static class ThemeFitter
{
    private const int Seed = 17;
    private const int Epochs = 14;
    private const float Rate = 0.35f;
    private const float Decay = 2e-6f;

    // Terms left out by chance at each step: phrases are few, pages say the same in other words.
    private const double LeftOut = 0.25;

    /// <summary>Fits.</summary>
    public static ThemeNet Fit(IReadOnlyList<ThemeSample> samples)
    {
        var places = new int[samples.Count][];
        var words = new float[samples.Count][];
        Span<int> room = stackalloc int[ThemeNet.MaxChars + 1];
        for (int i = 0; i < samples.Count; i++)
        {
            places[i] = room[..ThemeNet.Read(samples[i].Text, room)].ToArray();
            words[i] = new float[ThemeNet.Classes];
            ThemeWords.Read(samples[i].Text.AsSpan(0, Math.Min(samples[i].Text.Length, ThemeNet.MaxChars)), words[i]);
        }

        float[] balance = BalanceOf(samples);
        var weights = new Adaptive(ThemeNet.Rows * ThemeNet.Classes);
        var constants = new Adaptive(ThemeNet.Classes);
        var ordinary = new Adaptive(ThemeNet.Classes);
        var random = new Random(Seed);
        int[] order = [.. Enumerable.Range(0, samples.Count)];
        for (int epoch = 0; epoch < Epochs; epoch++)
        {
            random.Shuffle(order);
            foreach (int i in order)
            {
                int[] kept = Array.FindAll(places[i], _ => random.NextDouble() >= LeftOut);
                Step(samples[i], samples[i].Weight * balance[(int)samples[i].Theme - 1], kept, words[i], weights, constants, ordinary);
            }
        }

        return Export(weights.Values, constants.Values, ordinary.Values);
    }

    // What there is much of counts less each, but by less than its share, since pages have more of it too.
    private static float[] BalanceOf(IReadOnlyList<ThemeSample> samples)
    {
        var sums = new float[ThemeNet.Classes];
        foreach (ThemeSample sample in samples)
        {
            sums[(int)sample.Theme - 1] += sample.Weight;
        }

        float mean = sums.Sum() / ThemeNet.Classes;
        return Array.ConvertAll(sums, s => MathF.Pow(mean / Math.Max(1, s), 0.75f));
    }

    private static void Step(ThemeSample sample, float weight, int[] kept, float[] found, Adaptive weights, Adaptive constants, Adaptive ordinary)
    {
        float each = 1 / MathF.Sqrt(Math.Max(1, kept.Length));
        Span<float> shares = stackalloc float[ThemeNet.Classes];
        for (int t = 0; t < ThemeNet.Classes; t++)
        {
            float sum = constants.Values[t] + (ordinary.Values[t] * found[t]);
            foreach (int place in kept)
            {
                sum += weights.Values[(place * ThemeNet.Classes) + t] * each;
            }

            shares[t] = sum;
        }

        ThemeNet.ToShares(shares);
        for (int t = 0; t < ThemeNet.Classes; t++)
        {
            float gradient = (shares[t] - (t == (int)sample.Theme - 1 ? 1 : 0)) * weight;
            constants.Step(t, gradient);
            if (found[t] > 0)
            {
                ordinary.Step(t, gradient * found[t]);
            }

            foreach (int place in kept)
            {
                weights.Step((place * ThemeNet.Classes) + t, gradient * each);
            }
        }
    }

    private static ThemeNet Export(float[] weights, float[] constants, float[] ordinary)
    {
        float limit = 1e-6f;
        foreach (float weight in weights)
        {
            limit = Math.Max(limit, Math.Abs(weight));
        }

        float scale = limit / sbyte.MaxValue;
        return new ThemeNet(constants, ordinary, scale, Array.ConvertAll(weights, w => (sbyte)MathF.Round(w / scale)));
    }

    // Weights, each with the sum of its squared gradients.
    private sealed class Adaptive(int count)
    {
        private readonly float[] _squares = new float[count];

        public float[] Values { get; } = new float[count];

        public void Step(int i, float gradient)
        {
            gradient += Decay * Values[i];
            _squares[i] += gradient * gradient;
            Values[i] -= Rate * gradient / (MathF.Sqrt(_squares[i]) + 1e-6f);
        }
    }
}
