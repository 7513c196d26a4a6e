using System.Buffers;
using Chaffinch.Text;

namespace Chaffinch.Segmenting;

/// <summary>Finds sentence ends.</summary>
/// <remarks>
/// Unlike a reader's segmenter it also ends a sentence where the next one follows without a blank: that is where fragments of other
/// texts are glued on. Thai, Lao and Khmer have no sentence ends to go by, so their clauses end at blanks.
/// </remarks>
internal static class SegmenterSentences
{
    private const int MaxTokenChars = 200;
    private const int MinClauseChars = 30;

    /// <summary>Shorter words before a full stop are abbreviations too often.</summary>
    private const int MinWordLetters = 5;
    private const int MinElidedLetters = 3;

    private static readonly SearchValues<char> UrlSigns = SearchValues.Create("/@_=&\\");

    /// <summary>Marks all sentence ends of <paramref name="line"/>.</summary>
    public static void Mark(in SegmenterLine line)
    {
        // Most lines of a page are labels that end no sentence; in the others only ends and quotes matter, but for clauses.
        bool clauses = line.Has(CharClass.Thai) || line.Has(CharClass.Lao) || line.Has(CharClass.Khmer);
        if (!clauses && !line.Has(CharClass.SentenceEnd))
        {
            return;
        }

        int begin = 0;
        bool open = false;
        for (int i = 0; i < line.Length; i++)
        {
            if (!clauses)
            {
                int found = line.ClassBytes[i..].IndexOfAny((byte)CharClass.SentenceEnd, (byte)CharClass.Quote);
                if (found < 0)
                {
                    return;
                }

                i += found;
            }

            CharClass k = line.Classes[i];
            if (k == CharClass.SentenceEnd)
            {
                int end = i + 1;
                while (end < line.Length && line.Classes[end] == CharClass.SentenceEnd)
                {
                    end++;
                }

                int after = SkipClosers(line, end, ref open);
                if (after < line.Length && IsEnd(line, begin, i, end, after))
                {
                    line.Cut(after, CutMark.Sentence);
                    begin = line.SkipSpace(after);
                }

                i = after - 1;
            }
            else if (k == CharClass.Quote)
            {
                open ^= line.Text[i] == '"';
            }
            else if (k == CharClass.Space && i - begin >= MinClauseChars && IsClauseEnd(line, i))
            {
                begin = line.SkipSpace(i);
                line.Cut(begin, CutMark.Sentence);
                i = begin - 1;
            }
        }
    }

    /// <summary>Closing quotes and brackets and reference marks stay with the sentence that they close.</summary>
    private static int SkipClosers(in SegmenterLine line, int at, ref bool open)
    {
        while (at < line.Length)
        {
            char c = line.Text[at];
            if (c == '"' && (open || CharClasses.IsSpace(line.ClassAt(at + 1))))
            {
                open = false;
                at++;
            }
            else if (line.Classes[at] == CharClass.CloseBracket || c is '”' or '’' or '»' or '」' or '』' or '\u201F' or '›')
            {
                at++;
            }
            else if (c is '\'' or '“' && CharClasses.IsSpace(line.ClassAt(at + 1)))
            {
                at++;
            }
            else if (CharClasses.IsSpace(line.Classes[at]) && line.CharAt(at + 1) == '»' && !CharClasses.IsLetter(line.ClassAt(at + 2)))
            {
                // French sets a blank before the closing quote; German opens with the same sign, before a letter.
                at += 2;
            }
            else if (c == '[' && ReferenceEnd(line, at) is > 0 and int end)
            {
                at = end;
            }
            else
            {
                break;
            }
        }

        return at;
    }

    private static int ReferenceEnd(in SegmenterLine line, int at)
    {
        int i = at + 1;
        while (i < line.Length && i - at < 5 && line.Classes[i] == CharClass.Digit)
        {
            i++;
        }

        return i > at + 1 && line.CharAt(i) == ']' ? i + 1 : -1;
    }

    private static bool IsEnd(in SegmenterLine line, int begin, int i, int end, int after)
    {
        char c = line.Text[i];
        bool dots = c is '.' or '…';
        if (dots && (end - i > 1 || c == '…'))
        {
            return IsEndAfterEllipsis(line, after);
        }

        if (c == '．')
        {
            return line.ClassAt(i + 1) != CharClass.Digit;
        }

        if (c is not ('.' or '!' or '?'))
        {
            return true;
        }

        int next = line.SkipSpace(after);
        return next == after
            ? IsGluedEnd(line, i, after)
            : IsStart(line, next) ? c != '.' || !IsAbbreviation(line, begin, i, next) : c == '.' && after == end && IsSmallStart(line, begin, i, next);
    }

    /// <summary>A whole word, a full stop, and the next sentence in small letters: nobody sets that but who pastes a fragment in, or never sets capitals.</summary>
    private static bool IsSmallStart(in SegmenterLine line, int begin, int i, int next)
    {
        int first = WordBefore(line, begin, i);
        int last = next;
        while (last < line.Length && CharClasses.IsLetter(line.Classes[last]))
        {
            last++;
        }

        // An elided article or a compound before an apostrophe belongs to the word.
        bool elided = first - 1 > begin && line.CharAt(first - 1) is '\'' or '’' && CharClasses.IsLetter(line.ClassAt(first - 2));
        return i - first >= (elided ? MinElidedLetters : MinWordLetters) && last - next >= 2 && PlainWords.IsSmall(line.Text[first..i]) && PlainWords.IsSmall(line.Text[next..last])
            && line.CharAt(first - 1) is not ('.' or '/' or '@') && !SegmenterAbbreviations.Contains(line.Text[first..i], beforeNumber: true)
            && line.ClassAt(last) is CharClass.Space or CharClass.Comma;
    }

