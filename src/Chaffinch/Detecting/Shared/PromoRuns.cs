using System.Runtime.Intrinsics;

namespace Chaffinch.Detecting.Shared;

/// <summary>Finds the runs of advertising in a text's tokens: the best path of a chain of two states, leaning towards finding.</summary>
internal sealed class PromoRuns
{
    // Runs are looked for with this much in favour of each token; their score is told without it.
    public const float Lean = 0.6f;

    // So much more than sums of a line's log-odds may be off.
    private const float Rounding = 0.01f;

    // What a change of state costs at each gap, for the step that was asked for last: which gap comes next cannot be foreseen.
    private readonly float[] _costs = new float[byte.MaxValue + 1];
    private float _step = float.NaN;
    private float[] _odds = [];
    private byte[] _stay = [];

    /// <summary>Log-odds of the tokens looked at last.</summary>
    public ReadOnlySpan<float> Odds => _odds;

    /// <summary>Finds runs.</summary>
    /// <param name="tagger">The model.</param>
    /// <param name="tokens">Tokens of one text.</param>
    /// <param name="runs">Takes them.</param>
    /// <param name="lean">In favour of each token.</param>
    public void Find(PromoTagger tagger, ReadOnlySpan<PhraseToken> tokens, List<PromoRun> runs, float lean = Lean)
    {
        if (_odds.Length < tokens.Length)
        {
            _odds = new float[Math.Max(tokens.Length, _odds.Length * 2)];
        }

        tagger.Emit(tokens, _odds.AsSpan(0, tokens.Length));
        Find(tagger.Step, tokens, _odds.AsSpan(0, tokens.Length), runs, lean);
    }

    /// <summary>Finds runs among tokens whose log-odds are known.</summary>
    /// <param name="step">What a change of state costs.</param>
    /// <param name="tokens">Tokens of one text.</param>
    /// <param name="odds">Their log-odds.</param>
    /// <param name="runs">Takes them.</param>
    /// <param name="lean">In favour of each token.</param>
    public void Find(float step, ReadOnlySpan<PhraseToken> tokens, ReadOnlySpan<float> odds, List<PromoRun> runs, float lean = Lean)
    {
        runs.Clear();
        int n = tokens.Length;
        if (n == 0 || !MayHold(odds, lean, PromoTagger.StepAt(step, byte.MaxValue) - Rounding))
        {
            // A run costs at least the cheapest step, which no stretch makes up for: so it is in most lines.
            return;
        }

        if (_stay.Length < n)
        {
            _stay = new byte[Math.Max(n, _stay.Length * 2)];
        }

        Decode(step, tokens, odds, lean);
        int state = _last;
        int end = n;
        for (int i = n - 1; i >= 0; i--)
        {
            int from = state == 1 ? (_stay[i] & 2) >> 1 : _stay[i] & 1;
            if (state == 1 && (from == 0 || i == 0))
            {
                runs.Add(new PromoRun(i, end, ScoreOf(step, tokens, odds, i, end)));
            }

            if (from != state)
            {
                end = i;
            }

            state = from;
        }

        runs.Reverse();
    }

    private int _last;

    // False where no stretch of tokens comes to so much. A bound from above, eight tokens at a time: the best that ends with them is no more than all of them and what came before, or those in favour alone.
    private static bool MayHold(ReadOnlySpan<float> odds, float lean, float least)
    {
        float best = 0;
        int i = 0;
        for (; i <= odds.Length - Vector256<float>.Count; i += Vector256<float>.Count)
        {
            Vector256<float> eight = Vector256.Create(odds.Slice(i, Vector256<float>.Count)) + Vector256.Create(lean);
            if (best == 0 && !Vector256.GreaterThanAny(eight, Vector256<float>.Zero))
            {
                continue;
            }

            float gain = Vector256.Sum(Vector256.Max(eight, Vector256<float>.Zero));
            if (best + gain >= least)
            {
                return true;
            }

            best = Math.Max(best + Vector256.Sum(eight), gain);
        }

        for (; i < odds.Length; i++)
        {
            best = Math.Max(0, best + odds[i] + lean);
            if (best >= least)
            {
                return true;
            }
        }

        return false;
    }

    // Back pointers in two bits: from which state "genuine" (bit 0) and "promotional" (bit 1) came.
    private void Decode(float step, ReadOnlySpan<PhraseToken> tokens, ReadOnlySpan<float> odds, float lean)
    {
        if (step != _step)
        {
            FillCosts(step);
        }

        float[] costs = _costs;
        float genuine = 0;
        float promo = odds[0] + lean - PromoTagger.StepAt(step, 5);
        _stay[0] = 2;
        for (int i = 1; i < odds.Length; i++)
        {
            float cost = costs[tokens[i].Gap];

            // Neither can be foreseen, so nothing branches.
            float left = promo - cost;
            float entered = genuine - cost;
            int back = (left > genuine ? 1 : 0) | (entered > promo ? 0 : 2);
            genuine = float.MaxNative(left, genuine);
            promo = float.MaxNative(entered, promo) + (odds[i] + lean);
            _stay[i] = (byte)back;
        }

        _last = promo > genuine ? 1 : 0;
    }

    private void FillCosts(float step)
    {
        _step = step;
        for (int gap = 0; gap < _costs.Length; gap++)
        {
            _costs[gap] = PromoTagger.StepAt(step, (byte)gap);
        }
    }

    private static float ScoreOf(float step, ReadOnlySpan<PhraseToken> tokens, ReadOnlySpan<float> odds, int first, int end)
    {
        float sum = -PromoTagger.StepAt(step, tokens[first].Gap);
        sum -= end < tokens.Length ? PromoTagger.StepAt(step, tokens[end].Gap) : PromoTagger.StepAt(step, 5);
        for (int i = first; i < end; i++)
        {
            sum += odds[i];
        }

        return sum;
    }
}
