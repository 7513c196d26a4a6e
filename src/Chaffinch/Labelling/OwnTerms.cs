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

    private byte[] _flags = [];
    private bool[] _plain = [];
    private float[] _least = [];

    /// <summary>Share of the page's characters in segments that read like advertising.</summary>
    public float AdvertisingShare { get; private set; }

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
    }

    /// <summary>How much of a piece is the page's own.</summary>
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
        bool plain = IsMarked(page, segment) && _plain[segment];
        if (own == 0 && !plain)
        {
            return;
        }

        foreach (int term in page.Ngrams.TermsOf(segment))
        {
            ref byte flags = ref _flags[term];
            flags |= own;
            if (plain)
            {
                flags |= (flags & Plain) != 0 ? PlainAgain : Plain;
            }
        }
    }

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
