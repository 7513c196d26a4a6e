using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Chaffinch.Model;

namespace Chaffinch.Labelling;

/// <summary>Best path and its confidence through a chain of pieces (linear-chain conditional random field, max-product).</summary>
/// <remarks>
/// Forney, "The Viterbi algorithm" (1973); Lafferty, McCallum, Pereira, "Conditional random fields" (2001). Time and memory are
/// linear in the number of pieces: about <see cref="LabelState.Count"/> squared additions each, eight at a time. Buffers are reused.
/// </remarks>
internal sealed class Viterbi
{
    private const int Width = LabelState.Width;

    // Back pointers of one piece, a whole vector of bytes.
    private const int Stride = 32;

    private float[] _forward = [];
    private float[] _backward = [];
    private byte[] _from = [];

    /// <summary>Finds the best state of each piece.</summary>
    /// <param name="scores">Piece-major scores, <see cref="LabelState.Width"/> a piece; padding states hold <see cref="float.NegativeInfinity"/>.</param>
    /// <param name="sameBlock">Whether piece i stands in the block of piece i - 1.</param>
    /// <param name="table">The steps.</param>
    /// <param name="states">Receives the best state of each piece.</param>
    public void Decode(ReadOnlySpan<float> scores, ReadOnlySpan<bool> sameBlock, WeightTable table, Span<byte> states)
    {
        int n = states.Length;
        if (n == 0)
        {
            return;
        }

        Grow(ref _forward, n * Width);
        if (_from.Length < n * Stride)
        {
            _from = new byte[Math.Max(n * Stride, _from.Length * 2)];
        }

        for (int s = 0; s < Width; s++)
        {
            _forward[s] = scores[s] + table.Start[s];
        }

        for (int i = 1; i < n; i++)
        {
            Advance(
                _forward.AsSpan((i - 1) * Width, Width),
                sameBlock[i] ? table.Inside : table.Across,
                scores.Slice(i * Width, Width),
                _forward.AsSpan(i * Width, Width),
                _from.AsSpan(i * Stride, Stride));
        }

        int best = ArgMax(_forward.AsSpan((n - 1) * Width, LabelState.Count));
        for (int i = n - 1; i >= 0; i--)
        {
            states[i] = (byte)best;
            best = _from[(i * Stride) + best];
        }
    }

    /// <summary>
    /// After <see cref="Decode"/>: how far the best path's state leads over the best path through any state of another label, as a
    /// logistic of half the difference (max-marginals), so 0.5 is a tie and 0.95 about ten times as likely on the square-root scale.
    /// </summary>
    public void Confidence(ReadOnlySpan<float> scores, ReadOnlySpan<bool> sameBlock, WeightTable table, ReadOnlySpan<byte> states, Span<float> confidence)
    {
        int n = states.Length;
        Grow(ref _backward, Width * 2);
        Span<float> next = _backward.AsSpan(0, Width);
        Span<float> here = _backward.AsSpan(Width, Width);
        next.Clear();
        for (int i = n - 1; i >= 0; i--)
        {
            ReadOnlySpan<float> forward = _forward.AsSpan(i * Width, Width);
            Label label = LabelState.LabelOf(states[i]);
            float own = float.NegativeInfinity;
            float other = float.NegativeInfinity;
            for (int s = 0; s < LabelState.Count; s++)
            {
                float through = forward[s] + next[s];
                if (LabelState.LabelOf(s) == label)
                {
                    own = Math.Max(own, through);
                }
                else
                {
                    other = Math.Max(other, through);
                }
            }

            confidence[i] = 1f / (1f + MathF.Exp(-Math.Clamp((own - other) / 2, -30, 30)));
            if (i > 0)
            {
                Retreat(next, sameBlock[i] ? table.Inside : table.Across, scores.Slice(i * Width, Width), here);
                Span<float> swap = next;
                next = here;
                here = swap;
            }
        }
    }

    private static void Advance(ReadOnlySpan<float> previous, float[] steps, ReadOnlySpan<float> scores, Span<float> into, Span<byte> from)
    {
        ref float step = ref MemoryMarshal.GetArrayDataReference(steps);
        Vector256<float> best0 = Vector256.Create(float.NegativeInfinity);
        Vector256<float> best1 = best0;
        Vector256<float> best2 = best0;
        Vector256<int> from0 = Vector256<int>.Zero;
        Vector256<int> from1 = from0;
        Vector256<int> from2 = from0;
        for (int p = 0; p < LabelState.Count; p++)
        {
            Vector256<float> score = Vector256.Create(previous[p]);
            Vector256<int> index = Vector256.Create(p);
            Take(score + Vector256.LoadUnsafe(ref step, (nuint)(p * Width)), index, ref best0, ref from0);
            Take(score + Vector256.LoadUnsafe(ref step, (nuint)((p * Width) + 8)), index, ref best1, ref from1);
            Take(score + Vector256.LoadUnsafe(ref step, (nuint)((p * Width) + 16)), index, ref best2, ref from2);
        }

        (best0 + Vector256.Create(scores[..8])).CopyTo(into);
        (best1 + Vector256.Create(scores.Slice(8, 8))).CopyTo(into[8..]);
        (best2 + Vector256.Create(scores.Slice(16, 8))).CopyTo(into[16..]);
        Vector256.Narrow(
            Vector256.Narrow(from0.AsUInt32(), from1.AsUInt32()),
            Vector256.Narrow(from2.AsUInt32(), Vector256<uint>.Zero)).CopyTo(from);
    }

    private static void Take(Vector256<float> candidate, Vector256<int> index, ref Vector256<float> best, ref Vector256<int> from)
    {
        Vector256<float> better = Vector256.GreaterThan(candidate, best);
        best = Vector256.ConditionalSelect(better, candidate, best);
        from = Vector256.ConditionalSelect(better.AsInt32(), index, from);
    }

    private static void Retreat(ReadOnlySpan<float> next, float[] steps, ReadOnlySpan<float> scores, Span<float> into)
    {
        ref float step = ref MemoryMarshal.GetArrayDataReference(steps);
        Vector256<float> after0 = Vector256.Create(next[..8]) + Vector256.Create(scores[..8]);
        Vector256<float> after1 = Vector256.Create(next.Slice(8, 8)) + Vector256.Create(scores.Slice(8, 8));
        Vector256<float> after2 = Vector256.Create(next.Slice(16, 8)) + Vector256.Create(scores.Slice(16, 8));
        for (int s = 0; s < LabelState.Count; s++)
        {
            Vector256<float> best = Vector256.Max(
                after0 + Vector256.LoadUnsafe(ref step, (nuint)(s * Width)),
                Vector256.Max(
                    after1 + Vector256.LoadUnsafe(ref step, (nuint)((s * Width) + 8)),
                    after2 + Vector256.LoadUnsafe(ref step, (nuint)((s * Width) + 16))));
            Vector128<float> half = Vector128.Max(best.GetLower(), best.GetUpper());
            into[s] = Math.Max(Math.Max(half[0], half[1]), Math.Max(half[2], half[3]));
        }

        into[LabelState.Count..].Clear();
    }

    private static int ArgMax(ReadOnlySpan<float> values)
    {
        int best = 0;
        for (int i = 1; i < values.Length; i++)
        {
            if (values[i] > values[best])
            {
                best = i;
            }
        }

        return best;
    }

    private static void Grow(ref float[] array, int length)
    {
        if (array.Length < length)
        {
            array = new float[Math.Max(length, array.Length * 2)];
        }
    }
}
