using System.Globalization;

namespace Chaffinch.Detecting.Shared;

/// <summary>A handle, number or code as read.</summary>
/// <param name="Start">Its first code unit.</param>
/// <param name="End">One past its last.</param>
/// <param name="DigitCount">Digits in it, disguised ones included.</param>
/// <param name="Disguised">True when digits are spaced out, full-width, circled or letters that look like them.</param>
/// <param name="HasAt">True when an at sign opens it.</param>
internal readonly record struct Handle(int Start, int End, int DigitCount, bool Disguised, bool HasAt)
{
    public bool IsEmpty => End <= Start;
}

/// <summary>Reads what stands after a lead-in: account names, numbers (also disguised ones) and codes.</summary>
internal static class HandleReader
{
    public const int MinPhoneDigits = 7;
    private const int MaxPhoneDigits = 15;
    private const int MinNameChars = 5;
    private const int MaxNameChars = 24;
    private const int MaxJoinChars = 8;

    /// <summary>Skips what may stand between a lead-in and its handle: colons, blanks, "号", "is", brackets, arrows.</summary>
    /// <param name="text">The text.</param>
    /// <param name="at">Where the lead-in ends.</param>
    /// <param name="end">Where the block ends.</param>
    /// <param name="joined">True when a colon or the like stands there.</param>
    public static int SkipJoint(ReadOnlySpan<char> text, int at, int end, out bool joined)
    {
        joined = false;
        int i = at;
        while (i < end && i - at < MaxJoinChars)
        {
            char c = text[i];
            if (c is ':' or '：' or '=' or '＝' or '→' or '➤' or '☞' or '为' or '爲' or '為')
            {
                joined = true;
            }
            else if (c is not (' ' or '\u00A0' or '\u3000' or '号' or '號' or '是' or '(' or '（' or '【' or '“' or '「' or '-' or '+' or '＋' or '☎' or '✈' or '\uFE0F' or 'は'))
            {
                break;
            }
            else if (c is '+' && i + 1 < end && char.IsDigit(text[i + 1]))
            {
                break;
            }

            i++;
        }

        return i;
    }

    /// <summary>A phone or account number of 7 to 15 digits at <paramref name="at"/>, empty where there is none.</summary>
    public static Handle Number(ReadOnlySpan<char> text, int at, int end, int minDigits = MinPhoneDigits)
    {
        int i = at < end && text[at] is '+' or '＋' or '(' ? at + 1 : at;
        int digits = 0;
        int last = at;
        int gaps = 0;
        bool disguised = false;
        while (i < end && digits <= MaxPhoneDigits)
        {
            char c = text[i];
            int value = Digit(c);
            if (value >= 0)
            {
                disguised |= c > '\x7F';
                digits++;
                last = ++i;
            }
            else if (c is 'O' or 'o' or 'l' && digits > 0 && i + 1 < end && Digit(text[i + 1]) >= 0 && Digit(text[i - 1]) >= 0)
            {
                disguised = true;
                digits++;
                last = ++i;
            }
            else if (digits > 0 && IsGap(c) && i + 1 < end && (Digit(text[i + 1]) >= 0 || IsGap(text[i + 1])) && i - last < 2)
            {
                gaps++;
                i++;
            }
            else
            {
                break;
            }
        }

        if (digits < minDigits || digits > MaxPhoneDigits)
        {
            return default;
        }

        return new(at, last, digits, disguised || gaps * 2 >= digits, HasAt: false);
    }

    /// <summary>An account name at <paramref name="at"/>, empty where there is none.</summary>
    public static Handle Name(ReadOnlySpan<char> text, int at, int end)
    {
        bool hasAt = at < end && text[at] is '@' or '＠';
        int start = hasAt ? at + 1 : at;
        int i = start;
        int digits = 0;
        int marks = 0;
        while (i < end && (char.IsAsciiLetterOrDigit(text[i]) || text[i] is '_' or '-' or '.'))
        {
            digits += char.IsAsciiDigit(text[i]) ? 1 : 0;
            marks += text[i] == '_' ? 1 : 0;
            i++;
        }

        while (i > start && text[i - 1] is '.' or '-')
        {
            i--;
        }

        int length = i - start;
        bool named = length is >= MinNameChars and <= MaxNameChars && (hasAt || ((digits > 0 || marks > 0) && digits < length));
        return named && text[start..i].IndexOf('.') < 0 ? new(at, i, digits, false, hasAt) : default;
    }

    /// <summary>A code of capitals and digits at <paramref name="at"/>, empty where there is none.</summary>
    public static Handle Code(ReadOnlySpan<char> text, int at, int end)
    {
        const int MinCodeChars = 3;
        const int MaxCodeChars = 16;
        int i = at;
        int digits = 0;
        while (i < end && (char.IsAsciiLetterUpper(text[i]) || char.IsAsciiDigit(text[i])))
        {
            digits += char.IsAsciiDigit(text[i]) ? 1 : 0;
            i++;
        }

        bool whole = i == end || !char.IsAsciiLetterOrDigit(text[i]);
        int length = i - at;
        return whole && length is >= MinCodeChars and <= MaxCodeChars && (length >= MinCodeChars + 1 || digits > 0) ? new(at, i, digits, false, false) : default;
    }

    private static bool IsGap(char c) => c is ' ' or '-' or '.' or '·' or '*' or '_' or '(' or ')' or '\u00A0' or '\uFE0F' or '\u20E3' or '–' or '~';

    private static int Digit(char c) => c switch
    {
        >= '0' and <= '9' => c - '0',
        >= '０' and <= '９' => c - '０',
        >= '①' and <= '⑨' => c - '①' + 1,
        >= '❶' and <= '❾' => c - '❶' + 1,
        '⓪' or '零' or '〇' => 0,
        '壹' => 1,
        '贰' => 2,
        '叁' => 3,
        '肆' => 4,
        '伍' => 5,
        '陆' => 6,
        '柒' => 7,
        '捌' => 8,
        '玖' => 9,
        _ => c > '\x7F' ? CharUnicodeInfo.GetDecimalDigitValue(c) : -1,
    };
}
