using static Chaffinch.Segmenting.CssValue;

namespace Chaffinch.Segmenting;

/// <summary>Reads the declarations of a style attribute or a rule for what hides text.</summary>
internal static class StyleDeclarations
{
    /// <summary>CSS pixels from which on a box counts as off the screen.</summary>
    private const double FarPixels = 500;

    /// <summary>Negative margins centre wide layouts (left 50 %, margin half the width), so they must be larger.</summary>
    private const double FarMarginPixels = 2000;

    /// <summary>Reads <paramref name="text"/> into <paramref name="facts"/>; linear.</summary>
    public static void Read(ReadOnlySpan<byte> text, ref StyleFacts facts)
    {
        while (!text.IsEmpty)
        {
            int end = EndOfDeclaration(text);
            ReadOnlySpan<byte> declaration = text[..end];
            text = text[Math.Min(end + 1, text.Length)..];

            // Names are short: a loop is faster than a vectorised search.
            int colon = 0;
            while (colon < declaration.Length && declaration[colon] != ':')
            {
                colon++;
            }

            if (colon < declaration.Length)
            {
                Read(declaration[..colon], declaration[(colon + 1)..], ref facts);
            }
        }
    }

    /// <summary>Reads one declaration whose name may have blanks around it; comments have been taken out (<see cref="CssComments"/>).</summary>
    public static void Read(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, ref StyleFacts facts)
    {
        if (CssProperties.Find(Blanks.TrimShort(name)) is var property && property != CssProperty.None)
        {
            Read(property, value, mayBeImportant: true, ref facts);
        }
    }

    private static int EndOfDeclaration(ReadOnlySpan<byte> text)
    {
        int at = text.IndexOfAny(";("u8);
        if (at < 0)
        {
            return text.Length;
        }

        if (text[at] == ';')
        {
            return at;
        }

        // Addresses in url(…) may hold semicolons.
        int close = text[at..].IndexOf((byte)')');
        if (close < 0)
        {
            return text.Length;
        }

        int rest = text[(at + close)..].IndexOf((byte)';');
        return rest < 0 ? text.Length : at + close + rest;
    }

    /// <summary>Reads the value of a property.</summary>
    /// <param name="property">The property; not none.</param>
    /// <param name="value">Its value as written.</param>
    /// <param name="mayBeImportant">A <c>!</c> may stand in it.</param>
    /// <param name="facts">What it says is added here.</param>
    public static void Read(CssProperty property, ReadOnlySpan<byte> value, bool mayBeImportant, ref StyleFacts facts)
    {
        bool important = false;
        value = Blanks.TrimShort(value);
        int bang = mayBeImportant ? value.IndexOf((byte)'!') : -1;
        if (bang >= 0)
        {
            important = Starts(Blanks.Trim(value[(bang + 1)..]), "important"u8);
            value = Blanks.TrimShort(value[..bang]);
        }

        if (value.IsEmpty)
        {
            return;
        }

        switch (property)
        {
            case CssProperty.Inset:
                Inset(value, important, ref facts);
                break;
            case CssProperty.Color:
                facts.Text = Is(value, "inherit"u8) ? 0 : Colour.Parse(value);
                break;
            case CssProperty.Width:
                facts.Set(StyleProperty.Width, IsTiny(value) ? StyleValue.Hides : StyleValue.Shows, important);
                break;
            case CssProperty.Height:
                facts.Set(StyleProperty.Height, IsTiny(value) ? StyleValue.Hides : StyleValue.Shows, important);
                break;
            case CssProperty.Margin:
                Length(StyleProperty.Margin, value, FarMarginPixels, important, ref facts);
                break;
            case CssProperty.Display:
                facts.Set(StyleProperty.Display, Display(value), important);
                break;
            case CssProperty.Position:
                facts.Set(StyleProperty.Position, Is(value, "static"u8) || Is(value, "sticky"u8) ? StyleValue.Shows : StyleValue.Hides, important);
                break;
            case CssProperty.FontSize:
                facts.Set(StyleProperty.Font, FontSize(value), important);
                break;
            case CssProperty.Background:
                Background(value, ref facts);
                break;
            default:
                ReadMore(property, value, important, ref facts);
                break;
        }
    }

