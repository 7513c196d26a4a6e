using Chaffinch.Model;

namespace Chaffinch.Cleaning;

/// <summary>Where in a nest of lists the Markdown writer stands: which item is open at each depth, and how far its text is indented.</summary>
internal struct ListState
{
    // Deeper lists are written at this depth: indents beyond it would cost more than the text.
    private const int Levels = 16;

    private readonly Page _page;
    private readonly Level[] _levels = new Level[Levels];
    private int _depth;

    public ListState(Page page)
    {
        _page = page;
    }

    private struct Level
    {
        public int List;
        public int Item;
        public int Number;
        public int Indent;
        public int Width;
    }

    /// <summary>Columns that the open item's marker takes.</summary>
    public readonly int MarkerWidth => _depth == 0 ? 0 : _levels[_depth].Width;

    /// <summary>Leaves all lists.</summary>
    public void Reset() => _depth = 0;

    /// <summary>True when the block belongs to another item than the one that is open.</summary>
    public readonly bool StartsItem(int block) => _depth == 0 || ItemOf(block, out _) != _levels[_depth].Item;

    /// <summary>Goes to the item of <paramref name="block"/>.</summary>
    /// <param name="block">The block.</param>
    /// <param name="tight">The line follows the one before without an empty line.</param>
    /// <param name="indent">Columns before the item's marker.</param>
    /// <param name="number">The item's number in an ordered list, else -1.</param>
    /// <returns>True when the item begins here, false when the line is a further paragraph of the open one.</returns>
    public bool Enter(int block, out bool tight, out int indent, out int number)
    {
        int item = ItemOf(block, out int list);
        bool follows = _depth > 0;
        while (_depth > 0 && _levels[_depth].List != list && !IsInside(list, _levels[_depth].Item))
        {
            _depth--;
        }

        bool sameList = _depth > 0 && _levels[_depth].List == list;
        bool sameItem = sameList && item >= 0 && _levels[_depth].Item == item;
        if (!sameList && _depth < Levels - 1)
        {
            _depth++;
            _levels[_depth] = new Level { Indent = _depth == 1 ? 0 : _levels[_depth - 1].Indent + _levels[_depth - 1].Width };
        }

        ref Level at = ref _levels[_depth];
        bool ordered = list >= 0 && _page.Containers[list].Tag == HtmlTag.Ol;
        if (!sameItem)
        {
            at.List = list;
            at.Item = item;
            at.Number++;
            at.Width = ordered ? DigitCount(at.Number) + 2 : 2;
        }

        tight = follows && !sameItem;
        indent = at.Indent;
        number = ordered ? at.Number : -1;
        return !sameItem;
    }

    private readonly bool IsInside(int container, int around)
    {
        if (around < 0)
        {
            return false;
        }

        while (container > around)
        {
            container = _page.Containers[container].Parent;
        }

        return container == around;
    }

    private readonly int ItemOf(int block, out int list)
    {
        ReadOnlySpan<Container> containers = _page.Containers;
        int item = -1;
        for (int at = _page.Blocks[block].Container; at >= 0; at = containers[at].Parent)
        {
            HtmlTag tag = containers[at].Tag;
            if (tag == HtmlTag.Li && item < 0)
            {
                item = at;
            }
            else if (tag is HtmlTag.Ul or HtmlTag.Ol or HtmlTag.Menu or HtmlTag.Dir)
            {
                list = at;
                return item;
            }
        }

        list = -1;
        return item;
    }

    private static int DigitCount(int number) => number < 10 ? 1 : number < 100 ? 2 : number < 1000 ? 3 : number < 10_000 ? 4 : number < 100_000 ? 5 : 6;
}
