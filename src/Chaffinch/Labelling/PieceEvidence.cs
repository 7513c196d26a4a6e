using Chaffinch.Model;

namespace Chaffinch.Labelling;

/// <summary>Which signals lie over each piece of a chain, each once with its greatest strength; and which pieces are open to an injected state.</summary>
/// <remarks>Linear: a piece holds at most <see cref="MaxSignals"/> signals, and all evidence together visits at most a fixed number of pieces for each there is.</remarks>
internal sealed class PieceEvidence
{
    private const int MaxSignals = 16;
    private const int VisitsPerPiece = 24;

    private (Signal Signal, float Strength)[] _items = [];
    private byte[] _counts = [];
    private bool[] _open = [];

    public bool IsOpen(int piece) => _open[piece];

    public ReadOnlySpan<(Signal Signal, float Strength)> Of(int piece) => _items.AsSpan(piece * MaxSignals, _counts[piece]);

    public void Compute(PieceChain chain, PieceScores scores, ReadOnlySpan<Evidence> evidence)
    {
        int n = chain.Count;
        if (_counts.Length < n)
        {
            int size = Math.Max(n, _counts.Length * 2);
            _counts = new byte[size];
            _open = new bool[size];
            _items = new (Signal, float)[size * MaxSignals];
        }

        _counts.AsSpan(0, n).Clear();
        for (int i = 0; i < n; i++)
        {
            _open[i] = PieceScores.IsOpen(scores.Of(i));
        }

        long visits = (long)n * VisitsPerPiece;
        foreach (ref readonly Evidence e in evidence)
        {
            (int first, int end) = chain.Inside(e.Span);
            for (int i = first; i < end && visits > 0; i++, visits--)
            {
                Put(i, e.Signal, e.Strength);
            }
        }
    }

    private void Put(int piece, Signal signal, float strength)
    {
        Span<(Signal Signal, float Strength)> own = _items.AsSpan(piece * MaxSignals, MaxSignals);
        int count = _counts[piece];
        for (int i = 0; i < count; i++)
        {
            if (ReferenceEquals(own[i].Signal, signal))
            {
                own[i].Strength = Math.Max(own[i].Strength, strength);
                return;
            }
        }

        if (count < MaxSignals)
        {
            own[count] = (signal, strength);
            _counts[piece]++;
        }
    }
}
