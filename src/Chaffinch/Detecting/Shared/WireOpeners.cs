using System.Buffers;
using Chaffinch.Text;

namespace Chaffinch.Detecting.Shared;

/// <summary>Finds the openers of agency reports: place or date, agency, then a dash or a word for "report".</summary>
/// <remarks>By grammar, in many languages; linear, since each sign looks back over a bounded number of code units only.</remarks>
internal static class WireOpeners
{
    private const int MaxPlaceChars = 12;
    private const int MaxAgencyChars = 28;
    private const int MaxHeadChars = 60;

    private const ulong SignClasses = (1UL << (int)CharClass.Operator) | (1UL << (int)CharClass.Separator) | (1UL << (int)CharClass.CloseBracket);

    private static readonly SearchValues<char> Signs = SearchValues.Create("讯訊电電者=-–—】");
    private static readonly SearchValues<char> SignsWithoutHan = SearchValues.Create("=-–—】");

    /// <summary>False where a block that has only the classes of <paramref name="mask"/> holds no sign of an opener.</summary>
    public static bool MayStand(ulong mask) => (mask & (SignClasses | CharClasses.Bit(CharClass.Han))) != 0;

    private static readonly SearchValues<string> GermanAgencies =
        SearchValues.Create(["dpa", "afp", "apa", "sid", "epd", "kna", "ots", "ddp", "rtr"], StringComparison.Ordinal);

    private static readonly SearchValues<string> LeadWords =
        SearchValues.Create(["讯", "訊", "电", "電", "报道", "報道", "報導", "消息", "共同", "時事"], StringComparison.Ordinal);

    /// <summary>Finds the first opener whose sign stands at <paramref name="from"/> or later.</summary>
    /// <param name="text">A block's text.</param>
    /// <param name="classes">Its classes.</param>
    /// <param name="mask">Which classes stand in it.</param>
    /// <param name="from">Where to start.</param>
    /// <param name="start">Where the opener starts.</param>
    /// <param name="end">One past its end.</param>
    public static bool TryFind(ReadOnlySpan<char> text, ReadOnlySpan<CharClass> classes, ulong mask, int from, out int start, out int end)
    {
        SearchValues<char> signs = (mask & CharClasses.Bit(CharClass.Han)) == 0 ? SignsWithoutHan : Signs;
        for (int i = from; i < text.Length; i++)
        {
            int next = text[i..].IndexOfAny(signs);
            if (next < 0)
            {
                break;
            }

            i += next;
            start = text[i] switch
            {
                '者' => Reporter(text, classes, i),
                '=' => Korean(text, classes, i),
                '】' => Lead(text, i),
                '-' or '–' or '—' => Dash(text, classes, i),
                _ => Report(text, classes, i),
            };
            if (start >= 0)
            {
                end = i + 1;
                return true;
            }
        }

        start = end = -1;
        return false;
    }

    /// <summary>财…社8月1日讯, …8月1日电, 本报讯.</summary>
    private static int Report(ReadOnlySpan<char> text, ReadOnlySpan<CharClass> classes, int i)
    {
        if (i + 1 < text.Length && CharClasses.IsLetter(classes[i + 1]) && text[i + 1] is not ('记' or '記'))
        {
            return -1;
        }

        if (i >= 2 && text[i] is '讯' or '訊' && text[i - 2] == '本' && text[i - 1] is '报' or '報' or '网' or '網' or '台' or '社' or '刊')
        {
            return i - 2;
        }

        int date = DateBefore(text, classes, i);
        return date < 0 ? -1 : PlaceBefore(text, classes, date);
    }

    /// <summary>…新闻记者 某某7月6日: an agency, "reporter", a name, and the report's date at once.</summary>
    private static int Reporter(ReadOnlySpan<char> text, ReadOnlySpan<CharClass> classes, int i)
    {
        if (i < 3 || text[i - 1] is not ('记' or '記') || text[i - 2] is not ('闻' or '聞' or '报' or '報' or '网' or '網' or '社' or '台' or '刊'))
        {
            return -1;
        }

        int at = i + 1;
        while (at < text.Length && at - i <= 6 && (classes[at] == CharClass.Space || (classes[at] == CharClass.Han && text[at] is not ('月' or '年'))))
        {
            at++;
        }

        bool named = at - i is >= 3 and <= 6 && at + 1 < text.Length && classes[at] == CharClass.Digit;
        bool dated = named && (text[at + 1] == '月' || (at + 2 < text.Length && text[at + 2] == '月'));
        return dated ? PlaceBefore(text, classes, i - 1) : -1;
    }

