using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Chaffinch.Text;

/// <summary>A 64-bit hash of a run of UTF-16 code units, eight at a time.</summary>
/// <remarks>Folded multiplication after wyhash (Wang Yi, 2019). Not against collisions made on purpose: who looks things up by it bounds his probes.</remarks>
internal static class TextHash
{
    private const ulong K0 = 0xA0761D6478BD642F;
    private const ulong K1 = 0xE7037ED1A0B428DB;
    private const ulong K2 = 0x8EBC6AF09C88C6E3;

    /// <summary>Code units that are taken at a time; so many behind the text are written over.</summary>
    public const int Chunk = 8;

    /// <summary>The hash of a text, never 0.</summary>
    /// <param name="buffer">Holds the text; at least <see cref="Chunk"/> code units behind it are zeroed.</param>
    /// <param name="length">Length of the text.</param>
    public static ulong Of(Span<char> buffer, int length)
    {
        buffer.Slice(length, Chunk).Clear();
        ulong hash = K2 ^ (ulong)length;
        ReadOnlySpan<ulong> words = MemoryMarshal.Cast<char, ulong>(buffer[..(length + Chunk - 1 & ~(Chunk - 1))]);
        for (int i = 0; i + 1 < words.Length; i += 2)
        {
            hash = Fold(words[i] ^ K0, words[i + 1] ^ K1 ^ hash);
        }

        return hash | 1;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Fold(ulong a, ulong b)
    {
        ulong high = Math.BigMul(a, b, out ulong low);
        return high ^ low;
    }
}
