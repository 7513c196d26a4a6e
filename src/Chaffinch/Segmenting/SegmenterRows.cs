using Chaffinch.Text;

namespace Chaffinch.Segmenting;

/// <summary>Finds the parts of titles and the items of rows: short pieces joined by bars, underscores, dots, commas or wide blanks.</summary>
/// <remarks>A joining sign stays with the piece before it.</remarks>
internal static class SegmenterRows
{
    private const int MaxItemWidth = 48;
    private const int MinListItems = 5;
    private const int MaxListItemWidth = 28;

    /// <summary>Marks the borders between the parts of a title.</summary>
    public static void MarkTitle(in SegmenterLine line)
    {
        for (int i = 1; i + 1 < line.Length; i++)
        {
            if (line.Classes[i] is not (CharClass.Separator or CharClass.SentenceEnd or CharClass.Quote or CharClass.Space))
            {
                continue;
            }

            char c = line.Text[i];
            bool cut = c switch
            {
                '_' or '＿' or '|' or '｜' => true,
                '-' or '–' or '—' or '－' or '―' => IsTitleDash(line, i),
                '·' or '•' or '»' or '›' or '/' or '：' or '～' or '~' => line.Text[i - 1] == ' ' && line.Text[i + 1] == ' ',
                '…' => IsTextStart(line, i + 1),
                '.' => line.Text[i - 1] == '.' && IsTextStart(line, i + 1),
                _ => line.Classes[i] == CharClass.Space && SegmenterLine.IsIdeographic(line.Classes[i - 1]) && SegmenterLine.IsIdeographic(line.Classes[i + 1]),
            };
            if (cut)
            {
                line.Cut(i + 1, CutMark.Title);
            }
        }
    }

    /// <summary>Marks the borders between the items of rows.</summary>
    /// <param name="line">The block.</param>
    /// <param name="hasSentences">True when sentence ends stand in it: then commas join clauses, not items.</param>
    public static void MarkRows(in SegmenterLine line, bool hasSentences)
    {
        MarkRuns(line);
        if (!hasSentences && line.Length <= 4000)
        {
            MarkList(line);
        }
    }

    private static bool IsTitleDash(in SegmenterLine line, int i)
    {
        CharClass before = line.Classes[i - 1];
        CharClass after = line.Classes[i + 1];
        if (CharClasses.IsSpace(before) && CharClasses.IsSpace(after))
        {
            return true;
        }

        // Without blanks only between ideographs, or between an ideograph and a word: "wi-fi", "2020-21" and "东风-31" hold together.
        return (SegmenterLine.IsIdeographic(before) && (SegmenterLine.IsIdeographic(after) || after == CharClass.Latin))
            || (SegmenterLine.IsIdeographic(after) && before is CharClass.Latin or CharClass.CloseBracket);
    }

    private static bool IsTextStart(in SegmenterLine line, int at) =>
        CharClasses.IsLetter(line.ClassAt(at)) || line.ClassAt(at) is CharClass.Digit or CharClass.Quote or CharClass.OpenBracket;

    /// <summary>Bars always join; underscores, middle dots, bullets and wide blanks do where three or more short pieces are joined.</summary>
    private static void MarkRuns(in SegmenterLine line)
    {
        bool wide = line.IsWide || (line.Has(CharClass.Space) && line.Text.ContainsAny('\t', '\u3000'));
        if (!wide && !line.Has(CharClass.Separator))
        {
            return;
        }

        Span<int> last = stackalloc int[4];
        Span<int> count = stackalloc int[4];
        last.Fill(-1);
        for (int i = 0; i < line.Length; i++)
        {
            if (!wide)
            {
                int found = line.ClassBytes[i..].IndexOf((byte)CharClass.Separator);
                if (found < 0)
                {
                    return;
                }

                i += found;
            }

            int sign = line.Classes[i] switch
            {
                CharClass.Separator => SignOf(line, i),
                CharClass.Space => IsWideBlank(line, i) ? 3 : -1,
                _ => -1,
            };
            if (sign < 0)
            {
                continue;
            }

            if (sign == 0)
            {
                line.Cut(i + 1, CutMark.Item);
                continue;
            }

            bool near = last[sign] >= 0 ? i - last[sign] <= MaxItemWidth : i <= MaxItemWidth;
            count[sign] = near ? count[sign] + 1 : 1;
            if (count[sign] == 2)
            {
                line.Cut(last[sign] + 1, CutMark.Item);
            }

            if (count[sign] >= 2)
            {
                line.Cut(i + 1, CutMark.Item);
            }

            last[sign] = i;
            if (sign == 3)
            {
                // Two blanks in a row cut on their own: nobody types them inside a sentence of ideographs.
                line.Cut(i + 1, CutMark.Splice);
                i = line.SkipSpace(i) - 1;
                last[sign] = i;
            }
        }
    }

    private static int SignOf(in SegmenterLine line, int i)
    {
        char c = line.Text[i];
        if (c is '|' or '｜')
        {
            return 0;
        }

        if (c is '_' or '＿')
        {
            return IsAsciiWord(line.CharAt(i - 1)) && IsAsciiWord(line.CharAt(i + 1)) ? -1 : 1;
        }

        // A middle dot between katakana or in a foreign name joins one name.
        return c is '·' or '•' or '・' && !CharClasses.IsLetter(line.ClassAt(i + 1)) ? 2 : -1;
    }

    private static bool IsAsciiWord(char c) => char.IsAsciiLetterOrDigit(c) || c == '_';

    private static bool IsWideBlank(in SegmenterLine line, int i)
    {
        char c = line.Text[i];
        char next = line.CharAt(i + 1);
        return c == '\t' || (c == '\u3000' && i > 0) || (CharClasses.IsSpace(line.ClassAt(i + 1)) && next != '\n'
            && (CharClasses.IsSpace(line.ClassAt(i + 2)) || SegmenterLine.IsIdeographic(line.ClassAt(i - 1)) || SegmenterLine.IsIdeographic(line.ClassAt(i + 2))));
    }

    /// <summary>A line of many short pieces between commas and without a sentence end is a list.</summary>
    private static void MarkList(in SegmenterLine line)
    {
        if (!line.Has(CharClass.Comma) || line.ClassBytes.Count((byte)CharClass.Comma) < MinListItems - 1)
        {
            return;
        }

        int items = 1;
        int longest = 0;
        int start = 0;
        for (int i = 0; i <= line.Length; i++)
        {
            if (i < line.Length && !IsListComma(line, i))
            {
                continue;
            }

            longest = Math.Max(longest, i - start);
            start = i + 1;
            items += i < line.Length ? 1 : 0;
        }

        bool shortItems = longest <= MaxListItemWidth && (line.Length / items) <= MaxListItemWidth * 2 / 3;
        if (items < MinListItems || !shortItems)
        {
            return;
        }

        for (int i = 0; i < line.Length; i++)
        {
            if (IsListComma(line, i))
            {
                line.Cut(i + 1, CutMark.Item);
            }
        }
    }

    private static bool IsListComma(in SegmenterLine line, int i) =>
        line.Classes[i] == CharClass.Comma
        && line.Text[i] is ',' or '，' or '、' or ';' or '；' or '،'
        && !(line.ClassAt(i - 1) == CharClass.Digit && line.ClassAt(i + 1) == CharClass.Digit);
}
