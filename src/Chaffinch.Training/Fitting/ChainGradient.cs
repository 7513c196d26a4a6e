using Chaffinch.Labelling;

namespace Chaffinch.Training.Fitting;

/// <summary>Forward-backward over the labelling's chain: the probability of each state of each piece, over all paths or over the right ones alone.</summary>
internal sealed class ChainGradient
{
    private const int Width = LabelState.Width;
    private const int Count = LabelState.Count;

    private readonly float[] _inside;
    private readonly float[] _across;
    private readonly float[] _start = new float[Count];
    private float[] _forward = [];
    private float[] _emit = [];

    public ChainGradient(WeightTable table)
    {
        _inside = Exp(table.Inside);
        _across = Exp(table.Across);
        for (int s = 0; s < Count; s++)
        {
            _start[s] = MathF.Exp(table.Start[s]);
        }
    }

    /// <summary>Computes posteriors.</summary>
    /// <param name="scores">Scores, <see cref="LabelState.Width"/> a piece.</param>
    /// <param name="same">Whether a piece stands in the block of the one before.</param>
    /// <param name="allowed">States as bits for each piece; empty for all.</param>
    /// <param name="posterior">Takes probabilities, <see cref="LabelState.Width"/> a piece.</param>
    /// <returns>The logarithm of the sum over paths.</returns>
    public double Posterior(ReadOnlySpan<float> scores, ReadOnlySpan<bool> same, ReadOnlySpan<uint> allowed, Span<float> posterior)
    {
        int n = same.Length;
        if (_forward.Length < n * Width)
        {
            _forward = new float[n * Width];
            _emit = new float[n * Width];
        }

        double log = 0;
        for (int i = 0; i < n; i++)
        {
            ReadOnlySpan<float> own = scores.Slice(i * Width, Width);
            uint mask = allowed.IsEmpty ? uint.MaxValue : allowed[i];
            float top = float.NegativeInfinity;
            for (int s = 0; s < Count; s++)
            {
                top = (mask >> s & 1) != 0 ? Math.Max(top, own[s]) : top;
            }

            for (int s = 0; s < Count; s++)
            {
                _emit[(i * Width) + s] = (mask >> s & 1) != 0 ? MathF.Exp(own[s] - top) : 0;
            }

            log += top + Forward(i, i > 0 && same[i] ? _inside : _across);
        }

        Backward(n, same, posterior);
        return log;
    }

    private double Forward(int i, float[] steps)
    {
        Span<float> into = _forward.AsSpan(i * Width, Width);
        ReadOnlySpan<float> emit = _emit.AsSpan(i * Width, Width);
        into.Clear();
        if (i == 0)
        {
            _start.CopyTo(into);
        }
        else
        {
            ReadOnlySpan<float> before = _forward.AsSpan((i - 1) * Width, Width);
            for (int p = 0; p < Count; p++)
            {
                float mass = before[p];
                if (mass > 0)
                {
                    for (int s = 0; s < Count; s++)
                    {
                        into[s] += mass * steps[(p * Width) + s];
                    }
                }
            }
        }

        float sum = 0;
        for (int s = 0; s < Count; s++)
        {
            into[s] *= emit[s];
            sum += into[s];
        }

        sum = Math.Max(sum, 1e-30f);
        for (int s = 0; s < Count; s++)
        {
            into[s] /= sum;
        }

        return Math.Log(sum);
    }

    private void Backward(int n, ReadOnlySpan<bool> same, Span<float> posterior)
    {
        Span<float> next = stackalloc float[Width];
        Span<float> here = stackalloc float[Width];
        next.Fill(1);
        for (int i = n - 1; i >= 0; i--)
        {
            Span<float> own = posterior.Slice(i * Width, Width);
            float sum = 0;
            for (int s = 0; s < Count; s++)
            {
                own[s] = _forward[(i * Width) + s] * next[s];
                sum += own[s];
            }

            sum = Math.Max(sum, 1e-30f);
            for (int s = 0; s < Count; s++)
            {
                own[s] /= sum;
            }

            if (i > 0)
            {
                Retreat(i, same[i] ? _inside : _across, next, here);
                here.CopyTo(next);
            }
        }
    }

    private void Retreat(int i, float[] steps, ReadOnlySpan<float> next, Span<float> here)
    {
        float top = 1e-30f;
        for (int p = 0; p < Count; p++)
        {
            float sum = 0;
            for (int s = 0; s < Count; s++)
            {
                sum += steps[(p * Width) + s] * _emit[(i * Width) + s] * next[s];
            }

            here[p] = sum;
            top = Math.Max(top, sum);
        }

        for (int p = 0; p < Count; p++)
        {
            here[p] /= top;
        }
    }

    private static float[] Exp(float[] steps) => [.. steps.Select(MathF.Exp)];
}
