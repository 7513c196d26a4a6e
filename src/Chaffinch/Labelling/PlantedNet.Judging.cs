using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Chaffinch.Text;

namespace Chaffinch.Labelling;

/// <content>What the network says of pieces, by its first training alone or by all of them.</content>
internal sealed partial class PlantedNet
{
    // So many sums are made at once, in registers.
    private const int Together = 64;

    // So many pieces are judged at once: no addition waits for the one before it.
    private const int Pieces = PlantedMix.Together;

    /// <summary>True where the first of several trainings can be asked alone.</summary>
    public bool CanJudgeByFirst => _firstToOutputs is not null;

    /// <summary>Units of the first training.</summary>
    public int FirstHidden => Mixes.Count == 0 ? 0 : Mixes[0].Hidden;

    /// <summary>The piece's sums: its units, rectified, and behind them what its facts give straight to the outputs.</summary>
    /// <param name="facts">Rows and values; rows of -1 are passed over.</param>
    /// <param name="to">Takes <see cref="Row"/> numbers.</param>
    public void Sum(ReadOnlySpan<PieceFact> facts, Span<float> to)
    {
        SumFirst(facts, to);
        for (int s = 1; s < _stretches.Length; s++)
        {
            SumStretch(facts, s, to);
        }
    }

    /// <summary>Of <see cref="Sum"/> what <see cref="JudgeFirst"/> needs.</summary>
    public void SumFirst(ReadOnlySpan<PieceFact> facts, Span<float> to)
    {
        if (_stretches.Length > 0)
        {
            SumStretch(facts, 0, to);
        }

        ref float rows = ref _straight.First;
        Vector256<float> sum = Vector256<float>.Zero;
        foreach (PieceFact fact in facts)
        {
            if (fact.Id >= 0)
            {
                sum += Vector256.LoadUnsafe(ref rows, (nuint)(fact.Id * Outputs)) * Vector256.Create(fact.Value);
            }
        }

        sum.CopyTo(to.Slice(Hidden, Outputs));
    }

    /// <summary>What the network makes of open pieces that stand on one page.</summary>
    /// <param name="sums">Of each piece what <see cref="Sum"/> gave; takes the outputs in the last <see cref="Outputs"/> of them.</param>
    /// <param name="pools">The page's sums, where the network has layers of surroundings.</param>
    /// <param name="count">How many pieces.</param>
    /// <remarks>Each piece's sums are made in the order of its units, however many are judged with it.</remarks>
    [SkipLocalsInit]
    public void Judge(Span<float> sums, PlantedPools pools, int count)
    {
        Span<float> shared = stackalloc float[MaxMixes * PlantedMix.Units];
        for (int m = 0, first = 0; m < Mixes.Count; first += Mixes[m++].Hidden)
        {
            Mixes[m].Share(pools, first, shared[(m * PlantedMix.Units)..]);
        }

        float weight = 1f / Math.Max(1, Mixes.Count);
        Span<float> units = stackalloc float[Pieces * Hidden];
        Span<float> outputs = stackalloc float[Pieces * Outputs];
        for (int from = 0; from < count; from += Pieces)
        {
            int some = Math.Min(Pieces, count - from);
            Take(sums, from, some, Hidden, units, outputs);
            BlockNetLayers.Add(_toOutputs, units, outputs, Pieces);
            for (int m = 0, first = 0; m < Mixes.Count; first += Mixes[m++].Hidden)
            {
                Mixes[m].Judge(units, Hidden, pools, from, some, first, shared.Slice(m * PlantedMix.Units, PlantedMix.Units), weight, outputs);
            }

            for (int i = 0; i < some; i++)
            {
                Bounded(outputs[(i * Outputs)..]).CopyTo(sums[(((from + i) * Row) + Hidden)..]);
            }
        }
    }

    /// <summary>What the first training by itself makes of open pieces that stand on one page.</summary>
    /// <param name="sums">Of each piece what <see cref="SumFirst"/> gave; stays as it is.</param>
    /// <param name="pools">The page's sums over the first training's units.</param>
    /// <param name="count">How many pieces.</param>
    /// <param name="to">Takes <see cref="Outputs"/> numbers for each piece.</param>
    [SkipLocalsInit]
    public void JudgeFirst(ReadOnlySpan<float> sums, PlantedPools pools, int count, Span<float> to)
    {
        BlockNetLayer toOutputs = _firstToOutputs ?? throw new InvalidOperationException("The network has no first training of several.");
        int hidden = FirstHidden;
        Span<float> shared = stackalloc float[PlantedMix.Units];
        Mixes[0].Share(pools, 0, shared);
        Span<float> units = stackalloc float[Pieces * Together];
        units = units[..(Pieces * hidden)];
        Span<float> outputs = stackalloc float[Pieces * Outputs];
        for (int from = 0; from < count; from += Pieces)
        {
            int some = Math.Min(Pieces, count - from);
            Take(sums, from, some, hidden, units, outputs);
            BlockNetLayers.Add(toOutputs, units, outputs, Pieces);
            Mixes[0].Judge(units, hidden, pools, from, some, 0, shared, 1, outputs);
            for (int i = 0; i < some; i++)
            {
                Bounded(outputs[(i * Outputs)..]).CopyTo(to[((from + i) * Outputs)..]);
            }
        }
    }

