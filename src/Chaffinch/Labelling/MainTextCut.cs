namespace Chaffinch.Labelling;

/// <summary>Which probability a block must have to be taken, so that the expected word F1 of the page is highest.</summary>
/// <remarks>
/// Taking all blocks of probability q or more, with words w and probabilities p, is expected to score 2 Σ(taken) wp / (Σ(taken) w + Σ(all) wp): no fixed
/// threshold is best for all pages (Lipton, Elkan, Naryanaswamy 2014). Linear: probabilities are counted in steps.
/// </remarks>
internal static class MainTextCut
{
    private const int Steps = 128;

    /// <summary>The log-odds from which on blocks are taken.</summary>
    /// <param name="logOdds">Of each block.</param>
    /// <param name="words">Of each block.</param>
    public static float Of(ReadOnlySpan<float> logOdds, ReadOnlySpan<int> words)
    {
        Span<float> taken = stackalloc float[Steps];
        Span<float> right = stackalloc float[Steps];
        taken.Clear();
        right.Clear();
        double all = 0;
        for (int i = 0; i < logOdds.Length; i++)
        {
            float p = 1 / (1 + MathF.Exp(-logOdds[i]));
            int step = Math.Min(Steps - 1, (int)(p * Steps));
            taken[step] += words[i];
            right[step] += words[i] * p;
            all += words[i] * p;
        }

        double sum = 0;
        double good = 0;
        double best = 0;
        int lowest = Steps / 2;
        int below = -1;
        for (int step = Steps - 1; step >= 0; step--)
        {
            if (taken[step] == 0)
            {
                continue;
            }

            sum += taken[step];
            good += right[step];
            double f1 = 2 * good / Math.Max(1, sum + all);
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
        return Math.Clamp(0, LogOdds(below + 1), Math.Max(LogOdds(below + 1), LogOdds(lowest)));
    }

    private static float LogOdds(int step) => MathF.Log(Math.Max(step, 0.01f) / Math.Max(Steps - step, 0.01f));
}
