using Chaffinch.Model;

namespace Chaffinch.Parsing;

/// <summary>Start tags in the insertion mode "in body".</summary>
internal sealed unsafe partial class HtmlParser
{
    private bool StartInBody()
    {
        HtmlTag tag = _t.Tag;
        switch (tag)
        {
            case HtmlTag.Span or HtmlTag.Other or HtmlTag.Label or HtmlTag.Time or HtmlTag.Picture or HtmlTag.Video or HtmlTag.Cite:
                InsertOrdinary(tag);
                break;
            case HtmlTag.Address or HtmlTag.Article or HtmlTag.Aside or HtmlTag.Blockquote or HtmlTag.Center or HtmlTag.Details or HtmlTag.Dialog
                or HtmlTag.Dir or HtmlTag.Div or HtmlTag.Dl or HtmlTag.Fieldset or HtmlTag.Figcaption or HtmlTag.Figure or HtmlTag.Footer
                or HtmlTag.Header or HtmlTag.Hgroup or HtmlTag.Main or HtmlTag.Menu or HtmlTag.Nav or HtmlTag.Ol or HtmlTag.P or HtmlTag.Search
                or HtmlTag.Section or HtmlTag.Summary or HtmlTag.Ul:
                CloseParagraph();
                Insert(tag);
                break;
            case HtmlTag.A:
                StartLink();
                break;
            case HtmlTag.B or HtmlTag.Big or HtmlTag.Code or HtmlTag.Em or HtmlTag.Font or HtmlTag.I or HtmlTag.S or HtmlTag.Small or HtmlTag.Strike
                or HtmlTag.Strong or HtmlTag.Tt or HtmlTag.U:
                InsertFormatting(tag);
                break;
            case HtmlTag.Li:
                StartItem(HtmlTag.Li, HtmlTag.Li);
                break;
            case HtmlTag.Dd or HtmlTag.Dt:
                StartItem(HtmlTag.Dd, HtmlTag.Dt);
                break;
            case HtmlTag.Area or HtmlTag.Br or HtmlTag.Embed or HtmlTag.Img or HtmlTag.Keygen or HtmlTag.Wbr or HtmlTag.Image:
                Reconstruct();
                InsertVoid(tag == HtmlTag.Image ? HtmlTag.Img : tag);
                _framesetOk = false;
                break;
            case HtmlTag.H1 or HtmlTag.H2 or HtmlTag.H3 or HtmlTag.H4 or HtmlTag.H5 or HtmlTag.H6:
                CloseParagraph();
                if (Top.Tag is >= HtmlTag.H1 and <= HtmlTag.H6)
                {
                    PopImplied();
                }

                Insert(tag);
                break;
            case HtmlTag.Base or HtmlTag.Basefont or HtmlTag.Bgsound or HtmlTag.Link or HtmlTag.Meta or HtmlTag.Noframes or HtmlTag.Script
                or HtmlTag.Style or HtmlTag.Template or HtmlTag.Title:
                return StartInHead();
            case HtmlTag.Param or HtmlTag.Source or HtmlTag.Track:
                InsertVoid(tag);
                break;
            case HtmlTag.Html or HtmlTag.Caption or HtmlTag.Col or HtmlTag.Colgroup or HtmlTag.Frame or HtmlTag.Head or HtmlTag.Tbody
                or HtmlTag.Td or HtmlTag.Tfoot or HtmlTag.Th or HtmlTag.Thead or HtmlTag.Tr:
                break;
            case HtmlTag.Body:
                _framesetOk &= Has(HtmlTag.Template) || !Has(HtmlTag.Body);
                break;
            default:
                StartRareInBody(tag);
                break;
        }

        return true;
    }

