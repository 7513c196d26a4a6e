using System.Collections.Immutable;

namespace Chaffinch.Model;

/// <summary>One page as read: its source, its page text, and what the markup says about each line of it. Immutable.</summary>
/// <remarks>Built by <c>PageAnalyzer.Read</c>. Members are cheap views of arrays; nothing is computed on access.</remarks>
public sealed class Page
{
    private readonly Block[] _blocks;
    private readonly Container[] _containers;
    private readonly Link[] _links;
    private readonly InlineRun[] _inlines;

    internal Page(PageParts parts)
    {
        Source = parts.Source;
        Text = parts.Text;
        _blocks = parts.Blocks;
        _containers = parts.Containers;
        _links = parts.Links;
        _inlines = parts.Inlines;
        Map = parts.Map;
        IsHtml = parts.IsHtml;
        Encoding = parts.Encoding;
        DeclaredLanguage = parts.DeclaredLanguage;
        Url = parts.Url;
        Defects = parts.Defects;
        Meta = parts.Meta;
    }

    /// <summary>The page's bytes as UTF-8, as decoded and never normalised.</summary>
    public ReadOnlyMemory<byte> Source { get; }

    /// <summary>The page text of the label contract: title, description, keywords, then the body in document order, one block a line.</summary>
    public string Text { get; }

    /// <summary>The lines of <see cref="Text"/> in order; they do not overlap, and between them stands only white space.</summary>
    public ReadOnlySpan<Block> Blocks => _blocks;

    /// <summary>The elements around the blocks; parents come before children. Empty in plain text.</summary>
    public ReadOnlySpan<Container> Containers => _containers;

    /// <summary>Links with text, in order of their text.</summary>
    public ReadOnlySpan<Link> Links => _links;

    /// <summary>Inline runs in order of their start; they may nest.</summary>
    public ReadOnlySpan<InlineRun> Inlines => _inlines;

    /// <summary>What structured metadata of the page says (OpenGraph, JSON-LD, meta), to be checked against the visible text.</summary>
    public PageMeta Meta { get; }

    /// <summary>True when the input was read as HTML.</summary>
    public bool IsHtml { get; }

    /// <summary>WHATWG name of the encoding that the bytes were decoded from, lower case.</summary>
    public string Encoding { get; }

    /// <summary>The lang attribute of html, else the content-language meta, else null.</summary>
    public string? DeclaredLanguage { get; }

    /// <summary>The page's address, as given by the caller or by its canonical link; null when unknown.</summary>
    public string? Url { get; }

    /// <summary>What was wrong with the input, in order of position.</summary>
    public ImmutableArray<Defect> Defects { get; }

    internal SourceMap Map { get; }

    /// <summary>The smallest range of <see cref="Source"/> that holds the bytes of <paramref name="span"/>.</summary>
    /// <remarks>Logarithmic in the number of text runs plus linear in the run's bytes.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The span is not inside <see cref="Text"/>.</exception>
    public SourceSpan ToSource(TextSpan span)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(span.Start);
        ArgumentOutOfRangeException.ThrowIfLessThan(span.End, span.Start);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(span.End, Text.Length);
        return Map.ToSource(span, Source.Span);
    }
}

/// <summary>What a page says of itself in machine-readable form. Spammers write there too: check it against the text.</summary>
/// <param name="Title">og:title, twitter:title or JSON-LD headline.</param>
/// <param name="Author">article:author, meta author or JSON-LD author.</param>
/// <param name="Published">article:published_time, JSON-LD datePublished or a meta date, as written.</param>
/// <param name="SiteName">og:site_name.</param>
/// <param name="CanonicalUrl">link rel=canonical or og:url.</param>
/// <param name="Generator">meta generator.</param>
/// <param name="ScriptTitle">The text that an inline script assigns to <c>document.title</c>, escapes decoded.</param>
public sealed record PageMeta(
    string? Title = null,
    string? Author = null,
    string? Published = null,
    string? SiteName = null,
    string? CanonicalUrl = null,
    string? Generator = null,
    string? ScriptTitle = null)
{
    /// <summary>Nothing is said.</summary>
    public static PageMeta None { get; } = new();
}

/// <summary>Something wrong with an input that did not stop its reading.</summary>
/// <param name="Kind">A short word for it, lower case with hyphens, such as <c>limit-depth</c> or <c>invalid-utf8</c>.</param>
/// <param name="Source">Where, in <see cref="Page.Source"/>.</param>
/// <param name="Message">What, in one sentence.</param>
/// <param name="Count">How often; the place is the first one's.</param>
public sealed record Defect(string Kind, SourceSpan Source, string Message, int Count = 1);

/// <summary>The arrays that a <see cref="Page"/> is made of.</summary>
internal sealed record PageParts
{
    public required ReadOnlyMemory<byte> Source { get; init; }

    public required string Text { get; init; }

    public required Block[] Blocks { get; init; }

    public required SourceMap Map { get; init; }

    public Container[] Containers { get; init; } = [];

    public Link[] Links { get; init; } = [];

    public InlineRun[] Inlines { get; init; } = [];

    public PageMeta Meta { get; init; } = PageMeta.None;

    public bool IsHtml { get; init; }

    public string Encoding { get; init; } = "utf-8";

    public string? DeclaredLanguage { get; init; }

    public string? Url { get; init; }

    public ImmutableArray<Defect> Defects { get; init; } = [];
}
