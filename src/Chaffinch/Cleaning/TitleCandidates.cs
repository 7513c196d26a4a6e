using Chaffinch.Model;

namespace Chaffinch.Cleaning;

/// <summary>The lines of a page that may be its title: the title element and its beginnings and ends at every separator, and the headings in sight.</summary>
/// <remarks>Reused from page to page. Equal texts are one candidate with the facts of all.</remarks>
internal sealed class TitleCandidates
{
    /// <summary>Candidates of one page that are looked at.</summary>
    public const int Max = 48;

    /// <summary>Number of facts.</summary>
    public const int FactCount = (int)TitleFact.BehindText + 1;

    private const int MaxTitleChars = 400;
    private const int MaxCuts = 6;
    private const int MaxH1 = 8;
    private const int MaxOther = 8;
    private const int LeastTextBefore = 400;
    private const int NearParts = 4;
    private const int FarParts = 14;

    private readonly TitleCandidate[] _items = new TitleCandidate[Max];
    private readonly ulong[] _words = new ulong[Max * TitleWords.MaxWords];
    private readonly bool[] _facts = new bool[Max * FactCount];
    private readonly TextBuffer _text = new();
    private readonly TitleContext _context = new();

    /// <summary>Number of candidates.</summary>
    public int Count { get; private set; }

    /// <summary>Index of the first candidate of a heading of the first level in sight; -1 where there is none.</summary>
    public int FirstH1 { get; private set; }

    /// <summary>The candidate whose words are the title, -1 where the parts marked as title are.</summary>
    public int Chosen { get; set; } = -1;

    /// <summary>The candidates.</summary>
    public ReadOnlySpan<TitleCandidate> Items => _items.AsSpan(0, Count);

    /// <summary>The facts of a candidate, by <see cref="TitleFact"/>.</summary>
    public ReadOnlySpan<bool> FactsOf(int candidate) => _facts.AsSpan(candidate * FactCount, FactCount);

    /// <summary>The text of a candidate.</summary>
    public ReadOnlySpan<char> TextOf(int candidate) => _text.Items.Slice(_items[candidate].Start, _items[candidate].Length);

    /// <summary>The words of a candidate.</summary>
    public TitleWords WordsOf(int candidate) => TitleWords.From(_words.AsSpan(candidate * TitleWords.MaxWords, _items[candidate].Words));

    /// <summary>Finds the candidates of a page and what there is to say of them.</summary>
    /// <param name="page">The page, of HTML.</param>
    /// <param name="parts">Its parts.</param>
    /// <returns>False where planted or damaged text stands in the title element or in a heading, and where there are section headings only: then the labels decide alone.</returns>
    public bool Collect(Page page, ReadOnlySpan<Part> parts)
    {
        Count = 0;
        FirstH1 = -1;
        _text.Clear();
        if (!IsClean(page, parts))
        {
            return false;
        }

        AddHeadings(page, parts);
        AddElement(page, parts);
        if (!HasTitle())
        {
            return false;
        }

        _context.Read(page, this);
        for (int i = 0; i < Count; i++)
        {
            TitleFacts.Compare(this, _context, i, _facts.AsSpan(i * FactCount, FactCount));
        }

        return true;
    }

