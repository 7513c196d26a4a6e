using System.Buffers;
using System.Runtime.CompilerServices;

namespace Chaffinch.Segmenting;

/// <summary>ASCII white space as HTML knows it: blank, tab, line feed, form feed, carriage return.</summary>
internal static class Blanks
{
    public static readonly SearchValues<byte> Ascii = SearchValues.Create(" \t\n\f\r"u8);

    /// <summary>White space that is not the plain blank.</summary>
    public static readonly SearchValues<byte> Odd = SearchValues.Create("\t\n\f\r"u8);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsBlank(byte b) => b <= ' ' && ((1L << b) & ((1L << ' ') | (1L << '\n') | (1L << '\t') | (1L << '\r') | (1L << '\f'))) != 0;

    /// <summary>Without white space at both ends.</summary>
    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> bytes)
    {
        int start = bytes.IndexOfAnyExcept(Ascii);
        if (start < 0)
        {
            return [];
        }

        int end = bytes.LastIndexOfAnyExcept(Ascii);
        return bytes[start..(end + 1)];
    }

    /// <summary>The same for a few bytes: loops are faster than vectorised searches there.</summary>
    public static ReadOnlySpan<byte> TrimShort(ReadOnlySpan<byte> bytes)
    {
        int start = 0;
        int end = bytes.Length;
        while (start < end && IsBlank(bytes[start]))
        {
            start++;
        }

        while (end > start && IsBlank(bytes[end - 1]))
        {
            end--;
        }

        return bytes[start..end];
    }
}
