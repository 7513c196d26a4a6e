using System.Numerics;
using Chaffinch.Text;

namespace Chaffinch.Segmenting;

/// <summary>Finds places inside a line where a splice could sit although no sentence ends there.</summary>
internal static class SegmenterBorders
{
    private const int MinSymbolRun = 3;
    private const int MaxSymbolGap = 3;
    private const int MaxLeadChars = 30;
    private const int MinScriptRun = 18;

    /// <summary>Longest segment; longer ones are cut at the next blank or comma, or anywhere.</summary>
    private const int SoftMaxChars = 320;
    private const int HardMaxChars = 480;

    private const ulong Letters = (2UL << (int)CharClass.OtherLetter) - (1UL << (int)CharClass.Latin);
    private const ulong HanFamily = (1UL << (int)CharClass.Han) | (1UL << (int)CharClass.Hiragana) | (1UL << (int)CharClass.Katakana);

    /// <summary>Marks broken bytes, symbol runs, bracketed leads, bullets in mid-line and long changes of script.</summary>
    public static void Mark(in SegmenterLine line)
    {
        bool signs = line.Has(CharClass.Replacement) || line.Has(CharClass.Symbol) || line.Has(CharClass.Emoji)
            || (line.Has(CharClass.OpenBracket) && line.Text.ContainsAny('【', '〖', '〔'));
        for (int i = 0; signs && i < line.Length; i++)
        {
            switch (line.Classes[i])
            {
                case CharClass.Replacement:
                    i = MarkRun(line, i, CharClass.Replacement, 1) - 1;
                    break;
                case CharClass.Symbol or CharClass.Emoji:
                    i = MarkSymbols(line, i) - 1;
                    break;
                case CharClass.OpenBracket when line.Text[i] is '【' or '〖' or '〔':
                    MarkLead(line, i);
                    break;
            }
        }

        MarkScripts(line);
    }

    /// <summary>Cuts what is still too long, so that no unpunctuated text becomes one segment.</summary>
    public static void LimitLength(in SegmenterLine line)
    {
        int start = 0;
        for (int i = 1; i < line.Length && line.Length > SoftMaxChars; i++)
        {
            if (i == start + 1)
            {
                // Nothing is cut before the limit: on to the next mark or to it.
                int clear = line.MarkBytes[i..Math.Min(line.Length, start + SoftMaxChars)].IndexOfAnyExcept((byte)CutMark.None);
                i = clear >= 0 ? i + clear : Math.Min(line.Length, start + SoftMaxChars);
                if (i == line.Length)
                {
                    return;
                }
            }

            if (line.Marks[i] != CutMark.None)
            {
                start = i;
            }
            else if (i - start >= SoftMaxChars
                && (line.Classes[i - 1] is CharClass.Space or CharClass.Comma or CharClass.Separator || i - start >= HardMaxChars))
            {
                line.Cut(i, CutMark.Splice);
                start = i;
            }
        }
    }

    private static int MarkRun(in SegmenterLine line, int i, CharClass k, int min)
    {
        int end = i;
        while (end < line.Length && line.Classes[end] == k)
        {
            end++;
        }

        if (end - i >= min)
        {
            line.Cut(i, CutMark.Splice);
            line.Cut(end, CutMark.Splice);
        }

        return end;
    }

    private static int MarkSymbols(in SegmenterLine line, int i)
    {
        int signs = 0;
        int lastSign = i;
        for (int at = i; at < line.Length && at - lastSign <= MaxSymbolGap; at++)
        {
            if (line.Classes[at] is CharClass.Symbol or CharClass.Emoji)
            {
                signs += char.IsHighSurrogate(line.Text[at]) ? 0 : 1;
                lastSign = at + 1;
            }
            else if (line.Classes[at] is CharClass.Comma or CharClass.SentenceEnd)
            {
                break;
            }
        }

        // A lone sign after a blank opens an item; three or more, with a stray letter or bracket between them, are a piece of their own.
        CharClass before = line.ClassAt(i - 1);
        if (signs >= MinSymbolRun)
        {
            line.Cut(i, CutMark.Splice);
            line.Cut(lastSign, CutMark.Splice);
            return lastSign;
        }

        if (CharClasses.IsSpace(before) || before == CharClass.SentenceEnd)
        {
            line.Cut(i, CutMark.Splice);
        }

        return i + 1;
    }

    private static void MarkLead(in SegmenterLine line, int i)
    {
        int end = i + 1;
        while (end < line.Length && end - i <= MaxLeadChars && line.Classes[end] != CharClass.CloseBracket)
        {
            end++;
        }

        if (line.ClassAt(end) == CharClass.CloseBracket)
        {
            line.Cut(i, CutMark.Splice);
            line.Cut(end + 1, CutMark.Splice);
        }
    }

    /// <summary>Marks where a long run of letters of one script family meets a long run of another.</summary>
    private static void MarkScripts(in SegmenterLine line)
    {
        if (BitOperations.IsPow2(line.Mask & Letters) || (line.Mask & Letters & ~HanFamily) == 0)
        {
            return;
        }

        int family = 0;
        int run = 0;
        int runStart = 0;
        int lastRun = 0;
        for (int i = 0; i < line.Length; i++)
        {
            int f = FamilyOf(line.Classes[i]);
            if (f == 0)
            {
                continue;
            }

            if (f != family)
            {
                lastRun = run;
                run = 0;
                runStart = i;
                family = f;
            }

            // The mark is set once, when the second run has become long enough.
            if (++run == MinScriptRun && lastRun >= MinScriptRun)
            {
                line.Cut(runStart, CutMark.Splice);
            }
        }
    }

    private static int FamilyOf(CharClass k) => k switch
    {
        CharClass.Latin => 1,
        CharClass.Cyrillic => 2,
        CharClass.Greek => 3,
        CharClass.Arabic => 4,
        CharClass.Hebrew => 5,
        CharClass.Thai => 6,
        CharClass.Hangul => 7,
        CharClass.Han or CharClass.Hiragana or CharClass.Katakana => 8,
        CharClass.Devanagari => 9,
        >= CharClass.Latin and <= CharClass.OtherLetter => 10,
        _ => 0,
    };
}
