namespace Chaffinch.Corpora.Model;

/// <summary>Limits that keep hostile archives cheap. A limit that was hit is an <see cref="ItemDefect"/>, and reading goes on behind it.</summary>
public sealed record ArchiveLimits
{
    /// <summary>The defaults.</summary>
    public static ArchiveLimits Default { get; } = new();

    /// <summary>Bytes of one record as it stands in the archive, inflated; a larger one is passed over and rejected. Default 64 MiB.</summary>
    public int MaxRecordBytes { get; init; } = 64 << 20;

    /// <summary>Bytes that are inflated to pass over what is not read (a record over its limit, rubbish); beyond, where they inflate to more than 200 times what is
    /// stored, the rest of the gzip member or zstd frame is left out. Default 256 MiB.</summary>
    public long MaxPassedBytes { get; init; } = 256 << 20;

    /// <summary>Bytes of one body after its content encodings are undone; the item is rejected beyond. Default 64 MiB.</summary>
    public int MaxBodyBytes { get; init; } = 64 << 20;

    /// <summary>Bytes of one record's headers (WARC or ARC, and HTTP each). Default 256 KiB.</summary>
    public int MaxHeaderBytes { get; init; } = 256 << 10;

    /// <summary>Content encodings on top of each other in one HTTP response. Default 4.</summary>
    public int MaxEncodings { get; init; } = 4;

    /// <summary>Entries of a zip or tar archive. Default 10,000,000.</summary>
    public int MaxEntries { get; init; } = 10_000_000;

    /// <summary>Defects that are listed; further ones are only counted. Default 10,000.</summary>
    public int MaxDefectsListed { get; init; } = 10_000;
}

/// <summary>Names of fields of JSON Lines rows and columns of Parquet files.</summary>
public sealed record RowFields
{
    /// <summary>The defaults: <c>html</c> where it is there, else <c>text</c>; <c>url</c>, <c>id</c>.</summary>
    public static RowFields Default { get; } = new();

    /// <summary>Field with plain text. Default <c>text</c>.</summary>
    public string Text { get; init; } = "text";

    /// <summary>Field with HTML; preferred to the text where a row has both. Default <c>html</c>.</summary>
    public string Html { get; init; } = "html";

    /// <summary>Field with the page's address. Default <c>url</c>.</summary>
    public string Url { get; init; } = "url";

    /// <summary>Field with the row's identifier. Default <c>id</c>.</summary>
    public string Id { get; init; } = "id";
}

/// <summary>A part of an input file: the records that begin in a range of its stored bytes. Parts that tile the file give the items of the whole file, each once.</summary>
/// <param name="Start">First byte, inclusive.</param>
/// <param name="End">Last byte, exclusive; <see cref="long.MaxValue"/> for the rest of the file.</param>
public readonly record struct ArchiveRange(long Start, long End)
{
    /// <summary>The whole file.</summary>
    public static ArchiveRange Whole { get; } = new(0, long.MaxValue);

    /// <summary>True where the file's first byte is in it: formats that cannot be split are read whole by that part.</summary>
    public bool HasFirstByte => Start <= 0 && End > 0;

    /// <summary>True for the whole file.</summary>
    public bool IsWhole => Start == 0 && End == long.MaxValue;
}

/// <summary>How an archive is read.</summary>
public sealed record ReadOptions
{
    /// <summary>The defaults.</summary>
    public static ReadOptions Default { get; } = new();

    /// <summary>Limits against hostile archives.</summary>
    public ArchiveLimits Limits { get; init; } = ArchiveLimits.Default;

    /// <summary>Names of fields in rows.</summary>
    public RowFields Fields { get; init; } = RowFields.Default;

    /// <summary>The part of the file that is read. Default: all of it.</summary>
    public ArchiveRange Part { get; init; } = ArchiveRange.Whole;

    /// <summary>Whether WARC payload and block digests are computed and compared; a wrong one is a defect of the item. Default false.</summary>
    public bool VerifyDigests { get; init; }
}
