using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Labelling;

/// <summary>Where the prose of a page lies, as its blocks' forms tell before any labelling: its first and last block, the container that holds most of it, the headline.</summary>
internal sealed class PageShape
{
    private const int Before = 0;
    internal const int Among = 1;
    private const int After = 2;
    private const int NoProse = 3;

    private LineForm[] _forms = [];
    private int[] _columns = [];
    private int[] _chars = [];
    private bool[] _prose = [];
    private long[] _mass = [];
    private int _count;
    private int _main;
    private ulong[] _titleFolds = [];
    private int _titleFoldCount;
    private int _headlineAtFirst;
    private ulong[] _folds = [];

    /// <summary>Words for <see cref="PlaceOf"/>.</summary>
    public static string[] PlaceNames { get; } = ["before-prose", "among-prose", "after-prose", "no-prose"];

    /// <summary>First block of prose, -1 where there is none.</summary>
    public int FirstProse { get; private set; }

    /// <summary>Last block of prose, -1 where there is none.</summary>
    public int LastProse { get; private set; }

    /// <summary>The block that looks most like the article's headline, -1 where none does.</summary>
    public int HeadlineBlock { get; private set; }

    /// <summary>True when one container holds most of the prose.</summary>
    public bool HasMain => _main >= 0;

    public LineForm FormOf(int block) => _forms[block];

    /// <summary>Width in columns: East Asian letters count two.</summary>
    public int ColumnsOf(int block) => _columns[block];

    /// <summary>Characters that are not white space.</summary>
    public int CharsOf(int block) => _chars[block];

    public bool IsProse(int block) => _prose[block];

    public bool IsTitleRepeat(int block) => _folds[block] != 0 && _titleFolds.AsSpan(0, _titleFoldCount).Contains(_folds[block]);

    public int PlaceOf(int block) =>
        FirstProse < 0 ? NoProse : block < FirstProse ? Before : block > LastProse ? After : Among;

    /// <summary>A line with empty lines around it, beside prose on at least one side: where headings and captions stand.</summary>
    public bool IsAloneBesideProse(Page page, int block)
    {
        bool before = block > 0 && _prose[block - 1];
        bool after = block + 1 < _count && _prose[block + 1];
        return (before || after) && !_prose[block]
            && (page.Blocks[block].Traits & BlockTraits.ParagraphStart) != 0
            && (block + 1 == _count || (page.Blocks[block + 1].Traits & BlockTraits.ParagraphStart) != 0);
    }

    public bool IsInMain(Page page, int block)
    {
        for (int c = page.Blocks[block].Container; c >= _main; c = page.Containers[c].Parent)
        {
            if (c == _main)
            {
                return true;
            }
        }

        return false;
    }

    public void Compute(SegmentedPage page)
    {
        ReadOnlySpan<Block> blocks = page.Page.Blocks;
        _count = blocks.Length;
        Grow(ref _forms, _count);
        Grow(ref _columns, _count);
        Grow(ref _chars, _count);
        Grow(ref _prose, _count);
        Grow(ref _folds, _count);
        FirstProse = -1;
        LastProse = -1;
        Measure(page);
        for (int b = 0; b < _count; b++)
        {
            ref readonly Block block = ref blocks[b];
            _forms[b] = LineForms.Of(
                page.Page.Text.AsSpan(block.Span.Start, block.Span.Length), page.PaddedClasses[block.Span.Start..], page.BlockProfiles[b].Mask);
            _prose[b] = LooksLikeProse(block, b);
        }

        if (!page.Page.IsHtml)
        {
            AddStanzas(blocks);
        }

        for (int b = 0; b < _count; b++)
        {
            if (_prose[b])
            {
                FirstProse = FirstProse < 0 ? b : FirstProse;
                LastProse = b;
            }
        }

        FindMain(page.Page);
        FindTitles(page);
        HeadlineBlock = FindHeadline(page.Page, []);
        _headlineAtFirst = HeadlineBlock;
    }

    /// <summary>Looks for the headline once more among the blocks that are not planted.</summary>
    /// <returns>True when another block looks like it than at first: each pass starts from the first one's scores.</returns>
    public bool FindHeadlineAgain(Page page, HashSet<int> planted)
    {
        HeadlineBlock = FindHeadline(page, planted);
        return HeadlineBlock >= 0 && HeadlineBlock != _headlineAtFirst;
    }

    private void Measure(SegmentedPage page)
    {
        _columns.AsSpan(0, _count).Clear();
        _chars.AsSpan(0, _count).Clear();
        _folds.AsSpan(0, _count).Clear();
        for (int s = 0; s < page.Segments.Length; s++)
        {
            ref readonly SegmentProfile p = ref page.Profiles[s];
            int b = page.Segments[s].Block;
            _folds[b] = _chars[b] == 0 ? p.Fold : (_folds[b] * 0x9E3779B97F4A7C15UL) + p.Fold;
            _columns[b] += p.Chars + p.Gaps + p.Han + p.Kana + p.Hangul;
            _chars[b] += p.Chars;
        }
    }

    private bool LooksLikeProse(in Block block, int b)
    {
        const Hints Aside = Hints.Navigation | Hints.Footer | Hints.Sidebar | Hints.Related | Hints.Notice | Hints.Legal | Hints.Share;
        const BlockTraits Frame = BlockTraits.InNav | BlockTraits.InFooter | BlockTraits.InAside | BlockTraits.Control;
        return block.Zone == Zone.Body && (!block.IsHidden || (block.Traits & BlockTraits.Answer) != 0) && (block.Traits & Frame) == 0 && (block.AllHints & Aside) == 0
            && block.LinkChars * 3 < _chars[b]
            && (_forms[b] & (LineForm.Copyright | LineForm.Path | LineForm.Url)) == 0
            && (_columns[b] >= 80 ? (_forms[b] & (LineForm.Ended | LineForm.Sentences)) != 0
                : _columns[b] >= 36 && (_forms[b] & LineForm.Ended) != 0);
    }

