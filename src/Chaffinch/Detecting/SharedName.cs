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

    private const int MaxHits = 16;

    private static readonly Signal SharedWord = new("shared-name", "name", "The piece has a rare word that stands in a clearly accused place and hardly in the page's other text.");

    private static readonly Signal Glued = new("shared-name", "glued-name", "A phrase with a name from clearly accused places is set into other text without a blank, or as a piece that is no part of a sentence.");

    private static readonly Signal Beside = new("shared-name", "beside-glued", "Text goes over into a phrase with a name from accused places without a blank, or comes out of it so; or it breaks off before a planted phrase, or goes on behind one in a line that breaks off.");

    // What accuses clearly enough, by itself, for its names to be followed: strength from which on.
    private static readonly (string Key, float Strength)[] Accusers =
    [
        ("promo-style/promotional", 0.6f), ("contact-handle/chat-handle", 0.6f), ("contact-handle/promo-code", 0.6f), ("keyword-row/foreign-row", 0.7f),
        ("keyword-row/stuffed-variants", 0.6f), ("title-fusion/fused-phrase", 0.65f), ("repeated-phrase/repeated-line", 0.7f), ("repeated-phrase/repeats-title-part", 0.65f), ("foreign-anchor/external-row", 0.7f),
        ("foreign-anchor/foreign-anchor", 0.6f), ("hidden-text/hidden-foreign", 0.7f), ("title-disguise/stuffed-meta", 0.6f), ("thread-raid/post", 0.6f),
    ];

    private static readonly KeywordRow Rows = new();

    private static readonly PromoStyle Style = new();

    private static readonly RaggedEdge Edges = new();

    [ThreadStatic]
    private static AccusedNames? _work;

    public override string Name => "shared-name";

    public override string What => "Pieces with a rare word (brand, handle, code) that stands in a place which clearly sells, hides or was fused to the title, and hardly in the page's other sentences; and phrases with such a name that are set into other text without a blank, in brackets, at the end of a clause, behind a paragraph's last full stop or as a link that leaves the site.";

    public override string Why => "A campaign has to name what it sells, again and again; where one of its lines is found, the name leads to the quieter ones.";

    public override string LeavesAlone => "Words of the page's own matter and compounds of them, the title's words that running text has, addresses and handles, names of the site itself, words of every text, pages where nothing is clearly accused.";

    public override string Example => "\"Lumirix chairs bonus login\" in a row above the headline; below, between two paragraphs: \"With Lumirix every evening gets longer.\"";

    public override string Source => "Read off polluted pages one by one; the spread of labels through shared rare words is that of graph-based spam ranking (Gyöngyi and others 2004), inside one page.";

    public override ImmutableArray<Signal> Signals { get; } = [SharedWord, Glued, Beside];

    public override void Detect(SegmentedPage page, EvidenceSink sink)
    {
        AccusedNames work = _work ??= new AccusedNames();
        work.Clear();
        if (!FindSeeds(page, sink, work))
        {
            return;
        }

        StateGlued(page, work, sink);
        TakeNames(page, work);
        if (work.Names > 0)
        {
            CountElsewhere(page, work);
            work.TakeExact(sink.Items);
            LookAll(page, work, sink);
        }

        BrokenAround.State(page, work, Beside, sink);
    }

    private static void LookAll(SegmentedPage page, AccusedNames work, EvidenceSink sink)
    {
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
    private static bool FindSeeds(SegmentedPage page, EvidenceSink sink, AccusedNames work)
    {
        if (sink.Count == 0)
        {
            sink = work.Own;
            sink.Clear();
            Rows.Detect(page, sink);
            Style.Detect(page, sink);
            Edges.Detect(page, sink);
        }

        work.Open.Read(page, sink.Items);

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

    private static void TakeNames(SegmentedPage page, AccusedNames work)
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
                    work.Take(term, work.Seeds[i].Strength, IsInTitle(page, term.Start));
                    break;
                }
            }
        }
    }

    private static bool IsInTitle(SegmentedPage page, int at)
    {
        int b = BlockSearch.Of(page.Page.Blocks, at);
        return b >= 0 && (page.Page.Blocks[b].Zone == Zone.Title || page.Page.Blocks[b].HeadingLevel is 1 or 2);
    }

    private static void CountElsewhere(SegmentedPage page, AccusedNames work)
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

    /// <summary>States where a name stands at the beginning or end of a longer run of letters, and the phrase around it.</summary>
    private static void StateGlued(SegmentedPage page, AccusedNames work, EvidenceSink sink)
    {
        int done = 0;
        foreach ((TextSpan seed, _) in work.Seeds)
        {
            if (seed.End > done)
            {
                var place = new TextSpan(Math.Max(done, seed.Start), seed.End);
                work.Glued.AddWords(page, place, counts: true);
                work.Dense.AddPlace(page, place);
                done = seed.End;
            }
        }

        if (work.Dense.Choose(page))
        {
            work.Dense.Find(page, work, work.Phrases);
        }

        if (work.Glued.ChooseNames())
        {
            FindGlued(page, work);
        }

        RepeatedTails.Find(page, work.Glued, Glued, sink);
        StatePhrases(page, work, sink);
    }

    private static void FindGlued(SegmentedPage page, AccusedNames work)
    {
        const int MaxMetaChars = 1000;

        // What keywords and description have beside a name belongs to its phrases, accused or not.
        foreach (ref readonly Block block in page.Page.Blocks)
        {
            if (block.Zone is Zone.Keywords or Zone.Description && block.Span.Length < MaxMetaChars && work.Glued.HasName(page, block.Span))
            {
                work.Glued.AddWords(page, block.Span, counts: false);
            }
        }

        work.Glued.Find(page, work.Phrases);
    }

    private static void StatePhrases(SegmentedPage page, AccusedNames work, EvidenceSink sink)
    {
        const int MinFragment = 20;
        foreach (GluedPhrase phrase in work.Phrases)
        {
            float strength = phrase.IsClear ? phrase.IsGluedBehind || phrase.Span != phrase.Name ? 0.9f : 0.8f : 0.6f;
            sink.Add(Glued, phrase.Span, strength, new("{quote} stands in accused places too, and here without a blank beside other words or in a piece that is no part of a sentence", Quote: phrase.Name));
            if (!phrase.IsGluedBefore || !phrase.IsGluedBehind)
            {
                continue;
            }

            // Text on both sides without a blank: if the second half starts like a sentence, both were cut out of something.
            float cut = char.IsUpper(page.Page.Text[phrase.Span.End]) ? 0.5f : 0.3f;
            int from = BlockSearch.SegmentStart(page, phrase.Span.Start);
            int to = BlockSearch.SegmentEnd(page, phrase.Span.End);
            if (phrase.Span.Start - from >= MinFragment)
            {
                sink.Add(Beside, new(from, phrase.Span.Start), cut, new("goes over into {quote} without a blank", Quote: phrase.Span));
            }

            if (to - phrase.Span.End >= MinFragment)
            {
                sink.Add(Beside, new(phrase.Span.End, to), cut, new("comes out of {quote} without a blank", Quote: phrase.Span));
            }
        }
    }

    private static int Look(SegmentedPage page, TextSpan span, ReadOnlySpan<Term> topics, int t, AccusedNames work, EvidenceSink sink)
    {
        float most = 0;
        int hits = 0, terms = 0, own = 0;
        Span<TextSpan> names = stackalloc TextSpan[MaxHits];
        TextSpan word = default;
        for (; t < topics.Length && topics[t].Start < span.End; t++)
        {
            terms++;
            float strength = work.StrengthOf(topics[t].Hash);
            strength = strength > 0 && (!work.IsSameWord(page.Page.Text, topics[t]) || work.IsExplained(topics[t], span, Scripts.IsDense(Scripts.Of(page.Classes[topics[t].Start])))) ? 0 : strength;
            if (strength > 0 && hits++ < MaxHits)
            {
                names[hits - 1] = new TextSpan(topics[t].Start, topics[t].End);
            }

            own += strength == 0 && IsPageWord(page, topics[t].Hash) ? 1 : 0;
            if (strength > most)
            {
                (most, word) = (strength, new TextSpan(topics[t].Start, topics[t].End));
            }
        }

        if (hits is > 0 and <= MaxHits && !work.IsAccused(span) && StateCopies(page, topics, names[..hits], most, work, sink))
        {
            return t;
        }

        // Pairs of characters come back by chance where single words do not.
        bool dense = !word.IsEmpty && Scripts.IsDense(Scripts.Of(page.Classes[word.Start]));
        if (hits is > 0 and <= MaxHits && (!dense || hits >= 3) && !work.IsAccused(span) && StatePieces(page, span, names[..hits], most, work, sink))
        {
            return t;
        }

        // A headline with a brand glued to it is mostly the page's own: the border inside is for others to find.
        if (most == 0 || own * 3 > terms || terms > MaxPieceTerms || (dense && hits < 3) || work.IsAccused(span) || work.IsParted(span))
        {
            return t;
        }

        sink.Add(SharedWord, span, Math.Min(0.9f, most), new("{quote} stands in accused places too, and {a} of the piece's {b} words do", hits, terms, word));
        int b = BlockSearch.Of(page.Page.Blocks, span.Start);
        if (BrokenAround.GoesOn(page, work.Open, b, names[Math.Min(hits, MaxHits) - 1].End))
        {
            sink.Add(Beside, new TextSpan(span.Start, page.Page.Blocks[b].Span.End), 0.8f, new("{quote} stands in accused places too, and here in a line that breaks off", Quote: word));
            BrokenAround.StateEarlier(page, b, new TextSpan(page.Page.Blocks[b].Span.Start, span.Start), Beside, sink);
        }

        return t;
    }

    // What says the same as an accused place, word for word, is cut out of its sentence wherever it stands.
    private static bool StateCopies(SegmentedPage page, ReadOnlySpan<Term> topics, ReadOnlySpan<TextSpan> names, float strength, AccusedNames work, EvidenceSink sink)
    {
        int b = BlockSearch.Of(page.Page.Blocks, names[0].Start);
        if (b < 0 || page.Page.Blocks[b].Zone != Zone.Body || !PageFacts.Of(page).Lines[b].HasSentences || Scripts.IsDense(Scripts.Of(page.Classes[names[0].Start])))
        {
            return false;
        }

        Span<TextSpan> places = stackalloc TextSpan[3];
        TextSpan last = default;
        foreach (TextSpan name in names)
        {
            if (name.Start < last.End)
            {
                continue;
            }

            work.PlacesOf(TermAt(topics, name.Start), places);
            TextSpan copy = PhraseCopies.Longest(page, page.Page.Blocks[b].Span, name, places);
            if (!copy.IsEmpty)
            {
                sink.Add(Glued, copy, Math.Min(0.85f, strength), new("{quote} stands word for word in an accused place too", Quote: copy));
                last = copy;
            }
        }

        return !last.IsEmpty;
    }

    private static uint TermAt(ReadOnlySpan<Term> topics, int at)
    {
        int low = 0, high = topics.Length - 1;
        while (low < high)
        {
            int mid = (low + high) >>> 1;
            (low, high) = topics[mid].Start < at ? (mid + 1, high) : (low, mid);
        }

        return topics[low].Hash;
    }

    // Where all names of a sentence stand in pieces with borders of their own, the rest of it says nothing of them.
    private static bool StatePieces(SegmentedPage page, TextSpan span, ReadOnlySpan<TextSpan> names, float strength, AccusedNames work, EvidenceSink sink)
    {
        Span<TextSpan> pieces = stackalloc TextSpan[MaxHits];
        int count = NamePieces.Find(page, span, names, work.Glued, pieces);
        foreach (TextSpan piece in pieces[..count])
        {
            if (!work.IsAccused(piece) && !work.IsParted(span))
            {
                sink.Add(Glued, piece, Math.Min(0.85f, strength), new("{quote} stands in accused places too, and here in a bracket or a phrase of their words that ends a clause", Quote: names[0]));
            }
        }

        return count > 0;
    }

    private static bool IsPageWord(SegmentedPage page, uint hash)
    {
        int term = page.Ngrams.Find(hash);
        return term >= 0 && page.Ngrams.WeightOf(term) > 4 && page.Ngrams.SegmentsOf(term) > 1;
    }
}
