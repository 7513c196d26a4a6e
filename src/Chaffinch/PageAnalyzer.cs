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
        SegmentedPage segmented = Segmenter.Segment(page);
        _sink.Clear();
        foreach (Detector detector in _detectors)
        {
            detector.Detect(segmented, _sink);
        }

        ReadOnlySpan<Evidence> evidence = _sink.Items;
        _labeller ??= new ChainLabeller(_options.Policy, _model);
        ImmutableArray<LabelledSpan> spans = _labeller.Label(segmented, evidence);
        var labelled = new LabelledPage(
            page,
            segmented.Language,
            spans,
            [.. evidence],
            Judge.Of(segmented, spans, evidence),
            Cleaner.Clean(segmented, spans, evidence, _labeller.PageType.Type, _options.Markdown, _options.Comments))
        {
            PageType = _labeller.PageType.Type,
            PageTypeConfidence = _labeller.PageType.Confidence,
        };
        segmented.Release();
        return labelled;
    }
}
