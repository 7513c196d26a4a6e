using System.Buffers.Binary;
using System.Text;

namespace Chaffinch.Corpora.Reading;

/// <summary>Headers of tar archives: ustar, GNU and the old form.</summary>
internal static class TarHeader
{
    public const int BlockBytes = 512;

    /// <summary>Whether a block is a header: its checksum is that of its bytes.</summary>
    public static bool IsHeader(ReadOnlySpan<byte> block)
    {
        if (block.Length < BlockBytes || block[0] == 0 || !TryNumber(block.Slice(148, 8), out long stated))
        {
            return false;
        }

        // The field itself counts as blanks; old programs added signed bytes.
        long plain = 8 * ' ';
        long signed = plain;
        for (int i = 0; i < BlockBytes; i++)
        {
            if (i is < 148 or >= 156)
            {
                plain += block[i];
                signed += (sbyte)block[i];
            }
        }

        return stated == plain || stated == signed;
    }

    /// <summary>Kind of entry: <c>'0'</c> or 0 a file, <c>'5'</c> a folder, <c>'L'</c> a long name, <c>'x'</c> attributes.</summary>
    public static byte Kind(ReadOnlySpan<byte> block) => block[156];

    /// <summary>Bytes of the entry; -1 where the field is no number.</summary>
    public static long Size(ReadOnlySpan<byte> block) => TryNumber(block.Slice(124, 12), out long size) ? size : -1;

    /// <summary>The entry's name.</summary>
    public static string Name(ReadOnlySpan<byte> block)
    {
        string name = Text(block[..100]);
        bool isUstar = block.Slice(257, 6).SequenceEqual("ustar\0"u8);
        string prefix = isUstar ? Text(block.Slice(345, 155)) : "";
        return prefix.Length > 0 ? prefix + "/" + name : name;
    }

    /// <summary>Text up to the first zero.</summary>
    public static string Text(ReadOnlySpan<byte> field)
    {
        int end = field.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? field : field[..end]);
    }

    /// <summary>The value of a key in extended attributes (POSIX: length, blank, key, equals, value, line end); null where it is not there.</summary>
    public static string? Attribute(ReadOnlySpan<byte> records, ReadOnlySpan<byte> key)
    {
        while (!records.IsEmpty)
        {
            int end = records.IndexOf((byte)'\n');
            ReadOnlySpan<byte> record = end < 0 ? records : records[..end];
            records = end < 0 ? default : records[(end + 1)..];
            int blank = record.IndexOf((byte)' ');
            if (blank > 0 && record[(blank + 1)..].StartsWith(key) && record.Length > blank + 1 + key.Length && record[blank + 1 + key.Length] == '=')
            {
                return Encoding.UTF8.GetString(record[(blank + 2 + key.Length)..]);
            }
        }

        return null;
    }

    // Octal digits, or from a first bit of 1 on a binary number.
    private static bool TryNumber(ReadOnlySpan<byte> field, out long value)
    {
        value = 0;
        if ((field[0] & 0x80) != 0)
        {
            value = BinaryPrimitives.ReadInt64BigEndian(field[^8..]);
            return field.Length >= 8 && value >= 0;
        }

        field = field.Trim(" \0"u8);
        if (field.Length > 20)
        {
            return false;
        }

        foreach (byte b in field)
        {
            if (b is < (byte)'0' or > (byte)'7')
            {
                return false;
            }

            value = (value << 3) | (uint)(b - '0');
        }

        return value >= 0;
    }
}
