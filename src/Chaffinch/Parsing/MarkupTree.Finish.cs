using Chaffinch.Model;

namespace Chaffinch.Parsing;

/// <summary>The end of a page: linked entries become a flat array again.</summary>
internal sealed partial class MarkupTree
{
    /// <summary>Lays the entries out in document order, leaving out elements deeper than <paramref name="maxDepth"/> (their contents stay).</summary>
    public void Finish(int maxDepth)
    {
        if (!IsLinked)
        {
            return;
        }

        if (_tags.Length < maxDepth + 1)
        {
            _tags = new HtmlTag[maxDepth + 1];
        }

        MarkupNode[] from = _markup.Nodes;
        if (_spare.Length < from.Length)
        {
            _spare = new MarkupNode[from.Length];
        }

        MarkupNode[] to = _spare;
        int count = 0;
        _lastShown = -1;
        _markup.TellingCount = 0;
        int depth = 0;
        for (int link = _next[0]; link != 0; link = _next[link])
        {
            MarkupNode node = from[link - 1];
            if (node.Kind == MarkupKind.Open)
            {
                if (depth == maxDepth)
                {
                    TooDeepCount++;
                    _previous[link] = -1;
                    continue;
                }

                _previous[link] = count; // From here on the backward links serve as the map to new places.
                _tags[++depth] = node.Tag;
                node.Flags &= ~MarkupFlags.Blank;
            }
            else if (node.Kind == MarkupKind.Close)
            {
                int open = _previous[node.Partner + 1];
                if (open < 0)
                {
                    continue;
                }

                depth--;
                node.Partner = open;
                to[open].Partner = count;
                to[open].Flags |= _lastShown < open ? MarkupFlags.Blank : MarkupFlags.None;
            }
            else if (depth > 0)
            {
                node.Tag = _tags[depth];
            }

            if (node.Kind == MarkupKind.Open)
            {
                Note(count, node.Tag);
            }
            else if (IsShown(node.Kind, node.Flags))
            {
                _lastShown = count;
            }

            to[count++] = node;
        }

        _markup.Nodes = to;
        _markup.NodeCount = count;
        _spare = from;
        IsLinked = false;
    }
}
