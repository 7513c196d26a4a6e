using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Chaffinch.Labelling;

/// <summary>The layer of a network of planted text that sees a piece together with what stands around it.</summary>
/// <remarks>Units of it are rectified sums over the piece's own units, those before and behind, the page's mean and most (<see cref="PlantedPools"/>), and add to the outputs.</remarks>
/// <param name="Rows">For each part and unit of the layer below <see cref="Units"/> numbers, then as many constants.</param>
/// <param name="Top">For each unit its numbers for the outputs.</param>
internal sealed record PlantedMix(float[] Rows, float[] Top)
{
    /// <summary>Units of the layer.</summary>
    public const int Units = 32;

    /// <summary>Pieces that are judged at once: as many as <see cref="BlockNetLayers"/> takes together at the width of the outputs.</summary>
    public const int Together = BlockNetLayers.Together;

    // Parts that differ from piece to piece: its own units, those before and those behind.
    private const int Beside = 3;

    private readonly BlockNetLayer _own = new(Rows.Length / Units / PlantedPools.Parts * Beside, Units, Rows, []);
    private readonly BlockNetLayer _toOutputs = new(Units, PlantedNet.Outputs, Top, []);

    /// <summary>Units of the layer below.</summary>
    public int Hidden => (Rows.Length / Units / PlantedPools.Parts);

    /// <summary>The constants and what the page's mean and most add, the same for all pieces of a page.</summary>
    /// <param name="pools">The page's sums.</param>
    /// <param name="first">The network's first unit in them.</param>
    /// <param name="shared">Takes <see cref="Units"/> numbers.</param>
    public void Share(PlantedPools pools, int first, Span<float> shared)
    {
        Rows.AsSpan(PlantedPools.Parts * Hidden * Units, Units).CopyTo(shared);
        Add(pools.Mean.Slice(first, Hidden), 3, shared);
        Add(pools.Most.Slice(first, Hidden), 4, shared);
    }

    /// <summary>Adds to the outputs of open pieces that stand one behind the other.</summary>
    /// <param name="below">The pieces' rectified units, and room for those of <see cref="Together"/>.</param>
    /// <param name="stride">Numbers from one piece to the next there.</param>
    /// <param name="pools">The page's sums.</param>
    /// <param name="open">The first piece's place among the open ones.</param>
    /// <param name="count">How many pieces, at most <see cref="Together"/>.</param>
    /// <param name="first">The network's first unit in what lies below.</param>
    /// <param name="shared">What <see cref="Share"/> gave.</param>
    /// <param name="weight">What the outputs are times.</param>
    /// <param name="outputs">The outputs of <see cref="Together"/> pieces, to add to.</param>
    [SkipLocalsInit]
    public void Judge(ReadOnlySpan<float> below, int stride, PlantedPools pools, int open, int count, int first, ReadOnlySpan<float> shared, float weight, Span<float> outputs)
    {
        int hidden = Hidden;
        int inputs = Beside * hidden;

        // Written before they are read: of pieces that are not there zeros.
        Span<float> rows = stackalloc float[Together * inputs];
        Span<float> units = stackalloc float[Together * Units];
        for (int i = 0; i < count; i++)
        {
            Span<float> row = rows.Slice(i * inputs, inputs);
            below.Slice((i * stride) + first, hidden).CopyTo(row);
            pools.LeftOf(open + i).Slice(first, hidden).CopyTo(row[hidden..]);
            pools.RightOf(open + i).Slice(first, hidden).CopyTo(row[(2 * hidden)..]);
        }

        rows[(count * inputs)..].Clear();
        BlockNetLayers.Fill(units, shared);
        BlockNetLayers.Add(_own, rows, units, (count + 1) & ~1);
        PlantedNet.Rectify(units, weight);
        BlockNetLayers.Add(_toOutputs, units, outputs, Together);
    }

    private void Add(ReadOnlySpan<float> values, int part, Span<float> units)
    {
        ref float rows = ref Rows[part * values.Length * Units];
        ref float to = ref MemoryMarshal.GetReference(units);
        Vector256<float> a = Vector256.LoadUnsafe(ref to), b = Vector256.LoadUnsafe(ref to, 8), c = Vector256.LoadUnsafe(ref to, 16), d = Vector256.LoadUnsafe(ref to, 24);
        for (int i = 0; i < values.Length; i++)
        {
            if (values[i] == 0)
            {
                continue;
            }

            nuint at = (nuint)(i * Units);
            Vector256<float> value = Vector256.Create(values[i]);
            a += Vector256.LoadUnsafe(ref rows, at) * value;
            b += Vector256.LoadUnsafe(ref rows, at + 8) * value;
            c += Vector256.LoadUnsafe(ref rows, at + 16) * value;
            d += Vector256.LoadUnsafe(ref rows, at + 24) * value;
        }

        a.StoreUnsafe(ref to);
        b.StoreUnsafe(ref to, 8);
        c.StoreUnsafe(ref to, 16);
        d.StoreUnsafe(ref to, 24);
    }
}
