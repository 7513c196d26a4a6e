namespace Chaffinch.Labelling;

/// <content>What the first of several trainings says by itself of the pieces that are nearest to being planted: on most pages no other has to be looked at, and no other training asked.</content>
internal sealed partial class PlantedScores
{
    // A page on which the first training leaves every near piece this far behind its best genuine state is clean. Of 12,900 labelled and composed pages none on which anything is planted in the end lay below -1.4 (ADR 51);
    // the rest is for trainings to come.
    private const float FarByFirst = -3;

    // What pieces further back by the table have around them matters: without those between 5 and 7 six pages more in 12,900 would lie too low.
    private const float Near = -7;

    private float[] _firstOutputs = [];

    // The furthest ahead of the open pieces that were left out, by the table.
    private float _mostLeftOut;

    /// <summary>Which open pieces are gathered.</summary>
    public enum Reach
    {
        /// <summary>Those that no training is needed for to see that they matter; enough to tell most clean pages.</summary>
        Near,

        /// <summary>Those that the network at its most could make planted.</summary>
        Possible,

        /// <summary>All of them.</summary>
        All,
    }

    /// <summary>True where the first training can be asked alone.</summary>
    public bool CanAskFirst => _net.CanJudgeByFirst;

    /// <summary>Asks the first training alone of the pieces gathered by <see cref="Reach.Near"/>.</summary>
    /// <param name="scores">The scores by the table; stay as they are.</param>
    /// <param name="lean">What <see cref="Add"/> will be told.</param>
    /// <returns>True where by its word no piece of the page comes near being planted.</returns>
    public bool IsFar(PieceScores scores, float lean)
    {
        if (_count > MostTogether || _mostLeftOut >= FarByFirst)
        {
            return false;
        }

        if (_count == 0)
        {
            return true;
        }

        int row = _net.Row;
        Grow(ref _sums, _count * row);
        Span<float> sums = _sums.AsSpan(0, _count * row);
        for (int o = 0; o < _count; o++)
        {
            _net.SumFirst(FactsOf(o, null)[..^PieceFacts.ContextCount], sums.Slice(o * row, row));
        }

        _pools.Fill(sums, row, _net.FirstHidden, _open.AsSpan(0, _count), _lengths.AsSpan(0, _count), _total);
        Grow(ref _firstOutputs, _count * PlantedNet.Outputs);
        _net.JudgeFirst(sums, _pools, _count, _firstOutputs);
        Span<float> own = stackalloc float[LabelState.Width];
        for (int o = 0; o < _count; o++)
        {
            scores.Of(_open[o]).CopyTo(own);
            Give(own, _firstOutputs.AsSpan(o * PlantedNet.Outputs, PlantedNet.Outputs), lean, o, same: false);
            if (PieceScores.InjectedLead(own) >= FarByFirst)
            {
                return false;
            }
        }

        return true;
    }
}
