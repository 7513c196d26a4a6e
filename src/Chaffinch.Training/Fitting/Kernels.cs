using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Chaffinch.Training.Fitting;

/// <summary>The few vector loops that training needs. Multiplication and addition stay apart (no fused steps), so that every processor gives the same sums.</summary>
internal static class Kernels
{
    /// <summary>The inner product; lengths are equal and a multiple of 8.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        ref float x = ref MemoryMarshal.GetReference(a);
        ref float y = ref MemoryMarshal.GetReference(b);
        Vector256<float> sum0 = Vector256<float>.Zero;
        Vector256<float> sum1 = Vector256<float>.Zero;
        int i = 0;
        for (; i + 16 <= a.Length; i += 16)
        {
            sum0 += Vector256.LoadUnsafe(ref x, (nuint)i) * Vector256.LoadUnsafe(ref y, (nuint)i);
            sum1 += Vector256.LoadUnsafe(ref x, (nuint)(i + 8)) * Vector256.LoadUnsafe(ref y, (nuint)(i + 8));
        }

        for (; i + 8 <= a.Length; i += 8)
        {
            sum0 += Vector256.LoadUnsafe(ref x, (nuint)i) * Vector256.LoadUnsafe(ref y, (nuint)i);
        }

        return Vector256.Sum(sum0 + sum1);
    }

    /// <summary>to += factor * from; lengths are equal and a multiple of 8.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddScaled(ReadOnlySpan<float> from, float factor, Span<float> to)
    {
        ref float x = ref MemoryMarshal.GetReference(from);
        ref float y = ref MemoryMarshal.GetReference(to);
        Vector256<float> f = Vector256.Create(factor);
        for (int i = 0; i + 8 <= from.Length; i += 8)
        {
            (Vector256.LoadUnsafe(ref y, (nuint)i) + (Vector256.LoadUnsafe(ref x, (nuint)i) * f)).StoreUnsafe(ref y, (nuint)i);
        }
    }

    /// <summary>to += from; lengths are equal and a multiple of 8.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add(ReadOnlySpan<float> from, Span<float> to)
    {
        ref float x = ref MemoryMarshal.GetReference(from);
        ref float y = ref MemoryMarshal.GetReference(to);
        for (int i = 0; i + 8 <= from.Length; i += 8)
        {
            (Vector256.LoadUnsafe(ref y, (nuint)i) + Vector256.LoadUnsafe(ref x, (nuint)i)).StoreUnsafe(ref y, (nuint)i);
        }
    }

    /// <summary>Sets negative values to zero.</summary>
    public static void Rectify(Span<float> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = Math.Max(0, values[i]);
        }
    }

    /// <summary>Sets the slope to zero where the rectified value is.</summary>
    public static void RectifySlope(ReadOnlySpan<float> values, Span<float> slopes)
    {
        for (int i = 0; i < values.Length; i++)
        {
            slopes[i] = values[i] > 0 ? slopes[i] : 0;
        }
    }
}
