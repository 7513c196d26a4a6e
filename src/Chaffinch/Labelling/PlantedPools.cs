using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Chaffinch.Labelling;

/// <summary>What the open pieces of a page have around them: sums of the pieces before and behind each, which fade with distance, the page's mean by characters and its most.</summary>
/// <remarks>The network's training and its use make them by the same loops. Cost: four passes over pieces times units.</remarks>
internal sealed class PlantedPools
{
    /// <summary>Vectors that a piece's context is made of: its own, those before and behind, mean and most of the page.</summary>
    public const int Parts = 5;

    /// <summary>A piece counts this share for each piece between it and another.</summary>
    public const float Fade = 0.7f;

    private const int Far = 24;

    private static readonly float[] Fades = [.. Enumerable.Range(0, Far + 1).Select(n => MathF.Pow(Fade, n))];

    private float[] _left = [];
    private float[] _right = [];
    private float[] _mean = [];
    private float[] _most = [];
    private int _width;

    /// <summary>Sum of what stands before an open piece.</summary>
    public ReadOnlySpan<float> LeftOf(int open) => _left.AsSpan(open * _width, _width);

    /// <summary>Sum of what stands behind an open piece.</summary>
    public ReadOnlySpan<float> RightOf(int open) => _right.AsSpan(open * _width, _width);

    /// <summary>The mean of the page, pieces that are not open counted as zeros.</summary>
    public ReadOnlySpan<float> Mean => _mean.AsSpan(0, _width);

    /// <summary>The most of the page, unit by unit.</summary>
    public ReadOnlySpan<float> Most => _most.AsSpan(0, _width);

    /// <summary>What the piece before counts for this one, and the other way round.</summary>
    /// <param name="gap">Pieces from one to the other.</param>
    public static float FadeOf(int gap) => Fades[Math.Min(gap, Far)];

    /// <summary>Makes the sums.</summary>
    /// <param name="units">Rectified units of each open piece.</param>
    /// <param name="stride">Numbers from one piece to the next in <paramref name="units"/>.</param>
    /// <param name="width">Units a piece, a multiple of 8.</param>
    /// <param name="places">The number of each open piece among all pieces, rising.</param>
    /// <param name="lengths">Code units of each open piece.</param>
    /// <param name="total">Code units of all pieces.</param>
    public void Fill(ReadOnlySpan<float> units, int stride, int width, ReadOnlySpan<int> places, ReadOnlySpan<int> lengths, long total)
    {
        int count = places.Length;
        _width = width;
        Grow(ref _left, count * width);
        Grow(ref _right, count * width);
        Grow(ref _mean, width);
        Grow(ref _most, width);
        _mean.AsSpan(0, width).Clear();
        _most.AsSpan(0, width).Clear();
        _left.AsSpan(0, width).Clear();
        _right.AsSpan((count - 1) * width, width).Clear();
        for (int o = 0; o < count; o++)
        {
            ReadOnlySpan<float> own = units.Slice(o * stride, width);
            Gather(own, lengths[o] / (float)total);
            if (o + 1 < count)
            {
                Pass(own, _left.AsSpan(o * width, width), FadeOf(places[o + 1] - places[o]), _left.AsSpan((o + 1) * width, width));
            }
        }

        for (int o = count - 1; o > 0; o--)
        {
            Pass(units.Slice(o * stride, width), _right.AsSpan(o * width, width), FadeOf(places[o] - places[o - 1]), _right.AsSpan((o - 1) * width, width));
        }
    }

    private void Gather(ReadOnlySpan<float> own, float share)
    {
        ref float mean = ref MemoryMarshal.GetArrayDataReference(_mean);
        ref float most = ref MemoryMarshal.GetArrayDataReference(_most);
        ref float from = ref MemoryMarshal.GetReference(own);
        for (nuint i = 0; i < (nuint)own.Length; i += 8)
        {
            Vector256<float> value = Vector256.LoadUnsafe(ref from, i);
            (Vector256.LoadUnsafe(ref mean, i) + (value * share)).StoreUnsafe(ref mean, i);
            Vector256.Max(Vector256.LoadUnsafe(ref most, i), value).StoreUnsafe(ref most, i);
        }
    }

    private static void Pass(ReadOnlySpan<float> own, ReadOnlySpan<float> sum, float fade, Span<float> to)
    {
        ref float a = ref MemoryMarshal.GetReference(own);
        ref float b = ref MemoryMarshal.GetReference(sum);
        ref float c = ref MemoryMarshal.GetReference(to);
        for (nuint i = 0; i < (nuint)own.Length; i += 8)
        {
            (((Vector256.LoadUnsafe(ref a, i) * (1 - Fade)) + Vector256.LoadUnsafe(ref b, i)) * fade).StoreUnsafe(ref c, i);
        }
    }

    private static void Grow(ref float[] array, int length)
    {
        if (array.Length < length)
        {
            array = new float[Math.Max(length, array.Length * 2)];
        }
    }
}
