using Chaffinch.Model;

namespace Chaffinch.Parsing;

/// <summary>Reads HTML into a flat markup array. First slice: balanced elements, implied end tags, raw text; no fostering or adoption yet.</summary>
/// <remarks>Reusable, not thread-safe; keeps and grows its buffers.</remarks>
internal sealed unsafe class HtmlParser
{
    private readonly HtmlTokenizer _tokenizer = new();
    private (int Node, HtmlTag Tag)[] _stack = new (int, HtmlTag)[64];
    private int _depth;
    private int _limitedDepth;
    private bool _afterEnd;
    private Markup _out = new();

    /// <summary>Parses one page.</summary>
    /// <param name="utf8">The page as UTF-8.</param>
    /// <param name="limits">Limits; a hit one is a defect.</param>
    /// <param name="into">Filled anew; its arrays are kept and grown.</param>
    public void Parse(ReadOnlySpan<byte> utf8, ReadLimits limits, Markup into)
    {
        _out = into;
        into.NodeCount = into.AttributeCount = 0;
        into.Defects.Clear();
        _depth = _limitedDepth = 0;
        _afterEnd = false;
        fixed (byte* p = utf8)
        {
            _tokenizer.Start(p, utf8.Length, limits, into);
            while (Step(limits.MaxDepth))
            {
            }

            _tokenizer.Stop();
        }

        while (_depth > 0)
        {
            Pop(utf8.Length, utf8.Length, MarkupFlags.Implied);
        }

        if (_limitedDepth > 0)
        {
            into.Defects.Add(new Defect("limit-depth", default, "Elements are nested deeper than the limit; the deeper ones are closed at once.", _limitedDepth));
        }
    }

    private bool Step(int maxDepth)
    {
        HtmlTokenizer t = _tokenizer;
        switch (t.Next())
        {
            case TokenKind.EndOfFile:
                return false;
            case TokenKind.Text:
                HtmlTag parent = _depth == 0 ? HtmlTag.None : _stack[_depth - 1].Tag;
                bool raw = parent is HtmlTag.Script or HtmlTag.Style or HtmlTag.Iframe or HtmlTag.Noembed or HtmlTag.Noframes || InTemplate();
                Add(new MarkupNode(MarkupKind.Text, parent, t.TextFlags | (raw ? MarkupFlags.NotText : MarkupFlags.None), t.TokenStart, t.TokenEnd, 0, 0, 0));
                break;
            case TokenKind.Comment:
                Add(new MarkupNode(MarkupKind.Comment, HtmlTag.None, MarkupFlags.None, t.TokenStart, t.TokenEnd, 0, 0, 0));
                break;
            case TokenKind.StartTag:
                Start(t, maxDepth);
                break;
            case TokenKind.EndTag:
                End(t);
                break;
        }

        return true;
    }

    private bool InTemplate()
    {
        for (int i = 0; i < _depth; i++)
        {
            if (_stack[i].Tag == HtmlTag.Template)
            {
                return true;
            }
        }

        return false;
    }

