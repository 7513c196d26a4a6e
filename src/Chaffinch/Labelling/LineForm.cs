using System.Buffers;
using System.Numerics;
using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Labelling;

/// <summary>What a line looks like, whatever its language.</summary>
[Flags]
internal enum LineForm : uint
{
    None = 0,

    /// <summary>An address and nothing else.</summary>
    Url = 1 << 0,

    /// <summary>One to three ASCII letters: a language switch.</summary>
    Code = 1 << 1,

    /// <summary>Parts joined by &gt;, ›, », →.</summary>
    Path = 1 << 2,

    /// <summary>Three or more short parts joined by bars, dots or wide blanks.</summary>
    Bars = 1 << 3,

    /// <summary>A copyright sign.</summary>
    Copyright = 1 << 4,

    /// <summary>Arrow or pager signs.</summary>
    Arrows = 1 << 5,

    /// <summary>Wholly in round brackets.</summary>
    Bracketed = 1 << 6,

    /// <summary>Ends its sentence.</summary>
    Ended = 1 << 7,

    /// <summary>Two or more sentence ends.</summary>
    Sentences = 1 << 8,

    /// <summary>Ends in a colon.</summary>
    Colon = 1 << 9,

    /// <summary>Has a date or a time of day.</summary>
    Dated = 1 << 10,

    /// <summary>A label, a colon and a short value, at the line's head.</summary>
    Labelled = 1 << 11,

    /// <summary>Starts with a number or bullet of a list.</summary>
    Numbered = 1 << 12,

    /// <summary>More digits and signs than letters.</summary>
    FewLetters = 1 << 13,

    /// <summary>Opens with a dash or a quotation mark: dialogue.</summary>
    Dialogue = 1 << 14,

    /// <summary>Parts joined by several blanks.</summary>
    Columns = 1 << 15,

    /// <summary>Starts with a picture sign (triangle, camera) as captions do.</summary>
    Pointer = 1 << 16,

    /// <summary>Ends in a letter, digit or closing mark, and has no sentence end or comma inside: as headings do.</summary>
    Bare = 1 << 17,

    /// <summary>Short, has a date or a time of day, and does not end a sentence: as bylines and post heads do.</summary>
    DateLine = 1 << 18,

    /// <summary>Short, and opens with a word for author, source or editor.</summary>
    AuthorWord = 1 << 19,
}

/// <summary>Tells the form of a line in one pass over its character classes.</summary>
internal static class LineForms
{
    private const int MaxChars = 400;
    private const ulong EastAsian = (2UL << (int)CharClass.Han) - (1UL << (int)CharClass.Hiragana);

    // The words that bylines open with, by language; a cue of form among many, never a verdict.
    private static readonly string[] AuthorWords =
    [
        "作者", "本文作者", "记者", "記者", "来源", "來源", "责编", "責編", "责任编辑", "責任編輯", "编辑", "編輯", "撰文", "文/", "文 ", "文／", "本报记者", "本報記者", "本刊记者", "本刊記者", "通讯员", "通訊員", "特约记者", "撰稿", "出典", "著者", "執筆",
        "글", "기자", "작성자", "등록일", "입력", "by", "written by", "words by", "author", "posted by", "published", "updated", "source", "oleh", "penulis",
        "von", "autor", "autorin", "por", "autora", "fuente", "fonte", "par", "auteur", "publié", "автор", "источник", "опубликовано", "yazar", "kaynak",
        "tác giả", "nguồn", "theo", "đăng bởi", "ผู้เขียน", "โดย", "ที่มา", "بقلم", "كتب", "المصدر", "redaktion", "redação", "redacción", "di", "door", "auteur",
    ];

    private static readonly Dictionary<char, string[]> AuthorWordsByHead = ByHead();

    // What may stand before such a word, and what one starts with.
    private const string AuthorLeads = "([（［【〔|-—– \u3000";
    private static readonly SearchValues<char> AuthorHeads = SearchValues.Create([.. AuthorWordsByHead.Keys, .. AuthorLeads]);

