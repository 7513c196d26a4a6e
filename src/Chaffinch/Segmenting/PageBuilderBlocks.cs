using System.Runtime.CompilerServices;
using Chaffinch.Model;

namespace Chaffinch.Segmenting;

/// <summary>The block side of page building: where lines start and end, inline runs, and what hides in them.</summary>
internal sealed partial class PageBuilder
{
    /// <summary>Open inline runs that are followed; formatting nested deeper adds nothing.</summary>
    private const int MaxOpenRuns = 64;

    private readonly Growing<OpenRunState> _open = new();
    private readonly Growing<InlineRun> _hiddenRuns = new();
    private bool _joining;
    private bool _ending;
    private Zone _zone;

    /// <summary>Makes sure a block is open for text with these traits.</summary>
    private void Begin(BlockTraits traits, HiddenBy hidden)
    {
        ref Frame frame = ref _frames.Last;
        if (!_inBlock)
        {
            StartBlock(traits, hidden);
            return;
        }

        _block.Traits &= traits;
        _block.InlineHints &= frame.InlineHints;
        if (hidden != _block.HiddenNow)
        {
            EndHidden();
            _block.HiddenNow = hidden;
            _block.HiddenStart = _length;
        }
    }

    private void StartBlock(BlockTraits traits, HiddenBy hidden)
    {
        ref Frame frame = ref _frames.Last;
        bool preformatted = frame.IsPreformatted;
        int lines = _length == 0 ? 0 : 1 + (preformatted ? Math.Min(_blankLines, 1) : 0);
        int before = _length;
        if (Reserve(lines))
        {
            for (int i = 0; i < lines; i++)
            {
                _text[_length++] = '\n';
            }
        }

        int container = ContainerOf(frame.BlockFrame);
        bool opens = !_afterBreak || _blankLines > 0;
        _inBlock = true;
        _afterBreak = false;
        _blankLines = 0;
        _space = default;
        _block = new OpenBlock
        {
            Start = _length,
            Before = before,
            Runs = _runs.Count,
            SourceStart = int.MaxValue,
            Traits = traits,
            InlineHints = frame.InlineHints,
            HiddenNow = hidden,
            HiddenStart = _length,
            Container = container,
            FirstLink = _links.Count,
            KeepsParagraphStart = opens,
        };
        foreach (ref OpenRunState run in _open.Items)
        {
            run.Start = _length;
        }
    }

    private void LineBreak()
    {
        if (_inBlock)
        {
            FlushBlock();
            _afterBreak = true;
            _blankLines = 0;
        }
        else
        {
            // Two in a row part paragraphs.
            _blankLines++;
        }
    }

    /// <summary>Ends the open block, if any; a block without text leaves no trace.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void FlushBlock()
    {
        if (_inBlock)
        {
            EndBlock();
        }
        else
        {
            _afterBreak = false;
        }
    }

    private void EndBlock()
    {
        if (_blocks.Count + 1 >= limits.MaxBlocks && _block.HasText && !_ending)
        {
            JoinFurther();
            return;
        }

        int start = _block.Start;
        int end = _length;
        Trim(ref start, ref end);
        _inBlock = false;
        _space = default;
        if (start >= end)
        {
            _runs.Truncate(_block.Runs);
            _length = _block.Before;
            _runEnd = -1;
            _hiddenRuns.Clear();
            return;
        }

        EndHidden();
        foreach (ref OpenRunState run in _open.Items)
        {
            EmitRun(run);
            run.Start = _length;
        }

        AddBlock(start, end);
    }

    private void AddBlock(int start, int end)
    {
        bool allHidden = _hiddenRuns.Count > 0 && _block.HiddenChars >= Visible(start, end);
        HiddenBy hidden = allHidden ? _hiddenRuns[0].Hidden : HiddenBy.None;
        foreach (InlineRun run in _hiddenRuns.Items)
        {
            if (!allHidden)
            {
                _inlines.Add(run);
            }
        }

        _hiddenRuns.Clear();
        int linkChars = SettleLinks(_block.FirstLink, allHidden);
        ref Frame owner = ref _frames[_frames.Last.BlockFrame];
        BlockTraits traits = _block.Traits;
        traits |= _block.KeepsParagraphStart ? BlockTraits.ParagraphStart : BlockTraits.None;
        traits |= _block.HasTime ? BlockTraits.HasTime : BlockTraits.None;
        traits |= _block.CodedChars >= 4 && 2 * _block.CodedChars > Visible(start, end) ? BlockTraits.EntityCoded : BlockTraits.None;
        bool trimmed = start != _block.Start || end != _length;
        _blocks.Add(new Block
        {
            Span = new(start, end),
            Source = trimmed ? default : new(_block.SourceStart, _block.SourceEnd),
            Tag = owner.Tag,
            Zone = _zone,
            HeadingLevel = owner.HeadingLevel,
            Hidden = hidden,
            Depth = owner.Depth,
            ListDepth = owner.ListDepth,
            Traits = traits,
            OwnHints = owner.OwnHints | _block.InlineHints,
            AllHints = owner.AllHints | _block.InlineHints,
            Container = _block.Container,
            LinkChars = linkChars,
            FirstLink = _block.FirstLink,
            LinkCount = _links.Count - _block.FirstLink,
        });
    }

