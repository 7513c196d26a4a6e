using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Chaffinch.Segmenting;

/// <summary>What a script holds that may hide text or swap the title.</summary>
[Flags]
internal enum ScriptSign
{
    None = 0,

    /// <summary><c>getElementById(</c>.</summary>
    ElementById = 1,

    /// <summary><c>).hide(</c>.</summary>
    Hide = 2,

    /// <summary><c>document.write</c>.</summary>
    Write = 4,

    /// <summary><c>title</c>.</summary>
    Title = 8,
}

/// <summary>Looks for all of <see cref="ScriptSign"/> in one pass: most scripts have none, and need no closer look.</summary>
internal static class ScriptSigns
{
    /// <summary>Scripts that hide planted text or swap a title are short; what is longer is a program or data.</summary>
    public const int MaxBytes = 16 << 10;

    /// <summary>What stands in <paramref name="source"/> from <paramref name="start"/> to <paramref name="end"/>. Linear.</summary>
    public static ScriptSign Find(ReadOnlySpan<byte> source, int start, int end)
    {
        // Each sign is told by two bytes that are rare side by side: By, .h, .w and tl.
        ScriptSign found = ScriptSign.None;
        int at = start;
        ref byte first = ref MemoryMarshal.GetReference(source);
        for (; at < end && at + Vector256<byte>.Count < source.Length; at += Vector256<byte>.Count)
        {
            Vector256<byte> bytes = Vector256.LoadUnsafe(ref first, (nuint)at);
            Vector256<byte> next = Vector256.LoadUnsafe(ref first, (nuint)at + 1);
            uint hits = ((Vector256.Equals(bytes, Vector256.Create((byte)'.'))
                    & (Vector256.Equals(next, Vector256.Create((byte)'h')) | Vector256.Equals(next, Vector256.Create((byte)'w'))))
                | (Vector256.Equals(bytes, Vector256.Create((byte)'t')) & Vector256.Equals(next, Vector256.Create((byte)'l')))
                | (Vector256.Equals(bytes, Vector256.Create((byte)'B')) & Vector256.Equals(next, Vector256.Create((byte)'y')))).ExtractMostSignificantBits();
            for (; hits != 0; hits &= hits - 1)
            {
                found |= SignAt(source[start..end], at - start + BitOperations.TrailingZeroCount(hits));
            }
        }

        for (; at < end; at++)
        {
            found |= SignAt(source[start..end], at - start);
        }

        return found;
    }

    /// <summary>The sign whose two telling bytes may stand at a place.</summary>
    private static ScriptSign SignAt(ReadOnlySpan<byte> script, int at)
    {
        if (at >= script.Length)
        {
            return ScriptSign.None;
        }

        return script[at] switch
        {
            (byte)'B' when Stands(script, at - 10, "getElementById("u8) => ScriptSign.ElementById,
            (byte)'t' when Stands(script, at - 2, "title"u8) => ScriptSign.Title,
            (byte)'.' when Stands(script, at - 1, ").hide("u8) => ScriptSign.Hide,
            (byte)'.' when Stands(script, at - 8, "document.write"u8) => ScriptSign.Write,
            _ => ScriptSign.None,
        };
    }

    private static bool Stands(ReadOnlySpan<byte> script, int at, ReadOnlySpan<byte> word) => at >= 0 && script[at..].StartsWith(word);
}
