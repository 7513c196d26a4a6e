using System.Collections.Immutable;
using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Labelling;

/// <summary>
/// Finds the best labelling of a page: segments are cut at evidence borders into a chain of pieces, every piece is scored for every
/// (label, kind) from the weight table, and the best path is decoded; further passes know what the one before them believed.
/// </summary>
/// <remarks>Linear in pieces, evidence and text. Holds buffers; not for several threads at once.</remarks>
internal sealed partial class ChainLabeller
{
    // What is planted shows by steps: a phrase, then the marker beside it, then the filler between them.
    private const int MaxPasses = 4;

    // Log-odds, set on pages that are not for training: genuine pages flagged against planted ones missed.
    private const float PageMargin = 8f;

    // The margin where a piece is accused by a fact that only planted text has: a run of symbols, a clear splice.
    private const float SureMargin = 1.3f;

    // The margin where all that speaks against the planted pieces is how they read: lessons, glossaries and reports use the words of every trade.
    private const float StyleMargin = 19f;

    // Characters beyond which a page has more pieces than can be weighed by their sum alone.
    private const int LongPage = 3000;

    private readonly WeightTable _table;
    private readonly Features _features;
    private readonly PieceChain _chain = new();
    private readonly BlockScores _blocks;
    private readonly PieceScores _scores;
    private readonly PageContext _context;
    private readonly PlantedScores? _planted;
    private readonly float _lean;
    private readonly Viterbi _viterbi = new();
    private readonly SpanBuilder _spans;
    private readonly MainText _main;
    private readonly PartScores _parts;
    private byte[] _states = [];
    private byte[] _before = [];
    private bool[] _sameBlock = [];
    private float[] _confidence = [];
    private float[] _plantedConfidence = [];

    /// <summary>A labeller with the package's table and network.</summary>
    /// <param name="policy">What weighs more: genuine text or planted text.</param>
    /// <param name="blocks">The block network; the package's where null.</param>
    public ChainLabeller(LabellingPolicy policy = LabellingPolicy.Balanced, BlockNetModel? blocks = null)
        : this(WeightTable.Default, PlantedNet.Default, LeanOf(policy), blocks)
    {
    }

    /// <summary>A labeller with a table, and a network of planted text where there is one.</summary>
    /// <param name="table">The weights of the chain.</param>
    /// <param name="net">The network of planted text; none where null.</param>
    /// <param name="lean">Log-odds added to what that network says.</param>
    /// <param name="blocks">The block network; the package's where null.</param>
    /// <param name="parts">The network of parts; the package's where null.</param>
    public ChainLabeller(WeightTable table, PlantedNet? net = null, float lean = 0, BlockNetModel? blocks = null, PartModel? parts = null)
    {
        _parts = new PartScores(parts ?? PartModel.Default);
        _main = new MainText(blocks ?? BlockNetModel.Default);
        _planted = net is null ? null : new PlantedScores(net);
        _lean = lean;
        _table = table;
        _features = new Features(table);
        _blocks = new BlockScores(_features);
        _scores = new PieceScores(_features);
        _context = new PageContext(_features);
        _spans = new SpanBuilder(_features, table);
    }

    /// <summary>Names of all features of form and place that are asked of the table.</summary>
    public IReadOnlyCollection<string> FeatureNames => _features.Asked;

    /// <summary>The type of the page labelled last, with its probability.</summary>
    public (PageType Type, float Confidence) PageType => (_main.Type, _main.TypeConfidence);

    /// <summary>Asks the block network alone which blocks of a page are main text.</summary>
    /// <param name="page">The page.</param>
    /// <param name="blocks">Takes their indexes.</param>
    /// <returns>False where it should not decide alone.</returns>
    public bool TryChooseBlocks(Page page, List<int> blocks)
    {
        blocks.Clear();
        if (!_main.RunAlone(page))
        {
            return false;
        }

        for (int b = 0; b < page.Blocks.Length; b++)
        {
            if (_main.LeadOf(b) > 0)
            {
                blocks.Add(b);
            }
        }

        return true;
    }

    /// <summary>True to keep what was made of planted text before the page's verdict closed it: for looking at.</summary>
    public bool KeepsPlanted { get; set; }

    /// <summary>Scores of all pieces before the page's verdict, where they are kept.</summary>
    public float[] KeptScores { get; private set; } = [];

    /// <summary>States of all pieces before the page's verdict, where they are kept.</summary>
    public byte[] KeptStates { get; private set; } = [];

    /// <summary>Labels a page.</summary>
    /// <returns>Spans that tile the page's text but for white space; each injected or damaged one has evidence.</returns>
    public ImmutableArray<LabelledSpan> Label(SegmentedPage page, ReadOnlySpan<Evidence> evidence) => LabelBy(page, evidence, MaxPasses);

