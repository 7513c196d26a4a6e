using System.Buffers.Binary;

namespace Chaffinch.Segmenting;

/// <summary>64-bit hashes of names: fixed, so that the same page gives the same result in every process.</summary>
internal static class NameHash
{
    public const ulong Seed = 0xCBF29CE484222325;
    private const ulong Prime = 0x100000001B3;
    private const ulong Mixer = 0x9FB21C651E98DF25;

    /// <summary>Adds one byte, ASCII case folded.</summary>
    public static ulong Add(ulong hash, byte b) => (hash ^ Fold(b)) * Prime;

    public static byte Fold(byte b) => b is >= (byte)'A' and <= (byte)'Z' ? (byte)(b | 0x20) : b;

    /// <summary>The hash of a name, ASCII case folded; never 0.</summary>
    public static ulong Of(ReadOnlySpan<byte> name)
    {
        ulong hash = Seed;
        foreach (byte b in name)
        {
            hash = Add(hash, b);
        }

        return hash == 0 ? 1 : hash;
    }

    /// <summary>A hash of the bytes as they are, eight at a time: for caches; never 0.</summary>
    public static ulong OfBytes(ReadOnlySpan<byte> bytes)
    {
        ulong hash = Seed ^ ((ulong)bytes.Length * Mixer);
        while (bytes.Length > 8)
        {
            hash = Mix(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[8..];
        }

        hash = Mix(hash ^ LastBytes(bytes));
        return hash == 0 ? 1 : hash;
    }

    /// <summary>As <see cref="OfBytes"/>, ASCII case folded: for names of styles; never 0.</summary>
    public static ulong OfFolded(ReadOnlySpan<byte> bytes)
    {
        ulong hash = Seed ^ ((ulong)bytes.Length * Mixer);
        while (bytes.Length > 8)
        {
            hash = Mix(hash ^ Fold(BinaryPrimitives.ReadUInt64LittleEndian(bytes)));
            bytes = bytes[8..];
        }

        hash = Mix(hash ^ Fold(LastBytes(bytes)));
        return hash == 0 ? 1 : hash;
    }

    /// <summary>The last bytes, at most eight, each in a place that the length fixes: loads that overlap are faster than a loop.</summary>
    private static ulong LastBytes(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length == 8)
        {
            return BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        }

        if (bytes.Length >= 4)
        {
            return BinaryPrimitives.ReadUInt32LittleEndian(bytes) | ((ulong)BinaryPrimitives.ReadUInt32LittleEndian(bytes[^4..]) << 32);
        }

        return bytes.IsEmpty ? 0 : bytes[0] | ((ulong)bytes[bytes.Length >> 1] << 8) | ((ulong)bytes[^1] << 16);
    }

    /// <summary>Eight bytes at once, ASCII letters in lower case.</summary>
    private static ulong Fold(ulong bytes)
    {
        const ulong Ones = 0x0101_0101_0101_0101;
        ulong low = bytes & (0x7F * Ones);
        ulong fromA = low + ((0x80 - 'A') * Ones);
        ulong overZ = low + ((0x7F - 'Z') * Ones);
        ulong upper = ~bytes & (fromA ^ overZ) & (0x80 * Ones);
        return bytes | (upper >> 2);
    }

    private static ulong Mix(ulong value)
    {
        value *= Mixer;
        return value ^ (value >> 29);
    }
}
