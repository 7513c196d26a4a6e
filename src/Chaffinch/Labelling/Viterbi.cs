using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Chaffinch.Model;

namespace Chaffinch.Labelling;

/// <summary>Best path and its confidence through a chain of pieces (linear-chain conditional random field, max-product).</summary>
/// <remarks>
/// Forney, "The Viterbi algorithm" (1973); Lafferty, McCallum, Pereira, "Conditional random fields" (2001). Time and memory are
/// linear in the number of pieces: about <see cref="LabelState.Count"/> squared additions each, eight at a time. A piece that evidence opens no
/// planted or damaged state for (most of them) is closed: no best path leads through those states, so only the genuine ones are looked at.
/// Buffers are reused.
/// </remarks>
internal sealed class Viterbi
{
    private const int Width = LabelState.Width;
    private const int Genuine = LabelState.FirstInjected;

    // Back pointers of one piece, a whole vector of bytes.
    private const int Stride = 32;

    // Half a lead beyond which the logistic rounds to 1.
    private const float Sure = 17.5f;

    private static readonly Vector256<float> LeastOpen = Vector256.Create(PieceScores.Never / 2);

    // The same for the vector that the genuine states stand in: those open nothing.
    private static readonly Vector256<float> LeastOpenBesideGenuine =
        Vector256.ConditionalSelect(Vector256.LessThan(Vector256<int>.Indices, Vector256.Create(Genuine)).AsSingle(), Vector256.Create(float.PositiveInfinity), LeastOpen);

    private static readonly Vector256<float> OnlyGenuine =
        Vector256.ConditionalSelect(Vector256.LessThan(Vector256<int>.Indices, Vector256.Create(Genuine)).AsSingle(), Vector256<float>.Zero, Vector256.Create(float.NegativeInfinity));

    private readonly float[] _insideBack = new float[Width * Width];
    private readonly float[] _acrossBack = new float[Width * Width];
    private WeightTable? _table;
    private float[] _forward = [];
    private byte[] _from = [];
    private bool[] _open = [];

    /// <summary>The score of the path found last.</summary>
    public float BestScore { get; private set; }

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
        Grow(ref _from, n * Stride);
        Grow(ref _open, n);
        for (int s = 0; s < Width; s++)
        {
            _forward[s] = scores[s] + table.Start[s];
        }

        _open[0] = IsOpen(scores[..Width]);
        for (int i = 1; i < n; i++)
        {
            ReadOnlySpan<float> own = scores.Slice(i * Width, Width);
            float[] steps = sameBlock[i] ? table.Inside : table.Across;
            ReadOnlySpan<float> previous = _forward.AsSpan((i - 1) * Width, Width)[..(_open[i - 1] ? LabelState.Count : Genuine)];
            _open[i] = IsOpen(own);
            if (_open[i])
            {
                Advance(previous, steps, own, _forward.AsSpan(i * Width, Width), _from.AsSpan(i * Stride, Stride));
            }
            else
            {
                AdvanceClosed(previous, steps, own, _forward.AsSpan(i * Width, Width), _from.AsSpan(i * Stride, Stride));
            }
        }

        int best = ArgMax(_forward.AsSpan((n - 1) * Width, _open[n - 1] ? LabelState.Count : Genuine));
        BestScore = _forward[((n - 1) * Width) + best];
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
        if (!ReferenceEquals(_table, table))
        {
            Transpose(table.Inside, _insideBack);
            Transpose(table.Across, _acrossBack);
            _table = table;
        }

