using System.Numerics;
using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Labelling;

/// <summary>What a fact about a block's part in its page is about: each has a range of slots of its own.</summary>
internal enum PartField : byte
{
    Bias,
    FromStart,
    FromEnd,
    Size,
    Gaps,
    Form,
    FormByPlace,
    Before,
    BeforeForm,
    After,
    AfterForm,
    Support,
    SupportBefore,
    Single,
    Headline,
    Table,
    Tag,
    Heading,
    Traits,
    Hints,
    Names,
    Digits,
    Marks,
    Script,
    Links,
    Word,
}

/// <summary>Takes the facts from which <see cref="PartModel"/> tells headline, subhead, byline, body, caption and furniture apart: form and place of a block, its neighbours, how much of it the rest of the page takes up, its first and last words.</summary>
/// <remarks>Linear in the block's text. Buffers are reused; one thread.</remarks>
internal sealed class PartFacts
{
    /// <summary>Slots for words, which share them by their hash.</summary>
    public const int Words = 4096;

    private const int Places = 4;
    private const int Sizes = 6;
    private const int Forms = 20;
    private const int Bits = 32;
    private const int MaxWords = 12;
    private const int MaxWordColumns = 120;
    private const int Most = 320;

    // A block that is wholly link, to a place on the page itself.
    private const int Way = 5;

    private static readonly int[] Widths =
        [2, Places * 8, 8, Places * Sizes, Sizes * 4, Forms, Places * Forms, 13, Forms, 13, Forms, 40, 40, 3, 6, 24, 256, 7, Bits, Bits, 30, 5, 36, 7 * 6, 6 * Sizes, Words];

    private static readonly int[] Starts = Sum();

    private readonly int[] _slots = new int[Most];
    private int _count;

    /// <summary>Number of slots.</summary>
    public static int Slots => Starts[^1];

    /// <summary>Whether the block whose facts were taken last is wholly link, to a place on the page itself: past the menu, to the search, to its end.</summary>
    public bool IsWay { get; private set; }

    /// <summary>The facts of a block.</summary>
    /// <param name="page">The page.</param>
    /// <param name="shape">Where its prose lies.</param>
    /// <param name="block">Index of the block; it has text.</param>
    /// <param name="table">The scores of one of its pieces by the table.</param>
    /// <returns>Slots, each once or more; good until the next call.</returns>
    public ReadOnlySpan<int> Of(SegmentedPage page, PageShape shape, int block, ReadOnlySpan<float> table)
    {
        _count = 0;
        ref readonly Block own = ref page.Page.Blocks[block];
        (int first, int end) = page.SegmentsOf(block);
        Put(PartField.Bias, page.Page.IsHtml ? 1 : 0);
        AddPlace(page.Page, shape, block);
        AddForm(page, shape, block);
        AddNeighbour(page.Page, shape, block - 1, PartField.Before, PartField.BeforeForm);
        AddNeighbour(page.Page, shape, block + 1, PartField.After, PartField.AfterForm);
        AddSupport(page, shape, block, first, end);
        AddMarkup(own);
        int links = LinkShare(page.Page, own, shape.CharsOf(block));
        IsWay = links == Way;
        Put(PartField.Links, (links * Sizes) + Features.SizeClass(shape.ColumnsOf(block)));
        AddTable(table);
        AddText(page, shape, block);
        if (page.Ngrams.FirstSame(first) != first)
        {
            Put(PartField.Single, 0);
        }

        if (shape.IsTitleRepeat(block))
        {
            Put(PartField.Single, 1);
        }

        if (own.Span.Length > 0 && end - first > 1)
        {
            Put(PartField.Single, 2);
        }

        return _slots.AsSpan(0, _count);
    }

    private void AddPlace(Page page, PageShape shape, int block)
    {
        int place = shape.PlaceOf(block);
        Put(PartField.FromStart, (place * 8) + Steps(block));
        Put(PartField.FromEnd, Steps(page.Blocks.Length - 1 - block));
        int size = Features.SizeClass(shape.ColumnsOf(block));
        Put(PartField.Size, (place * Sizes) + size);
        bool before = (page.Blocks[block].Traits & BlockTraits.ParagraphStart) != 0;
        bool after = block + 1 == page.Blocks.Length || (page.Blocks[block + 1].Traits & BlockTraits.ParagraphStart) != 0;
        Put(PartField.Gaps, (size * 4) + (before ? 1 : 0) + (after ? 2 : 0));
        int headline = shape.HeadlineBlock;
        Put(PartField.Headline, headline < 0 ? 0 : block < headline ? 1 : Math.Min(5, 2 + block - headline));
    }

