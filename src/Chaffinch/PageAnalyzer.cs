using System.Collections.Immutable;
using Chaffinch.Cleaning;
using Chaffinch.Detecting;
using Chaffinch.Judging;
using Chaffinch.Labelling;
using Chaffinch.Model;
using Chaffinch.Parsing;
using Chaffinch.Reading;
using Chaffinch.Segmenting;

namespace Chaffinch;

/// <summary>Labels pages: bytes in, every character labelled, the verdict and the clean article out.</summary>
/// <remarks>
/// An instance keeps working memory and is not safe for use by several threads at once; make one for each thread.
/// Same bytes, same hints, same options: same result. No input makes it throw or run longer than linear in its size.
/// </remarks>
public sealed class PageAnalyzer
{
    private readonly AnalyzerOptions _options;
    private readonly ImmutableArray<Detector> _detectors;
    private readonly HtmlParser _parser = new();
    private readonly Markup _markup = new();
    private readonly PageBuilder _builder;
    private readonly BlockNetModel? _model;
    private ChainLabeller? _labeller;
    private readonly EvidenceSink _sink = new();
    private readonly List<int> _chosen = [];
    private PageInWork[] _work = [];

    /// <summary>Creates an analyzer.</summary>
    /// <param name="options">How to analyse; the defaults where null.</param>
    /// <exception cref="ArgumentException">A disabled detector does not exist.</exception>
    public PageAnalyzer(AnalyzerOptions? options = null)
        : this(options, model: null)
    {
    }

    /// <summary>Creates an analyzer with another block network than the package's.</summary>
    internal PageAnalyzer(AnalyzerOptions? options, BlockNetModel? model)
    {
        _model = model;
        _options = options ?? AnalyzerOptions.Default;
        foreach (string name in _options.DisabledDetectors)
        {
            if (!Detectors.All.Any(d => d.Name == name))
            {
                throw new ArgumentException($"There is no detector named '{name}'.", nameof(options));
            }
        }

        _builder = new PageBuilder(_options.Limits, _parser.Parse);
        _detectors = [.. Detectors.All.Where(d => !_options.DisabledDetectors.Contains(d.Name))];
    }

    /// <summary>
    /// What this build labels by: the first 16 hex digits of the SHA-256 over its weights and tables. Two builds with the same digest and version label alike, so a run that is
    /// continued can tell whether it still would. Costs about a millisecond, once.
    /// </summary>
    public static string WeightsDigest => EmbeddedWeights.Digest;

    /// <summary>Reads one page without labelling it.</summary>
    /// <param name="bytes">The page as fetched: HTML or plain text in any encoding.</param>
    /// <param name="hints">What is known besides the bytes.</param>
    public Page Read(ReadOnlyMemory<byte> bytes, InputHints? hints = null)
    {
        hints ??= InputHints.None;
        DecodedSource source = SourceReader.Read(bytes, hints, _options.Limits);
        if (!source.IsHtml)
        {
            return PlainText.Read(source.Utf8, source.Encoding, hints.Url, source.Defects);
        }

        _parser.Parse(source.Utf8.Span, _options.Limits, _markup);
        return _builder.Build(source.Utf8, _markup, new PageFacts(source.Encoding, hints.Url, source.Defects));
    }

    /// <summary>Reads and labels one page.</summary>
    /// <param name="bytes">The page as fetched: HTML or plain text in any encoding.</param>
    /// <param name="hints">What is known besides the bytes.</param>
    public LabelledPage Analyze(ReadOnlyMemory<byte> bytes, InputHints? hints = null) => Label(Read(bytes, hints));

