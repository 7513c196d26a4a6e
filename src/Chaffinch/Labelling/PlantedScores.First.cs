namespace Chaffinch.Labelling;

/// <content>What the first of several trainings says by itself: most pages are so far from holding planted text that the others need not be asked.</content>
internal sealed partial class PlantedScores
{
    // A page on which the first training leaves every piece this far behind its best genuine state is clean. Of 1,500 labelled and composed pages none on which anything is planted in the end lay below 0.6, none on which a first
    // decoding found anything below -1.5; of 730 real pages 700 do (ADR 51).
    private const float FarByFirst = -2.5f;

    private bool _hasFirst;
    private float[] _firstOutputs = [];

    /// <summary>Asks the first training alone, in the first pass. What it took is kept for <see cref="Add"/>.</summary>
    /// <param name="scores">The scores by the table; stay as they are.</param>
    /// <param name="lean">What <see cref="Add"/> will be told.</param>
    /// <returns>True where by its word no open piece comes near being planted.</returns>
    public bool IsFarByFirst(PieceScores scores, float lean)
    {
        if (!_net.CanJudgeByFirst || _count is 0 or > MostTogether)
        {
            return false;
        }

        int row = _net.Row;
        Grow(ref _sums, _count * row);
        Span<float> sums = _sums.AsSpan(0, _count * row);
        for (int o = 0; o < _count; o++)
        {
            _net.SumFirst(FactsOf(o, null)[..^PieceFacts.ContextCount], sums.Slice(o * row, row));
        }

        _hasFirst = true;
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

    private void SumOne(ReadOnlySpan<PieceFact> facts, Span<float> to)
    {
        if (_hasFirst)
        {
            _net.SumRest(facts, to);
            return;
        }

        _net.Sum(facts, to);
    }
}
