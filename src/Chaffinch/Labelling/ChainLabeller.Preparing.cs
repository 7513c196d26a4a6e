using Chaffinch.Model;

namespace Chaffinch.Labelling;

/// <content>What training asks for.</content>
internal sealed partial class ChainLabeller
{
    // True while a page is prepared for training: then no piece is left out.
    private bool _preparing;

    /// <summary>Prepares a page for training: its pieces, their scores without the network, and the facts of the open ones.</summary>
    /// <param name="page">The page.</param>
    /// <param name="evidence">All evidence.</param>
    /// <param name="again">True for the second pass, after a first one with the network that the labeller has.</param>
    /// <param name="record">Called with each open piece and its facts.</param>
    /// <returns>Pieces, scores (<see cref="LabelState.Width"/> a piece), whether a piece stands in the block of the one before it; no pieces where there is no second pass.</returns>
    internal (Piece[] Pieces, float[] Scores, bool[] SameBlock) Prepare(SegmentedPage page, ReadOnlySpan<Evidence> evidence, bool again, Action<int, ReadOnlySpan<PieceFact>> record)
    {
        PlantedScores planted = _planted ?? throw new InvalidOperationException("There is no network to prepare for.");
        _preparing = true;
        LabelBy(page, evidence, passes: 1);
        _preparing = false;
        int n = _chain.Count;
        if (again && (n == 0 || !Reconsider(page, _states.AsSpan(0, n), evidence)))
        {
            return ([], [], []);
        }

        if (planted.Count > 0)
        {
            _scores.Restore();
        }

        if (again)
        {
            _context.Add(page, _chain, _states.AsSpan(0, n), _blocks.Shape, _scores, evidence);
        }

        for (int o = 0; o < planted.Count; o++)
        {
            record(planted.PieceOf(o), planted.FactsOf(o, again ? _context : null));
        }

        return (_chain.Pieces.ToArray(), _scores.Values.ToArray(), _sameBlock[..n]);
    }

    /// <summary>Prepares a page for the training of parts: its pieces, their scores with what is planted put out of question, the facts of its blocks.</summary>
    /// <param name="page">The page.</param>
    /// <param name="evidence">All evidence.</param>
    /// <param name="isPlanted">Whether a piece is planted or damaged in truth.</param>
    /// <param name="record">Called with the facts of each unit and its length.</param>
    /// <returns>Pieces, scores (<see cref="LabelState.Width"/> a piece), whether a piece stands in the block of the one before it, the unit of each piece.</returns>
    internal (Piece[] Pieces, float[] Scores, bool[] SameBlock, int[] Units) PrepareParts(
        SegmentedPage page, ReadOnlySpan<Evidence> evidence, Func<Piece, bool> isPlanted, Action<ReadOnlySpan<int>, int> record)
    {
        if (!DecodePlanted(page, evidence, MaxPasses))
        {
            return ([], [], [], []);
        }

        for (int i = 0; i < _chain.Count; i++)
        {
            _scores.Settle(i, (byte)(isPlanted(_chain.Pieces[i]) ? LabelState.FirstInjected : LabelState.Body));
        }

        int[] units = _parts.Record(page, _chain, _blocks.Shape, _main.Run(page) ? _main.ReadLeads(page.Page) : [], _scores, record);
        return (_chain.Pieces.ToArray(), _scores.Values.ToArray(), _sameBlock[.._chain.Count], units);
    }

    /// <summary>Names of the network's facts that do not stand for signals.</summary>
    internal IReadOnlyList<string> FactNames => _planted?.Asked ?? [];
}
