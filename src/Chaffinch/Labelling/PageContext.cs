using Chaffinch.Model;

namespace Chaffinch.Labelling;

/// <summary>What the first pass believed about the page, as features of the second: phrases it called planted, where the planted tail begins, whether any genuine text is left.</summary>
internal sealed partial class PageContext
{
    private const int Splice = LabelState.FirstInjected + ((int)Kind.Splice - (int)Kind.Keyword);

    // Words of this weight are names and things, not words of most texts.
    private const int LeastName = 12;

    private readonly Features _features;
    private readonly HashSet<ulong> _planted = [];
    private readonly HashSet<int> _plantedBlocks = [];
    private readonly int _headline;
    private readonly int _afterHeadline;
    private readonly int _drowned;
    private readonly int _repeats;
    private readonly int _between;
    private readonly int _near;
    private readonly int _restOfLine;
    private readonly int _region;
    private readonly int _sharing;
    private readonly HashSet<int> _plantedTerms = [];
    private bool[] _posters = [];
    private ContextFacts[] _facts = [];

    public PageContext(Features features)
    {
        _features = features;
        _headline = features.Row("place/headline");
        _afterHeadline = features.Row("place/after-headline");
        _drowned = features.Row("second/no-genuine-text");
        _repeats = features.Row("second/repeats-planted");
        _between = features.Row("second/between-planted");
        _sharing = features.Row("second/shares-words-with-planted");
        _region = features.Row("second/region-with-planted");
        _near = features.Row("second/near-planted");
        _restOfLine = features.Row("second/rest-of-line");
    }

    /// <summary>What the pass before believed around a piece, after <see cref="Add"/>.</summary>
    public ref readonly ContextFacts Of(int piece) => ref _facts[piece];

    /// <summary>Adds the features of the second pass to the scores.</summary>
    /// <returns>False where the first pass believed nothing planted, so that there is nothing to add.</returns>
    public bool Add(SegmentedPage page, PieceChain chain, ReadOnlySpan<byte> states, PageShape shape, PieceScores scores, ReadOnlySpan<Evidence> evidence)
    {
        _planted.Clear();
        _heads.Clear();
        _plantedBlocks.Clear();
        int genuine = 0;
        int injected = 0;
        RememberBlocks(page, chain, states);
        FindPosters(page, chain, states, shape);
        for (int i = 0; i < states.Length; i++)
        {
            int length = chain.Pieces[i].Span.Length;
            if (states[i] == LabelState.Body)
            {
                genuine += length;
            }
            else if (states[i] is >= LabelState.FirstInjected and < LabelState.FirstDamaged)
            {
                injected += length;
                Remember(page, chain.Pieces[i]);
                RememberHead(page, chain.Pieces[i], shape);
            }
        }

        if (injected == 0)
        {
            return false;
        }

        if (_facts.Length < states.Length)
        {
            _facts = new ContextFacts[Math.Max(states.Length, _facts.Length * 2)];
        }

        _facts.AsSpan(0, states.Length).Clear();

        AddRegions(chain, states, scores, evidence);
        AddSharing(page, chain, states, scores);
        AddSurroundings(page, chain, states, shape, scores);
        AddCuts(page, chain, states, evidence);
        bool moved = shape.FindHeadlineAgain(page.Page, _plantedBlocks);
        for (int i = 0; i < states.Length; i++)
        {
            Span<float> own = scores.Of(i);
            ref ContextFacts fact = ref _facts[i];
            fact.Share = injected / (float)(injected + genuine);
            fact.IsAfterPlanted = i > 0 && IsInjected(states[i - 1]);
            fact.IsBeforePlanted = i + 1 < states.Length && IsInjected(states[i + 1]);
            if (genuine < 40 && injected > 200)
            {
                _features.Add(_drowned, own);
                fact.IsDrowned = true;
            }

            if (IsKnown(page, chain.Pieces[i]))
            {
                _features.Add(_repeats, own);
                fact.IsKnown = true;
            }

            fact.IsPlantedInHead = IsOpen(scores, i) && IsPlantedInHead(page, chain.Pieces[i], shape);
            if (fact.IsAfterPlanted && fact.IsBeforePlanted)
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

            // Phrases are fused to headlines, not to menus: what else stands in such a line is one.
            if (!IsInjected(states[i]) && shape.PlaceOf(block) == 0 && !shape.IsProse(block) && HasPlantedBeside(page, chain, states, i))
            {
                _features.Add(_restOfLine, own);
            }

            int near = CountNear(states, i);
            if (near > 0)
            {
                fact.Near = Math.Min(1, near / 4f);
                _features.Add(_near, own, Math.Min(1, near / 2f));
            }
        }

        return true;
    }

    private static bool IsInjected(byte state) => state is >= LabelState.FirstInjected and < LabelState.FirstDamaged;

    // Words that planted pieces have and genuine text has not (the promoted name above all) speak against the other pieces that have them.
    private void AddSharing(SegmentedPage page, PieceChain chain, ReadOnlySpan<byte> states, PieceScores scores)
    {
        _plantedTerms.Clear();
        for (int i = 0; i < states.Length; i++)
        {
            if (IsInjected(states[i]) && states[i] != Splice && IsWhole(page, chain.Pieces[i]))
            {
                foreach (int term in page.Ngrams.TermsOf(chain.Pieces[i].Segment))
                {
                    _plantedTerms.Add(term);
                }
            }
        }

        for (int i = 0; i < states.Length && _plantedTerms.Count > 0; i++)
        {
            if (!IsInjected(states[i]) && !IsOpen(scores, i))
            {
                foreach (int term in page.Ngrams.TermsOf(chain.Pieces[i].Segment))
                {
                    _plantedTerms.Remove(term);
                }
            }
        }

        for (int i = 0; i < states.Length && _plantedTerms.Count > 0; i++)
        {
            if (IsOpen(scores, i) && IsWhole(page, chain.Pieces[i]))
            {
                int all = 0;
                int shared = 0;
                int names = 0;
                foreach (int term in page.Ngrams.TermsOf(chain.Pieces[i].Segment))
                {
                    int weight = page.Ngrams.WeightOf(term);
                    bool isShared = _plantedTerms.Contains(term);
                    all += weight;
                    shared += isShared ? weight : 0;
                    names += isShared && weight >= LeastName ? 1 : 0;
                }

                float share = all == 0 ? 0 : Math.Min(1, 2f * shared / all);
                _features.Add(_sharing, scores.Of(i), share);
                _facts[i].Shared = share;
                _facts[i].Names = Math.Min(1, names / 3f);
            }
        }
    }

