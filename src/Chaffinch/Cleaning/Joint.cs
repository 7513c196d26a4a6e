using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Cleaning;

/// <summary>What is written between two kept parts of one line.</summary>
internal static class Joint
{
    /// <summary>The white space that stood there, or where something was cut out, what the script wants in its place.</summary>
    /// <param name="page">The page.</param>
    /// <param name="classes">The class of each code unit of its text.</param>
    /// <param name="parts">All parts.</param>
    /// <param name="repairs">What repaired ones read.</param>
    /// <param name="left">Index of the left one.</param>
    /// <param name="right">Index of the right one, the next that is kept in the same block.</param>
    public static ReadOnlySpan<char> Between(Page page, ReadOnlySpan<CharClass> classes, ReadOnlySpan<Part> parts, RepairList repairs, int left, int right)
    {
        int from = parts[left].Kept.End;
        int to = parts[right].Kept.Start;
        bool severed = parts[left].Whole.End != from || parts[right].Whole.Start != to;
        for (int i = left + 1; i < right && !severed; i++)
        {
            severed = parts[i].Label != Label.Damaged;
        }

        if (!severed && right == left + 1)
        {
            return page.Text.AsSpan(from, to - from);
        }

        bool blank = char.IsWhiteSpace(page.Text[from]) || char.IsWhiteSpace(page.Text[to - 1]);
        CharClass a = parts[left].IsRepaired ? CharClasses.Of(repairs.TextOf(parts[left])[^1]) : classes[from - 1];
        CharClass b = parts[right].IsRepaired ? CharClasses.Of(repairs.TextOf(parts[right])[0]) : classes[to];
        return NeedsBlank(a, b, blank, severed) ? " " : "";
    }

    private static bool NeedsBlank(CharClass a, CharClass b, bool blankStood, bool severed)
    {
        if (IsDense(a) && IsDense(b))
        {
            return false;
        }

        if (a == CharClass.OpenBracket || b is CharClass.CloseBracket or CharClass.Comma or CharClass.SentenceEnd)
        {
            return false;
        }

        // Noise taken out of a word leaves a word; something planted between two words leaves two.
        return blankStood || (severed && !IsUnspaced(a) && !IsUnspaced(b));
    }

    // Scripts that write no blank between words; Thai and its neighbours do between clauses, so there a blank that stood may be the author's.
    private static bool IsUnspaced(CharClass c) => IsDense(c) || c is CharClass.Thai or CharClass.Lao or CharClass.Khmer or CharClass.Burmese or CharClass.Tibetan;

    private static bool IsDense(CharClass c) => c is CharClass.Han or CharClass.Hiragana or CharClass.Katakana or CharClass.Bopomofo;
}
