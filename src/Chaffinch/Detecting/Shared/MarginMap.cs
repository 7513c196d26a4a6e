using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Detecting.Shared;

/// <summary>Places of a page where no sentence stands.</summary>
internal enum MarginPlace : byte
{
    Title,
    Meta,
    Row,
    Hidden,
    Anchor,
    Tail,
}

/// <summary>A piece of text in such a place.</summary>
/// <param name="Span">Where.</param>
/// <param name="Place">What kind of place.</param>
/// <param name="Block">Index of its block.</param>
/// <param name="Core">Genuine names have no need of such a place: behind a full stop, between sentences, in a furtively hidden link.</param>
internal readonly record struct Margin(TextSpan Span, MarginPlace Place, int Block, bool Core);

/// <summary>The margins of a page and the terms that live there alone.</summary>
/// <remarks>Kept for the thread and made anew for each page, as <see cref="PageFacts"/> are; two passes over the terms of the page.</remarks>
internal sealed partial class MarginMap
{
    private const int MaxMargins = 2000;
    private const int Slots = 1 << 13;
    private const float MaxTailWeight = 110;

    /// <summary>A campaign stands in at least so many margins, at least <see cref="MinCore"/> of them of a kind that nobody else needs.</summary>
    private const int MinMargins = 3;
    private const int MinCore = 2;

    [ThreadStatic]
    private static MarginMap? _current;

    private readonly Entry[] _entries = new Entry[Slots];
    private Margin[] _margins = new Margin[128];
    private int _count;
    private int _used;
    private SegmentedPage _page = null!;
    private PageFacts _facts = null!;

    /// <summary>The margins in the order of the text.</summary>
    public ReadOnlySpan<Margin> Margins => _margins.AsSpan(0, _count);

    /// <summary>True where a margin is of a kind that genuine names have no need of.</summary>
    public bool HasImproper { get; private set; }

    /// <summary>The margins of <paramref name="page"/>; valid until the next call on this thread.</summary>
    public static MarginMap Of(SegmentedPage page, PageFacts facts)
    {
        MarginMap map = _current ??= new MarginMap();
        map._page = page;
        map._facts = facts;
        map._count = 0;
        map.HasImproper = false;
        for (int b = 0; b < page.Page.Blocks.Length; b++)
        {
            map.AddBlock(page, facts, b);
        }

        return map;
    }

    /// <summary>Counts where each term of the margins stands.</summary>
    public void CountTerms()
    {
        Array.Clear(_entries);
        _used = 0;
        ReadOnlySpan<Term> terms = _page.Terms.Topics;
        int m = 0;
        foreach (ref readonly Term term in terms)
        {
            while (m < _count && _margins[m].Span.End <= term.Start)
            {
                m++;
            }

            if (m < _count && term.Start >= _margins[m].Span.Start)
            {
                AddInside(term, m);
            }
        }

        m = 0;
        foreach (ref readonly Term term in terms)
        {
            while (m < _count && _margins[m].Span.End <= term.Start)
            {
                m++;
            }

            if (m < _count && term.Start >= _margins[m].Span.Start)
            {
                continue;
            }

            ref Entry entry = ref Find(term.Hash);
            if (entry.Term != 0)
            {
                bool clause = InProse(term.Start) && ClauseEndsBehind(term.End);
                entry.Neutral += clause ? 1 : 0;
                entry.Outside += clause ? 0 : 1;
            }
        }
    }

    /// <summary>How surely margin <paramref name="i"/> belongs to a campaign.</summary>
    /// <param name="i">Its index.</param>
    /// <param name="places">In how many margins its word stands.</param>
    /// <param name="word">The word.</param>
    public float StrengthOf(int i, out int places, out TextSpan word)
    {
        TextSpan span = _margins[i].Span;
        ReadOnlySpan<Term> topics = _page.Terms.Topics;
        float best = 0;
        int terms = 0;
        int hits = 0;
        places = 0;
        word = default;
        for (int t = FirstTopic(topics, span.Start); t < topics.Length && topics[t].Start < span.End; t++)
        {
            terms++;
            ref Entry entry = ref Find(topics[t].Hash);
            float strength = entry.Term == 0 ? 0 : StrengthOf(entry);
            hits += strength > 0 ? 1 : 0;
            if (strength > best)
            {
                (best, places, word) = (strength, entry.Margins, new TextSpan(topics[t].Start, topics[t].End));
            }
        }

        // Pairs of characters come back by chance where single words do not.
        bool dense = !word.IsEmpty && Scripts.IsDense(Scripts.Of(_page.Classes[word.Start]));
        return hits * 10 < terms || (dense && hits < 2) ? 0 : best;
    }

