using System.Numerics;
using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Detecting.Shared;

/// <summary>Counts one line.</summary>
internal static class LineCounter
{
    private const ulong Letters = (2UL << (int)CharClass.OtherLetter) - (1UL << (int)CharClass.Latin);
    private const char FirstWide = '\uFF21';

    /// <summary>True where a text may hold full-width letters or digits: asked once of the whole page.</summary>
    public static bool MayBeWide(ReadOnlySpan<char> text) => text.ContainsAnyInRange(FirstWide, '\uFFFF');

    public static LineFacts Count(ReadOnlySpan<char> text, ReadOnlySpan<CharClass> classes, in Block block, in BlockProfile profile, bool isWide, out ScriptCounts scripts)
    {
        LineFacts line = default;
        line.NextAlike = -1;
        scripts = default;
        ulong mask = profile.Mask;
        line.Fold = profile.Line.Fold;
        line.Head = profile.Line.Head;
        line.Tail = profile.Line.Tail;
        CountClasses(ref line, ref scripts, text, classes, block.Span, profile);
        line.Odd += isWide && MayBeWide(text[block.Span.Start..block.Span.End]) ? WideOf(text[block.Span.Start..block.Span.End], classes[block.Span.Start..block.Span.End]) : 0;
        if ((mask & Letters) == CharClasses.Bit(CharClass.Latin))
        {
            line.Letters = scripts[(int)Script.Latin];
            line.Main = Script.Latin;
        }
        else if ((mask & Letters) != 0)
        {
            CountScripts(ref line, scripts);
        }

        MarkEnds(ref line, text, classes, block.Span);
        line.Prose = IsProse(line, block);
        return line;
    }

    private static void CountScripts(ref LineFacts line, in ScriptCounts scripts)
    {
        line.Letters = scripts.Total;
        line.Main = scripts.Main;
        line.OtherLetters = line.Letters - scripts.Of(line.Main);
        line.MixesScripts = scripts[(int)Script.Latin] > 0 && scripts[(int)Script.Cyrillic] + scripts[(int)Script.Greek] > 0;
        line.DenseLetters = scripts.Of(Script.Han) + scripts[(int)Script.Hangul] + scripts[(int)Script.Thai] + scripts[(int)Script.SouthEastAsian] + scripts[(int)Script.Tibetan];
    }

    /// <summary>Counts class by class at vector width: few classes stand in a line.</summary>
    private static void CountClasses(
        ref LineFacts line, ref ScriptCounts scripts, ReadOnlySpan<char> page, ReadOnlySpan<CharClass> all, TextSpan span, in BlockProfile profile)
    {
        ReadOnlySpan<char> text = page[span.Start..span.End];
        ReadOnlySpan<CharClass> classes = all[span.Start..span.End];
        int left = span.Length;
        int spaces = 0;
        for (ulong rest = profile.Mask; rest != 0;)
        {
            var k = (CharClass)BitOperations.TrailingZeroCount(rest);
            rest &= rest - 1;
            int n = rest == 0 ? left : ClassBits.Count(all, span.Start, span.End, k);
            left -= n;
            if (CharClasses.IsLetter(k))
            {
                Script script = Scripts.Of(k);
                scripts[(int)script] += n;
                line.Odd += script == Script.Other ? n : 0;
                continue;
            }

            switch (k)
            {
                case CharClass.Space:
                    spaces += n;
                    line.Gaps = GapsOf(classes, profile, n);
                    break;
                case CharClass.LineEnd:
                    spaces += n;
                    break;
                case CharClass.Digit:
                    line.Digits = n;
                    break;
                case CharClass.SentenceEnd:
                    line.SentenceEnds = SentenceEndsOf(text, classes);
                    break;
                case CharClass.Comma:
                    line.Commas = n;
                    break;
                case CharClass.Separator:
                    line.Separators = RunsOfSeparators(classes);
                    break;
                case CharClass.Symbol:
                    line.Odd += n;
                    break;
                case CharClass.Mark or CharClass.Emoji or CharClass.Format:
                    break;
                default:
                    line.Marks += n;
                    break;
            }
        }

        line.Chars = span.Length - spaces;
    }

    /// <summary>Full-width letters and digits; letters of no common script are counted with their class.</summary>
    private static int WideOf(ReadOnlySpan<char> text, ReadOnlySpan<CharClass> classes)
    {
        int count = 0;
        for (int i = 0; i < text.Length; i++)
        {
            Script script = Scripts.Of(classes[i]);
            bool counts = (script != Script.None || classes[i] == CharClass.Digit) && script != Script.Other;
            count += counts && text[i] >= FirstWide ? 1 : 0;
        }

        return count;
    }