    /// <summary>Cuts what is negative to zero and multiplies what is left.</summary>
    /// <param name="units">A multiple of 8 numbers.</param>
    /// <param name="weight">What they are multiplied by.</param>
    internal static void Rectify(Span<float> units, float weight)
    {
        for (int h = 0; h < units.Length; h += Vector256<float>.Count)
        {
            (Vector256.MaxNative(Vector256.Create<float>(units[h..]), Vector256<float>.Zero) * weight).CopyTo(units[h..]);
        }
    }

    // The first units of some pieces and what goes straight to their outputs; zeros for pieces that are not there.
    private void Take(ReadOnlySpan<float> sums, int from, int some, int hidden, Span<float> units, Span<float> outputs)
    {
        for (int i = 0; i < some; i++)
        {
            ReadOnlySpan<float> own = sums.Slice((from + i) * Row, Row);
            own[..hidden].CopyTo(units[(i * hidden)..]);
            own[Hidden..].CopyTo(outputs[(i * Outputs)..]);
        }

        units[(some * hidden)..].Clear();
        outputs[(some * Outputs)..].Clear();
    }

    private static Vector256<float> Bounded(ReadOnlySpan<float> outputs) =>
        Vector256.Min(Vector256.Max(Vector256.Create(outputs), Vector256.Create(Lowest)), Vector256.Create(Highest));

    // A part of all rows by itself, as wide as is added at once.
    private AlignedTable<float> Stretch(int first, int width, int end)
    {
        var rows = new AlignedTable<float>(Names.Count * width);
        for (int r = 0; r < Names.Count; r++)
        {
            _rows.AsSpan((r * Row) + first, Math.Min(width, end - first)).CopyTo(rows.Span[(r * width)..]);
        }

        return rows;
    }

    // The units of one stretch, rectified: nobody can guess which of them are silent.
    [SkipLocalsInit]
    private void SumStretch(ReadOnlySpan<PieceFact> facts, int stretch, Span<float> to)
    {
        ref float rows = ref _stretches[stretch].First;
        Vector256<float> a = Vector256<float>.Zero, b = a, c = a, d = a, e = a, f = a, g = a, h = a;
        foreach (PieceFact fact in facts)
        {
            if (fact.Id < 0)
            {
                continue;
            }

            ref float row = ref Unsafe.Add(ref rows, (nint)(fact.Id * Together));
            Vector256<float> value = Vector256.Create(fact.Value);
            a += Vector256.LoadUnsafe(ref row) * value;
            b += Vector256.LoadUnsafe(ref row, 8) * value;
            c += Vector256.LoadUnsafe(ref row, 16) * value;
            d += Vector256.LoadUnsafe(ref row, 24) * value;
            e += Vector256.LoadUnsafe(ref row, 32) * value;
            f += Vector256.LoadUnsafe(ref row, 40) * value;
            g += Vector256.LoadUnsafe(ref row, 48) * value;
            h += Vector256.LoadUnsafe(ref row, 56) * value;
        }

        Span<float> sums = stackalloc float[Together];
        Store(sums, a, b, c, d, 0);
        Store(sums, e, f, g, h, 32);
        int first = stretch * Together;
        sums[..Math.Min(Together, Hidden - first)].CopyTo(to[first..]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Span<float> sums, Vector256<float> a, Vector256<float> b, Vector256<float> c, Vector256<float> d, nuint at)
    {
        ref float to = ref MemoryMarshal.GetReference(sums);
        Vector256.MaxNative(a, Vector256<float>.Zero).StoreUnsafe(ref to, at);
        Vector256.MaxNative(b, Vector256<float>.Zero).StoreUnsafe(ref to, at + 8);
        Vector256.MaxNative(c, Vector256<float>.Zero).StoreUnsafe(ref to, at + 16);
        Vector256.MaxNative(d, Vector256<float>.Zero).StoreUnsafe(ref to, at + 24);
    }
}
