using System.Globalization;

namespace Chaffinch.Cleaning;

/// <summary>A date found in text, with what is known of its time.</summary>
/// <param name="Year">Year of the common era.</param>
/// <param name="Month">1 to 12.</param>
/// <param name="Day">1 to 31; 0 when only the month is known.</param>
/// <param name="Time">ISO 8601 time with seconds and zone where written, such as <c>T09:30</c> or <c>T09:30:00+08:00</c>; empty when unknown.</param>
/// <param name="Start">First code unit of the date in the text.</param>
/// <param name="End">One past the last code unit of date and time.</param>
internal readonly record struct FoundDate(int Year, int Month, int Day, string Time, int Start, int End)
{
    /// <summary>ISO 8601: year and month, date, or date and time.</summary>
    public string ToIso() => Day == 0
        ? string.Create(CultureInfo.InvariantCulture, $"{Year:D4}-{Month:D2}")
        : string.Create(CultureInfo.InvariantCulture, $"{Year:D4}-{Month:D2}-{Day:D2}{Time}");

    /// <summary>Days since the first of the era; only where the day is known.</summary>
    public int DayNumber => new DateOnly(Year, Month, Day).DayNumber;

    /// <summary>True for the same day.</summary>
    public bool IsSameDay(in FoundDate other) => Year == other.Year && Month == other.Month && Day == other.Day && Day != 0;
}

/// <summary>Reads dates as people write them in many languages.</summary>
/// <remarks>Only whole dates that can be: year 1900 to 2100, a day that the month has. Linear in the text; looks at its first <see cref="MaxChars"/> code units.</remarks>
internal static class DateReader
{
    /// <summary>Code units of one text that are looked at.</summary>
    public const int MaxChars = 400;

    private const int MinYear = 1900;
    private const int MaxYear = 2100;

    /// <summary>The first date in <paramref name="text"/>, null where there is none.</summary>
    /// <param name="text">A byline, a time element, a meta value.</param>
    /// <param name="language">Language tag of the page, for dates that can be read in two ways: 03/04/2025 is April in most languages, March in American English.</param>
    public static FoundDate? Find(ReadOnlySpan<char> text, string? language)
    {
        text = text[..Math.Min(text.Length, MaxChars)];
        int lastDigit = LastDigit(text);
        if (lastDigit < 0 && !text.ContainsAnyInRange('\u3007', '\u9FFF'))
        {
            return null;
        }

        for (int at = 0; at < text.Length; at++)
        {
            // Every date has a digit at its start or behind it, but for those in Chinese numerals.
            if (at > lastDigit && !IsHan(text[at]))
            {
                continue;
            }

            bool wordStart = at == 0 || !char.IsLetterOrDigit(text[at - 1]) || IsHan(text[at - 1]);
            if (!wordStart && !char.IsDigit(text[at]))
            {
                continue;
            }

            FoundDate? found = char.IsDigit(text[at])
                ? (at > 0 && char.IsDigit(text[at - 1]) ? null : FromNumber(text, at, language))
                : IsHan(text[at]) ? CjkDate.FromEra(text, at) : FromMonth(text, at);
            if (found is FoundDate date && IsPossible(date))
            {
                (string time, int end) = TimeReader.After(text, date.End);
                return date with { Time = date.Day == 0 ? "" : time, End = end };
            }
        }

        return null;
    }

    /// <summary>True where a decimal digit of any script stands in the text.</summary>
    public static bool HasDigit(ReadOnlySpan<char> text) => LastDigit(text) >= 0;

    private static int LastDigit(ReadOnlySpan<char> text)
    {
        int at = text.Length - 1;
        while (at >= 0 && !char.IsDigit(text[at]))
        {
            at--;
        }

        return at;
    }

    /// <summary>The number of at most <paramref name="maxDigits"/> decimal digits of any script at <paramref name="at"/>, which moves behind it; -1 where there is none.</summary>
    public static int Number(ReadOnlySpan<char> text, ref int at, int maxDigits)
    {
        int value = 0;
        int start = at;
        while (at < text.Length && char.IsDigit(text[at]))
        {
            if (at - start == maxDigits)
            {
                return -1;
            }

            value = (value * 10) + (int)char.GetNumericValue(text[at++]);
        }

        return at == start ? -1 : value;
    }

    /// <summary>Moves behind blanks.</summary>
    public static int SkipBlanks(ReadOnlySpan<char> text, int at)
    {
        while (at < text.Length && char.IsWhiteSpace(text[at]))
        {
            at++;
        }

        return at;
    }

    private static bool IsPossible(in FoundDate d) =>
        d.Year is >= MinYear and <= MaxYear && d.Month is >= 1 and <= 12 && (d.Day == 0 || (d.Day >= 1 && d.Day <= DateTime.DaysInMonth(d.Year, d.Month)));

    private static bool IsHan(char c) => c is (>= '\u4E00' and <= '\u9FFF') or '〇';

    private static FoundDate? FromNumber(ReadOnlySpan<char> text, int start, string? language)
    {
        int at = start;
        int first = Number(text, ref at, 4);
        if (first < 0)
        {
            return null;
        }

        int digits = at - start;
        if (CjkDate.FromYear(text, start, at, first) is FoundDate cjk)
        {
            return cjk;
        }

        int next = SkipBlanks(text, at);
        if (next < text.Length && text[next] is '-' or '/' or '.' or '‐' or '–' && FromSeparated(text, start, next, first, digits, language) is FoundDate numeric)
        {
            return numeric;
        }

        return digits <= 2 ? FromDay(text, start, at, first) : null;
    }

