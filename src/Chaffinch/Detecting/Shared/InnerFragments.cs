using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Detecting.Shared;

/// <summary>A fragment of another text inside a paragraph: where it starts no sentence of the page starts so, and where it ends none ends so.</summary>
/// <param name="Span">The fragment.</param>
/// <param name="Strength">How plain both ends are, 0 to 1.</param>
internal readonly record struct InnerFragment(TextSpan Span, float Strength);

/// <summary>
/// Finds fragments that were set into a paragraph of a script that sets blanks: behind a full stop and before a capital of the paragraph's own next sentence, or before its end.
/// </summary>
/// <remarks>
/// One end alone is no mark. Names, titles and polite pronouns have capitals in mid-sentence, abbreviations end in full stops, and a blank is forgotten now and then; a start that no sentence of the page has,
/// with an end behind a word that needs another one, is what pasting leaves.
/// </remarks>
internal static class InnerFragments
{
    private const int MinLine = 60;
    private const int MinChars = 24;
    private const int MaxChars = 420;

    /// <summary>What has no stop at its end, and no word there that needs another one, has to be this long.</summary>
    private const int MinBare = 60;
    private const int MinStopped = 4;
    private const int MinStarting = 4;
    private const int MaxWord = 24;

    /// <summary>The first fragment in <paramref name="line"/> that starts at or behind <paramref name="from"/>.</summary>
    /// <returns>False where there is none.</returns>
    public static bool TryFind(SegmentedPage page, in SpliceHabits habits, TextSpan line, int from, out InnerFragment fragment)
    {
        fragment = default;
        ReadOnlySpan<CharClass> classes = page.Classes;
        if (line.Length < MinLine)
        {
            return false;
        }

        for (int at = from; at < line.End; at++)
        {
            int found = classes[at..line.End].IndexOf(CharClass.SentenceEnd);
            if (found < 0)
            {
                return false;
            }

            at += found;
            int stop = at;
            while (at + 1 < line.End && classes[at + 1] is CharClass.SentenceEnd or CharClass.Quote or CharClass.CloseBracket)
            {
                at++;
            }

            float start = StartOf(page, habits, line, stop, at + 1, out int begin);
            if (start > 0 && line.End - begin >= MinChars && EndOf(page, line, begin, start) is (> 0, > 0) end)
            {
                fragment = new(new(begin, end.At), start * end.Strength);
                return true;
            }
        }

        return false;
    }

    // How little the text behind a full stop starts like a sentence of this page, 0 where it does.
    private static float StartOf(SegmentedPage page, in SpliceHabits habits, TextSpan line, int stop, int after, out int begin)
    {
        ReadOnlySpan<char> text = page.Page.Text;
        ReadOnlySpan<CharClass> classes = page.Classes;
        begin = after;
        while (begin < line.End && CharClasses.IsSpace(classes[begin]))
        {
            begin++;
        }

        if (begin < line.End && text[stop] is '。' or '！' or '？')
        {
            return begin == after && begin + 1 < line.End && StartsOpen(text[begin], text[begin + 1]) ? 1 : 0;
        }

        if (begin >= line.End || text[stop] is not ('.' or '!' or '?' or '…' or '؟' or '।'))
        {
            return 0;
        }

        // Behind three dots the same sentence may go on, and a phrase that was cut off may stand before a headline.
        if (text[stop] == '…' || (stop + 1 < line.End && text[stop + 1] == '.'))
        {
            return 0;
        }

        bool glued = begin == after;
        int word = begin;
        if (glued && text[begin] is '—' or '–' && begin + 2 < line.End && classes[begin + 1] == CharClass.Space)
        {
            word = begin + 2;
        }

        int end = WordEnd(classes, word, line.End);
        int first = WordStart(classes, stop, line.Start);
        bool year = glued && stop - DigitsStart(classes, stop, line.Start) == 4;
        bool stopped = stop - first >= MinStopped || year || after > stop + 1;
        int next = end + (end < line.End && classes[end] == CharClass.Comma ? 2 : 1);
        if (end == word || end - word > MaxWord || !stopped || next >= line.End || classes[end] is not (CharClass.Space or CharClass.Comma) || !CharClasses.IsLetter(classes[next]))
        {
            return 0;
        }

        bool cased = classes[word] is CharClass.Latin or CharClass.Cyrillic or CharClass.Greek;
        if (!cased)
        {
            return glued && IsCaseless(classes[word]) && end - word >= 2 ? 0.8f : 0;
        }

        if (char.IsLower(text[word]))
        {
            bool small = text[stop] == '.' && PlainWords.IsSmall(text[word..end]) && (first + 1 >= stop || PlainWords.IsSmall(text[(first + 1)..stop]));
            bool host = glued && !year && (end - word < MinStarting || PlainWords.EndsHostOrFile(text[word..end]));
            return small && !host && habits.CapitalsAreHabit ? (glued ? 1 : 0.9f) : 0;
        }

        return glued && habits.SpacedEnds >= 5 && habits.GluedEnds * 4 <= habits.SpacedEnds ? 0.8f : 0;
    }

