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

    /// <summary>Adds to the outputs of an open piece.</summary>
    /// <param name="own">The piece's rectified units.</param>
    /// <param name="pools">The page's sums.</param>
    /// <param name="open">The piece's place among the open ones.</param>
    /// <param name="first">The network's first unit in <paramref name="pools"/>.</param>
    /// <param name="shared">What <see cref="Share"/> gave.</param>
    /// <param name="weight">What the outputs are times.</param>
    /// <param name="output">The outputs, to add to.</param>
    public void Judge(ReadOnlySpan<float> own, PlantedPools pools, int open, int first, ReadOnlySpan<float> shared, float weight, ref Vector256<float> output)
    {
        Span<float> units = stackalloc float[Units];
        shared.CopyTo(units);
        Add(own, 0, units);
        Add(pools.LeftOf(open).Slice(first, Hidden), 1, units);
        Add(pools.RightOf(open).Slice(first, Hidden), 2, units);
        for (int u = 0; u < Units; u++)
        {
            output += Vector256.LoadUnsafe(ref Top[u * PlantedNet.Outputs]) * (float.MaxNative(units[u], 0) * weight);
        }
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
