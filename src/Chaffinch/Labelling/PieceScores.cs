using System.Runtime.CompilerServices;
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

    // Which of the first eight states are genuine, which of the last eight are states at all.
    private static readonly Vector256<float> Genuine = Vector256.LessThan(Vector256<int>.Indices, Vector256.Create(LabelState.FirstInjected)).AsSingle();
    private static readonly Vector256<float> LastDamaged = Vector256.LessThan(Vector256<int>.Indices, Vector256.Create(LabelState.Count - 16)).AsSingle();

    // Of the first sixteen states, which are injected; and scores that are lower than any in place of the others.
    private static readonly Vector256<float> FirstInjected = Vector256.OnesComplement(Genuine);
    private static readonly Vector256<float> LastInjected = Vector256.LessThan(Vector256<int>.Indices, Vector256.Create(LabelState.FirstDamaged - 8)).AsSingle();
    private static readonly Vector256<float> Lowest = Vector256.Create(float.NegativeInfinity);

    private const int SizeClasses = 6;
    private const int Kinds = 3;

    private readonly Features _features;
    private readonly float[] _forms;
    private float[] _scores = [];
    private float[] _change = [];
    private ulong[] _changed = [];
    private float[] _kept = [];
    private float[] _aside = [];
    private int _count;

    public PieceScores(Features features)
    {
        _features = features;
        _forms = SumForms();
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

    /// <summary>Leaves a piece no state but the one it has.</summary>
    public void Fix(int piece, byte state)
    {
        Span<float> scores = Of(piece)[..LabelState.Count];
        float own = Math.Max(scores[state], Never / 4);
        scores.Fill(Never);
        scores[state] = own;
    }

    /// <summary>Leaves a planted or damaged piece its state, and any other piece the genuine ones.</summary>
    public void Settle(int piece, byte state)
    {
        if (state >= LabelState.FirstInjected)
        {
            Fix(piece, state);
            return;
        }

        Of(piece)[LabelState.FirstInjected..LabelState.Count].Fill(Never);
    }

    /// <summary>Leaves a piece body, subhead, caption and furniture, and lets main text lead over furniture by <paramref name="lead"/>, or furniture where that is negative.</summary>
    public void LeadMain(int piece, float lead)
    {
        Span<float> scores = Of(piece);
        Vector256.ConditionalSelect(Genuine, Vector256.Create<float>(scores), Vector256.Create(Never)).CopyTo(scores);
        Vector256.Create(Never).CopyTo(scores[8..]);
        Vector256.ConditionalSelect(LastDamaged, Vector256.Create(Never), Vector256.Create<float>(scores[16..])).CopyTo(scores[16..]);
        scores[LabelState.Headline] = Never;
        scores[LabelState.Byline] = Never;
        if (lead > 0)
        {
            scores[LabelState.Furniture] -= lead;
            return;
        }

        scores[LabelState.Body] += lead;
        scores[LabelState.Subhead] += lead;
        scores[LabelState.Caption] += lead;
    }

    /// <summary>True where evidence opens an injected state.</summary>
    /// <param name="scores">The scores of a piece.</param>
    public static bool IsOpen(ReadOnlySpan<float> scores) => Vector256.GreaterThanAny(Injected(scores), Vector256.Create(Never / 2));

    /// <summary>How far the best injected state leads over the best genuine one; negative where it does not.</summary>
    /// <param name="scores">The scores of a piece.</param>
    public static float InjectedLead(ReadOnlySpan<float> scores) =>
        Largest(Injected(scores)) - Largest(Vector256.ConditionalSelect(Genuine, Vector256.Create(scores[..8]), Lowest));

    // The greater of the injected states at both places of a vector.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Injected(ReadOnlySpan<float> scores) => Vector256.MaxNative(
        Vector256.ConditionalSelect(FirstInjected, Vector256.Create(scores[..8]), Lowest),
        Vector256.ConditionalSelect(LastInjected, Vector256.Create(scores.Slice(8, 8)), Lowest));

    private static float Largest(Vector256<float> values)
    {
        var half = Vector128.MaxNative(values.GetLower(), values.GetUpper());
        return float.MaxNative(float.MaxNative(half[0], half[1]), float.MaxNative(half[2], half[3]));
    }

    /// <summary>What one signal of a strength adds to the injected state that it speaks for most.</summary>
    public float MostOf(Signal signal, float strength) => _features.MostInjected(signal) * strength * strength;

    /// <summary>Puts all injected states out of reach, for <see cref="OpenInjected"/> to put them back.</summary>
    public void CloseInjected()
    {
        const int Injected = LabelState.FirstDamaged - LabelState.FirstInjected;
        if (_aside.Length < _count * Injected)
        {
            _aside = new float[Math.Max(_count * Injected, _aside.Length * 2)];
        }

        for (int i = 0; i < _count; i++)
        {
            Span<float> own = Of(i)[LabelState.FirstInjected..LabelState.FirstDamaged];
            own.CopyTo(_aside.AsSpan(i * Injected));
            own.Fill(Never);
        }
    }

    /// <summary>Takes <see cref="CloseInjected"/> back.</summary>
    public void OpenInjected()
    {
        const int Injected = LabelState.FirstDamaged - LabelState.FirstInjected;
        for (int i = 0; i < _count; i++)
        {
            _aside.AsSpan(i * Injected, Injected).CopyTo(Of(i)[LabelState.FirstInjected..]);
        }
    }

    public void Compute(SegmentedPage page, PieceChain chain, BlockScores blocks, ReadOnlySpan<Evidence> evidence)
    {
        _count = chain.Count;
        if (_scores.Length < _count * Width)
        {
            _scores = new float[Math.Max(_count * Width, _scores.Length * 2)];
        }

        AddEvidence(chain, evidence);
        Span<float> running = stackalloc float[Width];
        Span<float> restricted = stackalloc float[Width];
        running.Clear();
        running.CopyTo(restricted);
        Restrict(restricted);
        ReadOnlySpan<Piece> pieces = chain.Pieces;
        ReadOnlySpan<Segment> segments = page.Segments;
        for (int i = 0; i < pieces.Length; i++)
        {
            if (IsChanged(i))
            {
                Add(_change.AsSpan(i * Width, Width), running);
                running.CopyTo(restricted);
                Restrict(restricted);
            }

            ref readonly Segment segment = ref segments[pieces[i].Segment];
            ReadOnlySpan<float> form = FormOf(page, pieces[i], segment);
            ReadOnlySpan<float> block = blocks.Of(segment.Block);
            Span<float> scores = Of(i);
            for (int s = 0; s < Width; s += Vector256<float>.Count)
            {
                (Vector256.Create<float>(restricted[s..]) + Vector256.Create(block[s..]) + Vector256.Create(form[s..])).CopyTo(scores[s..]);
            }
        }
    }

    // Evidence over a span adds its weights at the first piece and takes them away after the last: linear however much overlaps.
    private void AddEvidence(PieceChain chain, ReadOnlySpan<Evidence> evidence)
    {
        int need = (_count + 1) * Width;
        int words = (_count >> 6) + 1;
        if (_change.Length < need)
        {
            _change = new float[Math.Max(need, _change.Length * 2)];
            _changed = new ulong[Math.Max(words, _changed.Length * 2)];
        }

        _changed.AsSpan(0, words).Clear();
        foreach (ref readonly Evidence e in evidence)
        {
            int row = _features.Row(e.Signal);
            if (row < 0)
            {
                continue;
            }

            (int first, int end) = chain.Inside(e.Span);
            if (first < end)
            {
                // By its square: half-hearted evidence counts a quarter, so that several weak facts do not make a strong one.
                float weight = e.Strength * e.Strength;
                _features.Add(row, ChangeAt(first), weight);
                _features.Add(row, ChangeAt(end), -weight);
            }
        }
    }

    private bool IsChanged(int piece) => ((_changed[piece >> 6] >> (piece & 63)) & 1) != 0;

    // The change at a piece, cleared at the first call for it.
    private Span<float> ChangeAt(int piece)
    {
        Span<float> change = _change.AsSpan(piece * Width, Width);
        if (!IsChanged(piece))
        {
            _changed[piece >> 6] |= 1UL << (piece & 63);
            change.Clear();
        }

        return change;
    }

    // Law: what is called injected or damaged has evidence for it. Without any the state is out of reach.
    private static void Restrict(Span<float> scores)
    {
        Vector256<float> least = Vector256.Create(0.05f), never = Vector256.Create(Never);
        Vector256<float> first = Vector256.Create<float>(scores), second = Vector256.Create<float>(scores[8..]), last = Vector256.Create<float>(scores[16..]);
        Vector256.ConditionalSelect(Vector256.LessThan(first, least) & FirstInjected, never, first).CopyTo(scores);
        Vector256.ConditionalSelect(Vector256.LessThan(second, least), never, second).CopyTo(scores[8..]);
        last = Vector256.ConditionalSelect(Vector256.LessThan(last, least), never, last);
        Vector256.ConditionalSelect(LastDamaged, last, never * 2).CopyTo(scores[16..]);
    }

    // What a piece looks like on its own: its role, its size, whether it has letters. Few different ones, so their sums are made beforehand.
    private ReadOnlySpan<float> FormOf(SegmentedPage page, Piece piece, in Segment segment)
    {
        int columns;
        int letters;
        int digits;
        if (piece.Span == segment.Span)
        {
            ref readonly SegmentProfile p = ref page.Profiles[piece.Segment];
            columns = piece.Span.Length + p.Han + p.Kana + p.Hangul;
            letters = p.Letters;
            digits = p.Digits;
        }
        else
        {
            Count(page.Classes[piece.Span.Start..piece.Span.End], out columns, out letters, out digits);
        }

        int kind = letters > 0 ? 0 : digits > 0 ? 1 : 2;
        int index = (((int)segment.Role * SizeClasses) + Features.SizeClass(columns)) * Kinds + kind;
        return _forms.AsSpan(index * Width, Width);
    }

    private static void Count(ReadOnlySpan<CharClass> classes, out int columns, out int letters, out int digits)
    {
        columns = classes.Length;
        letters = 0;
        digits = 0;
        foreach (CharClass c in classes)
        {
            columns += c is CharClass.Hangul or CharClass.Hiragana or CharClass.Katakana or CharClass.Han ? 1 : 0;
            letters += CharClasses.IsLetter(c) ? 1 : 0;
            digits += c == CharClass.Digit ? 1 : 0;
        }
    }

    private float[] SumForms()
    {
        int digitsOnly = _features.Row("form/digits-only");
        int noLetters = _features.Row("form/no-letters");
        var sums = new float[_features.Roles.Length * SizeClasses * Kinds * Width];
        for (int i = 0; i < sums.Length / Width; i++)
        {
            Span<float> sum = sums.AsSpan(i * Width, Width);
            _features.Add(_features.Bias, sum);
            _features.Add(_features.Roles[i / Kinds / SizeClasses], sum);
            _features.Add(_features.Sizes[i / Kinds % SizeClasses], sum);
            _features.Add((i % Kinds) switch { 0 => -1, 1 => digitsOnly, _ => noLetters }, sum);
        }

        return sums;
    }

    private static void Add(ReadOnlySpan<float> from, Span<float> to)
    {
        for (int s = 0; s <= Width - Vector256<float>.Count; s += Vector256<float>.Count)
        {
            (Vector256.Create<float>(to[s..]) + Vector256.Create<float>(from[s..])).CopyTo(to[s..]);
        }
    }
}
