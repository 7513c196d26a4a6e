using Chaffinch.Model;

namespace Chaffinch.Cleaning;

/// <summary>Which table, row and cell a block stands in, by the elements around it.</summary>
/// <remarks>
/// A table is read as one only where each of its cells is one line: everything else is a layout, whose lines are written as they come.
/// What a table is, is found out once, so that nested tables cost no more than their depth.
/// </remarks>
internal sealed class Tables
{
    // A cell longer than this is a column of text, not a datum.
    private const int MaxCellChars = 400;

    private readonly Dictionary<int, bool> _isData = [];
    private Page _page = null!;

    /// <summary>Turns to another page.</summary>
    public void Start(Page page)
    {
        _page = page;
        _isData.Clear();
    }

    /// <summary>True when both blocks are cells of one row of a table of data.</summary>
    public bool SameRow(int a, int b)
    {
        int row = Row(a);
        return row >= 0 && row == Row(b) && DataTable(a) >= 0;
    }

    /// <summary>The table of data that the block is a cell of, -1 where it is none.</summary>
    public int DataTable(int block)
    {
        if ((_page.Blocks[block].Traits & BlockTraits.TableCell) == BlockTraits.None)
        {
            return -1;
        }

        int table = Ancestor(block, HtmlTag.Table, HtmlTag.Table);
        if (table < 0)
        {
            return -1;
        }

        if (!_isData.TryGetValue(table, out bool isData))
        {
            isData = IsData(block, table);
            _isData.Add(table, isData);
        }

        return isData ? table : -1;
    }

    /// <summary>The row that the block stands in, -1 where there is none.</summary>
    public int Row(int block) =>
        (_page.Blocks[block].Traits & BlockTraits.TableCell) == BlockTraits.None ? -1 : Ancestor(block, HtmlTag.Tr, HtmlTag.Tr);

    /// <summary>True when the block's cell is a heading of its row or column.</summary>
    public bool IsHeading(int block)
    {
        int cell = Ancestor(block, HtmlTag.Td, HtmlTag.Th);
        return cell >= 0 ? _page.Containers[cell].Tag == HtmlTag.Th : _page.Blocks[block].Tag == HtmlTag.Th;
    }

    private bool IsData(int block, int table)
    {
        int first = block;
        while (first > 0 && IsInside(first - 1, table))
        {
            first--;
        }

        int rows = 0;
        int wide = 0;
        int row = -1;
        int cell = -1;
        for (int b = first; b < _page.Blocks.Length && IsInside(b, table); b++)
        {
            if ((_page.Blocks[b].Traits & BlockTraits.Caption) != BlockTraits.None)
            {
                continue;
            }

            int thisRow = Row(b);
            int thisCell = Ancestor(b, HtmlTag.Td, HtmlTag.Th);
            bool nested = Ancestor(b, HtmlTag.Table, HtmlTag.Table) != table;
            if (thisRow < 0 || nested || _page.Blocks[b].HeadingLevel > 0 || _page.Blocks[b].Span.Length > MaxCellChars
                || (thisCell >= 0 && thisCell == cell))
            {
                return false;
            }

            wide += thisRow == row ? 1 : 0;
            rows += thisRow == row ? 0 : 1;
            row = thisRow;
            cell = thisCell;
        }

        return rows > 1 && wide > 0;
    }

    private bool IsInside(int block, int table)
    {
        ReadOnlySpan<Container> containers = _page.Containers;
        int at = _page.Blocks[block].Container;
        while (at > table)
        {
            at = containers[at].Parent;
        }

        return at == table;
    }

    private int Ancestor(int block, HtmlTag tag, HtmlTag orTag)
    {
        ReadOnlySpan<Container> containers = _page.Containers;
        for (int at = _page.Blocks[block].Container; at >= 0; at = containers[at].Parent)
        {
            if (containers[at].Tag == tag || containers[at].Tag == orTag)
            {
                return at;
            }
        }

        return -1;
    }
}