    private ImmutableArray<LabelledSpan> LabelBy(SegmentedPage page, ReadOnlySpan<Evidence> evidence, int passes)
    {
        if (!DecodePlanted(page, evidence, passes))
        {
            _main.Clear();
            return [];
        }

        int n = _chain.Count;
        Span<byte> states = _states.AsSpan(0, n);
        ReadOnlySpan<bool> same = _sameBlock.AsSpan(0, n);
        bool hasPlanted = states.ContainsAnyInRange((byte)LabelState.FirstInjected, (byte)(LabelState.Count - 1));
        if (hasPlanted)
        {
            Grow(ref _plantedConfidence, n);
            _viterbi.Confidence(_scores.Values, same, _table, states, _plantedConfidence.AsSpan(0, n));
            MarkBroken(page, states, evidence);
        }

        bool hasMain = _main.Run(page);
        if (_main.Weight < 1)
        {
            DecodeParts(page, states, same, hasMain);
        }

        if (hasMain)
        {
            DecodeMain(page, states, same);
        }

        _viterbi.Confidence(_scores.Values, same, _table, states, _confidence.AsSpan(0, n));
        for (int i = 0; i < n && hasPlanted; i++)
        {
            _confidence[i] = states[i] >= LabelState.FirstInjected ? _plantedConfidence[i] : _confidence[i];
        }

        return _spans.Build(page, _chain, states, _confidence, evidence);
    }

    // Decides what is planted or damaged; false where the page has no text.
    private bool DecodePlanted(SegmentedPage page, ReadOnlySpan<Evidence> evidence, int passes)
    {
        _chain.Build(page, evidence);
        int n = _chain.Count;
        if (n == 0)
        {
            return false;
        }

        Grow(ref _states, n);
        Grow(ref _sameBlock, n);
        Grow(ref _confidence, n);
        ReadOnlySpan<Piece> pieces = _chain.Pieces;
        for (int i = 0; i < n; i++)
        {
            _sameBlock[i] = i > 0 && page.Segments[pieces[i].Segment].Block == page.Segments[pieces[i - 1].Segment].Block;
        }

        Span<byte> states = _states.AsSpan(0, n);
        ReadOnlySpan<bool> same = _sameBlock.AsSpan(0, n);
        _blocks.Compute(page);
        _scores.Compute(page, _chain, _blocks, evidence);
        Collect(page, evidence, all: _preparing);
        _viterbi.Decode(_scores.Values, same, _table, states);
        if (_planted is { HasLeftOut: true } && HasInjected(states))
        {
            _scores.Restore();
            Collect(page, evidence, all: true);
            _viterbi.Decode(_scores.Values, same, _table, states);
        }

        for (int pass = 1; pass < passes; pass++)
        {
            if (!Reconsider(page, states, evidence) || !DecodeAgain(states, same))
            {
                break;
            }
        }

        if (_planted is not null)
        {
            if (KeepsPlanted)
            {
                KeptScores = _scores.Values.ToArray();
                KeptStates = states.ToArray();
            }

            Doubt(page, states, same);
        }

        return true;
    }

    // Adds what the network says, or puts planted states out of question where it need not be asked in full.
    private void Collect(SegmentedPage page, ReadOnlySpan<Evidence> evidence, bool all)
    {
        if (!all && _planted is { CanAskFirst: true })
        {
            _planted.Collect(page, _chain, _blocks.Shape, _scores, evidence, _lean, PlantedScores.Reach.Near);
            if (_planted.IsFar(_scores, _lean))
            {
                _scores.CloseInjected();
                return;
            }
        }

        _planted?.Collect(page, _chain, _blocks.Shape, _scores, evidence, _lean, all ? PlantedScores.Reach.All : PlantedScores.Reach.Possible);
        if (_planted is not { Count: 0, HasLeftOut: false })
        {
            _scores.Keep();
            _planted?.Add(_scores, null, _lean);
        }
    }

    private static bool HasInjected(ReadOnlySpan<byte> states) => states.ContainsAnyInRange((byte)LabelState.FirstInjected, (byte)(LabelState.FirstDamaged - 1));

    // What is planted or damaged stands; the parts of the genuine text are told apart anew, by a network beside the table. Pages of the web at large, with their many
    // blocks of frame, are left to the block network.
    private void DecodeParts(SegmentedPage page, Span<byte> states, ReadOnlySpan<bool> same, bool hasMain)
    {
        for (int i = 0; i < states.Length; i++)
        {
            _scores.Settle(i, states[i]);
        }

        _parts.Add(page, _chain, _blocks.Shape, hasMain ? _main.ReadLeads(page.Page) : [], _scores, 1 - _main.Weight);
        _viterbi.Decode(_scores.Values, same, _table, states);
    }