    // Where the fragment ends, and how plain that is: before a capitalised word that needs none behind a word that needs another one, or at the line's end without a stop.
    private static (int At, float Strength) EndOf(SegmentedPage page, TextSpan line, int begin, float start)
    {
        ReadOnlySpan<char> text = page.Page.Text;
        ReadOnlySpan<CharClass> classes = page.Classes;
        int stop = classes[begin..line.End].IndexOf(CharClass.SentenceEnd);
        int end = stop < 0 ? line.End : begin + stop;
        int last = Math.Min(end, begin + MaxChars);
        for (int i = begin + MinChars; i + 2 < last; i++)
        {
            int seam = char.IsUpper(text[i]) ? OpenSeams.At(text[line.Start..line.End], classes[line.Start..line.End], i - line.Start) : 0;
            if (seam == 2 || (seam == 1 && (start >= 0.9f || !OpenSeams.IsPolite(text[i..line.End]))))
            {
                return (i - 1, seam == 2 ? 1 : 0.7f);
            }
        }

        CharClass tail = classes[line.End - 1];
        bool open = CharClasses.IsLetter(tail) || tail is CharClass.Mark or CharClass.Comma;
        if (!open || line.End - begin > MaxChars)
        {
            return (0, 0);
        }

        bool grammar = SpliceHabits.EndsOnGrammar(page, new(begin, line.End));
        bool plain = grammar || (stop < 0 && (IsGlued(classes, begin) || (start >= 0.9f && !Scripts.IsDense(Scripts.Of(classes[begin])))) && (line.End - begin) * (Scripts.IsDense(Scripts.Of(classes[begin])) ? 2 : 1) >= MinBare);
        return plain ? (line.End, grammar ? 1 : 0.7f) : (0, 0);
    }

    // Particles that belong to the word before them, and marks inside of sentences.
    private static bool StartsOpen(char c, char next) => c is '，' or '、' or 'を' || (c == '的' && next is not ('确' or '確' or '士' or '哥'));

    private static bool IsGlued(ReadOnlySpan<CharClass> classes, int at) => !CharClasses.IsSpace(classes[at - 1]);

    private static int WordEnd(ReadOnlySpan<CharClass> classes, int at, int limit)
    {
        while (at < limit && (CharClasses.IsLetter(classes[at]) || classes[at] == CharClass.Mark))
        {
            at++;
        }

        return at;
    }

    private static int WordStart(ReadOnlySpan<CharClass> classes, int at, int limit)
    {
        while (at > limit && (CharClasses.IsLetter(classes[at - 1]) || classes[at - 1] == CharClass.Mark))
        {
            at--;
        }

        return at;
    }

    private static int DigitsStart(ReadOnlySpan<CharClass> classes, int at, int limit)
    {
        while (at > limit && classes[at - 1] == CharClass.Digit)
        {
            at--;
        }

        return at;
    }

    private static bool IsCaseless(CharClass k) => Scripts.Of(k) is var script && script != Script.None && !Scripts.IsDense(script);
}
