using System.Collections.Immutable;

namespace Chaffinch.Model;

/// <summary>A page with its main text and nothing else: nobody looked for planted text in it.</summary>
public sealed class ExtractedPage
{
    internal ExtractedPage(Page page, string text, ImmutableArray<TextSpan> kept)
    {
        Page = page;
        Text = text;
        Kept = kept;
    }

    /// <summary>The page as read.</summary>
    public Page Page { get; }

    /// <summary>The main text, a paragraph a line, written as <see cref="Article.Text"/> is. On HTML pages of 60 blocks and more it is made of whole blocks, a headline among them.</summary>
    public string Text { get; }

    /// <summary>The parts of the page's text that <see cref="Text"/> holds, in order; UTF-16 code units.</summary>
    public ImmutableArray<TextSpan> Kept { get; }

    /// <summary>What sort of page it is; <see cref="PageType.Other"/> where it cannot be told, as in plain text.</summary>
    public PageType PageType { get; init; } = PageType.Other;

    /// <summary>The probability of <see cref="PageType"/>, 0 to 1; 0 where it cannot be told.</summary>
    public float PageTypeConfidence { get; init; }
}
