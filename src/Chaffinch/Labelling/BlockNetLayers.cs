using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Chaffinch.Labelling;

/// <summary>The full layers of the block network over many rows at once.</summary>
/// <remarks>
/// Several rows are multiplied together, eight sums in registers: a weight is loaded once for all of them, and no addition waits for the one before it. Of what comes out of a
/// rectifier seven numbers in ten are zero, mostly the same ones in rows that stand together: inputs that are zero in all of them are passed over, which changes no sum.
/// Each row's sums are made in the order of the inputs, so that a row's figures do not depend on the rows beside it. Multiplication and addition stay
/// apart, so that every processor gives the same figures.
/// </remarks>
internal static class BlockNetLayers
{
    /// <summary>Rows that are worth gathering at once: a multiple of what any width takes together.</summary>
    public const int Together = 8;

    // Inputs that are looked at together for zeros.
    private const int Mask = 64;

    /// <summary>Computes rows.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="inputs">Rows of <see cref="BlockNetLayer.Inputs"/> numbers, one after the other.</param>
    /// <param name="outputs">Takes rows of <see cref="BlockNetLayer.Outputs"/> numbers.</param>
    /// <param name="rows">How many.</param>
    /// <param name="rectify">True to cut what is negative to zero.</param>
    public static void Run(BlockNetLayer layer, ReadOnlySpan<float> inputs, Span<float> outputs, int rows, bool rectify)
    {
        Span<float> y = outputs[..(rows * layer.Outputs)];
        Fill(y, layer.Constants);
        Add(layer, inputs, y, rows);
        if (rectify)
        {
            Rectify(y);
        }
    }

    /// <summary>Sets each of several rows to <paramref name="row"/>.</summary>
    public static void Fill(Span<float> rows, ReadOnlySpan<float> row)
    {
        for (int at = 0; at < rows.Length; at += row.Length)
        {
            row.CopyTo(rows[at..]);
        }
    }

    /// <summary>Adds to rows what a layer makes of its inputs; its constants are left out.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="inputs">Rows of <see cref="BlockNetLayer.Inputs"/> numbers, one after the other.</param>
    /// <param name="outputs">Rows of <see cref="BlockNetLayer.Outputs"/> numbers, to add to.</param>
    /// <param name="rows">How many.</param>
    public static void Add(BlockNetLayer layer, ReadOnlySpan<float> inputs, Span<float> outputs, int rows)
    {
        int width = layer.Outputs;
        ReadOnlySpan<float> x = inputs[..(rows * layer.Inputs)];
        Span<float> y = outputs[..(rows * width)];
        int r = 0;

        // Zeros are looked for in whole vectors.
        switch (layer.Inputs % Vector256<float>.Count == 0 ? width : 0)
        {
            case 32:
                for (; r + 2 <= rows; r += 2)
                {
                    TwoBy32(layer, x[(r * layer.Inputs)..], y[(r * 32)..]);
                }

                break;
            case 16:
                for (; r + 4 <= rows; r += 4)
                {
                    FourBy16(layer, x[(r * layer.Inputs)..], y[(r * 16)..]);
                }

                break;
            case 8:
                for (; r + 8 <= rows; r += 8)
                {
                    EightBy8(layer, x[(r * layer.Inputs)..], y[(r * 8)..]);
                }

                break;
        }

        for (; r < rows; r++)
        {
            One(layer, x.Slice(r * layer.Inputs, layer.Inputs), y.Slice(r * width, width));
        }
    }

    private static void TwoBy32(BlockNetLayer layer, ReadOnlySpan<float> x, Span<float> y)
    {
        int n = layer.Inputs;
        ref float matrix = ref MemoryMarshal.GetArrayDataReference(layer.Matrix);
        ref float from = ref MemoryMarshal.GetReference(x[..(2 * n)]);
        Load(y, out Vector256<float> a, out Vector256<float> b, out Vector256<float> c, out Vector256<float> d, out Vector256<float> e, out Vector256<float> f, out Vector256<float> g, out Vector256<float> h);
        for (int part = 0; part < n; part += Mask)
        {
            for (ulong some = NotZero(ref from, n, 2, part); some != 0; some &= some - 1)
            {
                int i = part + BitOperations.TrailingZeroCount(some);
                Vector256<float> first = Vector256.Create(Unsafe.Add(ref from, i));
                Vector256<float> second = Vector256.Create(Unsafe.Add(ref from, n + i));
                nuint at = (nuint)(i * 32);
                Vector256<float> w = Vector256.LoadUnsafe(ref matrix, at);
                a += w * first;
                e += w * second;
                w = Vector256.LoadUnsafe(ref matrix, at + 8);
                b += w * first;
                f += w * second;
                w = Vector256.LoadUnsafe(ref matrix, at + 16);
                c += w * first;
                g += w * second;
                w = Vector256.LoadUnsafe(ref matrix, at + 24);
                d += w * first;
                h += w * second;
            }
        }

        Store(y, a, b, c, d, e, f, g, h);
    }

