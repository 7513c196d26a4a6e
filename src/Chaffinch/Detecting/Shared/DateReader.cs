namespace Chaffinch.Detecting.Shared;

/// <summary>Reads numeric dates such as 2025-03-14, 14.03.2025, 2025年3月14日, ١٤/٠٣/٢٠٢٥, with an optional time of day.</summary>
internal static class DateReader
{
    private const int MinYear = 1900;
    private const int MaxYear = 2099;

    /// <summary>Length in code units of the date that starts at <paramref name="at"/>, 0 where none starts there.</summary>
    /// <param name="text">The text.</param>
    /// <param name="at">Where the date's first digit stands.</param>
    /// <param name="day">The date as yyyymmdd; day and month are the way round that makes a date.</param>
    public static int Read(ReadOnlySpan<char> text, int at, out int day)
    {
        day = 0;
        if (at > 0 && IsDigit(text[at - 1]))
        {
            return 0;
        }

        int i = at;
        int a = Number(text, ref i, out int widthA);
        if (widthA is 0 or 3 or > 4 || i >= text.Length)
        {
            return 0;
        }

        char first = text[i];
        if (!Joins(first, "年년"))
        {
            return 0;
        }

        i++;
        SkipBlank(text, ref i, first is '年' or '년');
        int b = Number(text, ref i, out int widthB);
        if (widthB is 0 or > 2 || i >= text.Length || !Joins(text[i], "月월") || (!char.IsLetter(first) && text[i] != first))
        {
            return 0;
        }

        char second = text[i++];
        SkipBlank(text, ref i, second is '月' or '월');
        int c = Number(text, ref i, out int widthC);
        if (widthC is 0 or 3 or > 4)
        {
            return 0;
        }

        (int year, int month, int dayOfMonth) = widthA == 4 ? (a, b, c) : (c, b, a);
        if (month > 12)
        {
            (month, dayOfMonth) = (dayOfMonth, month);
        }

        // The Thai calendar counts 543 years more.
        year -= year is >= 2440 and <= 2599 ? 543 : 0;
        if (!IsYear(year) || month is < 1 or > 12 || dayOfMonth is < 1 or > 31 || (widthA == 4) == (widthC == 4))
        {
            return 0;
        }

        if (i < text.Length && text[i] is '日' or '일')
        {
            i++;
        }

        day = (((year * 100) + month) * 100) + dayOfMonth;
        return i + TimeLength(text, i) - at;
    }

    /// <summary>Length of a date that ends at <paramref name="end"/>, blanks before it not counted; 0 where none does.</summary>
    public static int ReadBackwards(ReadOnlySpan<char> text, int end, out int day)
    {
        const int LongestDate = 24;
        day = 0;
        for (int at = Math.Max(0, end - LongestDate); at < end; at++)
        {
            if (IsDigit(text[at]) && Read(text[..end], at, out day) is int length and > 0 && at + length == end)
            {
                return length;
            }
        }

        return 0;
    }

    // Of the common calendar, the Persian and the Islamic ones.
    private static bool IsYear(int year) => year is (>= MinYear and <= MaxYear) or (>= 1300 and <= 1460);

    private static bool IsDigit(char c) => ValueOf(c) >= 0;

    // Digits of Arabic, Persian, Devanagari and Thai, and full-width ones, count too.
    private static int ValueOf(char c) => c switch
    {
        >= '0' and <= '9' => c - '0',
        < '\u0660' => -1,
        <= '\u0669' => c - '\u0660',
        >= '\u06F0' and <= '\u06F9' => c - '\u06F0',
        >= '\u0966' and <= '\u096F' => c - '\u0966',
        >= '\u0E50' and <= '\u0E59' => c - '\u0E50',
        >= '\uFF10' and <= '\uFF19' => c - '\uFF10',
        _ => -1,
    };

    private static bool Joins(char c, string letters) => c is '-' or '/' or '.' || letters.Contains(c, StringComparison.Ordinal);

    private static void SkipBlank(ReadOnlySpan<char> text, ref int i, bool allowed)
    {
        if (allowed && i < text.Length && text[i] == ' ')
        {
            i++;
        }
    }

    private static int Number(ReadOnlySpan<char> text, ref int i, out int width)
    {
        int value = 0;
        width = 0;
        while (i < text.Length && IsDigit(text[i]) && width < 5)
        {
            value = (value * 10) + ValueOf(text[i++]);
            width++;
        }

        return value;
    }

    /// <summary>Length of " hh:mm" or "Thh:mm:ss" at <paramref name="at"/>.</summary>
    private static int TimeLength(ReadOnlySpan<char> text, int at)
    {
        int i = at;
        if (i >= text.Length || text[i] is not (' ' or 'T' or '\u00A0'))
        {
            return 0;
        }

        i++;
        Number(text, ref i, out int hours);
        if (hours is 0 or > 2 || i + 2 >= text.Length || text[i] != ':' || !IsDigit(text[i + 1]) || !IsDigit(text[i + 2]))
        {
            return 0;
        }

        i += 3;
        if (i + 2 < text.Length && text[i] == ':' && IsDigit(text[i + 1]) && IsDigit(text[i + 2]))
        {
            i += 3;
        }

        return i < text.Length && IsDigit(text[i]) ? 0 : i - at;
    }
}
