using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Chaffinch.Segmenting;

/// <summary>The properties that hide text, by the way in which their values are read.</summary>
internal enum CssProperty : byte
{
    None,
    Inset,
    Clip,
    Color,
    Width,
    Height,
    Margin,
    Display,
    Opacity,
    ZIndex,
    Overflow,
    Position,
    FontSize,
    Transform,
    Visibility,
    Background,
    BackgroundImage,
    BackgroundClip,
    LineHeight,
    Indent,
    Weight,
}

/// <summary>Finds <see cref="CssProperty"/> by name: its last eight bytes and its length hash into a table without collisions.</summary>
internal static class CssProperties
{
    /// <summary>Longer names are none of these.</summary>
    private const int MaxBytes = 32;

    private const int Bits = 7;
    private const ulong Multiplier = 0xF9270F4EB8B333A9;
    private const ulong FromAt = 0x4040_4040_4040_4040;

    private static readonly (CssProperty Property, string Names)[] Names =
    [
        (CssProperty.Inset, "top left right bottom"),
        (CssProperty.Clip, "clip clip-path"),
        (CssProperty.Color, "color"),
        (CssProperty.Width, "width max-width"),
        (CssProperty.Height, "height max-height"),
        (CssProperty.Margin, "margin margin-top margin-left"),
        (CssProperty.Display, "display"),
        (CssProperty.Opacity, "opacity"),
        (CssProperty.ZIndex, "z-index"),
        (CssProperty.Overflow, "overflow overflow-x overflow-y"),
        (CssProperty.Position, "position"),
        (CssProperty.FontSize, "font-size"),
        (CssProperty.Transform, "transform"),
        (CssProperty.Visibility, "visibility"),
        (CssProperty.Background, "background background-color"),
        (CssProperty.BackgroundImage, "background-image"),
        (CssProperty.BackgroundClip, "background-clip -webkit-background-clip"),
        (CssProperty.LineHeight, "line-height"),
        (CssProperty.Indent, "text-indent"),
        (CssProperty.Weight, "font-weight"),
    ];

    private static readonly Entry[] Table = Build();

    /// <summary>The property of a name, in any case, without blanks around it.</summary>
    public static CssProperty Find(ReadOnlySpan<byte> name)
    {
        Span<byte> padded = stackalloc byte[2 * MaxBytes];
        if (name.Length > MaxBytes)
        {
            return CssProperty.None;
        }

        padded.Clear();
        name.CopyTo(padded[MaxBytes..]);
        return FindBefore(ref Unsafe.Add(ref MemoryMarshal.GetReference(padded), MaxBytes + name.Length), name.Length);
    }

    /// <summary>The property whose name ends in front of a byte.</summary>
    /// <param name="end">The byte; eight bytes in front of it must be readable.</param>
    /// <param name="length">The name's bytes, without blanks around them.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static CssProperty FindBefore(ref byte end, int length)
    {
        // Letters in lower case; what is no letter stays none.
        ulong tail = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Subtract(ref end, sizeof(ulong)));
        tail = (tail | ((tail & FromAt) >> 1)) >> (64 - (8 * Math.Clamp(length, 1, 8)));
        ref Entry entry = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(Table), SlotOf(tail, length));
        bool found = entry.Tail == tail & entry.Name.Length == length;
        return !found ? CssProperty.None
            : length <= 8 || CssValue.Is(MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Subtract(ref end, length), length), entry.Name) ? entry.Property
            : CssProperty.None;
    }

    private static nint SlotOf(ulong tail, int length) => (nint)(((tail + ((ulong)length << 32)) * Multiplier) >> (64 - Bits));

    private static Entry[] Build()
    {
        var table = new Entry[1 << Bits];
        Array.Fill(table, new Entry(0, [], CssProperty.None));
        foreach ((CssProperty property, string names) in Names)
        {
            foreach (string word in names.Split(' '))
            {
                byte[] name = Encoding.ASCII.GetBytes(word);
                ulong tail = 0;
                foreach (byte b in name.AsSpan(Math.Max(0, name.Length - sizeof(ulong))))
                {
                    tail = (tail >> 8) | ((ulong)b << 56);
                }

                tail >>= 64 - (8 * Math.Min(name.Length, 8));
                ref Entry entry = ref table[SlotOf(tail, name.Length)];
                if (entry.Property != CssProperty.None)
                {
                    throw new InvalidOperationException("Two properties hash to one place: another multiplier is needed.");
                }

                entry = new Entry(tail, name, property);
            }
        }

        return table;
    }

    private readonly record struct Entry(ulong Tail, byte[] Name, CssProperty Property);
}
