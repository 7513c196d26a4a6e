using Chaffinch.Model;

namespace Chaffinch.Training.Model;

/// <summary>What a run of characters is, as the label contract says it.</summary>
/// <param name="Label">Its label.</param>
/// <param name="Kind">Its kind where the label has kinds.</param>
/// <param name="Theme">What an injected run promotes.</param>
internal readonly record struct Gold(Label Label, Kind Kind = Kind.None, Theme Theme = Theme.None)
{
    public static Gold Body { get; } = new(Label.Body);

    public static Gold Headline { get; } = new(Label.Headline);

    public static Gold Subhead { get; } = new(Label.Subhead);

    public static Gold Byline { get; } = new(Label.Byline);

    public static Gold Furniture { get; } = new(Label.Furniture);

    public static Gold Caption { get; } = new(Label.Caption);

    public bool IsInjected => Label == Label.Injected;

    public static Gold Planted(Kind kind, Theme theme = Theme.None) => new(Label.Injected, kind, theme);

    public static Gold Damage(Kind kind) => new(Label.Damaged, kind);

    /// <summary>The form of the labelled cases: <c>label:kind:theme</c>.</summary>
    public override string ToString() =>
        Label.NameOf() + (Kind == Kind.None ? "" : ":" + Kind.NameOf()) + (Theme == Theme.None ? "" : ":" + Theme.NameOf());
}

/// <summary>A run of bytes of a page's source and what it is.</summary>
/// <param name="Start">First byte.</param>
/// <param name="End">One past the last byte.</param>
/// <param name="Gold">What it is.</param>
internal readonly record struct GoldRange(int Start, int End, Gold Gold);
