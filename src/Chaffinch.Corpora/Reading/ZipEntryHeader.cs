using System.Buffers.Binary;
using System.Text;
using Chaffinch.Corpora.Model;

namespace Chaffinch.Corpora.Reading;

/// <summary>The header that stands before each file of a zip archive.</summary>
/// <param name="Method">0 stored, 8 deflate, 93 zstd.</param>
/// <param name="Flags">Bit 0 encrypted, bit 3 sizes stand behind the content, bit 11 the name is UTF-8.</param>
/// <param name="Crc">CRC-32 of the content.</param>
/// <param name="Packed">Bytes as stored.</param>
/// <param name="Size">Bytes of the content.</param>
/// <param name="Name">The file's path in the archive.</param>
/// <param name="Length">Bytes of the header.</param>
internal readonly record struct ZipEntryHeader(int Method, int Flags, uint Crc, long Packed, long Size, string Name, int Length)
{
    private const int FixedBytes = 30;

    public static ReadOnlySpan<byte> Magic => [0x50, 0x4B, 3, 4];

    public bool IsEncrypted => (Flags & 1) != 0;

    /// <summary>True where sizes and checksum are known only behind the content.</summary>
    public bool IsOpen => (Flags & 8) != 0;

    /// <summary>Reads the header at the source's position; false where it is none, or cut off.</summary>
    public static bool TryRead(ByteSource source, out ZipEntryHeader header)
    {
        header = default;
        if (!source.Ensure(FixedBytes) || !source.Window.StartsWith(Magic))
        {
            return false;
        }

        ReadOnlySpan<byte> s = source.Window;
        int nameBytes = BinaryPrimitives.ReadUInt16LittleEndian(s[26..]);
        int extraBytes = BinaryPrimitives.ReadUInt16LittleEndian(s[28..]);
        int length = FixedBytes + nameBytes + extraBytes;
        if (!source.Ensure(length))
        {
            return false;
        }

        s = source.Window;
        long packed = BinaryPrimitives.ReadUInt32LittleEndian(s[18..]);
        long size = BinaryPrimitives.ReadUInt32LittleEndian(s[22..]);
        Zip64(s.Slice(FixedBytes + nameBytes, extraBytes), ref size, ref packed);
        int flags = BinaryPrimitives.ReadUInt16LittleEndian(s[6..]);
        ReadOnlySpan<byte> name = s.Slice(FixedBytes, nameBytes);
        bool isUtf8 = (flags & 0x800) != 0 || System.Text.Unicode.Utf8.IsValid(name);
        header = new ZipEntryHeader(
            BinaryPrimitives.ReadUInt16LittleEndian(s[8..]),
            flags,
            BinaryPrimitives.ReadUInt32LittleEndian(s[14..]),
            packed,
            size,
            (isUtf8 ? Encoding.UTF8 : Encoding.Latin1).GetString(name),
            length);
        return packed >= 0 && size >= 0;
    }

    private static void Zip64(ReadOnlySpan<byte> extra, ref long size, ref long packed)
    {
        while (extra.Length >= 4)
        {
            int id = BinaryPrimitives.ReadUInt16LittleEndian(extra);
            int length = BinaryPrimitives.ReadUInt16LittleEndian(extra[2..]);
            extra = extra[4..];
            if (length > extra.Length)
            {
                return;
            }

            ReadOnlySpan<byte> field = extra[..length];
            extra = extra[length..];
            if (id != 1)
            {
                continue;
            }

            if (size == uint.MaxValue && field.Length >= 8)
            {
                size = BinaryPrimitives.ReadInt64LittleEndian(field);
                field = field[8..];
            }

            if (packed == uint.MaxValue && field.Length >= 8)
            {
                packed = BinaryPrimitives.ReadInt64LittleEndian(field);
            }
        }
    }
}
