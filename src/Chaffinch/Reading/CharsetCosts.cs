using System.Buffers;
using Chaffinch.Text;

namespace Chaffinch.Reading;

/// <summary>How many bits a sample costs as text of an encoding: the lower, the likelier. Costs of one sample compare across encodings.</summary>
/// <remarks>
/// Single-byte encodings are weighed by the n-gram model of the languages that are written in them, multi-byte ones by how common their
/// characters are. What is not text in the encoding (unassigned bytes, controls, rare symbols, capitals inside of words) costs most.
/// </remarks>
internal sealed class CharsetCosts
{
    private const double AsciiBits = 5;
    private const double ErrorBits = 30;
    private const double OddBits = 16;
    private const double PunctuationBits = 6;
    private const double MisfitBits = 7;
    private const double MixedScriptBits = 12;
    private const double LatinCompanyBits = 0.3;
    private const double MaxLatinCompanyBits = 30;

    // The four orders of n-grams together cost about this many times what one letter in its context does (measured on correct text).
    private const double NgramUnitsPerBit = 16 * 0.6931 * LanguageModel.MaxOrder * 2.15;
    private const int RarityHan = 0xA000 - 0x4E00;
    private static readonly byte[] Rarity = LoadRarity();

    private static readonly SearchValues<char> Common =
        SearchValues.Create("\u00A0\u00A7\u00A9\u00AB\u00AD\u00AE\u00B0\u00B7\u00BB\u00BF\u00A1\u00AA\u00BA\u20AC\u2013\u2014\u2018\u2019\u201A\u201C\u201D\u201E\u2022\u2026\u2116\u060C\u061B\u061F\u200C");

    private readonly char[] _foreign = new char[2 * CharsetDetector.SingleByteSampleBytes];
    private readonly char[] _ascii = new char[2 * CharsetDetector.SingleByteSampleBytes];
    private int _foreignLength;
    private int _asciiLength;
    private int _asciiLetters;

    /// <summary>Bits of a sample as text of a multi-byte encoding.</summary>
    public static double Cjk(WebEncoding encoding, ReadOnlySpan<byte> sample)
    {
        var sink = new Utf8Sink(2 * sample.Length);
        Decoder.Decode(encoding, sample, cut: true, ref sink);
        double bits = 0;
        ReadOnlySpan<byte> rest = sink.Written;
        while (!rest.IsEmpty)
        {
            System.Text.Rune.DecodeFromUtf8(rest, out System.Text.Rune rune, out int used);
            bits += CjkBits(rune.Value, encoding.Kind);
            rest = rest[used..];
        }

        bits += sink.Errors * (ErrorBits - OddBits);
        sink.Release();
        return bits;
    }

    /// <summary>Bits of a sample as text of a single-byte encoding.</summary>
    public double SingleByte(in Candidate candidate, ReadOnlySpan<byte> sample)
    {
        ReadOnlySpan<ushort> table = EncodingTables.Single(candidate.Encoding.Table);
        _foreignLength = 0;
        _asciiLength = 0;
        _asciiLetters = 0;
        double bits = 0;
        for (int at = 0; at < sample.Length;)
        {
            int end = at;
            int state = 0;
            while (end < sample.Length && Letter(sample[end], table) is var c and not '\0')
            {
                bits += InWord(c, candidate.Script, ref state);
                end++;
            }

            if (end > at)
            {
                Keep(sample[at..end], table, candidate.IsLatin, (state & Foreign) != 0, ref bits);
                at = end;
                continue;
            }

            bits += Symbol(sample, at, table);
            at++;
        }

        // Beside many Latin words, a lone letter is a Latin one: "à" alone would pass for a word in several scripts.
        return bits + NgramBits(candidate) + Math.Min(_asciiLetters * LatinCompanyBits, MaxLatinCompanyBits);
    }

    private const int Foreign = 1;
    private const int LowerBefore = 2;
    private const int AsciiBefore = 4;
    private const int ForeignBefore = 8;

    /// <summary>The letter or mark of a byte, or NUL.</summary>
    private static char Letter(byte b, ReadOnlySpan<ushort> table)
    {
        if (b < 0x80)
        {
            return ((uint)b | 0x20) - 'a' < 26 ? (char)b : '\0';
        }

        char c = (char)table[b - 0x80];
        CharClass k = CharClasses.Of(c);
        return c is not '\u00AA' and not '\u00BA' and not '\u0192' and not '\u02C6' && (CharClasses.IsLetter(k) || k == CharClass.Mark) ? c : '\0';
    }

