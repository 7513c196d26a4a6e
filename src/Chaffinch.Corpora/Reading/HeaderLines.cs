namespace Chaffinch.Corpora.Reading;

/// <summary>Walks the lines of a header block (WARC, HTTP): any line ends, names and values without the blanks around them.</summary>
/// <remarks>Lines without a colon are passed over. A continued line (it begins with a blank) is not joined: no field that is read here is ever folded.</remarks>
internal ref struct HeaderLines(ReadOnlySpan<byte> block)
{
    private ReadOnlySpan<byte> _rest = block;

    /// <summary>The next line without its end; false behind the last.</summary>
    public bool Next(out ReadOnlySpan<byte> line)
    {
        if (_rest.IsEmpty)
        {
            line = default;
            return false;
        }

        int end = _rest.IndexOf((byte)'\n');
        line = end < 0 ? _rest : _rest[..end];
        _rest = end < 0 ? default : _rest[(end + 1)..];
        if (line.Length > 0 && line[^1] == '\r')
        {
            line = line[..^1];
        }

        return true;
    }

    /// <summary>The next line that is a field.</summary>
    public bool NextField(out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        while (Next(out ReadOnlySpan<byte> line))
        {
            int colon = line.IndexOf((byte)':');
            if (colon > 0)
            {
                name = line[..colon].Trim(" \t"u8);
                value = line[(colon + 1)..].Trim(" \t"u8);
                return true;
            }
        }

        name = value = default;
        return false;
    }
}
