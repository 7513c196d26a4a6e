using Chaffinch.Detecting.Shared;
using Xunit;

namespace Chaffinch.Tests.Detecting;

/// <summary>Runs are those of the whole chain, though lines in which none can be are passed over.</summary>
public sealed class PromoRunsTests
{
    [Theory]
    [InlineData(1, 0.3f)]
    [InlineData(3.5f, 0.6f)]
    public void Passing_over_lines_loses_no_run(float step, float lean)
    {
        var random = new Random(5);
        var finder = new PromoRuns();
        var runs = new List<PromoRun>();
        int found = 0, none = 0;
        for (int round = 0; round < 20000; round++)
        {
            var tokens = new PhraseToken[random.Next(1, 40)];
            var odds = new float[tokens.Length];
            for (int i = 0; i < tokens.Length; i++)
            {
                tokens[i].Gap = (byte)(i == 0 ? 5 : random.Next(6));
                odds[i] = (random.NextSingle() * 2) - 2 + (round % 5 * 0.2f);
            }

            finder.Find(step, tokens, odds, runs, lean);
            List<(int First, int End)> expected = Chain(step, tokens, odds, lean);
            Assert.Equal(expected, runs.Select(r => (r.First, r.End)));
            found += expected.Count > 0 ? 1 : 0;
            none += expected.Count == 0 ? 1 : 0;
        }

        Assert.True(found > 200 && none > 200, $"{found} lines with runs, {none} without");
    }

    private static List<(int First, int End)> Chain(float step, PhraseToken[] tokens, float[] odds, float lean)
    {
        var from = new (bool Genuine, bool Promo)[tokens.Length];
        float genuine = 0, promo = odds[0] + lean - PromoTagger.StepAt(step, 5);
        for (int i = 1; i < odds.Length; i++)
        {
            float cost = PromoTagger.StepAt(step, tokens[i].Gap);
            from[i] = (promo - cost > genuine, genuine - cost <= promo);
            (genuine, promo) = (Math.Max(promo - cost, genuine), Math.Max(genuine - cost, promo) + (odds[i] + lean));
        }

        var runs = new List<(int First, int End)>();
        bool isRun = promo > genuine;
        int end = tokens.Length;
        for (int i = tokens.Length - 1; i >= 0; i--)
        {
            bool before = i > 0 && (isRun ? from[i].Promo : from[i].Genuine);
            if (isRun && !before)
            {
                runs.Insert(0, (i, end));
            }

            end = before != isRun ? i : end;
            isRun = before;
        }

        return runs;
    }
}