    private static double InWord(char c, LanguageIdentifier.Script script, ref int state)
    {
        double bits = 0;
        bool upper = char.IsUpper(c);
        if (upper && (state & LowerBefore) != 0)
        {
            bits += MisfitBits;
        }

        int kind = c < 0x80 ? AsciiBefore : ForeignBefore;
        int other = c < 0x80 ? ForeignBefore : AsciiBefore;
        if (script != LanguageIdentifier.Script.Latin && (state & other) != 0)
        {
            bits += MixedScriptBits;
        }

        state = (state & Foreign) | (c >= 0x80 ? Foreign : 0) | kind | (upper ? 0 : LowerBefore);
        return bits;
    }

    private void Keep(ReadOnlySpan<byte> word, ReadOnlySpan<ushort> table, bool latin, bool foreign, ref double bits)
    {
        if (!foreign)
        {
            bits += AsciiBits * word.Length;
            if (!latin)
            {
                _asciiLetters += word.Length;
                return;
            }
        }

        char[] to = foreign ? _foreign : _ascii;
        ref int length = ref foreign ? ref _foreignLength : ref _asciiLength;
        foreach (byte b in word)
        {
            to[length++] = b < 0x80 ? (char)b : (char)table[b - 0x80];
        }

        to[length++] = ' ';
    }

    private static double Symbol(ReadOnlySpan<byte> sample, int at, ReadOnlySpan<ushort> table)
    {
        byte b = sample[at];
        if (b < 0x80)
        {
            return AsciiBits;
        }

        char c = (char)table[b - 0x80];
        if (c == 0 || c is >= '\u0080' and < '\u00A0')
        {
            return ErrorBits;
        }

        if (!Common.Contains(c))
        {
            return OddBits;
        }

        bool inside = at > 0 && at + 1 < sample.Length && Letter(sample[at - 1], table) != '\0' && Letter(sample[at + 1], table) != '\0'
            && c is not '\u2019' and not '\u00B7' and not '\u00A0' and not '\u00AD' and not '\u2013' and not '\u2014' and not '\u200C';
        return inside ? PunctuationBits + MisfitBits : PunctuationBits;
    }

    private double NgramBits(in Candidate candidate)
    {
        LanguageModel model = candidate.IsLatin ? LanguageModel.Latin : LanguageModel.Other;
        Span<int> foreign = stackalloc int[LanguageModel.RowBytes];
        Span<int> ascii = stackalloc int[LanguageModel.RowBytes];
        model.Score(_foreign.AsSpan(0, _foreignLength), foreign);
        model.Score(_ascii.AsSpan(0, _asciiLength), ascii);
        int lowest = int.MaxValue;
        int best = int.MaxValue;
        for (int i = 0; i < model.Languages.Length; i++)
        {
            lowest = Math.Min(lowest, ascii[i]);
            if (Array.IndexOf(candidate.Languages, model.Languages[i]) >= 0)
            {
                best = Math.Min(best, foreign[i] + ascii[i]);
            }
        }

        return (best - lowest) / NgramUnitsPerBit;
    }

    private static double CjkBits(int c, DecoderKind kind)
    {
        bool japanese = kind is DecoderKind.ShiftJis or DecoderKind.EucJp;
        bool korean = kind == DecoderKind.EucKr;
        return c switch
        {
            < 0x80 => AsciiBits,
            >= 0x4E00 and < 0xA000 => korean ? OddBits : 5 + Nibble((japanese ? RarityHan : 0) + c - 0x4E00),
            >= 0xAC00 and < 0xD7A4 => korean ? 5 + Nibble((2 * RarityHan) + c - 0xAC00) : OddBits,
            >= 0x3041 and < 0x3097 => japanese ? 6 : 13,
            >= 0x30A1 and < 0x30FD => japanese ? 7 : 13,
            >= 0x3000 and < 0x3012 => 6,
            >= 0xFF61 and < 0xFFA0 => 14,
            0xFF0C or 0xFF1A or 0xFF01 or 0xFF1F or 0xFF1B or 0xFF08 or 0xFF09 => 6,
            0x2014 or 0x2018 or 0x2019 or 0x201C or 0x201D or 0x2026 or 0xB7 or 0x2022 or 0x203B => 8,
            >= 0xFF01 and < 0xFF5F => 9,
            >= 0x3400 and < 0x4E00 or >= 0x20000 and < 0x30000 => 20,
            _ => OddBits,
        };
    }

    private static int Nibble(int index) => Rarity[index >> 1] >> ((index & 1) * 4) & 15;

    private static byte[] LoadRarity()
    {
        using Stream stream = typeof(CharsetCosts).Assembly.GetManifestResourceStream("cjk.res")
            ?? throw new InvalidOperationException("The resource cjk.res is missing from the assembly.");
        var nibbles = new byte[stream.Length];
        stream.ReadExactly(nibbles);
        return nibbles;
    }

    /// <summary>A single-byte encoding and what is written in it.</summary>
    internal readonly record struct Candidate(WebEncoding Encoding, LanguageIdentifier.Script Script, string[] Languages)
    {
        public bool IsLatin => Script == LanguageIdentifier.Script.Latin;
    }
}
