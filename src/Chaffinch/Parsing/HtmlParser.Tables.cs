using Chaffinch.Model;

namespace Chaffinch.Parsing;

/// <summary>The insertion modes of tables, templates and framesets.</summary>
internal sealed unsafe partial class HtmlParser
{
    private InsertionMode[] _templateModes = new InsertionMode[8];
    private int _templateModeCount;

    private bool StartInTable()
    {
        switch (_t.Tag)
        {
            case HtmlTag.Caption:
                ClearTo(HtmlTag.Table, HtmlTag.Table, HtmlTag.Table);
                PushMarker();
                Enter(HtmlTag.Caption, InsertionMode.InCaption);
                return true;
            case HtmlTag.Colgroup:
                ClearTo(HtmlTag.Table, HtmlTag.Table, HtmlTag.Table);
                Enter(HtmlTag.Colgroup, InsertionMode.InColumnGroup);
                return true;
            case HtmlTag.Col:
                ClearTo(HtmlTag.Table, HtmlTag.Table, HtmlTag.Table);
                return !EnterImplied(HtmlTag.Colgroup, InsertionMode.InColumnGroup);
            case HtmlTag.Tbody or HtmlTag.Tfoot or HtmlTag.Thead:
                ClearTo(HtmlTag.Table, HtmlTag.Table, HtmlTag.Table);
                Enter(_t.Tag, InsertionMode.InTableBody);
                return true;
            case HtmlTag.Td or HtmlTag.Th or HtmlTag.Tr:
                ClearTo(HtmlTag.Table, HtmlTag.Table, HtmlTag.Table);
                return !EnterImplied(HtmlTag.Tbody, InsertionMode.InTableBody);
            case HtmlTag.Table:
                if (!InTableScope(HtmlTag.Table))
                {
                    return true;
                }

                PopTo(HtmlTag.Table);
                ResetMode();
                return false;
            case HtmlTag.Style or HtmlTag.Script or HtmlTag.Template:
                return StartInHead();
            case HtmlTag.Input when IsHiddenInput():
                InsertVoid(HtmlTag.Input);
                return true;
            case HtmlTag.Form:
                if (_formNode < 0 && !Has(HtmlTag.Template) && Insert(HtmlTag.Form))
                {
                    _formNode = Top.Node;
                    PopImplied();
                }

                return true;
            default:
                _foster = true;
                StartInBody();
                _foster = false;
                return true;
        }
    }

    /// <summary>Inserts an element and changes the mode, unless it is too deep.</summary>
    private void Enter(HtmlTag tag, InsertionMode mode)
    {
        if (Insert(tag))
        {
            _mode = mode;
        }
    }

    private bool EnterImplied(HtmlTag tag, InsertionMode mode)
    {
        int depth = _depth;
        InsertImplied(tag, _t.TokenStart);
        if (_depth == depth)
        {
            return false;
        }

        _mode = mode;
        return true;
    }

    /// <summary>Closes elements up to one of three, or the root or a template: "clear the stack back to a … context".</summary>
    private void ClearTo(HtmlTag a, HtmlTag b, HtmlTag c)
    {
        while (_depth > 1 && Top.Tag != a && Top.Tag != b && Top.Tag != c && Top.Tag is not (HtmlTag.Template or HtmlTag.Html))
        {
            PopImplied();
        }
    }

    private bool EndInTable()
    {
        switch (_t.Tag)
        {
            case HtmlTag.Table:
                if (InTableScope(HtmlTag.Table))
                {
                    PopTo(HtmlTag.Table);
                    ResetMode();
                }

                return true;
            case HtmlTag.Body or HtmlTag.Caption or HtmlTag.Col or HtmlTag.Colgroup or HtmlTag.Html or HtmlTag.Tbody or HtmlTag.Td
                or HtmlTag.Tfoot or HtmlTag.Th or HtmlTag.Thead or HtmlTag.Tr:
                return true;
            case HtmlTag.Template:
                return EndTemplate();
            default:
                _foster = true;
                EndInBody();
                _foster = false;
                return true;
        }
    }