    // Verse and other short-line layouts: four or more lines without an empty one between, after the page's first lines.
    private void AddStanzas(ReadOnlySpan<Block> blocks)
    {
        const int LeastLines = 4;
        const LineForm Unfit = LineForm.Url | LineForm.Path | LineForm.Copyright | LineForm.Arrows | LineForm.Bars;
        for (int b = 0; b < _count;)
        {
            int end = b + 1;
            bool fit = (_forms[b] & Unfit) == 0;
            while (end < _count && (blocks[end].Traits & BlockTraits.ParagraphStart) == 0)
            {
                fit &= (_forms[end] & Unfit) == 0;
                end++;
            }

            if (end - b >= LeastLines && fit)
            {
                int head = b == 0 ? HeadLines(end) : 0;
                _prose.AsSpan(b + head, end - b - head).Fill(true);
            }

            b = end;
        }
    }

    // Where a text without empty lines has sentences right below its first lines, these are its head: headline, byline.
    private int HeadLines(int end)
    {
        const int Most = 3;
        int head = 0;
        while (head < Math.Min(end, Most) && !_prose[head])
        {
            head++;
        }

        return head < end && _prose[head] ? head : 0;
    }

    // The deepest container that holds at least 60 % of the prose's mass (its children's included).
    private void FindMain(Page page)
    {
        _main = -1;
        int containers = page.Containers.Length;
        if (containers == 0 || FirstProse < 0)
        {
            return;
        }

        Grow(ref _mass, containers);
        _mass.AsSpan(0, containers).Clear();
        long all = 0;
        for (int b = FirstProse; b <= LastProse; b++)
        {
            if (_prose[b] && page.Blocks[b].Container >= 0)
            {
                _mass[page.Blocks[b].Container] += _columns[b];
                all += _columns[b];
            }
        }

        for (int c = containers - 1; c > 0; c--)
        {
            if (page.Containers[c].Parent >= 0)
            {
                _mass[page.Containers[c].Parent] += _mass[c];
            }
        }

        for (int c = 0; c < containers; c++)
        {
            if (_mass[c] * 10 >= all * 6 && (_main < 0 || page.Containers[c].Depth > page.Containers[_main].Depth))
            {
                _main = c;
            }
        }
    }

    private void FindTitles(SegmentedPage page)
    {
        _titleFoldCount = 0;
        for (int s = 0; s < page.Segments.Length && page.BlockOf(s).Zone != Zone.Body; s++)
        {
            if (page.BlockOf(s).Zone == Zone.Title && page.Profiles[s].Chars >= 4)
            {
                Grow(ref _titleFolds, _titleFoldCount + 1);
                _titleFolds[_titleFoldCount++] = page.Profiles[s].Fold;
            }
        }
    }

    // A heading that repeats the title, else the highest first heading before the prose, else in plain text the last fitting line before it.
    private int FindHeadline(Page page, HashSet<int> planted)
    {
        int best = -1;
        int bestScore = 0;
        int end = FirstProse < 0 ? _count : FirstProse;
        for (int b = 0; b < end; b++)
        {
            ref readonly Block block = ref page.Blocks[b];
            if (block.Zone != Zone.Body || block.IsHidden || planted.Contains(b) || (block.Traits & (BlockTraits.InNav | BlockTraits.InFooter)) != 0)
            {
                continue;
            }

            int score = page.IsHtml ? MarkupScore(block, b) : LineScore(page, b);
            if (score > bestScore || (score == bestScore && score > 0 && !page.IsHtml))
            {
                best = b;
                bestScore = score;
            }
        }

        return best;
    }

    private int MarkupScore(in Block block, int b)
    {
        int score = block.HeadingLevel is > 0 and <= 3 ? 5 - block.HeadingLevel : 0;
        score += (block.OwnHints & Hints.Title) != 0 ? 2 : 0;
        score += IsTitleRepeat(b) ? 6 : 0;
        return _columns[b] < 6 ? 0 : score;
    }

    // A plain-text headline: a bare line, best when a dated or labelled line (the byline) or an empty one follows it.
    private int LineScore(Page page, int b)
    {
        const LineForm Unfit = LineForm.Url | LineForm.Code | LineForm.Path | LineForm.Columns | LineForm.Copyright | LineForm.FewLetters
            | LineForm.Labelled | LineForm.Bracketed;
        LineForm form = _forms[b];
        if ((form & Unfit) != 0 || _columns[b] is < 8 or > 200)
        {
            return 0;
        }

        bool last = b + 1 >= _count;
        int score = 6;
        score += !last && (_forms[b + 1] & (LineForm.Dated | LineForm.Labelled | LineForm.AuthorWord)) != 0 && _columns[b + 1] < 120 ? 2 : 0;
        score += (page.Blocks[b].Traits & BlockTraits.ParagraphStart) != 0 ? 1 : 0;
        score += last || (page.Blocks[b + 1].Traits & BlockTraits.ParagraphStart) != 0 ? 1 : 0;
        score -= (form & LineForm.Bars) != 0 ? 1 : 0;
        score -= (form & LineForm.Dated) != 0 ? 2 : 0;
        score -= (form & (LineForm.Numbered | LineForm.AuthorWord)) != 0 ? 3 : 0;
        score -= _columns[b] < 14 ? 1 : 0;
        return score;
    }

    private static void Grow<T>(ref T[] array, int length)
    {
        if (array.Length < length)
        {
            Array.Resize(ref array, Math.Max(length, array.Length * 2));
        }
    }
}
