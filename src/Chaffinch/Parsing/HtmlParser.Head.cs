using Chaffinch.Model;

namespace Chaffinch.Parsing;

/// <summary>The insertion modes before the body.</summary>
internal sealed unsafe partial class HtmlParser
{
    // White space between the end of head and the body belongs between the two, but a late script or title still goes into the head:
    // the space waits until it is known that the head is over.
    private readonly SourceSpan[] _pendingSpaces = new SourceSpan[8];
    private int _pendingSpaceCount;

    /// <summary>Takes one step from a mode before the body towards it, for a token that is at home in none of them.</summary>
    private void ForceBody(int at)
    {
        switch (_mode)
        {
            case InsertionMode.Initial:
                _out.IsQuirky = true;
                _mode = InsertionMode.BeforeHtml;
                break;
            case InsertionMode.BeforeHtml:
                InsertImplied(HtmlTag.Html, at);
                _mode = InsertionMode.BeforeHead;
                break;
            case InsertionMode.BeforeHead:
                InsertImplied(HtmlTag.Head, at);
                _mode = InsertionMode.InHead;
                break;
            case InsertionMode.InHead:
                EndHead(at, at);
                break;
            case InsertionMode.InHeadNoscript:
                Pop(MarkupFlags.Implied, at, at);
                _mode = InsertionMode.InHead;
                break;
            default:
                LeaveHead();
                InsertImplied(HtmlTag.Body, at);
                _mode = InsertionMode.InBody;
                break;
        }
    }

    /// <summary>The head is over, as far as is known: it stays on the stack for what may still belong into it.</summary>
    private void EndHead(int start, int end)
    {
        _headClosed = true;
        _headEndStart = start;
        _headEndEnd = end;
        _pendingSpaceCount = 0;
        _mode = InsertionMode.AfterHead;
    }

    /// <summary>Closes the head for good.</summary>
    private void LeaveHead()
    {
        if (_headClosed && Top.Tag == HtmlTag.Head)
        {
            Pop(_headEndEnd == _headEndStart ? MarkupFlags.Implied : MarkupFlags.None, _headEndStart, _headEndEnd);
        }

        for (int i = 0; i < _pendingSpaceCount; i++)
        {
            AddLeaf(MarkupKind.Text, MarkupFlags.WhiteSpace | MarkupFlags.HasControls, _pendingSpaces[i].Start, _pendingSpaces[i].End);
        }

        _pendingSpaceCount = 0;
    }

    private bool StartBeforeBody(InsertionMode mode)
    {
        switch (mode)
        {
            case InsertionMode.BeforeHtml when _t.Tag == HtmlTag.Html:
                Insert(HtmlTag.Html);
                _mode = InsertionMode.BeforeHead;
                return true;
            case InsertionMode.BeforeHead when _t.Tag == HtmlTag.Html:
                return true;
            case InsertionMode.BeforeHead when _t.Tag == HtmlTag.Head:
                Insert(HtmlTag.Head);
                _mode = InsertionMode.InHead;
                return true;
            case InsertionMode.InHead:
                if (StartInHead())
                {
                    return true;
                }

                break;
            case InsertionMode.InHeadNoscript:
                switch (_t.Tag)
                {
                    case HtmlTag.Html or HtmlTag.Head or HtmlTag.Noscript:
                        return true;
                    case HtmlTag.Basefont or HtmlTag.Bgsound or HtmlTag.Link or HtmlTag.Meta or HtmlTag.Noframes or HtmlTag.Style:
                        return StartInHead();
                }

                break;
            case InsertionMode.AfterHead:
                switch (_t.Tag)
                {
                    case HtmlTag.Html or HtmlTag.Head:
                        return true;
                    case HtmlTag.Body:
                        LeaveHead();
                        Insert(HtmlTag.Body);
                        _framesetOk = false;
                        _mode = InsertionMode.InBody;
                        return true;
                    case HtmlTag.Frameset:
                        LeaveHead();
                        Insert(HtmlTag.Frameset);
                        _mode = InsertionMode.InFrameset;
                        return true;
                    case HtmlTag.Noscript:
                        break;
                    default:
                        if (StartInHead())
                        {
                            return true;
                        }

                        break;
                }

                break;
        }

        ForceBody(_t.TokenStart);
        return false;
    }

    /// <summary>The start tags that belong into the head; false for all others.</summary>
    private bool StartInHead()
    {
        switch (_t.Tag)
        {
            case HtmlTag.Html:
            case HtmlTag.Head:
                return true;
            case HtmlTag.Base:
            case HtmlTag.Basefont:
            case HtmlTag.Bgsound:
            case HtmlTag.Link:
            case HtmlTag.Meta:
                InsertVoid(_t.Tag);
                return true;
            case HtmlTag.Title:
                InsertRaw(HtmlTag.Title, ContentModel.Rcdata);
                return true;
            case HtmlTag.Noframes:
            case HtmlTag.Style:
                InsertRaw(_t.Tag, ContentModel.Rawtext);
                return true;
            case HtmlTag.Script:
                InsertRaw(HtmlTag.Script, ContentModel.ScriptData);
                return true;
            case HtmlTag.Noscript:
                if (Insert(HtmlTag.Noscript))
                {
                    _mode = InsertionMode.InHeadNoscript;
                }

                return true;
            case HtmlTag.Template:
                StartTemplate();
                return true;
            default:
                return false;
        }
    }

    private bool EndBeforeBody(InsertionMode mode)
    {
        HtmlTag tag = _t.Tag;
        if (tag == HtmlTag.Template && mode is InsertionMode.InHead or InsertionMode.AfterHead)
        {
            return EndTemplate();
        }

        if (mode == InsertionMode.InHead && tag == HtmlTag.Head)
        {
            EndHead(_t.TokenStart, _t.TokenEnd);
            return true;
        }

        if (mode == InsertionMode.InHeadNoscript && tag == HtmlTag.Noscript)
        {
            Pop(MarkupFlags.None, _t.TokenStart, _t.TokenEnd);
            _mode = InsertionMode.InHead;
            return true;
        }

        bool acts = mode switch
        {
            InsertionMode.Initial => true,
            InsertionMode.InHeadNoscript => tag == HtmlTag.Br,
            InsertionMode.BeforeHtml or InsertionMode.BeforeHead => tag is HtmlTag.Head or HtmlTag.Body or HtmlTag.Html or HtmlTag.Br,
            _ => tag is HtmlTag.Body or HtmlTag.Html or HtmlTag.Br,
        };
        if (!acts)
        {
            return true;
        }

        ForceBody(_t.TokenStart);
        return false;
    }

    private void StartTemplate()
    {
        if (!Insert(HtmlTag.Template))
        {
            return;
        }

        PushMarker();
        _framesetOk = false;
        _mode = InsertionMode.InTemplate;
        if (_templateModeCount == _templateModes.Length)
        {
            Array.Resize(ref _templateModes, _templateModeCount * 2);
        }

        _templateModes[_templateModeCount++] = InsertionMode.InTemplate;
    }

    private bool EndTemplate()
    {
        if (Has(HtmlTag.Template))
        {
            ImpliedEndsThoroughly();
            PopTo(HtmlTag.Template);
            ClearToMarker();
            _templateModeCount -= _templateModeCount > 0 ? 1 : 0;
            ResetMode();
        }

        return true;
    }
}
