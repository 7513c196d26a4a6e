using Chaffinch.Text;

namespace Chaffinch.Detecting.Shared;

/// <summary>Borders in Thai, Lao and Khmer, whose words stand without blanks: where a run of tokens that are no words may begin and end.</summary>
internal static class RunningLetters
{
    /// <summary>A rest of a run of letters that is no longer is a part of the last word or name before it, or of the first one behind it.</summary>
    private const int MaxRest = 8;

    /// <summary>A border is looked for so far away.</summary>
    private const int Reach = 14;

    /// <summary>Where a run that ends at <paramref name="end"/> should end.</summary>
    /// <param name="text">The line.</param>
    /// <param name="classes">Its classes.</param>
    /// <param name="start">Where the run starts.</param>
    /// <param name="end">Where it ends.</param>
    /// <returns>The end itself where it cuts no such word; else the end of the letters where it is near, the last end of a syllable before, or the blank before.</returns>
    public static int End(ReadOnlySpan<char> text, ReadOnlySpan<CharClass> classes, int start, int end)
    {
        if (!IsInside(classes, end))
        {
            return end;
        }

        int rest = end;
        while (rest < classes.Length && rest - end <= MaxRest && IsLetter(classes[rest]))
        {
            rest++;
        }

        if (rest - end <= MaxRest)
        {
            return rest;
        }

        for (int at = end; at > start && end - at <= Reach; at--)
        {
            if (!IsLetter(classes[at - 1]))
            {
                return BeforeBlanks(classes, start, at);
            }

            if (IsSyllableEnd(text, classes, at))
            {
                return at;
            }
        }

        return end;
    }

    /// <summary>Where a run that starts at <paramref name="start"/> should start: the counterpart of <see cref="End"/>.</summary>
    public static int Start(ReadOnlySpan<char> text, ReadOnlySpan<CharClass> classes, int start, int end)
    {
        if (!IsInside(classes, start))
        {
            return start;
        }

        int rest = start;
        while (rest > 0 && start - rest <= MaxRest && IsLetter(classes[rest - 1]))
        {
            rest--;
        }

        if (start - rest <= MaxRest)
        {
            return rest;
        }

        for (int at = start; at < end && at - start <= Reach; at++)
        {
            if (!IsLetter(classes[at]))
            {
                return at;
            }

            if (IsSyllableEnd(text, classes, at))
            {
                return at;
            }
        }

        return start;
    }

    private static bool IsInside(ReadOnlySpan<CharClass> classes, int at) => at > 0 && at < classes.Length && IsLetter(classes[at - 1]) && IsLetter(classes[at]);

    private static bool IsLetter(CharClass k) => k is CharClass.Thai or CharClass.Lao or CharClass.Khmer or CharClass.Mark;

    // Some vowels end a syllable, and some start one, whatever the word is.
    private static bool IsSyllableEnd(ReadOnlySpan<char> text, ReadOnlySpan<CharClass> classes, int at) =>
        classes[at] != CharClass.Mark && (text[at - 1] is 'ะ' or 'ำ' or 'ๆ' or 'ະ' or 'ຳ' || (text[at] is (>= 'เ' and <= 'ไ') or (>= 'ເ' and <= 'ໄ') && text[at - 1] is not (>= 'เ' and <= 'ไ')));

    private static int BeforeBlanks(ReadOnlySpan<CharClass> classes, int start, int at)
    {
        int end = at;
        while (end > start && CharClasses.IsSpace(classes[end - 1]))
        {
            end--;
        }

        return end > start ? end : at;
    }
}
