using Chaffinch.Corpora.Model;

namespace Chaffinch.Corpora.Reading;

/// <summary>Reads the pages of WARC files (1.0, 1.1, and the drafts before), also WET, and of ARC files: responses, resources and conversions.</summary>
/// <remarks>
/// A length is believed where a record or the end stands behind it; else the record ends where the next one begins. So a wrong length costs at most its
/// own record, however large it claims to be. Bodies are not copied: an item shares the block that was inflated into.
/// </remarks>
internal sealed class RecordReader : ItemReader
{
    private readonly ByteSource _source;
    private readonly ReadOptions _options;
    private readonly RecordPages _pages;
    private readonly RecordFormat _format;
    private readonly RecordHead _head = new();
    private readonly BombGuard _bomb;
    private readonly bool _isCompressed;

    /// <param name="source">The archive, inflated; owned.</param>
    /// <param name="options">How to read.</param>
    /// <param name="log">The log that the source writes damage to.</param>
    /// <param name="format">WARC or ARC.</param>
    /// <param name="decoder">Undoes content encodings.</param>
    /// <param name="isCompressed">Whether the source is one of gzip members or zstd frames.</param>
    public RecordReader(ByteSource source, ReadOptions options, DefectLog log, RecordFormat format, BodyDecoder decoder, bool isCompressed)
        : base(log)
    {
        _source = source;
        _options = options;
        _format = format;
        _pages = new RecordPages(options, decoder);
        _bomb = new BombGuard(options.Limits.MaxPassedBytes);
        _isCompressed = isCompressed;
    }

    private protected override long BytesStored => _source.StoredPosition;

    private protected override long BytesInflated => _source.Position;

    private long Offset => _isCompressed ? _source.Unit.Stored : _source.Unit.Stored + _source.Position - _source.Unit.Position;

