using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Detecting.Shared;

/// <summary>How each sentence of a page stands to its block, to the blocks around and to the page: style, words, names, marks, length; and what a small network makes of it.</summary>
/// <remarks>
/// What reads like advertising or like a fragment is told elsewhere; a page may read so all through. Here a sentence is held against what stands around it, as numbers and not as yes and no, so that
/// a paragraph that sells a little in each of its sentences is told from a page that does. Two walks over the page's terms, two over its segments. Buffers are reused; one thread.
/// </remarks>
internal sealed partial class StrangerMap
{
    /// <summary>Segments of fewer tokens are not judged.</summary>
    public const int LeastTokens = 2;

    // Words of this weight are names and things; of less than the other, words of most texts.
    private const int LeastName = 13;
    private const int LeastWeight = 5;

    // Blocks of fewer tokens are passed over as neighbours, and so far one is looked for.
    public const int LeastBeside = 6;
    public const int Reach = 4;

    // A page of which no sentence reads at all like something else has nothing to judge.
    private const float LeastOdds = -0.75f;

    private const byte Title = 1;
    private const byte Frame = 2;

    [ThreadStatic]
    private static StrangerMap? _current;

    private SegmentedPage? _page;
    private PromoTagger? _tagger;
    private Cell[] _cells = [];
    private Unit[] _units = [];
    private byte[] _flags = [];
    private int[] _seen = [];
    private readonly StrangerAround _around = new();
    private float[] _offers = [];
    private float[] _fragments = [];
    private Sums _sums;

    private struct Counts
    {
        public int Tokens;
        public float Promo;
        public float Spliced;
        public float Trade;
        public int Weight;
        public int Supported;
        public int Names;
        public int NewNames;
        public int Common;
        public int NewCommon;
        public int Titled;
        public int Framed;

        public void Add(in Counts c)
        {
            Tokens += c.Tokens;
            Promo += c.Promo;
            Spliced += c.Spliced;
            Trade += c.Trade;
            Weight += c.Weight;
            Supported += c.Supported;
            Names += c.Names;
            NewNames += c.NewNames;
            Common += c.Common;
            NewCommon += c.NewCommon;
            Titled += c.Titled;
            Framed += c.Framed;
        }
    }

    private struct Unit
    {
        public Counts Of;
        public TokenKind Kind;
        public char End;
        public bool StartsLow;
        public bool HasLetters;
        public int Before;
        public int Behind;
        public int Content;
        public float Seam;
    }

    private struct Cell
    {
        public int First;
        public int Last;
        public int OwnNames;
        public float Seam;
        public float SecondSeam;
        public bool HasContact;
        public Counts Of;
    }

    private struct Sums
    {
        public Counts Of;
        public int Segments;
        public int Loud;
        public int Open;
        public int Low;
        public long Chars;
        public long Digits;
        public long Letters;
        public long Latin;
        public int Content;
        public int Linked;
        public int Links;
        public int Texts;
        public int Seams;
        public int Leaving;
    }

    /// <summary>How likely each segment is a stranger's offer.</summary>
    public float OfferOf(int segment) => _offers[segment];

    /// <summary>How likely each segment is a fragment of another text.</summary>
    public float FragmentOf(int segment) => _fragments[segment];

    /// <summary>True where anything was judged.</summary>
    public bool IsJudged { get; private set; }

    /// <summary>True for a segment that is judged: figures and signs alone read like nothing.</summary>
    public bool IsUnit(int segment) => _units[segment].Of.Tokens >= LeastTokens && _units[segment].HasLetters;

    /// <summary>Tokens of a segment.</summary>
    public int TokensOf(int segment) => _units[segment].Of.Tokens;

    /// <summary>The map of a page, judged at the first call for it on this thread.</summary>
    /// <param name="page">The page.</param>
    /// <param name="evidence">What was stated before.</param>
    public static StrangerMap Of(SegmentedPage page, ReadOnlySpan<Evidence> evidence)
    {
        StrangerMap map = _current ??= new StrangerMap();
        PromoTagger tagger = PromoTagger.Default;
        if (!ReferenceEquals(map._page, page) || !ReferenceEquals(map._tagger, tagger))
        {
            (map._page, map._tagger) = (page, tagger);
            map.IsJudged = map.Read(page, evidence);
            if (map.IsJudged)
            {
                map.Judge(page, StrangerNet.First, StrangerNet.Second);
            }
        }

        return map;
    }

    /// <summary>Reads a page.</summary>
    /// <param name="page">The page.</param>
    /// <param name="evidence">What was stated before.</param>
    /// <returns>False where nothing reads like anything but a page's own text.</returns>
    public bool Read(SegmentedPage page, ReadOnlySpan<Evidence> evidence)
    {
        int segments = page.Segments.Length, blocks = page.Page.Blocks.Length;
        if (_units.Length < segments)
        {
            _units = new Unit[segments * 2];
            _offers = new float[segments * 2];
            _fragments = new float[segments * 2];
        }

        if (_cells.Length < blocks)
        {
            _cells = new Cell[blocks * 2];
        }

        _sums = default;
        _cells.AsSpan(0, blocks).Fill(new Cell { First = -1 });
        if (!ReadStyles(page, StyleWalk.Of(page, evidence).Segments))
        {
            return false;
        }

        if (_flags.Length < page.Ngrams.TermCount)
        {
            _flags = new byte[page.Ngrams.TermCount * 2];
            _seen = new int[page.Ngrams.TermCount * 2];
        }

        MarkTerms(page);
        CountTerms(page);
        CountLinks(page);
        TakeSeams(page, evidence);
        SumUp(page);
        return true;
    }

