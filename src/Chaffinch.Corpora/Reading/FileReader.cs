using Chaffinch.Corpora.Model;

namespace Chaffinch.Corpora.Reading;

/// <summary>Reads one file that is one page.</summary>
internal sealed class FileReader : ItemReader
{
    private readonly ByteSource _source;
    private readonly ReadOptions _options;
    private readonly FilePages _pages;
    private bool _isRead;

    /// <param name="source">The file, inflated; owned.</param>
    /// <param name="options">How to read.</param>
    /// <param name="log">The log that the source writes damage to.</param>
    /// <param name="decoder">Undoes compression.</param>
    public FileReader(ByteSource source, ReadOptions options, DefectLog log, BodyDecoder decoder)
        : base(log)
    {
        _source = source;
        _options = options;
        _pages = new FilePages(options, decoder);
    }

    private protected override long BytesStored => _source.StoredPosition;

    private protected override long BytesInflated => _source.Position;

    private protected override CrawlItem? Next()
    {
        if (_isRead || !_options.Part.HasFirstByte)
        {
            return null;
        }

        _isRead = true;
        var place = new ItemPlace(Name, 0, 0);
        while (_source.Ensure(_source.Window.Length + 1))
        {
            if (_source.Window.Length > _options.Limits.MaxRecordBytes)
            {
                Reject(0, "limit-record", $"The file is larger than the limit of {_options.Limits.MaxRecordBytes} bytes.");
                return null;
            }
        }

        if (_source.Ended == SegmentEnd.Damage)
        {
            Reject(0, "damaged-body", "The file is damaged or cut off.");
            _source.NextSegment();
            return null;
        }

        int length = _source.Window.Length;
        ReadOnlyMemory<byte> content = _source.Share(0, length, out PooledBlock? owner);
        CrawlItem? item = _pages.Make(place, Name, content, owner);
        _source.Advance(length);
        if (_pages.Broken is { } why)
        {
            Reject(0, why.Kind, why.Message);
        }
        else if (item is null)
        {
            Skip(_pages.Skipped);
        }

        return item;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _source.Dispose();
        }
    }
}
