using System.Buffers;
using System.Text;

namespace Chaffinch.Detecting.Shared;

/// <summary>Finds text that was encoded one way and read another, by undoing it: what decodes to valid text that nobody writes by chance is broken.</summary>
internal static class Mojibake
{
    private const int MaxRunChars = 256;

    internal static readonly Encoding Gbk = CodePagesEncodingProvider.Instance.GetEncoding(936, EncoderFallback.ReplacementFallback, DecoderFallback.ReplacementFallback)!;

    internal static readonly Encoding ShiftJis = CodePagesEncodingProvider.Instance.GetEncoding(932, EncoderFallback.ReplacementFallback, DecoderFallback.ReplacementFallback)!;

    /// <summary>The first of <see cref="Leads1252"/> in code order.</summary>
    public const char FirstLead1252 = 'Â';

    /// <summary>The last of <see cref="Leads1252"/> in code order.</summary>
    public const char LastLead1252 = 'ó';

    /// <summary>Letters of windows-1252 that stand for the first byte of a UTF-8 sequence.</summary>
    public static SearchValues<char> Leads1252 { get; } = SearchValues.Create("ÂÃÄÅÆÇÎÏÐÑÒÓÔÕÖ×ØÙÚÛàáâãäåæçèéêëìíîïðñó");

    /// <summary>Р and С: what the first byte of UTF-8 Cyrillic looks like in windows-1251.</summary>
    public static SearchValues<char> Leads1251 { get; } = SearchValues.Create("РС");

    /// <summary>Characters that UTF-8 of Chinese and Japanese shows in GBK and Shift_JIS and that are rare otherwise: GBK's lead bytes of
    /// common Han (E4 to E9) with trail bytes outside of GB 2312, the ideographic comma and the full-width forms; kana in Shift_JIS.</summary>
    public static SearchValues<char> LeadsCjk { get; } = SearchValues.Create(BuildLeadsCjk());

    /// <summary>The first of them in code order.</summary>
    public static char FirstLeadCjk { get; } = BuildLeadsCjk().Min();

    /// <summary>Length in code units of the UTF-8 sequence read as windows-1252 that starts at <paramref name="i"/>; 0 where none does.</summary>
    public static int Length1252(ReadOnlySpan<char> text, int i)
    {
        int lead = text[i];
        int length = lead switch
        {
            >= 0xC2 and < 0xE0 => 2,
            >= 0xE0 and < 0xF0 => 3,
            >= 0xF0 and < 0xF5 => 4,
            _ => 0,
        };
        if (length == 0 || i + length > text.Length)
        {
            return 0;
        }

        // A French closing quotation mark: a letter, a no-break space, a guillemet.
        if (length == 3 && text[i + 1] == '\u00A0' && i > 0 && char.IsLetter(text[i - 1]))
        {
            return 0;
        }

        int cp = lead & (0xFF >> (length + 1));
        for (int k = 1; k < length; k++)
        {
            int b = Byte1252(text[i + k]);
            if (b is < 0x80 or > 0xBF)
            {
                return 0;
            }

            cp = (cp << 6) | (b & 0x3F);
        }

        return IsPlausible(cp, length) ? length : 0;
    }

    /// <summary>Length of the run of UTF-8 Cyrillic read as windows-1251 that starts at <paramref name="i"/>; 0 where there are under three letters.</summary>
    public static int Length1251(ReadOnlySpan<char> text, int i)
    {
        const int MinLetters = 3;
        int at = i;
        while (at + 1 < text.Length && text[at] is 'Р' or 'С' && IsContinuation1251(text[at + 1]))
        {
            at += 2;
        }

        return at - i >= MinLetters * 2 ? at - i : 0;
    }

    /// <summary>The run around the lead at <paramref name="i"/> that is UTF-8 of Han or kana read as GBK or Shift_JIS; empty where it does not decode.</summary>
    /// <param name="text">The text.</param>
    /// <param name="from">The run starts here at the earliest.</param>
    /// <param name="i">Where the lead stands.</param>
    public static (int Start, int End) RunCjk(ReadOnlySpan<char> text, int from, int i)
    {
        const int MaxBack = 32;
        const int ProbeChars = 8;
        int start = i;
        while (start > from && i - start < MaxBack && text[start - 1] > '\x7F' && !char.IsWhiteSpace(text[start - 1]))
        {
            start--;
        }

        int end = i;
        while (end < text.Length && end - start < MaxRunChars && text[end] > '\x7F' && !char.IsWhiteSpace(text[end]))
        {
            end++;
        }

        Encoding encoding = text[i] is '縺' or '繧' or '縲' ? ShiftJis : Gbk;
        int length = ValidLength(text[start..Math.Min(end, start + ProbeChars)], encoding);
        length = length > 0 ? ValidLength(text[start..end], encoding) : 0;
        return (start, start + length);
    }

