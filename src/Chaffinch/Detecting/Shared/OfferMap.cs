using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Detecting.Shared;

/// <summary>Whose a page is, what is offered on it, and how far the two know of each other: block by block, and of the page as a whole.</summary>
/// <remarks>
/// The owner speaks in the frame (menu, head, foot, the short first and last lines of a plain text), the offer in content that reads like advertising. A name is a word that
/// no language has in most of its texts; a subject is a name that stands in a good part of the content and nowhere in the frame. Two walks over the page's terms, and none where no
/// block of the content reads at all like advertising. Buffers are reused; one thread.
/// </remarks>
internal sealed partial class OfferMap
{
    // Words of this weight are names and things; words of less than the other say nothing.
    private const int LeastName = 13;
    private const int LeastWeight = 5;

    // From which probability on a block sells, below which it is plain text, and how many tokens it takes to tell.
    private const float LeastSelling = 0.4f;
    private const float Plain = 0.22f;
    private const int LeastTokens = 8;

    /// <summary>A page none of whose blocks reads so, in log-odds, offers nothing.</summary>
    private const float LeastOdds = -0.6f;

    /// <summary>Of fewer blocks nothing can be said to know or not to know of the others.</summary>
    private const int LeastContent = 3;

    // A frame of fewer words says little of whose it is.
    private const int LeastFrameTerms = 6;

    [ThreadStatic]
    private static OfferMap? _current;

    private SegmentedPage? _page;
    private PromoTagger? _tagger;
    private Entry[] _terms = [];
    private Cell[] _blocks = [];
    private int _count;
    private Sums _sums;

    private enum Part : byte
    {
        // Neither of the two: hidden, margins, forms, titles.
        Other,
        Frame,
        Content,
    }

    /// <summary>Number of blocks.</summary>
    public int Count => _count;

    /// <summary>True where the frame says enough for it to be said whose the page is.</summary>
    public bool HasOwner => _sums.FrameTerms >= LeastFrameTerms;

    /// <summary>Share of the content's words that stand in the frame, 0 to 1.</summary>
    public float Framed => _sums.Framed / (float)Math.Max(1, _sums.Terms);

    /// <summary>How far the content knows nothing of the frame, 0 to 1.</summary>
    public float Unframed => 1 - MathF.Min(1, Framed * 8);

    /// <summary>In which share of the headings (or short lines) such a name stands, 0 to 1.</summary>
    public float SubjectInHeadings => _sums.SubjectHeads;

    /// <summary>In which share of the content's blocks the name stands that stands in most of them and nowhere in the frame, 0 to 1.</summary>
    public float Subject => _sums.Subject;

    /// <summary>True where something of the content reads like an offer; else nothing was counted and nothing judged.</summary>
    public bool IsJudged { get; private set; }

    /// <summary>The map of a page, read and judged at the first call for it on this thread.</summary>
    /// <param name="page">The page.</param>
    /// <param name="evidence">What was stated before.</param>
    public static OfferMap Of(SegmentedPage page, ReadOnlySpan<Evidence> evidence)
    {
        OfferMap map = _current ??= new OfferMap();
        PromoTagger tagger = PromoTagger.Default;
        if (!ReferenceEquals(map._page, page) || !ReferenceEquals(map._tagger, tagger))
        {
            (map._page, map._tagger) = (page, tagger);
            map.IsJudged = map.Read(page, evidence);
            if (map.IsJudged)
            {
                map.Judge(page, OfferWeights.Default);
            }
        }

        return map;
    }

    private struct Entry
    {
        public int Last;
        public ushort Frame;
        public ushort Title;
        public ushort Heads;
        public ushort Blocks;
        public ushort Selling;
        public ushort Plain;
        public ushort Sure;
    }

    private struct Cell
    {
        public Part Part;
        public bool IsHead;
        public bool IsProse;
        public bool HasContact;
        public float Odds;
        public float Probability;
        public float Second;
        public int Tokens;
        public int Terms;
        public int Framed;
        public int InPlain;
        public int InSelling;
        public int Titled;
        public int OfferNames;
        public int Subjects;
        public int OwnerNames;

        public readonly bool IsSelling => Probability >= LeastSelling && Tokens >= LeastTokens;

