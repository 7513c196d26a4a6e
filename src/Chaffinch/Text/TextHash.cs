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

    /// <summary>The hash of <paramref name="text"/>, never 0.</summary>
    public static ulong Of(ReadOnlySpan<char> text)
    {
        ulong hash = K2 ^ (ulong)text.Length;
        ReadOnlySpan<byte> rest = MemoryMarshal.AsBytes(text);
        while (rest.Length >= 16)
        {
            hash = Fold(MemoryMarshal.Read<ulong>(rest) ^ K0, MemoryMarshal.Read<ulong>(rest[8..]) ^ K1 ^ hash);
            rest = rest[16..];
        }

        if (rest.Length > 0)
        {
            Span<byte> last = stackalloc byte[16];
            last.Clear();
            rest.CopyTo(last);
            hash = Fold(MemoryMarshal.Read<ulong>(last) ^ K0, MemoryMarshal.Read<ulong>(last[8..]) ^ K1 ^ hash);
        }

        return Fold(hash ^ K0, K1) | 1;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Fold(ulong a, ulong b)
    {
        ulong high = Math.BigMul(a, b, out ulong low);
        return high ^ low;
    }
}
