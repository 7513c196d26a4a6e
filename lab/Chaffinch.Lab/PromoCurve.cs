using System.Globalization;
using Chaffinch.Detecting.Shared;
using Chaffinch.Training.Model;

namespace Chaffinch.Lab;

/// <summary>How much of what is promotional lies in runs of each strength, and how much of what is genuine.</summary>
internal sealed class PromoCurve
{
    private static readonly float[] FalseShares = [0.001f, 0.003f, 0.01f, 0.03f, 0.1f];

    private readonly List<(float Strength, int Right, int Wrong)> _found = [];
    private readonly PromoRuns _finder = new();
    private readonly List<PromoRun> _runs = [];
    private long _promo;
    private long _all;

    public PromoCurve()
    {
    }

    public PromoCurve(List<TokenLine> lines, PromoTagger tagger)
    {
        foreach (TokenLine line in lines)
        {
            Add(line, tagger);
        }
    }

    public void Add(TokenLine line, PromoTagger tagger)
    {
        _promo += line.Labels.Count(b => b == 1);
        _all += line.Labels.Count(b => b != TokenLine.Unknown);
        _finder.Find(tagger, line.Tokens, _runs);
        foreach (PromoRun run in _runs)
        {
            ReadOnlySpan<byte> labels = line.Labels.AsSpan(run.First, run.End - run.First);
            _found.Add((StyleWalk.StrengthOf(run), labels.Count((byte)1), labels.Count((byte)0)));
        }
    }

    /// <summary>The recall at each share of genuine tokens that are called promotional; where nothing is promotional, the strength that lets so few through.</summary>
    public void Print(string name)
    {
        Console.Write(string.Create(CultureInfo.InvariantCulture, $"{name,-24}{_all,8} tokens {_promo,7} promotional;"));
        List<(float Strength, int Right, int Wrong)> found = [.. _found.OrderByDescending(f => f.Strength)];
        foreach (float share in FalseShares)
        {
            long right = 0, wrong = 0;
            float strength = 1;
            foreach ((float Strength, int Right, int Wrong) f in found)
            {
                if (wrong + f.Wrong > share * (_all - _promo))
                {
                    break;
                }

                (right, wrong, strength) = (right + f.Right, wrong + f.Wrong, f.Strength);
            }

            Console.Write(string.Create(CultureInfo.InvariantCulture, $" {share:P1}: {right / (double)Math.Max(1, _promo):F3} from {strength:F2};"));
        }

        Console.WriteLine();
    }

    /// <summary>Recall and false share from fixed strengths on.</summary>
    public void PrintFrom(string name, params ReadOnlySpan<float> strengths)
    {
        Console.Write(string.Create(CultureInfo.InvariantCulture, $"  {name,-22}{_all,8} tokens {_promo,7} promotional;"));
        foreach (float from in strengths)
        {
            long right = _found.Where(f => f.Strength >= from).Sum(f => (long)f.Right);
            long wrong = _found.Where(f => f.Strength >= from).Sum(f => (long)f.Wrong);
            Console.Write(string.Create(CultureInfo.InvariantCulture, $" {from:F2}: {right / (double)Math.Max(1, _promo):F3} wrong {wrong / (double)Math.Max(1, _all - _promo):P2};"));
        }

        Console.WriteLine();
    }
}
