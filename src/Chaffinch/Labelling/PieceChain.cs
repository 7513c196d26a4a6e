using System.Numerics;
using Chaffinch.Model;

namespace Chaffinch.Labelling;

/// <summary>One element of the chain: a segment, or a part of one between evidence borders.</summary>
/// <param name="Span">Its range, without white space at its ends.</param>
/// <param name="Segment">Index of its segment.</param>
internal readonly record struct Piece(TextSpan Span, int Segment);

/// <summary>Cuts the segments of a page at every border that a piece of evidence has. Linear; buffers are reused.</summary>
internal sealed class PieceChain
{
    private Piece[] _pieces = new Piece[256];
    private ulong[] _borders = [];

    // For each 64 code units of the text the first piece that ends behind their start.
    private int[] _firstAt = [];
    private int _windows;

    public int Count { get; private set; }

    public ReadOnlySpan<Piece> Pieces => _pieces.AsSpan(0, Count);

    public void Build(SegmentedPage page, ReadOnlySpan<Evidence> evidence)
    {
        string text = page.Page.Text;
        int words = (text.Length >> 6) + 1;
        if (_borders.Length < words)
        {
            _borders = new ulong[words];
            _firstAt = new int[words];
        }

        _borders.AsSpan(0, words).Clear();
        foreach (ref readonly Evidence e in evidence)
        {
            Mark(text, e.Span.Start);
            Mark(text, e.Span.End);
        }

        Count = 0;
        _windows = 0;
        for (int s = 0; s < page.Segments.Length; s++)
        {
            TextSpan span = page.Segments[s].Span;
            int start = span.Start;
            for (int cut = NextBorder(start + 1, span.End); start < span.End; cut = NextBorder(start + 1, span.End))
            {
                Add(text, start, cut, s);
                start = cut;
            }
        }

        _firstAt.AsSpan(_windows, words - _windows).Fill(Count);
        _windows = words;
    }

    /// <summary>The pieces that lie wholly or partly inside <paramref name="span"/>, half-open; the cost is that of the pieces in 64 code units.</summary>
    public (int First, int End) Inside(TextSpan span)
    {
        ReadOnlySpan<Piece> pieces = Pieces;
        int first = _firstAt[Math.Min(span.Start >> 6, _windows - 1)];
        while (first < pieces.Length && pieces[first].Span.End <= span.Start)
        {
            first++;
        }

        int end = Math.Max(first, _firstAt[Math.Min(span.End >> 6, _windows - 1)]);
        while (end < pieces.Length && pieces[end].Span.Start < span.End)
        {
            end++;
        }

        return (first, end);
    }

    private void Mark(string text, int position)
    {
        if (position > 0 && position < text.Length && !(char.IsLowSurrogate(text[position]) && char.IsHighSurrogate(text[position - 1])))
        {
            _borders[position >> 6] |= 1UL << (position & 63);
        }
    }

    // The first border at or after "from" and before "end", else "end".
    private int NextBorder(int from, int end)
    {
        if (from >= end)
        {
            return end;
        }

        int word = from >> 6;
        ulong bits = _borders[word] & (ulong.MaxValue << (from & 63));
        int last = (end - 1) >> 6;
        while (bits == 0)
        {
            if (++word > last)
            {
                return end;
            }

            bits = _borders[word];
        }

        return Math.Min(end, (word << 6) + BitOperations.TrailingZeroCount(bits));
    }

    private void Add(string text, int start, int end, int segment)
    {
        while (start < end && char.IsWhiteSpace(text[start]))
        {
            start++;
        }

        while (end > start && char.IsWhiteSpace(text[end - 1]))
        {
            end--;
        }

        if (start == end)
        {
            return;
        }

        if (Count == _pieces.Length)
        {
            Array.Resize(ref _pieces, Count * 2);
        }

        for (; _windows << 6 < end; _windows++)
        {
            _firstAt[_windows] = Count;
        }

        _pieces[Count++] = new Piece(new(start, end), segment);
    }
}
