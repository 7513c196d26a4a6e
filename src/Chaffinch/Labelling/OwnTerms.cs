using System.Runtime.CompilerServices;
using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Labelling;

/// <summary>What of a page's words is the page's own: words of its titles, of its site's frame, and of running text that does not read like advertising.</summary>
/// <remarks>
/// Who sells on their own page names the goods in title, menu and foot; what is planted shares words with other planted pieces only. Linear in the
/// occurrences of terms; computed for pages that have open pieces. Buffers are reused; one thread.
/// </remarks>
internal sealed class OwnTerms
{
    /// <summary>A run that is advertising by this estimate makes its segment no plain text.</summary>
    private const float LeastStyle = 0.3f;

    /// <summary>Words of less weight say little.</summary>
    private const int LeastWeight = 4;

    /// <summary>The same for a sentence as a whole, and for one that reads like a fragment of another text beside the page's others.</summary>
    private const float LeastSentence = 0.5f;

    private const byte Title = 1;
    private const byte Frame = 2;
    private const byte Plain = 4;
    private const byte PlainAgain = 8;
    private const byte Content = 16;

    // Of plain text, which has no elements for its frame: the lines before and behind all prose that do not read like advertising.
    private const byte Edge = 32;

    private byte[] _flags = [];
    private bool[] _plain = [];
    private float[] _least = [];
    private Shares _block;
    private int _blockOf = -1;
    private int _firstOfBlock;

    /// <summary>Share of the page's characters in segments that read like advertising.</summary>
    public float AdvertisingShare { get; private set; }

    /// <summary>Share of the different words of the page's running text that stand in its frame too, 0 to 1; how little a page and its site know of each other.</summary>
    public float FramedShare { get; private set; }

    /// <summary>True where the frame has too few words to say whose the page is.</summary>
    public bool IsFrameless { get; private set; }

    /// <summary>How much of a piece is the page's own.</summary>
    /// <param name="Terms">Its words that say something.</param>
    /// <param name="Title">Those of them in titles.</param>
    /// <param name="Frame">Those in the frame.</param>
    /// <param name="Plain">Those in plain running text other than the piece's own.</param>
    /// <param name="Known">Its words that say something, those among them that its edges cut.</param>
    /// <param name="Supported">Those of them that stand elsewhere on the page.</param>
    public record struct Shares(int Terms, int Title, int Frame, int Plain, int Known, int Supported);

    public void Compute(SegmentedPage page, PieceChain chain, PageShape shape, PieceEvidence evidence)
    {
        int terms = page.Ngrams.TermCount;
        int segments = page.Segments.Length;
        if (_flags.Length < terms)
        {
            _flags = new byte[terms * 2];
        }

        if (_plain.Length < segments)
        {
            _plain = new bool[segments * 2];
        }

        _flags.AsSpan(0, terms).Clear();
        _plain.AsSpan(0, segments).Fill(true);
        for (int i = 0; i < chain.Count; i++)
        {
            if (evidence.IsOpen(i) && ReadsLikeAdvertising(evidence, i))
            {
                _plain[chain.Pieces[i].Segment] = false;
            }
        }

        long all = 1, advertising = 0;
        for (int s = 0; s < segments; s++)
        {
            int length = page.Segments[s].Span.Length;
            all += length;
            advertising += _plain[s] ? 0 : length;
            Mark(page, s, shape);
        }

        AdvertisingShare = advertising / (float)all;
        (_blockOf, _firstOfBlock) = (-1, 0);
        CountFramed(terms);
    }

    private void CountFramed(int terms)
    {
        const int LeastFrame = 6;
        int content = 0, framed = 0, frame = 0;
        foreach (byte flags in _flags.AsSpan(0, terms))
        {
            frame += (flags & (Frame | Edge)) != 0 ? 1 : 0;
            content += (flags & Content) != 0 ? 1 : 0;
            framed += (flags & (Frame | Edge)) != 0 && (flags & Content) != 0 ? 1 : 0;
        }

        FramedShare = framed / (float)Math.Max(1, content);
        IsFrameless = frame < LeastFrame;
    }

    /// <summary>How much of a whole block is the page's own: a single sentence has too few words to tell. Counted once for each block where blocks are asked for in the order of the text.</summary>
    /// <param name="page">The page.</param>
    /// <param name="segment">A segment of the block.</param>
    public Shares OfBlock(SegmentedPage page, int segment)
    {
        ReadOnlySpan<Segment> segments = page.Segments;
        int block = segments[segment].Block;
        if (block == _blockOf)
        {
            return _block;
        }

        int first = block > _blockOf ? Math.Min(segment, _firstOfBlock) : 0;
        while (segments[first].Block < block)
        {
            first++;
        }

        int end = segment + 1;
        while (end < segments.Length && segments[end].Block == block)
        {
            end++;
        }

        (_blockOf, _firstOfBlock, _block) = (block, first, default);
        for (int s = first; s < end; s++)
        {
            foreach (int term in page.Ngrams.TermsOf(s))
            {
                if (page.Ngrams.WeightOf(term) > LeastWeight)
                {
                    // What stands in the block alone does not bear it out.
                    bool elsewhere = page.Ngrams.FirstOf(term) < first || page.Ngrams.LastOf(term) >= end;
                    byte flags = _flags[term];
                    _block.Terms++;
                    _block.Title += (flags & Title) != 0 ? 1 : 0;
                    _block.Frame += (flags & (Frame | Edge)) != 0 ? 1 : 0;
                    _block.Plain += elsewhere && (flags & (Plain | PlainAgain)) != 0 ? 1 : 0;
                }
            }
        }

        return _block;
    }

