using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Chaffinch.Reading;

/// <summary>The index tables of the legacy encodings, made by <c>lab/tables/encodings.py</c>. 0 is an unassigned pointer.</summary>
internal static class EncodingTables
{
    private const int SingleByteTables = 27;
    private const int Big5Length = 19782;
    private const int EucKrLength = 23940;
    private const int GbLength = 23940;
    private const int Jis0208Length = 11280;
    private const int Jis0212Length = 8836;
    private const int GbRanges = 207;
    private const int Big5At = SingleByteTables * 128;
    private const int EucKrAt = Big5At + Big5Length;
    private const int GbAt = EucKrAt + EucKrLength;
    private const int Jis0208At = GbAt + GbLength;
    private const int Jis0212At = Jis0208At + Jis0208Length;
    private const int RangesAt = Jis0212At + Jis0212Length;
    private const int PlaneAt = RangesAt + (GbRanges * 2);
    private static readonly ushort[] Words = Load(out Plane2);
    private static readonly byte[] Plane2;

    public static ReadOnlySpan<ushort> Jis0208 => Words.AsSpan(Jis0208At, Jis0208Length);

    public static ReadOnlySpan<ushort> Jis0212 => Words.AsSpan(Jis0212At, Jis0212Length);

    public static ReadOnlySpan<ushort> EucKr => Words.AsSpan(EucKrAt, EucKrLength);

    public static ReadOnlySpan<ushort> Gb => Words.AsSpan(GbAt, GbLength);

    /// <summary>The code points of the bytes 0x80 to 0xFF.</summary>
    public static ReadOnlySpan<ushort> Single(int table) => Words.AsSpan(table * 128, 128);

    /// <summary>The code point of a pointer into the Big5 index, 0 where there is none.</summary>
    public static int Big5(int pointer)
    {
        if ((uint)pointer >= Big5Length)
        {
            return 0;
        }

        int low = Words[Big5At + pointer];
        return (Plane2[pointer >> 3] >> (pointer & 7) & 1) != 0 ? 0x20000 | low : low;
    }

    /// <summary>The code point of a four-byte GB18030 pointer, 0 where there is none.</summary>
    public static int GbRange(int pointer)
    {
        if (pointer is (> 39419 and < 189000) or > 1237575)
        {
            return 0;
        }

        if (pointer >= 189000)
        {
            return 0x10000 + pointer - 189000;
        }

        if (pointer == 7457)
        {
            return 0xE7C7;
        }

        ReadOnlySpan<ushort> ranges = Words.AsSpan(RangesAt, GbRanges * 2);
        int low = 0;
        int high = GbRanges - 1;
        while (high - low > 1)
        {
            int mid = (low + high) >>> 1;
            if (ranges[mid * 2] <= pointer)
            {
                low = mid;
            }
            else
            {
                high = mid;
            }
        }

        return ranges[(low * 2) + 1] + pointer - ranges[low * 2];
    }

    private static ushort[] Load(out byte[] plane2)
    {
        using Stream stream = typeof(EncodingTables).Assembly.GetManifestResourceStream("encodings.res")
            ?? throw new InvalidOperationException("The resource encodings.res is missing from the assembly.");
        var words = new ushort[PlaneAt];
        stream.ReadExactly(MemoryMarshal.AsBytes(words.AsSpan()));
        if (!BitConverter.IsLittleEndian)
        {
            BinaryPrimitives.ReverseEndianness(words, words);
        }

        plane2 = new byte[(Big5Length + 7) / 8];
        stream.ReadExactly(plane2);
        return words;
    }
}
