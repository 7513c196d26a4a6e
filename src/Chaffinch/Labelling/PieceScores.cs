using System.Runtime.Intrinsics;
using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Labelling;

/// <summary>The scores of every piece for every state: its block's, its own form's, and the evidence's over it.</summary>
internal sealed class PieceScores
{
    private const int Width = LabelState.Width;

    // A state that the evidence does not allow: far below any sum of weights, far from infinity so that sums stay ordered.
    public const float Never = -1e6f;

    private readonly Features _features;
    private readonly int _digitsOnly;
    private readonly int _noLetters;
    private float[] _scores = [];
    private float[] _change = [];
    private float[] _kept = [];
    private int _count;

    public PieceScores(Features features)
    {
        _features = features;
        _digitsOnly = features.Row("form/digits-only");
        _noLetters = features.Row("form/no-letters");
    }

    public ReadOnlySpan<float> Values => _scores.AsSpan(0, _count * Width);

    /// <summary>The scores of piece <paramref name="piece"/>, to add to.</summary>
    public Span<float> Of(int piece) => _scores.AsSpan(piece * Width, Width);

    /// <summary>Remembers the scores, for <see cref="Restore"/>.</summary>
    public void Keep()
    {
        if (_kept.Length < _count * Width)
        {
            _kept = new float[Math.Max(_count * Width, _kept.Length * 2)];
        }

        Values.CopyTo(_kept);
    }

    /// <summary>Goes back to the scores as they were kept.</summary>
    public void Restore() => _kept.AsSpan(0, _count * Width).CopyTo(_scores);

    public void Compute(SegmentedPage page, PieceChain chain, BlockScores blocks, ReadOnlySpan<Evidence> evidence)
    {
        _count = chain.Count;
        if (_scores.Length < _count * Width)
        {
            _scores = new float[Math.Max(_count * Width, _scores.Length * 2)];
        }

        AddEvidence(chain, evidence);
        for (int i = 0; i < _count; i++)
        {
            Piece piece = chain.Pieces[i];
            Segment segment = page.Segments[piece.Segment];
            Span<float> scores = Of(i);
            Restrict(scores);
            Add(blocks.Of(segment.Block), scores);
            _features.Add(_features.Bias, scores);
            _features.Add(_features.Roles[(int)segment.Role], scores);
            AddForm(page, piece, scores);
        }
    }

    // Evidence over a span adds its weights at the first piece and takes them away after the last: linear however much overlaps.
    private void AddEvidence(PieceChain chain, ReadOnlySpan<Evidence> evidence)
    {
        int need = (_count + 1) * Width;
        if (_change.Length < need)
        {
            _change = new float[Math.Max(need, _change.Length * 2)];
        }

        _change.AsSpan(0, need).Clear();
        foreach (ref readonly Evidence e in evidence)
        {
            int row = _features.Row(e.Signal);
            (int first, int end) = chain.Inside(e.Span);
            if (row >= 0 && first < end)
            {
                // By its square: half-hearted evidence counts a quarter, so that several weak facts do not make a strong one.
                float weight = e.Strength * e.Strength;
                _features.Add(row, _change.AsSpan(first * Width, Width), weight);
                _features.Add(row, _change.AsSpan(end * Width, Width), -weight);
            }
        }

        Span<float> running = stackalloc float[Width];
        running.Clear();
        for (int i = 0; i < _count; i++)
        {
            Add(_change.AsSpan(i * Width, Width), running);
            running.CopyTo(Of(i));
        }
    }

    // Law: what is called injected or damaged has evidence for it. Without any the state is out of reach.
    private static void Restrict(Span<float> scores)
    {
        const float Least = 0.05f;
        for (int s = LabelState.FirstInjected; s < LabelState.Count; s++)
        {
            if (scores[s] < Least)
            {
                scores[s] = Never;
            }
        }

        scores[LabelState.Count..].Fill(Never * 2);
    }

    private void AddForm(SegmentedPage page, Piece piece, Span<float> scores)
    {
        ReadOnlySpan<CharClass> classes = page.Classes[piece.Span.Start..piece.Span.End];
        int columns = 0;
        int letters = 0;
        int digits = 0;
        foreach (CharClass c in classes)
        {
            columns += c is >= CharClass.Hangul and <= CharClass.Han ? 2 : 1;
            letters += CharClasses.IsLetter(c) ? 1 : 0;
            digits += c == CharClass.Digit ? 1 : 0;
        }

        _features.Add(_features.Sizes[Features.SizeClass(columns)], scores);
        if (letters == 0)
        {
            _features.Add(digits > 0 ? _digitsOnly : _noLetters, scores);
        }
    }

    private static void Add(ReadOnlySpan<float> from, Span<float> to)
    {
        for (int s = 0; s <= Width - Vector256<float>.Count; s += Vector256<float>.Count)
        {
            (Vector256.Create<float>(to[s..]) + Vector256.Create<float>(from[s..])).CopyTo(to[s..]);
        }
    }
}
