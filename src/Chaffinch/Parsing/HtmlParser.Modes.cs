using Chaffinch.Model;

namespace Chaffinch.Parsing;

/// <summary>Templates, framesets, fragments, and the mode that the stack asks for.</summary>
internal sealed unsafe partial class HtmlParser
{
    private bool StartInTemplate()
    {
        InsertionMode next;
        switch (_t.Tag)
        {
            case HtmlTag.Base or HtmlTag.Basefont or HtmlTag.Bgsound or HtmlTag.Link or HtmlTag.Meta or HtmlTag.Noframes or HtmlTag.Script
                or HtmlTag.Style or HtmlTag.Template or HtmlTag.Title:
                return StartInHead();
            case HtmlTag.Caption or HtmlTag.Colgroup or HtmlTag.Tbody or HtmlTag.Tfoot or HtmlTag.Thead:
                next = InsertionMode.InTable;
                break;
            case HtmlTag.Col:
                next = InsertionMode.InColumnGroup;
                break;
            case HtmlTag.Tr:
                next = InsertionMode.InTableBody;
                break;
            case HtmlTag.Td or HtmlTag.Th:
                next = InsertionMode.InRow;
                break;
            default:
                next = InsertionMode.InBody;
                break;
        }

        if (_templateModeCount > 0)
        {
            _templateModes[_templateModeCount - 1] = next;
        }

        _mode = next;
        return false;
    }

    private bool StartInFrameset()
    {
        switch (_t.Tag)
        {
            case HtmlTag.Frameset when _mode == InsertionMode.InFrameset:
                Insert(HtmlTag.Frameset);
                return true;
            case HtmlTag.Frame when _mode == InsertionMode.InFrameset:
                InsertVoid(HtmlTag.Frame);
                return true;
            case HtmlTag.Noframes:
                return StartInHead();
            default:
                return true;
        }
    }

    private bool EndInFrameset()
    {
        if (_mode == InsertionMode.InFrameset && _t.Tag == HtmlTag.Frameset && Top.Tag == HtmlTag.Frameset)
        {
            Pop(MarkupFlags.None, _t.TokenStart, _t.TokenEnd);
            if (!_hasContext && Top.Tag != HtmlTag.Frameset)
            {
                _mode = InsertionMode.AfterFrameset;
            }
        }
        else if (_mode == InsertionMode.AfterFrameset && _t.Tag == HtmlTag.Html)
        {
            _mode = InsertionMode.AfterAfterFrameset;
        }

        return true;
    }

    /// <summary>A frameset that comes before any content takes the body's place.</summary>
    private void ReplaceBodyByFrameset()
    {
        if (!_framesetOk || _depth < 2 || _stack[1].Tag != HtmlTag.Body)
        {
            return;
        }

        Link();
        int body = _stack[1].Node;
        PopToIndex(0);
        _tree.Detach(body);
        _formattingCount = 0;
        Enter(HtmlTag.Frameset, InsertionMode.InFrameset);
    }

    private void EnterFragment(in OpenElement context)
    {
        InsertImplied(HtmlTag.Html, 0);
        _context = context;
        _hasContext = true;
        SetTop();
        if (context.Tag == HtmlTag.Template)
        {
            _templateModes[_templateModeCount++] = InsertionMode.InTemplate;
        }

        switch (context.Tag)
        {
            case HtmlTag.Title or HtmlTag.Textarea:
                _t.Model = ContentModel.Rcdata;
                break;
            case HtmlTag.Style or HtmlTag.Xmp or HtmlTag.Iframe or HtmlTag.Noembed or HtmlTag.Noframes:
                _t.Model = ContentModel.Rawtext;
                break;
            case HtmlTag.Script:
                _t.Model = ContentModel.ScriptData;
                break;
            case HtmlTag.Plaintext:
                _t.Model = ContentModel.Plaintext;
                break;
        }

        if (context.Tag == HtmlTag.Form)
        {
            _formNode = int.MaxValue;
        }

        ResetMode();
    }

    /// <summary>Sets the mode by the innermost element that says one: "reset the insertion mode appropriately".</summary>
    private void ResetMode()
    {
        for (int i = _depth - 1; i >= 0; i--)
        {
            bool last = i == 0;
            HtmlTag tag = last && _hasContext ? _context.Tag : _stack[i].Tag;
            switch (tag)
            {
                case HtmlTag.Td or HtmlTag.Th when !last:
                    _mode = InsertionMode.InCell;
                    return;
                case HtmlTag.Tr:
                    _mode = InsertionMode.InRow;
                    return;
                case HtmlTag.Tbody or HtmlTag.Thead or HtmlTag.Tfoot:
                    _mode = InsertionMode.InTableBody;
                    return;
                case HtmlTag.Caption:
                    _mode = InsertionMode.InCaption;
                    return;
                case HtmlTag.Colgroup:
                    _mode = InsertionMode.InColumnGroup;
                    return;
                case HtmlTag.Table:
                    _mode = InsertionMode.InTable;
                    return;
                case HtmlTag.Template:
                    _mode = _templateModeCount > 0 ? _templateModes[_templateModeCount - 1] : InsertionMode.InBody;
                    return;
                case HtmlTag.Head when !last:
                    _mode = _headClosed ? InsertionMode.AfterHead : InsertionMode.InHead;
                    return;
                case HtmlTag.Body:
                    _mode = InsertionMode.InBody;
                    return;
                case HtmlTag.Frameset:
                    _mode = InsertionMode.InFrameset;
                    return;
                case HtmlTag.Html:
                    _mode = _headClosed ? InsertionMode.AfterHead : InsertionMode.BeforeHead;
                    return;
            }

            if (last)
            {
                break;
            }
        }

        _mode = InsertionMode.InBody;
    }
}