    private static int WordBefore(in SegmenterLine line, int begin, int i)
    {
        int first = i;
        while (first > begin && i - first < 24 && CharClasses.IsLetter(line.Classes[first - 1]))
        {
            first--;
        }

        return first;
    }

    private static bool IsEndAfterEllipsis(in SegmenterLine line, int after)
    {
        int next = line.SkipSpace(after);
        CharClass k = line.ClassAt(next);
        if (next > after)
        {
            return IsStart(line, next);
        }

        // Directly after the dots: what was cut off by them and what was glued on, in any script.
        return CharClasses.IsLetter(k) || (k == CharClass.Quote && line.Text[next] is '“' or '「' or '『');
    }

    /// <summary>A sentence does not start with a small letter or with punctuation that continues one.</summary>
    private static bool IsStart(in SegmenterLine line, int at)
    {
        CharClass k = line.ClassAt(at);
        return SegmenterLine.IsCased(k)
            ? !char.IsLower(line.Text[at])
            : k is not (CharClass.Comma or CharClass.CloseBracket or CharClass.SentenceEnd or CharClass.Operator);
    }

    /// <summary>No blank after the full stop: decimals, hosts and identifiers have none, but neither have glued sentences.</summary>
    private static bool IsGluedEnd(in SegmenterLine line, int i, int after)
    {
        CharClass before = line.ClassAt(i - 1);
        CharClass next = line.ClassAt(after);
        if (SegmenterLine.IsIdeographic(next) || next == CharClass.Thai || next == CharClass.Hangul)
        {
            return before != CharClass.Digit || line.Text[i] != '.';
        }

        if (!SegmenterLine.IsCased(next) || !char.IsUpper(line.Text[after]))
        {
            return (line.Text[i] != '.' && SegmenterLine.IsIdeographic(before)) || SegmenterGlued.IsEnd(line, i, after);
        }

        bool worded = char.IsLower(line.CharAt(i - 1)) && CharClasses.IsLetter(line.ClassAt(i - 2));
        bool fits = worded || before is CharClass.CloseBracket or CharClass.Quote || line.Text[i] != '.' || SegmenterLine.IsIdeographic(before);
        return fits && !IsIdentifier(line, i, after);
    }

    private static bool IsIdentifier(in SegmenterLine line, int i, int after)
    {
        int first = i;
        while (first > 0 && i - first < MaxTokenChars && !CharClasses.IsSpace(line.Classes[first - 1]))
        {
            first--;
        }

        int last = after;
        while (last < line.Length && last - after < MaxTokenChars && !CharClasses.IsSpace(line.Classes[last]))
        {
            last++;
        }

        ReadOnlySpan<char> head = line.Text[first..i];
        ReadOnlySpan<char> tail = line.Text[after..last];
        if (head.ContainsAny(UrlSigns) || head.Contains('.') || head.StartsWith("www", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        int dot = tail.IndexOfAny('.', '(', '=');
        return dot >= 0 && dot + 1 < tail.Length && tail[dot] != '(' ? char.IsLetter(tail[dot + 1]) : dot >= 0 && tail[dot] == '(';
    }

    private static bool IsAbbreviation(in SegmenterLine line, int begin, int i, int next)
    {
        int first = i;
        while (first > begin && i - first < 16 && (CharClasses.IsLetter(line.Classes[first - 1]) || line.Classes[first - 1] == CharClass.Mark))
        {
            first--;
        }

        if (first == i)
        {
            return line.ClassAt(i - 1) == CharClass.Digit && IsOrdinal(line, begin, i);
        }

        CharClass k = line.Classes[first];
        if (!SegmenterLine.IsCased(k))
        {
            return false;
        }

        // One letter is an initial, a token with an inner full stop an abbreviation ("U.S.", "z.B.", "т.е.").
        if (i - first == 1 || line.CharAt(first - 1) == '.')
        {
            return true;
        }

        return SegmenterAbbreviations.Contains(line.Text[first..i], line.ClassAt(next) == CharClass.Digit);
    }

    /// <summary>"1." at the start is an item number, "am 3." a date.</summary>
    private static bool IsOrdinal(in SegmenterLine line, int begin, int i)
    {
        int first = i;
        while (first > begin && line.Classes[first - 1] == CharClass.Digit)
        {
            first--;
        }

        if (first == begin)
        {
            return i - first <= 3;
        }

        if (i - first > 2 || line.CharAt(first - 1) != ' ')
        {
            return false;
        }

        int end = first - 1;
        int start = end;
        while (start > begin && end - start < 8 && CharClasses.IsLetter(line.Classes[start - 1]))
        {
            start--;
        }

        return SegmenterAbbreviations.IsBeforeOrdinal(line.Text[start..end]);
    }

    /// <summary>A blank between clauses of a script without sentence ends; blanks around numbers and foreign words are not clause ends.</summary>
    private static bool IsClauseEnd(in SegmenterLine line, int i)
    {
        CharClass before = line.ClassAt(i - 1);
        if (before == CharClass.Mark)
        {
            before = line.ClassAt(i - 2) == CharClass.Mark ? line.ClassAt(i - 3) : line.ClassAt(i - 2);
        }

        return before is CharClass.Thai or CharClass.Lao or CharClass.Khmer && line.CharAt(i - 1) != 'ๆ'
            && line.ClassAt(line.SkipSpace(i)) is CharClass.Thai or CharClass.Lao or CharClass.Khmer;
    }
}