    private static bool IsWhole(SegmentedPage page, Piece piece) => piece.Span == page.Segments[piece.Segment].Span;

    private static bool IsOpen(PieceScores scores, int piece) => scores.Of(piece)[LabelState.FirstInjected] > PieceScores.Never / 2;

    // A stretch that does not belong to the page (evidence over many pieces) in which planted phrases, stamps or credits stand: filler.
    private void AddRegions(PieceChain chain, ReadOnlySpan<byte> states, PieceScores scores, ReadOnlySpan<Evidence> evidence)
    {
        const int LeastPieces = 3;
        const int MaxRegions = 64;
        int regions = 0;
        for (int e = 0; e < evidence.Length && regions < MaxRegions; e++)
        {
            (int first, int end) = chain.Inside(evidence[e].Span);
            if (end - first < LeastPieces || !_features.Opens(evidence[e].Signal, Splice))
            {
                continue;
            }

            regions++;
            for (int from = first; from < end;)
            {
                int until = from + 1;
                while (until < end && !_posters[until])
                {
                    until++;
                }

                AddRegion(states, from, until, evidence[e].Strength, scores);
                from = until;
            }
        }
    }

    private void AddRegion(ReadOnlySpan<byte> states, int first, int end, float strength, PieceScores scores)
    {
        int planted = 0;
        for (int i = first; i < end; i++)
        {
            planted += IsInjected(states[i]) && states[i] != Splice ? 1 : 0;
        }

        for (int i = first; i < end && planted > 0; i++)
        {
            float weight = strength * (planted > 1 ? 1 : 0.3f);
            _features.Add(_region, scores.Of(i), weight);
            _facts[i].Region = Math.Min(1, _facts[i].Region + weight);
        }
    }

    private static bool HasPlantedBeside(SegmentedPage page, PieceChain chain, ReadOnlySpan<byte> states, int i)
    {
        int block = page.Segments[chain.Pieces[i].Segment].Block;
        return (i > 0 && IsInjected(states[i - 1]) && page.Segments[chain.Pieces[i - 1].Segment].Block == block)
            || (i + 1 < states.Length && IsInjected(states[i + 1]) && page.Segments[chain.Pieces[i + 1].Segment].Block == block);
    }

    // Planted pieces among the four before and the four after. A poster's line between them parts them: what one poster of a thread does says nothing of the next.
    private int CountNear(ReadOnlySpan<byte> states, int piece)
    {
        const int Reach = 4;
        int count = 0;
        for (int i = piece - 1; i >= Math.Max(0, piece - Reach) && !_posters[i + 1] && !_posters[i]; i--)
        {
            count += IsInjected(states[i]) ? 1 : 0;
        }

        int end = Math.Min(states.Length, piece + Reach + 1);
        for (int i = piece + 1; i < end && !_posters[i]; i++)
        {
            count += IsInjected(states[i]) ? 1 : 0;
        }

        return count;
    }

    // The lines that part the posts of a thread: bylines with a date, several of them.
    private void FindPosters(SegmentedPage page, PieceChain chain, ReadOnlySpan<byte> states, PageShape shape)
    {
        const int LeastPosters = 3;
        if (_posters.Length < states.Length + 1)
        {
            _posters = new bool[Math.Max(states.Length + 1, _posters.Length * 2)];
        }

        int count = 0;
        int last = -1;
        for (int i = 0; i < states.Length; i++)
        {
            int block = page.Segments[chain.Pieces[i].Segment].Block;
            _posters[i] = states[i] == LabelState.Byline && (shape.FormOf(block) & LineForm.Dated) != 0;
            count += _posters[i] && block != last ? 1 : 0;
            last = block;
        }

        if (count < LeastPosters)
        {
            _posters.AsSpan(0, states.Length).Clear();
        }
    }

    // Blocks that are planted from end to end, of however many pieces.
    private void RememberBlocks(SegmentedPage page, PieceChain chain, ReadOnlySpan<byte> states)
    {
        for (int i = 0; i < states.Length;)
        {
            int block = page.Segments[chain.Pieces[i].Segment].Block;
            bool all = true;
            for (; i < states.Length && page.Segments[chain.Pieces[i].Segment].Block == block; i++)
            {
                all &= IsInjected(states[i]);
            }

            if (all)
            {
                _plantedBlocks.Add(block);
            }
        }
    }

    private void Remember(SegmentedPage page, Piece piece)
    {
        if (IsWhole(page, piece) && page.Profiles[piece.Segment].Chars >= 6)
        {
            _planted.Add(page.Profiles[piece.Segment].Fold);
        }
    }

    private bool IsKnown(SegmentedPage page, Piece piece) =>
        IsWhole(page, piece) && page.Profiles[piece.Segment].Chars >= 6
        && _planted.Contains(page.Profiles[piece.Segment].Fold);
}