    /// <summary>Reads a page's main text and nothing else: no detector runs, so that planted text stays where it stands in the article.</summary>
    /// <param name="bytes">The page as fetched: HTML or plain text in any encoding.</param>
    /// <param name="hints">What is known besides the bytes.</param>
    /// <remarks>
    /// About a third of the cost of <see cref="Analyze"/>. On HTML pages of 60 blocks and more the block network alone chooses whole blocks (<c>docs/main-text.md</c>); smaller
    /// ones and plain text are labelled without evidence, and the article's text is given back.
    /// </remarks>
    public ExtractedPage ReadMainText(ReadOnlyMemory<byte> bytes, InputHints? hints = null)
    {
        Page page = Read(bytes, hints);
        ChainLabeller labeller = _labeller ??= new ChainLabeller(_options.Policy, _model);
        if (!labeller.TryChooseBlocks(page, _chosen))
        {
            return LabelMainText(page, labeller);
        }

        string text = Cleaner.TextOf(page, _chosen, out ImmutableArray<TextSpan> kept);
        return new ExtractedPage(page, text, kept) { PageType = labeller.PageType.Type, PageTypeConfidence = labeller.PageType.Confidence };
    }

    private static ExtractedPage LabelMainText(Page page, ChainLabeller labeller)
    {
        SegmentedPage segmented = Segmenter.Segment(page);
        ImmutableArray<LabelledSpan> spans = labeller.Label(segmented, []);
        Article article = Cleaner.Clean(segmented, spans, [], labeller.PageType.Type, withMarkdown: false);
        segmented.Release();
        return new ExtractedPage(page, article.Text, article.Kept) { PageType = labeller.PageType.Type, PageTypeConfidence = labeller.PageType.Confidence };
    }

    /// <summary>Labels a page that was read before.</summary>
    /// <param name="page">The page.</param>
    public LabelledPage Label(Page page)
    {
        PageInWork work = Segment(page);
        Detect(ref work);
        Decide(ref work);
        return Finish(work);
    }

    /// <summary>Labels pages that were read before, as <see cref="Label"/> labels each.</summary>
    /// <param name="pages">The pages.</param>
    /// <param name="labelled">Takes the labelled pages, in the same order.</param>
    /// <remarks>
    /// Step by step for all of them, so that the code and the tables of a step stay in the processor's caches from one page to the next: together they are several times larger than
    /// its second cache. The working memory of all pages is held at once, some fifty bytes for each code unit of their text (ADR 26).
    /// </remarks>
    internal void LabelAll(ReadOnlySpan<Page> pages, Span<LabelledPage> labelled)
    {
        if (_work.Length < pages.Length)
        {
            _work = new PageInWork[Math.Max(pages.Length, _work.Length * 2)];
        }

        Span<PageInWork> work = _work.AsSpan(0, pages.Length);
        for (int i = 0; i < work.Length; i++)
        {
            work[i] = Segment(pages[i]);
        }

        foreach (ref PageInWork one in work)
        {
            Detect(ref one);
        }

        foreach (ref PageInWork one in work)
        {
            Decide(ref one);
        }

        for (int i = 0; i < work.Length; i++)
        {
            labelled[i] = Finish(work[i]);
        }

        work.Clear();
    }

    private static PageInWork Segment(Page page) => new() { Page = page, Segmented = Segmenter.Segment(page) };

    private void Detect(ref PageInWork work)
    {
        _sink.Clear();
        Detectors.Run(_detectors, work.Segmented, _sink);
        work.Evidence = [.. _sink.Items];
    }

    private void Decide(ref PageInWork work)
    {
        _labeller ??= new ChainLabeller(_options.Policy, _model);
        work.Spans = _labeller.Label(work.Segmented, work.Evidence.AsSpan());
        (work.Type, work.TypeConfidence) = _labeller.PageType;
    }

    private LabelledPage Finish(in PageInWork work)
    {
        ReadOnlySpan<Evidence> evidence = work.Evidence.AsSpan();
        var labelled = new LabelledPage(
            work.Page,
            work.Segmented.Language,
            work.Spans,
            work.Evidence,
            Judge.Of(work.Segmented, work.Spans, evidence),
            Cleaner.Clean(work.Segmented, work.Spans, evidence, work.Type, _options.Markdown, _options.Comments, _options.Repairs))
        {
            PageType = work.Type,
            PageTypeConfidence = work.TypeConfidence,
        };
        work.Segmented.Release();
        return labelled;
    }

    /// <summary>A page between two steps.</summary>
    private struct PageInWork
    {
        public Page Page;
        public SegmentedPage Segmented;
        public ImmutableArray<Evidence> Evidence;
        public ImmutableArray<LabelledSpan> Spans;
        public PageType Type;
        public float TypeConfidence;
    }
}
