using Chaffinch.Model;

namespace Chaffinch.Parsing;

/// <summary>End tags in the insertion mode "in body".</summary>
internal sealed unsafe partial class HtmlParser
{
    private bool EndInBody()
    {
        HtmlTag tag = _t.Tag;
        switch (tag)
        {
            case HtmlTag.Template:
                return EndTemplate();
            case HtmlTag.Body or HtmlTag.Html:
                if (!InScope(HtmlTag.Body))
                {
                    return true;
                }

                _mode = InsertionMode.AfterBody;
                _endFlags = MarkupFlags.AfterEnd;
                return tag == HtmlTag.Body;
            case HtmlTag.Address or HtmlTag.Article or HtmlTag.Aside or HtmlTag.Blockquote or HtmlTag.Button or HtmlTag.Center or HtmlTag.Details
                or HtmlTag.Dialog or HtmlTag.Dir or HtmlTag.Div or HtmlTag.Dl or HtmlTag.Fieldset or HtmlTag.Figcaption or HtmlTag.Figure
                or HtmlTag.Footer or HtmlTag.Header or HtmlTag.Hgroup or HtmlTag.Listing or HtmlTag.Main or HtmlTag.Menu or HtmlTag.Nav
                or HtmlTag.Ol or HtmlTag.Pre or HtmlTag.Search or HtmlTag.Section or HtmlTag.Select or HtmlTag.Summary or HtmlTag.Ul:
                EndBlock(tag, TagTrait.Scope, HtmlTag.None);
                break;
            case HtmlTag.Form:
                EndForm();
                break;
            case HtmlTag.P:
                EndParagraph();
                break;
            case HtmlTag.Li:
                EndBlock(tag, TagTrait.Scope | TagTrait.ListScope, tag);
                break;
            case HtmlTag.Dd or HtmlTag.Dt:
                EndBlock(tag, TagTrait.Scope, tag);
                break;
            case HtmlTag.H1 or HtmlTag.H2 or HtmlTag.H3 or HtmlTag.H4 or HtmlTag.H5 or HtmlTag.H6:
                EndHeading();
                break;
            case HtmlTag.A or HtmlTag.B or HtmlTag.Big or HtmlTag.Code or HtmlTag.Em or HtmlTag.Font or HtmlTag.I or HtmlTag.Nobr or HtmlTag.S
                or HtmlTag.Small or HtmlTag.Strike or HtmlTag.Strong or HtmlTag.Tt or HtmlTag.U:
                EndFormatting(tag);
                break;
            case HtmlTag.Applet or HtmlTag.Marquee or HtmlTag.Object:
                if (InScope(tag))
                {
                    ImpliedEnds();
                    PopTo(tag);
                    ClearToMarker();
                }

                break;
            case HtmlTag.Br:
                Reconstruct();
                int node = AddOpen(HtmlTag.Br, MarkupFlags.None, _t.TokenStart, _t.TokenEnd, 0, 0);
                if (node >= 0)
                {
                    _tree.Close(node, MarkupFlags.Implied, _t.TokenEnd, _t.TokenEnd);
                }

                _framesetOk = false;
                break;
            default:
                EndOther(tag);
                break;
        }

        return true;
    }

    private void EndBlock(HtmlTag tag, TagTrait barrier, HtmlTag except)
    {
        if (InScope(tag, barrier))
        {
            ImpliedEnds(except);
            PopTo(tag);
        }
    }

    private void EndParagraph()
    {
        if (!InScope(HtmlTag.P, TagTrait.Scope | TagTrait.ButtonScope))
        {
            int node = AddOpen(HtmlTag.P, MarkupFlags.Implied, _t.TokenStart, _t.TokenStart, 0, 0);
            if (node >= 0)
            {
                _tree.Close(node, MarkupFlags.None, _t.TokenStart, _t.TokenEnd);
            }

            return;
        }

        ImpliedEnds(HtmlTag.P);
        PopTo(HtmlTag.P);
    }

    private void EndHeading()
    {
        for (int i = _depth - 1; i >= 0; i--)
        {
            if (_stack[i].Tag is >= HtmlTag.H1 and <= HtmlTag.H6)
            {
                ImpliedEnds();
                while (Top.Tag is not (>= HtmlTag.H1 and <= HtmlTag.H6))
                {
                    PopImplied();
                }

                Pop(MarkupFlags.None, _t.TokenStart, _t.TokenEnd);
                return;
            }

            if ((_stack[i].Traits & TagTrait.Scope) != 0)
            {
                return;
            }
        }
    }

    private void EndForm()
    {
        if (Has(HtmlTag.Template))
        {
            EndBlock(HtmlTag.Form, TagTrait.Scope, HtmlTag.None);
            return;
        }

        int node = _formNode;
        _formNode = -1;
        if (node < 0 || !InScope(HtmlTag.Form))
        {
            return;
        }

        int index = StackIndexOf(node);
        if (index < 0)
        {
            return;
        }

        ImpliedEnds();
        if (index < _depth)
        {
            RemoveFromStack(index, MarkupFlags.None, _t.TokenStart, _t.TokenEnd);
        }
    }

    /// <summary>"Any other end tag": closes the innermost element of this name unless a special element stands between.</summary>
    private void EndOther(HtmlTag tag)
    {
        if (_openCount[(int)tag] == 0)
        {
            return;
        }

        for (int i = _depth - 1; i >= 0; i--)
        {
            ref OpenElement element = ref _stack[i];
            if (element.Tag == tag && (tag != HtmlTag.Other || IsNamedLikeToken(element)))
            {
                if (tag != HtmlTag.Other)
                {
                    ImpliedEnds(tag);
                }
                else
                {
                    ImpliedEnds();
                }

                PopToIndex(i);
                if (_depth == i + 1)
                {
                    Pop(MarkupFlags.None, _t.TokenStart, _t.TokenEnd);
                }

                return;
            }

            if ((element.Traits & TagTrait.Special) != 0)
            {
                return;
            }
        }
    }

    private bool IsNamedLikeToken(in OpenElement element) =>
        element.NameLength == _t.NameEnd - _t.NameStart
        && TagNames.EqualsFolded(new ReadOnlySpan<byte>(_p + element.NameStart, element.NameLength), new ReadOnlySpan<byte>(_p + _t.NameStart, element.NameLength));
}
