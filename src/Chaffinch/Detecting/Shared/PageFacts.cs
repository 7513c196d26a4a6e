using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Detecting.Shared;

/// <summary>What the detectors of structure ask of a page as a whole: its lines, its running text, which lines are alike.</summary>
/// <remarks>
/// Made once for a page and a thread, in one pass over the text, then read by all detectors that run on it; the memory (and the
/// last page of the thread) is kept until the next page. Only the page itself goes in, so detectors stay free of state.
/// </remarks>
internal sealed partial class PageFacts
{
    private const int MaxTitleLines = 6;
    private const float MaxFrameWeight = 400;

    [ThreadStatic]
    private static PageFacts? _current;

    private readonly TermTable _terms = new();
    private readonly TermTable _frame = new();
    private readonly AlikeTable _alike = new();
    private LineFacts[] _lines = new LineFacts[256];

    // Of each line what it starts with in the high half, what it ends with in the low one.
    private ulong[] _ends = new ulong[256];
    private int _lineCount;
    private SegmentedPage? _page;
    private int _inline;

    private PageFacts()
    {
    }

    /// <summary>Facts of each block of the page, by the same index.</summary>
    public ReadOnlySpan<LineFacts> Lines => _lines.AsSpan(0, _lineCount);

    /// <summary>True where two lines start with the same two letters or end with the same two; quick, for going through all lines.</summary>
    public bool SharesEnd(int a, int b)
    {
        ulong differs = _ends[a] ^ _ends[b];
        return differs >> 32 == 0 || (uint)differs == 0;
    }

    /// <summary>Number of prose lines.</summary>
    public int ProseCount { get; private set; }

    /// <summary>Letters of the running text by script; of the whole visible body where there is hardly any running text.</summary>
    public ScriptCounts Script { get; private set; }

    /// <summary>The script that most letters of the page belong to.</summary>
    public Script MainScript { get; private set; }

    /// <summary>Index of the first prose line, the number of lines where there is none.</summary>
    public int FirstProse { get; private set; }

    /// <summary>Index of the last prose line, -1 where there is none.</summary>
    public int LastProse { get; private set; }

    /// <summary>The facts of <paramref name="page"/>, made at the first call for it on this thread.</summary>
    public static PageFacts Of(SegmentedPage page)
    {
        PageFacts facts = _current ??= new PageFacts();
        if (!ReferenceEquals(facts._page, page))
        {
            facts._page = page;
            facts.Make(page);
        }

        return facts;
    }

    /// <summary>How well the running text bears out <paramref name="span"/>, copies of it not counted.</summary>
    /// <param name="span">The piece.</param>
    /// <param name="ownLines">Prose lines that hold the piece itself or a copy of it.</param>
    public Support SupportOf(TextSpan span, int ownLines = 0)
    {
        var reader = new TermReader(_page!, span);
        int terms = 0;
        int supported = 0;
        while (reader.Next())
        {
            terms++;
            if (_terms.LinesOf(reader.Term) > ownLines)
            {
                supported++;
            }
        }

        return new Support(terms, supported);
    }