        public readonly bool IsSure => Probability >= Surely && Tokens >= LeastTokens;

        public readonly bool IsPlain => IsProse && Probability < Plain && Tokens >= LeastTokens;
    }

    private struct Sums
    {
        public double Odds;
        public long Tokens;
        public long Selling;
        public int Content;
        public int Heads;
        public bool HasHeadings;
        public long Terms;
        public long Framed;
        public int FrameTerms;
        public float Subject;
        public float SubjectHeads;
        public float FramedSubject;
        public long Sure;
    }

    /// <summary>True for a block of the content.</summary>
    public bool IsContent(int block) => _blocks[block].Part == Part.Content;

    /// <summary>True for a block that reads at all like advertising, or names a contact.</summary>
    public bool Sells(int block) => _blocks[block].Odds >= LeastOdds || _blocks[block].HasContact;

    /// <summary>True for a block of running text.</summary>
    public bool IsProse(int block) => _blocks[block].IsProse;

    /// <summary>True where a block has a name that stands in a good part of the content and nowhere in the frame.</summary>
    public bool HasSubject(int block) => _blocks[block].Subjects > 0;

    /// <summary>Tokens of a block.</summary>
    public int TokensOf(int block) => _blocks[block].Tokens;

    /// <summary>Reads a page.</summary>
    /// <param name="page">The page.</param>
    /// <param name="evidence">What was stated before.</param>
    /// <returns>False where nothing of the content reads like an offer, so that nothing was counted.</returns>
    public bool Read(SegmentedPage page, ReadOnlySpan<Evidence> evidence)
    {
        ReadOnlySpan<Block> blocks = page.Page.Blocks;
        _count = blocks.Length;
        _sums = default;
        if (_blocks.Length < _count)
        {
            _blocks = new Cell[_count * 2];
        }

        ReadOnlySpan<LineStyle> styles = StyleWalk.Of(page, evidence).Lines;
        PageFacts facts = PageFacts.Of(page);
        for (int b = 0; b < _count; b++)
        {
            LineStyle style = styles[b];
            float odds = PromoStyle.Own.For(style.Kind).OddsAt(PromoSentences.MeanOf(style.Tokens, style.Sum));
            bool prose = facts.Lines[b].HasSentences;
            _blocks[b] = new Cell { Odds = odds, Probability = 1 / (1 + MathF.Exp(-odds)), Tokens = style.Tokens, IsHead = blocks[b].HeadingLevel > 0 && !facts.Lines[b].Prose, IsProse = prose };
        }

        MarkParts(page, facts);
        SumLines();
        if (_sums.Content < LeastContent || !HasOffer())
        {
            return false;
        }

        if (_terms.Length < page.Ngrams.TermCount)
        {
            _terms = new Entry[page.Ngrams.TermCount * 2];
        }

        _terms.AsSpan(0, page.Ngrams.TermCount).Clear();
        MarkContacts(blocks, evidence);
        CountTerms(page);
        SumTerms(page);
        return true;
    }

    private bool HasOffer()
    {
        foreach (ref readonly Cell cell in _blocks.AsSpan(0, _count))
        {
            if (cell.Part == Part.Content && cell.Odds >= LeastOdds)
            {
                return true;
            }
        }

        return false;
    }

    private void MarkContacts(ReadOnlySpan<Block> blocks, ReadOnlySpan<Evidence> evidence)
    {
        const float Least = 0.5f;
        foreach (ref readonly Evidence e in evidence)
        {
            int b = e.Detector == "contact-handle" && e.Strength >= Least ? BlockSearch.Of(blocks, e.Span.Start) : -1;
            if (b >= 0)
            {
                _blocks[b].HasContact = true;
            }
        }
    }

    // What needs no words: how the content reads, and its headings; where it has hardly any, its short lines stand for them.
    private void SumLines()
    {
        const int LeastHeadings = 3;
        int heads = 0, lines = 0;
        foreach (ref readonly Cell cell in _blocks.AsSpan(0, _count))
        {
            if (cell.Part == Part.Content)
            {
                _sums.Content++;
                _sums.Tokens += cell.Tokens;
                _sums.Odds += (double)cell.Odds * cell.Tokens;
                _sums.Selling += cell.Probability >= LeastSelling ? cell.Tokens : 0;
                _sums.Sure += cell.IsSure ? cell.Tokens : 0;
                heads += cell.IsHead ? 1 : 0;
                lines += IsShort(cell) ? 1 : 0;
            }
        }

        _sums.HasHeadings = heads >= LeastHeadings;
        _sums.Heads = _sums.HasHeadings ? heads : lines;
    }

