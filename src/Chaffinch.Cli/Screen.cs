using System.Text;

namespace Chaffinch.Cli;

/// <summary>Makes foreign text safe to print: a page must not steer the terminal.</summary>
internal static class Screen
{
    /// <summary>True for characters that move the cursor, change colours, turn the direction of writing or break lines.</summary>
    public static bool IsUnsafe(char c) =>
        c < ' ' || c is (>= '\u007F' and <= '\u009F') or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069')
            or '\u200E' or '\u200F' or '\u061C' or '\u2028' or '\u2029' or '\uFEFF';

    /// <summary>One line without control characters: each run of blanks and unsafe characters is one blank.</summary>
    public static string OneLine(ReadOnlySpan<char> text)
    {
        var line = new StringBuilder(text.Length);
        bool blank = true;
        foreach (char c in text)
        {
            bool isBlank = char.IsWhiteSpace(c) || IsUnsafe(c);
            if (!isBlank)
            {
                line.Append(c);
            }
            else if (!blank)
            {
                line.Append(' ');
            }

            blank = isBlank;
        }

        if (line.Length > 0 && line[^1] == ' ')
        {
            line.Length--;
        }

        return line.ToString();
    }

    /// <summary>The text with unsafe characters other than line ends and tabs left out.</summary>
    public static string Lines(string text)
    {
        int first = 0;
        while (first < text.Length && !IsStray(text[first]))
        {
            first++;
        }

        if (first == text.Length)
        {
            return text;
        }

        var safe = new StringBuilder(text.Length).Append(text, 0, first);
        foreach (char c in text.AsSpan(first))
        {
            if (!IsStray(c))
            {
                safe.Append(c);
            }
        }

        return safe.ToString();
    }

    private static bool IsStray(char c) => IsUnsafe(c) && c is not ('\n' or '\t');
}
