using Chaffinch.Corpora.Model;

namespace Chaffinch.Corpora.Reading;

/// <summary>Makes items of WARC records: what is a page, and where in the record its body stands.</summary>
internal sealed class RecordPages(ReadOptions options)
{
    private readonly HttpHead _http = new();

    /// <summary>The record's page, or null with the reason why there is none.</summary>
    /// <param name="source">Stands at the record.</param>
    /// <param name="place">Where the record begins.</param>
    /// <param name="header">Its header.</param>
    /// <param name="at">Offset of its block in the window.</param>
    /// <param name="length">Bytes of the block.</param>
    /// <param name="wrongLength">What is wrong with its length, or null.</param>
    /// <param name="skipped">Why the record is no page.</param>
    /// <param name="broken">Why the record cannot be read.</param>
    public CrawlItem? Make(
        ByteSource source, ItemPlace place, WarcHeader header, int at, int length, string? wrongLength, out string skipped, out (string Kind, string Message)? broken)
    {
        broken = null;
        skipped = SkippedType(header);
        if (skipped.Length > 0)
        {
            return null;
        }

        string? type = header.ContentType;
        int status = 0;
        if (header.Type == WarcType.Response && _http.Read(source.Window.Slice(at, length), options.Limits.MaxHeaderBytes))
        {
            type = _http.ContentType ?? header.PayloadType;
            status = _http.Status;
            at += _http.Length;
            length -= _http.Length;
        }

        ReadOnlySpan<byte> body = source.Window.Slice(at, length);
        if (body.IsEmpty)
        {
            skipped = "empty";
            return null;
        }

        if (!MediaTypes.IsPage(type, body, out ItemFormat format))
        {
            skipped = "not-text";
            return null;
        }

        ReadOnlyMemory<byte> content = source.Share(at, length, out PooledBlock? owner);
        return new CrawlItem(place, content, owner)
        {
            Id = header.Id ?? place.ToId(),
            Url = header.Url,
            ContentType = type,
            Format = format,
            HttpStatus = status,
            Fetched = header.Date,
            Defects = Defects(place, header, wrongLength),
        };
    }

    private static string SkippedType(WarcHeader header) => header.Type switch
    {
        WarcType.Response or WarcType.Resource or WarcType.Conversion => "",
        WarcType.Warcinfo => "warcinfo",
        WarcType.Request => "request",
        WarcType.Metadata => "metadata",
        WarcType.Revisit => "revisit",
        WarcType.Continuation => "continuation",
        _ => "unknown-type",
    };

    private static ItemDefect[] Defects(ItemPlace place, WarcHeader header, string? wrongLength)
    {
        if (wrongLength is null && header.Truncated is null)
        {
            return [];
        }

        var defects = new List<ItemDefect>(2);
        if (wrongLength is not null)
        {
            defects.Add(new ItemDefect(place.Archive, place.Offset, "wrong-length", wrongLength));
        }

        if (header.Truncated is not null)
        {
            defects.Add(new ItemDefect(place.Archive, place.Offset, "truncated-by-crawler", $"The crawler cut the record off (WARC-Truncated: {header.Truncated})."));
        }

        return [.. defects];
    }
}