    private bool StartInTableBody()
    {
        switch (_t.Tag)
        {
            case HtmlTag.Tr:
                ClearTo(HtmlTag.Tbody, HtmlTag.Tfoot, HtmlTag.Thead);
                Enter(HtmlTag.Tr, InsertionMode.InRow);
                return true;
            case HtmlTag.Th or HtmlTag.Td:
                ClearTo(HtmlTag.Tbody, HtmlTag.Tfoot, HtmlTag.Thead);
                return !EnterImplied(HtmlTag.Tr, InsertionMode.InRow);
            case HtmlTag.Caption or HtmlTag.Col or HtmlTag.Colgroup or HtmlTag.Tbody or HtmlTag.Tfoot or HtmlTag.Thead:
                return !LeaveTableBody();
            default:
                return StartInTable();
        }
    }

    private bool LeaveTableBody()
    {
        if (!InTableScope(HtmlTag.Tbody) && !InTableScope(HtmlTag.Thead) && !InTableScope(HtmlTag.Tfoot))
        {
            return false;
        }

        ClearTo(HtmlTag.Tbody, HtmlTag.Tfoot, HtmlTag.Thead);
        PopImplied();
        _mode = InsertionMode.InTable;
        return true;
    }

    private bool EndInTableBody()
    {
        switch (_t.Tag)
        {
            case HtmlTag.Tbody or HtmlTag.Tfoot or HtmlTag.Thead:
                if (InTableScope(_t.Tag))
                {
                    ClearTo(HtmlTag.Tbody, HtmlTag.Tfoot, HtmlTag.Thead);
                    PopByToken(Top.Tag);
                    _mode = InsertionMode.InTable;
                }

                return true;
            case HtmlTag.Table:
                return !LeaveTableBody();
            case HtmlTag.Body or HtmlTag.Caption or HtmlTag.Col or HtmlTag.Colgroup or HtmlTag.Html or HtmlTag.Td or HtmlTag.Th or HtmlTag.Tr:
                return true;
            default:
                return EndInTable();
        }
    }

    private bool StartInRow()
    {
        switch (_t.Tag)
        {
            case HtmlTag.Th or HtmlTag.Td:
                ClearTo(HtmlTag.Tr, HtmlTag.Tr, HtmlTag.Tr);
                if (Insert(_t.Tag))
                {
                    _mode = InsertionMode.InCell;
                    PushMarker();
                }

                return true;
            case HtmlTag.Caption or HtmlTag.Col or HtmlTag.Colgroup or HtmlTag.Tbody or HtmlTag.Tfoot or HtmlTag.Thead or HtmlTag.Tr:
                return !LeaveRow();
            default:
                return StartInTable();
        }
    }

    private bool LeaveRow()
    {
        if (!InTableScope(HtmlTag.Tr))
        {
            return false;
        }

        ClearTo(HtmlTag.Tr, HtmlTag.Tr, HtmlTag.Tr);
        PopByToken(HtmlTag.Tr);
        _mode = InsertionMode.InTableBody;
        return true;
    }

    private bool EndInRow()
    {
        switch (_t.Tag)
        {
            case HtmlTag.Tr:
                LeaveRow();
                return true;
            case HtmlTag.Table:
                return !LeaveRow();
            case HtmlTag.Tbody or HtmlTag.Tfoot or HtmlTag.Thead:
                return !InTableScope(_t.Tag) || !LeaveRow();
            case HtmlTag.Body or HtmlTag.Caption or HtmlTag.Col or HtmlTag.Colgroup or HtmlTag.Html or HtmlTag.Td or HtmlTag.Th:
                return true;
            default:
                return EndInTable();
        }
    }

