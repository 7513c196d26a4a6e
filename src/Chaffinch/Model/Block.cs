namespace Chaffinch.Model;

/// <summary>Which part of the page's text a block belongs to.</summary>
public enum Zone : byte
{
    /// <summary>The visible or hidden body; plain text is all body.</summary>
    Body,

    /// <summary>The <c>&lt;title&gt;</c> element.</summary>
    Title,

    /// <summary>The content of <c>&lt;meta name=description&gt;</c>.</summary>
    Description,

    /// <summary>The content of <c>&lt;meta name=keywords&gt;</c>.</summary>
    Keywords,
}

/// <summary>How an element is kept from a reader's eyes.</summary>
public enum HiddenBy : byte
{
    /// <summary>It is not hidden, as far as the page itself says.</summary>
    None,

    /// <summary>The <c>hidden</c> attribute.</summary>
    Attribute,

    /// <summary><c>aria-hidden=true</c> together with other signs.</summary>
    Aria,

    /// <summary><c>display:none</c>, inline or by a style rule.</summary>
    Display,

    /// <summary><c>visibility:hidden</c>, <c>opacity:0</c> or a clip to nothing.</summary>
    Visibility,

    /// <summary>Moved off the screen by position, margin or text-indent.</summary>
    OffScreen,

    /// <summary>Font, height or width of (almost) zero.</summary>
    Size,

    /// <summary>Text in the colour of its background.</summary>
    Colour,

    /// <summary>Inside <c>&lt;noscript&gt;</c>.</summary>
    NoScript,

    /// <summary>After <c>&lt;/html&gt;</c> or <c>&lt;/body&gt;</c>.</summary>
    AfterEnd,

    /// <summary>A script on the page hides it (<c>document.write</c> of a hiding style, <c>getElementById(…).style.display</c>).</summary>
    Script,
}

/// <summary>What is known of a block from its tags and attributes.</summary>
[Flags]
public enum BlockTraits : uint
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>A list item or inside one.</summary>
    ListItem = 1 << 0,

    /// <summary>A cell of a table.</summary>
    TableCell = 1 << 1,

    /// <summary>Preformatted text.</summary>
    Preformatted = 1 << 2,

    /// <summary>Inside a quotation.</summary>
    Quote = 1 << 3,

    /// <summary>Inside code.</summary>
    Code = 1 << 4,

    /// <summary>A figcaption or table caption.</summary>
    Caption = 1 << 5,

    /// <summary>Button, label, option or other form part.</summary>
    Control = 1 << 6,

    /// <summary>Inside nav or role=navigation.</summary>
    InNav = 1 << 7,

    /// <summary>Inside the page's header (not an article's).</summary>
    InHeader = 1 << 8,

    /// <summary>Inside the page's footer (not an article's).</summary>
    InFooter = 1 << 9,

    /// <summary>Inside aside or role=complementary.</summary>
    InAside = 1 << 10,

    /// <summary>Inside main or role=main.</summary>
    InMain = 1 << 11,

    /// <summary>Inside article.</summary>
    InArticle = 1 << 12,

    /// <summary>Inside a form.</summary>
    InForm = 1 << 13,

    /// <summary>Inside an iframe's srcdoc.</summary>
    InFrame = 1 << 14,

    /// <summary>The whole block is emphasised or set in bold.</summary>
    Strong = 1 << 15,

    /// <summary>An empty line stands before it (plain text), or it opens a paragraph.</summary>
    ParagraphStart = 1 << 16,

    /// <summary>It came out of character references where plain characters would do.</summary>
    EntityCoded = 1 << 17,

    /// <summary>A <c>time</c> element or a machine-readable date stands in it.</summary>
    HasTime = 1 << 18,

    /// <summary>A definition list's term or description.</summary>
    Definition = 1 << 19,

    /// <summary>Inside <c>details</c>/<c>summary</c>, an accordion or a tab panel: folded, not hidden from readers.</summary>
    Foldable = 1 << 20,

    /// <summary>The text stands in a different block-level flow after a table or formatting was broken open by misnesting.</summary>
    Misnested = 1 << 21,

    /// <summary>Shut away below a heading, button or question of its own, as others on the page are: an answer that a reader opens.</summary>
    Answer = 1 << 22,
}

