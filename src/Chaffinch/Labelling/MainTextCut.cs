namespace Chaffinch.Labelling;

/// <summary>Which log-odds a block must have to be taken, so that the expected word F1 of the page is highest.</summary>
/// <remarks>
/// Taking all blocks above a cut, with words w and probabilities p, is expected to score 2 Σ(taken) wp / (Σ(taken) w + Σ(all) wp): no fixed
/// threshold is best for all pages (Lipton, Elkan, Naryanaswamy 2014). That holds for blocks that are right or wrong each for itself. They are not: whether
/// the cards of a listing or the posts of a thread count is one question for all of them. So the expectation is taken over some
/// readings of the page, in which all blocks are likelier or less likely together. Linear: log-odds are counted in steps.
/// </remarks>
internal static class MainTextCut
{
    private const int Steps = 256;
    private const float Range = 16;
    private const float PerUnit = Steps / (2 * Range);

    // A block with smaller odds is never taken: a page of nothing else has no main text (a shell for scripts, an error, a wall).
    private const float Floor = -6;

    /// <summary>
    /// What the readings add to the log-odds of all blocks of the page: the means of five equal parts of a normal distribution. Its deviation, 6, was
    /// found by cross-validation; anything from 4 to 8 is within 0.001 of it.
    /// </summary>
    private static ReadOnlySpan<float> Readings => [-8.4f, -3.18f, 0, 3.18f, 8.4f];

    // What each step's log-odds are likely to be in each reading: the readings of one step side by side.
    private static readonly float[] Likely = MakeLikely();

    /// <summary>The log-odds from which on blocks are taken.</summary>
    /// <param name="logOdds">Of each block.</param>
    /// <param name="words">Of each block.</param>
    public static float Of(ReadOnlySpan<float> logOdds, ReadOnlySpan<int> words)
    {
        Span<int> counted = stackalloc int[Steps];
        counted.Clear();
        for (int i = 0; i < logOdds.Length; i++)
        {
            counted[Math.Clamp((int)((logOdds[i] + Range) * PerUnit), 0, Steps - 1)] += words[i];
        }

        Span<float> all = stackalloc float[Readings.Length];
        all.Clear();
        for (int step = 0; step < Steps; step++)
        {
            for (int r = 0; counted[step] != 0 && r < all.Length; r++)
            {
                all[r] += counted[step] * Likely[(step * all.Length) + r];
            }
        }

        Span<float> right = stackalloc float[Readings.Length];
        right.Clear();
        float taken = 0;
        float best = 0;
        int lowest = Steps / 2;
        int below = -1;
        for (int step = Steps - 1; step >= 0; step--)
        {
            if (counted[step] == 0)
            {
                continue;
            }

            taken += counted[step];
            float f1 = 0;
            for (int r = 0; r < right.Length; r++)
            {
                right[r] += counted[step] * Likely[(step * all.Length) + r];
                f1 += 2 * right[r] / (taken + all[r]);
            }

            if (f1 > best)
            {
                best = f1;
                lowest = step;
                below = -1;
            }
            else if (below < 0)
            {
                below = step;
            }
        }

        // Anywhere between the last block taken and the first one left: as near to even odds as that allows, so that both are clear of it.
        float cut = Math.Clamp(0, LogOdds(below + 1), Math.Max(LogOdds(below + 1), LogOdds(lowest)));
        return Math.Max(cut, Floor);
    }

    private static float[] MakeLikely()
    {
        var likely = new float[Steps * Readings.Length];
        for (int i = 0; i < likely.Length; i++)
        {
            float middle = LogOdds(i / Readings.Length) + (0.5f / PerUnit);
            likely[i] = 1 / (1 + MathF.Exp(-(middle + Readings[i % Readings.Length])));
        }

        return likely;
    }

    private static float LogOdds(int step) => (step / PerUnit) - Range;
}
