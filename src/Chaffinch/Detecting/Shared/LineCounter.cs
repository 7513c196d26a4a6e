using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Detecting.Shared;

/// <summary>Counts one line: one pass over its code units.</summary>
internal static class LineCounter
{
    private const ulong FoldSeed = 0xCBF29CE484222325;
    private const ulong FoldFactor = 0x9E3779B97F4A7C15;

    public static LineFacts Count(ReadOnlySpan<char> text, ReadOnlySpan<CharClass> classes, in Block block, out ScriptCounts scripts)
    {
        LineFacts line = default;
        line.NextAlike = -1;
        scripts = default;
        ulong fold = FoldSeed;
        uint head = 0;
        uint tail = 0;
        int folded = 0;
        CharClass before = CharClass.LineEnd;
        for (int i = block.Span.Start; i < block.Span.End; i++)
        {
            CharClass k = classes[i];
            Script script = Scripts.Of(k);
            if (script != Script.None || k == CharClass.Digit)
            {
                bool digit = k == CharClass.Digit;
                scripts[(int)script]++;
                line.Digits += digit ? 1 : 0;
                line.Chars++;
                line.Odd += script == Script.Other || text[i] >= '\uFF21' ? 1 : 0;
                if (!digit || before != CharClass.Digit)
                {
                    // Numbers count as alike: kits change dates and serial numbers from copy to copy.
                    uint c = digit ? '0' : CharFold.Fold(text[i]);
                    fold = (fold ^ c) * FoldFactor;
                    tail = (tail << 16) | c;
                    head = folded < 2 ? (head << 16) | c : head;
                    folded++;
                }
            }
            else
            {
                CharClass after = i + 1 < block.Span.End ? classes[i + 1] : CharClass.LineEnd;
                CountOther(ref line, text[i], k, before, after);
            }

            before = k;
        }

        scripts[0] = 0;
        line.Letters = scripts.Total;
        line.Main = scripts.Main;
        line.OtherLetters = line.Letters - scripts.Of(line.Main);
        line.MixesScripts = scripts[(int)Script.Latin] > 0 && scripts[(int)Script.Cyrillic] + scripts[(int)Script.Greek] > 0;
        line.DenseLetters = scripts.Of(Script.Han) + scripts[(int)Script.Hangul] + scripts[(int)Script.Thai] + scripts[(int)Script.SouthEastAsian] + scripts[(int)Script.Tibetan];
        line.Fold = folded == 0 ? 0 : (fold ^ (fold >> 29)) | 1;
        line.Head = head;
        line.Tail = tail;
        MarkEnds(ref line, text, classes, block.Span);
        line.Prose = IsProse(line, block);
        return line;
    }

    private static void CountOther(ref LineFacts line, char c, CharClass k, CharClass before, CharClass after)
    {
        switch (k)
        {
            case CharClass.Space:
                line.Gaps += before is CharClass.Space or CharClass.LineEnd ? 0 : 1;
                return;
            case CharClass.LineEnd:
                return;
            case CharClass.SentenceEnd:
                // Dots in a row, in a number or in an address end no sentence.
                bool ends = before != CharClass.SentenceEnd && after != CharClass.SentenceEnd && c != '…'
                    && (c > 0x7F || after is CharClass.Space or CharClass.LineEnd or CharClass.Quote or CharClass.CloseBracket);
                line.SentenceEnds += ends ? 1 : 0;
                break;
            case CharClass.Comma:
                line.Commas++;
                break;
            case CharClass.Separator:
                line.Separators += before == CharClass.Separator ? 0 : 1;
                break;
            case CharClass.Symbol:
                line.Odd++;
                break;
            case CharClass.Mark or CharClass.Emoji or CharClass.Format:
                break;
            default:
                line.Marks++;
                break;
        }

        line.Chars++;
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
