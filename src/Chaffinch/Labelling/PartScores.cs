using Chaffinch.Model;

namespace Chaffinch.Labelling;

/// <summary>Adds to the scores of pieces what the network of parts makes of their units.</summary>
internal sealed class PartScores(PartModel model)
{
    /// <summary>Log-odds that furniture has to lead by, set on the folds of the labelled pages: what is left in is forgiven, a lost paragraph is not.</summary>
    public const float Lean = 2;

    private readonly PartFacts _facts = new();
    private readonly PartUnits _units = new();
    private readonly PartRoom _room = new();
    private readonly List<int> _ways = [];

    /// <summary>Adds them to all pieces but those that only a planted or damaged state is left to.</summary>
    /// <param name="page">The page.</param>
    /// <param name="chain">Its pieces.</param>
    /// <param name="shape">Where its prose lies.</param>
    /// <param name="leads">What the block network says of each block; empty where it says nothing.</param>
    /// <param name="scores">The scores, to add to.</param>
    /// <param name="factor">How much they count.</param>
    public void Add(SegmentedPage page, PieceChain chain, PageShape shape, ReadOnlySpan<float> leads, PieceScores scores, float factor)
    {
        _units.Build(page, chain, scores);
        _facts.Begin(page, shape);
        for (int from = 0, piece = 0; from < _units.Count; from += PartRoom.Most)
        {
            int count = Math.Min(PartRoom.Most, _units.Count - from);
            Judge(page, shape, leads, scores, from, count);
            for (; piece < chain.Count && _units.OfPieces[piece] < from + count; piece++)
            {
                if (_units.OfPieces[piece] >= 0)
                {
                    Span<float> own = scores.Of(piece)[..PartModel.States];
                    ReadOnlySpan<float> said = _room.Outputs.Slice((_units.OfPieces[piece] - from) * PartModel.Outputs, PartModel.States);
                    for (int s = 0; s < PartModel.States; s++)
                    {
                        own[s] += said[s] * factor;
                    }
                }
            }
        }
    }

    /// <summary>Hands on the facts of each unit: for training.</summary>
    /// <returns>For each piece the number of its unit, -1 where it has none.</returns>
    public int[] Record(SegmentedPage page, PieceChain chain, PageShape shape, ReadOnlySpan<float> leads, PieceScores scores, Action<ReadOnlySpan<int>, int> record)
    {
        _units.Build(page, chain, scores);
        _facts.Begin(page, shape);
        foreach (PartUnit unit in _units.All)
        {
            record(_facts.Of(page, shape, unit, scores.Of(unit.Piece), LeadOf(leads, unit.Block)), LengthOf(page, unit));
        }

        return _units.OfPieces.ToArray();
    }

    private void Judge(SegmentedPage page, PageShape shape, ReadOnlySpan<float> leads, PieceScores scores, int from, int count)
    {
        model.Start(_room, count);
        _ways.Clear();
        for (int u = 0; u < count; u++)
        {
            PartUnit unit = _units.All[from + u];
            model.Take(_room, u, _facts.Of(page, shape, unit, scores.Of(unit.Piece), LeadOf(leads, unit.Block)), LengthOf(page, unit));
            if (_facts.IsWay)
            {
                _ways.Add(u);
            }
        }

        model.Judge(_room);
        for (int u = 0; u < count; u++)
        {
            _room.Outputs[(u * PartModel.Outputs) + LabelState.Furniture] -= Lean;
        }

        foreach (int u in _ways)
        {
            // Whatever its words are like, it says where to go. Labelled pages show too few of them for a network to be sure of it.
            Span<float> said = _room.Outputs.Slice(u * PartModel.Outputs, PartModel.Outputs);
            said[LabelState.Body] = Math.Min(said[LabelState.Body], said[LabelState.Furniture]);
        }
    }

    private static int LengthOf(SegmentedPage page, in PartUnit unit) => page.Segments[unit.End - 1].Span.End - page.Segments[unit.First].Span.Start;

    private static float LeadOf(ReadOnlySpan<float> leads, int block) => block < leads.Length ? leads[block] : float.NaN;
}
