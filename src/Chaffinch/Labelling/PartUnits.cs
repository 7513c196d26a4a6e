using Chaffinch.Model;

namespace Chaffinch.Labelling;

/// <summary>A stretch of a block that is judged as one: a part of a title by itself, else what lies between such parts.</summary>
/// <param name="Block">Index of its block.</param>
/// <param name="First">Its first segment.</param>
/// <param name="End">One past its last segment.</param>
/// <param name="Piece">The first of its pieces that may be genuine.</param>
internal readonly record struct PartUnit(int Block, int First, int End, int Piece);

/// <summary>The units of a page that may be genuine, in order. Linear; buffers are reused.</summary>
internal sealed class PartUnits
{
    private PartUnit[] _units = [];
    private int[] _ofPiece = [];
    private int _pieces;

    /// <summary>How many.</summary>
    public int Count { get; private set; }

    /// <summary>The units.</summary>
    public ReadOnlySpan<PartUnit> All => _units.AsSpan(0, Count);

    /// <summary>For each piece of the page the number of its unit; -1 where only planted or damaged states are left to it.</summary>
    public ReadOnlySpan<int> OfPieces => _ofPiece.AsSpan(0, _pieces);

    /// <summary>Lists the units of a page.</summary>
    public void Build(SegmentedPage page, PieceChain chain, PieceScores scores)
    {
        _pieces = chain.Count;
        Count = 0;
        if (_ofPiece.Length < _pieces)
        {
            _ofPiece = new int[Math.Max(_pieces, _ofPiece.Length * 2)];
            _units = new PartUnit[_ofPiece.Length];
        }

        ReadOnlySpan<Segment> segments = page.Segments;
        for (int i = 0; i < _pieces; i++)
        {
            _ofPiece[i] = -1;
            if (scores.Of(i)[LabelState.Body] <= PieceScores.Never / 2)
            {
                continue;
            }

            int segment = chain.Pieces[i].Segment;
            if (Count == 0 || segment >= _units[Count - 1].End)
            {
                _units[Count++] = UnitAt(segments, segment, i);
            }

            _ofPiece[i] = Count - 1;
        }
    }

    private static PartUnit UnitAt(ReadOnlySpan<Segment> segments, int segment, int piece)
    {
        int block = segments[segment].Block;
        int first = segment;
        int end = segment + 1;
        if (segments[segment].Role != SegmentRole.TitlePart)
        {
            while (first > 0 && Joins(segments[first - 1], block))
            {
                first--;
            }

            while (end < segments.Length && Joins(segments[end], block))
            {
                end++;
            }
        }

        return new PartUnit(block, first, end, piece);
    }

    private static bool Joins(in Segment segment, int block) => segment.Block == block && segment.Role != SegmentRole.TitlePart;
}