    /// <summary>The form of a line.</summary>
    /// <param name="text">Its text, not empty.</param>
    /// <param name="classes">The class of each code unit; <see cref="ClassBits.Width"/> more may be read past it.</param>
    /// <param name="mask">Which classes stand in it.</param>
    public static LineForm Of(ReadOnlySpan<char> text, ReadOnlySpan<CharClass> classes, ulong mask)
    {
        bool cut = text.Length > MaxChars;
        int length = cut ? MaxChars : text.Length;
        ReadOnlySpan<CharClass> own = classes[..text.Length];
        LineForm form = Ending(text, own);
        var counts = new Counts();
        ulong spacesBefore = 0;
        for (int at = 0; at < length; at += ClassBits.Width)
        {
            ulong inside = ClassBits.Low(Math.Min(ClassBits.Width, length - at));
            ulong letters = ClassBits.Between(classes, at, CharClass.Latin, CharClass.OtherLetter) & inside;
            ulong spaces = ClassBits.Between(classes, at, CharClass.Space, CharClass.LineEnd) & inside;
            counts.Letters += BitOperations.PopCount(letters);
            counts.EastAsian += (mask & EastAsian) == 0 ? 0 : BitOperations.PopCount(ClassBits.Between(classes, at, CharClass.Hiragana, CharClass.Han) & inside);
            counts.Blanks += BitOperations.PopCount(spaces);

            // The second of several blanks in a row.
            counts.Wide += BitOperations.PopCount(spaces & ((spaces << 1) | (spacesBefore >> 63)) & ~((spaces << 2) | (spacesBefore >> 62)));
            spacesBefore = spaces;
            for (ulong rest = inside & ~letters & ~spaces; rest != 0; rest &= rest - 1)
            {
                form |= CountSign(text[..length], own, at + BitOperations.TrailingZeroCount(rest), ref counts);
            }
        }

        form |= counts.Ends == 0 && counts.Commas == 0 && !cut && counts.Letters > 0 && (form & (LineForm.Ended | LineForm.Colon)) == 0 ? LineForm.Bare : LineForm.None;
        form |= counts.Bars >= 2 || (counts.Bars >= 1 && text.Length < 40) ? LineForm.Bars : 0;
        form |= GuillemetForm(text, counts);
        form |= counts.Wide >= 2 || IsSpacedOut(counts.EastAsian, counts.Letters, counts.Blanks, counts.Ends + counts.Commas) ? LineForm.Columns : 0;
        form |= counts.Ends >= 2 || (cut && counts.Ends >= 1) ? LineForm.Sentences : 0;
        form |= counts.Others > counts.Letters ? LineForm.FewLetters : 0;
        form |= Opening(text, own, mask) | Whole(text, own, counts.Letters);
        return (mask & CharClasses.Bit(CharClass.Digit)) != 0 && HasDate(text, classes)
            ? form | LineForm.Dated | (text.Length <= 70 && own[^1] != CharClass.SentenceEnd ? LineForm.DateLine : LineForm.None)
            : form;
    }

    // What is neither letter nor blank.
    private static LineForm CountSign(ReadOnlySpan<char> text, ReadOnlySpan<CharClass> classes, int i, ref Counts counts)
    {
        LineForm form = LineForm.None;
        CharClass c = classes[i];
        char ch = text[i];
        if (c == CharClass.SentenceEnd)
        {
            counts.Ends += i + 1 == text.Length || !IsInsideToken(classes, i) ? 1 : 0;
        }
        else if (c == CharClass.Comma && ch is not ('、' or ':' or '：'))
        {
            counts.Commas++;
        }
        else if (ch is '«' or '»')
        {
            counts.LeftGuillemets += ch == '«' ? 1 : 0;
            counts.RightGuillemets += ch == '»' ? 1 : 0;
            counts.IsPath |= ch == '»' && i > 0 && i + 1 < text.Length;
        }
        else if (ch is '>' or '›' or '→' or '＞' && i > 0 && i + 1 < text.Length)
        {
            form |= LineForm.Path;
        }
        else if (ch is '|' or '｜' or '·' or '•' or '/' or '│' && IsSpaced(classes, i, ch))
        {
            counts.Bars++;
        }
        else if (ch is '©' or '®')
        {
            form |= LineForm.Copyright;
        }

        if (ch is '←' or '→' or '◄' or '►' or '▲' or '▼' or '▶' or '↑' or '↓')
        {
            form |= LineForm.Arrows;
        }

        counts.Others += c == CharClass.Digit || !CharClasses.IsPunctuation(c) ? 1 : 0;
        return form;
    }

