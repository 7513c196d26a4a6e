namespace Chaffinch.Text;

/// <summary>Places where a text breaks off and another one starts behind a blank: "…were sent to the When the ferry came…".</summary>
/// <remarks>By itself no mark: polite pronouns, titles and names have capitals in mid-sentence. It is the end of what already starts in a way that no sentence starts.</remarks>
internal static class OpenSeams
{
    private const int OpenWeight = 3;
    private const int StartWeight = 4;
    private const int MaxWord = 24;
    private const int ShortWord = 4;

    private static readonly string[] Polite =
    [
        "Sie", "Ihr", "Ihre", "Ihren", "Ihrem", "Ihrer", "Ihres", "Ihnen", "Du", "Dir", "Dich", "Dein", "Deine", "U", "Uw", "Anda", "Lei", "Suo", "Sua", "Loro", "Usted", "Ustedes", "Dem", "Deres",
        "Вы", "Вас", "Вам", "Вами", "Ваш", "Ваша", "Ваше", "Ваши", "Ви", "Ваші", "Pan", "Pani", "Panu", "Państwo", "Państwa", "Ty", "Vy", "Vás", "Vám", "He", "His", "Him", "Our", "Bạn",
    ];

    /// <summary>Tells whether a capitalised word that needs no capital stands at <paramref name="at"/>, and what stands before it.</summary>
    /// <param name="text">The line.</param>
    /// <param name="classes">Its classes.</param>
    /// <param name="at">Where a word starts.</param>
    /// <returns>2 behind a word that needs another one, 1 behind any word in small letters, 0 where it is no such place.</returns>
    public static int At(ReadOnlySpan<char> text, ReadOnlySpan<CharClass> classes, int at)
    {
        if (at < 3 || at + 3 >= text.Length || text[at - 1] != ' ' || !char.IsUpper(text[at]))
        {
            return 0;
        }

        int end = at + 1;
        while (end < text.Length && end - at < MaxWord && char.IsLower(text[end]))
        {
            end++;
        }

        int start = at - 1;
        while (start > 0 && at - start < MaxWord && char.IsLower(text[start - 1]))
        {
            start--;
        }

        // Where nouns have capitals one stands behind an article; behind a word of two letters it may be a title with its name.
        bool goesOn = end + 1 < text.Length && text[end] == ' ' && (char.IsLower(text[end + 1]) || (end - at > 2 && char.IsUpper(text[end + 1])));
        if (!goesOn || start == at - 1 || start == 0 || !CharClasses.IsSpace(classes[start - 1])
            || !PlainWords.IsCommon(text[at..end], classes[at..end], StartWeight))
        {
            return 0;
        }

        return PlainWords.IsCommon(text[start..(at - 1)], classes[start..(at - 1)], OpenWeight) ? 2 : char.IsLower(text[end + 1]) ? 1 : 0;
    }

    /// <summary>True where behind a blank a word of grammar has a capital ("…on the meeting in March From polishing nothing stood…"), whatever word stands before it.</summary>
    /// <remarks>Where nouns have capitals the word before the seam may be one too. Titles in capitals have such words as well: only what already starts like no sentence ends here.</remarks>
    /// <param name="text">The line.</param>
    /// <param name="classes">Its classes.</param>
    /// <param name="at">Where a word starts.</param>
    public static bool IsGrammarInCapitals(ReadOnlySpan<char> text, ReadOnlySpan<CharClass> classes, int at)
    {
        if (at < 3 || at + 3 >= text.Length || text[at - 1] != ' ' || !char.IsUpper(text[at]) || !char.IsLower(text[at + 1]) || !char.IsLower(text[at - 2]))
        {
            return false;
        }

        int end = at + 1;
        while (end < text.Length && end - at < MaxWord && char.IsLower(text[end]))
        {
            end++;
        }

        return end - at >= 2 && end + 1 < text.Length && text[end] == ' ' && CharClasses.IsLetter(classes[end + 1]) && !IsPolite(text[at..])
            && PlainWords.IsCommon(text[at..end], classes[at..end], end - at <= ShortWord ? StartWeight : OpenWeight);
    }

    /// <summary>True where <paramref name="text"/> starts with a pronoun that takes a capital out of politeness.</summary>
    public static bool IsPolite(ReadOnlySpan<char> text)
    {
        int end = 0;
        while (end < text.Length && char.IsLetter(text[end]))
        {
            end++;
        }

        ReadOnlySpan<char> word = text[..end];
        foreach (string polite in Polite)
        {
            if (word.SequenceEqual(polite))
            {
                return true;
            }
        }

        return false;
    }
}
