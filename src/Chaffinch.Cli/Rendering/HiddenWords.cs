using Chaffinch.Model;

namespace Chaffinch.Cli.Rendering;

/// <summary>Says in words how text is kept from a reader's eyes.</summary>
internal static class HiddenWords
{
    /// <summary>The words.</summary>
    public static string Of(HiddenBy by) => by switch
    {
        HiddenBy.Attribute => "hidden attribute",
        HiddenBy.Aria => "aria-hidden",
        HiddenBy.Display => "display:none",
        HiddenBy.Visibility => "invisible",
        HiddenBy.OffScreen => "off the screen",
        HiddenBy.Size => "size of zero",
        HiddenBy.Colour => "colour of its ground",
        HiddenBy.NoScript => "noscript",
        HiddenBy.AfterEnd => "after the end of the page",
        HiddenBy.Script => "by a script",
        _ => "no",
    };
}