    // A pair of guillemets quotes; those that only open or only close point somewhere, and so do the two ends of a row of parts.
    private static LineForm GuillemetForm(ReadOnlySpan<char> text, in Counts counts)
    {
        int left = counts.LeftGuillemets;
        int right = counts.RightGuillemets + (text.Length > MaxChars && left == counts.RightGuillemets + 1 ? 1 : 0);
        bool quotes = left > 0 && Math.Abs(left - right) * 2 <= left && !(counts.Bars > 0 && text[0] == '«' && text[^1] == '»');
        return quotes || left + right == 0 ? LineForm.None : counts.IsPath ? LineForm.Path | LineForm.Arrows : LineForm.Arrows;
    }

    // Scripts without blanks between words that have them after every few characters: labels side by side.
    private static bool IsSpacedOut(int eastAsian, int letters, int blanks, int marks) =>
        eastAsian * 2 > letters && blanks >= 3 && marks == 0 && eastAsian < blanks * 7;

    private static bool IsSpaced(ReadOnlySpan<CharClass> classes, int i, char ch) =>
        ch is '|' or '｜' or '│' || (i > 0 && CharClasses.IsSpace(classes[i - 1]) && i + 1 < classes.Length && CharClasses.IsSpace(classes[i + 1]));

    private static bool IsInsideToken(ReadOnlySpan<CharClass> classes, int i)
    {
        CharClass next = classes[i + 1];
        return next == CharClass.Digit || next == CharClass.SentenceEnd || (next == CharClass.Latin && i > 0 && classes[i - 1] is CharClass.Latin or CharClass.Digit);
    }

    private static LineForm Ending(ReadOnlySpan<char> text, ReadOnlySpan<CharClass> classes)
    {
        int last = text.Length - 1;
        while (last > 0 && classes[last] is CharClass.Quote or CharClass.CloseBracket or CharClass.Space)
        {
            last--;
        }

        LineForm form = classes[last] == CharClass.SentenceEnd ? LineForm.Ended : LineForm.None;
        return text[last] is ':' or '：' ? form | LineForm.Colon : form;
    }

    private static LineForm Opening(ReadOnlySpan<char> text, ReadOnlySpan<CharClass> classes, ulong mask)
    {
        LineForm form = LineForm.None;
        char first = text[0];
        if (first is '▲' or '△' or '▼' or '◀' or '▶' or '↑')
        {
            form |= LineForm.Pointer;
        }

        if (classes[0] == CharClass.Quote || first is '—' or '–' or '「' or '『' or '«')
        {
            form |= LineForm.Dialogue;
        }

        if (text.Length <= 90 && classes[text.Length - 1] != CharClass.SentenceEnd && AuthorHeads.Contains(first) && OpensWithAuthor(text.TrimStart(AuthorLeads)))
        {
            form |= LineForm.AuthorWord;
        }

        int digits = 0;
        while (digits < text.Length && classes[digits] == CharClass.Digit)
        {
            digits++;
        }

        if (first is '-' or '*' or '•' or '·' || (digits is > 0 and < 4 && digits < text.Length && text[digits] is '.' or ')' or '、' or '．' or '）'))
        {
            form |= LineForm.Numbered;
        }

        if (text.Length > 2 && text[1] is '、' && "一二三四五六七八九十".Contains(first, StringComparison.Ordinal))
        {
            form |= LineForm.Numbered;
        }

        int colon = (mask & CharClasses.Bit(CharClass.Comma)) == 0 ? -1 : text[..Math.Min(text.Length, 24)].IndexOfAny(':', '：');
        if (colon is > 0 and < 20 && text.Length < 160 && IsLabel(classes[..colon]) && !(colon + 1 < text.Length && text[colon + 1] is '/' or '\\'))
        {
            form |= LineForm.Labelled;
        }

        return form;
    }

    private static Dictionary<char, string[]> ByHead()
    {
        var lists = new Dictionary<char, string[]>();
        foreach (string word in AuthorWords)
        {
            foreach (char head in (ReadOnlySpan<char>)[word[0], char.ToUpperInvariant(word[0])])
            {
                string[] known = lists.GetValueOrDefault(head, []);
                lists[head] = known.AsSpan().Contains(word) ? known : [.. known, word];
            }
        }

        return lists;
    }

