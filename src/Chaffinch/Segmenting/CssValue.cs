using System.Buffers.Text;
using System.Runtime.CompilerServices;

namespace Chaffinch.Segmenting;

/// <summary>Reads the values of style declarations: words, numbers and lengths.</summary>
internal static class CssValue
{
    private const double PixelsPerEm = 16;

    /// <summary>CSS pixels beyond which to the right or below nothing is seen, whatever the least distance asked for.</summary>
    private const double LeastFarPixels = 500;

    /// <summary>True for a length of next to nothing.</summary>
    public static bool IsTiny(ReadOnlySpan<byte> value) =>
        !IsLong(value) && Number(value, out double size, out ReadOnlySpan<byte> unit) && size >= 0 && (size == 0 || (!Is(unit, "%"u8) && Pixels(size, unit) <= 1.5));

    /// <summary>True for most lengths that are more than next to nothing, and for words: what needs no closer look.</summary>
    private static bool IsLong(ReadOnlySpan<byte> value) =>
        value.Length > 1 && ((uint)(value[0] - '1') < 9 ? (uint)(value[1] - '0') < 10 : (uint)((value[0] | 0x20) - 'a') < 26);

    /// <summary>True for most lengths, one or several, that are too short to move a box out of sight in any unit: what needs no closer look.</summary>
    public static bool IsNear(ReadOnlySpan<byte> value)
    {
        int digits = 0;
        foreach (byte b in value)
        {
            // Four digits of pixels may be far, two of inches; so may anything to the left.
            digits = (uint)(b - '0') < 10 ? digits + 1 : 0;
            if (digits > 3 || b is (byte)'-' or (byte)'n' or (byte)'N' or (byte)'m' or (byte)'M' or (byte)'v' or (byte)'V')
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>True for a length that moves a box out of sight.</summary>
    public static bool IsFar(ReadOnlySpan<byte> value, double far, bool percents)
    {
        if (!Number(value, out double size, out ReadOnlySpan<byte> unit))
        {
            return false;
        }

        if (Is(unit, "%"u8))
        {
            return percents && size <= -100;
        }

        double pixels = Pixels(size, unit);
        return pixels <= -far || pixels >= 4 * Math.Max(far, LeastFarPixels * 2);
    }

    /// <summary>A length in CSS pixels.</summary>
    public static double Pixels(double size, ReadOnlySpan<byte> unit)
    {
        if (Is(unit, "em"u8) || Is(unit, "rem"u8))
        {
            return size * PixelsPerEm;
        }

        if (Is(unit, "vw"u8) || Is(unit, "vh"u8))
        {
            return size * 10;
        }

        return Is(unit, "pt"u8) ? size * 4 / 3 : Is(unit, "cm"u8) ? size * 38 : Is(unit, "in"u8) ? size * 96 : size;
    }

    /// <summary>Reads the number that a value starts with, and its unit.</summary>
    public static bool Number(ReadOnlySpan<byte> value, out double number, out ReadOnlySpan<byte> unit)
    {
        unit = default;
        int read = ShortNumber(value, out number);
        if (read == 0)
        {
            int length = value.IndexOfAnyExcept(CssBytes.Number);
            length = length < 0 ? value.Length : length;
            if (length is 0 or > 32 || !Utf8Parser.TryParse(value[..length], out number, out read))
            {
                number = 0;
                return false;
            }
        }

        unit = value[read..];
        int end = 0;
        while (end < unit.Length && !Blanks.IsBlank(unit[end]))
        {
            end++;
        }

        unit = unit[..end];
        return true;
    }

    /// <summary>Reads a number of a few digits, exactly; gives its bytes, 0 for any other.</summary>
    private static int ShortNumber(ReadOnlySpan<byte> value, out double number)
    {
        int at = value.Length > 0 && value[0] == '-' ? 1 : 0;
        int first = at;
        int digits = 0;
        while (at < value.Length && (uint)(value[at] - '0') < 10)
        {
            digits = (digits * 10) + value[at++] - '0';
            if (at - first > 8)
            {
                number = 0;
                return 0;
            }
        }

        number = first == 0 ? digits : -digits;
        return at == first || (at < value.Length && value[at] is (byte)'.' or (byte)'+' or (byte)'-') ? 0 : at;
    }

    /// <summary>True when the two are equal but for ASCII case; <paramref name="word"/> is in lower case.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Is(ReadOnlySpan<byte> value, ReadOnlySpan<byte> word) => value.Length == word.Length && Starts(value, word);

    /// <summary>True when the value starts with the word, ASCII case apart; nearly all is written in lower case.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Starts(ReadOnlySpan<byte> value, ReadOnlySpan<byte> word) =>
        value.StartsWith(word) || (value.Length >= word.Length && (value[0] | 0x20) == word[0] && StartsFolded(value, word));

    private static bool StartsFolded(ReadOnlySpan<byte> value, ReadOnlySpan<byte> word)
    {
        for (int i = 0; i < word.Length; i++)
        {
            int folded = value[i] | 0x20;
            if (value[i] != word[i] && (folded != word[i] || (uint)(folded - 'a') >= 26))
            {
                return false;
            }
        }

        return true;
    }
}
