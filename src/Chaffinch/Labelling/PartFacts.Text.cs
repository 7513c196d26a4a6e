using System.Numerics;
using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Labelling;

/// <content>The words' number and case, the signs and the shapes of a unit's text.</content>
internal sealed partial class PartFacts
{
    private const int MaxRead = 400;
    private const int ShapeLength = 9;

    private void AddText(SegmentedPage page, PageShape shape, in PartUnit unit)
    {
        int start = page.Segments[unit.First].Span.Start;
        int length = page.Segments[unit.End - 1].Span.End - start;
        ReadOnlySpan<char> text = page.Page.Text.AsSpan(start, Math.Min(length, MaxRead));
        ReadOnlySpan<CharClass> classes = page.Classes.Slice(start, text.Length);
        var words = new WordCounts();
        Span<int> marks = stackalloc int[10];
        marks.Clear();
        Read(text, classes, ref words, marks);
        AddMarks(marks, text.Length);
        Put(PartField.Names, (Math.Min(4, BitOperations.Log2((uint)words.All + 1)) * 6) + (words.All == 0 ? 5 : words.Capitals * 4 / words.All));
        AddEnds(text, classes, page.Page.Text[start + length - 1], page.Classes[start + length - 1]);
    }

    private static void Read(ReadOnlySpan<char> text, ReadOnlySpan<CharClass> classes, ref WordCounts words, Span<int> marks)
    {
        for (int i = 0; i < text.Length;)
        {
            if (!CharClasses.IsLetter(classes[i]))
            {
                Count(text[i], classes[i], marks);
                i++;
                continue;
            }

            // Scripts without blanks have no words to count.
            if (!IsDense(classes[i]))
            {
                words.All++;
                words.Capitals += char.IsUpper(text[i]) ? 1 : 0;
            }

            i = EndOfWord(classes[..text.Length], i);
        }
    }

    private static int EndOfWord(ReadOnlySpan<CharClass> classes, int start)
    {
        bool isDense = IsDense(classes[start]);
        int end = start + 1;
        while (end < classes.Length && ((CharClasses.IsLetter(classes[end]) && IsDense(classes[end]) == isDense) || classes[end] == CharClass.Mark))
        {
            end++;
        }

        return end;
    }

    private static bool IsDense(CharClass c) => c is CharClass.Han or CharClass.Hiragana or CharClass.Katakana or CharClass.Thai or CharClass.Lao or CharClass.Khmer or CharClass.Burmese;

    private static void Count(char c, CharClass kind, Span<int> marks)
    {
        int which = kind switch
        {
            CharClass.Digit => 0,
            CharClass.Separator => 1,
            CharClass.Comma => c is ':' or '：' ? 8 : 2,
            CharClass.Quote => 3,
            CharClass.OpenBracket => 4,
            CharClass.SentenceEnd => c is '?' or '？' or '؟' or '!' or '！' ? 5 : 6,
            CharClass.Currency or CharClass.Symbol or CharClass.Emoji => 9,
            _ => c is '@' or '©' or '®' ? 7 : -1,
        };
        if (which >= 0)
        {
            marks[which]++;
        }
    }

    private void AddMarks(ReadOnlySpan<int> marks, int length)
    {
        int digits = marks[0] * 10 / Math.Max(1, length);
        Put(PartField.Digits, marks[0] == 0 ? 0 : digits == 0 ? 1 : digits < 3 ? 2 : digits < 6 ? 3 : 4);
        for (int m = 1; m < marks.Length; m++)
        {
            Put(PartField.Marks, ((m - 1) * 5) + Math.Min(4, marks[m]));
        }
    }

    // The first and the last character, and what the ends look like: runs of letters, digits and blanks as one sign each, other signs as they are.
    private void AddEnds(ReadOnlySpan<char> text, ReadOnlySpan<CharClass> classes, char last, CharClass lastClass)
    {
        Put(PartField.Ends, Sign(text[0], classes[0]));
        Put(PartField.Ends, 192 + Sign(last, lastClass));
        uint head = 17;
        int count = 0;
        uint before = 0;
        for (int i = 0; i < text.Length && count < ShapeLength; i++)
        {
            uint sign = Sign(text[i], classes[i]);
            if (sign != before)
            {
                head = (head * 0x9E3779B1u) + sign + 1;
                before = sign;
                count++;
                if (count is 3 or 5 or ShapeLength)
                {
                    PutShape(head, (uint)count);
                }
            }
        }

        if (count < ShapeLength && text.Length < MaxRead)
        {
            PutShape(head, 1);
        }
    }

    private void PutShape(uint hash, uint role) =>
        Put(PartField.Shape, (int)(((hash ^ (role * 0x85EBCA6Bu)) * 0xC2B2AE35u) >> 22));

    // Below 192: letters by case and kind, blanks, digits, ASCII signs as they are, others by class.
    private static byte Sign(char c, CharClass kind)
    {
        if (CharClasses.IsLetter(kind))
        {
            return (byte)(IsDense(kind) || kind == CharClass.Hangul ? 130 : char.IsUpper(c) ? 131 : 132);
        }

        return (byte)(kind == CharClass.Mark ? 132 : c < 128 && kind != CharClass.Digit ? c : 140 + Math.Min(50, (int)kind));
    }

    private static int ScriptOf(ulong mask) =>
        (mask & (CharClasses.Bit(CharClass.Hiragana) | CharClasses.Bit(CharClass.Katakana))) != 0 ? 1
        : (mask & CharClasses.Bit(CharClass.Han)) != 0 ? 2
        : (mask & CharClasses.Bit(CharClass.Hangul)) != 0 ? 3
        : (mask & CharClasses.Bit(CharClass.Thai)) != 0 ? 4
        : (mask & (CharClasses.Bit(CharClass.Arabic) | CharClasses.Bit(CharClass.Hebrew))) != 0 ? 5
        : (mask & CharClasses.Bit(CharClass.Latin)) != 0 ? 0
        : 6;

    private struct WordCounts
    {
        public int All;
        public int Capitals;
    }
}
