using System.Collections.Immutable;

namespace Chaffinch.Model;

/// <summary>A run of text with one label.</summary>
/// <param name="Span">Its range in the page's text, without white space at its ends.</param>
/// <param name="Label">Its label.</param>
/// <param name="Kind">Its kind, for injected and damaged spans.</param>
/// <param name="Theme">Its theme, for injected spans that have one.</param>
/// <param name="Confidence">How sure the labelling is, 0 to 1.</param>
/// <param name="Evidence">Indexes into <see cref="LabelledPage.Evidence"/>; not empty for injected and damaged spans.</param>
public readonly record struct LabelledSpan(
    TextSpan Span, Label Label, Kind Kind, Theme Theme, float Confidence, ImmutableArray<int> Evidence);

/// <summary>The judgement over a page, with what led to it.</summary>
/// <param name="Value">The verdict.</param>
/// <param name="Confidence">0 to 1.</param>
/// <param name="Reasons">Sentences, the weightiest first; not empty.</param>
public sealed record Judgement(PageVerdict Value, float Confidence, ImmutableArray<string> Reasons);

/// <summary>A run of text that is not in the article, and why.</summary>
/// <param name="Span">Its range in the page's text.</param>
/// <param name="Label">Its label.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Reason">Why it was cut, in one sentence.</param>
public readonly record struct Cut(TextSpan Span, Label Label, Kind Kind, string Reason);

/// <summary>One post of a thread.</summary>
/// <param name="Author">Who wrote it, null where the page does not say it in a line of its own.</param>
/// <param name="Published">When, ISO 8601 as in <see cref="Article.Published"/>; null where no date stands beside it.</param>
/// <param name="Start">First UTF-16 code unit in <see cref="Article.Text"/>.</param>
/// <param name="End">One past its last, without the line end.</param>
public readonly record struct Post(string? Author, string? Published, int Start, int End);

/// <summary>One comment of a reader below an article.</summary>
/// <param name="Author">Who wrote it as the page names them; null where it does not.</param>
/// <param name="Published">When, ISO 8601 as in <see cref="Article.Published"/>; null where no date stands beside it.</param>
/// <param name="Text">What they wrote, a paragraph a line.</param>
public sealed record Comment(string? Author, string? Published, string Text);

/// <summary>The genuine article of a page.</summary>
public sealed record Article
{
    /// <summary>The headline without site name and planted parts; null where the page has none.</summary>
    public string? Title { get; init; }

    /// <summary>True when the title stands in a line that is no part of the article by its label; then <see cref="Kept"/> does not hold it.</summary>
    public bool TitleIsElsewhere { get; init; }

    /// <summary>Author or source line; null where the page has none.</summary>
    public string? Byline { get; init; }

    /// <summary>True when the byline was taken from machine-readable data or from a line of the site's furniture; then <see cref="Kept"/> does not hold it.</summary>
    public bool BylineIsElsewhere { get; init; }

    /// <summary>Publication date as ISO 8601 (date, or date and time with zone where known); null where the page has none.</summary>
    public string? Published { get; init; }

    /// <summary>Main language (ISO 639-1), null when it cannot be told.</summary>
    public string? Language { get; init; }

    /// <summary>Subheads, body and captions, a paragraph a line, without the headline and the byline.</summary>
    public required string Text { get; init; }

    /// <summary>On pages of the type forum the posts of the thread in order, where the page names posters; they do not overlap. Empty else.</summary>
    public ImmutableArray<Post> Posts { get; init; } = [];

    /// <summary>
    /// Damaged runs that <see cref="Text"/> and <see cref="Title"/> have as they were, in the order of the page; empty where nothing can be repaired, and where
    /// <see cref="AnalyzerOptions.Repairs"/> is off. What stood there is listed in <see cref="Cuts"/>.
    /// </summary>
    public ImmutableArray<Repair> Repairs { get; init; } = [];

    /// <summary>
    /// Readers' comments below the article, which are furniture by their label and no part of <see cref="Text"/>, in order and without planted ones; empty unless
    /// <see cref="AnalyzerOptions.Comments"/> is on, and where the page names neither posters nor dates.
    /// </summary>
    public ImmutableArray<Comment> Comments { get; init; } = [];

    /// <summary>The same as Markdown (CommonMark with tables), without the headline; empty where <see cref="AnalyzerOptions.Markdown"/> is off.</summary>
    public required string Markdown { get; init; }

    /// <summary>The parts of the page's text that <see cref="Text"/> holds, and <see cref="Title"/> and <see cref="Byline"/> where they stand in the article, in order.</summary>
    public required ImmutableArray<TextSpan> Kept { get; init; }

    /// <summary>All other parts that are not white space, in order, with reasons. Kept and cut tile the page's text.</summary>
    public required ImmutableArray<Cut> Cuts { get; init; }
}

/// <summary>A page with every character labelled, its verdict and its article.</summary>
public sealed class LabelledPage
{
    internal LabelledPage(
        Page page,
        string? language,
        ImmutableArray<LabelledSpan> spans,
        ImmutableArray<Evidence> evidence,
        Judgement judgement,
        Article article)
    {
        Page = page;
        Language = language;
        Spans = spans;
        Evidence = evidence;
        Judgement = judgement;
        Article = article;
    }

    /// <summary>The page as read.</summary>
    public Page Page { get; }

    /// <summary>Main language (ISO 639-1), null when it cannot be told.</summary>
    public string? Language { get; }

    /// <summary>What sort of page it is; <see cref="PageType.Other"/> where it cannot be told, as in plain text.</summary>
    public PageType PageType { get; init; } = PageType.Other;

    /// <summary>The probability of <see cref="PageType"/>, 0 to 1; 0 where it cannot be told.</summary>
    public float PageTypeConfidence { get; init; }

    /// <summary>Spans in order; they do not overlap, and between them stands only white space.</summary>
    public ImmutableArray<LabelledSpan> Spans { get; }

    /// <summary>What the detectors stated.</summary>
    public ImmutableArray<Evidence> Evidence { get; }

    /// <summary>The judgement over the page.</summary>
    public Judgement Judgement { get; }

    /// <summary>The genuine article.</summary>
    public Article Article { get; }
}