    /// <summary>The start of a date such as 8月1日 that ends before <paramref name="i"/>, or -1.</summary>
    private static int DateBefore(ReadOnlySpan<char> text, ReadOnlySpan<CharClass> classes, int i)
    {
        int at = i - 1;
        if (at < 3 || text[at] != '日')
        {
            return -1;
        }

        int digits = at;
        while (digits > 0 && at - digits < 2 && classes[digits - 1] == CharClass.Digit)
        {
            digits--;
        }

        if (digits == at)
        {
            return -1;
        }

        // The month may be left out: …北京5日电.
        if (digits == 0 || text[digits - 1] != '月')
        {
            return digits;
        }

        int month = digits - 1;
        while (month > 0 && digits - 1 - month < 2 && classes[month - 1] == CharClass.Digit)
        {
            month--;
        }

        return month == digits - 1 ? -1 : month;
    }

    private static int PlaceBefore(ReadOnlySpan<char> text, ReadOnlySpan<CharClass> classes, int at)
    {
        int start = at;
        int agency = -1;
        while (start > 0 && at - start < MaxPlaceChars && classes[start - 1] == CharClass.Han)
        {
            start--;
            if (text[start] is '社' or '网' or '網' or '报' or '報' or '台' or '闻' or '聞' && at - start < 9)
            {
                agency = start - (text[start] is '闻' or '聞' ? 3 : 2);
            }
        }

        // "According to …": a source that is quoted, not an opener.
        if (start == at || text[start] is '据' or '據')
        {
            return -1;
        }

        // Glued to a longer run: the agency's name has two characters before its last one, three before 新闻, as a rule.
        bool glued = start > 0 && classes[start - 1] == CharClass.Han;
        return !glued ? start : agency >= 0 ? Math.Max(start, agency) : -1;
    }

    /// <summary>(서울=…뉴스), [서울=…]: place and agency joined by a sign of equality in brackets.</summary>
    private static int Korean(ReadOnlySpan<char> text, ReadOnlySpan<CharClass> classes, int i)
    {
        if (i < 3 || i + 2 >= text.Length || classes[i - 1] != CharClass.Hangul || classes[i + 1] != CharClass.Hangul)
        {
            return -1;
        }

        int open = i - 1;
        while (open > 0 && i - open < MaxPlaceChars && classes[open] is CharClass.Hangul or CharClass.Comma or CharClass.Space or CharClass.Separator)
        {
            open--;
        }

        int close = i + 1;
        while (close < text.Length && close - i < MaxPlaceChars && classes[close] is CharClass.Hangul or CharClass.Space or CharClass.Latin)
        {
            close++;
        }

        return classes[open] == CharClass.OpenBracket && close < text.Length && classes[close] == CharClass.CloseBracket ? open : -1;
    }

    /// <summary>【…电】, 【…共同】: a lead in heavy brackets that ends in a word for "report" or in an agency.</summary>
    private static int Lead(ReadOnlySpan<char> text, int i)
    {
        int from = Math.Max(0, i - MaxPlaceChars - 2);
        int open = text[from..i].LastIndexOf('【');
        if (open < 0)
        {
            return -1;
        }

        ReadOnlySpan<char> inside = text[(from + open + 1)..i];
        int word = inside.Length >= 2 ? inside[^Math.Min(2, inside.Length)..].IndexOfAny(LeadWords) : -1;
        return word >= 0 ? from + open : -1;
    }

    /// <summary>PLACE (Agency) – , PLACE, 5 May – , AGENCY.com, Place - : capitals, perhaps an agency in brackets, then a dash between blanks.</summary>
    private static int Dash(ReadOnlySpan<char> text, ReadOnlySpan<CharClass> classes, int i)
    {
        bool spaced = i >= 4 && i + 2 < text.Length && classes[i + 1] == CharClass.Space && (classes[i - 1] == CharClass.Space || text[i - 1] == ')');
        if (!spaced || !StartsSentence(text, classes, i + 2))
        {
            return -1;
        }

        int at = classes[i - 1] == CharClass.Space ? i - 1 : i;
        return text[at - 1] == ')' ? Bracketed(text, classes, at - 1) : Capitals(text, classes, at);
    }

