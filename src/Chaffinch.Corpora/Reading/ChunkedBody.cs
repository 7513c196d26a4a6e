using System.Buffers;
using Chaffinch.Corpora.Model;

namespace Chaffinch.Corpora.Reading;

/// <summary>Undoes HTTP's chunked transfer encoding.</summary>
internal static class ChunkedBody
{
    private const int MaxLineBytes = 4 << 10;

    private static readonly SearchValues<byte> HexDigits = SearchValues.Create("0123456789abcdefABCDEF"u8);

    /// <summary>Puts the chunks together.</summary>
    /// <param name="body">The body as sent.</param>
    /// <param name="joined">The chunks' bytes, in a block that the caller releases; null where the body is not chunked, or holds nothing.</param>
    /// <param name="length">Their number.</param>
    /// <returns>NotEncoded where the first line is no chunk's; Damaged where the chunks break off: what stands behind the last good one is kept as it is.</returns>
    public static DecodeState Decode(ReadOnlySpan<byte> body, out PooledBlock? joined, out int length)
    {
        joined = null;
        length = 0;
        if (!TryLine(body, out int size, out int line))
        {
            return DecodeState.NotEncoded;
        }

        var output = new GrowingBlock(Math.Max(1, body.Length), body.Length);
        DecodeState state = DecodeState.Done;
        while (size > 0)
        {
            int there = Math.Min(size, body.Length - line);
            output.Append(body.Slice(line, there));
            body = body[(line + there)..];
            if (there < size || body.IsEmpty)
            {
                state = DecodeState.Damaged;
                break;
            }

            int end = body.StartsWith("\r\n"u8) ? 2 : body[0] == '\n' ? 1 : 0;
            if (end == 0 || !TryLine(body[end..], out size, out line))
            {
                output.Append(body[end..]);
                state = DecodeState.Damaged;
                break;
            }

            body = body[end..];
        }

        if (output.Length == 0)
        {
            output.Release();
            return state;
        }

        joined = output.Take();
        length = output.Length;
        return state;
    }

    // Hexadecimal digits, perhaps blanks, perhaps an extension.
    private static bool TryLine(ReadOnlySpan<byte> s, out int size, out int bytes)
    {
        size = 0;
        bytes = 0;
        int end = s[..Math.Min(s.Length, MaxLineBytes)].IndexOf((byte)'\n');
        if (end < 0)
        {
            return false;
        }

        bytes = end + 1;
        ReadOnlySpan<byte> line = s[..end].TrimEnd("\r \t"u8);
        int digits = line.IndexOfAnyExcept(HexDigits);
        digits = digits < 0 ? line.Length : digits;
        ReadOnlySpan<byte> rest = line[digits..].TrimStart(" \t"u8);
        return digits is > 0 and <= 16
            && (rest.IsEmpty || rest[0] == ';')
            && System.Buffers.Text.Utf8Parser.TryParse(line[..digits], out long value, out _, 'x')
            && value is >= 0 and <= int.MaxValue
            && (size = (int)value) >= 0;
    }
}