    // What is planted or damaged stands, and so do headline and byline, of which the network knows nothing. Among the other genuine states it
    // tells main text from furniture.
    private void DecodeMain(SegmentedPage page, Span<byte> states, ReadOnlySpan<bool> same)
    {
        _main.Settle(page.Page, HeadlineBlock(page, states));
        for (int i = 0; i < states.Length; i++)
        {
            if (states[i] >= LabelState.FirstInjected || states[i] is LabelState.Headline or LabelState.Byline)
            {
                _scores.Fix(i, states[i]);
            }
            else
            {
                _scores.LeadMain(i, _main.LeadOf(page.Segments[_chain.Pieces[i].Segment].Block));
            }
        }

        _viterbi.Decode(_scores.Values, same, _table, states);
    }

    // The first visible block of the body with a headline in it; -1 where there is none.
    private int HeadlineBlock(SegmentedPage page, ReadOnlySpan<byte> states)
    {
        for (int i = 0; i < states.Length; i++)
        {
            int block = page.Segments[_chain.Pieces[i].Segment].Block;
            if (states[i] == LabelState.Headline && page.Page.Blocks[block].Zone == Zone.Body && !page.Page.Blocks[block].IsHidden)
            {
                return block;
            }
        }

        return -1;
    }

    // Most pages are clean, and a long one has many pieces that could be mistaken: only a page for which the best reading with planted
    // text is better by a margin than the best one without is called so.
    private void Doubt(SegmentedPage page, Span<byte> states, ReadOnlySpan<bool> same)
    {
        if (!HasInjected(states))
        {
            return;
        }

        float best = _viterbi.BestScore;
        bool style = _planted!.IsStyleAlone(states);
        (long planted, long room, long all) = Lengths(page, states);

        // Nearly all of the page: with no other fact against it that may be what the page is for, unless the rest of the page knows nothing of it. A lesson about money and a page of offers read like
        // advertising all through.
        bool unclear = (style && planted * 5 > room * 4 && !_planted.IsForeign(states)) || (all > LongPage && !_planted.IsClear(states));
        float margin = style ? StyleMargin : _planted.IsSure(states) ? SureMargin : PageMargin;
        _scores.CloseInjected();
        _viterbi.Decode(_scores.Values, same, _table, states);
        if (!unclear && best - _viterbi.BestScore >= margin - _lean)
        {
            _scores.OpenInjected();
            _viterbi.Decode(_scores.Values, same, _table, states);
        }
    }

    // Planted text and all text by the room that they take, in which a character of a wide script says as much as two letters; and characters.
    private (long Planted, long Room, long All) Lengths(SegmentedPage page, ReadOnlySpan<byte> states)
    {
        long planted = 0, room = 0, all = 0;
        for (int i = 0; i < states.Length; i++)
        {
            Piece piece = _chain.Pieces[i];
            long own = piece.Span.Length * ((page.BlockProfiles[page.Segments[piece.Segment].Block].Mask & CharClasses.Wide) == 0 ? 1L : 2L);
            all += piece.Span.Length;
            room += own;
            planted += states[i] is >= LabelState.FirstInjected and < LabelState.FirstDamaged ? own : 0;
        }

        return (planted, room, all);
    }

    // Scores anew with what the pass before believed; false where it believed nothing planted.
    private bool Reconsider(SegmentedPage page, ReadOnlySpan<byte> states, ReadOnlySpan<Evidence> evidence)
    {
        if (!HasInjected(states))
        {
            return false;
        }

        _scores.Restore();
        _context.Add(page, _chain, states, _blocks.Shape, _scores, evidence);
        _planted?.Add(_scores, _context, _lean);
        return true;
    }

    // Decodes with the scores as they are now; true when any state changed, so that another pass may see more.
    private bool DecodeAgain(Span<byte> states, ReadOnlySpan<bool> same)
    {
        Grow(ref _before, states.Length);
        states.CopyTo(_before);
        _viterbi.Decode(_scores.Values, same, _table, states);
        return !states.SequenceEqual(_before.AsSpan(0, states.Length));
    }

    /// <summary>The pieces of the page labelled last, with their states and final scores: for looking at what a weight did.</summary>
    public IEnumerable<(Piece Piece, byte State, float[] Scores)> Explain()
    {
        for (int i = 0; i < _chain.Count; i++)
        {
            yield return (_chain.Pieces[i], _states[i], _scores.Of(i).ToArray());
        }
    }

    // Log-odds added to the trained measure. The pages that it was trained on are planted far more often than pages are, so the balanced measure leans to genuine text too: at -0.65 a fifth fewer
    // clean pages of the newest sets are flagged than at -0.3, and 0.03 less of what is planted in real pages is found.
    private static float LeanOf(LabellingPolicy policy) => policy switch
    {
        LabellingPolicy.Strict => -2.5f,
        LabellingPolicy.Thorough => 0.9f,
        _ => -0.65f,
    };

    private static void Grow<T>(ref T[] array, int length)
    {
        if (array.Length < length)
        {
            array = new T[Math.Max(length, array.Length * 2)];
        }
    }
}