    /// <summary>True as soon as more than a share of all terms of a piece is found in the running text: cheaper than <see cref="SupportOf(TextSpan, int)"/> where most are.</summary>
    /// <param name="span">The piece.</param>
    /// <param name="ownLines">Prose lines that hold the piece itself or a copy of it.</param>
    /// <param name="share">The share, 0 to 1.</param>
    public bool IsBorneOut(TextSpan span, int ownLines, float share)
    {
        var reader = new TermReader(_page!, span);
        float enough = share * reader.MostTerms;
        int supported = 0;
        while (reader.Next())
        {
            if (_terms.LinesOf(reader.Term) > ownLines && ++supported > enough)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Support by the running text and by the visible lines that are none, in one pass.</summary>
    /// <param name="span">The piece.</param>
    /// <param name="frame">As <see cref="FrameSupportOf"/> tells it.</param>
    public Support SupportOf(TextSpan span, out Support frame)
    {
        var reader = new TermReader(_page!, span);
        int terms = 0;
        int supported = 0;
        int framed = 0;
        while (reader.Next())
        {
            terms++;
            supported += _terms.LinesOf(reader.Term) > 0 ? 1 : 0;
            framed += _frame.LinesOf(reader.Term) > 0 ? 1 : 0;
        }

        frame = new Support(terms, framed);
        return new Support(terms, supported);
    }

    /// <summary>How many terms of a span stand in the visible lines that are no running text: menus, headings, labels, foot (HTML only).</summary>
    /// <param name="span">The piece.</param>
    /// <param name="ownLines">Such lines that hold the piece itself or a copy of it.</param>
    public Support FrameSupportOf(TextSpan span, int ownLines = 0)
    {
        var reader = new TermReader(_page!, span);
        int terms = 0;
        int supported = 0;
        while (reader.Next())
        {
            terms++;
            supported += _frame.LinesOf(reader.Term) > ownLines ? 1 : 0;
        }

        return new Support(terms, supported);
    }

    /// <summary>True where hardly any letter of the page's text is of the script that most of the letters of a piece are of.</summary>
    /// <param name="piece">The piece's letters.</param>
    /// <param name="inProse">True where the piece is itself part of the running text.</param>
    public bool IsOtherScript(in ScriptCounts piece, bool inProse = false)
    {
        const int MinLetters = 60;
        const int RareShare = 25;
        return Script.Total >= MinLetters && piece.Total > 0
            && (Script.Of(piece.Main) - (inProse ? piece.Of(piece.Main) : 0)) * RareShare < Script.Total;
    }

    /// <summary>Number of lines of running text that hold a term.</summary>
    public int LinesOf(uint term) => _terms.LinesOf(term);

    /// <summary>Prose lines that hold the text of <paramref name="span"/> letter by letter; at most 64 are counted.</summary>
    public int ProseCopies(TextSpan span)
    {
        const int MaxFinds = 256;
        if (!MayBeCopied(span, _terms))
        {
            return 0;
        }

        ReadOnlySpan<char> text = _page!.Page.Text;
        ReadOnlySpan<char> piece = text[span.Start..span.End];
        ReadOnlySpan<Block> blocks = _page.Page.Blocks;
        int copies = 0;
        int block = 0;
        int at = 0;
        for (int finds = 0; finds < MaxFinds && copies < 64; finds++)
        {
            int next = text[at..].IndexOf(piece, StringComparison.Ordinal);
            if (next < 0)
            {
                break;
            }

            at += next;
            while (block < blocks.Length && blocks[block].Span.End <= at)
            {
                block++;
            }

            if (block == blocks.Length)
            {
                break;
            }

            copies += _lines[block].Prose ? 1 : 0;
            at = Math.Max(at + 1, blocks[block].Span.End);
        }

        return copies;
    }

    /// <summary>False where a term of the piece stands nowhere: then no copy of it does. Saves most searches.</summary>
    public bool MayStandInFrame(TextSpan span) => MayBeCopied(span, _frame);

    private bool MayBeCopied(TextSpan span, TermTable table)
    {
        var reader = new TermReader(_page!, span);
        while (reader.Next())
        {
            if (table.LinesOf(reader.Term) == 0 && !table.IsFull)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>How many copies of a piece in running text stand between a letter and a comma or full stop; <paramref name="copies"/> counts all but those that go on for a word to such a place.</summary>
    public int ClauseEndCopies(TextSpan span, out int copies)
    {
        const int MaxFinds = 64;
        ReadOnlySpan<char> text = _page!.Page.Text;
        ReadOnlySpan<CharClass> classes = _page.Classes;
        int ends = 0;
        copies = 0;
        if (!MayBeCopied(span, _terms))
        {
            return 0;
        }

        int at = span.End;
        for (int finds = 0; finds < MaxFinds; finds++)
        {
            int next = text[at..].IndexOf(text[span.Start..span.End], StringComparison.Ordinal);
            if (next < 0)
            {
                break;
            }

            at += next;
            int end = at + span.Length;
            int b = BlockSearch.Of(_page.Page.Blocks, at);
            if (b >= 0 && _lines[b].Prose)
            {
                copies += IsNearClauseEnd(_page, end) ? 0 : 1;
                bool stop = end >= _page.Page.Blocks[b].Span.End || classes[end] is CharClass.Comma or CharClass.SentenceEnd;
                ends += stop && at > _page.Page.Blocks[b].Span.Start && CharClasses.IsLetter(classes[at - 1]) ? 1 : 0;
            }

            at = end;
        }

        return ends;
    }

    /// <summary>True where one to <paramref name="most"/> letters of a script without blanks stand before the next comma, full stop or line end: a phrase may have gone on for a word.</summary>
    public static bool IsNearClauseEnd(SegmentedPage page, int at, int most = 4)
    {
        ReadOnlySpan<CharClass> classes = page.Classes;
        int end = at;
        while (end < classes.Length && end - at <= most && CharClasses.IsLetter(classes[end]) && Scripts.IsDense(Scripts.Of(classes[end])))
        {
            end++;
        }

        return end > at && end - at <= most && (end == classes.Length || classes[end] is CharClass.Comma or CharClass.SentenceEnd or CharClass.LineEnd);
    }

    private void Make(SegmentedPage page)
    {
        ReadOnlySpan<Block> blocks = page.Page.Blocks;
        if (_lines.Length < blocks.Length)
        {
            _lines = new LineFacts[blocks.Length * 2];
            _ends = new ulong[blocks.Length * 2];
        }

        _lineCount = blocks.Length;
        int terms = page.Terms.KeptChars < page.Page.Text.Length ? page.Page.Text.Length / 2 : page.Terms.Contents.Length;
        _terms.Reset(Math.Min(terms, 1 << 20));
        _frame.Reset(page.Page.IsHtml ? Math.Min(terms, 1 << 18) : 0);
        _alike.Reset(blocks.Length);
        ProseCount = 0;
        FirstProse = blocks.Length;
        LastProse = -1;
        _inline = 0;
        bool paragraphSeen = false;
        bool isWide = LineCounter.MayBeWide(page.Page.Text);
        ScriptCounts prose = default;
        ScriptCounts all = default;
        for (int b = 0; b < blocks.Length; b++)
        {
            _lines[b] = LineCounter.Count(page.Page.Text, page.PaddedClasses, blocks[b], page.BlockProfiles[b], isWide, out ScriptCounts scripts);
            ref LineFacts line = ref _lines[b];
            line.ProseBefore = ProseCount;
            _ends[b] = ((ulong)line.Head << 32) | line.Tail;
            paragraphSeen |= line.Prose && LineCounter.IsParagraph(line);
            if (!page.Page.IsHtml && b < MaxTitleLines && !paragraphSeen)
            {
                // Plain text has no headings: its first lines are titles until a paragraph comes.
                line.Prose = false;
            }

            _alike.Add(_lines, b);
            if (blocks[b].Zone == Zone.Body && !blocks[b].IsHidden)
            {
                all.Add(scripts);
            }

            if (line.Prose)
            {
                prose.Add(scripts);
                AddProse(page, b);
            }
            else if (page.Page.IsHtml && blocks[b].Zone == Zone.Body && !blocks[b].IsHidden && line.Weight < MaxFrameWeight && line.FirstAlike == b)
            {
                AddTerms(page, b, _frame);
            }
        }

        Script = prose.Total >= 40 ? prose : all;
        MainScript = Script.Main;
        FindVariant(page);
    }

    private void AddProse(SegmentedPage page, int b)
    {
        ProseCount++;
        FirstProse = Math.Min(FirstProse, b);
        LastProse = b;
        if (_lines[b].FirstAlike != b)
        {
            // A copy of an earlier line bears nothing out.
            return;
        }

        AddTerms(page, b, _terms);
    }

    private void AddTerms(SegmentedPage page, int b, TermTable table)
    {
        TextSpan span = page.Page.Blocks[b].Span;
        var reader = new TermReader(page, span);
        ReadOnlySpan<InlineRun> inlines = page.Page.Inlines;
        while (_inline < inlines.Length && inlines[_inline].Span.End <= span.Start)
        {
            _inline++;
        }

        // Hidden runs of a visible line bear nothing out.
        int run = _inline;
        int hiddenUntil = 0;
        while (reader.Next())
        {
            for (; run < inlines.Length && inlines[run].Span.Start <= reader.Start; run++)
            {
                hiddenUntil = inlines[run].Kind == InlineKind.Hidden ? Math.Max(hiddenUntil, inlines[run].Span.End) : hiddenUntil;
            }

            if (reader.Start >= hiddenUntil)
            {
                table.Add(reader.Term, b);
            }
        }
    }
}