    // 0, 1, 2, 3 and then ever more.
    private static int Steps(int distance) => distance switch { < 4 => distance, < 6 => 4, < 10 => 5, < 20 => 6, _ => 7 };

    private void AddForm(SegmentedPage page, PageShape shape, int block)
    {
        int place = shape.PlaceOf(block);
        for (uint bits = (uint)shape.FormOf(block); bits != 0; bits &= bits - 1)
        {
            int form = BitOperations.TrailingZeroCount(bits);
            Put(PartField.Form, form);
            Put(PartField.FormByPlace, (place * Forms) + form);
        }

        int script = ScriptOf(page.BlockProfiles[block].Mask);
        Put(PartField.Script, (script * Sizes) + Features.SizeClass(shape.ColumnsOf(block)));
    }

    private void AddNeighbour(Page page, PageShape shape, int block, PartField field, PartField forms)
    {
        if (block < 0 || block >= page.Blocks.Length)
        {
            Put(field, 12);
            return;
        }

        LineForm form = shape.FormOf(block);
        Put(field, (Features.SizeClass(shape.ColumnsOf(block)) * 2) + ((form & LineForm.Ended) != 0 ? 1 : 0));
        for (uint bits = (uint)form; bits != 0; bits &= bits - 1)
        {
            Put(forms, BitOperations.TrailingZeroCount(bits));
        }
    }

    // How many of the block's content words stand in other segments, by how many it has.
    private void AddSupport(SegmentedPage page, PageShape shape, int block, int first, int end)
    {
        int terms = 0, supported = 0;
        for (int s = first; s < end; s++)
        {
            foreach (int term in page.Ngrams.TermsOf(s))
            {
                bool says = page.Ngrams.WeightOf(term) > 4;
                terms += says ? 1 : 0;
                supported += says && (page.Ngrams.FirstOf(term) < first || page.Ngrams.LastOf(term) >= end) ? 1 : 0;
            }
        }

        int size = terms == 0 ? 0 : terms < 3 ? 1 : terms < 6 ? 2 : terms < 15 ? 3 : 4;
        int share = terms == 0 ? 0 : (int)Math.Min(7, 8L * supported / terms);
        Put(PartField.Support, (size * 8) + share);
        if (shape.FirstProse >= 0 && block < shape.FirstProse)
        {
            Put(PartField.SupportBefore, (size * 8) + share);
        }
    }

    private void AddMarkup(in Block block)
    {
        Put(PartField.Tag, (int)block.Tag);
        Put(PartField.Heading, block.HeadingLevel);
        for (uint bits = (uint)block.Traits; bits != 0; bits &= bits - 1)
        {
            Put(PartField.Traits, BitOperations.TrailingZeroCount(bits));
        }

        for (uint bits = (uint)block.AllHints; bits != 0; bits &= bits - 1)
        {
            Put(PartField.Hints, BitOperations.TrailingZeroCount(bits));
        }
    }

    // How much of it is link: none, under three tenths, under eight, more, all; and all with the last link to a place on this page, as links past the menu or to the search are.
    private static int LinkShare(Page page, in Block block, int chars)
    {
        if (block.LinkChars < chars || block.LinkCount == 0)
        {
            return block.LinkChars == 0 ? 0 : block.LinkChars * 10 < chars * 3 ? 1 : block.LinkChars * 10 < chars * 8 ? 2 : 3;
        }

        int low = 0, high = page.Links.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = page.Links[middle].Span.Start < block.Span.End ? (middle + 1, high) : (low, middle);
        }

