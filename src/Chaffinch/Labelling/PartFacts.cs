using System.Numerics;
using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Labelling;

/// <summary>What a fact about a unit's part in its page is about: each has a range of slots of its own.</summary>
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
    Scores,
    Tag,
    Heading,
    Traits,
    Hints,
    OwnHints,
    Around,
    Hidden,
    Depth,
    Beside,
    Main,
    Network,
    Names,
    Digits,
    Marks,
    Script,
    Links,
    Fraction,
    PageSize,
    FromProse,
    Ratio,
    Run,
    Ends,
    InTitle,
    UnitOf,
    Shape,
}

/// <summary>
/// Takes the facts from which <see cref="PartModel"/> tells headline, subhead, byline, body, caption and furniture apart: form and place of a unit, its neighbours, its markup, how much of it
/// the rest of the page takes up, the shapes of its ends. No words: those of 12,610 labelled pages, hashed, told unseen pages apart no better (ADR 56).
/// </summary>
/// <remarks>Linear in the unit's text. Buffers are reused; one thread.</remarks>
internal sealed partial class PartFacts
{
    private const int ShapeSlots = 1024;
    private const int Places = 4;
    private const int Sizes = 6;
    private const int Forms = 20;
    private const int Bits = 32;
    private const int Most = 400;

    // A block that is wholly link, to a place on the page itself.
    private const int Way = 5;

    private static readonly int[] Widths =
    [
        2, Places * 8, 8, Places * Sizes, Sizes * 4, Forms, Places * Forms, 13, Forms, 13, Forms, 40, 40, 3, 11, 24, 36, 256, 7, Bits, Bits, Bits, 256, 16, 20, 16, 3, 12, 30, 5,
        45, 7 * 6, 6 * Sizes, 16, 24, 16, 14, 16, 384, 16, 8, ShapeSlots,
    ];

    private static readonly int[] Starts = Sum();

    private readonly int[] _slots = new int[Most];
    private int[] _runs = [];
    private int[] _backRuns = [];
    private int _prose;
    private int _firstBody;
    private int _count;

    /// <summary>Fields that have slots.</summary>
    public static int Fields => Widths.Length;

    /// <summary>Number of slots.</summary>
    public static int Slots => Starts[^1];

    /// <summary>Whether the unit whose facts were taken last stands in a block that is wholly link, to a place on the page itself: past the menu, to the search, to its end.</summary>
    public bool IsWay { get; private set; }

    /// <summary>Looks over a page, before the facts of its units are taken.</summary>
    public void Begin(SegmentedPage page, PageShape shape)
    {
        int n = page.Page.Blocks.Length;
        if (_runs.Length < n)
        {
            _runs = new int[Math.Max(n, _runs.Length * 2)];
            _backRuns = new int[_runs.Length];
        }

        _prose = 0;
        for (int b = 0, run = 0; b < n; b++)
        {
            _prose += shape.IsProse(b) ? 1 : 0;
            _runs[b] = run;
            run = IsShort(shape, b) ? run + 1 : 0;
        }

        for (int b = n - 1, run = 0; b >= 0; b--)
        {
            _backRuns[b] = run;
            run = IsShort(shape, b) ? run + 1 : 0;
        }

        _firstBody = 0;
        while (_firstBody < page.Segments.Length && page.BlockOf(_firstBody).Zone != Zone.Body)
        {
            _firstBody++;
        }
    }

    /// <summary>The facts of a unit.</summary>
    /// <param name="page">The page.</param>
    /// <param name="shape">Where its prose lies.</param>
    /// <param name="unit">The unit; it has text.</param>
    /// <param name="table">The scores of one of its pieces by the table.</param>
    /// <param name="lead">By how much the block network calls its block main text; not a number where it says nothing.</param>
    /// <returns>Slots, each once or more; good until the next call.</returns>
    public ReadOnlySpan<int> Of(SegmentedPage page, PageShape shape, in PartUnit unit, ReadOnlySpan<float> table, float lead)
    {
        _count = 0;
        int block = unit.Block;
        ref readonly Block own = ref page.Page.Blocks[block];
        Put(PartField.Bias, page.Page.IsHtml ? 1 : 0);
        AddPlace(page.Page, shape, block);
        AddForm(page, shape, block);
        AddNeighbour(page.Page, shape, block - 1, PartField.Before, PartField.BeforeForm);
        AddNeighbour(page.Page, shape, block + 1, PartField.After, PartField.AfterForm);
        AddLengths(page.Page, shape, block);
        AddSupport(page, shape, unit);
        AddMarkup(page.Page, shape, block);
        int links = LinkShare(page.Page, own, shape.CharsOf(block));
        IsWay = links == Way;
        Put(PartField.Links, (links * Sizes) + Features.SizeClass(shape.ColumnsOf(block)));
        Put(PartField.Network, float.IsNaN(lead) ? 11 : 5 + (int)Math.Clamp(MathF.Round(lead * 1.25f), -5, 5));
        AddTable(table);
        AddText(page, shape, unit);
        AddUnit(page, shape, unit);
        return _slots.AsSpan(0, _count);
    }

    private static bool IsShort(PageShape shape, int block) => shape.ColumnsOf(block) < 60 && !shape.IsProse(block);

