using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Chaffinch.Text;

/// <summary>Masks over 64 code units at a time, the lowest bit for the first: what is looked for is found by counting zeros, not by looking at each.</summary>
internal static class ClassBits
{
    /// <summary>Code units of a mask.</summary>
    public const int Width = 64;

    /// <summary>Which of the <see cref="Width"/> classes from <paramref name="at"/> on lie in a range of classes.</summary>
    /// <param name="classes">At least <see cref="Width"/> classes from <paramref name="at"/> on.</param>
    /// <param name="at">The first of them.</param>
    /// <param name="low">First class of the range.</param>
    /// <param name="high">Last class of the range.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Between(ReadOnlySpan<CharClass> classes, int at, CharClass low, CharClass high)
    {
        ReadOnlySpan<byte> bytes = CharClasses.Bytes(classes.Slice(at, Width));
        var first = Vector256.Create((byte)low);
        var most = Vector256.Create((byte)(high - low));
        Vector256<byte> a = Vector256.Create(bytes) - first;
        Vector256<byte> b = Vector256.Create(bytes[Vector256<byte>.Count..]) - first;
        uint from = Vector256.Equals(Vector256.Min(a, most), a).ExtractMostSignificantBits();
        uint to = Vector256.Equals(Vector256.Min(b, most), b).ExtractMostSignificantBits();
        return from | ((ulong)to << 32);
    }

    /// <summary>How many code units of a part of a text are of class <paramref name="k"/>.</summary>
    /// <param name="classes">The classes of the text; <see cref="Width"/> more may be read past the part.</param>
    /// <param name="start">First code unit of the part.</param>
    /// <param name="end">One past its last.</param>
    /// <param name="k">What to count.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Count(ReadOnlySpan<CharClass> classes, int start, int end, CharClass k)
    {
        int count = 0;
        for (int at = start; at < end; at += Width)
        {
            count += BitOperations.PopCount(Between(classes, at, k, k) & Low(Math.Min(Width, end - at)));
        }

        return count;
    }

    /// <summary>How many runs of class <paramref name="k"/> a part of a text holds; the parameters as in <see cref="Count"/>.</summary>
    public static int CountRuns(ReadOnlySpan<CharClass> classes, int start, int end, CharClass k)
    {
        int count = 0;
        ulong before = 0;
        for (int at = start; at < end; at += Width)
        {
            ulong bits = Between(classes, at, k, k) & Low(Math.Min(Width, end - at));
            count += BitOperations.PopCount(bits & ~((bits << 1) | (before >> (Width - 1))));
            before = bits;
        }

        return count;
    }

    /// <summary>Which of the <see cref="Width"/> code units from <paramref name="at"/> on, as far as there are so many, are not of ASCII.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong NotAscii(ReadOnlySpan<char> text, int at)
    {
        if (text.Length - at < Width)
        {
            return NotAsciiAtEnd(text[at..]);
        }

        ReadOnlySpan<ushort> units = MemoryMarshal.Cast<char, ushort>(text.Slice(at, Width));
        Vector256<ushort> a = Vector256.Create(units);
        Vector256<ushort> b = Vector256.Create(units[16..]);
        Vector256<ushort> c = Vector256.Create(units[32..]);
        Vector256<ushort> d = Vector256.Create(units[48..]);
        var ascii = Vector256.Create((ushort)0x7F);
        if (Vector256.LessThanOrEqualAll(a | b | c | d, ascii))
        {
            return 0;
        }

        return Vector256.GreaterThan(a, ascii).ExtractMostSignificantBits()
            | ((ulong)Vector256.GreaterThan(b, ascii).ExtractMostSignificantBits() << 16)
            | ((ulong)Vector256.GreaterThan(c, ascii).ExtractMostSignificantBits() << 32)
            | ((ulong)Vector256.GreaterThan(d, ascii).ExtractMostSignificantBits() << 48);
    }

    /// <summary>A mask of the lowest <paramref name="count"/> bits, 1 to 64.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Low(int count) => ulong.MaxValue >> (Width - count);

    private static ulong NotAsciiAtEnd(ReadOnlySpan<char> text)
    {
        ulong bits = 0;
        for (int i = 0; i < text.Length; i++)
        {
            bits |= text[i] > 0x7F ? 1UL << i : 0;
        }

        return bits;
    }
}
