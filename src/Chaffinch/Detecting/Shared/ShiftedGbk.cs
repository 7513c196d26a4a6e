using System.Text;
using Chaffinch.Model;

namespace Chaffinch.Detecting.Shared;

/// <summary>Finds and undoes what a kit leaves that folds full-width signs on the bytes of GBK without regard to where characters begin.</summary>
/// <remarks>
/// Where the second byte of one character and the first of the next look like a full-width sign, the kit puts the ASCII sign for the two: a byte is left
/// alone (shown as a question mark), all characters after it are read one byte too late, until a byte is left over again. Inside the run the
/// characters come back by pairing the bytes anew; the first and the last have lost a byte and cannot.
/// </remarks>
internal static class ShiftedGbk
{
    /// <summary>Stands for a character that is lost.</summary>
    public const char Lost = '□';

    private const int MaxRun = 64;

    private static readonly Encoding Gbk = CodePagesEncodingProvider.Instance.GetEncoding(936, EncoderFallback.ReplacementFallback, DecoderFallback.ReplacementFallback)!;

    /// <summary>The run that the question mark at <paramref name="at"/> opens, with the text that stood there; empty where pairing its bytes anew gives no common characters.</summary>
    public static TextSpan Read(ReadOnlySpan<char> text, int at, int blockEnd, out string? repaired)
    {
        Span<byte> bytes = stackalloc byte[MaxRun * 2];
        int limit = Math.Min(blockEnd, at + MaxRun);
        int count = 0;
        int odd = 0;
        int best = 0;
        int bestCount = 0;
        repaired = null;
        for (int i = at + 1; i < limit; i++)
        {
            char c = text[i];
            if (c == '?' && count > 2 && IsCommonText(bytes[1..(count - 1)], odd))
            {
                best = i + 1;
                bestCount = count;
            }

            // What opens the shift is a sign that was folded.
            int added = count == 0 && (c > '~' || char.IsAsciiLetterOrDigit(c)) ? 0 : Bytes(c, bytes[count..]);
            if (added == 0)
            {
                break;
            }

            odd += char.IsAsciiLetterOrDigit(c) || (c > '~' && !IsCommon(bytes[count], bytes[count + 1])) ? 1 : 0;
            count += added;
        }

        if (bestCount == 0)
        {
            return default;
        }

        repaired = Lost + Gbk.GetString(bytes[1..(bestCount - 1)]) + Lost;
        return new(at, best);
    }

    /// <summary>The bytes that stood there, 0 where the kit leaves no such character.</summary>
    private static int Bytes(char c, Span<byte> to)
    {
        if (c is > ' ' and <= '~')
        {
            (to[0], to[1]) = c == '.' ? ((byte)0xA1, (byte)0xA3) : ((byte)0xA3, (byte)(c + 0x80));
            return 2;
        }

        Span<byte> two = stackalloc byte[4];
        if (c <= '~' || Gbk.GetBytes([c], two) != 2 || two[0] < 0x81)
        {
            return 0;
        }

        two[..2].CopyTo(to);
        return 2;
    }

    /// <summary>True where the pairs are characters that everybody knows but for one in five, and what stands there is not: good text paired anew is as common by chance as text that was shifted.</summary>
    private static bool IsCommonText(ReadOnlySpan<byte> pairs, int odd)
    {
        int common = 0;
        int count = pairs.Length / 2;
        for (int i = 0; i + 1 < pairs.Length; i += 2)
        {
            bool known = IsCommon(pairs[i], pairs[i + 1]);
            if (!known && (pairs[i] is < 0xD8 or > 0xF7 || pairs[i + 1] < 0xA1))
            {
                return false;
            }

            common += known ? 1 : 0;
        }

        return count > 0 && common * 5 >= count * 4 && odd > 0;
    }

    /// <summary>GB 2312's first level, and the signs of running text.</summary>
    private static bool IsCommon(byte lead, byte trail) => lead switch
    {
        >= 0xB0 and <= 0xD7 => trail is >= 0xA1 and <= 0xFE,
        0xA1 => trail is 0xA2 or 0xA3 or 0xA4 or 0xAA or 0xAD or 0xAE or 0xAF or 0xB0 or 0xB1 or 0xB6 or 0xB7,
        0xA3 => trail is 0xA1 or 0xA8 or 0xA9 or 0xAC or 0xBA or 0xBB or 0xBF,
        _ => false,
    };
}
