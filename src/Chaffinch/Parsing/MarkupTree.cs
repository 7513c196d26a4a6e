using System.Runtime.CompilerServices;
using Chaffinch.Model;

namespace Chaffinch.Parsing;

/// <summary>Builds the markup array. As long as everything comes in document order it only appends; the first thing that does not
/// (text moved in front of a table, formatting closed out of order) turns the array into a linked list of the same entries.</summary>
/// <remarks>
/// An element is its Open and its Close, and a subtree is the run between them, so that every operation of the standard on nodes (append,
/// insert before, move a subtree, move all children) is a constant number of link changes. <see cref="Finish"/> lays the list out flat again.
/// Invariant: while linked, every Open has its Close in the list from the start; an element still open has a Close that ends at -1.
/// </remarks>
internal sealed partial class MarkupTree
{
    /// <summary>Longer buffers (24 MB and more) are not kept for the next page unless it is as large.</summary>
    private const int MaxKeptEntries = 1 << 20;

    private Markup _markup = new();
    private MarkupNode[] _spare = [];

    // Entry i has the links at i + 1; the links at 0 are the list's two ends.
    private int[] _next = [];
    private int[] _previous = [];
    private HtmlTag[] _tags = [];

    // The last entry that gives text or shapes it: an element is blank when it comes before the element's Open.
    private int _lastShown;

    /// <summary>True once the entries are linked.</summary>
    public bool IsLinked { get; private set; }

    /// <summary>Elements that <see cref="Finish"/> left out because moving had nested them too deeply.</summary>
    public int TooDeepCount { get; private set; }

    /// <summary>Begins a page of <paramref name="sourceLength"/> bytes. Buffers that a huge page has left behind are let go.</summary>
    public void Start(Markup markup, int sourceLength)
    {
        _markup = markup;
        if (markup.Nodes.Length > MaxKeptEntries && sourceLength < markup.Nodes.Length / 8)
        {
            markup.Nodes = [];
        }

        if (_spare.Length > MaxKeptEntries || _next.Length > MaxKeptEntries)
        {
            _spare = [];
            _next = _previous = [];
        }

        markup.NodeCount = 0;
        IsLinked = false;
        TooDeepCount = 0;
        _lastShown = -1;
        markup.TellingCount = 0;
    }

    /// <summary>True when the element has not been closed. Its stack entry may be gone all the same.</summary>
    public bool IsOpen(int open)
    {
        int close = _markup.Nodes[open].Partner;
        return close == 0 || (IsLinked && _markup.Nodes[close].End < 0);
    }

    /// <summary>Adds an element as the last child of <paramref name="parent"/> (-1: of the document).</summary>
    /// <param name="parent">The Open of the parent.</param>
    /// <param name="tag">Its name.</param>
    /// <param name="flags">Facts.</param>
    /// <param name="start">Where its start tag starts.</param>
    /// <param name="end">Where its start tag ends.</param>
    /// <param name="firstAttribute">Index of its first attribute.</param>
    /// <param name="attributes">Number of its attributes.</param>
    public int Open(int parent, HtmlTag tag, MarkupFlags flags, int start, int end, int firstAttribute, int attributes)
    {
        int open = _markup.NodeCount;
        ref MarkupNode node = ref Append(MarkupKind.Open, tag, flags, start, end);
        node.FirstAttribute = firstAttribute;
        node.AttributeCount = attributes;
        if ((TagTraits.Of(tag) & (TagTrait.Shaping | TagTrait.Telling)) != 0)
        {
            Note(open, tag);
        }

        if (IsLinked)
        {
            AppendClose(open);
            Attach(open, EndOf(parent));
        }

        return open;
    }

    private void Note(int open, HtmlTag tag)
    {
        TagTrait traits = TagTraits.Of(tag);
        if ((traits & TagTrait.Shaping) != 0)
        {
            _lastShown = open;
        }

        if ((traits & TagTrait.Telling) != 0)
        {
            if (_markup.TellingCount == _markup.Telling.Length)
            {
                Array.Resize(ref _markup.Telling, Math.Max(64, _markup.TellingCount * 2));
            }

            _markup.Telling[_markup.TellingCount++] = open;
        }
    }

    private static bool IsShown(MarkupKind kind, MarkupFlags flags) =>
        kind == MarkupKind.Text && (flags & (MarkupFlags.WhiteSpace | MarkupFlags.NotText)) == 0;

    /// <summary>Adds an element in front of an entry. Linked only.</summary>
    /// <param name="before">The entry.</param>
    /// <param name="tag">Its name.</param>
    /// <param name="flags">Facts.</param>
    /// <param name="start">Where its start tag starts.</param>
    /// <param name="end">Where its start tag ends.</param>
    /// <param name="firstAttribute">Index of its first attribute.</param>
    /// <param name="attributes">Number of its attributes.</param>
    public int OpenBefore(int before, HtmlTag tag, MarkupFlags flags, int start, int end, int firstAttribute, int attributes)
    {
        int open = _markup.NodeCount;
        ref MarkupNode node = ref Append(MarkupKind.Open, tag, flags, start, end);
        node.FirstAttribute = firstAttribute;
        node.AttributeCount = attributes;
        AppendClose(open);
        Attach(open, before);
        return open;
    }

    /// <summary>Adds text or a comment as the last child of <paramref name="parent"/> (-1: of the document).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Leaf(int parent, MarkupKind kind, HtmlTag tag, MarkupFlags flags, int start, int end)
    {
        int leaf = _markup.NodeCount;
        Append(kind, tag, flags, start, end);
        if (IsShown(kind, flags))
        {
            _lastShown = leaf;
        }

        if (IsLinked)
        {
            Insert(leaf, leaf, EndOf(parent));
        }
    }

