using Chaffinch.Detecting.Shared;

namespace Chaffinch.Training.Fitting;

/// <summary>A judged segment: its facts, what it is, how much it counts.</summary>
/// <param name="Facts">As <see cref="StrangerMap.Facts"/> gives them.</param>
/// <param name="Answer">0 the page's own, 1 an offer, 2 a fragment.</param>
/// <param name="Weight">How much it counts.</param>
internal record StrangerRow(float[] Facts, int Answer, float Weight);

/// <summary>Fits <see cref="StrangerNet"/> by the likelihood of the answers; the same bytes each time.</summary>
internal static class StrangerFitter
{
    private const int Batch = 64;
    private const float Rate = 0.003f;
    private const float Decay = 1e-4f;
    private const int H = StrangerNet.Hidden;

    /// <summary>One training.</summary>
    /// <param name="rows">The segments.</param>
    /// <param name="facts">How many of their facts are looked at.</param>
    /// <param name="epochs">Rounds.</param>
    /// <param name="tell">Told how it goes.</param>
    public static StrangerNet Fit(StrangerRow[] rows, int facts, int epochs, Action<string>? tell = null)
    {
        var random = new Random(7);
        int size = StrangerNet.SizeOf(facts);

        // The optimiser takes eight weights at a time; the last few are nobody's.
        var weights = new Weights((size + 7) / 8 * 8);
        Randomise(weights.Values.AsSpan(0, facts * H), random, 0.3f);
        Randomise(weights.Values.AsSpan(((facts + 1) * H)..size), random, 0.2f);
        StrangerRow[] order = [.. rows];
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            random.Shuffle(order);
            double loss = 0, counted = 0;
            var step = new StepSize(Rate * (1 - (0.95f * epoch / epochs)), Decay);
            for (int at = 0; at < order.Length; at += Batch)
            {
                ReadOnlySpan<StrangerRow> batch = order.AsSpan(at, Math.Min(Batch, order.Length - at));
                float sum = 0;
                foreach (StrangerRow row in batch)
                {
                    sum += row.Weight;
                }

                foreach (StrangerRow row in batch)
                {
                    loss += Learn(row, facts, row.Weight / Math.Max(1, sum), weights.Values, weights.Slopes);
                }

                counted += sum;
                weights.Step(step);
            }

            tell?.Invoke(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"epoch {epoch}: loss {loss / counted:F4}"));
        }

        return new StrangerNet(facts, weights.Values[..size]);
    }

    private static void Randomise(Span<float> values, Random random, float bound)
    {
        foreach (ref float value in values)
        {
            value = ((random.NextSingle() * 2) - 1) * bound;
        }
    }

    private static double Learn(StrangerRow row, int facts, float weight, float[] values, float[] slopes)
    {
        Span<float> hidden = stackalloc float[H];
        Span<float> below = stackalloc float[H];
        Span<float> answers = stackalloc float[StrangerNet.Answers];
        values.AsSpan(facts * H, H).CopyTo(hidden);
        for (int i = 0; i < facts; i++)
        {
            float value = row.Facts[i];
            if (value != 0)
            {
                Kernels.AddScaled(values.AsSpan(i * H, H), value, hidden);
            }
        }

        float all = 0;
        for (int k = 0; k < answers.Length; k++)
        {
            int top = ((facts + 1) * H) + (k * (H + 1));
            float sum = values[top + H];
            for (int h = 0; h < H; h++)
            {
                sum += Math.Max(0, hidden[h]) * values[top + h];
            }

            answers[k] = MathF.Exp(Math.Clamp(sum, -30, 30));
            all += answers[k];
        }

        below.Clear();
        for (int k = 0; k < answers.Length; k++)
        {
            int top = ((facts + 1) * H) + (k * (H + 1));
            float slope = weight * ((answers[k] / all) - (k == row.Answer ? 1 : 0));
            slopes[top + H] += slope;
            for (int h = 0; h < H; h++)
            {
                if (hidden[h] > 0)
                {
                    slopes[top + h] += slope * hidden[h];
                    below[h] += slope * values[top + h];
                }
            }
        }

        Kernels.Add(below, slopes.AsSpan(facts * H, H));
        for (int i = 0; i < facts; i++)
        {
            if (row.Facts[i] != 0)
            {
                Kernels.AddScaled(below, row.Facts[i], slopes.AsSpan(i * H, H));
            }
        }

        return -row.Weight * Math.Log(answers[row.Answer] / all);
    }
}