        return low > 0 && (page.Links[low - 1].Traits & LinkTraits.Local) != 0 ? Way : 4;
    }

    // What the table makes of it, and how clearly.
    private void AddTable(ReadOnlySpan<float> scores)
    {
        int best = scores[..LabelState.FirstInjected].IndexOf(Max(scores[..LabelState.FirstInjected]));
        float second = float.NegativeInfinity;
        for (int s = 0; s < LabelState.FirstInjected; s++)
        {
            second = s == best ? second : Math.Max(second, scores[s]);
        }

        float lead = scores[best] - second;
        Put(PartField.Table, (best * 4) + (lead < 0.7f ? 0 : lead < 2 ? 1 : lead < 4 ? 2 : 3));
    }

    private static float Max(ReadOnlySpan<float> values)
    {
        float max = values[0];
        foreach (float value in values)
        {
            max = Math.Max(max, value);
        }

        return max;
    }

    private void AddText(SegmentedPage page, PageShape shape, int block)
    {
        TextSpan span = page.Page.Blocks[block].Span;
        ReadOnlySpan<char> text = page.Page.Text.AsSpan(span.Start, Math.Min(span.Length, 400));
        ReadOnlySpan<CharClass> classes = page.Classes.Slice(span.Start, text.Length);
        bool isShort = shape.ColumnsOf(block) < MaxWordColumns;
        Span<uint> hashes = stackalloc uint[MaxWords];
        var words = new WordCounts();
        Span<int> marks = stackalloc int[8];
        marks.Clear();
        uint last = 0;
        for (int i = 0; i < text.Length;)
        {
            if (CharClasses.IsLetter(classes[i]))
            {
                i = Word(text, classes, i, hashes, ref words, ref last);
                continue;
            }

            Count(text[i], classes[i], marks);
            i++;
        }

        AddMarks(marks, text.Length);
        Put(PartField.Names, (Math.Min(4, (int)Math.Log2(words.All + 1)) * 6) + (words.All == 0 ? 5 : words.Capitals * 4 / words.All));
        if (isShort)
        {
            for (int w = 0; w < Math.Min(words.Hashed, MaxWords); w++)
            {
                PutWord(hashes[w], 1);
            }

            PutWord(words.Hashed > 0 ? hashes[0] : 0, 2);
            PutWord(words.Hashed > 1 ? hashes[1] : 0, 3);
            PutWord(last, 4);
        }
    }

    // A word, or of scripts without blanks two characters. Returns where the next one begins.
    private static int Word(ReadOnlySpan<char> text, ReadOnlySpan<CharClass> classes, int start, Span<uint> hashes, ref WordCounts words, ref uint last)
    {
        bool isDense = IsDense(classes[start]);
        int end = start;
        uint hash = 2166136261;
        while (end < text.Length && (isDense ? end < start + 2 && IsDense(classes[end]) : (CharClasses.IsLetter(classes[end]) && !IsDense(classes[end])) || classes[end] == CharClass.Mark))
        {
            hash = (hash ^ char.ToLowerInvariant(text[end])) * 16777619;
            end++;
        }

        if (words.Hashed < hashes.Length)
        {
            hashes[words.Hashed] = hash;
        }

        words.Hashed++;
        words.All += isDense ? 0 : 1;
        words.Capitals += !isDense && char.IsUpper(text[start]) ? 1 : 0;
        last = hash;
        return isDense && end == start + 2 && end < text.Length && IsDense(classes[end]) ? start + 1 : Math.Max(end, start + 1);
    }

    private static bool IsDense(CharClass c) => c is CharClass.Han or CharClass.Hiragana or CharClass.Katakana or CharClass.Thai or CharClass.Lao or CharClass.Khmer or CharClass.Burmese;

    private static void Count(char c, CharClass kind, Span<int> marks)
    {
        int which = kind switch
        {
            CharClass.Digit => 0,
            CharClass.Separator => 1,
            CharClass.Comma => 2,
            CharClass.Quote => 3,
            CharClass.OpenBracket => 4,
            CharClass.SentenceEnd => c is '?' or '？' or '؟' or '!' or '！' ? 5 : 6,
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

    private static int ScriptOf(ulong mask) =>
        (mask & (CharClasses.Bit(CharClass.Hiragana) | CharClasses.Bit(CharClass.Katakana))) != 0 ? 1
        : (mask & CharClasses.Bit(CharClass.Han)) != 0 ? 2
        : (mask & CharClasses.Bit(CharClass.Hangul)) != 0 ? 3
        : (mask & CharClasses.Bit(CharClass.Thai)) != 0 ? 4
        : (mask & (CharClasses.Bit(CharClass.Arabic) | CharClasses.Bit(CharClass.Hebrew))) != 0 ? 5
        : (mask & CharClasses.Bit(CharClass.Latin)) != 0 ? 0
        : 6;

    private void PutWord(uint hash, uint role)
    {
        if (hash != 0)
        {
            Put(PartField.Word, (int)(((hash * 0x9E3779B1u) ^ (role * 0x85EBCA6Bu)) * 0xC2B2AE35u >> 20));
        }
    }

    private void Put(PartField field, int value)
    {
        if (_count < _slots.Length)
        {
            _slots[_count++] = Starts[(int)field] + value;
        }
    }

    private static int[] Sum()
    {
        var starts = new int[Widths.Length + 1];
        for (int i = 0; i < Widths.Length; i++)
        {
            starts[i + 1] = starts[i] + Widths[i];
        }

        return starts;
    }

    private struct WordCounts
    {
        public int All;
        public int Capitals;
        public int Hashed;
    }
}
