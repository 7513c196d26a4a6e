using Chaffinch.Model;

namespace Chaffinch.Labelling;

/// <summary>What is stated anywhere in the line of a piece, in the line before it and in the line behind it: each signal once, with its greatest strength.</summary>
/// <remarks>
/// A kit strings fragments, names and marks together in one line and sets its lines one under the other; what gives one of them away is stated over that one alone. Kept for
/// the pieces of a line, so that all pieces together cost three visits each.
/// </remarks>
internal sealed class LineEvidence
{
    private const int MaxSignals = 24;

    private readonly Line _before = new();
    private readonly Line _own = new();
    private readonly Line _after = new();

    /// <summary>Signals of the line before.</summary>
    public ReadOnlySpan<(Signal Signal, float Strength)> Before => _before.Items;

    /// <summary>Signals of the piece's own line.</summary>
    public ReadOnlySpan<(Signal Signal, float Strength)> Own => _own.Items;

    /// <summary>Signals of the line behind.</summary>
    public ReadOnlySpan<(Signal Signal, float Strength)> After => _after.Items;

    /// <summary>Forgets the page before.</summary>
    public void Clear() => _own.Take(0, 0);

    /// <summary>Gathers what is stated around a piece.</summary>
    /// <param name="page">The page.</param>
    /// <param name="chain">Its pieces.</param>
    /// <param name="evidence">What lies over them.</param>
    /// <param name="piece">The piece.</param>
    public void Move(SegmentedPage page, PieceChain chain, PieceEvidence evidence, int piece)
    {
        if (piece >= _own.First && piece < _own.End)
        {
            return;
        }

        int first = FirstOf(page, chain, piece);
        int end = EndOf(page, chain, piece);
        _own.Take(first, end);
        _own.Gather(evidence);
        _before.Take(first == 0 ? 0 : FirstOf(page, chain, first - 1), first);
        _before.Gather(evidence);
        _after.Take(end, end == chain.Count ? end : EndOf(page, chain, end));
        _after.Gather(evidence);
    }

    private static int FirstOf(SegmentedPage page, PieceChain chain, int piece)
    {
        int block = BlockOf(page, chain, piece);
        while (piece > 0 && BlockOf(page, chain, piece - 1) == block)
        {
            piece--;
        }

        return piece;
    }

    private static int EndOf(SegmentedPage page, PieceChain chain, int piece)
    {
        int block = BlockOf(page, chain, piece);
        while (piece < chain.Count && BlockOf(page, chain, piece) == block)
        {
            piece++;
        }

        return piece;
    }

    private static int BlockOf(SegmentedPage page, PieceChain chain, int piece) => page.Segments[chain.Pieces[piece].Segment].Block;

    private sealed class Line
    {
        private readonly (Signal Signal, float Strength)[] _items = new (Signal, float)[MaxSignals];
        private int _count;

        public int First { get; private set; }

        public int End { get; private set; }

        public ReadOnlySpan<(Signal Signal, float Strength)> Items => _items.AsSpan(0, _count);

        public void Take(int first, int end)
        {
            First = first;
            End = end;
            _count = 0;
        }

        public void Gather(PieceEvidence evidence)
        {
            for (int i = First; i < End; i++)
            {
                foreach ((Signal signal, float strength) in evidence.Of(i))
                {
                    Put(signal, strength);
                }
            }
        }

        private void Put(Signal signal, float strength)
        {
            for (int i = 0; i < _count; i++)
            {
                if (ReferenceEquals(_items[i].Signal, signal))
                {
                    _items[i].Strength = Math.Max(_items[i].Strength, strength);
                    return;
                }
            }

            if (_count < MaxSignals)
            {
                _items[_count++] = (signal, strength);
            }
        }
    }
}
