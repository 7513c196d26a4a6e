using Chaffinch.Model;

namespace Chaffinch.Segmenting;

/// <summary>The properties by which a page hides text; each takes two bits of <see cref="StyleFacts"/>.</summary>
internal enum StyleProperty : byte
{
    Display,
    Visibility,
    Opacity,
    Position,
    Overflow,
    Inset,
    Indent,
    Margin,
    Transform,
    Width,
    Height,
    Clip,
    Font,
    LineHeight,
    ZIndex,
    Weight,
    ClipText,
}

/// <summary>What a property is set to, as far as hiding goes. Zero is "not set".</summary>
internal enum StyleValue : byte
{
    NotSet,

    /// <summary>The value that hides: none, hidden, zero, far away, out of the flow, clipped, bold (of weight).</summary>
    Hides,

    /// <summary>Any other value: takes back what a weaker rule said.</summary>
    Shows,

    /// <summary>Display: a block-level box. Font: relative to the parent's.</summary>
    Third,
}

/// <summary>What style declarations say about hiding: two bits a property, and two colours.</summary>
internal record struct StyleFacts
{
    private const ulong LowBits = 0x5555_5555_5555_5555;

    private ulong _bits;
    private ulong _important;

    /// <summary>Text colour as <see cref="Colour"/> gives it.</summary>
    public uint Text { get; set; }

    /// <summary>Background colour as <see cref="Colour"/> gives it.</summary>
    public uint Background { get; set; }

    public readonly bool HasColours => Text != 0 || Background != 0;

    public readonly bool IsEmpty => _bits == 0 && Text == 0 && Background == 0;

    public readonly StyleValue this[StyleProperty property] => (StyleValue)((_bits >> (2 * (int)property)) & 3);

    public void Set(StyleProperty property, StyleValue value, bool important)
    {
        int shift = 2 * (int)property;
        if (!important && ((_important >> shift) & 3) != 0)
        {
            return;
        }

        _bits = (_bits & ~(3UL << shift)) | ((ulong)value << shift);
        if (important)
        {
            _important |= 3UL << shift;
        }
    }

    /// <summary>Lets stronger declarations override these.</summary>
    public void Override(in StyleFacts stronger)
    {
        ulong set = (stronger._bits | (stronger._bits >> 1)) & LowBits;
        set |= set << 1;
        set &= ~_important | stronger._important;
        _bits = (_bits & ~set) | (stronger._bits & set);
        _important |= stronger._important;
        Text = stronger.Text != 0 ? stronger.Text : Text;
        Background = stronger.Background != 0 ? stronger.Background : Background;
    }

    /// <summary>Only what hides; all as if important, so that nothing takes it back.</summary>
    /// <param name="helpers">False: what hides by itself or together with others. True: a position or a cut, which hides only together
    /// with what <paramref name="hidden"/> holds already.</param>
    /// <param name="hidden">What other rules hide by.</param>
    public readonly StyleFacts OnlyHiding(bool helpers, in StyleFacts hidden)
    {
        ulong hides = _bits & ~(_bits >> 1) & LowBits & ~(Mask(StyleProperty.Weight) | Mask(StyleProperty.ClipText));
        ulong help = (hidden.IsPlaced ? Mask(StyleProperty.Position) : 0) | (hidden.IsSmall ? Mask(StyleProperty.Overflow) : 0);
        hides &= helpers ? help : ~(Mask(StyleProperty.Position) | Mask(StyleProperty.Overflow));
        return new StyleFacts { _bits = hides, _important = hides * 3 };
    }

    private readonly bool IsPlaced => Hides(StyleProperty.Inset) || Hides(StyleProperty.ZIndex);

    private readonly bool IsSmall => Hides(StyleProperty.Width) || Hides(StyleProperty.Height) || Hides(StyleProperty.LineHeight);

    /// <summary>The properties that matter on a page whose rules hide by these declarations; see <see cref="Sets"/>.</summary>
    public readonly ulong Touching()
    {
        ulong hides = _bits;

        // A place needs a distance and a cut needs a small box; block-level display parts lines; weight is read from elements alone.
        hides &= IsPlaced ? ulong.MaxValue : ~Mask(StyleProperty.Position);
        hides &= IsSmall ? ulong.MaxValue : ~Mask(StyleProperty.Overflow);
        hides &= ~(Mask(StyleProperty.Weight) | Mask(StyleProperty.ClipText));
        return ((hides & LowBits) * 3) | Mask(StyleProperty.Display);
    }

    /// <summary>True when one of the properties is set.</summary>
    public readonly bool Sets(ulong properties) => (_bits & properties) != 0;

    /// <summary>True when a property of those that hide is set to what hides.</summary>
    public readonly bool MayHide => (_bits & ~(_bits >> 1) & LowBits & ~(Mask(StyleProperty.Weight) | Mask(StyleProperty.ClipText))) != 0;

    private static ulong Mask(StyleProperty property) => 3UL << (2 * (int)property);

    public readonly bool Hides(StyleProperty property) => this[property] == StyleValue.Hides;

    /// <summary>By what an element with these declarations is hidden. Font size and colour depend on what is around and are not told here.</summary>
    public readonly HiddenBy Hidden()
    {
        if (_bits == 0)
        {
            return HiddenBy.None;
        }

        if (Hides(StyleProperty.Display))
        {
            return HiddenBy.Display;
        }

        bool placed = Hides(StyleProperty.Position);
        if (Hides(StyleProperty.Indent) || Hides(StyleProperty.Margin) || Hides(StyleProperty.Transform) || (placed && Hides(StyleProperty.Inset)))
        {
            return HiddenBy.OffScreen;
        }

        if (Hides(StyleProperty.Visibility) || Hides(StyleProperty.Opacity) || Hides(StyleProperty.Clip) || (placed && Hides(StyleProperty.ZIndex)))
        {
            return HiddenBy.Visibility;
        }

        return IsSmall && Hides(StyleProperty.Overflow) ? HiddenBy.Size : HiddenBy.None;
    }
}
