using System.Text;

namespace Chaffinch.Corpora.Reading;

/// <summary>The head of an HTTP response: status and the fields that reading needs.</summary>
internal sealed class HttpHead
{
    /// <summary>The status, 0 where the line has none.</summary>
    public int Status { get; private set; }

    /// <summary>The Content-Type field; of several the last that is not empty.</summary>
    public string? ContentType { get; private set; }

    /// <summary>Whether the body says to come in chunks.</summary>
    public bool IsChunked { get; private set; }

    /// <summary>The content encodings as said, in the order in which they were applied; empty where there are none.</summary>
    public string ContentEncoding { get; private set; } = "";

    /// <summary>The Content-Length field; -1 where it is missing or no number.</summary>
    public long ContentLength { get; private set; }

    /// <summary>Bytes of the head with its empty line.</summary>
    public int Length { get; private set; }

    /// <summary>Reads the head of a block.</summary>
    /// <returns>False where the block is no HTTP response, or its head is over the limit.</returns>
    public bool Read(ReadOnlySpan<byte> block, int maxBytes)
    {
        Status = 0;
        ContentType = null;
        IsChunked = false;
        ContentEncoding = "";
        ContentLength = -1;
        if (!block.StartsWith("HTTP/"u8) && !block.StartsWith("ICY "u8))
        {
            return false;
        }

        Length = HeadLength(block[..Math.Min(block.Length, maxBytes)]);
        if (Length == 0)
        {
            // A head without an end has no body; what is over the limit is no head.
            if (block.Length > maxBytes)
            {
                return false;
            }

            Length = block.Length;
        }

        var lines = new HeaderLines(block[..Length]);
        lines.Next(out ReadOnlySpan<byte> status);
        ReadStatus(status);
        while (lines.NextField(out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value))
        {
            Field(name, value);
        }

        return true;
    }

    private void Field(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        switch (name.Length)
        {
            case 12 when Ascii.EqualsIgnoreCase(name, "Content-Type"u8) && !value.IsEmpty:
                ContentType = Encoding.Latin1.GetString(value);
                break;
            case 14 when Ascii.EqualsIgnoreCase(name, "Content-Length"u8):
                ContentLength = System.Buffers.Text.Utf8Parser.TryParse(value, out long length, out int used) && used == value.Length ? length : -1;
                break;
            case 16 when Ascii.EqualsIgnoreCase(name, "Content-Encoding"u8) && !value.IsEmpty:
                string coding = Encoding.Latin1.GetString(value);
                ContentEncoding = ContentEncoding.Length == 0 ? coding : ContentEncoding + "," + coding;
                break;
            case 17 when Ascii.EqualsIgnoreCase(name, "Transfer-Encoding"u8):
                IsChunked |= value.Length >= 7 && Ascii.EqualsIgnoreCase(value[^7..], "chunked"u8);
                break;
        }
    }

    private void ReadStatus(ReadOnlySpan<byte> line)
    {
        int blank = line.IndexOf((byte)' ');
        ReadOnlySpan<byte> code = blank < 0 ? default : line[(blank + 1)..].TrimStart((byte)' ');
        Status = code.Length >= 3 && System.Buffers.Text.Utf8Parser.TryParse(code[..3], out int status, out int used) && used == 3 ? status : 0;
    }

    private static int HeadLength(ReadOnlySpan<byte> block)
    {
        for (int at = 0, line; (line = block[at..].IndexOf((byte)'\n')) >= 0;)
        {
            at += line + 1;
            if (at < block.Length && block[at] == '\n')
            {
                return at + 1;
            }

            if (at + 1 < block.Length && block[at] == '\r' && block[at + 1] == '\n')
            {
                return at + 2;
            }
        }

        return 0;
    }
}