/// <summary>What class, id, itemprop, rel and role tokens say an element is for.</summary>
[Flags]
public enum Hints : uint
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Navigation, menu.</summary>
    Navigation = 1 << 0,

    /// <summary>Page head, masthead, banner, logo.</summary>
    Header = 1 << 1,

    /// <summary>Page foot, colophon.</summary>
    Footer = 1 << 2,

    /// <summary>Side column, widget.</summary>
    Sidebar = 1 << 3,

    /// <summary>Breadcrumb, path.</summary>
    Breadcrumb = 1 << 4,

    /// <summary>Share bar, social buttons, QR code.</summary>
    Share = 1 << 5,

    /// <summary>Related, recommended, popular items.</summary>
    Related = 1 << 6,

    /// <summary>Tags, categories, topics.</summary>
    Tags = 1 << 7,

    /// <summary>Comments, replies.</summary>
    Comments = 1 << 8,

    /// <summary>Advertisement, sponsor, promotion.</summary>
    Advert = 1 << 9,

    /// <summary>Cookie or consent notice, popup, modal.</summary>
    Notice = 1 << 10,

    /// <summary>Login, register, subscribe, newsletter.</summary>
    Account = 1 << 11,

    /// <summary>Search box.</summary>
    Search = 1 << 12,

    /// <summary>Page numbers, previous and next.</summary>
    Pagination = 1 << 13,

    /// <summary>Author, byline, source.</summary>
    Byline = 1 << 14,

    /// <summary>Date, time.</summary>
    Date = 1 << 15,

    /// <summary>The article's content: articleBody, entry-content, post-content, main text.</summary>
    Content = 1 << 16,

    /// <summary>The article's title: headline, entry-title, post-title.</summary>
    Title = 1 << 17,

    /// <summary>Caption, picture credit.</summary>
    Caption = 1 << 18,

    /// <summary>Metadata line: meta, info, views, counts.</summary>
    Meta = 1 << 19,

    /// <summary>Copyright, legal.</summary>
    Legal = 1 << 20,

    /// <summary>A post of a thread, a message, a review.</summary>
    Post = 1 << 21,

    /// <summary>Screen-reader text, skip link.</summary>
    ScreenReader = 1 << 22,

    /// <summary>Summary, lead, standfirst.</summary>
    Lead = 1 << 23,

    /// <summary>Product data: price, buy, cart.</summary>
    Product = 1 << 24,

    /// <summary>Friend links, partner links.</summary>
    Partners = 1 << 25,
}

/// <summary>One line of the page's text: the run of inline content between two block borders.</summary>
public readonly record struct Block
{
    /// <summary>Its range in <see cref="Page.Text"/>, without the line end.</summary>
    public TextSpan Span { get; init; }

    /// <summary>The bytes of <see cref="Page.Source"/> from its first to its last character.</summary>
    public SourceSpan Source { get; init; }

    /// <summary>The nearest block-level element, <see cref="HtmlTag.None"/> in plain text.</summary>
    public HtmlTag Tag { get; init; }

    /// <summary>Part of the page.</summary>
    public Zone Zone { get; init; }

    /// <summary>1 to 6 inside h1 to h6, else 0.</summary>
    public byte HeadingLevel { get; init; }

    /// <summary>By what the whole block is hidden.</summary>
    public HiddenBy Hidden { get; init; }

    /// <summary>Number of open elements around it; 0 in plain text.</summary>
    public ushort Depth { get; init; }

    /// <summary>Nesting of lists around it.</summary>
    public byte ListDepth { get; init; }

    /// <summary>Tag and attribute facts.</summary>
    public BlockTraits Traits { get; init; }

    /// <summary>Hints of the block's own element and of those between it and its container.</summary>
    public Hints OwnHints { get; init; }

    /// <summary>Hints of all elements around it, its own included.</summary>
    public Hints AllHints { get; init; }

    /// <summary>Index into <see cref="Page.Containers"/>, -1 in plain text.</summary>
    public int Container { get; init; }

    /// <summary>UTF-16 code units (white space not counted) that stand in links.</summary>
    public int LinkChars { get; init; }

    /// <summary>First of its links in <see cref="Page.Links"/>.</summary>
    public int FirstLink { get; init; }

    /// <summary>Number of its links.</summary>
    public int LinkCount { get; init; }

    /// <summary>True when no reader of the page sees it.</summary>
    public bool IsHidden => Hidden != HiddenBy.None;
}

