using System.Runtime.CompilerServices;

namespace Chaffinch.Labelling;

/// <summary>A layer of <see cref="PartModel"/> that sees a unit together with what stands around it: itself, the units beside it, sums of all before and behind that fade, mean and most of the page.</summary>
/// <param name="rows">For each part of <see cref="Parts"/> and each unit of the layer below <see cref="Width"/> numbers, then as many constants.</param>
internal sealed class PartRound(float[] rows)
{
    /// <summary>Numbers a unit, below and above the layer.</summary>
    public const int Width = 32;

    /// <summary>What is looked at: own, before, behind, sums before and behind, mean and most of the page.</summary>
    public const int Parts = 7;

    /// <summary>Numbers of the layer.</summary>
    public const int Size = ((Parts * Width) + 1) * Width;

    // Parts that differ from unit to unit.
    private const int Beside = 5;
    private const int Inputs = Beside * Width;
    private const int Together = BlockNetLayers.Together;

    private readonly BlockNetLayer _beside = new(Inputs, Width, rows, []);
    private readonly BlockNetLayer _page = new((Parts - Beside) * Width, Width, rows.AsSpan(Inputs * Width, (Parts - Beside) * Width * Width).ToArray(), []);

    /// <summary>All numbers.</summary>
    public float[] Rows => rows;

    /// <summary>Computes the layer for units that stand one behind the other.</summary>
    /// <param name="below">Rectified numbers of each unit.</param>
    /// <param name="stride">Numbers from one unit to the next there.</param>
    /// <param name="count">How many units.</param>
    /// <param name="pools">The page's sums over <paramref name="below"/>.</param>
    /// <param name="to">Takes <see cref="Width"/> rectified numbers a unit.</param>
    [SkipLocalsInit]
    public void Run(ReadOnlySpan<float> below, int stride, int count, PlantedPools pools, Span<float> to)
    {
        Span<float> page = stackalloc float[(Parts - Beside) * Width];
        pools.Mean.CopyTo(page);
        pools.Most.CopyTo(page[Width..]);
        Span<float> shared = stackalloc float[Width];
        rows.AsSpan(Parts * Width * Width, Width).CopyTo(shared);
        BlockNetLayers.Add(_page, page, shared, 1);
        Span<float> inputs = stackalloc float[Together * Inputs];
        for (int from = 0; from < count; from += Together)
        {
            int some = Math.Min(Together, count - from);
            for (int i = 0; i < some; i++)
            {
                Gather(below, stride, count, from + i, pools, inputs.Slice(i * Inputs, Inputs));
            }

            Span<float> own = to.Slice(from * Width, some * Width);
            BlockNetLayers.Fill(own, shared);
            BlockNetLayers.Add(_beside, inputs, own, some);
        }

        BlockNetLayers.Rectify(to[..(count * Width)]);
    }

    private static void Gather(ReadOnlySpan<float> below, int stride, int count, int unit, PlantedPools pools, Span<float> to)
    {
        below.Slice(unit * stride, Width).CopyTo(to);
        Copy(below, unit > 0 ? (unit - 1) * stride : -1, to.Slice(Width, Width));
        Copy(below, unit + 1 < count ? (unit + 1) * stride : -1, to.Slice(2 * Width, Width));
        pools.LeftOf(unit).CopyTo(to[(3 * Width)..]);
        pools.RightOf(unit).CopyTo(to[(4 * Width)..]);
    }

    private static void Copy(ReadOnlySpan<float> below, int at, Span<float> to)
    {
        if (at < 0)
        {
            to.Clear();
            return;
        }

        below.Slice(at, Width).CopyTo(to);
    }
}
