using Chaffinch.Corpora.Model;

namespace Chaffinch.Corpora.Reading;

/// <summary>Reads the pages among the files of a tar archive. Behind a damaged header it looks for the next whole one.</summary>
internal sealed class TarReader : ItemReader
{
    private readonly ByteSource _source;
    private readonly ReadOptions _options;
    private readonly FilePages _pages;
    private readonly bool _isCompressed;
    private readonly BombGuard _bomb;
    private string? _longName;
    private long _entries;

    /// <param name="source">The archive, inflated; owned.</param>
    /// <param name="options">How to read.</param>
    /// <param name="log">The log that the source writes damage to.</param>
    /// <param name="decoder">Undoes compression of files in the archive.</param>
    /// <param name="isCompressed">Whether the source is one of gzip members or zstd frames.</param>
    public TarReader(ByteSource source, ReadOptions options, DefectLog log, BodyDecoder decoder, bool isCompressed)
        : base(log)
    {
        _source = source;
        _options = options;
        _pages = new FilePages(options, decoder);
        _bomb = new BombGuard(options.Limits.MaxPassedBytes);
        _isCompressed = isCompressed;
    }

    private protected override long BytesStored => _source.StoredPosition;

    private protected override long BytesInflated => _source.Position;

    private ItemPlace Place => _isCompressed
        ? new ItemPlace(Name, _source.Unit.Stored, _source.Position - _source.Unit.Position)
        : new ItemPlace(Name, _source.Position, 0);

    private protected override CrawlItem? Next()
    {
        // Entries are found one behind the other only: the first part has them all.
        while (_options.Part.HasFirstByte)
        {
            if (!_source.Ensure(TarHeader.BlockBytes) && !ToEnd())
            {
                return null;
            }

            ReadOnlySpan<byte> block = _source.Window;
            if (block.Length < TarHeader.BlockBytes)
            {
                continue;
            }

            block = block[..TarHeader.BlockBytes];
            if (block.IndexOfAnyExcept((byte)0) < 0)
            {
                _source.Advance(TarHeader.BlockBytes);
            }
            else if (!TarHeader.IsHeader(block))
            {
                Reject(Place.Offset, "damaged-entry", "Here should stand a tar header; what stands here is passed over to the next one.");
                ToHeader();
            }
            else if (_entries++ >= _options.Limits.MaxEntries)
            {
                Reject(Place.Offset, "limit-entries", $"The archive has more than {_options.Limits.MaxEntries} entries; the others were not read.");
                return null;
            }
            else if (Entry(block) is { } item)
            {
                return item;
            }
        }

        return null;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _source.Dispose();
        }
    }

    /// <summary>Ends the segment; true where another one follows.</summary>
    private bool ToEnd()
    {
        if (_source.Window.IndexOfAnyExcept((byte)0) >= 0)
        {
            Reject(Place.Offset, "cut-record", "The archive ends inside of a header.");
        }

        if (!_source.NextSegment())
        {
            return false;
        }

        ToHeader();
        return true;
    }

    // Headers stand at multiples of their size; behind damage inside of a member nobody knows where these are.
    private void ToHeader()
    {
        _bomb.Start(_source);
        while (_source.Ensure(TarHeader.BlockBytes) && !_bomb.GivesUp(_source))
        {
            for (int at = 0; at + TarHeader.BlockBytes <= _source.Window.Length; at++)
            {
                // The cheap test first: all that wrote headers in the last decades put this there.
                int magic = _source.Window[(at + 257)..].IndexOf("ustar"u8);
                at = magic < 0 ? _source.Window.Length : at + magic;
                if (at + TarHeader.BlockBytes <= _source.Window.Length && TarHeader.IsHeader(_source.Window.Slice(at, TarHeader.BlockBytes)))
                {
                    _source.Advance(at);
                    return;
                }
            }

            _source.Advance(_source.Window.Length - TarHeader.BlockBytes + 1);
        }

        _source.Advance(_source.Window.Length);
    }

    private CrawlItem? Entry(ReadOnlySpan<byte> block)
    {
        ItemPlace place = Place;
        byte kind = TarHeader.Kind(block);
        long size = TarHeader.Size(block);
        string name = _longName ?? TarHeader.Name(block);
        _source.Advance(TarHeader.BlockBytes);
        if (size < 0)
        {
            Reject(place.Offset, "no-length", "The entry has no readable size.");
            _longName = null;
            ToHeader();
            return null;
        }

        bool isFile = kind is (byte)'0' or 0 or (byte)'7';
        bool isName = kind is (byte)'L' or (byte)'x';
        if (!isFile && !isName)
        {
            // Links and devices have no content here; folders, and attributes for all, are no records.
            if (kind is not ((byte)'5' or (byte)'g' or (byte)'K'))
            {
                Skip("no-file");
            }

            _longName = kind is (byte)'g' or (byte)'K' ? _longName : null;
            Pass(size, place);
            return null;
        }

        if (size > (isName ? _options.Limits.MaxHeaderBytes : _options.Limits.MaxRecordBytes))
        {
            Reject(place.Offset, isName ? "limit-header" : "limit-record", $"{name} has {size} bytes, over the limit.");
            _longName = null;
            Pass(size, place);
            return null;
        }

        return Content(place, kind, name, (int)size);
    }

    private CrawlItem? Content(ItemPlace place, byte kind, string name, int size)
    {
        if (!_source.Ensure(size))
        {
            Reject(place.Offset, "cut-record", _source.Ended == SegmentEnd.Damage ? $"{name} is cut off by damage." : $"The archive ends inside of {name}.");
            _longName = null;
            ToHeader();
            return null;
        }

        CrawlItem? item = null;
        if (kind == (byte)'L')
        {
            _longName = TarHeader.Text(_source.Window[..size]);
        }
        else if (kind == (byte)'x')
        {
            _longName = TarHeader.Attribute(_source.Window[..size], "path"u8) ?? _longName;
        }
        else
        {
            _longName = null;
            ReadOnlyMemory<byte> content = _source.Share(0, size, out PooledBlock? owner);
            item = _pages.Make(place, name, content, owner);
            if (_pages.Broken is { } why)
            {
                Reject(place.Offset, why.Kind, why.Message);
            }
            else if (item is null)
            {
                Skip(_pages.Skipped);
            }
        }

        _source.Advance(size);
        _source.Skip(Padding(size));
        return item;
    }

    private void Pass(long size, ItemPlace place)
    {
        long all = size + Padding(size);
        _bomb.Start(_source);
        for (long left = all; left > 0;)
        {
            long step = _source.Skip(Math.Min(left, 1 << 20));
            left -= step;
            if (step == 0 && left > 0)
            {
                Log.Add(place.Offset, "cut-record", "The archive ends inside of the entry.");
                return;
            }

            if (_bomb.GivesUp(_source))
            {
                return;
            }
        }
    }

    private static long Padding(long size) => (TarHeader.BlockBytes - (size % TarHeader.BlockBytes)) % TarHeader.BlockBytes;
}
