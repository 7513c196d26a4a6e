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
public sealed record PageMeta
{
    /// <summary>Nothing is said.</summary>
    public static PageMeta None { get; } = new();

    /// <summary>og:title or twitter:title.</summary>
    public string? Title { get; init; }

    /// <summary>The headline of the JSON-LD article or posting.</summary>
    public string? Headline { get; init; }

    /// <summary>Authors of the JSON-LD article joined by commas, else meta author and its like, else article:author where it is a name.</summary>
    public string? Author { get; init; }

    /// <summary>JSON-LD datePublished, article:published_time, another meta date, or a time element marked as the date of publication; as written.</summary>
    public string? Published { get; init; }

    /// <summary>JSON-LD dateModified, article:modified_time or another meta date of the last change; as written.</summary>
    public string? Modified { get; init; }

    /// <summary>The datetime of the first time element.</summary>
    public string? TimeElement { get; init; }

    /// <summary>og:site_name, else the JSON-LD publisher or web site.</summary>
    public string? SiteName { get; init; }

    /// <summary>link rel=canonical or og:url.</summary>
    public string? CanonicalUrl { get; init; }

    /// <summary>meta generator.</summary>
    public string? Generator { get; init; }

    /// <summary>The text that an inline script assigns to <c>document.title</c>, escapes decoded.</summary>
    public string? ScriptTitle { get; init; }

    /// <summary>Where <see cref="Author"/> is null: the names in sight that microdata marks as author, joined by commas.</summary>
    public string? MarkedAuthor { get; init; }

    /// <summary>The words of og:type and of JSON-LD's @type values, blank between them; null where there are none.</summary>
    internal string? Types { get; init; }
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
