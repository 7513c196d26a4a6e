using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Detecting.Shared;

/// <summary>Places of one line where a text may stop and another start, each of which may be a slip of the pen: together they are none.</summary>
/// <remarks>A capital within a word ("cautiousBeing named"), a small letter right behind a full stop ("eyes.umers’ eyes"), a sentence right behind another, a line that starts or breaks off in mid-sentence where the page's others do not.</remarks>
internal static class StrungSeams
{
    /// <summary>From so much on the places of a line are believed.</summary>
    public const int LeastWeight = 3;

    private const int LeastBefore = 3;
    private const int LeastTail = 5;
    private const int MostLetters = 24;

    /// <summary>Places of a line that are looked at.</summary>
    public const int Most = 12;
    private const int MinHabit = 5;

    /// <summary>Finds the places of a line of running text.</summary>
    /// <param name="page">The page.</param>
    /// <param name="habits">How it sets its sentences.</param>
    /// <param name="b">A block for which <see cref="GluedSeams.MayStand"/> holds.</param>
    /// <param name="looks">How many words may still be looked for in the whole text.</param>
    /// <param name="seams">Takes the places, in order; room for <see cref="Most"/>.</param>
    /// <param name="count">How many there are.</param>
    /// <returns>What they weigh together; nothing where none of them is more than a lost blank or full stop.</returns>
    public static int Find(SegmentedPage page, in SpliceHabits habits, int b, ref int looks, Span<int> seams, out int count)
    {
        count = 0;
        ReadOnlySpan<char> text = page.Page.Text;
        TextSpan line = page.Page.Blocks[b].Span;
        bool spaced = habits.SpacedEnds >= MinHabit && habits.GluedEnds * 4 <= habits.SpacedEnds;
        int clear = 0;
        bool glued = false;
        for (int i = line.Start + LeastBefore; i + 2 < line.End && count < Most; i++)
        {
            char before = text[i - 1], c = text[i];
            if (char.IsUpper(c) && char.IsLower(before) && char.IsLower(text[i + 1]))
            {
                if (IsInWord(page, line, i) && IsWritten(page, i) && looks-- > 0 && !GluedSeams.StandsAgain(page, line, i))
                {
                    clear++;
                    seams[count++] = i;
                }
            }
            else if (before == '.' && char.IsLower(text[i - 2]) && char.IsLower(text[i - 3]) && char.IsLetter(c))
            {
                bool small = char.IsLower(c);
                if ((small ? IsTail(text, line, i) : spaced && char.IsLower(text[i + 1])) && IsWritten(page, i))
                {
                    clear += small ? 1 : 0;
                    glued |= !small;
                    seams[count++] = i;
                }
            }
        }

        return clear == 0 ? 0 : (2 * clear) + (glued ? 1 : 0) + OpenEnds(page, habits, b);
    }

    // A line that starts small or breaks off, where the page's others do not.
    private static int OpenEnds(SegmentedPage page, in SpliceHabits habits, int b)
    {
        TextSpan line = page.Page.Blocks[b].Span;
        int end = line.End;
        while (end > line.Start && CharClasses.IsSpace(page.Classes[end - 1]))
        {
            end--;
        }

        int open = habits.EndsAreHabit && end > line.Start && SpliceHabits.BreaksOff(page, new(line.Start, end), page.Page.Blocks[b]) ? 1 : 0;
        return open + (habits.StartsAreHabit && SpliceHabits.StartsSmall(page, line) ? 1 : 0);
    }

    // A word in small letters and right behind it one with a capital, after which the sentence goes on.
    private static bool IsInWord(SegmentedPage page, TextSpan line, int at)
    {
        ReadOnlySpan<char> text = page.Page.Text;
        int start = at;
        while (start > line.Start && at - start < MostLetters && char.IsLower(text[start - 1]))
        {
            start--;
        }

        int end = at + 1;
        while (end < line.End && end - at < MostLetters && char.IsLower(text[end]))
        {
            end++;
        }

        return at - start >= LeastBefore && (start == line.Start || char.IsWhiteSpace(text[start - 1])) && page.Classes[start] == page.Classes[at] && GoesOn(text, line, end);
    }

    // The rest of a cut word right behind a full stop; names of hosts and files are written so, most of them with a short ending.
    private static bool IsTail(ReadOnlySpan<char> text, TextSpan line, int at)
    {
        int start = at - 1;
        while (start > line.Start && at - start < MostLetters && char.IsLetter(text[start - 1]))
        {
            start--;
        }

        int end = at;
        while (end < line.End && end - at < MostLetters && char.IsLower(text[end]))
        {
            end++;
        }

        return (start == line.Start || char.IsWhiteSpace(text[start - 1])) && (end - at >= LeastTail || (end < line.End && text[end] is '’' or '\'')) && GoesOn(text, line, end);
    }

    private static bool GoesOn(ReadOnlySpan<char> text, TextSpan line, int end)
    {
        while (end < line.End && text[end] is ',' or '’' or '\'' or ';' or ':')
        {
            end++;
        }

        return end + 1 < line.End && text[end] == ' ' && char.IsLetterOrDigit(text[end + 1]);
    }

    // Where markup stands between the two letters a blank may have been lost with it.
    private static bool IsWritten(SegmentedPage page, int at)
    {
        SourceSpan source = page.Page.ToSource(new TextSpan(at - 1, at + 1));
        int bytes = 0;
        foreach (char c in page.Page.Text.AsSpan(at - 1, 2))
        {
            bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : 3;
        }

        return source.End - source.Start == bytes;
    }
}