    // A byte that the wrong reading could not show is a U+FFFD, and what follows it goes on in the middle of a sequence.
    private static int ValidLength(ReadOnlySpan<char> run, Encoding encoding)
    {
        const int MinLetters = 3;
        int letters = 0;
        int done = 0;
        while (done < run.Length)
        {
            int lost = run[done..].IndexOf('\uFFFD');
            ReadOnlySpan<char> part = lost < 0 ? run[done..] : run.Slice(done, lost);
            int good = ValidPart(part, encoding, ref letters);
            done += good;
            if (good < part.Length)
            {
                break;
            }

            done += lost < 0 ? 0 : 1;
        }

        return letters < MinLetters || (done < run.Length && letters < MinLetters * 2 && run.Length > 8) ? 0 : done;
    }

    private static int ValidPart(ReadOnlySpan<char> part, Encoding encoding, ref int letters)
    {
        Span<byte> bytes = stackalloc byte[MaxRunChars * 2];
        int count = encoding.GetBytes(part, bytes);
        int good = 0;
        while (good < Math.Min(2, count) && bytes[good] is >= 0x80 and < 0xC0)
        {
            good++;
        }

        while (good < count && Rune.DecodeFromUtf8(bytes[good..count], out Rune rune, out int used) == OperationStatus.Done && rune.Value >= 0x2000)
        {
            letters++;
            good += used;
        }

        // The last character may have lost a byte.
        return good >= count - 2 ? part.Length : encoding.GetCharCount(bytes[..good]);
    }

    private static string BuildLeadsCjk()
    {
        var leads = new StringBuilder("锛銆縺繧縲");
        Span<byte> pair = stackalloc byte[2];
        for (int lead = 0xE4; lead <= 0xE9; lead++)
        {
            for (int trail = 0x80; trail <= 0xA0; trail++)
            {
                pair[0] = (byte)lead;
                pair[1] = (byte)trail;
                leads.Append(Gbk.GetString(pair));
            }
        }

        return leads.ToString();
    }

    /// <summary>The byte that windows-1252 shows as <paramref name="c"/>, -1 where none does; unassigned bytes show as controls.</summary>
    public static int Byte1252(char c)
    {
        if (c <= '\xFF')
        {
            return c;
        }

        int at = "€\0‚ƒ„…†‡ˆ‰Š‹Œ\0Ž\0\0‘’“”•–—˜™š›œ\0žŸ".IndexOf(c, StringComparison.Ordinal);
        return at < 0 ? -1 : 0x80 + at;
    }

    private static bool IsContinuation1251(char c) =>
        c is (>= '\u0080' and <= '\u00BB') or 'Ё' or 'Є' or 'Ї' or 'І' or 'і' or 'ґ' or 'ё' or '№' or 'є' or 'ј' or 'Ѕ' or 'ѕ' or 'ї' or 'Ў' or 'ў' or 'Ј' or 'Ґ'
            or 'Ђ' or 'Ѓ' or 'ѓ' or 'Љ' or 'Њ' or 'Ќ' or 'Ћ' or 'Џ' or 'ђ' or 'љ' or 'њ' or 'ќ' or 'ћ' or 'џ' or '€' or '‚' or '„' or '…' or '†' or '‡' or '‰'
            or '‹' or '‘' or '’' or '“' or '”' or '•' or '–' or '—' or '™' or '›';

    /// <summary>Code points that broken pages hold; the others (phonetic signs, N'Ko, Syriac …) come of a quotation mark after a genuine letter.</summary>
    private static bool IsPlausible(int cp, int length) => length switch
    {
        2 => cp is >= 0xA0 and < 0x250 or >= 0x386 and < 0x530 or >= 0x5D0 and < 0x660 or >= 0x67E and < 0x6D0,
        3 => cp is >= 0x900 and < 0x1100 or >= 0x1E00 and < 0x2300 or >= 0x2500 and < 0x2700 or >= 0x3000 and < 0xD7A4 or >= 0xFF00 and < 0xFFEF,
        _ => cp is >= 0x1F000 and < 0x20000,
    };
}