/// <summary>An element that holds blocks: the tree above the flat list of blocks.</summary>
public readonly record struct Container
{
    /// <summary>Index of the container around it, -1 for the outermost.</summary>
    public int Parent { get; init; }

    /// <summary>Its tag.</summary>
    public HtmlTag Tag { get; init; }

    /// <summary>Number of containers around it.</summary>
    public ushort Depth { get; init; }

    /// <summary>Its own hints.</summary>
    public Hints Hints { get; init; }

    /// <summary>By what it is hidden.</summary>
    public HiddenBy Hidden { get; init; }

    /// <summary>Its bytes, from the start tag to the end tag.</summary>
    public SourceSpan Source { get; init; }

    /// <summary>Hash of tag and class tokens: equal for siblings made by one template.</summary>
    public ulong Shape { get; init; }

    /// <summary>Hash of the id attribute's value, 0 where there is none.</summary>
    public ulong Id { get; init; }

    /// <summary>The first four words of its class names, 16 bits of hash each, the first lowest; 0 stands for none.</summary>
    internal ulong ClassWords { get; init; }

    /// <summary>The fifth to the eighth word of its class names.</summary>
    internal ulong MoreClassWords { get; init; }

    /// <summary>Three words of its id and one of its itemprop, rel or role, in the same form.</summary>
    internal ulong OtherWords { get; init; }
}

/// <summary>What a link's markup says.</summary>
[Flags]
public enum LinkTraits : byte
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Goes to a host other than the page's (known only when either the page's address is known or most links are relative).</summary>
    External = 1,

    /// <summary>rel=nofollow, ugc or sponsored.</summary>
    NoFollow = 2,

    /// <summary>Goes to a fragment of this page or runs a script.</summary>
    Local = 4,

    /// <summary>mailto: or tel:.</summary>
    Contact = 8,

    /// <summary>Its text is hidden while its surroundings are not.</summary>
    Hidden = 16,

    /// <summary>Goes to the page's own site, or to one that it is at home on as much: by its address, or by what most of its absolute links lead to.</summary>
    Own = 32,
}

/// <summary>A link with text.</summary>
/// <param name="Span">Its anchor text in <see cref="Page.Text"/>.</param>
/// <param name="Href">The bytes of the href value as written, empty where there is none.</param>
/// <param name="Host">Hash of the lower-case host of an absolute address, 0 for relative ones.</param>
/// <param name="Traits">What its markup says.</param>
public readonly record struct Link(TextSpan Span, SourceSpan Href, ulong Host, LinkTraits Traits);

/// <summary>What an inline run is.</summary>
public enum InlineKind : byte
{
    /// <summary>Strong, bold.</summary>
    Strong,

    /// <summary>Emphasis, italics.</summary>
    Emphasis,

    /// <summary>Code, keyboard, sample.</summary>
    Code,

    /// <summary>A hidden run inside a visible block.</summary>
    Hidden,

    /// <summary>A time element.</summary>
    Time,

    /// <summary>Superscript or subscript.</summary>
    Script,

    /// <summary>Struck out.</summary>
    Deleted,
}

/// <summary>A run inside a block that differs from it.</summary>
/// <param name="Span">Its range in <see cref="Page.Text"/>.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Hidden">By what it is hidden, for <see cref="InlineKind.Hidden"/>.</param>
public readonly record struct InlineRun(TextSpan Span, InlineKind Kind, HiddenBy Hidden);