    /// <summary>The part of a title, with the neighbouring parts that the running text does not bear out either.</summary>
    public TextSpan WithUnsupported(PageFacts facts, int i)
    {
        int first = i;
        int last = i;
        while (first > 0 && _margins[first - 1].Block == _margins[i].Block && IsUnsupported(facts, _margins[first - 1].Span))
        {
            first--;
        }

        while (last + 1 < _count && _margins[last + 1].Block == _margins[i].Block && IsUnsupported(facts, _margins[last + 1].Span))
        {
            last++;
        }

        // The separator between a planted and a genuine part belongs to the planted one.
        TextSpan block = _page.Page.Blocks[_margins[i].Block].Span;
        int end = _margins[last].Span.End;
        int start = _margins[first].Span.Start;
        if (last + 1 < _count && _margins[last + 1].Block == _margins[i].Block && start == block.Start)
        {
            end = _margins[last + 1].Span.Start;
        }
        else if (first > 0 && _margins[first - 1].Block == _margins[i].Block)
        {
            start = _margins[first - 1].Span.End;
        }

        return new Pieces(_page).Trim(start, end);
    }

    private static int FirstTopic(ReadOnlySpan<Term> topics, int start)
    {
        int low = 0;
        int high = topics.Length;
        while (low < high)
        {
            int mid = (low + high) >>> 1;
            (low, high) = topics[mid].Start < start ? (mid + 1, high) : (low, mid);
        }

        return low;
    }

    private static bool IsUnsupported(PageFacts facts, TextSpan span)
    {
        Support support = facts.SupportOf(span, out Support frame);
        return support.Supported == 0 && frame.Supported == 0 && support.Terms > 0;
    }

    private static float StrengthOf(in Entry entry)
    {
        const int Named = (1 << (int)MarginPlace.Title) | (1 << (int)MarginPlace.Meta) | (1 << (int)MarginPlace.Row);
        const int Away = (1 << (int)MarginPlace.Hidden) | (1 << (int)MarginPlace.Anchor);
        const int Behind = 1 << (int)MarginPlace.Tail;
        int groups = ((entry.Places & Named) != 0 ? 1 : 0) + ((entry.Places & Away) != 0 ? 1 : 0) + ((entry.Places & Behind) != 0 ? 1 : 0);
        if (groups < 2 || entry.Core < MinCore || entry.Margins < MinMargins || !entry.Differs || entry.Outside > 0 || entry.Neutral > entry.Margins)
        {
            return 0;
        }

        return Math.Min(0.95f, 0.55f + (0.08f * (entry.Margins - MinMargins)) + (0.1f * (entry.Core - MinCore)) + (0.1f * (groups - 2)));
    }

    private void Add(TextSpan span, MarginPlace place, int block, bool core = false)
    {
        if (span.IsEmpty || _count == MaxMargins || (_count > 0 && _margins[_count - 1].Span.End > span.Start))
        {
            return;
        }

        if (_count == _margins.Length)
        {
            Array.Resize(ref _margins, _count * 2);
        }

        _margins[_count++] = new Margin(span, place, block, core);
        HasImproper |= core;
    }

    private void AddInside(in Term term, int margin)
    {
        ref Entry entry = ref Find(term.Hash);
        if (entry.Term == 0)
        {
            if (_used > Slots / 2)
            {
                return;
            }

            if (TermWeights.Of(term.Hash) < TermWeights.Max)
            {
                // A common word is no name.
                return;
            }

            _used++;
            entry.Term = term.Hash;
            entry.First = margin;
            entry.Last = -1;
        }

        if (entry.Last == margin)
        {
            return;
        }

        // The same words under each item of a list are a label of the site.
        bool again = entry.Last >= 0 && (IsCopy(entry.Distinct, margin) || IsCopy(entry.First, margin));
        entry.Last = margin;
        if (again)
        {
            return;
        }

        entry.Distinct = margin;
        entry.Margins++;
        entry.Core += _margins[margin].Core ? 1 : 0;
        entry.Places |= 1 << (int)_margins[margin].Place;
        entry.Differs |= margin != entry.First && !SameText(_margins[entry.First].Span, _margins[margin].Span);
    }

    private bool IsCopy(int a, int b) => _margins[a].Place == _margins[b].Place && SameText(_margins[a].Span, _margins[b].Span);

    private bool SameText(TextSpan a, TextSpan b) =>
        _page.Page.Text.AsSpan(a.Start, a.Length).Equals(_page.Page.Text.AsSpan(b.Start, b.Length), StringComparison.OrdinalIgnoreCase);

    private bool InProse(int at)
    {
        int b = BlockSearch.Of(_page.Page.Blocks, at);
        return b >= 0 && _facts.Lines[b].Prose;
    }

    private bool ClauseEndsBehind(int at)
    {
        const int Reach = 12;
        int stop = Math.Min(_page.Page.Text.Length, at + Reach);
        for (; at < stop; at++)
        {
            if (_page.Classes[at] is CharClass.Comma or CharClass.SentenceEnd or CharClass.LineEnd)
            {
                return true;
            }
        }

        return false;
    }

    private ref Entry Find(uint term)
    {
        int slot = (int)(term * 0x9E3779B1u >> 19) & (Slots - 1);
        while (_entries[slot].Term != 0 && _entries[slot].Term != term)
        {
            slot = (slot + 1) & (Slots - 1);
        }

        return ref _entries[slot];
    }

    private struct Entry
    {
        public uint Term;
        public int Margins;
        public int Core;
        public int Places;
        public int Outside;
        public int Neutral;
        public int First;
        public int Last;
        public int Distinct;
        public bool Differs;
    }
}
