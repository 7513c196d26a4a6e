using Chaffinch.Model;

namespace Chaffinch.Parsing;

/// <summary>The namespaces that the tree construction tells apart.</summary>
internal enum Namespace : byte
{
    Html,
    MathMl,
    Svg,
}

/// <summary>The insertion modes of the standard. The mode "text" has no place here: raw text is read in one go.</summary>
internal enum InsertionMode : byte
{
    Initial,
    BeforeHtml,
    BeforeHead,
    InHead,
    InHeadNoscript,
    AfterHead,
    InBody,
    InTable,
    InCaption,
    InColumnGroup,
    InTableBody,
    InRow,
    InCell,
    InTemplate,
    AfterBody,
    InFrameset,
    AfterFrameset,
    AfterAfterBody,
    AfterAfterFrameset,
}

/// <summary>An entry of the stack of open elements.</summary>
internal struct OpenElement
{
    /// <summary>Its Open in the markup array.</summary>
    public int Node;

    /// <summary>Where its name stands in the source.</summary>
    public int NameStart;

    public int NameLength;

    public TagTrait Traits;

    /// <summary>The name of an HTML element; None for foreign ones, so that they match nothing.</summary>
    public HtmlTag Tag;

    /// <summary>The name in any namespace.</summary>
    public HtmlTag Name;

    public Namespace Namespace;

    /// <summary>HTML integration point: its contents are HTML.</summary>
    public bool IsHtmlPoint;

    /// <summary>MathML text integration point.</summary>
    public bool IsTextPoint;

    /// <summary>Taken off the stack while elements inside were open: it is closed together with them, at <see cref="NameStart"/> for <see cref="NameLength"/> bytes.</summary>
    public bool IsGhost;
}

/// <summary>An entry of the list of active formatting elements.</summary>
internal struct FormattingElement
{
    /// <summary>Its Open in the markup array; -1 for a marker.</summary>
    public int Node;

    public HtmlTag Tag;

    /// <summary>Its start tag in the source: equal bytes are taken for equal attributes.</summary>
    public int Start;

    public int End;

    public int NameStart;

    public int NameLength;
}
