using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
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
    /// <summary>Bytes in front of a name's end that <see cref="FindBefore"/> reads.</summary>
    public const int BytesBefore = 32;

    private const int Bits = 7;
    private const ulong Multiplier = 0xF9270F4EB8B333A9;
    private const ulong LowerCase = 0x2020_2020_2020_2020;

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
        if (name.Length is 0 or >= BytesBefore)
        {
            return CssProperty.None;
        }

        Span<byte> padded = stackalloc byte[BytesBefore];
        padded.Clear();
        name.CopyTo(padded[^name.Length..]);
        return FindBefore(ref Unsafe.Add(ref MemoryMarshal.GetReference(padded), BytesBefore), out int length) is var found && length == name.Length ? found : CssProperty.None;
    }

    /// <summary>The property whose name, of letters and hyphens, ends in front of a byte.</summary>
    /// <param name="end">The byte; <see cref="BytesBefore"/> bytes in front of it must be readable.</param>
    /// <param name="length">The name's bytes; 0 where none ends there.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static CssProperty FindBefore(ref byte end, out int length)
    {
        ref byte first = ref Unsafe.Subtract(ref end, BytesBefore);
        Vector256<byte> bytes = Vector256.LoadUnsafe(ref first);
        Vector256<byte> signs = Vector256.LessThan((bytes | Vector256.Create((byte)0x20)) - Vector256.Create((byte)'a'), Vector256.Create((byte)26))
            | Vector256.Equals(bytes, Vector256.Create((byte)'-'));
        length = System.Numerics.BitOperations.LeadingZeroCount(~signs.ExtractMostSignificantBits());
        ulong tail = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref first, BytesBefore - sizeof(ulong))) | LowerCase;
        tail >>= 64 - (8 * Math.Clamp(length, 1, 8));
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
