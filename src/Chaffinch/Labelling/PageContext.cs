using Chaffinch.Model;

namespace Chaffinch.Labelling;

/// <summary>What the first pass believed about the page, as features of the second: phrases it called planted, where the planted tail begins, whether any genuine text is left.</summary>
internal sealed class PageContext
{
    private readonly Features _features;
    private readonly HashSet<ulong> _planted = [];
    private readonly HashSet<int> _plantedBlocks = [];
    private readonly int _headline;
    private readonly int _afterHeadline;
    private readonly int _drowned;
    private readonly int _repeats;
    private readonly int _between;
    private readonly int _tail;

    public PageContext(Features features)
    {
        _features = features;
        _headline = features.Row("place/headline");
        _afterHeadline = features.Row("place/after-headline");
        _drowned = features.Row("second/no-genuine-text");
        _repeats = features.Row("second/repeats-planted");
        _between = features.Row("second/between-planted");
        _tail = features.Row("second/planted-tail");
    }

    public void Add(SegmentedPage page, PieceChain chain, ReadOnlySpan<byte> states, PageShape shape, PieceScores scores)
    {
        _planted.Clear();
        _plantedBlocks.Clear();
        int genuine = 0;
        int injected = 0;
        int lastBody = -1;
        for (int i = 0; i < states.Length; i++)
        {
            int length = chain.Pieces[i].Span.Length;
            if (states[i] == LabelState.Body)
            {
                genuine += length;
                lastBody = length >= 20 ? i : lastBody;
            }
            else if (states[i] is >= LabelState.FirstInjected and < LabelState.FirstDamaged)
            {
                injected += length;
                Remember(page, chain.Pieces[i]);
            }
        }

        if (injected == 0)
        {
            return;
        }

        bool moved = shape.FindHeadlineAgain(page.Page, _plantedBlocks);
        for (int i = 0; i < states.Length; i++)
        {
            Span<float> own = scores.Of(i);
            if (genuine < 40 && injected > 200)
            {
                _features.Add(_drowned, own);
            }

            if (IsKnown(page, chain.Pieces[i]))
            {
                _features.Add(_repeats, own);
            }

            if (i > 0 && i + 1 < states.Length && IsInjected(states[i - 1]) && IsInjected(states[i + 1]))
            {
                _features.Add(_between, own);
            }

            int block = page.Segments[chain.Pieces[i].Segment].Block;
            if (moved && block == shape.HeadlineBlock)
            {
                _features.Add(_headline, own);
            }
            else if (moved && block == shape.HeadlineBlock + 1)
            {
                _features.Add(_afterHeadline, own);
            }

            if (i > lastBody && lastBody >= 0)
            {
                _features.Add(_tail, own);
            }
        }
    }

    private static bool IsInjected(byte state) => state is >= LabelState.FirstInjected and < LabelState.FirstDamaged;

    private void Remember(SegmentedPage page, Piece piece)
    {
        if (piece.Span == page.BlockOf(piece.Segment).Span)
        {
            _plantedBlocks.Add(page.Segments[piece.Segment].Block);
        }

        if (piece.Span == page.Segments[piece.Segment].Span && page.Profiles[piece.Segment].Chars >= 6)
        {
            _planted.Add(page.Profiles[piece.Segment].Fold);
        }
    }

    private bool IsKnown(SegmentedPage page, Piece piece) =>
        piece.Span == page.Segments[piece.Segment].Span && page.Profiles[piece.Segment].Chars >= 6
        && _planted.Contains(page.Profiles[piece.Segment].Fold);
}
