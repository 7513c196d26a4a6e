using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Detecting.Shared;

/// <summary>Cuts the places of known names out of a sentence: a link that leaves the site, a whole bracket, or a run of words from accused places that ends a clause.</summary>
/// <remarks>Linear in the segment; looks a bounded number of characters around each name. Runs are told by the blanks between words: scripts without them are left to <see cref="DenseNames"/>.</remarks>
internal static class NamePieces
{
    private const int MaxWords = 6;
    private const int MaxWord = 24;
    private const int MinWords = 2;
    private const int MinBefore = 20;
    private const int MaxGrammar = 4;
    private const int ClearWords = 3;
    private const int MaxOther = 2;

    /// <summary>Finds the pieces of a segment.</summary>
    /// <param name="page">The page.</param>
    /// <param name="segment">The sentence.</param>
    /// <param name="hits">The names in it, in order.</param>
    /// <param name="words">The words of accused places.</param>
    /// <param name="pieces">Takes the pieces; as long as <paramref name="hits"/>.</param>
    /// <returns>How many; 0 where a name is no part of one: then the sentence speaks of it.</returns>
    public static int Find(SegmentedPage page, TextSpan segment, ReadOnlySpan<TextSpan> hits, GluedNames words, Span<TextSpan> pieces)
    {
        int b = BlockSearch.Of(page.Page.Blocks, segment.Start);
        if (b < 0 || page.Page.Blocks[b].Zone != Zone.Body)
        {
            return 0;
        }

        int count = 0;
        TextSpan block = page.Page.Blocks[b].Span;
        foreach (TextSpan hit in hits)
        {
            if (count > 0 && hit.Start < pieces[count - 1].End)
            {
                continue;
            }

            TextSpan piece = SetApart.Bracket(page, block, hit);
            piece = piece.IsEmpty ? SetApart.Link(page, PageFacts.Of(page), page.Page.Blocks[b], hit) : piece;
            piece = piece.IsEmpty ? Run(page, segment, block, hit, words) : piece;
            if (piece.IsEmpty)
            {
                return 0;
            }

            pieces[count++] = piece;
        }

        return count;
    }

    private static TextSpan Run(SegmentedPage page, TextSpan segment, TextSpan block, TextSpan hit, GluedNames words)
    {
        ReadOnlySpan<CharClass> classes = page.Classes;
        (int start, int before) = Back(page, segment, hit.Start, words);
        (int end, int behind) = On(page, block, hit.End, words);
        if (end < 0 || before + behind + 1 < MinWords || start - segment.Start < MinBefore || Scripts.IsDense(Scripts.Of(classes[hit.Start])))
        {
            return default;
        }

        // A small word of grammar wants what follows it: there the sentence speaks of the name.
        (int word, int wordEnd) = WordBefore(classes, start, segment.Start);
        return wordEnd == word || (before + behind + 1 < ClearWords && wordEnd - word <= MaxGrammar && SpliceHabits.IsCommonWord(page, word, wordEnd - word)) ? default : new TextSpan(start, end);
    }

    private static (int Start, int Words) Back(SegmentedPage page, TextSpan segment, int at, GluedNames words)
    {
        int n = 0;
        for (; n < MaxWords; n++)
        {
            (int word, int end) = WordBefore(page.Classes, at, segment.Start);
            if (word == end || end - word > MaxWord || !words.IsAccused(page, word, end))
            {
                break;
            }

            at = word;
        }

        return (at, n);
    }

    // To the end of the clause over words of accused places, the last of them included; -1 where too many others come before it.
    private static (int End, int Words) On(SegmentedPage page, TextSpan block, int at, GluedNames words)
    {
        ReadOnlySpan<CharClass> classes = page.Classes;
        int others = 0;
        bool accused = true;
        for (int n = 0; n <= MaxWords; n++)
        {
            if (at == block.End || classes[at] is CharClass.Comma or CharClass.SentenceEnd or CharClass.LineEnd)
            {
                return (accused ? at : -1, n - others);
            }

            int word = at;
            while (word < block.End && classes[word] == CharClass.Space)
            {
                word++;
            }

            int end = word;
            while (end < block.End && end - word <= MaxWord && Pieces.IsWord(classes[end]))
            {
                end++;
            }

            accused = end > word && (words.IsAccused(page, word, end) || IsNumber(classes[word..end]));
            others += accused ? 0 : 1;
            if (word == at || end == word || others > MaxOther)
            {
                return (-1, 0);
            }

            at = end;
        }

        return (-1, 0);
    }

    private static (int Start, int End) WordBefore(ReadOnlySpan<CharClass> classes, int at, int stop)
    {
        int end = at;
        while (end > stop && classes[end - 1] == CharClass.Space)
        {
            end--;
        }

        int start = end;
        while (start > stop && end - start <= MaxWord && Pieces.IsWord(classes[start - 1]))
        {
            start--;
        }

        return (start, end);
    }

    private static bool IsNumber(ReadOnlySpan<CharClass> word) => word.IndexOfAnyExcept(CharClass.Digit) < 0;
}
