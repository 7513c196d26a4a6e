using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Chaffinch.Segmenting;

/// <summary>64-bit hashes of names: fixed, so that the same page gives the same result in every process.</summary>
internal static class NameHash
{
    public const ulong Seed = 0xCBF29CE484222325;
    private const ulong Prime = 0x100000001B3;
    private const ulong Mixer = 0x9FB21C651E98DF25;
    private const ulong LowerCase = 0x2020_2020_2020_2020;

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
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong OfBytes(ReadOnlySpan<byte> bytes)
    {
        ref byte p = ref MemoryMarshal.GetReference(bytes);
        int length = bytes.Length;
        ulong hash = Seed ^ ((ulong)length * Mixer);
        int at = 0;
        for (; length - at > 8; at += 8)
        {
            hash = Mix(hash ^ Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref p, at)));
        }

        hash = Mix(hash ^ LastBytes(ref Unsafe.Add(ref p, at), length - at));
        return hash == 0 ? 1 : hash;
    }

    /// <summary>A hash of the bytes of a value as they are, for caches of this process only: it is another on another processor, and at the very end of a page. Never 0.</summary>
    /// <param name="p">The value's first byte.</param>
    /// <param name="length">Its bytes.</param>
    /// <param name="readable">The bytes from <paramref name="p"/> on that may be read.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong OfValue(ref byte p, int length, int readable)
    {
        if (!Aes.IsSupported || length > Vector256<byte>.Count || readable < Vector256<byte>.Count)
        {
            return OfLongValue(ref p, length);
        }

        Vector256<byte> value = Vector256.LoadUnsafe(ref p) & Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(Kept), (nuint)(Vector256<byte>.Count - length));
        Vector128<byte> low = Aes.Encrypt(value.GetLower(), Vector128.Create(Seed, (ulong)length).AsByte());
        Vector128<byte> high = Aes.Encrypt(value.GetUpper(), Vector128.Create(Prime, Mixer).AsByte());
        low = Aes.Encrypt(low, high);
        low = Aes.Encrypt(low, Vector128.Create(Mixer, Seed).AsByte());
        ulong hash = Aes.Encrypt(low, Vector128.Create(LowerCase, Prime).AsByte()).AsUInt64().ToScalar();
        return hash == 0 ? 1 : hash;
    }

    /// <summary>A mask of so many bytes starts that many before the middle.</summary>
    private static ReadOnlySpan<byte> Kept =>
    [
        255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    ];

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ulong OfLongValue(ref byte p, int length)
    {
        if (!Aes.IsSupported || length <= Vector256<byte>.Count)
        {
            return OfBytes(MemoryMarshal.CreateReadOnlySpan(ref p, length));
        }

        // The last 32 bytes overlap those before.
        Vector128<byte> low = Vector128.Create(Seed, (ulong)length).AsByte();
        Vector128<byte> high = Vector128.Create(Prime, Mixer).AsByte();
        for (int at = 0; ; at = Math.Min(at + Vector256<byte>.Count, length - Vector256<byte>.Count))
        {
            low = Aes.Encrypt(low, Vector128.LoadUnsafe(ref p, (nuint)at));
            high = Aes.Encrypt(high, Vector128.LoadUnsafe(ref p, (nuint)at + 16));
            if (at == length - Vector256<byte>.Count)
            {
                break;
            }
        }

        low = Aes.Encrypt(low, high);
        low = Aes.Encrypt(low, Vector128.Create(Mixer, Seed).AsByte());
        ulong hash = Aes.Encrypt(low, Vector128.Create(LowerCase, Prime).AsByte()).AsUInt64().ToScalar();
        return hash == 0 ? 1 : hash;
    }

    /// <summary>As <see cref="OfBytes"/>, ASCII case folded: for names of styles; never 0.</summary>
    public static ulong OfFolded(ReadOnlySpan<byte> bytes)
    {
        ref byte p = ref MemoryMarshal.GetReference(bytes);
        int length = bytes.Length;
        ulong hash = Seed ^ ((ulong)length * Mixer);
        int at = 0;
        for (; length - at > 8; at += 8)
        {
            hash = Mix(hash ^ Fold(Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref p, at))));
        }

        hash = Mix(hash ^ Fold(LastBytes(ref Unsafe.Add(ref p, at), length - at)));
        return hash == 0 ? 1 : hash;
    }

    /// <summary>As <see cref="OfFolded"/> for one to eight ASCII letters; no branch depends on their number.</summary>
    /// <param name="word">The letters in lower case, the first in the lowest byte; what stands above them does not matter.</param>
    /// <param name="length">Their number.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong OfLetters(ulong word, int length)
    {
        ulong many = (uint)word | ((word >> (8 * (length - 4))) << 32);
        ulong few = (word & 0xFF) | (((word >> (8 * (length >> 1))) & 0xFF) << 8) | (((word >> (8 * (length - 1))) & 0xFF) << 16);
        ulong hash = Mix(Seed ^ ((ulong)length * Mixer) ^ (length >= 4 ? many : few));
        return hash == 0 ? 1 : hash;
    }

    /// <summary>A number for a word of letters, case folded: a short one's own bytes; never 0.</summary>
    /// <param name="p">The word's first byte; eight bytes from it on must be readable.</param>
    /// <param name="length">The word's bytes, at least 1.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong OfWord(ref byte p, int length)
    {
        ulong word = Unsafe.ReadUnaligned<ulong>(ref p) | LowerCase;
        return length <= 8 ? word & (ulong.MaxValue >> (64 - (8 * length))) : OfLongWord(ref p, length, word);
    }

    private static ulong OfLongWord(ref byte p, int length, ulong word)
    {
        for (int at = 8; at < length; at += 8)
        {
            // The last eight bytes overlap those before.
            word = Mix(word) ^ (Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref p, Math.Min(at, length - 8))) | LowerCase);
        }

        return word == 0 ? 1 : word;
    }

    /// <summary>The last bytes, at most eight, each in a place that the length fixes: loads that overlap are faster than a loop.</summary>
    private static ulong LastBytes(ref byte p, int length)
    {
        if (length == 8)
        {
            return Unsafe.ReadUnaligned<ulong>(ref p);
        }

        if (length >= 4)
        {
            return Unsafe.ReadUnaligned<uint>(ref p) | ((ulong)Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref p, length - 4)) << 32);
        }

        return length == 0 ? 0 : p | ((ulong)Unsafe.Add(ref p, length >> 1) << 8) | ((ulong)Unsafe.Add(ref p, length - 1) << 16);
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Mix(ulong value)
    {
        value *= Mixer;
        return value ^ (value >> 29);
    }
}
