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

    /// <summary>Adds one byte that is folded already.</summary>
    public static ulong AddFolded(ulong hash, byte b) => (hash ^ b) * Prime;

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
        ulong hash = Seed ^ (ulong)bytes.Length;
        while (bytes.Length >= 8)
        {
            hash = Mix(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[8..];
        }

        ulong rest = 0;
        for (int i = 0; i < bytes.Length; i++)
        {
            rest |= (ulong)bytes[i] << (8 * i);
        }

        hash = Mix(hash ^ rest);
        return hash == 0 ? 1 : hash;
    }

    private static ulong Mix(ulong value)
    {
        value *= Mixer;
        return value ^ (value >> 29);
    }
}
