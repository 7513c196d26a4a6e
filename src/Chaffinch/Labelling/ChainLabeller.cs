using System.Collections.Immutable;
using Chaffinch.Model;

namespace Chaffinch.Labelling;

/// <summary>
/// Finds the best labelling of a page: segments are cut at evidence borders into a chain of pieces, every piece is scored for every
/// (label, kind) from the weight table, and the best path is decoded; further passes know what the one before them believed.
/// </summary>
/// <remarks>Linear in pieces, evidence and text. Holds buffers; not for several threads at once.</remarks>
internal sealed class ChainLabeller
{
    // What is planted shows by steps: a phrase, then the marker beside it, then the filler between them.
    private const int MaxPasses = 4;

    private readonly WeightTable _table;
    private readonly Features _features;
    private readonly PieceChain _chain = new();
    private readonly BlockScores _blocks;
    private readonly PieceScores _scores;
    private readonly PageContext _context;
    private readonly Viterbi _viterbi = new();
    private readonly SpanBuilder _spans;
    private readonly MainText _main;
    private byte[] _states = [];
    private byte[] _before = [];
    private bool[] _sameBlock = [];
    private float[] _confidence = [];
    private float[] _plantedConfidence = [];

    public ChainLabeller()
        : this(WeightTable.Default)
    {
    }

    /// <param name="table">The weights of the chain.</param>
    /// <param name="net">The block network; the package's where null.</param>
    public ChainLabeller(WeightTable table, BlockNetModel? net = null)
    {
        _main = new MainText(net ?? BlockNetModel.Default);
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

    /// <summary>Labels a page.</summary>
    /// <returns>Spans that tile the page's text but for white space; each injected or damaged one has evidence.</returns>
    public ImmutableArray<LabelledSpan> Label(SegmentedPage page, ReadOnlySpan<Evidence> evidence)
    {
        _chain.Build(page, evidence);
        int n = _chain.Count;
        if (n == 0)
        {
            _main.Clear();
            return [];
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
        _viterbi.Decode(_scores.Values, same, _table, states);
        bool planted = states.ContainsAnyInRange((byte)LabelState.FirstInjected, (byte)(LabelState.FirstDamaged - 1));
        if (planted)
        {
            _scores.Keep();
        }

        for (int pass = 1; planted && pass < MaxPasses; pass++)
        {
            if (pass > 1)
            {
                _scores.Restore();
            }

            if (!_context.Add(page, _chain, states, _blocks.Shape, _scores, evidence) || !DecodeAgain(states, same))
            {
                break;
            }
        }

        _viterbi.Confidence(_scores.Values, same, _table, states, _confidence.AsSpan(0, n));
        if (_main.Run(page.Page))
        {
            DecodeMain(page, states, same);
        }

        return _spans.Build(page, _chain, states, _confidence, evidence);
    }

    // What is planted or damaged stands, and so do headline and byline, of which the network knows nothing. Among the other genuine states it
    // tells main text from furniture.
    private void DecodeMain(SegmentedPage page, Span<byte> states, ReadOnlySpan<bool> same)
    {
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

        Grow(ref _plantedConfidence, states.Length);
        _confidence.AsSpan(0, states.Length).CopyTo(_plantedConfidence);
        _viterbi.Decode(_scores.Values, same, _table, states);
        _viterbi.Confidence(_scores.Values, same, _table, states, _confidence.AsSpan(0, states.Length));
        for (int i = 0; i < states.Length; i++)
        {
            _confidence[i] = states[i] >= LabelState.FirstInjected ? _plantedConfidence[i] : _confidence[i];
        }
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

    private static void Grow<T>(ref T[] array, int length)
    {
        if (array.Length < length)
        {
            array = new T[Math.Max(length, array.Length * 2)];
        }
    }
}