    // 2025-03-14, 14.03.2025, 3/14/2025, 14. 3. 25
    private static FoundDate? FromSeparated(ReadOnlySpan<char> text, int start, int at, int first, int digits, string? language)
    {
        char separator = text[at];
        int p = SkipBlanks(text, at + 1);
        int second = Number(text, ref p, 2);
        int q = SkipBlanks(text, p);
        if (second < 0 || q >= text.Length || text[q] != separator)
        {
            return null;
        }

        q = SkipBlanks(text, q + 1);
        int thirdStart = q;
        int third = Number(text, ref q, 4);
        if (third < 0)
        {
            return null;
        }

        int thirdDigits = q - thirdStart;
        if (digits == 4)
        {
            return new FoundDate(CommonYear(first), second, third, "", start, q);
        }

        if (digits == 3 && thirdDigits <= 2 && Is(language, "zh"))
        {
            return new FoundDate(first + CjkDate.RepublicYear, second, third, "", start, q);
        }

        if (digits > 2 || thirdDigits is not (4 or 2) || (thirdDigits == 2 && (separator == '-' || YearComesFirst(language))))
        {
            return null;
        }

        int year = thirdDigits == 4 ? CommonYear(third) : 2000 + third;
        bool monthFirst = second > 12 || (first <= 12 && separator != '.' && Is(language, "en") && !IsDayFirstEnglish(language));
        return monthFirst ? new FoundDate(year, first, second, "", start, q) : new FoundDate(year, second, first, "", start, q);
    }

    // 14 March 2025, 14th of March, 2025, 14. März 2025, 7 июля 2024 г., 14 de marzo de 2025, 14 มีนาคม 2567, ngày 7 tháng 7 năm 2024
    private static FoundDate? FromDay(ReadOnlySpan<char> text, int start, int at, int day)
    {
        at = SkipWords(text, at, OrdinalWords);
        int month;
        int length;
        if (StartsWith(text, at, "tháng", out int wordEnd))
        {
            int p = SkipBlanks(text, wordEnd);
            month = Number(text, ref p, 2);
            length = p - at;
        }
        else
        {
            month = at < text.Length ? MonthNames.At(text[at..], out length) : length = 0;
        }

        if (month is < 1 or > 12)
        {
            return null;
        }

        int end = at + length;
        int y = SkipWords(text, end, YearWords);
        int yearStart = y;
        int year = Number(text, ref y, 4);
        return year >= 0 && y - yearStart == 4 ? new FoundDate(CommonYear(year), month, day, "", start, y) : null;
    }

    // March 14, 2025; Oct. 6, 2018; March 2025
    private static FoundDate? FromMonth(ReadOnlySpan<char> text, int start)
    {
        int month = MonthNames.At(text[start..], out int length);
        if (month == 0)
        {
            return null;
        }

        int at = SkipWords(text, start + length, YearWords);
        int numberStart = at;
        int number = Number(text, ref at, 4);
        if (number < 0)
        {
            return null;
        }

        if (at - numberStart == 4)
        {
            // "30 February 2024": a day that cannot be spoils the date.
            int before = start - 1;
            while (before >= 0 && (char.IsWhiteSpace(text[before]) || text[before] == '.'))
            {
                before--;
            }

            return before >= 0 && char.IsDigit(text[before]) ? null : new FoundDate(CommonYear(number), month, 0, "", start, at);
        }

        at = SkipWords(text, at, OrdinalWords);
        int yearStart = at;
        int year = Number(text, ref at, 4);
        return at - yearStart == 4 && year >= 0 ? new FoundDate(CommonYear(year), month, number, "", start, at) : null;
    }

    private static readonly string[] OrdinalWords = ["st", "nd", "rd", "th", "er", "º", "ª", ".", ",", "de", "of", "d’", "d'", "-", "/", "ה"];

    private static readonly string[] YearWords = [".", ",", "de", "del", "of", "năm", "พ.ศ.", "ค.ศ.", "-", "/", "،"];

    private static int SkipWords(ReadOnlySpan<char> text, int at, string[] words)
    {
        for (int rounds = 0; rounds < 4; rounds++)
        {
            at = SkipBlanks(text, at);
            int before = at;
            foreach (string word in words)
            {
                if (StartsWith(text, at, word, out int end))
                {
                    at = end;
                    break;
                }
            }

            if (at == before)
            {
                break;
            }
        }

        return SkipBlanks(text, at);
    }

    private static bool StartsWith(ReadOnlySpan<char> text, int at, string word, out int end)
    {
        end = at + word.Length;
        return at < text.Length && text[at..].StartsWith(word, StringComparison.OrdinalIgnoreCase)
            && (!char.IsLetter(word[^1]) || end >= text.Length || !char.IsLetter(text[end]));
    }

    // The Buddhist year of Thailand runs 543 ahead; no page is from the common era's 25th century.
    private static int CommonYear(int year) => year is >= 2440 and <= 2643 ? year - 543 : year;

    private static bool Is(string? language, string code) =>
        language is not null && language.StartsWith(code, StringComparison.OrdinalIgnoreCase) && (language.Length == code.Length || language[code.Length] is '-' or '_');

    private static bool IsDayFirstEnglish(string? language) =>
        language is { Length: >= 5 } && !language.AsSpan(3, 2).Equals("US", StringComparison.OrdinalIgnoreCase);

    private static bool YearComesFirst(string? language) => Is(language, "zh") || Is(language, "ja") || Is(language, "ko") || Is(language, "hu");
}
