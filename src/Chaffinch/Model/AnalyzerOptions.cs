namespace Chaffinch.Model;

/// <summary>How an input is to be read.</summary>
public enum InputFormat : byte
{
    /// <summary>Told by the bytes (and the media type where given).</summary>
    Auto,

    /// <summary>HTML.</summary>
    Html,

    /// <summary>Plain text.</summary>
    Text,
}

/// <summary>What the caller knows of an input besides its bytes.</summary>
/// <param name="Url">Its address.</param>
/// <param name="ContentType">The HTTP Content-Type header, such as <c>text/html; charset=gbk</c>.</param>
/// <param name="Format">How to read it.</param>
public sealed record InputHints(string? Url = null, string? ContentType = null, InputFormat Format = InputFormat.Auto)
{
    /// <summary>Nothing is known.</summary>
    public static InputHints None { get; } = new();
}

/// <summary>Limits that keep hostile input cheap. A limit that was hit is a <see cref="Defect"/> of the page.</summary>
public sealed record ReadLimits
{
    /// <summary>The defaults.</summary>
    public static ReadLimits Default { get; } = new();

    /// <summary>Bytes read of one input; further ones are left out. Default 64 MiB.</summary>
    public int MaxInputBytes { get; init; } = 64 << 20;

    /// <summary>Open elements; deeper ones are closed at once, their text kept. Default 512, as in browsers.</summary>
    public int MaxDepth { get; init; } = 512;

    /// <summary>UTF-16 code units of page text; the rest is left out. Default 16 Mi.</summary>
    public int MaxTextChars { get; init; } = 16 << 20;

    /// <summary>Attributes of one element that are looked at. Default 256.</summary>
    public int MaxAttributes { get; init; } = 256;

    /// <summary>Bytes of one attribute's value that are looked at. Default 64 KiB.</summary>
    public int MaxAttributeBytes { get; init; } = 64 << 10;

    /// <summary>Blocks of one page; text of further ones joins the last. Default 200,000.</summary>
    public int MaxBlocks { get; init; } = 200_000;

    /// <summary>Bytes of style sheets that are read for hiding rules. Default 1 MiB.</summary>
    public int MaxStyleBytes { get; init; } = 1 << 20;

    /// <summary>Nesting of iframe srcdoc pages. Default 3.</summary>
    public int MaxFrameDepth { get; init; } = 3;
}

/// <summary>What weighs more where it is not clear whether a text was planted.</summary>
public enum LabellingPolicy : byte
{
    /// <summary>The measure that training set: few genuine characters lost, most planted ones found.</summary>
    Balanced,

    /// <summary>Never hurt a genuine page: only what is clearly planted is called so.</summary>
    Strict,

    /// <summary>Find as much as can be found, at the price of more false alarms: for looking through a site that is known to be hacked.</summary>
    Thorough,
}

/// <summary>How pages are analysed.</summary>
public sealed record AnalyzerOptions
{
    /// <summary>The defaults.</summary>
    public static AnalyzerOptions Default { get; } = new();

    /// <summary>Limits of reading.</summary>
    public ReadLimits Limits { get; init; } = ReadLimits.Default;

    /// <summary>What weighs more where it is not clear whether a text was planted. Default <see cref="LabellingPolicy.Balanced"/>.</summary>
    public LabellingPolicy Policy { get; init; }

    /// <summary>True to write <see cref="Article.Markdown"/> (the default); it is empty where nobody needs it, which saves about a thirtieth of the time.</summary>
    public bool Markdown { get; init; } = true;

    /// <summary>True to read readers' comments below an article into <see cref="Article.Comments"/>. Default false.</summary>
    public bool Comments { get; init; }

    /// <summary>
    /// True to give damaged runs back as they were where that leaves no doubt (the default): misread encodings, characters read one byte too late, ROT47, printed character references. False to leave them out of
    /// the article.
    /// </summary>
    public bool Repairs { get; init; } = true;

    /// <summary>Names of detectors that are not to run; unknown names are an error. Default none.</summary>
    public IReadOnlyCollection<string> DisabledDetectors { get; init; } = [];
}
