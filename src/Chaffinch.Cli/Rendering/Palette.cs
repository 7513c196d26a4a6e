using System.Globalization;
using Chaffinch.Model;

namespace Chaffinch.Cli.Rendering;

/// <summary>How a run of text looks in a terminal.</summary>
/// <param name="Colour">One of the 256 colours, null for the terminal's own.</param>
/// <param name="Bold">Set in bold.</param>
/// <param name="Underline">Underlined.</param>
internal readonly record struct Look(byte? Colour = null, bool Bold = false, bool Underline = false)
{
    /// <summary>The escape sequence that switches to this look from the plain one, empty for the plain one.</summary>
    public string Sequence
    {
        get
        {
            string codes = (Bold ? ";1" : "") + (Underline ? ";4" : "")
                + (Colour is byte colour ? ";38;5;" + colour.ToString(CultureInfo.InvariantCulture) : "");
            return codes.Length == 0 ? "" : "\u001b[" + codes[1..] + "m";
        }
    }
}

/// <summary>The colours of labels: the red family for planted text by kind, orange for damage, grey for furniture, blue and teal for an
/// article's parts; body text stays plain. All are mid-tones that can be read on light and dark grounds, and findings are underlined too.</summary>
internal static class Palette
{
    /// <summary>Side remarks.</summary>
    public static Look Faint { get; } = new(244);

    /// <summary>Headings of the view itself.</summary>
    public static Look Heading { get; } = new(Bold: true);

    /// <summary>The look of a label and kind.</summary>
    public static Look Of(Label label, Kind kind) => label switch
    {
        Label.Headline => new(33, Bold: true),
        Label.Subhead => new(33),
        Label.Byline => new(37),
        Label.Caption => new(72),
        Label.Furniture => new(244),
        Label.Damaged => new(172, Underline: true),
        Label.Injected => new(OfInjected(kind), Underline: true),
        _ => default,
    };

    /// <summary>The colour of a verdict.</summary>
    public static byte Of(PageVerdict verdict) => verdict switch
    {
        PageVerdict.Clean => 28,
        PageVerdict.Polluted => 160,
        PageVerdict.Spam => 125,
        PageVerdict.Damaged => 172,
        _ => 244,
    };

    private static byte OfInjected(Kind kind) => kind switch
    {
        Kind.Keyword => 196,
        Kind.KeywordList => 160,
        Kind.Link => 197,
        Kind.Splice => 167,
        Kind.Promo => 161,
        Kind.Contact => 199,
        Kind.Camouflage => 131,
        _ => 168,
    };
}
