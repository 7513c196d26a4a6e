namespace Chaffinch.Corpora.Model;

/// <summary>What an item's content is said to be; the page reader decides where it is unknown.</summary>
public enum ItemFormat
{
    /// <summary>Not said, or not to be trusted.</summary>
    Unknown,

    /// <summary>HTML or XHTML.</summary>
    Html,

    /// <summary>Plain text.</summary>
    Text,
}

/// <summary>One page of a crawl archive: its decoded body and what the archive says of it.</summary>
/// <remarks>
/// Owns pooled memory: <see cref="Content"/> and <see cref="RawLine"/> are valid until <see cref="Dispose"/>, on any thread, also after the
/// reader has gone on. An item that is never disposed costs garbage, nothing else.
/// </remarks>
public sealed class CrawlItem : IDisposable
{
    private PooledBlock? _content;
    private PooledBlock? _line;

    internal CrawlItem(ItemPlace place, ReadOnlyMemory<byte> content, PooledBlock? owner)
    {
        Archive = place.Archive;
        Offset = place.Offset;
        InnerOffset = place.InnerOffset;
        Content = content;
        _content = owner;
    }

    /// <summary>The record's identifier as the archive has it (WARC-Record-ID, the <c>id</c> field); where it has none, <c>archive:offset</c>, with <c>:inner offset</c> where that is not 0.</summary>
    public required string Id { get; init; }

    /// <summary>The page's address, as written in the archive; null where unknown.</summary>
    public string? Url { get; init; }

    /// <summary>The body, transfer and content encodings undone, charset not.</summary>
    public ReadOnlyMemory<byte> Content { get; private set; }

    /// <summary>The media type as the server or the record said it, with its charset; null where it was not said.</summary>
    public string? ContentType { get; init; }

    /// <summary>What the content is said to be.</summary>
    public ItemFormat Format { get; init; }

    /// <summary>HTTP status, 0 where there is none.</summary>
    public int HttpStatus { get; init; }

    /// <summary>When it was fetched; null where unknown.</summary>
    public DateTimeOffset? Fetched { get; init; }

    /// <summary>Name of the input that it was read from.</summary>
    public string Archive { get; }

    /// <summary>Where it stands in the archive file as stored, in bytes: the record's first byte, or that of the gzip member or zstd frame in which the record begins.</summary>
    public long Offset { get; }

    /// <summary>Bytes between the start of that member or frame, inflated, and the record; 0 in files with a record a member, and in files that are not compressed.</summary>
    public long InnerOffset { get; }

    /// <summary>JSON Lines: the unchanged input row without its line end; else empty.</summary>
    public ReadOnlyMemory<byte> RawLine { get; private set; }

    /// <summary>What was wrong with this item though it could be read; these are not in <see cref="ItemReader.Defects"/>.</summary>
    public IReadOnlyList<ItemDefect> Defects { get; init; } = [];

    /// <summary>Gives the memory back; the content is empty afterwards.</summary>
    public void Dispose()
    {
        Content = default;
        RawLine = default;
        Interlocked.Exchange(ref _content, null)?.Release();
        Interlocked.Exchange(ref _line, null)?.Release();
    }

    internal void SetRawLine(ReadOnlyMemory<byte> line, PooledBlock? owner)
    {
        RawLine = line;
        _line = owner;
    }
}

/// <summary>Where a record begins.</summary>
/// <param name="Archive">Name of the input.</param>
/// <param name="Offset">Bytes in the file as stored.</param>
/// <param name="InnerOffset">Bytes, inflated, behind the start of the member at <paramref name="Offset"/>.</param>
internal readonly record struct ItemPlace(string Archive, long Offset, long InnerOffset)
{
    /// <summary>An identifier for records that have none of their own.</summary>
    public string ToId() => InnerOffset == 0 ? $"{Archive}:{Offset}" : $"{Archive}:{Offset}:{InnerOffset}";
}
