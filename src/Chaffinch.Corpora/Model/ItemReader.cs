using System.Diagnostics.CodeAnalysis;

namespace Chaffinch.Corpora.Model;

/// <summary>Reads the pages of one input, in the order in which they stand there. Not safe for use by several threads at once.</summary>
public abstract class ItemReader : IDisposable
{
    private readonly Dictionary<string, long> _skipped = new(StringComparer.Ordinal);
    private long _pages;
    private long _broken;

    private protected ItemReader(DefectLog log) => Log = log;

    /// <summary>Name of the input, as items and defects give it.</summary>
    public string Name => Log.Archive;

    /// <summary>What was read so far; a new object at each call.</summary>
    public ReadCounts Counts
    {
        get
        {
            var skipped = new Dictionary<string, long>(_skipped, StringComparer.Ordinal);
            long sum = skipped.Values.Sum();
            return new ReadCounts(_pages + sum + _broken, _pages, sum, _broken, BytesStored, BytesInflated, skipped);
        }
    }

    /// <summary>Defects of the archive and of records that gave no item, in the order of finding. At most <see cref="ArchiveLimits.MaxDefectsListed"/>; the rest is counted in <see cref="DefectCount"/>.</summary>
    public IReadOnlyList<ItemDefect> Defects => Log.Items;

    /// <summary>Number of defects, also of those over the limit of the list.</summary>
    public long DefectCount => Log.Count;

    internal DefectLog Log { get; }

    /// <summary>What ends with the reader besides its source.</summary>
    internal IDisposable? Owned { get; set; }

    private protected abstract long BytesStored { get; }

    private protected abstract long BytesInflated { get; }

    /// <summary>Reads on to the next page.</summary>
    /// <param name="item">The page, owned by the caller, who disposes of it; null at the end.</param>
    /// <returns>False at the end of the input.</returns>
    /// <exception cref="IOException">The file cannot be read (the disk, the network); what is wrong in the file is a defect instead.</exception>
    public bool TryRead([NotNullWhen(true)] out CrawlItem? item)
    {
        item = Next();
        if (item is null)
        {
            return false;
        }

        _pages++;
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        Owned?.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>The next page, or null at the end.</summary>
    private protected abstract CrawlItem? Next();

    /// <summary>Gives back what the reader holds.</summary>
    /// <param name="disposing">True when called by <see cref="Dispose()"/>.</param>
    protected abstract void Dispose(bool disposing);

    private protected void Skip(string reason) =>
        System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_skipped, reason, out _)++;

    private protected void Reject(long offset, string kind, string message)
    {
        _broken++;
        Log.Add(offset, kind, message, isRejection: true);
    }

    private protected void Reject(ItemDefect defect)
    {
        _broken++;
        Log.Add(defect);
    }

    /// <summary>Takes over what another reader counted, its pages aside: they were counted when they were given on.</summary>
    private protected void Adopt(ItemReader other)
    {
        foreach ((string reason, long count) in other._skipped)
        {
            System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_skipped, reason, out _) += count;
        }

        _broken += other._broken;
        Log.AddAll(other.Log);
    }
}
