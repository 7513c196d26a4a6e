using System.Runtime.CompilerServices;
using Chaffinch.Model;

namespace Chaffinch.Parsing;

/// <summary>Reads HTML into a flat markup array: the standard's tree construction without node objects, scripting disabled.</summary>
/// <remarks>
/// Reusable, not thread-safe; keeps and grows its buffers, so that further pages cost no garbage. Time is linear in the input: no step looks
/// further than the stack, which is as deep as <see cref="ReadLimits.MaxDepth"/>, and what the repair of misnested formatting may do is
/// bounded by the input's length. At most three entries of the array are made for every two bytes
/// of input, besides 20,000; an entry takes 24 bytes, and 32 more while entries are linked.
/// </remarks>
internal sealed unsafe partial class HtmlParser
{
    private readonly HtmlTokenizer _t = new();
    private readonly MarkupTree _tree = new();
    private readonly int[] _openCount = new int[256];
    private readonly int[] _overflowCount = new int[256];
    private Markup _out = new();
    private byte* _p;
    private int _length;
    private int _maxDepth;
    private InsertionMode _mode;
    private bool _framesetOk;
    private bool _foster;
    private bool _headClosed;
    private int _headEndStart;
    private int _headEndEnd;
    private int _formNode;
    private MarkupFlags _endFlags;
    private int _overflows;
    private int _overflowAt;
    private int _repairBudget;
    private int _repairsLeftOut;
    private int _repairsLeftOutAt;

    /// <summary>Parses one page.</summary>
    /// <param name="utf8">The page as valid UTF-8 without a byte order mark.</param>
    /// <param name="limits">Limits; each one that was hit is a defect.</param>
    /// <param name="into">Filled anew; its arrays are kept and grown.</param>
    public void Parse(ReadOnlySpan<byte> utf8, ReadLimits limits, Markup into) => Run(utf8, limits, into, context: default, hasContext: false);

    /// <summary>Parses the contents of an element, as the standard's fragment parsing does.</summary>
    /// <param name="utf8">The contents.</param>
    /// <param name="limits">Limits.</param>
    /// <param name="into">Filled anew.</param>
    /// <param name="context">The element's name.</param>
    /// <param name="space">Its namespace.</param>
    public void ParseFragment(ReadOnlySpan<byte> utf8, ReadLimits limits, Markup into, HtmlTag context, Namespace space = Namespace.Html) =>
        Run(utf8, limits, into, Describe(context, space), hasContext: true);

    private void Run(ReadOnlySpan<byte> utf8, ReadLimits limits, Markup into, OpenElement context, bool hasContext)
    {
        fixed (byte* p = utf8)
        {
            Reset(p, utf8.Length, limits, into);
            if (hasContext)
            {
                EnterFragment(context);
            }

            try
            {
                Loop();
            }
            finally
            {
                _t.Stop();
                _p = null;
            }
        }

        _tree.Finish(_maxDepth);
        ReportLimits();
    }

    private void Reset(byte* p, int length, ReadLimits limits, Markup into)
    {
        _p = p;
        _length = length;
        _out = into;
        into.AttributeCount = 0;
        into.Defects.Clear();
        into.IsQuirky = false;
        _t.Start(p, length, limits, into);
        _tree.Start(into, length);
        _maxDepth = Math.Max(limits.MaxDepth, 8);
        Array.Clear(_openCount);
        Array.Clear(_overflowCount);
        _depth = _formattingCount = _templateModeCount = 0;
        _hasContext = _isForeign = false;
        _mode = InsertionMode.Initial;
        _framesetOk = true;
        _foster = _headClosed = false;
        _formNode = -1;
        _endFlags = MarkupFlags.None;
        _pendingSpaceCount = 0;
        _overflows = _repairsLeftOut = 0;
        _repairBudget = 10_000 + (length / 4);
    }

    private void Loop()
    {
        HtmlTokenizer t = _t;
        while (true)
        {
            // Text, a start tag or an end tag: which of the three comes is hard to foresee, so it is asked once and not again by the kind of the token.
            if (t.MayPeek)
            {
                byte* next = _p + t.Position;
                if (*next != '<')
                {
                    t.ReadText();
                    OnText(t.TokenStart, t.TokenEnd, t.TextFlags);
                    continue;
                }

                if (HtmlTokenizer.IsLetter(next[1]))
                {
                    if (t.ReadStartTag())
                    {
                        OnStartTag();
                        continue;
                    }
                }
                else if (next[1] == '/' && HtmlTokenizer.IsLetter(next[2]) && t.ReadEndTag())
                {
                    OnEndTag();
                    continue;
                }
            }

            switch (t.Next())
            {
                case TokenKind.Text:
                    OnText(_t.TokenStart, _t.TokenEnd, _t.TextFlags);
                    break;
                case TokenKind.StartTag:
                    OnStartTag();
                    break;
                case TokenKind.EndTag:
                    OnEndTag();
                    break;
                case TokenKind.Comment:
                    AddLeaf(MarkupKind.Comment, MarkupFlags.None, _t.TokenStart, _t.TokenEnd);
                    break;
                case TokenKind.Doctype:
                    OnDoctype();
                    break;
                default:
                    OnEndOfFile();
                    return;
            }
        }
    }

