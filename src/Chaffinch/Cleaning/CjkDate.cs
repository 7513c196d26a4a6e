namespace Chaffinch.Cleaning;

/// <summary>Dates with 年月日 or 년월일, in Western or Chinese numerals, and the eras of Taiwan and Japan.</summary>
internal static class CjkDate
{
    /// <summary>The year before the first of the Republic of China.</summary>
    public const int RepublicYear = 1911;

    private const string Numerals = "〇一二三四五六七八九";

    private static readonly (string Name, int Before)[] Eras =
        [("民國", RepublicYear), ("民国", RepublicYear), ("令和", 2018), ("平成", 1988), ("昭和", 1925)];

    /// <summary>A date whose year of digits stands at <paramref name="start"/> and ends at <paramref name="end"/>.</summary>
    public static FoundDate? FromYear(ReadOnlySpan<char> text, int start, int end, int year) =>
        end - start == 4 ? Rest(text, start, end, year) : null;

    /// <summary>A date that begins with an era or with a year in Chinese numerals.</summary>
    public static FoundDate? FromEra(ReadOnlySpan<char> text, int start)
    {
        foreach ((string name, int before) in Eras)
        {
            if (text[start..].StartsWith(name, StringComparison.Ordinal))
            {
                int at = DateReader.SkipBlanks(text, start + name.Length);
                int year = text.Length > at && text[at] == '元' ? 1 : Numeral(text, ref at);
                at += year == 1 && at < text.Length && text[at] == '元' ? 1 : 0;
                return year > 0 ? Rest(text, start, at, year + before) : null;
            }
        }

        int p = start;
        int value = 0;
        while (p < text.Length && p - start < 4 && Digit(text[p]) >= 0)
        {
            value = (value * 10) + Digit(text[p++]);
        }

        return p - start == 4 ? Rest(text, start, p, value) : null;
    }

    private static FoundDate? Rest(ReadOnlySpan<char> text, int start, int at, int year)
    {
        if (!Unit(text, ref at, '年', '년'))
        {
            return null;
        }

        int month = Numeral(text, ref at);
        if (month < 0 || !Unit(text, ref at, '月', '월'))
        {
            return null;
        }

        int end = at;
        int day = Numeral(text, ref at);
        return day > 0 && (Unit(text, ref at, '日', '일') || Unit(text, ref at, '号', '號'))
            ? new FoundDate(year, month, day, "", start, at)
            : new FoundDate(year, month, 0, "", start, end);
    }

    private static bool Unit(ReadOnlySpan<char> text, ref int at, char one, char other)
    {
        int p = DateReader.SkipBlanks(text, at);
        if (p >= text.Length || (text[p] != one && text[p] != other))
        {
            return false;
        }

        at = p + 1;
        return true;
    }

    // 1 to 999 in digits, 1 to 99 in Chinese numerals (十二, 二十三, 三〇).
    private static int Numeral(ReadOnlySpan<char> text, ref int at)
    {
        int p = DateReader.SkipBlanks(text, at);
        if (p < text.Length && char.IsDigit(text[p]))
        {
            int number = DateReader.Number(text, ref p, 3);
            at = p;
            return number;
        }

        int value = -1;
        for (; p < text.Length && p - at < 8; p++)
        {
            if (text[p] == '十')
            {
                value = value <= 0 ? 10 : value * 10;
            }
            else if (Digit(text[p]) is int digit and >= 0)
            {
                value = value < 0 ? digit : value % 10 == 0 && value >= 10 ? value + digit : (value * 10) + digit;
            }
            else
            {
                break;
            }
        }

        at = value < 0 ? at : p;
        return value;
    }

    private static int Digit(char c) => c == '零' ? 0 : Numerals.IndexOf(c);
}
