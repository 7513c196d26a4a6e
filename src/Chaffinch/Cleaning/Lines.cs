using Chaffinch.Model;

namespace Chaffinch.Cleaning;

/// <summary>One line of the article: the kept parts of one block.</summary>
/// <param name="First">Index of its first part that is kept.</param>
/// <param name="Last">Index of its last part that is kept; parts in between may be cut.</param>
/// <param name="Block">Index of its block.</param>
internal readonly record struct Line(int First, int Last, int Block);

/// <summary>The lines of one article in page order; reused from page to page.</summary>
internal sealed class LineList
{
    private Line[] _lines = new Line[64];
    private int[] _starts = [];

    /// <summary>Number of lines.</summary>
    public int Count { get; private set; }

    /// <summary>The lines.</summary>
    public ReadOnlySpan<Line> Items => _lines.AsSpan(0, Count);

    /// <summary>Room for where each line begins in the article's text.</summary>
    public Span<int> Starts
    {
        get
        {
            if (_starts.Length < Count)
            {
                _starts = new int[_lines.Length];
            }

            return _starts.AsSpan(0, Count);
        }
    }

    /// <summary>Gathers the parts that stay in the text.</summary>
    public void Fill(ReadOnlySpan<Part> parts)
    {
        Count = 0;
        for (int i = 0; i < parts.Length; i++)
        {
            if (parts[i].Role != PartRole.Keep)
            {
                continue;
            }

            if (Count > 0 && _lines[Count - 1].Block == parts[i].Block)
            {
                _lines[Count - 1] = _lines[Count - 1] with { Last = i };
                continue;
            }

            if (Count == _lines.Length)
            {
                Array.Resize(ref _lines, Count * 2);
            }

            _lines[Count++] = new Line(i, i, parts[i].Block);
        }
    }
}