    private void StartRareInBody(HtmlTag tag)
    {
        switch (tag)
        {
            case HtmlTag.Frameset:
                ReplaceBodyByFrameset();
                break;
            case HtmlTag.Pre or HtmlTag.Listing:
                CloseParagraph();
                Insert(tag);
                _t.SkipLineFeed();
                _framesetOk = false;
                break;
            case HtmlTag.Form:
                StartForm();
                break;
            case HtmlTag.Plaintext:
                CloseParagraph();
                Insert(tag);
                _t.Model = ContentModel.Plaintext;
                break;
            case HtmlTag.Button:
                if (InScope(HtmlTag.Button))
                {
                    ImpliedEnds();
                    PopTo(HtmlTag.Button);
                }

                InsertOrdinary(tag);
                _framesetOk = false;
                break;
            case HtmlTag.Nobr:
                StartNobr();
                break;
            case HtmlTag.Applet or HtmlTag.Marquee or HtmlTag.Object:
                if (InsertOrdinary(tag))
                {
                    PushMarker();
                }

                _framesetOk = false;
                break;
            case HtmlTag.Table:
                if (!_out.IsQuirky)
                {
                    CloseParagraph();
                }

                _framesetOk = false;
                Enter(HtmlTag.Table, InsertionMode.InTable);
                break;
            case HtmlTag.Textarea:
                InsertRaw(tag, ContentModel.Rcdata, skipLineFeed: true);
                _framesetOk = false;
                break;
            case HtmlTag.Xmp:
                CloseParagraph();
                Reconstruct();
                _framesetOk = false;
                InsertRaw(tag, ContentModel.Rawtext);
                break;
            case HtmlTag.Iframe or HtmlTag.Noembed:
                _framesetOk &= tag != HtmlTag.Iframe;
                InsertRaw(tag, ContentModel.Rawtext);
                break;
            case HtmlTag.Math or HtmlTag.Svg:
                Reconstruct();
                InsertForeign(tag, tag == HtmlTag.Svg ? Namespace.Svg : Namespace.MathMl);
                break;
            case HtmlTag.Input or HtmlTag.Select or HtmlTag.Option or HtmlTag.Optgroup or HtmlTag.Hr:
                StartControl(tag);
                break;
            case HtmlTag.Rb or HtmlTag.Rtc or HtmlTag.Rp or HtmlTag.Rt:
                if (InScope(HtmlTag.Ruby))
                {
                    ImpliedEnds(tag is HtmlTag.Rp or HtmlTag.Rt ? HtmlTag.Rtc : HtmlTag.None);
                }

                Insert(tag);
                break;
            default:
                InsertOrdinary(tag);
                break;
        }
    }

    /// <summary>Form controls, by the rules of the select element that take any content.</summary>
    private void StartControl(HtmlTag tag)
    {
        bool inSelect = InScope(HtmlTag.Select);
        switch (tag)
        {
            case HtmlTag.Input:
                if (_hasContext && _context.Tag == HtmlTag.Select)
                {
                    return;
                }

                if (inSelect)
                {
                    PopTo(HtmlTag.Select);
                }

                Reconstruct();
                _framesetOk &= IsHiddenInput();
                InsertVoid(tag);
                break;
            case HtmlTag.Select:
                if (_hasContext && _context.Tag == HtmlTag.Select)
                {
                    return;
                }

                if (inSelect)
                {
                    PopTo(HtmlTag.Select);
                    return;
                }

                InsertOrdinary(tag);
                _framesetOk = false;
                break;
            case HtmlTag.Hr:
                CloseParagraph();
                if (inSelect)
                {
                    ImpliedEnds();
                }

                InsertVoid(tag);
                _framesetOk = false;
                break;
            default:
                if (inSelect)
                {
                    ImpliedEnds(tag == HtmlTag.Option ? HtmlTag.Optgroup : HtmlTag.None);
                }
                else if (Top.Tag == HtmlTag.Option)
                {
                    PopImplied();
                }

                InsertOrdinary(tag);
                break;
        }
    }

    private bool InsertOrdinary(HtmlTag tag)
    {
        if (_formattingCount > 0)
        {
            Reconstruct();
        }

        return Insert(tag);
    }

    private void CloseParagraph()
    {
        if (_openCount[(int)HtmlTag.P] > 0 && FindInScope(HtmlTag.P, TagTrait.Scope | TagTrait.ButtonScope) >= 0)
        {
            ImpliedEnds(HtmlTag.P);
            PopTo(HtmlTag.P);
        }
    }

    private void StartItem(HtmlTag a, HtmlTag b)
    {
        _framesetOk = false;
        for (int i = _depth - 1; i >= 0; i--)
        {
            HtmlTag tag = _stack[i].Tag;
            if (tag == a || tag == b)
            {
                ImpliedEnds(tag);
                PopTo(tag);
                break;
            }

            if ((_stack[i].Traits & TagTrait.Special) != 0 && tag is not (HtmlTag.Address or HtmlTag.Div or HtmlTag.P))
            {
                break;
            }
        }

        CloseParagraph();
        Insert(_t.Tag);
    }

    private void StartForm()
    {
        bool inTemplate = Has(HtmlTag.Template);
        if (_formNode >= 0 && !inTemplate)
        {
            return;
        }

        CloseParagraph();
        if (Insert(HtmlTag.Form) && !inTemplate)
        {
            _formNode = Top.Node;
        }
    }

    private bool IsHiddenInput()
    {
        foreach (ref readonly MarkupAttribute a in _out.Attributes.AsSpan(_t.FirstAttribute, _out.AttributeCount - _t.FirstAttribute))
        {
            if (a.Name == HtmlAttribute.Type)
            {
                return TagNames.EqualsFolded(new ReadOnlySpan<byte>(_p + a.ValueStart, a.ValueEnd - a.ValueStart), "hidden"u8);
            }
        }

        return false;
    }
}