    private void Start(HtmlTokenizer t, int maxDepth)
    {
        HtmlTag tag = t.Tag;
        switch (tag)
        {
            case HtmlTag.Li:
                CloseTo(HtmlTag.Li, HtmlTag.Li, t.TokenStart);
                break;
            case HtmlTag.Dd or HtmlTag.Dt:
                CloseTo(HtmlTag.Dd, HtmlTag.Dt, t.TokenStart);
                break;
            case HtmlTag.Option or HtmlTag.Optgroup:
                CloseTo(HtmlTag.Option, HtmlTag.Option, t.TokenStart);
                break;
            case HtmlTag.Td or HtmlTag.Th:
                CloseTo(HtmlTag.Td, HtmlTag.Th, t.TokenStart);
                break;
            case HtmlTag.Tr:
                CloseTo(HtmlTag.Tr, HtmlTag.Tr, t.TokenStart);
                break;
            case HtmlTag.Tbody or HtmlTag.Tfoot or HtmlTag.Thead:
                CloseTo(HtmlTag.Tbody, HtmlTag.Thead, t.TokenStart);
                CloseTo(HtmlTag.Tfoot, HtmlTag.Tfoot, t.TokenStart);
                break;
            case HtmlTag.Address or HtmlTag.Article or HtmlTag.Aside or HtmlTag.Blockquote or HtmlTag.Center or HtmlTag.Details or HtmlTag.Div
                or HtmlTag.Dl or HtmlTag.Fieldset or HtmlTag.Figure or HtmlTag.Footer or HtmlTag.Form or HtmlTag.Header or HtmlTag.Hr
                or HtmlTag.H1 or HtmlTag.H2 or HtmlTag.H3 or HtmlTag.H4 or HtmlTag.H5 or HtmlTag.H6 or HtmlTag.Main or HtmlTag.Menu or HtmlTag.Nav
                or HtmlTag.Ol or HtmlTag.P or HtmlTag.Pre or HtmlTag.Section or HtmlTag.Table or HtmlTag.Ul:
                CloseTo(HtmlTag.P, HtmlTag.P, t.TokenStart);
                break;
        }

        int node = Add(new MarkupNode(MarkupKind.Open, tag, MarkupFlags.None, t.TokenStart, t.TokenEnd, 0, t.FirstAttribute, _out.AttributeCount - t.FirstAttribute));
        bool isVoid = tag is HtmlTag.Area or HtmlTag.Base or HtmlTag.Basefont or HtmlTag.Bgsound or HtmlTag.Br or HtmlTag.Col or HtmlTag.Embed
            or HtmlTag.Frame or HtmlTag.Hr or HtmlTag.Image or HtmlTag.Img or HtmlTag.Input or HtmlTag.Keygen or HtmlTag.Link or HtmlTag.Meta
            or HtmlTag.Param or HtmlTag.Source or HtmlTag.Track or HtmlTag.Wbr;
        if (isVoid || _depth >= maxDepth)
        {
            _limitedDepth += isVoid ? 0 : 1;
            int close = Add(new MarkupNode(MarkupKind.Close, tag, MarkupFlags.Implied, t.TokenEnd, t.TokenEnd, node, 0, 0));
            _out.Nodes[node].Partner = close;
            return;
        }

        if (_depth == _stack.Length)
        {
            Array.Resize(ref _stack, _depth * 2);
        }

        _stack[_depth++] = (node, tag);
        ContentModel model = tag switch
        {
            HtmlTag.Title or HtmlTag.Textarea => ContentModel.Rcdata,
            HtmlTag.Script => ContentModel.ScriptData,
            HtmlTag.Style or HtmlTag.Xmp or HtmlTag.Iframe or HtmlTag.Noembed or HtmlTag.Noframes => ContentModel.Rawtext,
            HtmlTag.Plaintext => ContentModel.Plaintext,
            _ => ContentModel.Data,
        };
        if (model != ContentModel.Data)
        {
            t.EnterRaw(model, TagNames.NameOf(tag).ToArray());
        }
    }

    private void End(HtmlTokenizer t)
    {
        if (t.Tag is HtmlTag.Body or HtmlTag.Html)
        {
            _afterEnd = true;
            return;
        }

        for (int i = _depth - 1; i >= 0; i--)
        {
            HtmlTag tag = _stack[i].Tag;
            if (tag == t.Tag)
            {
                while (_depth > i + 1)
                {
                    Pop(t.TokenStart, t.TokenStart, MarkupFlags.Implied);
                }

                Pop(t.TokenStart, t.TokenEnd, MarkupFlags.None);
                return;
            }

            if (tag is HtmlTag.Td or HtmlTag.Th or HtmlTag.Table && t.Tag is not (HtmlTag.Table or HtmlTag.Tr or HtmlTag.Tbody))
            {
                return;
            }
        }
    }

    /// <summary>Closes the innermost element of either tag unless a container stands between.</summary>
    private void CloseTo(HtmlTag a, HtmlTag b, int at)
    {
        for (int i = _depth - 1; i >= 0; i--)
        {
            HtmlTag tag = _stack[i].Tag;
            if (tag == a || tag == b)
            {
                while (_depth > i)
                {
                    Pop(at, at, MarkupFlags.Implied);
                }

                return;
            }

            if (tag is HtmlTag.Table or HtmlTag.Ul or HtmlTag.Ol or HtmlTag.Dl or HtmlTag.Select or HtmlTag.Template or HtmlTag.Button or HtmlTag.Body or HtmlTag.Div)
            {
                return;
            }
        }
    }

    private void Pop(int start, int end, MarkupFlags flags)
    {
        (int node, HtmlTag tag) = _stack[--_depth];
        int close = Add(new MarkupNode(MarkupKind.Close, tag, flags, start, end, node, 0, 0));
        _out.Nodes[node].Partner = close;
    }

    private int Add(MarkupNode node)
    {
        if (_out.NodeCount == _out.Nodes.Length)
        {
            Array.Resize(ref _out.Nodes, Math.Max(1024, _out.Nodes.Length * 2));
        }

        if (_afterEnd)
        {
            node.Flags |= MarkupFlags.AfterEnd;
        }

        _out.Nodes[_out.NodeCount] = node;
        return _out.NodeCount++;
    }
}
