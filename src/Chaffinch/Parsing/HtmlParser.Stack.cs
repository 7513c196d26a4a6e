using System.Runtime.CompilerServices;
using Chaffinch.Model;

namespace Chaffinch.Parsing;

/// <summary>The stack of open elements, scopes, and where new entries go.</summary>
internal sealed unsafe partial class HtmlParser
{
    private OpenElement[] _stack = new OpenElement[64];
    private int[] _openNodes = [];
    private int _depth;
    private OpenElement _noTop = new() { Node = -1 };
    private bool _isForeign;
    private bool _hasContext;
    private OpenElement _context;

    /// <summary>The current node; with no element open, one that is nothing and whose node is -1, the document.</summary>
    private ref OpenElement Top
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref _depth > 0 ? ref _stack[_depth - 1] : ref _noTop;
    }

    private static OpenElement Describe(HtmlTag tag, Namespace space) => new()
    {
        Tag = space == Namespace.Html ? tag : HtmlTag.None,
        Name = tag,
        Namespace = space,
        Traits = space == Namespace.Html ? TagTraits.Of(tag) : ForeignTraits(tag, space),
        IsHtmlPoint = space == Namespace.Svg && tag is HtmlTag.ForeignObject or HtmlTag.Desc or HtmlTag.Title,
        IsTextPoint = space == Namespace.MathMl && tag is HtmlTag.Mi or HtmlTag.Mo or HtmlTag.Mn or HtmlTag.Ms or HtmlTag.Mtext,
    };

    private void Push(in OpenElement element)
    {
        if (_depth == _stack.Length)
        {
            Array.Resize(ref _stack, _depth * 2);
        }

        _stack[_depth++] = element;
        _openCount[(int)element.Tag]++;
        SetTop();
    }

    /// <summary>Notes whether the adjusted current node is foreign, after the stack's top has changed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void SetTop()
    {
        bool foreign = Top.Namespace != Namespace.Html || (_hasContext && _depth == 1 && _context.Namespace != Namespace.Html);
        if (foreign != _isForeign)
        {
            _isForeign = foreign;
            _t.AllowCdata = foreign;
        }
    }

    /// <summary>Closes the current node, an HTML element with an end tag of its own.</summary>
    private void PopPlain()
    {
        int outer = _depth - 2;
        OpenElement[] stack = _stack;
        if (outer < 0 || stack[outer].IsGhost || stack[outer].Namespace != Namespace.Html || _hasContext)
        {
            Pop(MarkupFlags.None, _t.TokenStart, _t.TokenEnd);
            return;
        }

        ref OpenElement element = ref stack[outer + 1];
        _depth = outer + 1;
        _openCount[(int)element.Tag]--;
        _tree.Close(element.Node, MarkupFlags.None, _t.TokenStart, _t.TokenEnd);
    }

    /// <summary>Closes the current node.</summary>
    private void Pop(MarkupFlags flags, int start, int end)
    {
        ref OpenElement element = ref _stack[--_depth];
        _openCount[(int)element.Tag]--;
        _tree.Close(element.Node, flags, start, end);
        while (_depth > 0 && _stack[_depth - 1].IsGhost)
        {
            ref OpenElement ghost = ref _stack[--_depth];
            _tree.Close(ghost.Node, MarkupFlags.None, ghost.NameStart, ghost.NameStart + ghost.NameLength);
        }

        SetTop();
    }

    /// <summary>Closes the current node because the token at hand implies its end.</summary>
    private void PopImplied() => Pop(MarkupFlags.Implied, _t.TokenStart, _t.TokenStart);

    /// <summary>Closes elements up to the innermost <paramref name="tag"/>, which the token at hand is the end tag of, or implies.</summary>
    private void PopTo(HtmlTag tag)
    {
        while (_depth > 1 && Top.Tag != tag)
        {
            PopImplied();
        }

        PopByToken(tag);
    }

    private void PopByToken(HtmlTag tag)
    {
        if (_depth == 0)
        {
            return;
        }

        if (_t.Tag == tag && _tokenIsEnd)
        {
            Pop(MarkupFlags.None, _t.TokenStart, _t.TokenEnd);
        }
        else
        {
            PopImplied();
        }
    }

    // True while an end tag is handled; a start tag of the same name implies the end and is not the element's own.
    private bool _tokenIsEnd => _p[_t.TokenStart + 1] == '/';

    private void PopToIndex(int index)
    {
        while (_depth > index + 1)
        {
            PopImplied();
        }
    }

    private void ImpliedEnds(HtmlTag except = HtmlTag.None)
    {
        while ((Top.Traits & TagTrait.ImpliedEnd) != 0 && Top.Tag != except)
        {
            PopImplied();
        }
    }

    private void ImpliedEndsThoroughly()
    {
        while ((Top.Traits & (TagTrait.ImpliedEnd | TagTrait.ThoroughEnd)) != 0)
        {
            PopImplied();
        }
    }

    private bool Has(HtmlTag tag) => _openCount[(int)tag] > 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool InScope(HtmlTag tag, TagTrait barrier = TagTrait.Scope) => _openCount[(int)tag] > 0 && FindInScope(tag, barrier) >= 0;

    private bool InTableScope(HtmlTag tag) => InScope(tag, TagTrait.TableScope);

    private int FindInScope(HtmlTag tag, TagTrait barrier)
    {
        for (int i = _depth - 1; i >= 0; i--)
        {
            if (_stack[i].Tag == tag)
            {
                return i;
            }

            if ((_stack[i].Traits & barrier) != 0)
            {
                return -1;
            }
        }

        return -1;
    }

    private int StackIndexOf(int node)
    {
        for (int i = _depth - 1; i >= 0; i--)
        {
            if (_stack[i].Node == node && !_stack[i].IsGhost)
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Inserts an HTML element for the start tag at hand; false when it is too deep, and was closed at once.</summary>
    private bool Insert(HtmlTag tag)
    {
        HtmlTokenizer t = _t;
        if (_foster || _depth >= _maxDepth || _depth == _stack.Length)
        {
            return Insert(tag, MarkupFlags.None, Namespace.Html);
        }

        int node = _tree.Open(Top.Node, tag, _endFlags, t.TokenStart, t.TokenEnd, t.FirstAttribute, _out.AttributeCount - t.FirstAttribute);
        ref OpenElement element = ref _stack[_depth++];
        element = default;
        element.Node = node;
        element.NameStart = t.NameStart;
        element.NameLength = t.NameEnd - t.NameStart;
        element.Traits = TagTraits.Of(tag);
        element.Tag = element.Name = tag;
        _openCount[(int)tag]++;
        if (_isForeign | _hasContext)
        {
            SetTop();
        }

        return true;
    }

    private bool Insert(HtmlTag tag, MarkupFlags flags, Namespace space)
    {
        int node = AddOpen(tag, flags, _t.TokenStart, _t.TokenEnd, _t.FirstAttribute, _out.AttributeCount - _t.FirstAttribute);
        if (node < 0)
        {
            return false;
        }

        if (_depth == _stack.Length)
        {
            Array.Resize(ref _stack, _depth * 2);
        }

        ref OpenElement element = ref _stack[_depth];
        if (space == Namespace.Html)
        {
            element = default;
            element.Tag = element.Name = tag;
            element.Traits = TagTraits.Of(tag);
        }
        else
        {
            element = Describe(tag, space);
            element.IsHtmlPoint |= tag == HtmlTag.AnnotationXml && space == Namespace.MathMl && EncodesHtml();
        }

        element.Node = node;
        element.NameStart = _t.NameStart;
        element.NameLength = _t.NameEnd - _t.NameStart;
        _openCount[(int)element.Tag]++;
        _depth++;
        SetTop();
        return true;
    }

    /// <summary>Inserts an element that has no tag in the source.</summary>
    private void InsertImplied(HtmlTag tag, int at)
    {
        int node = AddOpen(tag, MarkupFlags.Implied, at, at, 0, 0);
        if (node >= 0)
        {
            Push(new OpenElement { Node = node, Tag = tag, Name = tag, Traits = TagTraits.Of(tag), NameStart = at });
        }
    }

    private void InsertVoid(HtmlTag tag, MarkupFlags flags = MarkupFlags.None)
    {
        int node = AddOpen(tag, flags, _t.TokenStart, _t.TokenEnd, _t.FirstAttribute, _out.AttributeCount - _t.FirstAttribute);
        if (node >= 0)
        {
            _tree.Close(node, MarkupFlags.Implied, _t.TokenEnd, _t.TokenEnd);
        }
    }

    /// <summary>Inserts an element whose contents are raw text, with the text.</summary>
    private void InsertRaw(HtmlTag tag, ContentModel model, bool skipLineFeed = false)
    {
        int node = AddOpen(tag, MarkupFlags.None, _t.TokenStart, _t.TokenEnd, _t.FirstAttribute, _out.AttributeCount - _t.FirstAttribute);
        _t.EnterRaw(model, TagNames.BytesOf(tag));
        if (skipLineFeed)
        {
            _t.SkipLineFeed();
        }

        MarkupFlags flags = _endFlags;
        if (model is ContentModel.ScriptData or ContentModel.Rawtext && tag != HtmlTag.Xmp || Has(HtmlTag.Template))
        {
            flags |= MarkupFlags.NotText;
        }

        TokenKind kind = _t.Next();
        if (kind == TokenKind.Text)
        {
            _tree.Leaf(node < 0 ? Top.Node : node, MarkupKind.Text, tag, _t.TextFlags | flags, _t.TokenStart, _t.TokenEnd);
            kind = _t.Next();
        }

        if (node < 0)
        {
            return;
        }

        if (kind == TokenKind.EndTag)
        {
            _tree.Close(node, MarkupFlags.None, _t.TokenStart, _t.TokenEnd);
        }
        else
        {
            _tree.Close(node, MarkupFlags.Implied, _length, _length);
        }
    }

    private int AddOpen(HtmlTag tag, MarkupFlags flags, int start, int end, int firstAttribute, int attributes)
    {
        if (_depth >= _maxDepth)
        {
            _overflowAt = _overflows++ == 0 ? start : _overflowAt;
            _overflowCount[(int)tag] += (TagTraits.Of(tag) & TagTrait.Void) != 0 || tag == HtmlTag.None ? 0 : 1;
            return -1;
        }

        flags |= _endFlags;
        return _foster && (Top.Traits & TagTrait.TablePart) != 0
            ? _tree.OpenBefore(FosterPlace(), tag, flags | MarkupFlags.Fostered, start, end, firstAttribute, attributes)
            : _tree.Open(Top.Node, tag, flags, start, end, firstAttribute, attributes);
    }

    private void AddLeaf(MarkupKind kind, MarkupFlags flags, int start, int end)
    {
        ref OpenElement top = ref Top;
        HtmlTag tag = kind == MarkupKind.Comment ? HtmlTag.None : top.Name;
        if (_foster && (top.Traits & TagTrait.TablePart) != 0)
        {
            _tree.LeafBefore(FosterPlace(), kind, tag, flags | _endFlags | MarkupFlags.Fostered, start, end);
            return;
        }

        _tree.Leaf(top.Node, kind, tag, flags | _endFlags, start, end);
    }

    /// <summary>The entry in front of which misplaced contents of a table go.</summary>
    private int FosterPlace()
    {
        Link();
        for (int i = _depth - 1; i >= 0; i--)
        {
            if (_stack[i].Tag == HtmlTag.Template)
            {
                return _tree.EndOf(_stack[i].Node);
            }

            if (_stack[i].Tag == HtmlTag.Table)
            {
                return _stack[i].Node;
            }
        }

        return _tree.EndOf(_stack[0].Node);
    }
}
