using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Chaffinch.Corpora.Reading;

/// <summary>Kinds of records; all but the last are WARC's.</summary>
internal enum RecordType
{
    Unknown,
    Warcinfo,
    Response,
    Resource,
    Request,
    Metadata,
    Revisit,
    Conversion,
    Continuation,

    /// <summary>ARC: the record that describes the file.</summary>
    Filedesc,
}

/// <summary>What the head of a WARC or ARC record says, as far as reading needs it. Later fields of a name count, as in warcio; values are cut out of blanks and angle brackets.</summary>
internal sealed class RecordHead
{
    public RecordType Type { get; private set; }

    /// <summary>Bytes of the block, -1 where the field is missing or no number.</summary>
    public long ContentLength { get; private set; }

    public string? Id { get; private set; }

    public string? Url { get; private set; }

    public string? ContentType { get; private set; }

    /// <summary>What the archive's maker found the payload to be.</summary>
    public string? PayloadType { get; private set; }

    public string? Truncated { get; private set; }

    public string? BlockDigest { get; private set; }

    public string? PayloadDigest { get; private set; }

    public DateTimeOffset? Date { get; private set; }

    /// <summary>The type as written, for counting kinds that nobody knows.</summary>
    public string TypeName { get; private set; } = "";

    /// <summary>Takes an ARC line's fields.</summary>
    public void SetArc(RecordType type, string url, string? contentType, DateTimeOffset? date, long length)
    {
        Clear();
        Type = type;
        Url = url;
        ContentType = contentType;
        Date = date;
        ContentLength = length;
    }

    /// <summary>Reads the header block of a WARC record: the version line and the fields.</summary>
    public void ReadWarc(ReadOnlySpan<byte> header)
    {
        Clear();
        var lines = new HeaderLines(header);
        lines.Next(out _);
        while (lines.NextField(out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value))
        {
            Field(name, value);
        }
    }

    private void Clear()
    {
        Type = RecordType.Unknown;
        ContentLength = -1;
        TypeName = "";
        Id = Url = ContentType = PayloadType = Truncated = BlockDigest = PayloadDigest = null;
        Date = null;
    }

    private void Field(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        switch (name.Length)
        {
            case 9 when Is(name, "WARC-Type"u8):
                Type = TypeOf(value);
                TypeName = Type == RecordType.Unknown ? Text(value) : "";
                break;
            case 9 when Is(name, "WARC-Date"u8):
                Date = ParseDate(value);
                break;
            case 12 when Is(name, "Content-Type"u8):
                ContentType = Text(value);
                break;
            case 14 when Is(name, "Content-Length"u8):
                ContentLength = Utf8Parser.TryParse(value, out long length, out int used) && used == value.Length && length >= 0 ? length : -1;
                break;
            case 14 when Is(name, "WARC-Record-ID"u8):
                Id = Text(Unbracketed(value));
                break;
            case 14 when Is(name, "WARC-Truncated"u8):
                Truncated = Text(value);
                break;
            case 15 when Is(name, "WARC-Target-URI"u8):
                Url = Text(Unbracketed(value));
                break;
            case 17 when Is(name, "WARC-Block-Digest"u8):
                BlockDigest = Text(value);
                break;
            case 19 when Is(name, "WARC-Payload-Digest"u8):
                PayloadDigest = Text(value);
                break;
            case 28 when Is(name, "WARC-Identified-Payload-Type"u8):
                PayloadType = Text(value);
                break;
        }
    }

    private static bool Is(ReadOnlySpan<byte> name, ReadOnlySpan<byte> known) => Ascii.EqualsIgnoreCase(name, known);

    // Wget writes addresses in angle brackets, against the standard's examples but with its grammar.
    private static ReadOnlySpan<byte> Unbracketed(ReadOnlySpan<byte> value) =>
        value.Length >= 2 && value[0] == '<' && value[^1] == '>' ? value[1..^1] : value;

    private static string Text(ReadOnlySpan<byte> value) => Encoding.UTF8.GetString(value);

    private static RecordType TypeOf(ReadOnlySpan<byte> value)
    {
        for (int i = 0; i < TypeNames.Length; i++)
        {
            if (Ascii.EqualsIgnoreCase(value, TypeNames[i]))
            {
                return (RecordType)(i + 1);
            }
        }

        return RecordType.Unknown;
    }

    private static readonly byte[][] TypeNames =
    [
        "warcinfo"u8.ToArray(), "response"u8.ToArray(), "resource"u8.ToArray(), "request"u8.ToArray(), "metadata"u8.ToArray(), "revisit"u8.ToArray(),
        "conversion"u8.ToArray(), "continuation"u8.ToArray(),
    ];

    private static DateTimeOffset? ParseDate(ReadOnlySpan<byte> value)
    {
        Span<char> chars = stackalloc char[64];
        return value.Length <= chars.Length
            && Ascii.ToUtf16(value, chars, out int count) == System.Buffers.OperationStatus.Done
            && DateTimeOffset.TryParse(chars[..count], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset date)
            ? date
            : null;
    }
}