    private static int GapsOf(ReadOnlySpan<CharClass> classes, in BlockProfile profile, int spaces)
    {
        if ((profile.Mask & CharClasses.Bit(CharClass.LineEnd)) == 0 && !profile.IsWide)
        {
            return spaces - (classes[0] == CharClass.Space ? 1 : 0);
        }

        int gaps = 0;
        CharClass before = CharClass.LineEnd;
        foreach (CharClass k in classes)
        {
            gaps += k == CharClass.Space && before is not (CharClass.Space or CharClass.LineEnd) ? 1 : 0;
            before = k;
        }

        return gaps;
    }

    private static int SentenceEndsOf(ReadOnlySpan<char> text, ReadOnlySpan<CharClass> classes)
    {
        int count = 0;
        ReadOnlySpan<byte> bytes = CharClasses.Bytes(classes);
        for (int i = 0; i < bytes.Length; i++)
        {
            int next = bytes[i..].IndexOf((byte)CharClass.SentenceEnd);
            if (next < 0)
            {
                break;
            }

            i += next;
            CharClass before = i == 0 ? CharClass.LineEnd : classes[i - 1];
            CharClass after = i + 1 < classes.Length ? classes[i + 1] : CharClass.LineEnd;

            // Dots in a row, in a number or in an address end no sentence.
            bool ends = before != CharClass.SentenceEnd && after != CharClass.SentenceEnd && text[i] != '…'
                && (text[i] > 0x7F || after is CharClass.Space or CharClass.LineEnd or CharClass.Quote or CharClass.CloseBracket);
            count += ends ? 1 : 0;
        }

        return count;
    }

    private static int RunsOfSeparators(ReadOnlySpan<CharClass> classes)
    {
        int count = 0;
        ReadOnlySpan<byte> bytes = CharClasses.Bytes(classes);
        for (int i = 0; i < bytes.Length; i++)
        {
            int next = bytes[i..].IndexOf((byte)CharClass.Separator);
            if (next < 0)
            {
                break;
            }

            i += next;
            count += i > 0 && classes[i - 1] == CharClass.Separator ? 0 : 1;
        }

        return count;
    }

    private static void MarkEnds(ref LineFacts line, ReadOnlySpan<char> text, ReadOnlySpan<CharClass> classes, TextSpan span)
    {
        if (span.IsEmpty)
        {
            return;
        }

        CharClass second = span.Length > 1 ? classes[span.Start + 1] : CharClass.LineEnd;
        line.Bulleted = text[span.Start] is '|' or '#' || (second == CharClass.Space && text[span.Start] is '-' or '*' or '+' or '>' or '•' or '·' or '・' or '–' or '—' or '▪');
        line.Quoted = classes[span.Start] == CharClass.Quote;
        int end = span.End - 1;
        for (int i = 0; i < 4 && end > span.Start && classes[end] is CharClass.Quote or CharClass.CloseBracket or CharClass.Space; i++)
        {
            end--;
        }

        line.EndsSentence = classes[end] == CharClass.SentenceEnd;
    }

    /// <summary>True for running text that is surely more than a long title.</summary>
    public static bool IsParagraph(in LineFacts line) => line.Weight >= 220 || (line.SentenceEnds >= 2 && line.Weight >= 120);

    /// <summary>Running text: long, with the punctuation of clauses, not mostly links, and not a row of short items.</summary>
    private static bool IsProse(in LineFacts line, in Block block)
    {
        const float MinWeight = 60;
        const Hints Frame = Hints.Navigation | Hints.Header | Hints.Footer | Hints.Legal | Hints.Notice | Hints.Share | Hints.Breadcrumb;
        const BlockTraits FrameParts = BlockTraits.InNav | BlockTraits.InHeader | BlockTraits.InFooter | BlockTraits.Control;
        if ((block.AllHints & (Frame & ~Hints.Header)) != 0 || (block.OwnHints & Frame) != 0 || (block.Traits & FrameParts) != 0)
        {
            return false;
        }

        if (block.Zone != Zone.Body || block.IsHidden || block.HeadingLevel != 0 || block.LinkChars * 2 > line.Chars
            || line.Weight < MinWeight || line.Letters * 2 < line.Chars)
        {
            return false;
        }

        if (line.Main is Script.Thai or Script.SouthEastAsian)
        {
            return line.Separators * 20 < line.Chars;
        }

        int cuts = line.Commas + line.Separators + line.SentenceEnds;
        float clause = line.Weight / (cuts + 1);
        return line.SentenceEnds > 0 ? clause > 14 : line.Commas > 0 ? clause > 30 : line.Weight > 150 && clause > 60;
    }
}
