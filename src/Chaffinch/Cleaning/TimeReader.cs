using System.Globalization;

namespace Chaffinch.Cleaning;

/// <summary>Reads the time of day that follows a date.</summary>
internal static class TimeReader
{
    private const int MaxGapChars = 16;

    /// <summary>The time after <paramref name="at"/> in ISO 8601 with its leading T, and where it ends; empty when none follows.</summary>
    public static (string Time, int End) After(ReadOnlySpan<char> text, int at)
    {
        int start = FirstDigit(text, at);
        int p = start;
        if (start < 0)
        {
            return ("", at);
        }

        int hour = DateReader.Number(text, ref p, 2);
        if (hour is < 0 or > 24 || p >= text.Length || text[p] is not (':' or '：' or '時' or '시' or 'h' or 'H'))
        {
            return ("", at);
        }

        p++;
        int minute = DateReader.Number(text, ref p, 2);
        if (minute is < 0 or > 59)
        {
            return ("", at);
        }

        int second = -1;
        if (p < text.Length && text[p] is ':' or '：')
        {
            int q = p + 1;
            second = DateReader.Number(text, ref q, 2);
            p = second is >= 0 and <= 59 ? q : p;
            p = SkipFraction(text, p);
        }

        hour = HalfDay(text, at, start, hour, ref p);
        if (hour > 23)
        {
            return ("", at);
        }

        string zone = Zone(text, ref p);
        string seconds = second is >= 0 and <= 59 ? string.Create(CultureInfo.InvariantCulture, $":{second:D2}") : "";
        return (string.Create(CultureInfo.InvariantCulture, $"T{hour:D2}:{minute:D2}{seconds}{zone}"), p);
    }

    // Between date and time stand blanks, a comma, a T, a word such as "at", the day of the week in brackets.
    private static int FirstDigit(ReadOnlySpan<char> text, int at)
    {
        int stop = Math.Min(text.Length, at + MaxGapChars);
        for (int i = at; i < stop; i++)
        {
            if (char.IsDigit(text[i]))
            {
                return i;
            }

            if (text[i] is '\n' or '/')
            {
                return -1;
            }
        }

        return -1;
    }

    private static int SkipFraction(ReadOnlySpan<char> text, int p)
    {
        if (p + 1 < text.Length && text[p] is '.' or ',' && char.IsAsciiDigit(text[p + 1]))
        {
            p++;
            while (p < text.Length && char.IsAsciiDigit(text[p]))
            {
                p++;
            }
        }

        return p;
    }

    private static int HalfDay(ReadOnlySpan<char> text, int dateEnd, int timeStart, int hour, ref int p)
    {
        int q = DateReader.SkipBlanks(text, p);
        ReadOnlySpan<char> rest = text[q..];
        bool pm = rest.StartsWith("pm", StringComparison.OrdinalIgnoreCase) || rest.StartsWith("p.m.", StringComparison.OrdinalIgnoreCase);
        bool am = rest.StartsWith("am", StringComparison.OrdinalIgnoreCase) || rest.StartsWith("a.m.", StringComparison.OrdinalIgnoreCase);
        if (pm || am)
        {
            p = q + (rest[1] == '.' ? 4 : 2);
        }
        else
        {
            ReadOnlySpan<char> gap = text[dateEnd..timeStart];
            pm = gap.Contains("下午", StringComparison.Ordinal) || gap.Contains("午後", StringComparison.Ordinal) || gap.Contains("오후", StringComparison.Ordinal) || gap.Contains("晚上", StringComparison.Ordinal);
            am = gap.Contains("上午", StringComparison.Ordinal) || gap.Contains("午前", StringComparison.Ordinal) || gap.Contains("오전", StringComparison.Ordinal);
        }

        return pm && hour < 12 ? hour + 12 : am && hour == 12 ? 0 : hour;
    }

    private static string Zone(ReadOnlySpan<char> text, ref int p)
    {
        int q = DateReader.SkipBlanks(text, p);
        ReadOnlySpan<char> rest = text[q..];
        if (q == p && rest.Length > 0 && rest[0] is 'Z' or 'z' && (rest.Length == 1 || !char.IsLetter(rest[1])))
        {
            p++;
            return "Z";
        }

        if (rest.StartsWith("UTC", StringComparison.Ordinal) || rest.StartsWith("GMT", StringComparison.Ordinal))
        {
            p = q + 3;
            return Offset(text, ref p) is { Length: > 0 } offset ? offset : "Z";
        }

        if (q == p || (rest.Length > 0 && rest[0] == '+'))
        {
            p = q;
            return Offset(text, ref p);
        }

        return "";
    }

    // +08:00, +0800, +8, −05:00
    private static string Offset(ReadOnlySpan<char> text, ref int p)
    {
        if (p >= text.Length || text[p] is not ('+' or '-' or '−'))
        {
            return "";
        }

        char sign = text[p] == '+' ? '+' : '-';
        int q = p + 1;
        int digitsStart = q;
        int number = DateReader.Number(text, ref q, 4);
        int digits = q - digitsStart;
        if (number < 0)
        {
            return "";
        }

        int hours = digits > 2 ? number / 100 : number;
        int minutes = digits > 2 ? number % 100 : 0;
        if (digits <= 2 && q < text.Length && text[q] == ':')
        {
            int r = q + 1;
            int m = DateReader.Number(text, ref r, 2);
            if (m >= 0)
            {
                minutes = m;
                q = r;
            }
        }

        if (hours > 14 || minutes > 59)
        {
            return "";
        }

        p = q;
        return string.Create(CultureInfo.InvariantCulture, $"{sign}{hours:D2}:{minutes:D2}");
    }
}