    private void OnStartTag()
    {
        if (_isForeign && ForeignStartTag())
        {
            return;
        }

        while (!StartTagIn(_mode))
        {
        }
    }

    /// <summary>Handles the start tag by one mode's rules; false when it is to be handled again in the mode that was changed to.</summary>
    private bool StartTagIn(InsertionMode mode)
    {
        switch (mode)
        {
            case InsertionMode.InBody:
                return StartInBody();
            case InsertionMode.InTable:
                return StartInTable();
            case InsertionMode.InTableBody:
                return StartInTableBody();
            case InsertionMode.InRow:
                return StartInRow();
            case InsertionMode.InCell:
                return StartInCell();
            case InsertionMode.InCaption:
                return StartInCaption();
            case InsertionMode.InColumnGroup:
                return StartInColumnGroup();
            case InsertionMode.InTemplate:
                return StartInTemplate();
            case InsertionMode.InFrameset:
            case InsertionMode.AfterFrameset:
            case InsertionMode.AfterAfterFrameset:
                return StartInFrameset();
            case InsertionMode.AfterBody:
            case InsertionMode.AfterAfterBody:
                if (_t.Tag == HtmlTag.Html)
                {
                    return true;
                }

                _mode = InsertionMode.InBody;
                return false;
            default:
                return StartBeforeBody(mode);
        }
    }

    private void OnEndTag()
    {
        HtmlTag tag = _t.Tag;
        if (_overflows > 0 && _overflowCount[(int)tag] > 0 && _depth >= _maxDepth)
        {
            // The end of an element that was closed at once for being too deep.
            _overflowCount[(int)tag]--;
            return;
        }

        if (_isForeign)
        {
            if (ForeignEndTag())
            {
                return;
            }
        }
        else if (Top.Tag == tag && (Top.Traits & TagTrait.PlainEnd) != 0 && !IsFrameMode && (tag != HtmlTag.Noscript || _mode != InsertionMode.InHeadNoscript))
        {
            // In every mode that can have such an element on top, its end tag closes it and changes nothing else.
            PopPlain();
            return;
        }

        while (!EndTagIn(_mode))
        {
        }
    }

    private bool IsFrameMode => _mode >= InsertionMode.AfterBody;

    private bool EndTagIn(InsertionMode mode)
    {
        switch (mode)
        {
            case InsertionMode.InBody:
                return EndInBody();
            case InsertionMode.InTable:
                return EndInTable();
            case InsertionMode.InTableBody:
                return EndInTableBody();
            case InsertionMode.InRow:
                return EndInRow();
            case InsertionMode.InCell:
                return EndInCell();
            case InsertionMode.InCaption:
                return EndInCaption();
            case InsertionMode.InColumnGroup:
                return EndInColumnGroup();
            case InsertionMode.InTemplate:
                return _t.Tag != HtmlTag.Template || EndTemplate();
            case InsertionMode.InFrameset:
            case InsertionMode.AfterFrameset:
            case InsertionMode.AfterAfterFrameset:
                return EndInFrameset();
            case InsertionMode.AfterBody:
            case InsertionMode.AfterAfterBody:
                if (_t.Tag == HtmlTag.Html && mode == InsertionMode.AfterBody)
                {
                    _mode = InsertionMode.AfterAfterBody;
                    _endFlags = MarkupFlags.AfterEnd;
                    return true;
                }

                _mode = InsertionMode.InBody;
                return false;
            default:
                return EndBeforeBody(mode);
        }
    }

    private void OnDoctype()
    {
        if (_mode == InsertionMode.Initial)
        {
            _out.IsQuirky = Doctypes.AsksForQuirks(_t, new ReadOnlySpan<byte>(_p, _length));
            _mode = InsertionMode.BeforeHtml;
        }
    }

    private void OnEndOfFile()
    {
        int end = _length;
        while (_mode < InsertionMode.InBody)
        {
            ForceBody(end);
        }

        while (_depth > 0)
        {
            Pop(MarkupFlags.Implied, end, end);
        }
    }

    private void ReportLimits()
    {
        int tooDeep = _overflows + _tree.TooDeepCount;
        Report("limit-depth", tooDeep, _overflowAt, "Elements are nested deeper than the limit: the deeper ones were closed at once and their text kept.");
        Report("limit-attributes", _t.TooManyAttributes.Count, _t.TooManyAttributes.First, "Start tags have more attributes than the limit: the further ones were not looked at.");
        Report("limit-attribute-bytes", _t.TooLongAttributes.Count, _t.TooLongAttributes.First, "Attribute values are longer than the limit: the rest of them was not looked at.");
        Report("limit-formatting", _repairsLeftOut, _repairsLeftOutAt, "Formatting elements are misnested beyond the limit: further ones were closed and not opened again.");
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Report(string kind, int count, int at, string message)
    {
        if (count > 0)
        {
            _out.Defects.Add(new Defect(kind, new SourceSpan(at, at), message, count));
        }
    }
}
