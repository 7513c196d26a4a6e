using System.Globalization;
using Chaffinch.Text;

namespace Chaffinch.Detecting.Shared;

/// <summary>Places inside a run of letters and digits where two words were glued together, as far as the letters tell.</summary>
internal static class Seams
{
    /// <summary>Letters that stand only at the end of a word: Arabic teh marbuta and alef maksura, the Hebrew final forms, the Greek final sigma.</summary>
    private const string Finals = "\u0629\u0649\u05DA\u05DD\u05DF\u05E3\u05E5\u03C2";

    /// <summary>True where something ends before <paramref name="at"/> and something else starts there, without a blank.</summary>
    /// <remarks>
    /// After small letters a capital, after two capitals a capitalised word, after a number a capitalised word, after one script another (both set
    /// blanks), after a letter that ends words another one. Names of one word have the first, the third and the fourth too: who asks needs more to go by.
    /// </remarks>
    public static bool Is(ReadOnlySpan<char> text, ReadOnlySpan<CharClass> classes, int at)
    {
        if (at < 1 || at + 1 >= text.Length || !CharClasses.IsLetter(classes[at]) || char.IsLowSurrogate(text[at]))
        {
            return false;
        }

        char before = text[at - 1];
        bool capital = char.IsUpper(text[at]);
        if (classes[at - 1] == CharClass.Digit)
        {
            return capital && (char.IsLower(text[at + 1]) || classes[at + 1] == CharClass.Quote);
        }

        if (capital)
        {
            return char.IsLower(before) || (at > 1 && char.IsUpper(before) && char.IsUpper(text[at - 2]) && char.IsLower(text[at + 1])) || IsOtherScript(classes, at);
        }

        return Finals.Contains(before) || IsOtherScript(classes, at);
    }

    /// <summary>True for letters of scripts without capitals.</summary>
    public static bool IsCaseless(ReadOnlySpan<char> text, int at) =>
        at >= 0 && at < text.Length && char.GetUnicodeCategory(text[at]) == UnicodeCategory.OtherLetter;

    private static bool IsOtherScript(ReadOnlySpan<CharClass> classes, int at)
    {
        Script a = Scripts.Of(classes[at - 1]);
        Script b = Scripts.Of(classes[at]);
        return a != b && a != Script.None && b != Script.None && !Scripts.IsDense(a) && !Scripts.IsDense(b);
    }
}
