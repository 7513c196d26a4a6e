using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Chaffinch.Segmenting;

/// <summary>Where the signs that structure a style sheet stand, in order: <c>{ } ( ) : ; !</c>. Found in one vectorised pass, as simdjson finds those of JSON.</summary>
internal sealed class CssSigns
{
    private const int KeptPlaces = 1 << 16;

    /// <summary>Room for the places is made for so many bytes at once.</summary>
    private const int PartBytes = 4096;

    private int[] _places = [];

    /// <summary>Somewhere stands <c>@i</c>, as in <c>@import</c>.</summary>
    public bool MayImport { get; private set; }

    /// <summary>Somewhere stands <c>/*</c>: the places behind it were not found.</summary>
    public bool HasComments { get; private set; }

    /// <summary>Finds the signs of <paramref name="css"/>. Behind the last place stands the sheet's length.</summary>
    public ReadOnlySpan<int> Read(ReadOnlySpan<byte> css)
    {
        if (_places.Length > KeptPlaces && css.Length < KeptPlaces)
        {
            _places = [];
        }

        MayImport = false;
        HasComments = false;
        ref byte first = ref MemoryMarshal.GetReference(css);
        ulong slashBefore = 0;
        int count = 0;
        int at = 0;
        while (at + 64 < css.Length && !HasComments)
        {
            Reserve(count + PartBytes);
            int end = Math.Min(css.Length - 64, at + PartBytes);
            for (; at < end && !HasComments; at += 64)
            {
                ref byte part = ref Unsafe.Add(ref first, at);
                count = Add(Vector256.LoadUnsafe(ref part), Vector256.LoadUnsafe(ref part, 32), css, at, count, ref slashBefore);
            }
        }

        if (at < css.Length && !HasComments)
        {
            Span<byte> last = stackalloc byte[64];
            last.Clear();
            css[at..].CopyTo(last);
            Reserve(count + 64);
            count = Add(Vector256.Create<byte>(last), Vector256.Create<byte>(last[32..]), css, at, count, ref slashBefore);
        }

        Reserve(count);
        _places[count] = css.Length;
        return _places.AsSpan(0, count + 1);
    }

    /// <summary>Adds the signs of 64 bytes, for which there is room; gives their number so far.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Add(Vector256<byte> low, Vector256<byte> high, ReadOnlySpan<byte> css, int at, int count, ref ulong slashBefore)
    {
        ulong signs = Bits(Signs(low), Signs(high));
        ulong slashes = Bits(Vector256.Equals(low, Vector256.Create((byte)'/')), Vector256.Equals(high, Vector256.Create((byte)'/')));
        ulong stars = Bits(Vector256.Equals(low, Vector256.Create((byte)'*')), Vector256.Equals(high, Vector256.Create((byte)'*')));
        HasComments |= (((slashes << 1) | slashBefore) & stars) != 0;
        slashBefore = slashes >> 63;
        if ((Vector256.Equals(low, Vector256.Create((byte)'@')) | Vector256.Equals(high, Vector256.Create((byte)'@'))) != Vector256<byte>.Zero)
        {
            MayImport |= css.Slice(at, Math.Min(65, css.Length - at)).IndexOf("@i"u8) >= 0;
        }

        return count + Write(signs, at, ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_places), count));
    }

    /// <summary>Writes the places of the bits, eight at a time whether so many there are or not: their number is hard to foresee. Gives the number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Write(ulong signs, int at, ref int to)
    {
        int count = BitOperations.PopCount(signs);
        for (int i = 0; i < count; i += 8)
        {
            to = at + BitOperations.TrailingZeroCount(signs);
            signs &= signs - 1;
            Unsafe.Add(ref to, 1) = at + BitOperations.TrailingZeroCount(signs);
            signs &= signs - 1;
            Unsafe.Add(ref to, 2) = at + BitOperations.TrailingZeroCount(signs);
            signs &= signs - 1;
            Unsafe.Add(ref to, 3) = at + BitOperations.TrailingZeroCount(signs);
            signs &= signs - 1;
            Unsafe.Add(ref to, 4) = at + BitOperations.TrailingZeroCount(signs);
            signs &= signs - 1;
            Unsafe.Add(ref to, 5) = at + BitOperations.TrailingZeroCount(signs);
            signs &= signs - 1;
            Unsafe.Add(ref to, 6) = at + BitOperations.TrailingZeroCount(signs);
            signs &= signs - 1;
            Unsafe.Add(ref to, 7) = at + BitOperations.TrailingZeroCount(signs);
            signs &= signs - 1;
            to = ref Unsafe.Add(ref to, 8);
        }

        return count;
    }

    private void Reserve(int count)
    {
        if (count + 8 > _places.Length)
        {
            Array.Resize(ref _places, Math.Max(1024, 2 * (count + 8)));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> Signs(Vector256<byte> bytes)
    {
        // '(' and ')' differ in the lowest bit, so do ':' and ';'.
        Vector256<byte> odd = bytes | Vector256.Create((byte)1);
        return Vector256.Equals(odd, Vector256.Create((byte)')')) | Vector256.Equals(odd, Vector256.Create((byte)';')) | Vector256.Equals(bytes, Vector256.Create((byte)'{'))
            | Vector256.Equals(bytes, Vector256.Create((byte)'}')) | Vector256.Equals(bytes, Vector256.Create((byte)'!'));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Bits(Vector256<byte> low, Vector256<byte> high) => low.ExtractMostSignificantBits() | ((ulong)high.ExtractMostSignificantBits() << 32);
}
