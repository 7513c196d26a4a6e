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

    /// <summary>What is left of a fragment's strength where its end is told by nothing but a capital: of a word that is known, of the only one there.</summary>
    private const float KnownSeam = 0.55f;
    private const float LooseSeam = 0.45f;

    /// <summary>What is left of that behind a blank: who writes without care starts a sentence in small letters now and then.</summary>
    private const float SpacedSeam = 0.8f;

    /// <summary>A start in a short word of grammar: who writes without capitals has them too, so it has to end in mid-line.</summary>
    private const float ShortStart = 0.85f;

    /// <summary>A capital behind a full stop without a blank: a blank is forgotten now and then.</summary>
    private const float GluedCapital = 0.8f;

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

    /// <summary>True where a fragment starts right behind the sentence that ends before <paramref name="start"/>.</summary>
    public static bool StartsAt(SegmentedPage page, in SpliceHabits habits, TextSpan line, int start)
    {
        ReadOnlySpan<CharClass> classes = page.Classes;
        int after = start;
        while (after > line.Start && CharClasses.IsSpace(classes[after - 1]))
        {
            after--;
        }

        int stop = after;
        while (stop > line.Start && classes[stop - 1] is CharClass.SentenceEnd or CharClass.Quote or CharClass.CloseBracket)
        {
            stop--;
        }

        float how = stop < after && classes[stop] == CharClass.SentenceEnd && line.Length >= MinLine ? StartOf(page, habits, line, stop, after, out _) : 0;
        return how > 0 && line.End - start >= MinChars && EndOf(page, line, start, how) is (> 0, > 0);
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
            // "…of the same alloy.in the twelve weeks": a short word of grammar with a blank and a word in small letters behind it is no end of a host's name.
            bool grammar = glued && end - word < MinStarting && !PlainWords.EndsHostOrFile(text[word..end]) && classes[end] == CharClass.Space && char.IsLower(text[next]) && SpliceHabits.IsCommonWord(page, word, end - word);
            bool host = glued && !year && !grammar && (end - word < MinStarting || PlainWords.EndsHostOrFile(text[word..end]));
            return small && !host && habits.CapitalsAreHabit ? (grammar ? ShortStart : glued ? 1 : 0.9f) : 0;
        }

        return glued && char.IsLower(text[next]) && habits.SpacedEnds >= 5 && habits.GluedEnds * 3 <= habits.SpacedEnds ? GluedCapital : 0;
    }

    // Where the fragment ends, and how plain that is: before a capitalised word that needs none behind a word that needs another one, or at the line's end without a stop.
    private static (int At, float Strength) EndOf(SegmentedPage page, TextSpan line, int begin, float start)
    {
        ReadOnlySpan<char> text = page.Page.Text;
        ReadOnlySpan<CharClass> classes = page.Classes;
        int stop = NextStop(text, classes, begin, line.End);
        int end = stop < 0 ? line.End : stop;
        int last = Math.Min(end, begin + MaxChars);
        int loose = 0;
        int capitals = 0;
        float looseness = 0;
        for (int i = begin + MinChars; i + 2 < last; i++)
        {
            if (!char.IsUpper(text[i]))
            {
                continue;
            }

            int seam = OpenSeams.At(text[line.Start..line.End], classes[line.Start..line.End], i - line.Start);
            if (seam == 2 || (seam == 1 && start != ShortStart && (start >= 0.9f || !OpenSeams.IsPolite(text[i..line.End]))))
            {
                return (i - 1, seam == 2 ? 1 : 0.7f);
            }

            if (OpenSeams.IsGrammarInCapitals(text[line.Start..line.End], classes[line.Start..line.End], i - line.Start))
            {
                return (i - 1, 0.7f);
            }

            float known = LooseSeamAt(page, i, last);
            capitals += known > 0 ? 1 : 0;
            (loose, looseness) = known > looseness ? (i, known) : (loose, looseness);
        }

        // Where words inside of the sentence have capitals before it already, as German nouns and names have, one more tells nothing.
        if (loose > 0 && start != ShortStart && (capitals == 1 || looseness >= KnownSeam) && !HasCapitalsWithin(text, begin, loose))
        {
            return (loose - 1, IsGlued(classes, begin) ? looseness : SpacedSeam * looseness);
        }

        CharClass tail = classes[line.End - 1];
        bool open = CharClasses.IsLetter(tail) || tail is CharClass.Mark or CharClass.Comma;
        stop = stop < 0 ? classes[begin..line.End].IndexOf(CharClass.SentenceEnd) : stop;
        if (!open || start == ShortStart || line.End - begin > MaxChars)
        {
            return (0, 0);
        }

        bool grammar = SpliceHabits.EndsOnGrammar(page, new(begin, line.End));
        bool plain = grammar || (stop < 0 && (IsGlued(classes, begin) || (start >= 0.9f && !Scripts.IsDense(Scripts.Of(classes[begin])))) && (line.End - begin) * (Scripts.IsDense(Scripts.Of(classes[begin])) ? 2 : 1) >= MinBare);
        return plain ? (line.End, grammar ? 1 : 0.7f) : (0, 0);
    }

    // The next stop that is none inside of a number ("2.4 per cent").
    private static int NextStop(ReadOnlySpan<char> text, ReadOnlySpan<CharClass> classes, int at, int limit)
    {
        for (; at < limit; at++)
        {
            if (classes[at] == CharClass.SentenceEnd && (at + 1 >= limit || text[at] != '.' || classes[at + 1] != CharClass.Digit || classes[at - 1] != CharClass.Digit))
            {
                return at;
            }
        }

        return -1;
    }

    // A capitalised word behind a word in small letters: the page's own sentence may start there, more likely where the word is known or stands again on the page; or a name stands there.
    private static float LooseSeamAt(SegmentedPage page, int at, int limit)
    {
        ReadOnlySpan<char> text = page.Page.Text;
        ReadOnlySpan<CharClass> classes = page.Classes;
        int end = WordEnd(classes, at, limit);
        if (text[at - 1] != ' ' || !char.IsLower(text[at - 2]) || end - at < 2 || end + 1 >= limit || text[end] != ' ' || !CharClasses.IsLetter(classes[end + 1]) || !char.IsLower(text[at + 1]))
        {
            return 0;
        }

        return SpliceHabits.IsKnownWord(page, at, end - at) ? KnownSeam : char.IsLower(text[end + 1]) ? LooseSeam : 0;
    }

    private static bool HasCapitalsWithin(ReadOnlySpan<char> text, int begin, int end)
    {
        for (int i = begin + 1; i < end; i++)
        {
            if (char.IsUpper(text[i]) && text[i - 1] == ' ')
            {
                return true;
            }
        }

        return false;
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
