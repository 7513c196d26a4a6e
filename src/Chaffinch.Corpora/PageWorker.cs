using Chaffinch.Corpora.Filtering;
using Chaffinch.Corpora.Model;
using Chaffinch.Corpora.Writing;
using Chaffinch.Model;

namespace Chaffinch.Corpora;

/// <summary>Labels the pages of batches, filters them and encodes what is written of them.</summary>
internal sealed class PageWorker : BatchWorker
{
    // So many pages are labelled together, step by step; fewer where their text comes to so many code units, each of which takes some fifty bytes of working memory.
    internal const int GroupPages = 16;
    internal const int GroupChars = 1 << 17;

    private readonly OutputOptions _output;
    private readonly Filter? _filter;
    private readonly PageAnalyzer _analyzer;
    private readonly DocumentFacts _facts = new();
    private readonly Dictionary<OutputFormat, Encoders> _encoders = [];
    private readonly List<(CrawlItem Item, Page Page, bool IsPage)> _group = [];
    private readonly Page[] _pages = new Page[GroupPages];
    private readonly LabelledPage[] _labelled = new LabelledPage[GroupPages];
    private int _pageCount;
    private long _groupChars;

    public PageWorker(RunOptions options, Filter? filter)
    {
        _output = options.Output;
        _filter = filter;
        _analyzer = new PageAnalyzer((options.Analyzer ?? AnalyzerOptions.Default) with { Markdown = options.Output.Markdown });
    }

    public override BatchResult Process(WorkUnit unit, Batch batch, CancellationToken cancel)
    {
        if (!_encoders.TryGetValue(unit.Format, out Encoders? to))
        {
            to = new Encoders(_output, unit.Format);
            _encoders.Add(unit.Format, to);
        }

        foreach (ItemDefect defect in batch.Defects)
        {
            if (defect.IsRejection)
            {
                to.Rejects.AddRejection(new Rejection(IdOf(defect), null, defect.Archive, defect.Offset, defect.Kind, defect.Message), null);
            }
            else
            {
                to.Defects.AddDefect(defect, null);
            }
        }

        foreach (CrawlItem item in batch.Items)
        {
            cancel.ThrowIfCancellationRequested();
            Read(item);
            if (_group.Count >= GroupPages || _groupChars >= GroupChars)
            {
                WriteGroup(batch.Counts, to);
            }
        }

        WriteGroup(batch.Counts, to);
        return new BatchResult(to.Documents.Take(), to.Rejects.TakeAny(), to.Defects.TakeAny());
    }

    public override void Dispose()
    {
        foreach (Encoders encoders in _encoders.Values)
        {
            encoders.Documents.Dispose();
            encoders.Rejects.Dispose();
            encoders.Defects.Dispose();
        }
    }

    // A record that was given up has no name of its own that the reader could tell.
    private static string IdOf(ItemDefect defect) => $"{defect.Archive}:{defect.Offset}";

    private void Read(CrawlItem item)
    {
        Page page = _analyzer.Read(item.Content, new InputHints(item.Url, item.ContentType, FormatOf(item.Format)));
        bool isPage = page.Defects.IsEmpty || page.Defects[0].Kind != "binary-input";
        _group.Add((item, page, isPage));
        if (isPage)
        {
            _pages[_pageCount++] = page;
            _groupChars += page.Text.Length;
        }
    }

    // Labels the pages that were read, and writes what is to be written of them, one after the other as they came.
    private void WriteGroup(RunCounts counts, Encoders to)
    {
        _analyzer.LabelAll(_pages.AsSpan(0, _pageCount), _labelled);
        int next = 0;
        foreach ((CrawlItem item, Page page, bool isPage) in _group)
        {
            using (item)
            {
                foreach (ItemDefect defect in item.Defects)
                {
                    counts.Defects++;
                    to.Defects.AddDefect(defect, item.Id);
                }

                if (isPage)
                {
                    Write(item, _labelled[next++], counts, to);
                }
                else
                {
                    Reject(new Rejection(item.Id, item.Url, item.Archive, item.Offset, "not-a-page", page.Defects[0].Message), null, counts, to);
                }
            }
        }

        _group.Clear();
        Array.Clear(_pages);
        Array.Clear(_labelled);
        (_pageCount, _groupChars) = (0, 0);
    }

    private void Write(CrawlItem item, LabelledPage page, RunCounts counts, Encoders to)
    {
        _facts.Id = item.Id;
        _facts.Url = item.Url ?? page.Page.Url;
        _facts.Fetched = item.Fetched;
        _facts.Archive = item.Archive;
        _facts.Offset = item.Offset;
        _facts.Bytes = item.Content.Length;
        _facts.ArchiveDefects = item.Defects.Count;
        _facts.Page = page;
        _facts.Count();
        Count(counts);
        if (_filter is not null && !_filter.Matches(_facts))
        {
            Reject(new Rejection(item.Id, _facts.Url, item.Archive, item.Offset, "filtered", null), _facts, counts, to);
            return;
        }

        counts.Documents++;
        to.Documents.Add(_facts);
    }

    // Attributes have a row for every record, so that rows stand beside those of the input; such a record is not rejected.
    private void Reject(in Rejection rejection, DocumentFacts? facts, RunCounts counts, Encoders to)
    {
        if (_output.Emit == Emit.Attributes)
        {
            counts.Documents++;
            to.Documents.AddUnreadable(rejection);
            return;
        }

        RunCounts.Add(counts.Rejected, rejection.Reason);
        to.Rejects.AddRejection(rejection, facts);
    }

    private void Count(RunCounts counts)
    {
        counts.Verdicts[(int)_facts.Page.Judgement.Value]++;
        counts.Characters += _facts.Characters;
        counts.Kept += _facts.Kept;
        counts.Injected += _facts.ByLabel[(int)Label.Injected];
        counts.Damaged += _facts.ByLabel[(int)Label.Damaged];
        counts.PagesInjected += _facts.ByLabel[(int)Label.Injected] > 0 ? 1 : 0;
        counts.PagesDamaged += _facts.ByLabel[(int)Label.Damaged] > 0 ? 1 : 0;
    }

    private static InputFormat FormatOf(ItemFormat format) => format switch
    {
        ItemFormat.Html => InputFormat.Html,
        ItemFormat.Text => InputFormat.Text,
        _ => InputFormat.Auto,
    };

    private sealed class Encoders
    {
        public Encoders(OutputOptions options, OutputFormat format)
        {
            OutputFormat lines = format == OutputFormat.Parquet ? OutputFormat.JsonLinesZstd : format;
            Documents = format == OutputFormat.Parquet ? new ParquetRows(options) : new JsonRows(options, format);
            Rejects = new JsonRows(options, lines);
            Defects = new JsonRows(options, lines);
        }

        public RowEncoder Documents { get; }

        public JsonRows Rejects { get; }

        public JsonRows Defects { get; }
    }
}
