namespace Chaffinch.Corpora.Model;

/// <summary>Pages that were read together and are labelled by one worker: cut by their number and bytes only, so the same in every run.</summary>
public sealed class Batch
{
    /// <summary>The place of the batch among those of its input, from 0.</summary>
    public required int Sequence { get; init; }

    /// <summary>The shard of the input that it belongs to, from 0.</summary>
    public required int Shard { get; init; }

    /// <summary>The pages.</summary>
    public List<CrawlItem> Items { get; } = [];

    /// <summary>Defects that the reader found on the way, with rejected records among them.</summary>
    public List<ItemDefect> Defects { get; } = [];

    /// <summary>What the reader counted on the way: records, skipped ones, rejected ones, bytes. The worker adds the rest.</summary>
    public RunCounts Counts { get; } = new();

    /// <summary>Bytes of the pages.</summary>
    public long Bytes { get; set; }

    /// <summary>True when the input ends behind it.</summary>
    public bool IsLast { get; set; }
}

/// <summary>What a worker made of a batch: rows for the shard's files; null where there are none.</summary>
/// <param name="Documents">Rows of the main output.</param>
/// <param name="Rejects">Lines of the rejects file.</param>
/// <param name="Defects">Lines of the defects file.</param>
public sealed record BatchResult(RowBlock Documents, RowBlock? Rejects, RowBlock? Defects) : IDisposable
{
    /// <summary>Bytes of memory that it holds.</summary>
    public long Bytes => Documents.Bytes + (Rejects?.Bytes ?? 0) + (Defects?.Bytes ?? 0);

    /// <inheritdoc/>
    public void Dispose()
    {
        Documents.Dispose();
        Rejects?.Dispose();
        Defects?.Dispose();
    }
}

/// <summary>Labels batches. One for each thread.</summary>
public abstract class BatchWorker : IDisposable
{
    /// <summary>Labels the pages of a batch, disposes of them and adds to the batch's counts.</summary>
    /// <param name="unit">Where they come from.</param>
    /// <param name="batch">The pages.</param>
    /// <param name="cancel">Ends the work between two pages.</param>
    public abstract BatchResult Process(WorkUnit unit, Batch batch, CancellationToken cancel);

    /// <inheritdoc/>
    public abstract void Dispose();
}