    private static void ReadMore(CssProperty property, ReadOnlySpan<byte> value, bool important, ref StyleFacts facts)
    {
        switch (property)
        {
            case CssProperty.Clip:
                facts.Set(StyleProperty.Clip, ClipsAll(value) ? StyleValue.Hides : StyleValue.Shows, important);
                break;
            case CssProperty.Opacity:
                facts.Set(StyleProperty.Opacity, Number(value, out double opacity, out _) && opacity <= 0.05 ? StyleValue.Hides : StyleValue.Shows, important);
                break;
            case CssProperty.ZIndex:
                facts.Set(StyleProperty.ZIndex, Number(value, out double z, out _) && z <= -10 ? StyleValue.Hides : StyleValue.Shows, important);
                break;
            case CssProperty.Overflow:
                facts.Set(StyleProperty.Overflow, Starts(value, "hidden"u8) || Starts(value, "clip"u8) ? StyleValue.Hides : StyleValue.Shows, important);
                break;
            case CssProperty.Transform:
                Transform(value, important, ref facts);
                break;
            case CssProperty.Visibility:
                facts.Set(StyleProperty.Visibility, Is(value, "hidden"u8) || Is(value, "collapse"u8) ? StyleValue.Hides : StyleValue.Shows, important);
                break;
            case CssProperty.BackgroundImage:
                facts.Background = Is(value, "none"u8) ? facts.Background : Colour.Unknown;
                break;
            case CssProperty.BackgroundClip:
                facts.Set(StyleProperty.ClipText, Is(value, "text"u8) ? StyleValue.Hides : StyleValue.Shows, important);
                break;
            case CssProperty.LineHeight:
                facts.Set(StyleProperty.LineHeight, IsTiny(value) && value.IndexOfAny(CssBytes.NonZero) < 0 ? StyleValue.Hides : StyleValue.Shows, important);
                break;
            case CssProperty.Indent:
                Length(StyleProperty.Indent, value, FarPixels, important, ref facts);
                break;
            case CssProperty.Weight:
                facts.Set(StyleProperty.Weight, Starts(value, "bold"u8) || (Number(value, out double w, out _) && w >= 600) ? StyleValue.Hides : StyleValue.Shows, important);
                break;
        }
    }

    private static void Inset(ReadOnlySpan<byte> value, bool important, ref StyleFacts facts)
    {
        StyleValue far = !IsNear(value) && IsFar(value, FarPixels, percents: true) ? StyleValue.Hides : StyleValue.Shows;

        // One far side is enough: a near one beside it does not bring the box back.
        if (far == StyleValue.Hides || !facts.Hides(StyleProperty.Inset))
        {
            facts.Set(StyleProperty.Inset, far, important);
        }
    }

    private static void Length(StyleProperty property, ReadOnlySpan<byte> value, double far, bool important, ref StyleFacts facts)
    {
        bool any = false;
        while (!IsNear(value) && !value.IsEmpty && !any)
        {
            int end = value.IndexOfAny(Blanks.Ascii);
            any = IsFar(end < 0 ? value : value[..end], far, percents: false);
            value = end < 0 ? [] : Blanks.Trim(value[end..]);
        }

        if (any || !facts.Hides(property))
        {
            facts.Set(property, any ? StyleValue.Hides : StyleValue.Shows, important);
        }
    }

    private static StyleValue Display(ReadOnlySpan<byte> value)
    {
        if (Is(value, "none"u8))
        {
            return StyleValue.Hides;
        }

        bool block = Starts(value, "block"u8) || Starts(value, "flex"u8) || Starts(value, "grid"u8) || Starts(value, "table"u8) || Starts(value, "list-item"u8);
        return block ? StyleValue.Third : StyleValue.Shows;
    }

    private static StyleValue FontSize(ReadOnlySpan<byte> value)
    {
        if (!Number(value, out double size, out ReadOnlySpan<byte> unit))
        {
            return Is(value, "inherit"u8) ? StyleValue.NotSet : StyleValue.Shows;
        }

        if (size == 0)
        {
            return StyleValue.Hides;
        }

        if (Is(unit, "em"u8) || Is(unit, "%"u8))
        {
            return size <= (Is(unit, "%"u8) ? 6 : 0.06) ? StyleValue.Hides : StyleValue.Third;
        }

        return Pixels(size, unit) <= 1.5 ? StyleValue.Hides : StyleValue.Shows;
    }

    private static void Transform(ReadOnlySpan<byte> value, bool important, ref StyleFacts facts)
    {
        int open = value.IndexOf((byte)'(');
        bool far = false;
        if (open > 0)
        {
            ReadOnlySpan<byte> arguments = value[(open + 1)..];
            int comma = arguments.IndexOfAny(",)"u8);
            ReadOnlySpan<byte> first = Blanks.Trim(comma < 0 ? arguments : arguments[..comma]);
            far = Starts(value, "translate"u8) ? IsFar(first, FarPixels, percents: false)
                : Starts(value, "scale"u8) && Number(first, out double scale, out _) && Math.Abs(scale) <= 0.02;
        }

        facts.Set(StyleProperty.Transform, far ? StyleValue.Hides : StyleValue.Shows, important);
    }

    private static void Background(ReadOnlySpan<byte> value, ref StyleFacts facts)
    {
        if (value.IndexOf((byte)'(') < 0 || Starts(value, "rgb"u8))
        {
            int end = value.IndexOf((byte)' ');
            uint colour = Colour.Parse(end > 0 && value.IndexOf((byte)'(') < 0 ? value[..end] : value);
            facts.Background = Is(value, "none"u8) ? Colour.Transparent : colour;
        }
        else
        {
            facts.Background = Colour.Unknown;
        }
    }

    private static bool ClipsAll(ReadOnlySpan<byte> value)
    {
        if (Starts(value, "rect"u8))
        {
            return value.IndexOfAny(CssBytes.OverOne) < 0 && value.IndexOf("auto"u8) < 0;
        }

        return Starts(value, "inset(50%"u8) || Starts(value, "inset(100%"u8) || Starts(value, "circle(0"u8);
    }
}
