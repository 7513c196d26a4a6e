using Chaffinch.Model;

namespace Chaffinch.Parsing;

/// <summary>SVG and MathML.</summary>
internal sealed unsafe partial class HtmlParser
{
    private static TagTrait ForeignTraits(HtmlTag tag, Namespace space)
    {
        bool barrier = space == Namespace.Svg
            ? tag is HtmlTag.ForeignObject or HtmlTag.Desc or HtmlTag.Title
            : tag is HtmlTag.Mi or HtmlTag.Mo or HtmlTag.Mn or HtmlTag.Ms or HtmlTag.Mtext or HtmlTag.AnnotationXml;
        return barrier ? TagTrait.Scope | TagTrait.Special : TagTrait.None;
    }

    private void InsertForeign(HtmlTag tag, Namespace space)
    {
        // The title of a picture must not be taken for the page's.
        HtmlTag shown = tag == HtmlTag.Title ? HtmlTag.Desc : tag;
        if (_t.SelfClosing)
        {
            InsertVoid(shown, MarkupFlags.Foreign);
            return;
        }

        Insert(shown, MarkupFlags.Foreign, space);
    }

    /// <summary>Handles a start tag in foreign content; false when it is to be handled by the insertion mode's rules.</summary>
    private bool ForeignStartTag()
    {
        HtmlTag tag = _t.Tag;
        OpenElement current = _depth == 1 && _hasContext ? _context : Top;
        if (current.IsHtmlPoint
            || (current.IsTextPoint && !IsNamed("mglyph"u8) && !IsNamed("malignmark"u8))
            || (current.Namespace == Namespace.MathMl && current.Name == HtmlTag.AnnotationXml && tag == HtmlTag.Svg))
        {
            return false;
        }

        if ((TagTraits.Of(tag) & TagTrait.Breakout) != 0 || (tag == HtmlTag.Font && HasFontAttribute()))
        {
            BreakOut();
            return false;
        }

        InsertForeign(tag, current.Namespace);
        return true;
    }

    private bool HasFontAttribute()
    {
        foreach (ref readonly MarkupAttribute a in _out.Attributes.AsSpan(_t.FirstAttribute, _out.AttributeCount - _t.FirstAttribute))
        {
            if (a.Name is HtmlAttribute.Color or HtmlAttribute.Face or HtmlAttribute.Size)
            {
                return true;
            }
        }

        return false;
    }

    private void BreakOut()
    {
        while (_depth > 1 && Top.Namespace != Namespace.Html && !Top.IsHtmlPoint && !Top.IsTextPoint)
        {
            PopImplied();
        }

        // In a fragment of a foreign element there is nothing further to close; the tag is HTML all the same.
    }

    /// <summary>Handles an end tag in foreign content; false when it is to be handled by the insertion mode's rules.</summary>
    private bool ForeignEndTag()
    {
        if (_t.Tag is HtmlTag.Br or HtmlTag.P)
        {
            BreakOut();
            return false;
        }

        for (int i = _depth - 1; i > 0; i--)
        {
            ref OpenElement element = ref _stack[i];
            if (element.Namespace == Namespace.Html && !element.IsGhost)
            {
                return false;
            }

            if (!element.IsGhost && IsNamedLikeToken(element))
            {
                PopToIndex(i);
                Pop(MarkupFlags.None, _t.TokenStart, _t.TokenEnd);
                return true;
            }
        }

        return true;
    }

    private bool IsNamed(ReadOnlySpan<byte> name) =>
        TagNames.EqualsFolded(new ReadOnlySpan<byte>(_p + _t.NameStart, _t.NameEnd - _t.NameStart), name);

    /// <summary>annotation-xml whose encoding says that its contents are HTML.</summary>
    private bool EncodesHtml()
    {
        foreach (ref readonly MarkupAttribute a in _out.Attributes.AsSpan(_t.FirstAttribute, _out.AttributeCount - _t.FirstAttribute))
        {
            if (a.Name == HtmlAttribute.Encoding)
            {
                var value = new ReadOnlySpan<byte>(_p + a.ValueStart, a.ValueEnd - a.ValueStart);
                return TagNames.EqualsFolded(value, "text/html"u8) || TagNames.EqualsFolded(value, "application/xhtml+xml"u8);
            }
        }

        return false;
    }
}
