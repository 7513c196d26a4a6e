using System.Buffers;
using Chaffinch.Model;

namespace Chaffinch.Parsing;

/// <summary>What the insertion modes do with text.</summary>
internal sealed unsafe partial class HtmlParser
{
    private static readonly SearchValues<byte> WhiteSpace = SearchValues.Create(" \t\n\f\r"u8);
    private static readonly SearchValues<byte> SpaceOrNul = SearchValues.Create(" \t\n\f\r\0"u8);

    private void OnText(int start, int end, MarkupFlags flags)
    {
        if (_mode == InsertionMode.InBody && !_isForeign)
        {
            BodyText(start, end, flags);
            return;
        }

        if (_isForeign && !(Top.IsHtmlPoint || Top.IsTextPoint))
        {
            ForeignText(start, end, flags);
            return;
        }

        while (start < end)
        {
            start = TextIn(_mode, start, end, flags);
            flags &= ~MarkupFlags.WhiteSpace;
        }
    }

    /// <summary>Handles text, or the first part of it, by one mode's rules; returns where to go on.</summary>
    private int TextIn(InsertionMode mode, int start, int end, MarkupFlags flags)
    {
        switch (mode)
        {
            case InsertionMode.Initial:
            case InsertionMode.BeforeHtml:
            case InsertionMode.BeforeHead:
            case InsertionMode.InHead:
            case InsertionMode.InHeadNoscript:
            case InsertionMode.AfterHead:
                return TextBeforeBody(mode, start, end, flags);
            case InsertionMode.InTable:
            case InsertionMode.InTableBody:
            case InsertionMode.InRow:
                return TextInTable(start, end, flags);
            case InsertionMode.InColumnGroup:
                int space = SpaceEnd(start, end);
                if (space > start)
                {
                    AddText(start, space, SpaceFlags(flags));
                    return space;
                }

                if (Top.Tag != HtmlTag.Colgroup)
                {
                    return end;
                }

                Pop(MarkupFlags.Implied, start, start);
                _mode = InsertionMode.InTable;
                return start;
            case InsertionMode.AfterBody:
            case InsertionMode.AfterAfterBody:
                if ((flags & MarkupFlags.WhiteSpace) == 0)
                {
                    _mode = InsertionMode.InBody;
                }

                BodyText(start, end, flags);
                return end;
            case InsertionMode.InFrameset:
            case InsertionMode.AfterFrameset:
            case InsertionMode.AfterAfterFrameset:
                return TextInFrameset(start, end, flags);
            default:
                BodyText(start, end, flags);
                return end;
        }
    }

    private int TextBeforeBody(InsertionMode mode, int start, int end, MarkupFlags flags)
    {
        int space = SpaceEnd(start, end);
        if (space == start)
        {
            ForceBody(start);
            return start;
        }

        switch (mode)
        {
            case InsertionMode.InHead:
            case InsertionMode.InHeadNoscript:
                AddText(start, space, SpaceFlags(flags));
                break;
            case InsertionMode.AfterHead:
                if (_pendingSpaceCount < _pendingSpaces.Length)
                {
                    _pendingSpaces[_pendingSpaceCount++] = new SourceSpan(start, space);
                }

                break;
        }

        return space;
    }

    private int TextInTable(int start, int end, MarkupFlags flags)
    {
        if ((Top.Traits & TagTrait.TablePart) == 0 && Top.Tag != HtmlTag.Template)
        {
            _foster = true;
            BodyText(start, end, flags);
            _foster = false;
            return end;
        }

        if ((flags & MarkupFlags.WhiteSpace) != 0)
        {
            AddText(start, end, flags);
            return end;
        }

        if (!IsOnlyNul(start, end, flags))
        {
            _foster = true;
            BodyText(start, end, flags);
            _foster = false;
        }

        return end;
    }

    /// <summary>Framesets keep white space and drop the rest.</summary>
    private int TextInFrameset(int start, int end, MarkupFlags flags)
    {
        int space = SpaceEnd(start, end);
        if (space > start)
        {
            if (_mode == InsertionMode.AfterAfterFrameset)
            {
                BodyText(start, space, SpaceFlags(flags));
            }
            else
            {
                AddText(start, space, SpaceFlags(flags));
            }

            return space;
        }

        int next = new ReadOnlySpan<byte>(_p + start, end - start).IndexOfAny(WhiteSpace);
        return next < 0 ? end : start + next;
    }

    private void BodyText(int start, int end, MarkupFlags flags)
    {
        if ((flags & MarkupFlags.HasControls) != 0 && IsOnlyNul(start, end, flags))
        {
            return;
        }

        if (_formattingCount > 0)
        {
            Reconstruct();
        }

        AddText(start, end, flags);
        if ((flags & MarkupFlags.WhiteSpace) == 0)
        {
            ForbidFrameset(start, end, flags);
        }
    }

    /// <summary>Text other than white space and NUL rules out that a frameset takes the body's place.</summary>
    private void ForbidFrameset(int start, int end, MarkupFlags flags)
    {
        if (_framesetOk && ((flags & MarkupFlags.HasControls) == 0 || new ReadOnlySpan<byte>(_p + start, end - start).IndexOfAnyExcept(SpaceOrNul) >= 0))
        {
            _framesetOk = false;
        }
    }

    private void AddText(int start, int end, MarkupFlags flags)
    {
        if (_openCount[(int)HtmlTag.Template] > 0)
        {
            flags |= MarkupFlags.NotText;
        }

        AddLeaf(MarkupKind.Text, flags, start, end);
    }

    private void ForeignText(int start, int end, MarkupFlags flags)
    {
        bool hidden = Has(HtmlTag.Template) || Top.Name is HtmlTag.Script or HtmlTag.Style;
        AddLeaf(MarkupKind.Text, flags | MarkupFlags.Foreign | (hidden ? MarkupFlags.NotText : MarkupFlags.None), start, end);
        ForbidFrameset(start, end, (flags & MarkupFlags.WhiteSpace) != 0 ? flags | MarkupFlags.HasControls : flags);
    }

    /// <summary>True for text that the standard drops whole: NULs. It then opens nothing and moves nothing.</summary>
    private bool IsOnlyNul(int start, int end, MarkupFlags flags) =>
        (flags & (MarkupFlags.HasControls | MarkupFlags.HasReferences)) == MarkupFlags.HasControls
        && _p[start] == 0 && new ReadOnlySpan<byte>(_p + start, end - start).IndexOfAnyExcept((byte)0) < 0;

    private int SpaceEnd(int start, int end)
    {
        int black = new ReadOnlySpan<byte>(_p + start, end - start).IndexOfAnyExcept(WhiteSpace);
        return black < 0 ? end : start + black;
    }

    private static MarkupFlags SpaceFlags(MarkupFlags flags) => (flags & MarkupFlags.HasControls) | MarkupFlags.WhiteSpace;
}
