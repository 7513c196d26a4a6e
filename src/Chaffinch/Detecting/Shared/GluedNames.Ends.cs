using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Detecting.Shared;

/// <content>How far a phrase goes on behind its name.</content>
internal sealed partial class GluedNames
{
    // Words of accused places behind the name, to where the phrase ends: no compound of the page's own words goes on so.
    private bool GoesOnAccused(SegmentedPage page, int name, int end)
    {
        ReadOnlySpan<CharClass> classes = page.Classes;
        if (end <= name + MinWord || classes[name] != CharClass.Space)
        {
            return false;
        }

        for (int at = name; at < end;)
        {
            int word = at;
            while (word < end && !Pieces.IsWord(classes[word]))
            {
                word++;
            }

            at = word;
            while (at < end && Pieces.IsWord(classes[at]))
            {
                at++;
            }

            if (at > word && IsLetter(classes[word]) && !IsAccused(page, word, at))
            {
                return false;
            }
        }

        return true;
    }

    // A version goes on behind its first stop, up to the dots that some set behind it: "V5.0...", "1.2".
    private static int OverNumber(SegmentedPage page, TextSpan block, int at)
    {
        ReadOnlySpan<CharClass> classes = page.Classes;
        int end = at;
        while (end + 1 < block.End && classes[end - 1] == CharClass.Digit && page.Page.Text[end] == '.' && classes[end + 1] == CharClass.Digit)
        {
            end += 2;
            while (end < block.End && classes[end] == CharClass.Digit)
            {
                end++;
            }
        }

        int dots = end;
        while (dots < block.End && page.Page.Text[dots] is '.' or '…')
        {
            dots++;
        }

        bool several = dots - end > 1 || (dots > end && page.Page.Text[end] == '…');
        return end > at && several ? dots : end;
    }
}