    private static void FourBy16(BlockNetLayer layer, ReadOnlySpan<float> x, Span<float> y)
    {
        int n = layer.Inputs;
        ref float matrix = ref MemoryMarshal.GetArrayDataReference(layer.Matrix);
        ref float from = ref MemoryMarshal.GetReference(x[..(4 * n)]);
        Load(y, out Vector256<float> a, out Vector256<float> b, out Vector256<float> c, out Vector256<float> d, out Vector256<float> e, out Vector256<float> f, out Vector256<float> g, out Vector256<float> h);
        for (int part = 0; part < n; part += Mask)
        {
            for (ulong some = NotZero(ref from, n, 4, part); some != 0; some &= some - 1)
            {
                int i = part + BitOperations.TrailingZeroCount(some);
                Vector256<float> low = Vector256.LoadUnsafe(ref matrix, (nuint)(i * 16));
                Vector256<float> high = Vector256.LoadUnsafe(ref matrix, (nuint)(i * 16) + 8);
                Vector256<float> value = Vector256.Create(Unsafe.Add(ref from, i));
                a += low * value;
                b += high * value;
                value = Vector256.Create(Unsafe.Add(ref from, n + i));
                c += low * value;
                d += high * value;
                value = Vector256.Create(Unsafe.Add(ref from, (2 * n) + i));
                e += low * value;
                f += high * value;
                value = Vector256.Create(Unsafe.Add(ref from, (3 * n) + i));
                g += low * value;
                h += high * value;
            }
        }

        Store(y, a, b, c, d, e, f, g, h);
    }

    private static void EightBy8(BlockNetLayer layer, ReadOnlySpan<float> x, Span<float> y)
    {
        int n = layer.Inputs;
        ref float matrix = ref MemoryMarshal.GetArrayDataReference(layer.Matrix);
        ref float from = ref MemoryMarshal.GetReference(x[..(8 * n)]);
        Load(y, out Vector256<float> a, out Vector256<float> b, out Vector256<float> c, out Vector256<float> d, out Vector256<float> e, out Vector256<float> f, out Vector256<float> g, out Vector256<float> h);
        for (int part = 0; part < n; part += Mask)
        {
            for (ulong some = NotZero(ref from, n, 8, part); some != 0; some &= some - 1)
            {
                int i = part + BitOperations.TrailingZeroCount(some);
                Vector256<float> w = Vector256.LoadUnsafe(ref matrix, (nuint)(i * 8));
                a += w * Unsafe.Add(ref from, i);
                b += w * Unsafe.Add(ref from, n + i);
                c += w * Unsafe.Add(ref from, (2 * n) + i);
                d += w * Unsafe.Add(ref from, (3 * n) + i);
                e += w * Unsafe.Add(ref from, (4 * n) + i);
                f += w * Unsafe.Add(ref from, (5 * n) + i);
                g += w * Unsafe.Add(ref from, (6 * n) + i);
                h += w * Unsafe.Add(ref from, (7 * n) + i);
            }
        }

        Store(y, a, b, c, d, e, f, g, h);
    }

    // Which of the next inputs are not zero in all of the rows, a bit each.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong NotZero(ref float from, int n, int rows, int first)
    {
        ulong some = 0;
        for (int i = first; i < Math.Min(n, first + Mask); i += Vector256<float>.Count)
        {
            Vector256<int> bits = Vector256<int>.Zero;
            for (int r = 0; r < rows; r++)
            {
                bits |= Vector256.LoadUnsafe(ref from, (nuint)((r * n) + i)).AsInt32();
            }

            uint zero = Vector256.Equals(bits & Vector256.Create(int.MaxValue), Vector256<int>.Zero).ExtractMostSignificantBits();
            some |= (ulong)(~zero & 0xFF) << (i - first);
        }

        return some;
    }

    // What is left over, and any other width.
    private static void One(BlockNetLayer layer, ReadOnlySpan<float> x, Span<float> y)
    {
        ref float matrix = ref MemoryMarshal.GetArrayDataReference(layer.Matrix);
        for (int o = 0; o < y.Length; o += Vector256<float>.Count)
        {
            Vector256<float> sum = Vector256.Create<float>(y.Slice(o, Vector256<float>.Count));
            for (int i = 0; i < x.Length; i++)
            {
                sum += Vector256.LoadUnsafe(ref matrix, (nuint)((i * y.Length) + o)) * x[i];
            }

            sum.CopyTo(y[o..]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Load(
        Span<float> y, out Vector256<float> a, out Vector256<float> b, out Vector256<float> c, out Vector256<float> d, out Vector256<float> e, out Vector256<float> f, out Vector256<float> g, out Vector256<float> h)
    {
        ref float from = ref MemoryMarshal.GetReference(y[..64]);
        a = Vector256.LoadUnsafe(ref from);
        b = Vector256.LoadUnsafe(ref from, 8);
        c = Vector256.LoadUnsafe(ref from, 16);
        d = Vector256.LoadUnsafe(ref from, 24);
        e = Vector256.LoadUnsafe(ref from, 32);
        f = Vector256.LoadUnsafe(ref from, 40);
        g = Vector256.LoadUnsafe(ref from, 48);
        h = Vector256.LoadUnsafe(ref from, 56);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(
        Span<float> y, Vector256<float> a, Vector256<float> b, Vector256<float> c, Vector256<float> d, Vector256<float> e, Vector256<float> f, Vector256<float> g, Vector256<float> h)
    {
        ref float to = ref MemoryMarshal.GetReference(y[..64]);
        a.StoreUnsafe(ref to);
        b.StoreUnsafe(ref to, 8);
        c.StoreUnsafe(ref to, 16);
        d.StoreUnsafe(ref to, 24);
        e.StoreUnsafe(ref to, 32);
        f.StoreUnsafe(ref to, 40);
        g.StoreUnsafe(ref to, 48);
        h.StoreUnsafe(ref to, 56);
    }

    /// <summary>Cuts what is negative to zero.</summary>
    public static void Rectify(Span<float> y)
    {
        ref float to = ref MemoryMarshal.GetReference(y);
        for (int o = 0; o < y.Length; o += Vector256<float>.Count)
        {
            Vector256.Max(Vector256.LoadUnsafe(ref to, (nuint)o), Vector256<float>.Zero).StoreUnsafe(ref to, (nuint)o);
        }
    }
}
