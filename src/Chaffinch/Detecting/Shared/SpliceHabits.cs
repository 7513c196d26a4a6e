using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Detecting.Shared;

/// <summary>How a page sets its sentences and paragraphs: the yardstick for a seam.</summary>
internal struct SpliceHabits
{
    private const int MinParagraphs = 5;
    private const int TermLetters = 12;
    private const int CommonWeight = 3;

    /// <summary>Sentences that follow another one in their line after a blank.</summary>
    public int SpacedEnds;

    /// <summary>Sentences that follow another one in their line without a blank, in scripts that set blanks.</summary>
    public int GluedEnds;

    /// <summary>Sentences that follow another one in their line after a blank and start with a small letter.</summary>
    public int SmallStarts;

    /// <summary>Paragraphs of running text.</summary>
    public int Paragraphs;

    /// <summary>Those of them that end with a sentence end.</summary>
    public int EndedParagraphs;

    /// <summary>Paragraphs that start with a letter that has case.</summary>
    public int CasedParagraphs;

    /// <summary>Those of them that start with a capital.</summary>
    public int CapitalStarts;

    /// <summary>True when nearly all paragraphs end with a sentence end.</summary>
    public readonly bool EndsAreHabit => Paragraphs >= MinParagraphs && EndedParagraphs * 10 >= Paragraphs * 7;

    /// <summary>True when nearly all paragraphs start with a capital.</summary>
    public readonly bool StartsAreHabit => CasedParagraphs >= MinParagraphs && CapitalStarts * 10 >= CasedParagraphs * 8;

    /// <summary>True when sentences inside of lines start with capitals, but for a few.</summary>
    public readonly bool CapitalsAreHabit => SpacedEnds - SmallStarts >= MinParagraphs && SmallStarts * 3 <= SpacedEnds;

    /// <summary>Reads the habits of <paramref name="page"/>.</summary>
    public static SpliceHabits Of(SegmentedPage page)
    {
        var habits = default(SpliceHabits);
        for (int s = 0; s < page.Segments.Length; s++)
        {
            TextSpan span = page.Segments[s].Span;
            bool first = s == 0 || page.Segments[s - 1].Block != page.Segments[s].Block;
            if (!first && IsCasedStart(page, span.Start) && IsSentenceEnd(page.Classes, page.Segments[s - 1].Span.End))
            {
                bool glued = page.Segments[s - 1].Span.End == span.Start;
                habits.GluedEnds += glued && !EndsInDots(page, span.Start) ? 1 : 0;
                habits.SpacedEnds += glued ? 0 : 1;
                habits.SmallStarts += !glued && char.IsLower(page.Page.Text[span.Start]) ? 1 : 0;
            }

            ref readonly Block block = ref page.BlockOf(s);
            if (!IsParagraph(page, block, s))
            {
                continue;
            }

            if (first && CasedAt(page, span) is >= 0 and int letter)
            {
                habits.CasedParagraphs++;
                habits.CapitalStarts += char.IsLower(page.Page.Text[letter]) ? 0 : 1;
            }

            if (s + 1 == page.Segments.Length || page.Segments[s + 1].Block != page.Segments[s].Block)
            {
                habits.Paragraphs++;
                habits.EndedParagraphs += IsSentenceEnd(page.Classes, span.End) ? 1 : 0;
            }
        }

        return habits;
    }

    // Three dots at the end of a title that was cut off are no full stop without a blank.
    private static bool EndsInDots(SegmentedPage page, int at) => at >= 2 && page.Page.Text[at - 1] is '.' or '…' && page.Page.Text[at - 2] is '.' or '…';

    /// <summary>A line of running text: long, no list item, no heading, hardly any links.</summary>
    public static bool IsParagraph(SegmentedPage page, in Block block, int s)
    {
        const BlockTraits Other = BlockTraits.ListItem | BlockTraits.Preformatted | BlockTraits.Code | BlockTraits.Caption | BlockTraits.Control
            | BlockTraits.InNav | BlockTraits.InFooter | BlockTraits.InForm | BlockTraits.Definition;
        ref readonly SegmentProfile p = ref page.Profiles[s];
        bool ideographic = (p.Han + p.Kana + p.Hangul) * 2 > p.Letters;
        return block.Zone == Zone.Body && block.HeadingLevel == 0 && (block.Traits & Other) == BlockTraits.None
            && block.Span.Length >= (ideographic ? 45 : 100) && block.LinkChars * 3 < block.Span.Length && p.Letters * 3 > p.Chars * 2
            && page.Segments[s].Role is SegmentRole.Sentence or SegmentRole.Fragment && !DataCells.Holds(page, page.Segments[s].Block);
    }