    private protected override CrawlItem? Next()
    {
        while (ToRecord())
        {
            if (ReadRecord() is { } item)
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

    /// <summary>Goes to the next record of this part; passes over line ends, damage, and what is no record.</summary>
    private bool ToRecord()
    {
        while (true)
        {
            bool more = _source.Ensure(_format.PeekBytes);
            if (_source.Window.IsEmpty)
            {
                if (!_source.NextSegment())
                {
                    return false;
                }
            }
            else if (_source.Window[0] is (byte)'\r' or (byte)'\n')
            {
                _source.Advance(1);
            }
            else if (!_isCompressed && Offset >= _options.Part.End)
            {
                return false;
            }
            else if (_format.Begins(_source.Window))
            {
                // In a compressed file a part begins with a member, so it ends with one.
                return Offset < _options.Part.End || !_source.IsUnitStart;
            }
            else
            {
                Refuse(Offset, "not-a-record", more ? "Here should stand a record; what stands here is passed over to the next one." : "Behind the last record stands something that is none.");
                _bomb.Start(_source);
                _source.Advance(1);
                _format.SkipTo(_source, _bomb);
            }
        }
    }

    private CrawlItem? ReadRecord()
    {
        long offset = Offset;
        int head = _format.ReadHead(_source, _options.Limits.MaxHeaderBytes, _head);
        if (head <= 0)
        {
            return GiveUp(offset, head < 0 ? "limit-header" : "cut-record", head < 0 ? "The record's header is over the limit." : "The record's header is cut off.");
        }

        if (_format.Find(_source, 1, head) >= 0)
        {
            return GiveUp(offset, "cut-record", "The record's header is cut off by the next record.");
        }

        if (_head.ContentLength < 0)
        {
            return GiveUp(offset, "no-length", "The record has no readable Content-Length.");
        }

        if (_head.ContentLength > _options.Limits.MaxRecordBytes)
        {
            return GiveUp(offset, "limit-record", $"The record says that it has {_head.ContentLength} bytes, over the limit of {_options.Limits.MaxRecordBytes}.");
        }

        return ReadBlock(offset, head, (int)_head.ContentLength);
    }

    private CrawlItem? ReadBlock(long offset, int head, int length)
    {
        int end = head + length;
        _source.Ensure(end + _format.PeekBytes);
        var place = new ItemPlace(Name, offset, _isCompressed ? _source.Position - _source.Unit.Position : 0);
        int next = IsEndRight(head, end) ? end : FindEnd(head, end);
        if (next < 0)
        {
            return GiveUp(offset, "cut-record", _source.Ended == SegmentEnd.Damage ? "The record is cut off by damage." : "The file ends inside of the record.");
        }

        // A checksum that fails speaks against everything in its member.
        if (place.InnerOffset == 0 && _isCompressed && _source.DamagedUnit == offset && _format.Find(_source, next, int.MaxValue) < 0)
        {
            return GiveUp(offset, "damaged-record", "The gzip member or zstd frame that holds the record is damaged.");
        }

        if (IsBefore(offset))
        {
            _source.Advance(next);
            return null;
        }

        string? wrong = next == end ? null : $"Content-Length is {length}, the record has {next - head}.";
        CrawlItem? item = _pages.Make(_source, place, _head, (head, next - head), wrong);
        if (_pages.Broken is { } why)
        {
            Reject(offset, why.Kind, why.Message);
        }
        else if (item is null)
        {
            Skip(_pages.Skipped);
        }

        _source.Advance(next);
        return item;
    }

    // A part of a file that is not compressed is found by going from record to record from the start: so it begins exactly where the one before ends,
    // whatever stands in the records.
    private bool IsBefore(long offset) => !_isCompressed && offset < _options.Part.Start;

    private void Refuse(long offset, string kind, string message)
    {
        if (!IsBefore(offset))
        {
            Reject(offset, kind, message);
        }
    }

    private CrawlItem? GiveUp(long offset, string kind, string message)
    {
        Refuse(offset, kind, message);
        _bomb.Start(_source);
        _source.Advance(1);
        _format.SkipTo(_source, _bomb);
        return null;
    }

    /// <summary>Whether a record ends at <paramref name="end"/>: none begins with a unit before, and there or behind line ends begins the next one, or all ends.</summary>
    private bool IsEndRight(int head, int end)
    {
        ReadOnlySpan<byte> window = _source.Window;
        if (window.Length < end || _source.FindUnit(1, end, _format.Begins) >= 0)
        {
            return false;
        }

        ReadOnlySpan<byte> behind = window[end..];
        ReadOnlySpan<byte> rest = behind.TrimStart("\r\n"u8);
        bool isEnd = rest.IsEmpty || _format.Begins(rest);
        bool isLine = _format.LineEnds == 1 || behind.StartsWith("\r\n\r\n"u8) || behind.StartsWith("\n\n"u8);
        if (isEnd && isLine)
        {
            return true;
        }

        // Something is wrong: with the line ends, with what follows, or an end that stands inside of another record by chance.
        return (isEnd || (isLine && _format.LineEnds == 2)) && _format.Find(_source, head, end) < 0;
    }

    /// <summary>Where a record ends whose length is wrong; -1 where it is cut off.</summary>
    private int FindEnd(int head, int end)
    {
        for (int from = head - 1; ;)
        {
            int next = _format.Find(_source, from, int.MaxValue);
            if (next >= 0)
            {
                return TrimmedEnd(head, next);
            }

            from = Math.Max(head - 1, _source.Window.Length - _format.PeekBytes);
            if (_source.Window.Length > _options.Limits.MaxRecordBytes + (long)head || !_source.Ensure(_source.Window.Length + 1))
            {
                break;
            }
        }

        int all = _source.Window.Length;
        if (all >= end)
        {
            // What stands behind the record is no record and gets its own defect.
            return end;
        }

        bool isWhole = _source.Ended == SegmentEnd.EndOfInput && (_isCompressed || (_format.LineEnds == 2 && _source.Window.EndsWith("\r\n\r\n"u8)) || _pages.IsWholeResponse(_head, _source.Window[head..]));
        return isWhole ? TrimmedEnd(head, all) : -1;
    }

    /// <summary>The end of a block without the line ends that belong behind it.</summary>
    private int TrimmedEnd(int from, int end)
    {
        ReadOnlySpan<byte> block = _source.Window[from..end];
        for (int i = 0; i < _format.LineEnds; i++)
        {
            block = block.EndsWith("\r\n"u8) ? block[..^2] : block.EndsWith("\n"u8) ? block[..^1] : block;
        }

        return from + block.Length;
    }
}
