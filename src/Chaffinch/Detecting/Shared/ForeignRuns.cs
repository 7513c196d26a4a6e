using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Detecting.Shared;

/// <summary>A run of words of another script inside a line.</summary>
internal struct ForeignRun
{
    /// <summary>From its first to its last letter or digit.</summary>
    public TextSpan Span;

    /// <summary>Its script.</summary>
    public Script Script;

    /// <summary>Letters in it.</summary>
    public int Letters;

    /// <summary>Words in it.</summary>
    public int Words;

    /// <summary>Words that start with a capital.</summary>
    public int Capitalised;

    /// <summary>Stands in brackets or quotes.</summary>
    public bool Bracketed;

    /// <summary>Holds marks of code or addresses.</summary>
    public bool Technical;

    /// <summary>No blank and no punctuation parts it from the text before or after it, where that script would set one.</summary>
    public bool Glued;
}

/// <summary>Cuts a line into runs of scripts that are not the page's.</summary>
internal static class ForeignRuns
{
    /// <summary>Goes to the next run at or after <paramref name="at"/>.</summary>
    public static bool Next(SegmentedPage page, PageFacts facts, TextSpan line, ref int at, out ForeignRun run)
    {
        ReadOnlySpan<CharClass> classes = page.Classes;
        ReadOnlySpan<char> text = page.Page.Text;
        run = default;
        int i = at;
        while (i < line.End && !IsForeign(classes[i], facts.MainScript))
        {
            i++;
        }

        if (i >= line.End)
        {
            at = line.End;
            return false;
        }

        int start = i;
        int end = i;
        run.Script = Scripts.Of(classes[i]) == Script.Kana ? Script.Han : Scripts.Of(classes[i]);
        bool inWord = false;
        for (; i < line.End; i++)
        {
            CharClass k = classes[i];
            if (IsForeign(k, facts.MainScript))
            {
                run.Letters++;
                run.Words += inWord ? 0 : 1;
                run.Capitalised += !inWord && char.IsUpper(text[i]) ? 1 : 0;
                inWord = true;
                end = i + 1;
            }
            else if (k is CharClass.Digit or CharClass.Mark)
            {
                end = i + 1;
            }
            else if (k is CharClass.Space or CharClass.Separator or CharClass.Format or CharClass.Comma)
            {
                inWord = false;
            }
            else
            {
                run.Technical |= k is CharClass.Operator or CharClass.OtherPunctuation;
                break;
            }
        }

        run.Span = new(start, end);
        at = Math.Max(i, end);
        CharClass before = start > line.Start ? classes[start - 1] : CharClass.Space;
        CharClass after = end < line.End ? classes[end] : CharClass.Space;
        run.Bracketed = before is CharClass.OpenBracket or CharClass.Quote || after is CharClass.CloseBracket or CharClass.Quote;
        run.Technical |= before is CharClass.OtherPunctuation || (end < line.End && text[end] is '.' && end + 1 < line.End && CharClasses.IsLetter(classes[end + 1]));
        run.Glued = (CharClasses.IsLetter(before) && !Scripts.IsDense(Scripts.Of(before))) || (CharClasses.IsLetter(after) && !Scripts.IsDense(Scripts.Of(after)));
        return true;
    }

    private static bool IsForeign(CharClass k, Script main)
    {
        Script script = Scripts.Of(k);
        return script != Script.None && script != main && script != Script.Other && !(script == Script.Kana && main == Script.Han);
    }
}
