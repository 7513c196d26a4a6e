namespace Chaffinch.Corpora.Model;

/// <summary>What a run writes of each record.</summary>
public enum Emit
{
    /// <summary>Documents: the genuine article with a summary of what was found.</summary>
    Clean,

    /// <summary>Full reports: the page text, every span, all evidence, the article.</summary>
    Report,

    /// <summary>Spans beside the unchanged input, one line for each record in the input's order, as Dolma's taggers write.</summary>
    Attributes,
}

/// <summary>The file format of a run's outputs.</summary>
public enum OutputFormat
{
    /// <summary>JSON Lines.</summary>
    JsonLines,

    /// <summary>JSON Lines packed with gzip: a member for each batch.</summary>
    JsonLinesGzip,

    /// <summary>JSON Lines packed with zstd: a frame for each batch.</summary>
    JsonLinesZstd,

    /// <summary>Parquet, columns packed with zstd, spans as a list of structs.</summary>
    Parquet,
}

/// <summary>How outputs are written.</summary>
public sealed record OutputOptions
{
    /// <summary>What is written of each record. Default <see cref="Emit.Clean"/>.</summary>
    public Emit Emit { get; init; } = Emit.Clean;

    /// <summary>
    /// The file format. Null for the usual one: JSON Lines packed with zstd; for attributes that of an input that is itself JSON Lines, else gzip.
    /// </summary>
    public OutputFormat? Format { get; init; }

    /// <summary>True when documents hold the article as Markdown too.</summary>
    public bool Markdown { get; init; }

    /// <summary>Level of zstd, 1 to 19. Default 3.</summary>
    public int ZstdLevel { get; init; } = 3;
}

/// <summary>A record that is in no output.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Url">Its address; null when unknown.</param>
/// <param name="Archive">The input that it stands in.</param>
/// <param name="Offset">Its byte offset there.</param>
/// <param name="Reason">Why, in a word: <c>filtered</c>, <c>not-a-page</c>, or the kind of the reader's defect.</param>
/// <param name="Detail">More of why, in one sentence; null where the reason says all.</param>
public readonly record struct Rejection(string Id, string? Url, string Archive, long Offset, string Reason, string? Detail);

/// <summary>Encoded rows of one batch of records, to be appended to an output file; disposed when written.</summary>
public abstract class RowBlock : IDisposable
{
    /// <summary>Number of rows.</summary>
    public abstract int Rows { get; }

    /// <summary>Bytes of memory that it holds.</summary>
    public abstract long Bytes { get; }

    /// <inheritdoc/>
    public abstract void Dispose();
}

/// <summary>Encodes labelled records into rows. One for each worker and output; not safe for several threads.</summary>
public abstract class RowEncoder : IDisposable
{
    /// <summary>Adds a record to the block in work.</summary>
    /// <param name="facts">The record, counted.</param>
    public abstract void Add(DocumentFacts facts);

    /// <summary>Adds the row of a record that could not be read, where the output has a row for every record; else does nothing.</summary>
    /// <param name="rejection">The record.</param>
    public virtual void AddUnreadable(in Rejection rejection)
    {
    }

    /// <summary>The rows added since the last call.</summary>
    public abstract RowBlock Take();

    /// <inheritdoc/>
    public abstract void Dispose();
}

/// <summary>An output file in work: nothing of it is to be seen until <see cref="Complete"/>.</summary>
public abstract class RowFile : IDisposable
{
    /// <summary>Appends rows; the block is not disposed.</summary>
    /// <param name="block">A block of this file's encoder.</param>
    /// <exception cref="IOException">The disk is full or failed.</exception>
    public abstract void Append(RowBlock block);

    /// <summary>Writes what is left, makes the file durable and gives it its name.</summary>
    /// <returns>Its size in bytes.</returns>
    /// <exception cref="IOException">The disk is full or failed.</exception>
    public abstract long Complete();

    /// <summary>Deletes the file unless it is complete.</summary>
    public abstract void Dispose();
}
