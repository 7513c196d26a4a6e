using System.Buffers.Text;

namespace Chaffinch.Segmenting;

/// <summary>Reads colours of CSS and of old attributes.</summary>
/// <remarks>A colour is one number: 0 not set, <see cref="Unknown"/>, <see cref="Transparent"/>, or 0xFFrrggbb.</remarks>
internal static class Colour
{
    /// <summary>Set, but to something that cannot be told (a picture, a variable, a gradient).</summary>
    public const uint Unknown = 1;

    /// <summary>Fully transparent.</summary>
    public const uint Transparent = 2;

    public const uint White = 0xFFFFFFFF;

    private static readonly Dictionary<ulong, uint> Names = Build();

    public static bool IsKnown(uint colour) => colour >= 0xFF000000;

    /// <summary>True when an eye does not tell the two apart: no channel differs by more than 10 of 255.</summary>
    public static bool AreAlike(uint a, uint b) =>
        IsKnown(a) && IsKnown(b) && Near(a >> 16, b >> 16) && Near(a >> 8, b >> 8) && Near(a, b);

    /// <summary>Reads one colour; <see cref="Unknown"/> when it is none that this knows.</summary>
    public static uint Parse(ReadOnlySpan<byte> value)
    {
        value = Blanks.Trim(value);
        if (value.IsEmpty)
        {
            return Unknown;
        }

        if (value[0] == '#')
        {
            return OfHex(value[1..]);
        }

        if (value.Length > 4 && (value[0] | 0x20) == 'r' && (value[1] | 0x20) == 'g' && (value[2] | 0x20) == 'b')
        {
            return OfChannels(value[3..]);
        }

        return value.Length <= 20 && Names.TryGetValue(NameHash.Of(value), out uint named) ? named : Unknown;
    }

    /// <summary>Reads a colour attribute, which may leave out the '#'.</summary>
    public static uint ParseAttribute(ReadOnlySpan<byte> value)
    {
        uint colour = Parse(value);
        value = Blanks.Trim(value);
        return colour == Unknown && value.Length == 6 ? OfHex(value) : colour;
    }

    private static bool Near(uint a, uint b) => Math.Abs((int)(a & 0xFF) - (int)(b & 0xFF)) <= 10;

    private static uint OfHex(ReadOnlySpan<byte> digits)
    {
        Span<byte> wide = stackalloc byte[8];
        int length = digits.Length;
        if (length is not (3 or 4 or 6 or 8))
        {
            return Unknown;
        }

        for (int i = 0; i < length; i++)
        {
            if (length <= 4)
            {
                wide[2 * i] = wide[(2 * i) + 1] = digits[i];
            }
            else
            {
                wide[i] = digits[i];
            }
        }

        int used = length <= 4 ? 2 * length : length;
        if (!Utf8Parser.TryParse(wide[..used], out uint number, out int read, 'x') || read != used)
        {
            return Unknown;
        }

        if (used == 6)
        {
            return 0xFF000000 | number;
        }

        return (number & 0xFF) <= 12 ? Transparent : 0xFF000000 | (number >> 8);
    }

    private static uint OfChannels(ReadOnlySpan<byte> value)
    {
        uint colour = 0;
        int found = 0;
        for (int i = 0; i < value.Length && found < 4;)
        {
            if (!char.IsAsciiDigit((char)value[i]) && value[i] != '.')
            {
                i++;
                continue;
            }

            if (!Utf8Parser.TryParse(value[i..], out double number, out int read) || read == 0)
            {
                return Unknown;
            }

            i += read;
            bool percent = i < value.Length && value[i] == '%';
            if (found == 3)
            {
                return number <= (percent ? 5 : 0.05) ? Transparent : 0xFF000000 | colour;
            }

            colour = (colour << 8) | (uint)Math.Clamp(percent ? number * 2.55 : number, 0, 255);
            found++;
        }

        return found >= 3 ? 0xFF000000 | colour : Unknown;
    }

    private static Dictionary<ulong, uint> Build()
    {
        const string Table =
            "white ffffff black 000000 red ff0000 lime 00ff00 green 008000 blue 0000ff yellow ffff00 orange ffa500 gray 808080 grey 808080 "
            + "silver c0c0c0 maroon 800000 navy 000080 purple 800080 teal 008080 olive 808000 aqua 00ffff cyan 00ffff fuchsia ff00ff magenta ff00ff "
            + "snow fffafa ivory fffff0 whitesmoke f5f5f5 ghostwhite f8f8ff floralwhite fffaf0 mintcream f5fffa azure f0ffff aliceblue f0f8ff "
            + "seashell fff5ee honeydew f0fff0 lightyellow ffffe0 lightcyan e0ffff linen faf0e6 oldlace fdf5e6 beige f5f5dc lavender e6e6fa "
            + "gainsboro dcdcdc lightgray d3d3d3 lightgrey d3d3d3 darkgray a9a9a9 darkgrey a9a9a9 dimgray 696969 dimgrey 696969 "
            + "gold ffd700 pink ffc0cb brown a52a2a tan d2b48c crimson dc143c tomato ff6347 coral ff7f50 khaki f0e68c indigo 4b0082 "
            + "darkblue 00008b darkred 8b0000 darkgreen 006400 skyblue 87ceeb lightblue add8e6 steelblue 4682b4 royalblue 4169e1";
        string[] words = Table.Split(' ');
        var names = new Dictionary<ulong, uint>();
        for (int i = 0; i + 1 < words.Length; i += 2)
        {
            names[NameHash.Of(System.Text.Encoding.ASCII.GetBytes(words[i]))] = OfHex(System.Text.Encoding.ASCII.GetBytes(words[i + 1]));
        }

        names[NameHash.Of("transparent"u8)] = Transparent;
        return names;
    }
}
