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
            int start = 0;
            while (start < declaration.Length && Blanks.IsBlank(declaration[start]))
            {
                start++;
            }

            declaration = declaration[start..];
            if (declaration.IsEmpty || !MayStart(declaration[0]))
            {
                continue;
            }

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

    /// <summary>Reads one declaration whose name <see cref="MayStart"/> does not rule out.</summary>
    public static void Read(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, ref StyleFacts facts)
    {
        int length = name.Length;
        while (length > 0 && Blanks.IsBlank(name[length - 1]))
        {
            length--;
        }

        if (length > 0 && MayMatter(name[0], length))
        {
            One(name[..length], Blanks.TrimShort(value), ref facts);
        }
    }

    /// <summary>Most declarations are of other properties: their first letter and length tell. A comment in front is looked at closer.</summary>
    private static bool MayMatter(byte first, int length)
    {
        uint lengths = (first | 0x20) switch
        {
            'b' => Bits(6, 10, 15, 16),
            'c' => Bits(4, 5, 9),
            'd' => Bits(7),
            'f' => Bits(9, 11),
            'h' => Bits(6),
            'l' => Bits(4, 11),
            'm' => Bits(6, 9, 10, 11),
            'o' => Bits(7, 8, 10),
            'p' => Bits(8),
            'r' => Bits(5),
            't' => Bits(3, 9, 11),
            'v' => Bits(10),
            'w' => Bits(5),
            'z' => Bits(7),
            '-' => Bits(23),
            _ => 0,
        };

        return first == '/' || (length < 32 && (lengths & (1u << length)) != 0);
    }

    /// <summary>True when a property that matters, or a comment, starts with this byte.</summary>
    public static bool MayStart(byte first)
    {
        const uint Letters = (1u << 'b' - 'a') | (1u << 'c' - 'a') | (1u << 'd' - 'a') | (1u << 'f' - 'a') | (1u << 'h' - 'a') | (1u << 'l' - 'a')
            | (1u << 'm' - 'a') | (1u << 'o' - 'a') | (1u << 'p' - 'a') | (1u << 'r' - 'a') | (1u << 't' - 'a') | (1u << 'v' - 'a') | (1u << 'w' - 'a')
            | (1u << 'z' - 'a');
        uint letter = (uint)(first | 0x20) - 'a';
        return letter < 26 ? (Letters & (1u << (int)letter)) != 0 : first is (byte)'-' or (byte)'/';
    }

    private static uint Bits(int a, int b = 0, int c = 0, int d = 0) => (1u << a) | (1u << b) | (1u << c) | (1u << d);

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

    private static void One(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, ref StyleFacts facts)
    {
        if (name[0] == '/')
        {
            int comment = name.LastIndexOf("*/"u8);
            name = comment < 0 ? name : Blanks.Trim(name[(comment + 2)..]);
        }

        bool important = false;
        int bang = value.IndexOf((byte)'!');
        if (bang >= 0)
        {
            important = Starts(Blanks.Trim(value[(bang + 1)..]), "important"u8);
            value = Blanks.TrimShort(value[..bang]);
        }

        if (name.IsEmpty || value.IsEmpty)
        {
            return;
        }

        Read(name, value, important, ref facts);
    }

    private static void Read(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, bool important, ref StyleFacts facts)
    {
        switch (name.Length)
        {
            case 3 when Is(name, "top"u8):
            case 4 when Is(name, "left"u8):
            case 5 when Is(name, "right"u8):
            case 6 when Is(name, "bottom"u8):
                Inset(value, important, ref facts);
                break;
            case 4 when Is(name, "clip"u8):
            case 9 when Is(name, "clip-path"u8):
                facts.Set(StyleProperty.Clip, ClipsAll(value) ? StyleValue.Hides : StyleValue.Shows, important);
                break;
            case 5 when Is(name, "color"u8):
                facts.Text = Is(value, "inherit"u8) ? 0 : Colour.Parse(value);
                break;
            case 5 when Is(name, "width"u8):
            case 9 when Is(name, "max-width"u8):
                facts.Set(StyleProperty.Width, IsTiny(value) ? StyleValue.Hides : StyleValue.Shows, important);
                break;
            case 6 when Is(name, "height"u8):
            case 10 when Is(name, "max-height"u8):
                facts.Set(StyleProperty.Height, IsTiny(value) ? StyleValue.Hides : StyleValue.Shows, important);
                break;
            case 6 when Is(name, "margin"u8):
            case 10 when Is(name, "margin-top"u8):
            case 11 when Is(name, "margin-left"u8):
                Length(StyleProperty.Margin, value, FarMarginPixels, important, ref facts);
                break;
            case 7 when Is(name, "display"u8):
                facts.Set(StyleProperty.Display, Display(value), important);
                break;
            case 7 when Is(name, "opacity"u8):
                facts.Set(StyleProperty.Opacity, Number(value, out double opacity, out _) && opacity <= 0.05 ? StyleValue.Hides : StyleValue.Shows, important);
                break;
            case 7 when Is(name, "z-index"u8):
                facts.Set(StyleProperty.ZIndex, Number(value, out double z, out _) && z <= -10 ? StyleValue.Hides : StyleValue.Shows, important);
                break;
            default:
                ReadMore(name, value, important, ref facts);
                break;
        }
    }

    private static void ReadMore(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, bool important, ref StyleFacts facts)
    {
        switch (name.Length)
        {
            case 8 when Is(name, "overflow"u8):
            case 10 when Is(name, "overflow-x"u8) || Is(name, "overflow-y"u8):
                facts.Set(StyleProperty.Overflow, Starts(value, "hidden"u8) || Starts(value, "clip"u8) ? StyleValue.Hides : StyleValue.Shows, important);
                break;
            case 8 when Is(name, "position"u8):
                facts.Set(StyleProperty.Position, Is(value, "static"u8) || Is(value, "sticky"u8) ? StyleValue.Shows : StyleValue.Hides, important);
                break;
            case 9 when Is(name, "font-size"u8):
                facts.Set(StyleProperty.Font, FontSize(value), important);
                break;
            case 9 when Is(name, "transform"u8):
                Transform(value, important, ref facts);
                break;
            case 10 when Is(name, "visibility"u8):
                facts.Set(StyleProperty.Visibility, Is(value, "hidden"u8) || Is(value, "collapse"u8) ? StyleValue.Hides : StyleValue.Shows, important);
                break;
            case 10 when Is(name, "background"u8):
            case 16 when Is(name, "background-color"u8):
                Background(value, ref facts);
                break;
            case 16 when Is(name, "background-image"u8):
                facts.Background = Is(value, "none"u8) ? facts.Background : Colour.Unknown;
                break;
            case 15 when Is(name, "background-clip"u8):
            case 23 when Is(name, "-webkit-background-clip"u8):
                facts.Set(StyleProperty.ClipText, Is(value, "text"u8) ? StyleValue.Hides : StyleValue.Shows, important);
                break;
            case 11 when Is(name, "line-height"u8):
                facts.Set(StyleProperty.LineHeight, IsTiny(value) && value.IndexOfAny(CssBytes.NonZero) < 0 ? StyleValue.Hides : StyleValue.Shows, important);
                break;
            case 11 when Is(name, "text-indent"u8):
                Length(StyleProperty.Indent, value, FarPixels, important, ref facts);
                break;
            case 11 when Is(name, "font-weight"u8):
                facts.Set(StyleProperty.Weight, Starts(value, "bold"u8) || (Number(value, out double w, out _) && w >= 600) ? StyleValue.Hides : StyleValue.Shows, important);
                break;
        }
    }

    private static void Inset(ReadOnlySpan<byte> value, bool important, ref StyleFacts facts)
    {
        StyleValue far = IsFar(value, FarPixels, percents: true) ? StyleValue.Hides : StyleValue.Shows;

        // One far side is enough: a near one beside it does not bring the box back.
        if (far == StyleValue.Hides || !facts.Hides(StyleProperty.Inset))
        {
            facts.Set(StyleProperty.Inset, far, important);
        }
    }

    private static void Length(StyleProperty property, ReadOnlySpan<byte> value, double far, bool important, ref StyleFacts facts)
    {
        bool any = false;
        while (!value.IsEmpty && !any)
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