    private static bool StartsSentence(ReadOnlySpan<char> text, ReadOnlySpan<CharClass> classes, int at)
    {
        while (at < text.Length && classes[at] is CharClass.Quote or CharClass.Space)
        {
            at++;
        }

        return at + 20 < text.Length && CharClasses.IsLetter(classes[at]) && !char.IsLower(text[at]);
    }

    private static int Bracketed(ReadOnlySpan<char> text, ReadOnlySpan<CharClass> classes, int close)
    {
        int from = Math.Max(0, close - MaxAgencyChars);
        int open = text[from..close].LastIndexOf('(');
        if (open < 0 || from + open + 2 >= close)
        {
            return -1;
        }

        open += from;
        ReadOnlySpan<char> agency = text[(open + 1)..close];
        bool cased = classes[open + 1] is CharClass.Latin or CharClass.Cyrillic or CharClass.Greek;
        if (!CharClasses.IsLetter(classes[open + 1]) || (cased && char.IsLower(agency[0]) && agency.IndexOfAny(GermanAgencies) != 0))
        {
            return -1;
        }

        int place = open;
        while (place > 0 && classes[place - 1] == CharClass.Space)
        {
            place--;
        }

        int start = cased ? Capitals(text, classes, place) : OneWord(classes, place);
        bool shouted = IsShouted(agency) && agency.Length >= 2;
        if (start < 0 && cased && shouted)
        {
            // "Jakarta (ANTARA) - ": the agency shouts, the place does not.
            start = OneWord(classes, place);
            start = start >= 0 && char.IsUpper(text[start]) ? start : -1;
        }

        return start;
    }

    /// <summary>The start of a run of capital words, dates and commas before <paramref name="end"/> that opens with a shouted word; -1 if there is none.</summary>
    private static int Capitals(ReadOnlySpan<char> text, ReadOnlySpan<CharClass> classes, int end)
    {
        int best = -1;
        int tokenEnd = end;
        int at = end;
        while (at > 0 && end - at < MaxHeadChars)
        {
            at--;
            bool inside = CharClasses.IsLetter(classes[at]) || classes[at] is CharClass.Digit or CharClass.Mark || text[at] is '.' or '-' or '\'' or '/';
            if (inside)
            {
                // A shouted word glued to a small letter starts there.
                bool first = at == 0 || !CharClasses.IsLetter(classes[at - 1]) || char.IsLower(text[at - 1]);
                ReadOnlySpan<char> token = text[at..tokenEnd];
                if (first && token.Length >= 4 && char.IsUpper(text[at]) && IsShouted(token.TrimEnd('.')))
                {
                    best = at;
                    if (at > 0 && CharClasses.IsLetter(classes[at - 1]))
                    {
                        break;
                    }
                }

                continue;
            }

            bool joins = classes[at] == CharClass.Space || text[at] is ',' or '(' or ')';
            if (!joins)
            {
                break;
            }

            // A word in small letters is no part of a dateline, unless it is a month.
            if (tokenEnd > at + 1 && char.IsLower(text[at + 1]) && !(at > 0 && PreviousIsDigit(classes, at)))
            {
                break;
            }

            tokenEnd = at;
        }

        return best;
    }

    private static bool PreviousIsDigit(ReadOnlySpan<CharClass> classes, int at) =>
        classes[at - 1] == CharClass.Digit || (at > 1 && classes[at - 1] == CharClass.SentenceEnd && classes[at - 2] == CharClass.Digit);

    private static bool IsShouted(ReadOnlySpan<char> word)
    {
        int dot = word.IndexOf('.');
        word = dot > 3 ? word[..dot] : word;
        int letters = 0;
        foreach (char c in word)
        {
            if (char.IsLower(c))
            {
                return false;
            }

            letters += char.IsUpper(c) ? 1 : 0;
        }

        return letters >= 2;
    }

    private static int OneWord(ReadOnlySpan<CharClass> classes, int end)
    {
        int at = end;
        while (at > 0 && end - at < 20 && (CharClasses.IsLetter(classes[at - 1]) || classes[at - 1] == CharClass.Mark))
        {
            at--;
        }

        return end - at >= 3 ? at : -1;
    }
}