    private static bool OpensWithAuthor(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || !AuthorHeads.Contains(text[0]))
        {
            return false;
        }

        foreach (string word in AuthorWordsByHead[text[0]])
        {
            if (WordStart.MayBe(text, word) && text.StartsWith(word, StringComparison.OrdinalIgnoreCase)
                && (word[0] >= '\u2E80' || text.Length == word.Length || !char.IsLetter(text[word.Length])))
            {
                return true;
            }
        }

        return false;
    }

    // A label: letters and blanks only, six characters at most where the script needs no more.
    private static bool IsLabel(ReadOnlySpan<CharClass> classes)
    {
        foreach (CharClass c in classes)
        {
            if ((!CharClasses.IsLetter(c) && c is not (CharClass.Space or CharClass.Mark)) || (c == CharClass.Han && classes.Length > 6))
            {
                return false;
            }
        }

        return true;
    }

    private static LineForm Whole(ReadOnlySpan<char> text, ReadOnlySpan<CharClass> classes, int letters)
    {
        LineForm form = LineForm.None;
        if (text.Length <= 3 && letters == text.Length && classes[0] == CharClass.Latin)
        {
            form |= LineForm.Code;
        }

        if (text.Length < 300 && text[0] is 'h' or 'H' or 'w' or 'W'
            && (text.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || text.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
                || text.StartsWith("www.", StringComparison.OrdinalIgnoreCase))
            && !text.Contains(' '))
        {
            form |= LineForm.Url;
        }

        if (text.Length > 2 && text[0] is '(' or '（' or '[' or '［' && text[^1] is ')' or '）' or ']' or '］')
        {
            form |= LineForm.Bracketed;
        }

        return form;
    }

    // A date or time: two groups of digits with a date or time separator between them, or digits beside a CJK date character.
    private static bool HasDate(ReadOnlySpan<char> text, ReadOnlySpan<CharClass> classes)
    {
        int length = Math.Min(text.Length, MaxChars);
        for (int at = 0; at < length; at += ClassBits.Width)
        {
            ulong digits = ClassBits.Between(classes, at, CharClass.Digit, CharClass.Digit) & ClassBits.Low(Math.Min(ClassBits.Width, length - at));
            for (; digits != 0; digits &= digits - 1)
            {
                int i = at + BitOperations.TrailingZeroCount(digits) + 1;
                if (i + 1 < length && IsDatePart(text, classes, i))
                {
                    return true;
                }
            }
        }

        return length >= 4 && IsYearBefore(text, classes, length);
    }

    // Behind a digit.
    private static bool IsDatePart(ReadOnlySpan<char> text, ReadOnlySpan<CharClass> classes, int i)
    {
        char c = text[i];
        return c switch
        {
            '年' or '月' or '日' or '년' or '월' or '일' => true,
            ':' => classes[i + 1] == CharClass.Digit && (i < 3 || classes[i - 3] != CharClass.Digit),
            '-' or '/' or '.' => classes[i + 1] == CharClass.Digit && IsDateAt(text, classes, i),
            ' ' => IsYearBefore(text, classes, i),
            _ => false,
        };
    }

    // "2024-09-02", "14.03.2025": another separator of the same kind follows within three digits.
    private static bool IsDateAt(ReadOnlySpan<char> text, ReadOnlySpan<CharClass> classes, int i)
    {
        int j = i + 1;
        while (j < text.Length && classes[j] == CharClass.Digit)
        {
            j++;
        }

        return j - i <= 3 && j + 1 < text.Length && text[j] == text[i] && classes[j + 1] == CharClass.Digit;
    }

    private struct Counts
    {
        public int Letters;
        public int EastAsian;
        public int Blanks;
        public int Wide;
        public int Ends;
        public int Commas;
        public int Bars;
        public int Others;
        public int LeftGuillemets;
        public int RightGuillemets;
        public bool IsPath;
    }

    private static bool IsYearBefore(ReadOnlySpan<char> text, ReadOnlySpan<CharClass> classes, int end) =>
        end >= 4 && (end == 4 || classes[end - 5] != CharClass.Digit)
        && text[end - 4] is '1' or '2' && text[end - 3] is '9' or '0' && classes[end - 2] == CharClass.Digit && classes[end - 1] == CharClass.Digit;
}