    /// <summary>True when the text before <paramref name="end"/> ends a sentence, closing quotes and brackets after it included.</summary>
    public static bool IsSentenceEnd(ReadOnlySpan<CharClass> classes, int end)
    {
        for (int i = end - 1; i >= 0 && end - i <= 5; i--)
        {
            if (classes[i] == CharClass.SentenceEnd)
            {
                return true;
            }

            if (classes[i] is not (CharClass.Quote or CharClass.CloseBracket or CharClass.Format))
            {
                return false;
            }
        }

        return false;
    }

    /// <summary>True when segment <paramref name="s"/> follows a sentence end without a blank, in a script that sets blanks.</summary>
    public static bool IsGlued(SegmentedPage page, int s)
    {
        ref readonly Segment before = ref page.Segments[s - 1];
        ref readonly Segment segment = ref page.Segments[s];
        return before.Block == segment.Block && before.Span.End == segment.Span.Start && segment.Span.Length >= 20
            && IsCasedStart(page, segment.Span.Start) && char.IsUpper(page.Page.Text[segment.Span.Start])
            && IsSentenceEnd(page.Classes, before.Span.End) && !page.Page.Text.AsSpan(before.Span.Start, before.Span.Length).EndsWith("..", StringComparison.Ordinal)
            && page.Profiles[s].LinkChars * 2 < page.Profiles[s].Chars;
    }

    /// <summary>True when a paragraph's last segment ends in the middle of a sentence.</summary>
    public static bool BreaksOff(SegmentedPage page, TextSpan span, in Block block)
    {
        CharClass last = page.Classes[span.End - 1];
        bool word = CharClasses.IsLetter(last) || last == CharClass.Mark || (last == CharClass.Comma && page.Page.Text[span.End - 1] is not (':' or '：'));
        if (!word || last is CharClass.Thai or CharClass.Lao or CharClass.Khmer)
        {
            return false;
        }

        // A paragraph of one unended line may be a heading or a caption; one with sentences or clauses before its end breaks off.
        ReadOnlySpan<CharClass> inside = page.Classes[block.Span.Start..(span.End - 1)];
        return inside.ContainsAny(CharClass.SentenceEnd, CharClass.Comma);
    }

    /// <summary>True when the last word is one that no sentence ends on.</summary>
    public static bool EndsOnGrammar(SegmentedPage page, TextSpan span)
    {
        int start = span.End;
        while (start > span.Start && span.End - start < 12 && CharClasses.IsLetter(page.Classes[start - 1]))
        {
            start--;
        }

        int length = span.End - start;
        if (page.Classes[span.End - 1] == CharClass.Comma)
        {
            return true;
        }

        if (OpenEndings.EndsOpen(page.Page.Text.AsSpan(span.Start, span.Length)))
        {
            return true;
        }

        return IsCaselessWord(page, start, length) ? IsCommonWord(page, start, length) : PlainWords.IsSmall(page.Page.Text.AsSpan(start, length)) && IsCommonWord(page, start, length);
    }

    // A word of a script that sets blanks and has no small letters: Arabic, Hebrew, Devanagari and their like.
    private static bool IsCaselessWord(SegmentedPage page, int start, int length)
    {
        if (length == 0)
        {
            return false;
        }

        CharClass k = page.Classes[start];
        Script script = Scripts.Of(k);
        return script != Script.None && !Scripts.IsDense(script) && k is not (CharClass.Latin or CharClass.Cyrillic or CharClass.Greek);
    }