    /// <summary>How much of a piece is the page's own.</summary>
    [SkipLocalsInit]
    public Shares Of(SegmentedPage page, Piece piece)
    {
        var shares = default(Shares);
        byte needed = _plain[piece.Segment] && piece.Span.Length > 0 && IsMarked(page, piece.Segment) ? PlainAgain : Plain;
        if (piece.Span == page.Segments[piece.Segment].Span)
        {
            foreach (int term in page.Ngrams.TermsOf(piece.Segment))
            {
                if (page.Ngrams.WeightOf(term) > LeastWeight)
                {
                    Count(page.Ngrams, term, piece.Segment, needed, ref shares);
                }
            }

            return shares;
        }

        const int MaxTerms = 512;
        int length = Math.Min(piece.Span.Length, MaxTerms);
        Span<uint> hashes = stackalloc uint[MaxTerms];
        int count = TermReader.Read(page.Page.Text.AsSpan(piece.Span.Start, length), page.Classes.Slice(piece.Span.Start, length), hashes);
        foreach (uint hash in hashes[..count])
        {
            if (TermWeights.Of(hash) > LeastWeight)
            {
                Count(page.Ngrams, page.Ngrams.Find(hash), piece.Segment, needed, ref shares);
            }
        }

        return shares;
    }

    private void Count(NgramIndex ngrams, int term, int segment, byte needed, ref Shares shares)
    {
        shares.Known++;
        if (term < 0)
        {
            return;
        }

        byte flags = _flags[term];
        shares.Terms++;
        shares.Title += (flags & Title) != 0 ? 1 : 0;
        shares.Frame += (flags & Frame) != 0 ? 1 : 0;
        shares.Plain += (flags & needed) != 0 ? 1 : 0;
        shares.Supported += ngrams.FirstOf(term) != segment || ngrams.LastOf(term) != segment ? 1 : 0;
    }

    private void Mark(SegmentedPage page, int segment, PageShape shape)
    {
        int b = page.Segments[segment].Block;
        ref readonly Block block = ref page.Page.Blocks[b];
        byte own = block.Zone == Zone.Title || b == shape.HeadlineBlock ? Title : IsFrame(block) ? Frame : (byte)0;
        own = own == 0 && IsEdge(page, b, shape) && _plain[segment] ? Edge : own;
        bool content = own == 0 && IsMarked(page, segment);
        bool plain = _plain[segment] && IsMarked(page, segment);
        if (own == 0 && !content)
        {
            return;
        }

        foreach (int term in page.Ngrams.TermsOf(segment))
        {
            ref byte flags = ref _flags[term];
            flags |= content && page.Ngrams.WeightOf(term) > LeastWeight ? Content : own;
            if (plain)
            {
                flags |= (flags & Plain) != 0 ? PlainAgain : Plain;
            }
        }
    }

    private static bool IsEdge(SegmentedPage page, int block, PageShape shape) =>
        !page.Page.IsHtml && !shape.IsProse(block) && shape.PlaceOf(block) != PageShape.Among && shape.FirstProse >= 0;

    // Segments whose words count as running text.
    private static bool IsMarked(SegmentedPage page, int segment)
    {
        ref readonly Block block = ref page.BlockOf(segment);
        return block.Zone == Zone.Body && !block.IsHidden && page.Segments[segment].Role == SegmentRole.Sentence;
    }

    private static bool IsFrame(in Block block)
    {
        const BlockTraits Traits = BlockTraits.InNav | BlockTraits.InHeader | BlockTraits.InFooter;
        const Hints Names = Hints.Navigation | Hints.Header | Hints.Footer | Hints.Breadcrumb;
        return block.Zone == Zone.Body && !block.IsHidden && ((block.Traits & Traits) != 0 || (block.AllHints & Names) != 0);
    }

    private bool ReadsLikeAdvertising(PieceEvidence evidence, int piece)
    {
        foreach ((Signal signal, float strength) in evidence.Of(piece))
        {
            if (strength >= LeastStrengthOf(signal))
            {
                return true;
            }
        }

        return false;
    }

    // From which strength on a signal says that a segment reads like advertising, looked up by its number.
    private float LeastStrengthOf(Signal signal)
    {
        if (signal.Number >= _least.Length)
        {
            Array.Resize(ref _least, Math.Max(signal.Number + 1, 256));
        }

        ref float least = ref _least[signal.Number];
        if (least == 0)
        {
            least = signal.Name == "promotional" ? LeastStyle
                : signal.Key is "promo-style/sentence" or "splice-style/stands-out" ? LeastSentence
                : float.PositiveInfinity;
        }

        return least;
    }
}
