using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Chaffinch.Text;

/// <summary>Finds ASCII white space as HTML knows it (blank, tab, line feed, form feed, carriage return) 32 bytes at a time.</summary>
internal static class BlankBytes
{
    /// <summary>Marks the white space among 32 bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Mark(Vector256<byte> bytes)
    {
        if (Avx2.IsSupported)
        {
            // Its lower half tells which white space a byte could be; in the other places stands what no byte equals that asks for them.
            var table = Vector256.Create(
                (byte)' ', 0, 0, 0, 0, 0, 0, 0, 0, (byte)'\t', (byte)'\n', 0, (byte)'\f', (byte)'\r', 0, 0,
                (byte)' ', 0, 0, 0, 0, 0, 0, 0, 0, (byte)'\t', (byte)'\n', 0, (byte)'\f', (byte)'\r', 0, 0);
            return Vector256.Equals(Avx2.Shuffle(table, bytes), bytes);
        }

        return Vector256.Equals(bytes, Vector256.Create((byte)' '))
            | (Vector256.LessThan(bytes - Vector256.Create((byte)'\t'), Vector256.Create((byte)5)) & ~Vector256.Equals(bytes, Vector256.Create((byte)0x0B)));
    }

    /// <summary>Where the white space from <paramref name="at"/> on ends, at most at <paramref name="end"/>.</summary>
    public static int SkipFrom(ReadOnlySpan<byte> bytes, int at, int end)
    {
        while (at < end && at + Vector256<byte>.Count <= bytes.Length)
        {
            uint others = ~Mark(Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(bytes), (nuint)at)).ExtractMostSignificantBits();
            if (others != 0)
            {
                return Math.Min(end, at + BitOperations.TrailingZeroCount(others));
            }

            at += Vector256<byte>.Count;
        }

        while (at < end && bytes[at] is (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\f' or (byte)'\r')
        {
            at++;
        }

        return Math.Min(at, end);
    }
}