    private bool StartInCell()
    {
        switch (_t.Tag)
        {
            case HtmlTag.Caption or HtmlTag.Col or HtmlTag.Colgroup or HtmlTag.Tbody or HtmlTag.Td or HtmlTag.Tfoot or HtmlTag.Th or HtmlTag.Thead or HtmlTag.Tr:
                return !CloseCell();
            default:
                return StartInBody();
        }
    }

    private bool CloseCell()
    {
        HtmlTag tag = InTableScope(HtmlTag.Td) ? HtmlTag.Td : InTableScope(HtmlTag.Th) ? HtmlTag.Th : HtmlTag.None;
        if (tag == HtmlTag.None)
        {
            return false;
        }

        // Whichever of the two is nearer.
        while (Top.Tag is not (HtmlTag.Td or HtmlTag.Th))
        {
            PopImplied();
        }

        PopImplied();
        ClearToMarker();
        _mode = InsertionMode.InRow;
        return true;
    }

    private bool EndInCell()
    {
        switch (_t.Tag)
        {
            case HtmlTag.Td or HtmlTag.Th:
                if (InTableScope(_t.Tag))
                {
                    ImpliedEnds();
                    PopTo(_t.Tag);
                    ClearToMarker();
                    _mode = InsertionMode.InRow;
                }

                return true;
            case HtmlTag.Body or HtmlTag.Caption or HtmlTag.Col or HtmlTag.Colgroup or HtmlTag.Html:
                return true;
            case HtmlTag.Table or HtmlTag.Tbody or HtmlTag.Tfoot or HtmlTag.Thead or HtmlTag.Tr:
                return !InTableScope(_t.Tag) || !CloseCell();
            default:
                return EndInBody();
        }
    }

    private bool StartInCaption()
    {
        switch (_t.Tag)
        {
            case HtmlTag.Caption or HtmlTag.Col or HtmlTag.Colgroup or HtmlTag.Tbody or HtmlTag.Td or HtmlTag.Tfoot or HtmlTag.Th or HtmlTag.Thead or HtmlTag.Tr:
                return !LeaveCaption();
            default:
                return StartInBody();
        }
    }

    private bool LeaveCaption()
    {
        if (!InTableScope(HtmlTag.Caption))
        {
            return false;
        }

        ImpliedEnds();
        PopTo(HtmlTag.Caption);
        ClearToMarker();
        _mode = InsertionMode.InTable;
        return true;
    }

    private bool EndInCaption()
    {
        switch (_t.Tag)
        {
            case HtmlTag.Caption:
                LeaveCaption();
                return true;
            case HtmlTag.Table:
                return !LeaveCaption();
            case HtmlTag.Body or HtmlTag.Col or HtmlTag.Colgroup or HtmlTag.Html or HtmlTag.Tbody or HtmlTag.Td or HtmlTag.Tfoot or HtmlTag.Th
                or HtmlTag.Thead or HtmlTag.Tr:
                return true;
            default:
                return EndInBody();
        }
    }

    private bool StartInColumnGroup()
    {
        switch (_t.Tag)
        {
            case HtmlTag.Html:
                return true;
            case HtmlTag.Col:
                InsertVoid(HtmlTag.Col);
                return true;
            case HtmlTag.Template:
                return StartInHead();
            default:
                return !LeaveColumnGroup();
        }
    }

    private bool LeaveColumnGroup()
    {
        if (Top.Tag != HtmlTag.Colgroup)
        {
            return false;
        }

        PopByToken(HtmlTag.Colgroup);
        _mode = InsertionMode.InTable;
        return true;
    }

    private bool EndInColumnGroup()
    {
        switch (_t.Tag)
        {
            case HtmlTag.Colgroup:
                LeaveColumnGroup();
                return true;
            case HtmlTag.Col:
                return true;
            case HtmlTag.Template:
                return EndTemplate();
            default:
                return !LeaveColumnGroup();
        }
    }
}