    private void AddUnit(SegmentedPage page, PageShape shape, in PartUnit unit)
    {
        (int first, int end) = page.SegmentsOf(unit.Block);
        if (page.Ngrams.FirstSame(unit.First) != unit.First)
        {
            Put(PartField.Single, 0);
        }

        if (shape.IsTitleRepeat(unit.Block))
        {
            Put(PartField.Single, 1);
        }

        if (end - first > 1)
        {
            Put(PartField.Single, 2);
        }

        // A part of a title: the first, the last, one between; the longest of its block.
        if (unit.First > first || unit.End < end)
        {
            int longest = 0;
            for (int s = first; s < Math.Min(end, first + 16); s++)
            {
                longest = Math.Max(longest, page.Profiles[s].Chars);
            }

            int at = unit.First == first ? 1 : unit.End == end ? 2 : 3;
            Put(PartField.UnitOf, at + (page.Profiles[unit.First].Chars == longest ? 4 : 0));
        }
    }

    private void AddPlace(Page page, PageShape shape, int block)
    {
        int n = page.Blocks.Length;
        int place = shape.PlaceOf(block);
        Put(PartField.FromStart, (place * 8) + Steps(block));
        Put(PartField.FromEnd, Steps(n - 1 - block));
        int size = Features.SizeClass(shape.ColumnsOf(block));
        Put(PartField.Size, (place * Sizes) + size);
        bool before = (page.Blocks[block].Traits & BlockTraits.ParagraphStart) != 0;
        bool after = block + 1 == n || (page.Blocks[block + 1].Traits & BlockTraits.ParagraphStart) != 0;
        Put(PartField.Gaps, (size * 4) + (before ? 1 : 0) + (after ? 2 : 0));
        int headline = shape.HeadlineBlock;
        Put(PartField.Headline, headline < 0 ? 0 : block < headline ? Math.Max(6, 10 - (headline - block)) : Math.Min(5, 1 + block - headline));
        Put(PartField.Fraction, (int)(block * 8L / n) + (page.IsHtml ? 8 : 0));
        Put(PartField.PageSize, (page.IsHtml ? 12 : 0) + (Math.Min(5, BitOperations.Log2((uint)n)) * 2) + (_prose > 2 ? 1 : 0));
        if (shape.FirstProse >= 0)
        {
            Put(PartField.FromProse, block < shape.FirstProse ? Steps(shape.FirstProse - block) : block > shape.LastProse ? 8 + Steps(block - shape.LastProse) : shape.IsProse(block) ? 0 : 8);
        }
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

    // How long it is beside its neighbours, and how many short lines stand before and behind it.
    private void AddLengths(Page page, PageShape shape, int block)
    {
        int own = shape.ColumnsOf(block);
        if (block > 0)
        {
            Put(PartField.Ratio, Ratio(own, shape.ColumnsOf(block - 1)));
        }

        if (block + 1 < page.Blocks.Length)
        {
            Put(PartField.Ratio, 7 + Ratio(own, shape.ColumnsOf(block + 1)));
        }

        Put(PartField.Run, Steps(_runs[block]));
        Put(PartField.Run, 8 + Steps(_backRuns[block]));
    }

    private static int Ratio(int own, int other) => 3 + Math.Clamp(BitOperations.Log2((uint)own + 1) - BitOperations.Log2((uint)other + 1), -3, 3);

    // How many of its content words stand in other segments, by how many it has; and how many stand in the title.
    private void AddSupport(SegmentedPage page, PageShape shape, in PartUnit unit)
    {
        int terms = 0, supported = 0, titled = 0;
        for (int s = unit.First; s < unit.End; s++)
        {
            foreach (int term in page.Ngrams.TermsOf(s))
            {
                (int weight, int first, int last) = page.Ngrams.PlacesOf(term);
                if (weight > 4)
                {
                    terms++;
                    supported += first < unit.First || last >= unit.End ? 1 : 0;
                    titled += first < _firstBody && first < unit.First ? 1 : 0;
                }
            }
        }

        int size = terms == 0 ? 0 : terms < 3 ? 1 : terms < 6 ? 2 : terms < 15 ? 3 : 4;
        int share = terms == 0 ? 0 : (int)Math.Min(7, 8L * supported / terms);
        Put(PartField.Support, (size * 8) + share);
        if (shape.FirstProse >= 0 && unit.Block < shape.FirstProse)
        {
            Put(PartField.SupportBefore, (size * 8) + share);
        }

        if (_firstBody > 0 && terms > 0)
        {
            Put(PartField.InTitle, (Math.Min(3, size - 1) * 4) + (titled == 0 ? 0 : titled * 3 < terms ? 1 : titled * 3 < terms * 2 ? 2 : 3));
        }
    }

    // What the table makes of it, and how clearly.
    private void AddTable(ReadOnlySpan<float> scores)
    {
        ReadOnlySpan<float> own = scores[..LabelState.FirstInjected];
        int best = 0;
        float second = float.NegativeInfinity;
        for (int s = 1; s < own.Length; s++)
        {
            (best, second) = own[s] > own[best] ? (s, own[best]) : (best, Math.Max(second, own[s]));
        }

        float lead = own[best] - second;
        Put(PartField.Table, (best * 4) + (lead < 0.7f ? 0 : lead < 2 ? 1 : lead < 4 ? 2 : 3));
        for (int s = 0; s < own.Length; s++)
        {
            float behind = own[best] - own[s];
            Put(PartField.Scores, (s * 6) + (behind <= 0 ? 0 : behind < 0.7f ? 1 : behind < 2 ? 2 : behind < 4 ? 3 : behind < 8 ? 4 : 5));
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
}
