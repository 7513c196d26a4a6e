using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Chaffinch.Segmenting;

/// <summary>Where the signs that structure a style sheet stand: one bit a byte, found in one vectorised pass.</summary>
internal sealed class CssMarks
{
    private const int KeptWords = 1 << 14;

    private ulong[] _signs = [];
    private ulong[] _colons = [];
    private int _length;

    /// <summary>One bit a byte for <c>{</c>, <c>}</c>, <c>;</c>, <c>(</c> and <c>)</c>, the first in the lowest bit.</summary>
    public ReadOnlySpan<ulong> Signs => _signs.AsSpan(0, (_length + 63) / 64);

    /// <summary>Somewhere stands <c>@i</c>, as in <c>@import</c>.</summary>
    public bool MayImport { get; private set; }

    /// <summary>Marks the signs of <paramref name="css"/>.</summary>
    public void Read(ReadOnlySpan<byte> css)
    {
        int words = (css.Length + 63) / 64;
        if (words > _signs.Length || (_signs.Length > KeptWords && words <= KeptWords))
        {
            _signs = new ulong[Math.Max(words, Math.Min(KeptWords, 2 * words))];
            _colons = new ulong[_signs.Length];
        }

        _length = css.Length;
        MayImport = true;
        Vector256<byte> imports = default;
        for (int w = 0; w < words; w++)
        {
            ReadOnlySpan<byte> part = css[(64 * w)..];
            if (part.Length < 65)
            {
                ReadEnd(part, w);
                MayImport = imports != default || part.IndexOf("@i"u8) >= 0;
                continue;
            }

            imports |= Mark(ref MemoryMarshal.GetReference(part), out uint signs, out uint colons);
            imports |= Mark(ref Unsafe.Add(ref MemoryMarshal.GetReference(part), 32), out uint signs2, out uint colons2);
            _signs[w] = signs | ((ulong)signs2 << 32);
            _colons[w] = colons | ((ulong)colons2 << 32);
        }
    }

    /// <summary>Marks 32 bytes; one more is read.</summary>
    private static Vector256<byte> Mark(ref byte css, out uint signs, out uint colons)
    {
        Vector256<byte> v = Vector256.LoadUnsafe(ref css);

        // '(' and ')' differ in the lowest bit.
        Vector256<byte> any = Vector256.Equals(v, Vector256.Create((byte)'{')) | Vector256.Equals(v, Vector256.Create((byte)'}'))
            | Vector256.Equals(v, Vector256.Create((byte)';'))
            | Vector256.Equals(v | Vector256.Create((byte)1), Vector256.Create((byte)')'));
        signs = any.ExtractMostSignificantBits();
        colons = Vector256.Equals(v, Vector256.Create((byte)':')).ExtractMostSignificantBits();
        return Vector256.Equals(v, Vector256.Create((byte)'@')) & Vector256.Equals(Vector256.LoadUnsafe(ref css, 1), Vector256.Create((byte)'i'));
    }

    private void ReadEnd(ReadOnlySpan<byte> part, int word)
    {
        ulong signs = 0;
        ulong colons = 0;
        for (int i = 0; i < part.Length; i++)
        {
            signs |= part[i] is (byte)'{' or (byte)'}' or (byte)';' or (byte)'(' or (byte)')' ? 1UL << i : 0;
            colons |= part[i] == ':' ? 1UL << i : 0;
        }

        _signs[word] = signs;
        _colons[word] = colons;
    }

    /// <summary>The first <c>{</c>, <c>}</c>, <c>;</c>, <c>(</c> or <c>)</c> at <paramref name="at"/> or behind it; the length where there is none.</summary>
    public int NextSign(int at) => Next(_signs, at);

    /// <summary>The first colon at <paramref name="at"/> or behind it; the length where there is none.</summary>
    public int NextColon(int at) => Next(_colons, at);

    private int Next(ulong[] marks, int at)
    {
        if (at >= _length)
        {
            return _length;
        }

        int word = at >> 6;
        ulong bits = marks[word] & (ulong.MaxValue << at);
        int last = (_length - 1) >> 6;
        while (bits == 0)
        {
            if (++word > last)
            {
                return _length;
            }

            bits = marks[word];
        }

        return (word << 6) + BitOperations.TrailingZeroCount(bits);
    }
}
