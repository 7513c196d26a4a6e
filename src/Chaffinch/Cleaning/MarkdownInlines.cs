using System.Buffers;
using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Cleaning;

/// <summary>Writes the inline content of a line as Markdown: escaped text with links, code and emphasis.</summary>
/// <remarks>A mark that would not render (its delimiters would not flank) or that a cut divides is left out; its text stays.</remarks>
internal ref partial struct MarkdownInlines
{
    private const int MaxOpen = 8;

    // What may mean something anywhere in a line; line ends are turned into blanks on the way.
    private static readonly SearchValues<char> Special = SearchValues.Create("\\`*_[]<&~|\n\r");
    private static readonly SearchValues<char> SpecialInHeading = SearchValues.Create("\\`*_[]<&~|#\n\r");

    private readonly Page _page;
    private readonly ReadOnlySpan<CharClass> _classes;
    private readonly ReadOnlySpan<Part> _parts;
    private readonly RepairList _repairs;
    private readonly TextBuffer _into;
    private readonly Uri? _base;
    private string? _site;
    private readonly Mark[] _open = new Mark[MaxOpen];
    private int _openCount;
    private int _nextLink;
    private int _nextRun;
    private bool _lineStart;
    private bool _inHeading;
    private bool _inTable;
    private int _codeEnd;
    private string? _repaired;

    public MarkdownInlines(Page page, ReadOnlySpan<CharClass> classes, ReadOnlySpan<Part> parts, RepairList repairs, TextBuffer into)
    {
        _page = page;
        _classes = classes;
        _parts = parts;
        _repairs = repairs;
        _into = into;
        _base = page.Url is not null && Uri.TryCreate(page.Url, UriKind.Absolute, out Uri? address) ? address : null;
    }

    private struct Mark
    {
        public int End;

        // What closes it; of a link the destination, or what stands of it before the bytes of the page.
        public string Closing;
        public SourceSpan Href;
        public bool IsLink;
    }

    /// <summary>Writes one line; lines come in page order.</summary>
    public void Write(Line line, bool inHeading, bool inTable)
    {
        _lineStart = true;
        _inHeading = inHeading;
        _inTable = inTable;
        int before = -1;
        for (int i = line.First; i <= line.Last; i++)
        {
            if (_parts[i].Role != PartRole.Keep)
            {
                continue;
            }

            if (before >= 0)
            {
                WriteSpace(Joint.Between(_page, _classes, _parts, _repairs, before, i));
            }

            if (_parts[i].IsRepaired)
            {
                WriteRepair(_parts[i]);
            }
            else
            {
                WritePart(_parts[i].Kept);
            }

            before = i;
        }
    }

    private void WritePart(TextSpan part)
    {
        int at = part.Start;
        while (at < part.End)
        {
            OpenMarks(at, part);
            int stop = part.End;
            if (_openCount > 0)
            {
                stop = Math.Min(stop, _open[_openCount - 1].End);
            }

            stop = Math.Min(stop, NextMark(at));
            if (stop <= at)
            {
                stop = at + 1;
            }

            WriteText(at, stop);
            at = stop;
            CloseMarks(at);
        }

        CloseMarks(int.MaxValue);
    }

    /// <summary>The start of the next link or run after <paramref name="at"/>.</summary>
    private int NextMark(int at)
    {
        int next = int.MaxValue;
        ReadOnlySpan<Link> links = _page.Links;
        while (_nextLink < links.Length && links[_nextLink].Span.Start <= at)
        {
            _nextLink++;
        }

        if (_nextLink < links.Length)
        {
            next = links[_nextLink].Span.Start;
        }

        ReadOnlySpan<InlineRun> runs = _page.Inlines;
        while (_nextRun < runs.Length && runs[_nextRun].Span.Start <= at)
        {
            _nextRun++;
        }

        return _nextRun < runs.Length ? Math.Min(next, runs[_nextRun].Span.Start) : next;
    }

    private void OpenMarks(int at, TextSpan part)
    {
        ReadOnlySpan<Link> links = _page.Links;
        while (_nextLink < links.Length && links[_nextLink].Span.Start < at)
        {
            _nextLink++;
        }

        ReadOnlySpan<InlineRun> runs = _page.Inlines;
        while (_nextRun < runs.Length && runs[_nextRun].Span.Start < at)
        {
            _nextRun++;
        }

        // Emphasis that goes further than the link is opened first, so that marks nest.
        TextSpan link = _nextLink < links.Length && links[_nextLink].Span.Start == at ? PartList.Trim(_page.Text, links[_nextLink].Span) : default;
        for (int r = _nextRun; r < runs.Length && runs[r].Span.Start == at; r++)
        {
            if (runs[r].Span.End >= link.End && runs[r].Kind != InlineKind.Code)
            {
                OpenRun(runs[r], part);
            }
        }

        if (!link.IsEmpty)
        {
            OpenLink(links[_nextLink], link, part);
        }

        for (int r = _nextRun; r < runs.Length && runs[r].Span.Start == at; r++)
        {
            if (runs[r].Span.End < link.End || runs[r].Kind == InlineKind.Code)
            {
                OpenRun(runs[r], part);
            }
        }
    }

    private void OpenLink(in Link link, TextSpan span, TextSpan part)
    {
        if (!Fits(span, part) || _codeEnd > span.Start)
        {
            return;
        }

        for (int i = 0; i < _openCount; i++)
        {
            if (_open[i].IsLink)
            {
                return;
            }
        }

        bool plain = MarkdownUrl.IsPlain(_page, _base, link, out bool isPath);
        string? url = isPath ? _site ??= _base!.GetLeftPart(UriPartial.Authority) : plain ? "" : MarkdownUrl.Read(_page, _base, link);
        if (url is not null)
        {
            if (_into.Length > 0 && _into[^1] == '!')
            {
                // An exclamation mark before a link would make it a picture.
                _into.InsertBeforeLast('\\');
            }

            _into.Append('[');
            _lineStart = false;
            Push(span.End, url, isLink: true, plain ? link.Href : default);
        }
    }

    private void OpenRun(in InlineRun run, TextSpan part)
    {
        TextSpan span = PartList.Trim(_page.Text, run.Span);
        string mark = run.Kind switch { InlineKind.Strong => "**", InlineKind.Emphasis => "*", InlineKind.Code => "`", _ => "" };
        if (mark.Length == 0 || span.IsEmpty || span.Start != run.Span.Start || !Fits(span, part) || _codeEnd > span.Start)
        {
            return;
        }

        if (run.Kind == InlineKind.Code)
        {
            if (_repaired is not null)
            {
                return;
            }

            OpenCode(span);
            return;
        }

        // The whole of a heading or of a cell in bold says nothing more than that it is one.
        bool whole = (_inHeading || _inTable) && span == part;
        if (!whole && !HasEmphasis() && Flanks(span, part))
        {
            _into.Append(mark);
            _lineStart = false;
            Push(span.End, mark, isLink: false);
        }
    }

    private void OpenCode(TextSpan span)
    {
        ReadOnlySpan<char> text = _page.Text.AsSpan(span.Start, span.Length);
        if ((_inTable && text.Contains('|')) || (_into.Length > 0 && _into[^1] == '`'))
        {
            return;
        }

        int ticks = 1 + MarkdownWriter.LongestRun(text, '`');
        string fence = new('`', ticks);
        bool pad = text[0] == '`' || text[^1] == '`';
        _into.Append(fence).Append(pad ? " " : "");
        _lineStart = false;
        _codeEnd = span.End;
        Push(span.End, pad ? " " + fence : fence, isLink: false);
    }

    private readonly bool Fits(TextSpan span, TextSpan part) =>
        (_repaired is null ? part.Contains(span) : span == part) && _openCount < MaxOpen && (_openCount == 0 || span.End <= _open[_openCount - 1].End);

    private readonly bool HasEmphasis()
    {
        for (int i = 0; i < _openCount; i++)
        {
            if (!_open[i].IsLink)
            {
                return true;
            }
        }

        return _into.Length > 0 && _into[^1] is '*' or '`';
    }

    // Delimiters open and close only where they flank: beside a letter inside they always do, beside a blank outside too.
    private readonly bool Flanks(TextSpan span, TextSpan part)
    {
        string text = _page.Text;
        if (_repaired is not null)
        {
            return char.IsLetterOrDigit(_repaired[0]) && char.IsLetterOrDigit(_repaired[^1]) && EndsPlain(span, out bool plain, out bool plainToo) && plain && plainToo;
        }

        if (!EndsPlain(span, out bool plainStart, out bool plainEnd))
        {
            return false;
        }

        bool opens = (plainStart && char.IsLetterOrDigit(text[span.Start])) || (span.Start > part.Start && char.IsWhiteSpace(text[span.Start - 1]));
        bool closes = (plainEnd && char.IsLetterOrDigit(text[span.End - 1])) || (span.End < part.End && char.IsWhiteSpace(text[span.End]));
        return opens && closes;
    }

    // A link or code at an end of the emphasis puts a bracket or a backtick next to its delimiter. Gives up on more marks than a sentence has.
    private readonly bool EndsPlain(TextSpan span, out bool start, out bool end)
    {
        const int MaxMarks = 32;
        start = true;
        end = true;
        int seen = 0;
        ReadOnlySpan<Link> links = _page.Links;
        for (int i = _nextLink; i < links.Length && links[i].Span.Start < span.End; i++)
        {
            start &= links[i].Span.Start > span.Start;
            end &= links[i].Span.End < span.End;
            if (++seen > MaxMarks)
            {
                return false;
            }
        }

        ReadOnlySpan<InlineRun> runs = _page.Inlines;
        for (int i = _nextRun; i < runs.Length && runs[i].Span.Start < span.End; i++)
        {
            if (runs[i].Kind == InlineKind.Code)
            {
                start &= runs[i].Span.Start > span.Start;
                end &= runs[i].Span.End < span.End;
            }

            if (++seen > MaxMarks)
            {
                return false;
            }
        }

        return true;
    }

    private void Push(int end, string closing, bool isLink, SourceSpan href = default) =>
        _open[_openCount++] = new Mark { End = end, Closing = closing, IsLink = isLink, Href = href };

    private void CloseMarks(int at)
    {
        while (_openCount > 0 && _open[_openCount - 1].End <= at)
        {
            Mark mark = _open[--_openCount];
            if (mark.IsLink)
            {
                _into.Append("](").Append(mark.Closing).AppendAscii(_page.Source.Span[mark.Href.Start..mark.Href.End]).Append(')');
            }
            else
            {
                _into.Append(mark.Closing);
            }
        }
    }
}
