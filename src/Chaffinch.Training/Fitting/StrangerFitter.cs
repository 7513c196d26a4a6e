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
        var values = new float[StrangerNet.SizeOf(facts)];
        for (int i = 0; i < facts * H; i++)
        {
            values[i] = ((random.NextSingle() * 2) - 1) * 0.3f;
        }

        for (int i = (facts + 1) * H; i < values.Length; i++)
        {
            values[i] = ((random.NextSingle() * 2) - 1) * 0.2f;
        }

        var slopes = new float[values.Length];
        var first = new float[values.Length];
        var second = new float[values.Length];
        StrangerRow[] order = [.. rows];
        int step = 0;
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            random.Shuffle(order);
            double loss = 0, weight = 0;
            float rate = Rate * (1 - (0.95f * epoch / epochs));
            for (int at = 0; at < order.Length; at += Batch)
            {
                Array.Clear(slopes);
                float sum = 0;
                int end = Math.Min(order.Length, at + Batch);
                for (int i = at; i < end; i++)
                {
                    loss += Learn(order[i], facts, values, slopes);
                    sum += order[i].Weight;
                }

                weight += sum;
                Step(values, slopes, first, second, rate, 1 / Math.Max(1, sum), ++step);
            }

            tell?.Invoke(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"epoch {epoch}: loss {loss / weight:F4}"));
        }

        return new StrangerNet(facts, values);
    }

    private static void Step(float[] values, float[] slopes, float[] first, float[] second, float rate, float share, int step)
    {
        float a = 1 / (1 - MathF.Pow(0.9f, step)), b = 1 / (1 - MathF.Pow(0.999f, step));
        for (int i = 0; i < values.Length; i++)
        {
            float slope = slopes[i] * share;
            first[i] = (0.9f * first[i]) + (0.1f * slope);
            second[i] = (0.999f * second[i]) + (0.001f * slope * slope);
            values[i] -= rate * ((first[i] * a / (MathF.Sqrt(second[i] * b) + 1e-7f)) + (Decay * values[i]));
        }
    }

    private static double Learn(StrangerRow row, int facts, float[] values, float[] slopes)
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
                AddScaled(values.AsSpan(i * H, H), value, hidden);
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
            float slope = row.Weight * ((answers[k] / all) - (k == row.Answer ? 1 : 0));
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

        AddScaled(below, 1, slopes.AsSpan(facts * H, H));
        for (int i = 0; i < facts; i++)
        {
            if (row.Facts[i] != 0)
            {
                AddScaled(below, row.Facts[i], slopes.AsSpan(i * H, H));
            }
        }

        return -row.Weight * Math.Log(answers[row.Answer] / all);
    }

    private static void AddScaled(ReadOnlySpan<float> from, float by, Span<float> to)
    {
        for (int i = 0; i < to.Length; i++)
        {
            to[i] += from[i] * by;
        }
    }
}
