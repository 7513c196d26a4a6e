using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Detecting.Shared;

/// <summary>Lists of names: contributors, branches, works.</summary>
internal static class NameLists
{
    private const int LeastWords = 12;

    /// <summary>True where two thirds of many words begin with a capital: running text has fewer in every language with capitals, and search phrases mostly none.</summary>
    /// <param name="page">The page.</param>
    /// <param name="span">What is looked at; linear in it.</param>
    public static bool IsOne(SegmentedPage page, TextSpan span)
    {
        int words = 0;
        int capitals = 0;
        for (int i = span.Start; i < span.End; i++)
        {
            if (CharClasses.IsLetter(page.Classes[i]) && (i == span.Start || !CharClasses.IsLetter(page.Classes[i - 1])))
            {
                words++;
                capitals += char.IsUpper(page.Page.Text[i]) ? 1 : 0;
            }
        }

        return words >= LeastWords && capitals * 3 > words * 2;
    }

    /// <summary>The same of names in a sentence, joined by commas: a row of phrases for search engines is no sentence.</summary>
    /// <param name="page">The page.</param>
    /// <param name="span">What is looked at; linear in it.</param>
    public static bool IsSentence(SegmentedPage page, TextSpan span)
    {
        int commas = 0;
        foreach (CharClass c in page.Classes[span.Start..span.End])
        {
            commas += c == CharClass.Comma ? 1 : 0;
        }

        return commas >= LeastWords / 2 && IsOne(page, span);
    }
}
