using System.Buffers.Text;
using System.Text;

namespace Chaffinch.Corpora.Reading;

/// <summary>Undoes the escapes of a JSON string. Halves of surrogate pairs, which crawls are full of and which the platform's reader refuses, become U+FFFD.</summary>
internal static class JsonUnescaper
{
    /// <summary>Writes a string's UTF-8.</summary>
    /// <param name="raw">What stands between the quotes; its escapes were found well-formed.</param>
    /// <param name="to">Where to; as long as <paramref name="raw"/>.</param>
    /// <returns>Bytes written.</returns>
    public static int Unescape(ReadOnlySpan<byte> raw, Span<byte> to)
    {
        int at = 0;
        while (true)
        {
            int slash = raw.IndexOf((byte)'\\');
            if (slash < 0 || slash + 1 >= raw.Length)
            {
                raw.CopyTo(to[at..]);
                return at + raw.Length;
            }

            raw[..slash].CopyTo(to[at..]);
            at += slash;
            byte kind = raw[slash + 1];
            raw = raw[(slash + 2)..];
            if (kind != 'u')
            {
                to[at++] = kind switch { (byte)'n' => (byte)'\n', (byte)'t' => (byte)'\t', (byte)'r' => (byte)'\r', (byte)'b' => 8, (byte)'f' => 12, _ => kind };
                continue;
            }

            int unit = Unit(raw);
            raw = raw[4..];
            Rune rune = Rune.ReplacementChar;
            if (char.IsHighSurrogate((char)unit) && raw.Length >= 6 && raw[0] == '\\' && raw[1] == 'u' && char.IsLowSurrogate((char)Unit(raw[2..])))
            {
                rune = new Rune((char)unit, (char)Unit(raw[2..]));
                raw = raw[6..];
            }
            else if (!char.IsSurrogate((char)unit))
            {
                rune = new Rune(unit);
            }

            at += rune.EncodeToUtf8(to[at..]);
        }
    }

    private static int Unit(ReadOnlySpan<byte> digits) => Utf8Parser.TryParse(digits[..4], out int unit, out _, 'x') ? unit : 0xFFFD;
}
