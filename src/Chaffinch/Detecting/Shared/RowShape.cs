using System.Numerics;
using System.Runtime.CompilerServices;
using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Detecting.Shared;

/// <summary>What a line looks like when it is read as a row of items.</summary>
internal struct RowShape
{
    /// <summary>Items that have letters.</summary>
    public int Items;

    /// <summary>Mean length of an item as a reader feels it (letters of scripts without blanks count for two and a half).</summary>
    public float MeanWeight;

    /// <summary>Length of the longest item.</summary>
    public float MaxWeight;

    /// <summary>Mean number of words in an item; in scripts without blanks, a word for every two letters.</summary>
    public float MeanWords;

    /// <summary>In how many items the most frequent term stands.</summary>
    public int MostShared;

    /// <summary>That term's hash.</summary>
    public uint SharedTerm;

    /// <summary>How often one word stands in the line at most, items or not.</summary>
    public int MostRepeated;

    /// <summary>Items joined by underscores or bars, which prose never has.</summary>
    public int HardJoints;

    /// <summary>Reads the row of a span. Linear: at most 192 different terms of a row are counted.</summary>
    [SkipLocalsInit]
    public static RowShape Read(SegmentedPage page, TextSpan span)
    {
        RowShape row = default;
        ReadOnlySpan<CharClass> classes = page.Classes;
        ReadOnlySpan<char> text = page.Page.Text;
        Span<Counter> counters = stackalloc Counter[256];
        counters = counters[..(span.Length < 40 ? 32 : span.Length < 120 ? 128 : 256)];
        counters.Clear();
        bool phrases = !text[span.Start..span.End].Contains('_') || text[span.Start..span.End].Count(' ') >= text[span.Start..span.End].Count('_');
        int start = span.Start;
        float total = 0;
        int words = 0;
        int distinct = 0;
        ReadOnlySpan<CharClass> padded = page.PaddedClasses;
        for (int at = span.Start; at < span.End; at += ClassBits.Width)
        {
            ulong joints = ClassBits.Between(padded, at, CharClass.Space, CharClass.LineEnd)
                | ClassBits.Between(padded, at, CharClass.Quote, CharClass.Separator)
                | ClassBits.Between(padded, at, CharClass.Comma, CharClass.Comma)
                | ClassBits.Between(padded, at, CharClass.Symbol, CharClass.Symbol);
            for (joints &= ClassBits.Low(Math.Min(ClassBits.Width, span.End - at)); joints != 0; joints &= joints - 1)
            {
                int i = at + BitOperations.TrailingZeroCount(joints);
                if (IsJoint(text, classes, span, i, phrases))
                {
                    row.HardJoints += text[i] is '_' or '|' or '｜' or '＿' ? 1 : 0;
                    AddItem(page, new TextSpan(start, i), counters, ref row, ref total, ref words, ref distinct);
                    start = i + 1;
                }
            }
        }

        AddItem(page, new TextSpan(start, span.End), counters, ref row, ref total, ref words, ref distinct);
        row.MeanWeight = row.Items == 0 ? 0 : total / row.Items;
        row.MeanWords = row.Items == 0 ? 0 : (float)words / row.Items;
        return row;
    }

    /// <summary>True where an item of a row ends.</summary>
    public static bool IsJoint(ReadOnlySpan<char> text, ReadOnlySpan<CharClass> classes, TextSpan span, int i, bool phrases)
    {
        CharClass before = i > span.Start ? classes[i - 1] : CharClass.Space;
        CharClass after = i + 1 < span.End ? classes[i + 1] : CharClass.Space;
        switch (classes[i])
        {
            case CharClass.Comma:
                return text[i] is not ':' and not '：' && !(before == CharClass.Digit && after == CharClass.Digit);
            case CharClass.Separator:
                bool wide = CharClasses.IsSpace(before) || CharClasses.IsSpace(after);
                bool dense = Scripts.IsDense(Scripts.Of(before)) || Scripts.IsDense(Scripts.Of(after));

                // An underscore inside an identifier joins no phrases; one between phrases of several words does.
                return text[i] is '|' or '＿' or '｜' || wide || dense || (text[i] == '_' && (phrases || i == span.Start || i + 1 == span.End || !char.IsAsciiLetterOrDigit(text[i - 1]) || !char.IsAsciiLetterLower(text[i + 1])));
            case CharClass.Space:
                // Two blanks, a wide blank, or one blank between Han: phrases, not words.
                return text[i] is '\u3000' or '\t' || after == CharClass.Space
                    || (before is CharClass.Han or CharClass.Katakana && after is CharClass.Han or CharClass.Katakana);
            case CharClass.Quote:
                return text[i] is '»' or '›';
            default:
                return classes[i] is CharClass.Symbol or CharClass.LineEnd;
        }
    }