    private static bool IsShort(in Cell cell) => !cell.IsProse && cell.Tokens is >= 2 and <= 14;

    private void CountTerms(SegmentedPage page)
    {
        NgramIndex ngrams = page.Ngrams;
        for (int s = 0; s < page.Segments.Length; s++)
        {
            int b = page.Segments[s].Block;
            ref readonly Cell cell = ref _blocks[b];
            bool title = page.Page.Blocks[b].Zone == Zone.Title;
            if (cell.Part == Part.Other && !title)
            {
                continue;
            }

            bool heading = _sums.HasHeadings ? cell.IsHead : IsShort(cell);
            foreach (int t in ngrams.TermsOf(s))
            {
                ref Entry entry = ref _terms[t];
                if (entry.Last == b + 1)
                {
                    continue;
                }

                entry.Last = b + 1;
                if (title)
                {
                    Up(ref entry.Title, true);
                }
                else if (cell.Part == Part.Frame)
                {
                    _sums.FrameTerms += entry.Frame == 0 && ngrams.WeightOf(t) >= LeastWeight ? 1 : 0;
                    Up(ref entry.Frame, true);
                }
                else
                {
                    Up(ref entry.Blocks, true);
                    Up(ref entry.Heads, heading);
                    Up(ref entry.Selling, cell.IsSelling);
                    Up(ref entry.Plain, cell.IsPlain);
                    Up(ref entry.Sure, cell.IsSure);
                }
            }
        }
    }

    private static void Up(ref ushort count, bool by) => count += (ushort)(by && count < ushort.MaxValue ? 1 : 0);

    private void SumTerms(SegmentedPage page)
    {
        NgramIndex ngrams = page.Ngrams;
        for (int s = 0; s < page.Segments.Length; s++)
        {
            int b = page.Segments[s].Block;
            ref Cell cell = ref _blocks[b];
            if (cell.Part != Part.Content)
            {
                continue;
            }

            foreach (int t in ngrams.TermsOf(s))
            {
                int weight = ngrams.WeightOf(t);
                if (weight >= LeastWeight)
                {
                    AddTerm(ref cell, _terms[t], weight >= LeastName);
                    if (weight >= LeastName)
                    {
                        AddKin(ref cell, ref _terms[t], b);
                    }
                }
            }
        }
    }

    private void AddTerm(ref Cell cell, in Entry entry, bool name)
    {
        const int LeastBlocks = 3;
        const int LeastHeads = 2;
        const float LeastSubject = 0.25f;
        bool framed = entry.Frame > 0;
        _sums.Terms++;
        _sums.Framed += framed ? 1 : 0;
        cell.Terms++;
        cell.Framed += framed ? 1 : 0;
        cell.Titled += entry.Title > 0 ? 1 : 0;
        cell.InPlain += entry.Plain > (cell.IsPlain ? 1 : 0) ? 1 : 0;
        cell.InSelling += entry.Selling > (cell.IsSelling ? 1 : 0) ? 1 : 0;
        if (!name)
        {
            return;
        }

        float share = entry.Blocks < LeastBlocks ? 0 : entry.Blocks / (float)Math.Max(LeastBlocks, _sums.Content);
        if (framed)
        {
            _sums.FramedSubject = Math.Max(_sums.FramedSubject, share);
            return;
        }

        cell.OfferNames += entry.Selling >= 2 && entry.Plain == 0 ? 1 : 0;
        cell.Subjects += share >= LeastSubject ? 1 : 0;
        _sums.Subject = Math.Max(_sums.Subject, share);
        _sums.SubjectHeads = Math.Max(_sums.SubjectHeads, entry.Heads < LeastHeads ? 0 : entry.Heads / (float)Math.Max(LeastHeads, _sums.Heads));
    }
}