    // Headings of lower levels alone are those of sections.
    private bool HasTitle()
    {
        for (int i = 0; i < Count; i++)
        {
            ReadOnlySpan<bool> facts = FactsOf(i);
            if (facts[(int)TitleFact.FirstH1] || facts[(int)TitleFact.LaterH1] || facts[(int)TitleFact.Headline] || _items[i].IsElement)
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsClean(Page page, ReadOnlySpan<Part> parts)
    {
        foreach (ref readonly Part part in parts)
        {
            if (part.Label is Label.Injected or Label.Damaged && part.Block >= 0 && (page.Blocks[part.Block].Zone == Zone.Title || page.Blocks[part.Block].HeadingLevel is 1 or 2 || (part.IsRepaired && part.Role == PartRole.Headline)))
            {
                return false;
            }
        }

        return true;
    }

    private void AddHeadings(Page page, ReadOnlySpan<Part> parts)
    {
        (int h1, int other, int text) = (0, 0, 0);
        for (int i = 0; i < parts.Length; i++)
        {
            ref readonly Part part = ref parts[i];
            text += part.Role == PartRole.Keep ? part.Whole.Length : 0;
            if (part.Block < 0 || page.Blocks[part.Block] is not { Zone: Zone.Body, IsHidden: false } block || (i > 0 && parts[i - 1].Block == part.Block))
            {
                continue;
            }

            bool isHeadline = part.Label == Label.Headline;
            if (block.HeadingLevel is 0 or > 3 && !isHeadline)
            {
                continue;
            }

            ref int seen = ref block.HeadingLevel == 1 ? ref h1 : ref other;
            if (++seen > (block.HeadingLevel == 1 ? MaxH1 : MaxOther))
            {
                continue;
            }

            int last = LastOfHeading(page, parts, i);
            int index = AddHeading(page, parts, i, last, seen == 1);
            if (index >= 0)
            {
                Place(page, parts, i, last, text, _facts.AsSpan(index * FactCount, FactCount));
            }

            i = last;
        }

        if (FirstH1 >= 0 && h1 == 1)
        {
            Set(FirstH1, TitleFact.OnlyH1);
        }
    }

    // A heading that a line break divides makes two blocks of one element.
    private static int LastOfHeading(Page page, ReadOnlySpan<Part> parts, int first)
    {
        int last = first;
        while (last + 1 < parts.Length && parts[last + 1].Label is not (Label.Injected or Label.Damaged)
            && (parts[last + 1].Block == parts[last].Block || TitlePicker.IsContinuation(page, parts[last].Block, parts[last + 1].Block)))
        {
            last++;
        }

        return last;
    }

    private int AddHeading(Page page, ReadOnlySpan<Part> parts, int first, int last, bool isFirst)
    {
        int start = _text.Length;
        for (int i = first; i <= last; i++)
        {
            if (i > first)
            {
                int gap = parts[i].Block == parts[i - 1].Block ? parts[i].Whole.Start - parts[i - 1].Whole.End : 1;
                _text.Append(gap > 0 ? " " : "");
            }

            _text.Append(page.Text.AsSpan(parts[i].Whole.Start, parts[i].Whole.Length));
        }

        ref readonly Block block = ref page.Blocks[parts[first].Block];
        int length = _text.Items[start..].TrimEnd(" ¶#§").Length;
        int index = Add(new TitleCandidate { Part = first, LastPart = last, Start = start, Length = length, Span = new(parts[first].Whole.Start, parts[last].Whole.End) });
        if (index < 0)
        {
            return -1;
        }

        if (block.HeadingLevel == 1)
        {
            FirstH1 = FirstH1 < 0 ? index : FirstH1;
            Set(index, isFirst ? TitleFact.FirstH1 : TitleFact.LaterH1);
        }
        else
        {
            Set(index, isFirst && block.HeadingLevel == 2 ? TitleFact.FirstH2 : TitleFact.LaterHeading);
        }

        if (first == last)
        {
            AddHeadingCuts(index, parts[first].Whole, block.HeadingLevel == 1);
        }

        return index;
    }

    // The beginning of a heading before its first bar or dash.
    private void AddHeadingCuts(int whole, TextSpan span, bool isH1)
    {
        TitleSeparator kind = TitleSeparators.Next(TextOf(whole), 0, out int start, out int end);
        if (!isH1 || kind == TitleSeparator.None)
        {
            return;
        }

        TitleCandidate of = _items[whole];
        int index = Add(of with { Length = start, Span = new(span.Start, span.Start + start), RestStart = of.Start + end, RestLength = of.Length - end, Separator = kind, IsHeadingCut = true });
        if (index >= 0)
        {
            Set(index, TitleFact.HeadingCut);
        }
    }

    private void AddElement(Page page, ReadOnlySpan<Part> parts)
    {
        int first = 0;
        while (first < parts.Length && (parts[first].Block < 0 || page.Blocks[parts[first].Block].Zone != Zone.Title))
        {
            if (parts[first].Block >= 0 && page.Blocks[parts[first].Block].Zone == Zone.Body)
            {
                return;
            }

            first++;
        }

        if (first == parts.Length)
        {
            return;
        }

        int last = first;
        while (last + 1 < parts.Length && parts[last + 1].Block == parts[first].Block)
        {
            last++;
        }

        var span = new TextSpan(parts[first].Whole.Start, parts[last].Whole.End);
        if (span.Length > MaxTitleChars)
        {
            return;
        }

        int start = _text.Length;
        _text.Append(page.Text.AsSpan(span.Start, span.Length));
        var whole = new TitleCandidate { Part = first, LastPart = last, Start = start, Length = span.Length, Span = span, IsElement = true };
        int index = Add(whole);
        if (index < 0)
        {
            return;
        }

        Set(index, TitleFact.Element);
        AddElementCuts(whole);
    }

    private void AddElementCuts(in TitleCandidate whole)
    {
        ReadOnlySpan<char> text = _text.Items.Slice(whole.Start, whole.Length);
        int cuts = 0;
        for (TitleSeparator kind = TitleSeparators.Next(text, 0, out int start, out int end); kind != TitleSeparator.None && cuts < MaxCuts; cuts++)
        {
            TitleSeparator next = TitleSeparators.Next(text, end, out int nextStart, out int nextEnd);
            bool isLast = next == TitleSeparator.None || cuts == MaxCuts - 1;
            // A colon parts nothing from the end, but for a heading that stops there.
            var before = whole with
            {
                Length = start, Span = new(whole.Span.Start, whole.Span.Start + start), RestStart = whole.Start + end, RestLength = whole.Length - end, Separator = kind,
            };
            int head = kind == TitleSeparator.Colon && !IsThere(before) ? -1 : Add(before);
            if (head >= 0)
            {
                SetWhere(head, cuts == 0, TitleFact.ElementFirst);
                SetWhere(head, isLast, TitleFact.ElementLast);
                SetWhere(head, cuts > 0 && !isLast, TitleFact.ElementMiddle);
            }

            int tail = Add(whole with
            {
                Start = whole.Start + end, Length = whole.Length - end, Span = new(whole.Span.Start + end, whole.Span.End), RestStart = whole.Start, RestLength = start, Separator = kind,
            });
            if (tail >= 0)
            {
                Set(tail, isLast ? TitleFact.ElementTailLast : TitleFact.ElementTail);
            }

            (kind, start, end) = (next, nextStart, nextEnd);
        }
    }

    // What stands around a heading.
    private static void Place(Page page, ReadOnlySpan<Part> parts, int first, int last, int text, Span<bool> facts)
    {
        ref readonly Block block = ref page.Blocks[parts[first].Block];
        const BlockTraits Frame = BlockTraits.InNav | BlockTraits.InHeader | BlockTraits.InFooter | BlockTraits.InAside;
        facts[(int)TitleFact.Headline] |= parts[first].Label == Label.Headline;
        facts[(int)TitleFact.TitleClass] |= (block.OwnHints & Hints.Title) != Hints.None;
        facts[(int)TitleFact.Framed] |= (block.Traits & Frame) != BlockTraits.None;
        facts[(int)TitleFact.InArticle] |= (block.Traits & (BlockTraits.InArticle | BlockTraits.InMain)) != BlockTraits.None;
        facts[(int)TitleFact.Beside] |= (block.AllHints & (Hints.Related | Hints.Sidebar | Hints.Comments | Hints.Notice | Hints.Navigation | Hints.Account)) != Hints.None;
        facts[(int)TitleFact.IsLink] |= block.LinkChars * 2 > block.Span.Length;
        facts[(int)TitleFact.BehindText] |= text > LeastTextBefore;
        int next = last + 1;
        while (next < parts.Length && next <= last + FarParts && parts[next].Role != PartRole.Keep)
        {
            next++;
        }

        facts[(int)TitleFact.BeforeText] |= next <= last + NearParts;
        facts[(int)TitleFact.FarFromText] |= next > last + FarParts;
    }

    private bool IsThere(in TitleCandidate candidate)
    {
        ulong fold = TitleWords.FoldOf(_text.Items.Slice(candidate.Start, candidate.Length));
        for (int i = 0; i < Count; i++)
        {
            if (_items[i].Fold == fold)
            {
                return true;
            }
        }

        return false;
    }

    // An equal text that is there already gives its index.
    private int Add(TitleCandidate candidate)
    {
        ReadOnlySpan<char> text = _text.Items.Slice(candidate.Start, candidate.Length);
        if (candidate.Length is < 2 or > MaxTitleChars)
        {
            return -1;
        }

        ulong fold = TitleWords.FoldOf(text);
        for (int i = 0; i < Count; i++)
        {
            if (_items[i].Fold == fold)
            {
                if (_items[i].RestLength == 0)
                {
                    (_items[i].RestStart, _items[i].RestLength, _items[i].Separator) = (candidate.RestStart, candidate.RestLength, candidate.Separator);
                }

                return i;
            }
        }

        if (Count == Max)
        {
            return -1;
        }

        candidate.Fold = fold;
        candidate.Words = TitleWords.Of(text, _words.AsSpan(Count * TitleWords.MaxWords, TitleWords.MaxWords)).Count;
        if (candidate.Words == 0)
        {
            return -1;
        }

        _items[Count] = candidate;
        _facts.AsSpan(Count * FactCount, FactCount).Clear();
        return Count++;
    }

    private void Set(int candidate, TitleFact fact) => _facts[(candidate * FactCount) + (int)fact] = true;

    private void SetWhere(int candidate, bool holds, TitleFact fact) => _facts[(candidate * FactCount) + (int)fact] |= holds;

    /// <summary>The text of what was cut off a candidate; empty where nothing was.</summary>
    public ReadOnlySpan<char> RestOf(int candidate) => _text.Items.Slice(_items[candidate].RestStart, _items[candidate].RestLength);
}