    private static void AddItem(
        SegmentedPage page, TextSpan item, Span<Counter> counters, ref RowShape row, ref float total, ref int words, ref int distinct)
    {
        int itemWords = Measure(page.PaddedClasses, item, out int letters, out float weight);
        if (letters < 2)
        {
            return;
        }

        int index = ++row.Items;
        total += weight;
        row.MaxWeight = Math.Max(row.MaxWeight, weight);
        words += itemWords;
        var reader = new TermReader(page, item);
        while (reader.Next())
        {
            Count(counters, reader.Term, index, ref row, ref distinct);
        }
    }

    private static void Count(Span<Counter> counters, uint term, int item, ref RowShape row, ref int distinct)
    {
        int mask = counters.Length - 1;
        int slot = (int)(term * 0x9E3779B1u >> 24) & mask;
        while (counters[slot].Term != 0 && counters[slot].Term != term)
        {
            slot = (slot + 1) & mask;
        }

        ref Counter counter = ref counters[slot];
        if (counter.Term == 0)
        {
            if (distinct >= counters.Length * 3 / 4)
            {
                return;
            }

            distinct++;
            counter.Term = term;
        }

        counter.Count++;
        row.MostRepeated = Math.Max(row.MostRepeated, counter.Count);
        if (counter.LastItem != item)
        {
            counter.LastItem = item;
            counter.Items++;
            if (counter.Items > row.MostShared)
            {
                row.MostShared = counter.Items;
                row.SharedTerm = term;
            }
        }
    }

    /// <summary>Words, letters and length of an item.</summary>
    private static int Measure(ReadOnlySpan<CharClass> classes, TextSpan item, out int letters, out float weight)
    {
        int words = 0;
        int blanks = 0;
        ulong before = 0;
        letters = 0;
        for (int at = item.Start; at < item.End; at += ClassBits.Width)
        {
            ulong inside = ClassBits.Low(Math.Min(ClassBits.Width, item.End - at));
            ulong other = ClassBits.Between(classes, at, CharClass.Thai, CharClass.Tibetan)
                | ClassBits.Between(classes, at, CharClass.Hangul, CharClass.Han)
                | ClassBits.Between(classes, at, CharClass.Mark, CharClass.Mark);
            if ((other & inside) != 0)
            {
                return MeasureEach(classes, item, out letters, out weight);
            }

            ulong ofLetters = ClassBits.Between(classes, at, CharClass.Latin, CharClass.OtherLetter) & inside;
            ulong ofWords = ofLetters | (ClassBits.Between(classes, at, CharClass.Digit, CharClass.Digit) & inside);
            letters += BitOperations.PopCount(ofLetters);
            words += BitOperations.PopCount(ofWords & ~((ofWords << 1) | (before >> (ClassBits.Width - 1))));
            blanks += BitOperations.PopCount(ClassBits.Between(classes, at, CharClass.Space, CharClass.LineEnd) & inside);
            before = ofWords;
        }

        weight = item.Length - blanks;
        return words;
    }

    /// <summary>The same for items of any script, one code unit after the other.</summary>
    private static int MeasureEach(ReadOnlySpan<CharClass> classes, TextSpan item, out int letters, out float weight)
    {
        int words = 0;
        int dense = 0;
        int chars = 0;
        int pairs = 0;
        letters = 0;
        bool inWord = false;
        for (int i = item.Start; i < item.End; i++)
        {
            CharClass k = classes[i];
            Script script = Scripts.Of(k);
            letters += script != Script.None ? 1 : 0;
            chars += CharClasses.IsSpace(k) ? 0 : 1;
            if (Scripts.IsDense(script))
            {
                dense++;
                if (script != Script.Hangul)
                {
                    pairs++;
                    inWord = false;
                    continue;
                }
            }

            if (script != Script.None || k == CharClass.Digit)
            {
                words += inWord ? 0 : 1;
                inWord = true;
            }
            else if (k != CharClass.Mark)
            {
                inWord = false;
            }
        }

        weight = chars + (dense * 1.5f);
        return words + ((pairs + 1) / 2);
    }

    private struct Counter
    {
        public uint Term;
        public int Count;
        public int Items;
        public int LastItem;
    }
}