    /// <summary>Adds text or a comment in front of an entry. Linked only.</summary>
    public void LeafBefore(int before, MarkupKind kind, HtmlTag tag, MarkupFlags flags, int start, int end)
    {
        int leaf = _markup.NodeCount;
        Append(kind, tag, flags, start, end);
        Insert(leaf, leaf, before);
    }

    /// <summary>Closes an element.</summary>
    public void Close(int open, MarkupFlags flags, int start, int end)
    {
        if (IsLinked)
        {
            ref MarkupNode close = ref _markup.Nodes[_markup.Nodes[open].Partner];
            close.Flags = flags;
            close.Start = start;
            close.End = end;
            return;
        }

        ref MarkupNode opening = ref _markup.Nodes[open];
        opening.Partner = _markup.NodeCount;
        opening.Flags |= _lastShown < open ? MarkupFlags.Blank : MarkupFlags.None;
        Append(MarkupKind.Close, opening.Tag, flags, start, end).Partner = open;
    }

    /// <summary>Goes over to links. <paramref name="open"/>: the elements still open, outermost first.</summary>
    public void Link(ReadOnlySpan<int> open)
    {
        if (IsLinked)
        {
            return;
        }

        IsLinked = true;
        for (int i = open.Length - 1; i >= 0; i--)
        {
            AppendClose(open[i]);
        }

        int count = _markup.NodeCount;
        GrowLinks();
        for (int i = 0; i <= count; i++)
        {
            _next[i] = i + 1;
            _previous[i] = i - 1;
        }

        _next[count] = 0;
        _previous[0] = count;
    }

    /// <summary>A second element like <paramref name="like"/>, not yet in the tree. Linked only.</summary>
    public int Repeat(int like)
    {
        MarkupNode node = _markup.Nodes[like];
        node.Flags = (node.Flags & ~MarkupFlags.Fostered) | MarkupFlags.Implied | MarkupFlags.Repeated;
        int open = _markup.NodeCount;
        Append(node.Kind, node.Tag, node.Flags, node.Start, node.End) = node;
        AppendClose(open);
        _previous[open + 1] = -1; // Not in the tree yet.
        return open;
    }

    /// <summary>Puts an element that is not in the tree in front of an entry (-1: at the document's end).</summary>
    public void Attach(int open, int before) => Insert(open, _markup.Nodes[open].Partner, before);

    /// <summary>Takes an element and what it holds out of the tree; nothing happens to one that is not in it.</summary>
    public void Detach(int open)
    {
        int first = open + 1;
        int last = _markup.Nodes[open].Partner + 1;
        if (_previous[first] < 0)
        {
            return;
        }

        _next[_previous[first]] = _next[last];
        _previous[_next[last]] = _previous[first];
    }

    /// <summary>Makes an element that is not in the tree the only child of <paramref name="parent"/>, holding all its children.</summary>
    public void Wrap(int parent, int open)
    {
        int close = _markup.Nodes[open].Partner;
        InsertOne(open + 1, _next[parent + 1]);
        InsertOne(close + 1, _markup.Nodes[parent].Partner + 1);
    }

    /// <summary>The entry that the children of <paramref name="parent"/> end at; -1 for the document.</summary>
    public int EndOf(int parent) => parent < 0 ? -1 : _markup.Nodes[parent].Partner;

    /// <summary>Adds an entry, written in its place: a copy would wait for what was just written.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref MarkupNode Append(MarkupKind kind, HtmlTag tag, MarkupFlags flags, int start, int end)
    {
        Markup markup = _markup;
        MarkupNode[] nodes = markup.Nodes;
        int at = markup.NodeCount;
        if ((uint)at >= (uint)nodes.Length || IsLinked)
        {
            nodes = Grow();
        }

        markup.NodeCount = at + 1;
        ref MarkupNode node = ref nodes[at];
        node.Kind = kind;
        node.Tag = tag;
        node.Flags = flags;
        node.Start = start;
        node.End = end;
        node.Partner = 0;
        node.FirstAttribute = 0;
        node.AttributeCount = 0;
        return ref node;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private MarkupNode[] Grow()
    {
        Markup markup = _markup;
        if (markup.NodeCount >= markup.Nodes.Length)
        {
            Array.Resize(ref markup.Nodes, Math.Max(1024, markup.NodeCount * 2));
        }

        if (IsLinked && _next.Length <= markup.NodeCount + 1)
        {
            Array.Resize(ref _next, markup.Nodes.Length + 1);
            Array.Resize(ref _previous, markup.Nodes.Length + 1);
        }

        return markup.Nodes;
    }

    private void AppendClose(int open)
    {
        int close = _markup.NodeCount;
        Append(MarkupKind.Close, _markup.Nodes[open].Tag, MarkupFlags.Implied, 0, -1).Partner = open;
        _markup.Nodes[open].Partner = close;
        if (close == open + 1 && IsLinked && _next.Length > close + 1)
        {
            _next[open + 1] = close + 1;
            _previous[close + 1] = open + 1;
        }
    }

    private void GrowLinks()
    {
        if (_next.Length <= _markup.NodeCount)
        {
            Array.Resize(ref _next, _markup.Nodes.Length + 1);
            Array.Resize(ref _previous, _markup.Nodes.Length + 1);
        }
    }

    private void Insert(int first, int last, int before)
    {
        int next = before + 1;
        int previous = _previous[next];
        _next[previous] = first + 1;
        _previous[first + 1] = previous;
        _next[last + 1] = next;
        _previous[next] = last + 1;
    }

    private void InsertOne(int link, int next)
    {
        int previous = _previous[next];
        _next[previous] = link;
        _previous[link] = previous;
        _next[link] = next;
        _previous[next] = link;
    }
}
