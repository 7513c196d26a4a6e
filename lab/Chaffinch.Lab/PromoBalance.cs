using System.Globalization;
using Chaffinch.Detecting;
using Chaffinch.Detecting.Shared;
using Chaffinch.Training.Model;

namespace Chaffinch.Lab;

/// <summary>
/// Finds what has to be added to a tagger's log-odds so that in every group of scripts the same share of genuine tokens is called promotional: how many of a language's texts are advertising
/// in training says nothing of its pages, and what the tagger believes of a script moves with every hundred pages more.
/// </summary>
internal sealed class PromoBalance
{
    // Genuine tokens in runs of this strength, of all genuine ones.
    private const float Strength = 0.3f;
    private const double Wanted = 0.02;

    // A group of fewer genuine tokens is left as it is.
    private const long Least = 5000;
    private const float Lowest = -2.5f;
    private const float Step = 0.25f;
    private const int Steps = 15;

    private readonly long[,] _wrong = new long[Steps, PromoTagger.GroupCount];
    private readonly long[] _genuine = new long[PromoTagger.GroupCount];

    /// <summary>Counts what a tagger calls promotional on lines that it has not learned.</summary>
    public void Add(PromoTagger tagger, IReadOnlyList<TokenLine> lines)
    {
        foreach (TokenLine line in lines)
        {
            for (int i = 0; i < line.Tokens.Length; i++)
            {
                _genuine[line.Tokens[i].Group] += line.Labels[i] == 0 ? 1 : 0;
            }
        }

        var finder = new PromoRuns();
        var runs = new List<PromoRun>();
        for (int step = 0; step < Steps; step++)
        {
            PromoTagger shifted = tagger.Shifted([.. Enumerable.Repeat(Lowest + (step * Step), PromoTagger.GroupCount)]);
            foreach (TokenLine line in lines)
            {
                finder.Find(shifted, line.Tokens, runs);
                foreach (PromoRun run in runs.Where(r => PromoStyle.StrengthOf(r) >= Strength))
                {
                    for (int i = run.First; i < run.End; i++)
                    {
                        _wrong[step, line.Tokens[i].Group] += line.Labels[i] == 0 ? 1 : 0;
                    }
                }
            }
        }
    }

    /// <summary>What is to be added, by group.</summary>
    public float[] Find()
    {
        var shifts = new float[PromoTagger.GroupCount];
        for (int group = 0; group < shifts.Length; group++)
        {
            int step = Steps - 1;
            while (step > 0 && _wrong[step, group] > Wanted * _genuine[group])
            {
                step--;
            }

            shifts[group] = _genuine[group] < Least ? 0 : Lowest + (step * Step);
        }

        Console.WriteLine("added to the log-odds, by group: " + string.Join(", ", shifts.Select((s, g) => string.Create(CultureInfo.InvariantCulture, $"{s:+0.00;-0.00;0} ({_genuine[g]} genuine)"))));
        return shifts;
    }
}
