using System.Collections.Immutable;
using Chaffinch.Detecting.Shared;
using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Detecting;

/// <summary>Sees pieces that share a rare word (a brand, a handle, a code) with a place that other evidence clearly accuses.</summary>
internal sealed class SharedName : Detector
{
    private const int MaxSeeds = 256;

    /// <summary>A piece as long as this says more than the name of somebody's brand.</summary>
    private const int MaxPieceTerms = 60;

    private static readonly Signal SharedWord = new("shared-name", "name", "The piece has a rare word that stands in a clearly accused place and hardly in the page's other text.");

    // What accuses clearly enough, by itself, for its names to be followed: strength from which on.
    private static readonly (string Key, float Strength)[] Accusers =
    [
        ("promo-style/promotional", 0.6f), ("contact-handle/chat-handle", 0.6f), ("contact-handle/promo-code", 0.6f), ("keyword-row/foreign-row", 0.7f),
        ("keyword-row/stuffed-variants", 0.6f), ("title-fusion/fused-phrase", 0.8f), ("repeated-phrase/repeated-line", 0.7f), ("foreign-anchor/external-row", 0.7f),
        ("foreign-anchor/foreign-anchor", 0.6f), ("hidden-text/hidden-foreign", 0.7f), ("title-disguise/stuffed-meta", 0.6f), ("thread-raid/post", 0.6f),
    ];

    private static readonly KeywordRow Rows = new();

    private static readonly PromoStyle Style = new();

    [ThreadStatic]
    private static Work? _work;

    public override string Name => "shared-name";

    public override string What => "Pieces with a rare word (brand, handle, code) that stands in a place which clearly sells, hides or was fused to the title, and hardly in the page's other sentences.";

    public override string Why => "A campaign has to name what it sells, again and again; where one of its lines is found, the name leads to the quieter ones.";

    public override string LeavesAlone => "Words of the page's own matter, names of the site itself, words of every text, pages where nothing is clearly accused.";

    public override string Example => "\"Lumirix chairs bonus login\" in a row above the headline; below, between two paragraphs: \"With Lumirix every evening gets longer.\"";

    public override string Source => "Read off polluted pages one by one; the spread of labels through shared rare words is that of graph-based spam ranking (Gyöngyi and others 2004), inside one page.";

    public override ImmutableArray<Signal> Signals { get; } = [SharedWord];

    public override void Detect(SegmentedPage page, EvidenceSink sink)
    {
        Work work = _work ??= new Work();
        work.Clear();
        if (!FindSeeds(page, sink, work))
        {
            return;
        }

        TakeNames(page, work);
        if (work.Names == 0)
        {
            return;
        }

        CountElsewhere(page, work);
        ReadOnlySpan<Segment> segments = page.Segments;
        ReadOnlySpan<Term> topics = page.Terms.Topics;
        int t = 0;
        for (int s = 0; s < segments.Length; s++)
        {
            TextSpan span = segments[s].Span;
            while (t < topics.Length && topics[t].Start < span.Start)
            {
                t++;
            }

            t = Look(page, segments[s].Span, topics, t, work, sink);
        }
    }

    // Other detectors have run before; alone, this one follows rows of phrases and the tagger.
    private static bool FindSeeds(SegmentedPage page, EvidenceSink sink, Work work)
    {
        if (sink.Count == 0)
        {
            sink = work.Own;
            sink.Clear();
            Rows.Detect(page, sink);
            Style.Detect(page, sink);
        }

        ReadOnlySpan<Evidence> evidence = sink.Items;
        foreach (ref readonly Evidence e in evidence)
        {
            float least = LeastOf(e.Signal);
            if (e.Strength >= least && work.Seeds.Count < MaxSeeds)
            {
                work.Seeds.Add((e.Span, e.Strength));
            }
        }

        work.Seeds.Sort(static (a, b) => a.Span.Start != b.Span.Start ? a.Span.Start.CompareTo(b.Span.Start) : b.Span.End.CompareTo(a.Span.End));
        return work.Seeds.Count > 0;
    }

    private static float LeastOf(Signal signal)
    {
        foreach ((string key, float strength) in Accusers)
        {
            if (key == signal.Key)
            {
                return strength;
            }
        }

        return float.PositiveInfinity;
    }

    private static void TakeNames(SegmentedPage page, Work work)
    {
        ReadOnlySpan<Term> topics = page.Terms.Topics;
        int first = 0;
        foreach (ref readonly Term term in topics)
        {
            while (first < work.Seeds.Count && work.Seeds[first].Span.End <= term.Start)
            {
                first++;
            }

            for (int i = first; i < work.Seeds.Count && work.Seeds[i].Span.Start <= term.Start; i++)
            {
                if (work.Seeds[i].Span.End >= term.End && TermWeights.Of(term.Hash) == TermWeights.Max)
                {
                    work.Take(term.Hash, work.Seeds[i].Strength);
                    break;
                }
            }
        }
    }