        Span<float> next = stackalloc float[Width];
        next.Clear();
        for (int i = states.Length - 1; i >= 0; i--)
        {
            ReadOnlySpan<float> forward = _forward.AsSpan(i * Width, Width);
            float half = (_open[i] ? Lead(forward, next, states[i]) : LeadClosed(forward, next, states[i])) / 2;
            confidence[i] = half > Sure ? 1f : 1f / (1f + MathF.Exp(-Math.Clamp(half, -30, 30)));
            if (i > 0)
            {
                float[] steps = sameBlock[i] ? _insideBack : _acrossBack;
                ReadOnlySpan<float> own = scores.Slice(i * Width, Width);
                if (_open[i] || _open[i - 1])
                {
                    Retreat(next, steps, own, _open[i] ? LabelState.Count : Genuine);
                }
                else
                {
                    RetreatClosed(next, steps, own);
                }
            }
        }
    }

    private static bool IsOpen(ReadOnlySpan<float> scores) =>
        Vector256.GreaterThanAny(Vector256.Create(scores[..8]), LeastOpenBesideGenuine)
        || Vector256.GreaterThanAny(Vector256.Max(Vector256.Create(scores.Slice(8, 8)), Vector256.Create(scores.Slice(16, 8))), LeastOpen);

    private static float Lead(ReadOnlySpan<float> forward, ReadOnlySpan<float> next, byte state)
    {
        Label label = LabelState.LabelOf(state);
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

        return own - other;
    }

    /// <summary>Each genuine state is a label of its own.</summary>
    private static float LeadClosed(ReadOnlySpan<float> forward, ReadOnlySpan<float> next, byte state)
    {
        Vector256<float> through = Vector256.Create(forward[..8]) + Vector256.Create(next[..8]) + OnlyGenuine;
        Vector256<float> others = Vector256.ConditionalSelect(
            Vector256.Equals(Vector256<int>.Indices, Vector256.Create((int)state)).AsSingle(), Vector256.Create(float.NegativeInfinity), through);
        return forward[state] + next[state] - Largest(others);
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
        for (int p = 0; p < previous.Length; p++)
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

    /// <summary>The same for a piece whose genuine states alone count; they stand in one vector.</summary>
    private static void AdvanceClosed(ReadOnlySpan<float> previous, float[] steps, ReadOnlySpan<float> scores, Span<float> into, Span<byte> from)
    {
        ref float step = ref MemoryMarshal.GetArrayDataReference(steps);
        Vector256<float> best = Vector256.Create(float.NegativeInfinity);
        Vector256<int> source = Vector256<int>.Zero;
        for (int p = 0; p < previous.Length; p++)
        {
            Take(Vector256.Create(previous[p]) + Vector256.LoadUnsafe(ref step, (nuint)(p * Width)), Vector256.Create(p), ref best, ref source);
        }

        (best + Vector256.Create(scores[..8])).CopyTo(into);
        Vector256.Narrow(Vector256.Narrow(source.AsUInt32(), Vector256<uint>.Zero), Vector256<ushort>.Zero).CopyTo(from);
    }

    private static void Take(Vector256<float> candidate, Vector256<int> index, ref Vector256<float> best, ref Vector256<int> from)
    {
        Vector256<float> better = Vector256.GreaterThan(candidate, best);
        best = Vector256.ConditionalSelect(better, candidate, best);
        from = Vector256.ConditionalSelect(better.AsInt32(), index, from);
    }

    /// <summary>Makes of the best ways on from each state of a piece those from each state of the piece before it.</summary>
    private static void Retreat(Span<float> next, float[] steps, ReadOnlySpan<float> scores, int states)
    {
        ref float step = ref MemoryMarshal.GetArrayDataReference(steps);
        Vector256<float> best0 = Vector256.Create(float.NegativeInfinity);
        Vector256<float> best1 = best0;
        Vector256<float> best2 = best0;
        for (int s = 0; s < states; s++)
        {
            Vector256<float> after = Vector256.Create(next[s] + scores[s]);
            best0 = Vector256.Max(best0, after + Vector256.LoadUnsafe(ref step, (nuint)(s * Width)));
            best1 = Vector256.Max(best1, after + Vector256.LoadUnsafe(ref step, (nuint)((s * Width) + 8)));
            best2 = Vector256.Max(best2, after + Vector256.LoadUnsafe(ref step, (nuint)((s * Width) + 16)));
        }

        best0.CopyTo(next);
        best1.CopyTo(next[8..]);
        best2.CopyTo(next[16..]);
    }

    private static void RetreatClosed(Span<float> next, float[] steps, ReadOnlySpan<float> scores)
    {
        ref float step = ref MemoryMarshal.GetArrayDataReference(steps);
        Vector256<float> best = Vector256.Create(float.NegativeInfinity);
        for (int s = 0; s < Genuine; s++)
        {
            best = Vector256.Max(best, Vector256.Create(next[s] + scores[s]) + Vector256.LoadUnsafe(ref step, (nuint)(s * Width)));
        }

        best.CopyTo(next);
    }

    private static float Largest(Vector256<float> values)
    {
        Vector128<float> half = Vector128.Max(values.GetLower(), values.GetUpper());
        return Math.Max(Math.Max(half[0], half[1]), Math.Max(half[2], half[3]));
    }

    private static void Transpose(float[] from, float[] to)
    {
        for (int row = 0; row < Width; row++)
        {
            for (int column = 0; column < Width; column++)
            {
                to[(column * Width) + row] = from[(row * Width) + column];
            }
        }
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

    private static void Grow<T>(ref T[] array, int length)
    {
        if (array.Length < length)
        {
            array = new T[Math.Max(length, array.Length * 2)];
        }
    }
}
