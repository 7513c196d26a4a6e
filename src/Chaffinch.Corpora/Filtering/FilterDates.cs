using System.Globalization;

namespace Chaffinch.Corpora.Filtering;

/// <summary>Reads ISO 8601 dates of any precision from a year to a moment with a zone.</summary>
internal static class FilterDates
{
    private static readonly string[] Days = ["yyyy-MM-dd"];
    private static readonly string[] Months = ["yyyy-MM"];
    private static readonly string[] Years = ["yyyy"];

    /// <summary>The first moment that a text names, and the first one behind it, in UTC; a time without a zone is taken as UTC.</summary>
    public static bool TryRead(string text, out DateTime from, out DateTime to)
    {
        if (Exact(text, Years, out from))
        {
            to = from.Year == 9999 ? DateTime.MaxValue : from.AddYears(1);
            return true;
        }

        if (Exact(text, Months, out from))
        {
            to = from is { Year: 9999, Month: 12 } ? DateTime.MaxValue : from.AddMonths(1);
            return true;
        }

        if (Exact(text, Days, out from))
        {
            to = from > DateTime.MaxValue.AddDays(-2) ? DateTime.MaxValue : from.AddDays(1);
            return true;
        }

        if (text.Length > 10 && text[4] == '-' && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset moment))
        {
            from = moment.UtcDateTime;
            to = from > DateTime.MaxValue.AddSeconds(-2) ? DateTime.MaxValue : from.AddTicks(1);
            return true;
        }

        to = from;
        return false;
    }

    private static bool Exact(string text, string[] formats, out DateTime value) =>
        DateTime.TryParseExact(text, formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out value);
}
