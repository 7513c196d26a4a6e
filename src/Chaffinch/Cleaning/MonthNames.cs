using System.Globalization;

namespace Chaffinch.Cleaning;

/// <summary>Names of months in some seventy languages, in the forms in which dates are written.</summary>
/// <remarks>From the Unicode CLDR, by <c>lab/tools/month-names.mjs</c>.</remarks>
internal static class MonthNames
{
    private const int MaxNameChars = 24;

    private static readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> Months =
        Load().GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The month (1 to 12) whose name the text begins with, and the number of code units of its name; 0 where it begins with none.</summary>
    public static int At(ReadOnlySpan<char> text, out int length)
    {
        int prefix = text.Length > 1 && text[0] == 'ב' ? 1 : 0;
        int end = WordEnd(text, dots: true);
        length = end;
        if (Find(text[..end], prefix) is int whole and > 0)
        {
            return whole;
        }

        length = WordEnd(text, dots: false);
        return length == end ? 0 : Find(text[..length], prefix);
    }

    private static int Find(ReadOnlySpan<char> word, int prefix) =>
        word.Length > 1 && (Months.TryGetValue(word, out int month) || (prefix > 0 && Months.TryGetValue(word[prefix..], out month))) ? month : 0;

    // Thai abbreviations have dots inside.
    private static int WordEnd(ReadOnlySpan<char> text, bool dots)
    {
        int end = 0;
        int stop = Math.Min(text.Length, MaxNameChars);
        while (end < stop && (IsWordChar(text[end]) || (dots && text[end] == '.' && end + 1 < text.Length && char.IsLetter(text[end + 1]))))
        {
            end++;
        }

        return end;
    }

    private static bool IsWordChar(char c) =>
        char.IsLetter(c) || c is '’' or '\'' || char.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    private static Dictionary<string, int> Load()
    {
        using Stream stream = typeof(MonthNames).Assembly.GetManifestResourceStream("month-names.res")
            ?? throw new InvalidOperationException("The resource month-names.res is missing from the assembly.");
        using var reader = new StreamReader(stream);
        var months = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        while (reader.ReadLine() is string line)
        {
            int tab = line.IndexOf('\t', StringComparison.Ordinal);
            months.Add(line[..tab], int.Parse(line.AsSpan(tab + 1), NumberStyles.None, CultureInfo.InvariantCulture));
        }

        return months;
    }
}
