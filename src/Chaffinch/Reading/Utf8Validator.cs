using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using System.Text.Unicode;

namespace Chaffinch.Reading;

/// <summary>Tells valid UTF-8, 64 bytes at a time whatever stands in them.</summary>
/// <remarks>
/// The library's own check is as fast for ASCII alone, but goes byte by byte once anything else comes. Source: Keiser and Lemire, "Validating UTF-8 in less than one
/// instruction per byte" (2021): each pair of neighbouring bytes is looked up by three half-bytes, and what the three tables agree on is wrong with it.
/// </remarks>
internal static class Utf8Validator
{
    private const byte TooShort = 1;
    private const byte TooLong = 2;
    private const byte Overlong3 = 4;
    private const byte TooLarge = 8;
    private const byte Surrogate = 16;
    private const byte Overlong2 = 32;
    private const byte TooLarge1000 = 64;
    private const byte Overlong4 = 64;
    private const byte TwoContinuations = 128;
    private const byte Carry = TooShort | TooLong | TwoContinuations;
    private const int Step = 64;

    /// <summary>True when the bytes are valid UTF-8. Linear.</summary>
    public static bool IsValid(ReadOnlySpan<byte> bytes) => Avx2.IsSupported && bytes.Length >= Step ? IsValidWide(bytes) : Utf8.IsValid(bytes);

    private static bool IsValidWide(ReadOnlySpan<byte> bytes)
    {
        var tables = new Tables(FirstHigh, FirstLow, SecondHigh);
        ref byte first = ref MemoryMarshal.GetReference(bytes);
        Vector256<byte> error = Vector256<byte>.Zero;
        Vector256<byte> previous = Vector256<byte>.Zero;

        // Not zero where a sequence still lacks bytes.
        Vector256<byte> incomplete = Vector256<byte>.Zero;
        int at = 0;
        for (; at + Step <= bytes.Length; at += Step)
        {
            Vector256<byte> low = Vector256.LoadUnsafe(ref first, (nuint)at);
            Vector256<byte> high = Vector256.LoadUnsafe(ref first, (nuint)at + 32);
            if ((low | high).ExtractMostSignificantBits() == 0)
            {
                error |= incomplete;
                incomplete = Vector256<byte>.Zero;
                continue;
            }

            error |= Check(low, previous, tables) | Check(high, low, tables);
            previous = high;
            incomplete = Incomplete(high);
            if (error != Vector256<byte>.Zero)
            {
                return false;
            }
        }

        // The rest, filled up with what ends any sequence.
        Span<byte> rest = stackalloc byte[Step];
        rest.Clear();
        bytes[at..].CopyTo(rest);
        Vector256<byte> last = Vector256.Create<byte>(rest);
        if (incomplete != Vector256<byte>.Zero || rest.IndexOfAnyExceptInRange((byte)0, (byte)0x7F) >= 0)
        {
            // Where ASCII came last, the bytes before it do not matter, and those before that are complete.
            error |= Check(last, previous, tables) | Check(Vector256.Create<byte>(rest[32..]), last, tables);
        }

        return error == Vector256<byte>.Zero;
    }

    /// <summary>What is wrong with 32 bytes behind 32 others; zeros for nothing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> Check(Vector256<byte> bytes, Vector256<byte> before, in Tables tables)
    {
        Vector256<byte> middle = Avx2.Permute2x128(before, bytes, 0x21);
        Vector256<byte> back1 = Avx2.AlignRight(bytes, middle, 15);
        Vector256<byte> back2 = Avx2.AlignRight(bytes, middle, 14);
        Vector256<byte> back3 = Avx2.AlignRight(bytes, middle, 13);
        Vector256<byte> half = Vector256.Create((byte)0x0F);
        Vector256<byte> wrong = Avx2.Shuffle(tables.FirstHigh, (back1.AsUInt16() >> 4).AsByte() & half)
            & Avx2.Shuffle(tables.FirstLow, back1 & half)
            & Avx2.Shuffle(tables.SecondHigh, (bytes.AsUInt16() >> 4).AsByte() & half);

        // The third and fourth byte of a sequence must be continuations, which the tables take for too many of them.
        Vector256<byte> awaited = Avx2.SubtractSaturate(back2, Vector256.Create((byte)(0xE0 - 0x80))) | Avx2.SubtractSaturate(back3, Vector256.Create((byte)(0xF0 - 0x80)));
        return (awaited & Vector256.Create((byte)0x80)) ^ wrong;
    }

    /// <summary>Not zero where the last bytes start a sequence that goes on behind them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> Incomplete(Vector256<byte> bytes) => Avx2.SubtractSaturate(bytes, Vector256.Create(
        255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, (byte)(0xF0 - 1), 0xE0 - 1, 0xC0 - 1));

    private static Vector256<byte> FirstHigh => Twice(Vector128.Create(
        TooLong, TooLong, TooLong, TooLong, TooLong, TooLong, TooLong, TooLong,
        TwoContinuations, TwoContinuations, TwoContinuations, TwoContinuations,
        TooShort | Overlong2, TooShort, TooShort | Overlong3 | Surrogate, TooShort | TooLarge | TooLarge1000 | Overlong4));

    private static Vector256<byte> FirstLow => Twice(Vector128.Create(
        Carry | Overlong3 | Overlong2 | Overlong4, Carry | Overlong2, Carry, Carry, Carry | TooLarge,
        Carry | TooLarge | TooLarge1000, Carry | TooLarge | TooLarge1000, Carry | TooLarge | TooLarge1000, Carry | TooLarge | TooLarge1000,
        Carry | TooLarge | TooLarge1000, Carry | TooLarge | TooLarge1000, Carry | TooLarge | TooLarge1000, Carry | TooLarge | TooLarge1000,
        Carry | TooLarge | TooLarge1000 | Surrogate, Carry | TooLarge | TooLarge1000, Carry | TooLarge | TooLarge1000));

    private static Vector256<byte> SecondHigh => Twice(Vector128.Create(
        TooShort, TooShort, TooShort, TooShort, TooShort, TooShort, TooShort, TooShort,
        TooLong | Overlong2 | TwoContinuations | Overlong3 | TooLarge1000 | Overlong4,
        TooLong | Overlong2 | TwoContinuations | Overlong3 | TooLarge,
        TooLong | Overlong2 | TwoContinuations | Surrogate | TooLarge,
        TooLong | Overlong2 | TwoContinuations | Surrogate | TooLarge,
        TooShort, TooShort, TooShort, TooShort));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> Twice(Vector128<byte> table) => Vector256.Create(table, table);

    /// <summary>What each half-byte may be part of; in the registers while the bytes go by.</summary>
    private readonly record struct Tables(Vector256<byte> FirstHigh, Vector256<byte> FirstLow, Vector256<byte> SecondHigh);
}
