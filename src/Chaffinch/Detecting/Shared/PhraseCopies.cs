using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Detecting.Shared;

/// <summary>How far what stands around a name says the same, word for word, as one of the accused places that have it.</summary>
/// <remarks>Looks at no more than <see cref="MaxChars"/> characters on both sides of three places and of at most <see cref="MaxPlaces"/> behind each in its line.</remarks>
internal static class PhraseCopies
{
    private const int MaxChars = 80;
    private const int MinWords = 3;
    private const int MinChars = 12;
    private const int MinBefore = 12;
    private const int MaxRow = 300;
    private const int MaxPlaces = 8;

    /// <summary>The longest copy of three words and more; empty where there is none, or where hardly anything of the line stands before and behind it.</summary>
    /// <param name="page">The page.</param>
    /// <param name="line">The line of the name.</param>
    /// <param name="name">The name.</param>
    /// <param name="places">Accused places of it.</param>
    public static TextSpan Longest(SegmentedPage page, TextSpan line, TextSpan name, ReadOnlySpan<TextSpan> places)
    {
        TextSpan longest = default;
        foreach (TextSpan place in places)
        {
            if (place.IsEmpty || place.Start == name.Start)
            {
                continue;
            }

            int b = BlockSearch.Of(page.Page.Blocks, place.Start);
            if (b < 0)
            {
                continue;
            }

            TextSpan copy = LongestIn(page, line, name, page.Page.Blocks[b].Span, place.Start);
            longest = copy.Length > longest.Length ? copy : longest;
        }

        return longest.Start - line.Start >= MinBefore ? longest : default;
    }

    // A row says a name in many of its phrases: the places around the first one are asked too.
    private static TextSpan LongestIn(SegmentedPage page, TextSpan line, TextSpan name, TextSpan other, int place)
    {
        ReadOnlySpan<char> text = page.Page.Text;
        TextSpan longest = default;
        int end = PageFacts.Of(page).Lines[BlockSearch.Of(page.Page.Blocks, place)].HasSentences ? place : Math.Min(other.End, place + MaxRow);
        for (int finds = 0; finds < MaxPlaces; finds++)
        {
            TextSpan copy = Common(page, line, name.Start, other, place);
            if (copy.Length > longest.Length && WordsIn(page.Classes, copy) >= MinWords && copy.Length >= MinChars)
            {
                longest = copy;
            }

            int next = text[(place + 1)..Math.Max(place + 1, end)].IndexOf(text[name.Start..name.End], StringComparison.OrdinalIgnoreCase);
            if (next < 0)
            {
                break;
            }

            place += 1 + next;
        }

        return longest;
    }

    private static TextSpan Common(SegmentedPage page, TextSpan line, int at, TextSpan other, int there)
    {
        ReadOnlySpan<char> text = page.Page.Text;
        ReadOnlySpan<CharClass> classes = page.Classes;
        int end = 0;
        while (end < MaxChars && at + end < line.End && there + end < other.End && IsPhrase(classes[at + end]) && CharFold.Fold(text[at + end]) == CharFold.Fold(text[there + end]))
        {
            end++;
        }

        int start = 0;
        while (start < MaxChars && at - start > line.Start && there - start > other.Start && IsPhrase(classes[at - start - 1])
            && CharFold.Fold(text[at - start - 1]) == CharFold.Fold(text[there - start - 1]))
        {
            start++;
        }

        // A word of which only a part is the same belongs to neither; one that is glued to its neighbour begins where the other place has a border.
        int from = at - start;
        while (from < at && from > line.Start && Pieces.IsWord(classes[from - 1]) && Pieces.IsWord(classes[from]) && !(there - start == other.Start || !Pieces.IsWord(classes[there - start - 1])))
        {
            from++;
            start--;
        }

        int to = at + end;
        while (to > at && to < line.End && Pieces.IsWord(classes[to]) && Pieces.IsWord(classes[to - 1]) && !(there + end >= other.End || !Pieces.IsWord(classes[there + end])))
        {
            to--;
            end--;
        }

        return from < to ? new Pieces(page).Trim(from, to) : default;
    }

    private static int WordsIn(ReadOnlySpan<CharClass> classes, TextSpan span)
    {
        int words = 0;
        for (int i = span.Start; i < span.End; i++)
        {
            words += Pieces.IsWord(classes[i]) && (i == span.Start || !Pieces.IsWord(classes[i - 1])) ? 1 : 0;
        }

        return words;
    }

    private static bool IsPhrase(CharClass c) => Pieces.IsWord(c) || c == CharClass.Space;
}
