using Chaffinch.Text;

namespace Chaffinch.Segmenting;

/// <summary>Tells a sentence end that a text in small letters follows without a blank from hosts, files and numbers: "…to nowhere in particular.shares in the cable maker fell".</summary>
/// <remarks>A border in the wrong place accuses nobody: what stands behind it needs an open end too.</remarks>
internal static class SegmenterGlued
{
    /// <summary>Words of so many letters need not be known.</summary>
    private const int MinLetters = 5;

    /// <summary>Shorter words before a stop are abbreviations.</summary>
    private const int MinShortLetters = 3;

    /// <summary>A sentence has so many characters before its stop.</summary>
    private const int MinBefore = 24;

    private const int MaxWord = 24;
    private const int CommonWeight = 4;

    /// <summary>True where the stop ends a sentence although small letters, or letters without case, follow at once.</summary>
    /// <param name="line">The line.</param>
    /// <param name="i">Where the stop stands.</param>
    /// <param name="after">Behind it and what closes with it.</param>
    public static bool IsEnd(in SegmenterLine line, int i, int after)
    {
        CharClass next = line.ClassAt(after);
        return next is CharClass.Arabic or CharClass.Hebrew ? IsCaseless(line, i, after) : SegmenterLine.IsCased(next) && char.IsLower(line.Text[after]) && IsSmall(line, i, after);
    }

    private static bool IsSmall(in SegmenterLine line, int i, int after)
    {
        int first = WordBefore(line, i);
        int last = after;
        while (last < line.Length && last - after <= MaxWord && CharClasses.IsLetter(line.Classes[last]))
        {
            last++;
        }

        bool words = i - first >= MinShortLetters && line.ClassAt(last) == CharClass.Space && CharClasses.IsLetter(line.ClassAt(last + 1))
            && CharClasses.IsSpace(line.ClassAt(first - 1)) && PlainWords.IsSmall(line.Text[first..i]) && PlainWords.IsSmall(line.Text[after..last]);
        if (!words || PlainWords.EndsHostOrFile(line.Text[after..last]) || SegmenterAbbreviations.Contains(line.Text[first..i], beforeNumber: true))
        {
            return false;
        }

        // Words of a text on both sides: a long one, or one that stands in every text of its language.
        bool isLong = i - first >= MinLetters && last - after >= MinLetters;
        return isLong || (i >= MinBefore && (last - after >= MinLetters || HasLetterBeyondAscii(line.Text[after..last]) || PlainWords.IsCommon(line.Text[after..last], line.Classes[after..last], CommonWeight)) && (last - after > 2 || IsText(line, last + 1)));
    }

    // What follows a word of one or two letters, which may be the end of a host too, is a word in small letters.
    private static bool IsText(in SegmenterLine line, int at)
    {
        int end = at;
        while (end < line.Length && end - at <= MaxWord && CharClasses.IsLetter(line.Classes[end]))
        {
            end++;
        }

        return end - at >= MinLetters && PlainWords.IsSmall(line.Text[at..end]);
    }

    private static bool IsCaseless(in SegmenterLine line, int i, int after)
    {
        int first = WordBefore(line, i);
        return line.ClassAt(i - 1) == line.ClassAt(after) && i - first >= 3 && CharClasses.IsSpace(line.ClassAt(first - 1)) && line.ClassAt(after + 1) == line.ClassAt(after);
    }

    private static int WordBefore(in SegmenterLine line, int i)
    {
        int first = i;
        while (first > 0 && i - first <= MaxWord && CharClasses.IsLetter(line.Classes[first - 1]))
        {
            first--;
        }

        return first;
    }

    // No host that is written in running text has one.
    private static bool HasLetterBeyondAscii(ReadOnlySpan<char> word) => !System.Text.Ascii.IsValid(word);
}