    private static void CountElsewhere(SegmentedPage page, Work work)
    {
        PageFacts facts = PageFacts.Of(page);
        ReadOnlySpan<Term> topics = page.Terms.Topics;
        ReadOnlySpan<Block> blocks = page.Page.Blocks;
        int b = 0, first = 0;
        foreach (ref readonly Term term in topics)
        {
            while (first < work.Seeds.Count && work.Seeds[first].Span.End <= term.Start)
            {
                first++;
            }

            while (b + 1 < blocks.Length && blocks[b].Span.End <= term.Start)
            {
                b++;
            }

            bool seed = first < work.Seeds.Count && work.Seeds[first].Span.Start <= term.Start;
            if (!seed)
            {
                work.CountOther(term.Hash, facts.Lines[b].Prose ? 2 : 1);
            }
        }
    }

    private static int Look(SegmentedPage page, TextSpan span, ReadOnlySpan<Term> topics, int t, Work work, EvidenceSink sink)
    {
        float most = 0;
        int hits = 0, terms = 0, own = 0;
        TextSpan word = default;
        for (; t < topics.Length && topics[t].Start < span.End; t++)
        {
            terms++;
            float strength = work.StrengthOf(topics[t].Hash);
            hits += strength > 0 ? 1 : 0;
            own += strength == 0 && IsPageWord(page, topics[t].Hash) ? 1 : 0;
            if (strength > most)
            {
                (most, word) = (strength, new TextSpan(topics[t].Start, topics[t].End));
            }
        }

        // Pairs of characters come back by chance where single words do not.
        bool dense = !word.IsEmpty && Scripts.IsDense(Scripts.Of(page.Classes[word.Start]));
        // A headline with a brand glued to it is mostly the page's own: the border inside is for others to find.
        if (most == 0 || own * 3 > terms || terms > MaxPieceTerms || (dense && hits < 3) || work.IsAccused(span))
        {
            return t;
        }

        sink.Add(SharedWord, span, Math.Min(0.9f, most), new("{quote} stands in accused places too, and {a} of the piece's {b} words do", hits, terms, word));
        return t;
    }

    private static bool IsPageWord(SegmentedPage page, uint hash)
    {
        int term = page.Ngrams.Find(hash);
        return term >= 0 && page.Ngrams.WeightOf(term) > 4 && page.Ngrams.SegmentsOf(term) > 1;
    }

    private sealed class Work
    {
        private const int Slots = 1 << 11;

        /// <summary>A campaign says its name again where it speaks.</summary>
        private const int MinSeeds = 2;

        private readonly Entry[] _entries = new Entry[Slots];

        public List<(TextSpan Span, float Strength)> Seeds { get; } = [];

        public EvidenceSink Own { get; } = new();

        public int Names { get; private set; }

        public void Clear()
        {
            if (Names > 0)
            {
                Array.Clear(_entries);
            }

            Names = 0;
            Seeds.Clear();
        }

        public void Take(uint hash, float strength)
        {
            ref Entry entry = ref Find(hash);
            if (entry.Term == 0)
            {
                if (Names > Slots / 2)
                {
                    return;
                }

                entry.Term = hash;
                Names++;
            }

            entry.Seeds++;
            entry.Strength = Math.Max(entry.Strength, strength);
        }

        public void CountOther(uint hash, int count)
        {
            ref Entry entry = ref Find(hash);
            if (entry.Term != 0)
            {
                entry.Others += count;
            }
        }

        // What stands in more of the page's other text than in accused places is the page's own word.
        public float StrengthOf(uint hash)
        {
            ref Entry entry = ref Find(hash);
            if (entry.Seeds < MinSeeds || entry.Others > (3 * entry.Seeds) + 2)
            {
                return 0;
            }

            return entry.Strength * (0.5f + (0.45f * entry.Seeds / (entry.Seeds + (0.5f * entry.Others))));
        }

        /// <summary>True where a seed covers the piece: nobody needs a name to get there.</summary>
        public bool IsAccused(TextSpan span)
        {
            foreach ((TextSpan seed, _) in Seeds)
            {
                if (seed.Start <= span.Start && seed.End >= span.End)
                {
                    return true;
                }
            }

            return false;
        }

        private ref Entry Find(uint term)
        {
            int slot = (int)(term * 0x9E3779B1u >> 21) & (Slots - 1);
            while (_entries[slot].Term != 0 && _entries[slot].Term != term)
            {
                slot = (slot + 1) & (Slots - 1);
            }

            return ref _entries[slot];
        }

        private struct Entry
        {
            public uint Term;
            public int Seeds;
            public int Others;
            public float Strength;
        }
    }
}