    /// <summary>Too many blocks: what would be further ones joins the last, parted by a blank.</summary>
    private void JoinFurther()
    {
        if (!_joining)
        {
            _joining = true;
            _defects.Add(new Defect("limit-blocks", new(_block.SourceEnd, _block.SourceEnd), "The page has more blocks than the limit; further text joins the last."));
        }

        _space = new(_block.SourceEnd - 1, _block.SourceEnd);
    }

    private void EndHidden()
    {
        if (_block.HiddenNow == HiddenBy.None)
        {
            return;
        }

        int start = _block.HiddenStart;
        int end = _length;
        Trim(ref start, ref end);
        if (start < end)
        {
            _block.HiddenChars += Visible(start, end);
            _hiddenRuns.Add(new InlineRun(new(start, end), InlineKind.Hidden, _block.HiddenNow));
        }
    }

    private bool OpenRun(ReadOnlySpan<byte> source, in ElementInfo info, in MarkupNode node, HiddenBy hidden)
    {
        if (_open.Count >= MaxOpenRuns)
        {
            return false;
        }

        ref OpenRunState run = ref _open.AddOld();
        run.Start = _length;
        run.Kind = info.Inline;
        run.IsLink = info.Has(ElementKind.Link);
        if (run.IsLink)
        {
            ReadLink(source, node, hidden, ref run.Link);
        }

        return true;
    }

    private void CloseRun()
    {
        if (_inBlock)
        {
            EmitRun(_open.Last);
        }

        _open.RemoveLast();
    }

    private void EmitRun(in OpenRunState run)
    {
        int start = Math.Max(run.Start, _block.Start);
        int end = _length;
        Trim(ref start, ref end);
        if (start >= end)
        {
            return;
        }

        if (run.IsLink)
        {
            ref PendingLink link = ref _links.AddOld();
            link.Span = new(start, end);
            link.Href = run.Link.Href;
            link.Host = run.Link.Host;
            link.Site = run.Link.Site;
            link.Name = run.Link.Name;
            link.Traits = run.Link.Traits;
            link.IsRelative = run.Link.IsRelative;
            return;
        }

        _block.HasTime |= run.Kind == InlineKind.Time;
        _inlines.AddOld() = new InlineRun(new(start, end), run.Kind, HiddenBy.None);
    }

    private void Trim(ref int start, ref int end)
    {
        while (start < end && char.IsWhiteSpace(_text[start]))
        {
            start++;
        }

        while (end > start && char.IsWhiteSpace(_text[end - 1]))
        {
            end--;
        }
    }

    /// <summary>Code units of the range, blanks not counted.</summary>
    private int Visible(int start, int end)
    {
        ReadOnlySpan<char> text = _text.AsSpan(start, end - start);
        return text.Length - System.MemoryExtensions.Count(text, ' ');
    }

    /// <summary>Runs are written when they end; readers want them by their start.</summary>
    private void SortInlines()
    {
        Span<InlineRun> runs = _inlines.Items;
        for (int i = 1; i < runs.Length; i++)
        {
            if (Before(runs[i], runs[i - 1]))
            {
                runs.Sort(static (a, b) => a == b ? 0 : Before(a, b) ? -1 : 1);
                return;
            }
        }
    }

    private static bool Before(in InlineRun a, in InlineRun b)
    {
        if (a.Span.Start != b.Span.Start)
        {
            return a.Span.Start < b.Span.Start;
        }

        return a.Span.End != b.Span.End ? a.Span.End > b.Span.End : a.Kind < b.Kind;
    }

    /// <summary>Blocks whose ends were trimmed get their source range from the finished map.</summary>
    private void FillSources(ReadOnlySpan<byte> source, out SourceMap map)
    {
        map = new SourceMap(_runs.ToArray(), _length);
        foreach (ref Block block in _blocks.Items)
        {
            if (block.Source.IsEmpty)
            {
                block = block with { Source = map.ToSource(block.Span, source) };
            }
        }
    }

    /// <summary>A line of the page text that is being written.</summary>
    private record struct OpenBlock
    {
        public int Start;

        /// <summary>Length of the text before the line end that parts it from the block before.</summary>
        public int Before;

        /// <summary>Source runs before it.</summary>
        public int Runs;
        public int SourceStart;
        public int SourceEnd;
        public bool HasText;
        public bool HasTime;
        public bool KeepsParagraphStart;
        public int CodedChars;
        public BlockTraits Traits;
        public Hints InlineHints;
        public HiddenBy HiddenNow;
        public int HiddenStart;
        public int HiddenChars;
        public int Container;
        public int FirstLink;
    }

    private record struct OpenRunState
    {
        public int Start;
        public InlineKind Kind;
        public bool IsLink;
        public PendingLink Link;
    }
}
