using System.Globalization;
using Chaffinch.Detecting.Shared;
using Chaffinch.Training.Model;

namespace Chaffinch.Lab;

/// <summary>
/// Finds what has to be added to a tagger's log-odds so that in every group of scripts the same share of genuine tokens is called promotional: a run's score is the sum of its tokens', so that
/// a small error of a script's bias, which moves with every hundred pages more, makes advertising of everything or of nothing.
/// </summary>
internal static class PromoBalance
{
    /// <summary>The share of genuine tokens, on pages that a tagger has not learned, that is wanted.</summary>
    public const double Wanted = 0.02;

    // Of runs from this strength on.
    private const float Strength = 0.3f;

    // A group of fewer genuine tokens is left as it is, and so are numbers, which lie in the runs of other scripts.
    private const long Least = 5000;
    private const float Farthest = 0.5f;
    private const int Halvings = 8;

    /// <summary>What is to be added, by group.</summary>
    /// <param name="tagger">The tagger.</param>
    /// <param name="lines">Lines to count on.</param>
    /// <param name="wanted">The share of genuine tokens that is called promotional, by group.</param>
    public static float[] Find(PromoTagger tagger, IReadOnlyList<TokenLine> lines, double[] wanted)
    {
        float[] low = [.. Enumerable.Repeat(-Farthest, PromoTagger.GroupCount)];
        float[] high = [.. Enumerable.Repeat(Farthest, PromoTagger.GroupCount)];
        float[] middle = new float[PromoTagger.GroupCount];
        for (int step = 0; step < Halvings; step++)
        {
            for (int g = 0; g < middle.Length; g++)
            {
                middle[g] = (low[g] + high[g]) / 2;
            }

            double[] found = SharesOf(tagger.Shifted(middle), lines);
            for (int g = 0; g < middle.Length; g++)
            {
                if (double.IsNaN(found[g]))
                {
                    (low[g], high[g]) = (0, 0);
                }
                else if (found[g] > wanted[g])
                {
                    high[g] = middle[g];
                }
                else
                {
                    low[g] = middle[g];
                }
            }
        }

        Console.WriteLine("added to the log-odds, by group: " + string.Join(", ", low.Select(s => s.ToString("+0.00;-0.00;0", CultureInfo.InvariantCulture))));
        return low;
    }

    /// <summary>The share of genuine tokens that a tagger calls promotional, by group; not a number where there are few.</summary>
    public static double[] SharesOf(PromoTagger tagger, IReadOnlyList<TokenLine> lines)
    {
        var wrong = new long[PromoTagger.GroupCount];
        var genuine = new long[PromoTagger.GroupCount];
        var finder = new PromoRuns();
        var runs = new List<PromoRun>();
        foreach (TokenLine line in lines)
        {
            for (int i = 0; i < line.Tokens.Length; i++)
            {
                genuine[line.Tokens[i].Group] += line.Labels[i] == 0 ? 1 : 0;
            }

            finder.Find(tagger, line.Tokens, runs);
            foreach (PromoRun run in runs)
            {
                for (int i = run.First; i < run.End && StyleWalk.StrengthOf(run) >= Strength; i++)
                {
                    wrong[line.Tokens[i].Group] += line.Labels[i] == 0 ? 1 : 0;
                }
            }
        }

        return [.. wrong.Select((w, g) => g == 0 || genuine[g] < Least ? double.NaN : w / (double)genuine[g])];
    }
}