    private bool ReadStyles(SegmentedPage page, ReadOnlySpan<SegmentStyle> styles)
    {
        ReadOnlySpan<char> text = page.Page.Text;
        bool any = false;
        for (int s = 0; s < page.Segments.Length; s++)
        {
            ref readonly Segment segment = ref page.Segments[s];
            ref Unit unit = ref _units[s];
            unit = new Unit { Kind = styles[s].Kind };
            unit.HasLetters = page.Profiles[s].Letters * 3 >= page.Profiles[s].Chars;
            unit.Of.Tokens = styles[s].Tokens;
            unit.Of.Promo = styles[s].Promo;
            unit.Of.Spliced = styles[s].Spliced;
            unit.Of.Trade = styles[s].Trade;
            int last = segment.Span.End - 1;
            while (last > segment.Span.Start && page.Classes[last] is CharClass.Quote or CharClass.CloseBracket)
            {
                last--;
            }

            unit.End = segment.Span.IsEmpty ? ' ' : page.Classes[last] == CharClass.SentenceEnd ? text[last] : ' ';
            unit.StartsLow = !segment.Span.IsEmpty && char.IsLower(text[segment.Span.Start]);
            ref Cell cell = ref _cells[segment.Block];
            cell.First = cell.First < 0 ? s : cell.First;
            cell.Last = s;
            any |= unit.Of.Tokens >= LeastTokens && Math.Max(Math.Max(unit.Of.Promo, unit.Of.Trade), unit.Of.Spliced) > LeastOdds * unit.Of.Tokens;
        }

        return any;
    }

    private void MarkTerms(SegmentedPage page)
    {
        _flags.AsSpan(0, page.Ngrams.TermCount).Clear();
        for (int s = 0; s < page.Segments.Length; s++)
        {
            ref readonly Block block = ref page.BlockOf(s);
            byte flag = block.Zone == Zone.Title || block.HeadingLevel == 1 ? Title : block.Zone == Zone.Body && OfferMap.IsFrame(block) ? Frame : (byte)0;
            if (flag != 0)
            {
                foreach (int t in page.Ngrams.TermsOf(s))
                {
                    _flags[t] |= flag;
                }
            }
        }
    }

    private void CountTerms(SegmentedPage page)
    {
        // A term counts as shared with what stands this near before or behind.
        const int Near = 6;
        NgramIndex ngrams = page.Ngrams;
        Span<int> seen = _seen.AsSpan(0, ngrams.TermCount);
        ReadOnlySpan<byte> flags = _flags.AsSpan(0, ngrams.TermCount);
        seen.Fill(-Near - 1);
        for (int s = 0; s < page.Segments.Length; s++)
        {
            ref Unit unit = ref _units[s];
            ref Cell cell = ref _cells[page.Segments[s].Block];
            Counts of = default;
            int content = 0, before = 0, own = 0;
            foreach (int t in ngrams.TermsOf(s))
            {
                // Which kind of word comes next cannot be foreseen, so little branches: a condition is all ones or nothing.
                (int weight, int first, int last) = ngrams.PlacesOf(t);
                int alone = first >= cell.First && last <= cell.Last ? 1 : 0;
                if (weight < LeastWeight)
                {
                    of.Common++;
                    of.NewCommon += alone;
                    continue;
                }

                int name = weight >= LeastName ? 1 : 0;
                int earlier = seen[t];
                seen[t] = s;
                content++;
                of.Weight += weight;
                of.Supported += weight & (alone - 1);
                of.Titled += flags[t] & Title;
                of.Framed += flags[t] / Frame;
                of.Names += name;
                of.NewNames += name & alone;
                own += name & alone & (earlier >= cell.First && earlier < s ? 1 : 0);
                if (s - earlier is > 0 and <= Near)
                {
                    // What has this segment near before has it near behind.
                    before++;
                    _units[earlier].Behind++;
                }
            }

            (of.Tokens, of.Promo, of.Spliced, of.Trade) = (unit.Of.Tokens, unit.Of.Promo, unit.Of.Spliced, unit.Of.Trade);
            (unit.Of, unit.Content, unit.Before) = (of, content, before);
            cell.OwnNames += own;
        }
    }

    private void CountLinks(SegmentedPage page)
    {
        PageFacts facts = PageFacts.Of(page);
        _sums.Links = page.Page.Links.Length;
        foreach (ref readonly Link link in page.Page.Links)
        {
            _sums.Leaving += facts.LeavesSite(link) ? 1 : 0;
        }

        foreach (ref readonly Block block in page.Page.Blocks)
        {
            _sums.Linked += block.LinkCount > 0 ? 1 : 0;
        }
    }

    private void SumUp(SegmentedPage page)
    {
        for (int s = 0; s < page.Segments.Length; s++)
        {
            ref readonly Unit unit = ref _units[s];
            int b = page.Segments[s].Block;
            _cells[b].Of.Add(unit.Of);
            ref readonly Block block = ref page.Page.Blocks[b];
            if (block.Zone != Zone.Body || block.IsHidden || page.Segments[s].Role != SegmentRole.Sentence)
            {
                continue;
            }

            ref readonly SegmentProfile profile = ref page.Profiles[s];
            _sums.Of.Add(unit.Of);
            _sums.Segments++;
            _sums.Loud += unit.End is '!' or '?' or '！' or '？' ? 1 : 0;
            _sums.Open += unit.End == ' ' ? 1 : 0;
            _sums.Low += unit.StartsLow ? 1 : 0;
            _sums.Chars += profile.Chars;
            _sums.Digits += profile.Digits;
            _sums.Letters += profile.Letters;
            _sums.Latin += profile.Latin;
            _sums.Content += unit.Content;
        }
    }
}
