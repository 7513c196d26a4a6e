using Chaffinch.Model;

namespace Chaffinch.Cleaning;

/// <summary>What becomes of a part of the page's text.</summary>
internal enum PartRole : byte
{
    /// <summary>It goes.</summary>
    Cut,

    /// <summary>Separators and brackets only, left over beside a cut: it goes.</summary>
    LeftOver,

    /// <summary>It stays in the article's text.</summary>
    Keep,

    /// <summary>It may be the title.</summary>
    Headline,

    /// <summary>It may be the byline.</summary>
    Byline,

    /// <summary>It is the title, or a piece of it.</summary>
    Title,

    /// <summary>It is the byline.</summary>
    Author,
}

/// <summary>The common part of a labelled span and a block.</summary>
internal struct Part
{
    /// <summary>All of it, as labelled.</summary>
    public TextSpan Whole;

    /// <summary>What is kept of it, without separators that a cut beside it left over; the rest is cut.</summary>
    public TextSpan Kept;

    /// <summary>Index of its labelled span.</summary>
    public int Span;

    /// <summary>Index of its block.</summary>
    public int Block;

    /// <summary>The label of its span.</summary>
    public Label Label;

    /// <summary>The kind of its span.</summary>
    public Kind Kind;

    /// <summary>What becomes of it.</summary>
    public PartRole Role;

    /// <summary>1 + the index of the repair that it is given back by; 0 where it stays as it stands.</summary>
    public int Repair;

    /// <summary>True when other words stand for it in the article; its own count as cut.</summary>
    public readonly bool IsRepaired => Repair > 0;

    /// <summary>True when it stays.</summary>
    public readonly bool IsKept => Role is PartRole.Keep or PartRole.Title or PartRole.Author;
}
