namespace Chaffinch.Cleaning;

/// <summary>What parts a title from a site's name, a section or a subtitle.</summary>
internal enum TitleSeparator : byte
{
    /// <summary>None.</summary>
    None,

    /// <summary>A bar or an arrow.</summary>
    Bar,

    /// <summary>A hyphen between blanks.</summary>
    Hyphen,

    /// <summary>A dash, or a swung one between blanks.</summary>
    Dash,

    /// <summary>A colon before a blank.</summary>
    Colon,

    /// <summary>A dot of middle height, a low line, a slash between blanks.</summary>
    Dot,
}

/// <summary>Finds separators in a title.</summary>
internal static class TitleSeparators
{
    /// <summary>The next separator behind <paramref name="from"/>, with the blanks around it.</summary>
    /// <param name="text">The title.</param>
    /// <param name="from">Where to begin.</param>
    /// <param name="start">Its first code unit.</param>
    /// <param name="end">One past its last.</param>
    public static TitleSeparator Next(ReadOnlySpan<char> text, int from, out int start, out int end)
    {
        for (int i = Math.Max(1, from); i + 1 < text.Length; i++)
        {
            TitleSeparator kind = KindAt(text, i);
            if (kind == TitleSeparator.None)
            {
                continue;
            }

            start = i;
            end = i + 1;
            while (start > 0 && char.IsWhiteSpace(text[start - 1]))
            {
                start--;
            }

            while (end < text.Length && (char.IsWhiteSpace(text[end]) || text[end] == text[i]))
            {
                end++;
            }

            if (start > 0 && end < text.Length)
            {
                return kind;
            }
        }

        (start, end) = (text.Length, text.Length);
        return TitleSeparator.None;
    }

    /// <summary>True when a part of a title begins with what parts it from the words before: a bar, a dash, a dot of middle height.</summary>
    public static bool Leads(ReadOnlySpan<char> text) =>
        text.Length > 1 && (text[0] is '|' or '｜' or '»' or '›' || (text[0] is '-' or '–' or '—' or '―' or '·' or '•' && char.IsWhiteSpace(text[1])));

    private static TitleSeparator KindAt(ReadOnlySpan<char> text, int i)
    {
        bool before = char.IsWhiteSpace(text[i - 1]);
        bool after = char.IsWhiteSpace(text[i + 1]);
        return text[i] switch
        {
            '|' or '｜' or '»' or '«' or '›' => TitleSeparator.Bar,
            '>' or '<' or '/' when before && after => TitleSeparator.Bar,
            '-' when before && after => TitleSeparator.Hyphen,
            '–' or '—' or '~' or '―' when before && after => TitleSeparator.Dash,
            '—' when !char.IsLetterOrDigit(text[i - 1]) || text[i - 1] >= '\u2E80' => TitleSeparator.Dash,
            ':' when after => TitleSeparator.Colon,
            '：' => TitleSeparator.Colon,
            '·' or '•' or '∙' when before && after => TitleSeparator.Dot,
            '_' => TitleSeparator.Dot,
            _ => TitleSeparator.None,
        };
    }
}
