using Chaffinch.Corpora.Model;

namespace Chaffinch.Corpora.Reading;

/// <summary>Makes items of WARC and ARC records: what is a page, and where in the record its body stands.</summary>
internal sealed class RecordPages(ReadOptions options, BodyDecoder decoder)
{
    private readonly HttpHead _http = new();
    private readonly BodyCodings _codings = new(options.Limits, decoder);
    private readonly DecodedBody _decoded = new();

    /// <summary>Why the last record gave no item though it is whole.</summary>
    public string Skipped { get; private set; } = "";

    /// <summary>Why the last record cannot be read.</summary>
    public (string Kind, string Message)? Broken { get; private set; }

    /// <summary>Whether a block that seems cut off holds all of the HTTP response by the response's own length.</summary>
    public bool IsWholeResponse(RecordHead head, ReadOnlySpan<byte> block) =>
        head.Type == RecordType.Response && _http.Read(block, options.Limits.MaxHeaderBytes) && _http.ContentLength > 0 && block.Length - _http.Length >= _http.ContentLength;

    /// <summary>The record's page, or null with the reason in <see cref="Skipped"/> or <see cref="Broken"/>.</summary>
    /// <param name="source">Stands at the record.</param>
    /// <param name="place">Where the record begins.</param>
    /// <param name="head">Its head.</param>
    /// <param name="block">Offset and bytes of its block in the window.</param>
    /// <param name="wrongLength">What is wrong with its length, or null.</param>
    public CrawlItem? Make(ByteSource source, ItemPlace place, RecordHead head, (int At, int Length) block, string? wrongLength)
    {
        Broken = null;
        Skipped = SkippedType(head);
        if (Skipped.Length > 0)
        {
            return null;
        }

        // Wget keeps its log and its arguments in resource records.
        if (head.Url is { } url && url.StartsWith("metadata:", StringComparison.OrdinalIgnoreCase))
        {
            Skipped = "metadata";
            return null;
        }

        (int at, int length) = block;
        string? type = head.ContentType;
        int status = 0;
        _decoded.Clear();
        if (head.Type == RecordType.Response && _http.Read(source.Window.Slice(at, length), options.Limits.MaxHeaderBytes))
        {
            type = _http.ContentType ?? head.PayloadType;
            status = _http.Status;
            at += _http.Length;
            length -= _http.Length;
            if (length > 0)
            {
                _codings.Decode(source.Window.Slice(at, length), _http.IsChunked, _http.ContentEncoding, MediaTypes.IsPage(type, default, out _), _decoded);
            }
        }

        if (_decoded.Broken is not null)
        {
            Broken = _decoded.Broken;
            _decoded.Block?.Release();
            return null;
        }

        ReadOnlySpan<byte> body = _decoded.Block is { } decoded ? decoded.Bytes.AsSpan(0, _decoded.Length) : source.Window.Slice(at, length);
        ItemFormat format = ItemFormat.Unknown;
        Skipped = body.IsEmpty ? "empty" : MediaTypes.IsPage(type, body, out format) ? "" : "not-text";
        if (Skipped.Length > 0)
        {
            _decoded.Block?.Release();
            return null;
        }

        ItemDefect[] defects = Defects(source, place, head, block, at, wrongLength);
        PooledBlock? owner = _decoded.Block;
        ReadOnlyMemory<byte> content = owner is null ? source.Share(at, length, out owner) : owner.Bytes.AsMemory(0, _decoded.Length);
        return new CrawlItem(place, content, owner)
        {
            Id = head.Id ?? place.ToId(),
            Url = head.Url,
            ContentType = type,
            Format = format,
            HttpStatus = status,
            Fetched = head.Date,
            Defects = defects,
        };
    }

    private static string SkippedType(RecordHead head) => head.Type switch
    {
        RecordType.Response or RecordType.Resource or RecordType.Conversion => "",
        RecordType.Warcinfo => "warcinfo",
        RecordType.Request => "request",
        RecordType.Metadata => "metadata",
        RecordType.Revisit => "revisit",
        RecordType.Continuation => "continuation",
        RecordType.Filedesc => "filedesc",
        _ => "unknown-type",
    };

    private ItemDefect[] Defects(ByteSource source, ItemPlace place, RecordHead head, (int At, int Length) block, int bodyAt, string? wrongLength)
    {
        if (wrongLength is null && head.Truncated is null && _decoded.Defects.Count == 0 && !options.VerifyDigests)
        {
            return [];
        }

        var defects = new List<ItemDefect>();
        void Add(string kind, string message) => defects.Add(new ItemDefect(place.Archive, place.Offset, kind, message));
        if (wrongLength is not null)
        {
            Add("wrong-length", wrongLength);
        }

        if (head.Truncated is not null)
        {
            Add("truncated-by-crawler", $"The crawler cut the record off (WARC-Truncated: {head.Truncated}).");
        }

        foreach ((string kind, string message) in _decoded.Defects)
        {
            Add(kind, message);
        }

        if (options.VerifyDigests)
        {
            ReadOnlySpan<byte> whole = source.Window.Slice(block.At, block.Length);
            ReadOnlySpan<byte> body = source.Window[bodyAt..(block.At + block.Length)];
            if (head.BlockDigest is { } blockDigest && Digests.Matches(blockDigest, whole) == false)
            {
                Add("wrong-digest", $"The record's block does not have the digest {blockDigest}.");
            }

            // Writers disagree whether the payload is what was sent or what came out of the encodings.
            if (head.PayloadDigest is { } payload && Digests.Matches(payload, body) == false
                && !(_decoded.Block is { } decoded && Digests.Matches(payload, decoded.Bytes.AsSpan(0, _decoded.Length)) == true))
            {
                Add("wrong-digest", $"The record's payload does not have the digest {payload}.");
            }
        }

        return [.. defects];
    }
}
