namespace Chaffinch.Model;

/// <summary>What an entry of the markup array is.</summary>
internal enum MarkupKind : byte
{
    /// <summary>An element starts (its start tag, or where the standard implies one).</summary>
    Open,

    /// <summary>The element of <see cref="MarkupNode.Partner"/> ends. Every Open has exactly one Close.</summary>
    Close,

    /// <summary>Character data.</summary>
    Text,

    /// <summary>A comment.</summary>
    Comment,
}

/// <summary>Facts about a markup entry.</summary>
[Flags]
internal enum MarkupFlags : ushort
{
    None = 0,

    /// <summary>The source has no tag for it: the standard implies it.</summary>
    Implied = 1,

    /// <summary>Text: has a '&amp;' that may start a character reference and is in a state that decodes them.</summary>
    HasReferences = 2,

    /// <summary>Text: has CR or NUL, which the standard replaces or drops.</summary>
    HasControls = 4,

    /// <summary>Came after the end tag of body or html.</summary>
    AfterEnd = 8,

    /// <summary>Moved in front of a table by foster parenting.</summary>
    Fostered = 16,

    /// <summary>Element of SVG or MathML, or text directly in one.</summary>
    Foreign = 32,

    /// <summary>Text: only white space.</summary>
    WhiteSpace = 64,

    /// <summary>Text of script, style, template contents and other text that is not part of a page's text.</summary>
    NotText = 128,

    /// <summary>Text in a state of the tokenizer that knows no tags (title, textarea, script, plaintext …): a NUL stands for U+FFFD.</summary>
    RawText = 256,

    /// <summary>Open: it repeats a formatting element that misnested tags had closed; its source is that element's start tag.</summary>
    Repeated = 512,

    /// <summary>Open: nothing in it gives text or a line of its own: no text but white space, no br, frame or preformatted element.</summary>
    Blank = 1024,
}

/// <summary>One entry of the markup array, in document order of the tree that the standard would build.</summary>
/// <remarks>
/// A NUL in text is dropped, or stands for U+FFFD where <see cref="MarkupFlags.RawText"/> or <see cref="MarkupFlags.Foreign"/> is set;
/// CR and CR LF stand for LF. <c>CharacterReferences</c> decodes both. White space that the standard ignores has no entry, nor has the line
/// feed after <c>&lt;pre&gt;</c> and <c>&lt;textarea&gt;</c>. The title of an SVG picture has the tag <see cref="HtmlTag.Desc"/>, so that it is not taken for the page's.
/// </remarks>
/// <param name="Kind">What it is.</param>
/// <param name="Tag">Element name of Open and Close; the parent's of Text.</param>
/// <param name="Flags">Facts.</param>
/// <param name="Start">First byte in the source (start tag's '&lt;', end tag's '&lt;', first byte of the text).</param>
/// <param name="End">One past the last byte.</param>
/// <param name="Partner">Open: index of its Close; Close: index of its Open; Text: 0.</param>
/// <param name="FirstAttribute">Open: index of its first attribute.</param>
/// <param name="AttributeCount">Open: number of attributes kept.</param>
internal record struct MarkupNode(
    MarkupKind Kind, HtmlTag Tag, MarkupFlags Flags, int Start, int End, int Partner, int FirstAttribute, int AttributeCount);

/// <summary>The attributes that reading a page looks at; others are skipped.</summary>
internal enum HtmlAttribute : byte
{
    Other,
    AriaHidden,
    AriaExpanded,
    Bgcolor,
    Charset,
    Class,
    Color,
    Content,
    Datetime,
    Height,
    Hidden,
    Href,
    HttpEquiv,
    Id,
    Itemprop,
    Itemtype,
    Lang,
    Name,
    Property,
    Rel,
    Role,
    Size,
    Srcdoc,
    Style,
    Type,
    Width,
    Encoding,
    Start,
    Value,
    Alt,
    Src,
    Title,
    Face,
}

/// <summary>An attribute of a start tag: the bytes of its value, undecoded, without quotes.</summary>
internal readonly record struct MarkupAttribute(HtmlAttribute Name, bool HasReferences, int ValueStart, int ValueEnd);

/// <summary>A parsed page: the flat array that stands for the tree. Its arrays may be longer than their counts (pooled).</summary>
internal sealed class Markup
{
    public MarkupNode[] Nodes = [];

    public int NodeCount;

    public MarkupAttribute[] Attributes = [];

    public int AttributeCount;

    /// <summary>Indices of the elements that speak for the whole page, in order: html, title, meta, link, style, script, noscript, template, time
    /// (<c>TagTrait.Telling</c>).</summary>
    public int[] Telling = [];

    public int TellingCount;

    public List<Defect> Defects { get; } = [];

    public ReadOnlySpan<int> AllTelling => Telling.AsSpan(0, TellingCount);

    /// <summary>True when the page's doctype, or its lack, asks for quirks mode.</summary>
    public bool IsQuirky { get; set; }

    public ReadOnlySpan<MarkupNode> AllNodes => Nodes.AsSpan(0, NodeCount);

    public ReadOnlySpan<MarkupAttribute> AttributesOf(in MarkupNode node) => Attributes.AsSpan(node.FirstAttribute, node.AttributeCount);
}