    /// <summary>Where a capital stands inside a word whose first part is a common word ("…beneath theHarbour board"), or -1.</summary>
    public static int InnerSeam(SegmentedPage page, TextSpan span)
    {
        string text = page.Page.Text;
        for (int i = span.Start + 1; i + 3 < span.End; i++)
        {
            if (!char.IsUpper(text[i]) || !char.IsLower(text[i - 1]))
            {
                continue;
            }

            int start = i;
            while (start > span.Start && i - start < 12 && char.IsLower(text[start - 1]))
            {
                start--;
            }

            // A whole word in small letters before it, a capitalised word of its own after it.
            bool word = start > span.Start && page.Classes[start - 1] == CharClass.Space;
            bool capital = (char.IsLower(text[i + 1]) && char.IsLower(text[i + 2])) || (text[i + 1] == ' ' && char.IsLower(text[i + 2]));
            if (word && capital && IsCommonWord(page, start, i - start))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Where a word with a capital that is a function word follows one in small letters ("…as far as the My uncle said"), or -1.</summary>
    public static int MidSeam(SegmentedPage page, TextSpan span)
    {
        ReadOnlySpan<char> text = page.Page.Text;
        for (int i = span.Start + 3; i + 2 < span.End; i++)
        {
            if (!char.IsUpper(text[i]) || text[i - 1] != ' ' || !char.IsLower(text[i - 2]) || !char.IsLower(text[i + 1]))
            {
                continue;
            }

            int start = i - 1;
            while (start > span.Start && i - start < 8 && CharClasses.IsLetter(page.Classes[start - 1]))
            {
                start--;
            }

            int end = i + 1;
            while (end < span.End && CharClasses.IsLetter(page.Classes[end]))
            {
                end++;
            }

            bool small = PlainWords.IsSmall(text[start..(i - 1)]) && start > span.Start && page.Classes[start - 1] == CharClass.Space;
            if (small && PlainWords.IsSmall(text[(i + 1)..end]) && end < span.End && text[end] == ' ' && char.IsLower(text[end + 1])
                && IsCommonWord(page, start, i - 1 - start, CommonWeight) && IsCommonWord(page, i, end - i, CommonWeight))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>True for words that stand in most texts of their language, and for words of one or two letters.</summary>
    public static bool IsCommonWord(SegmentedPage page, int start, int length, int most = CommonWeight) =>
        TryTerm(page, start, length, out uint term) ? TermWeights.Of(term) <= most : length is 1 or 2;

    /// <summary>True for words whose beginning does not stand in the table of terms.</summary>
    public static bool IsRareWord(SegmentedPage page, int start, int length) =>
        TryTerm(page, start, length, out uint term) && TermWeights.Of(term) == TermWeights.Max;

    /// <summary>True for words whose beginning stands in the table of terms, or again on the page.</summary>
    public static bool IsKnownWord(SegmentedPage page, int start, int length)
    {
        if (!TryTerm(page, start, length, out uint hash) || TermWeights.Of(hash) < TermWeights.Max)
        {
            return true;
        }

        int term = page.Ngrams.Find(hash);
        return term >= 0 && page.Ngrams.FirstOf(term) != page.Ngrams.LastOf(term);
    }

    // The first term of a word; none where it has too few letters.
    private static bool TryTerm(SegmentedPage page, int start, int length, out uint term)
    {
        Span<uint> terms = stackalloc uint[TermLetters];
        length = Math.Min(length, TermLetters);
        int count = Text.TermReader.Read(page.Page.Text.AsSpan(start, length), page.Classes.Slice(start, length), terms);
        term = terms[0];
        return count > 0;
    }

    /// <summary>True when the segment's first letter is a small one.</summary>
    public static bool StartsSmall(SegmentedPage page, TextSpan span)
    {
        int at = CasedAt(page, span);
        if (at < 0 || !char.IsLower(page.Page.Text[at]))
        {
            return false;
        }

        // "iPhone", "eBay", "www": names that start small.
        int end = at;
        while (end < span.End && CharClasses.IsLetter(page.Classes[end]))
        {
            end++;
        }

        ReadOnlySpan<char> word = page.Page.Text.AsSpan(at, end - at);
        return PlainWords.IsSmall(word) && (end == span.End || page.Classes[end] is CharClass.Space or CharClass.Comma) && !word.StartsWith("www", StringComparison.Ordinal);
    }

    /// <summary>The first letter when it has case and only bullets, quotes and blanks stand before it, else -1.</summary>
    private static int CasedAt(SegmentedPage page, TextSpan span)
    {
        for (int i = span.Start; i < span.End; i++)
        {
            CharClass k = page.Classes[i];
            if (k is CharClass.Latin or CharClass.Cyrillic or CharClass.Greek)
            {
                return i;
            }

            if (k is not (CharClass.Space or CharClass.Quote or CharClass.Symbol or CharClass.Emoji or CharClass.Format or CharClass.Mark))
            {
                return -1;
            }
        }

        return -1;
    }

    private static bool IsCasedStart(SegmentedPage page, int at) =>
        page.Classes[at] is CharClass.Latin or CharClass.Cyrillic or CharClass.Greek;
}
