using Chaffinch.Model;

namespace Chaffinch.Detecting.Shared;

/// <summary>How much the way of hiding tells by itself.</summary>
internal static class Ways
{
    /// <summary>True for ways that serve nobody but those who hide something: page builders do not use them for menus and notices.</summary>
    public static bool IsFurtive(HiddenBy way) => way is HiddenBy.Colour or HiddenBy.Script or HiddenBy.OffScreen or HiddenBy.Size;

    /// <summary>Strength of the bare fact, 0 to 1.</summary>
    public static float StrengthOf(HiddenBy way) => way switch
    {
        HiddenBy.Colour => 0.6f,
        HiddenBy.Script => 0.6f,
        HiddenBy.OffScreen => 0.55f,
        HiddenBy.Size => 0.5f,
        HiddenBy.AfterEnd => 0.45f,
        HiddenBy.Visibility => 0.35f,
        HiddenBy.Display => 0.35f,
        HiddenBy.Attribute => 0.25f,
        HiddenBy.NoScript => 0.2f,
        HiddenBy.Aria => 0.2f,
        _ => 0f,
    };

    /// <summary>The fact in words.</summary>
    public static string FactOf(HiddenBy way) => way switch
    {
        HiddenBy.Colour => "in the colour of its background",
        HiddenBy.Script => "hidden by a script",
        HiddenBy.OffScreen => "moved off the screen",
        HiddenBy.Size => "of no size",
        HiddenBy.AfterEnd => "after the end of the page",
        HiddenBy.Visibility => "made invisible",
        HiddenBy.Display => "not displayed",
        HiddenBy.Attribute => "has the hidden attribute",
        HiddenBy.NoScript => "for browsers without scripts",
        HiddenBy.Aria => "hidden from assistive technology and by other signs",
        _ => "hidden",
    };
}
