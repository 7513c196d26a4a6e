using Chaffinch.Model;

namespace Chaffinch.Cleaning;

/// <summary>A candidate for a page's title.</summary>
internal record struct TitleCandidate
{
    /// <summary>First part that it stands in.</summary>
    public int Part;

    /// <summary>Last part that it stands in.</summary>
    public int LastPart;

    /// <summary>Its range in the page's text.</summary>
    public TextSpan Span;

    /// <summary>Its text's place in the buffer.</summary>
    public int Start;

    /// <summary>Code units of its text.</summary>
    public int Length;

    /// <summary>Place of what was cut off.</summary>
    public int RestStart;

    /// <summary>Code units of it.</summary>
    public int RestLength;

    /// <summary>Number of its words.</summary>
    public int Words;

    /// <summary>Hash of its folded text.</summary>
    public ulong Fold;

    /// <summary>What parts it from the rest.</summary>
    public TitleSeparator Separator;

    /// <summary>True in the title element.</summary>
    public bool IsElement;

    /// <summary>True for the beginning of a heading.</summary>
    public bool IsHeadingCut;
}
