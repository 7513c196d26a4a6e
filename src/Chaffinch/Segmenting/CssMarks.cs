using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Chaffinch.Segmenting;

/// <summary>The signs of a style sheet that <see cref="CssMarks"/> tells apart.</summary>
internal enum CssMark
{
    /// <summary><c>{</c>, <c>}</c>, <c>;</c>, <c>(</c> and <c>)</c>.</summary>
    Sign,

    /// <summary><c>}</c>.</summary>
    Close,

    /// <summary><c>;</c>.</summary>
    Semicolon,

    /// <summary><c>(</c> and <c>)</c>.</summary>
    Bracket,

    /// <summary><c>:</c>.</summary>
    Colon,

    /// <summary><c>!</c>.</summary>
    Bang,
}

/// <summary>Where the signs that structure a style sheet stand: one bit a byte, found in one vectorised pass.</summary>
internal sealed class CssMarks
{
    private const int Kinds = 6;
    private const int KeptWords = Kinds << 13;

    // For each 64 bytes of the sheet the words of all kinds, side by side.
    private ulong[] _words = [];
    private int _length;

    /// <summary>Somewhere stands <c>@i</c>, as in <c>@import</c>.</summary>
    public bool MayImport { get; private set; }

    /// <summary>Marks the signs of <paramref name="css"/>.</summary>
    public void Read(ReadOnlySpan<byte> css)
    {
        int words = Kinds * ((css.Length + 63) / 64);
        if (words > _words.Length || (_words.Length > KeptWords && words <= KeptWords))
        {
            _words = new ulong[Math.Max(words, Math.Min(KeptWords, 2 * words))];
        }

        _length = css.Length;
        ref byte first = ref MemoryMarshal.GetReference(css);
        bool imports = false;
        int at = 0;
        for (; at + 64 < css.Length; at += 64)
        {
            ref byte part = ref Unsafe.Add(ref first, at);
            Vector256<byte> low = Vector256.LoadUnsafe(ref part);
            Vector256<byte> high = Vector256.LoadUnsafe(ref part, 32);
            imports |= Mark(low, high, ref _words[Kinds * (at / 64)], out ulong ats) && IsImport(css[at..], ats);
        }

        if (at < css.Length)
        {
            Span<byte> last = stackalloc byte[64];
            last.Clear();
            css[at..].CopyTo(last);
            imports |= Mark(Vector256.Create<byte>(last), Vector256.Create<byte>(last[32..]), ref _words[Kinds * (at / 64)], out ulong ats) && IsImport(css[at..], ats);
        }

        MayImport = imports;
    }

    /// <summary>Marks 64 bytes; true where there is an <c>@</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool Mark(Vector256<byte> low, Vector256<byte> high, ref ulong words, out ulong ats)
    {
        ulong closes = Bits(low, high, (byte)'}');
        ulong semicolons = Bits(low, high, (byte)';');

        // '(' and ')' differ in the lowest bit.
        ulong brackets = Bits(low | Vector256.Create((byte)1), high | Vector256.Create((byte)1), (byte)')');
        Unsafe.Add(ref words, (int)CssMark.Sign) = Bits(low, high, (byte)'{') | closes | semicolons | brackets;
        Unsafe.Add(ref words, (int)CssMark.Close) = closes;
        Unsafe.Add(ref words, (int)CssMark.Semicolon) = semicolons;
        Unsafe.Add(ref words, (int)CssMark.Bracket) = brackets;
        Unsafe.Add(ref words, (int)CssMark.Colon) = Bits(low, high, (byte)':');
        Unsafe.Add(ref words, (int)CssMark.Bang) = Bits(low, high, (byte)'!');
        ats = Bits(low, high, (byte)'@');
        return ats != 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Bits(Vector256<byte> low, Vector256<byte> high, byte sign) =>
        Vector256.Equals(low, Vector256.Create(sign)).ExtractMostSignificantBits()
        | ((ulong)Vector256.Equals(high, Vector256.Create(sign)).ExtractMostSignificantBits() << 32);

    private static bool IsImport(ReadOnlySpan<byte> css, ulong ats)
    {
        for (; ats != 0; ats &= ats - 1)
        {
            int next = BitOperations.TrailingZeroCount(ats) + 1;
            if (next < css.Length && css[next] == 'i')
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The marks of a kind in the 64 bytes from <paramref name="at"/> on, which must be in the sheet; the first in the lowest bit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Window(CssMark kind, int at)
    {
        int word = (Kinds * (at >> 6)) + (int)kind;
        ulong low = _words[word] >> at;

        // What stands behind the sheet's last word may be left from another sheet: the caller looks at no more than the sheet has.
        return (at & 63) == 0 || word + Kinds >= _words.Length ? low : low | (_words[word + Kinds] << (64 - (at & 63)));
    }

    /// <summary>The first sign at <paramref name="at"/> or behind it, the length where there is none.</summary>
    public int NextSign(int at) => Next(CssMark.Sign, at, _length);

    /// <summary>The first mark of a kind at <paramref name="at"/> or behind it; <paramref name="end"/> where there is none before that.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Next(CssMark kind, int at, int end)
    {
        if (at >= end)
        {
            return end;
        }

        ulong[] words = _words;
        int word = (Kinds * (at >> 6)) + (int)kind;
        ulong bits = words[word] & (ulong.MaxValue << at);
        int last = Kinds * ((end - 1) >> 6);
        while (bits == 0)
        {
            word += Kinds;
            if (word - (int)kind > last)
            {
                return end;
            }

            bits = words[word];
        }

        return Math.Min(end, (((word - (int)kind) / Kinds) << 6) + BitOperations.TrailingZeroCount(bits));
    }
}
