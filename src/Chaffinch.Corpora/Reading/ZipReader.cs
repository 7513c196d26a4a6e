using System.Buffers.Binary;
using System.IO.Hashing;
using Chaffinch.Corpora.Model;

namespace Chaffinch.Corpora.Reading;

/// <summary>Reads the pages among the files of a zip archive, from the first to the last, without its directory: so it can come from anywhere, and damage costs the file that it hits.</summary>
internal sealed class ZipReader : ItemReader
{
    private readonly ByteSource _source;
    private readonly ReadOptions _options;
    private readonly BodyDecoder _decoder;
    private readonly FilePages _pages;
    private long _entries;

    /// <param name="source">The archive; owned.</param>
    /// <param name="options">How to read.</param>
    /// <param name="log">The log of the input.</param>
    /// <param name="decoder">Undoes compression.</param>
    public ZipReader(ByteSource source, ReadOptions options, DefectLog log, BodyDecoder decoder)
        : base(log)
    {
        _source = source;
        _options = options;
        _decoder = decoder;
        _pages = new FilePages(options, decoder);
    }

    private protected override long BytesStored => _source.StoredPosition;

    private protected override long BytesInflated => _source.Position;

    private protected override CrawlItem? Next()
    {
        while (_options.Part.HasFirstByte && _source.Ensure(4))
        {
            ReadOnlySpan<byte> s = _source.Window;
            if (s.StartsWith((ReadOnlySpan<byte>)[0x50, 0x4B, 1, 2]) || s.StartsWith((ReadOnlySpan<byte>)[0x50, 0x4B, 5, 6]))
            {
                // The directory stands behind all files.
                return null;
            }

            long offset = _source.StoredPosition;
            if (!ZipEntryHeader.TryRead(_source, out ZipEntryHeader header))
            {
                GiveUp(offset, "damaged-entry", "Here should stand the header of a file; what stands here is passed over to the next one.");
            }
            else if (_entries++ >= _options.Limits.MaxEntries)
            {
                Reject(offset, "limit-entries", $"The archive has more than {_options.Limits.MaxEntries} files; the others were not read.");
                return null;
            }
            else if (Entry(offset, header) is { } item)
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

    private CrawlItem? Entry(long offset, in ZipEntryHeader header)
    {
        if (header.Name.EndsWith('/') && header.Packed == 0)
        {
            _source.Advance(header.Length);
            return null;
        }

        if (header.IsEncrypted || header.Method is not (0 or 8 or 93) || (header.IsOpen && header.Method == 0))
        {
            Reject(offset, "unsupported-entry", header.IsEncrypted ? $"{header.Name} is encrypted." : $"{header.Name} is packed by method {header.Method}, which is not read.");
            PassOn(header);
            return null;
        }

        if (header.Size > _options.Limits.MaxRecordBytes || header.Packed > _options.Limits.MaxRecordBytes)
        {
            Reject(offset, "limit-record", $"{header.Name} has {header.Size} bytes, over the limit of {_options.Limits.MaxRecordBytes}.");
            PassOn(header);
            return null;
        }

        return Content(offset, header);
    }

    private CrawlItem? Content(long offset, in ZipEntryHeader header)
    {
        DecodeState state = Unpack(header, out ReadOnlyMemory<byte> content, out PooledBlock? owner, out int used);
        if (state != DecodeState.Done)
        {
            bool isLarge = state == DecodeState.OverLimit;
            GiveUp(offset, isLarge ? "limit-body" : "damaged-body", isLarge ? $"{header.Name} inflates to more than {_options.Limits.MaxBodyBytes} bytes." : $"{header.Name} is damaged or cut off.");
            return null;
        }

        _source.Advance(header.Length + used);
        uint crc = header.IsOpen ? Descriptor() : header.Crc;
        if (Crc32.HashToUInt32(content.Span) != crc)
        {
            owner?.Release();
            Reject(offset, "bad-checksum", $"The checksum of {header.Name} is not that of its content.");
            return null;
        }

        CrawlItem? item = _pages.Make(new ItemPlace(Name, offset, 0), header.Name, content, owner);
        if (_pages.Broken is { } why)
        {
            Reject(offset, why.Kind, why.Message);
        }
        else if (item is null)
        {
            Skip(_pages.Skipped);
        }

        return item;
    }

    private DecodeState Unpack(in ZipEntryHeader header, out ReadOnlyMemory<byte> content, out PooledBlock? owner, out int used)
    {
        content = default;
        owner = null;
        used = (int)header.Packed;
        bool isKnown = !header.IsOpen || header.Packed > 0;
        if (isKnown && !_source.Ensure(header.Length + used))
        {
            return DecodeState.Damaged;
        }

        if (header.Method == 0)
        {
            content = _source.Share(header.Length, used, out owner);
            return DecodeState.Done;
        }

        while (true)
        {
            ReadOnlySpan<byte> packed = isKnown ? _source.Window.Slice(header.Length, used) : _source.Window[header.Length..];
            DecodeState state = _decoder.DecodeStart(header.Method == 93, packed, _options.Limits.MaxBodyBytes, out owner, out int length, out int taken, out bool isCut);
            if (state == DecodeState.Done)
            {
                used = isKnown ? used : taken;
                content = owner is null ? default : owner.Bytes.AsMemory(0, length);
            }

            // Where the packed size is not known the window grows until the content ends.
            int had = _source.Window.Length;
            if (state == DecodeState.Done || isKnown || !isCut || had > _options.Limits.MaxRecordBytes || (!_source.Ensure(2 * had) && _source.Window.Length == had))
            {
                return state;
            }
        }
    }

    // CRC, packed size, size; perhaps with a signature before them; the sizes of 8 bytes in large archives.
    private uint Descriptor()
    {
        if (!_source.Ensure(16))
        {
            return 0;
        }

        int at = _source.Window.StartsWith((ReadOnlySpan<byte>)[0x50, 0x4B, 7, 8]) ? 4 : 0;
        uint crc = BinaryPrimitives.ReadUInt32LittleEndian(_source.Window[at..]);
        foreach (int sizes in (ReadOnlySpan<int>)[8, 16])
        {
            int end = at + 4 + sizes;
            if (_source.Ensure(end + 2) && _source.Window[end] == 'P' && _source.Window[end + 1] == 'K')
            {
                _source.Advance(end);
                return crc;
            }
        }

        _source.Advance(at + 12 <= _source.Window.Length ? at + 12 : _source.Window.Length);
        return crc;
    }

    private void PassOn(in ZipEntryHeader header)
    {
        _source.Advance(header.Length);
        if (header.Packed > 0)
        {
            _source.Skip(header.Packed);
        }

        if (header.IsOpen)
        {
            ToHeader();
        }
    }

    private void GiveUp(long offset, string kind, string message)
    {
        Reject(offset, kind, message);
        _source.Advance(1);
        ToHeader();
    }

    private void ToHeader()
    {
        while (_source.Ensure(4))
        {
            int at = _source.Window.IndexOf("PK"u8);
            if (at < 0)
            {
                _source.Advance(_source.Window.Length - 1);
                continue;
            }

            _source.Advance(at);
            if (_source.Ensure(4) && IsHeader())
            {
                return;
            }

            _source.Advance(1);
        }

        _source.Advance(_source.Window.Length);
    }

    // Two letters and two bytes stand in packed content by chance; the end of the directory needs no more, since it ends all anyway.
    private bool IsHeader()
    {
        ReadOnlySpan<byte> s = _source.Window;
        if (s.StartsWith((ReadOnlySpan<byte>)[0x50, 0x4B, 5, 6]))
        {
            return !_source.Ensure(64 << 10);
        }

        bool isDirectory = s.StartsWith((ReadOnlySpan<byte>)[0x50, 0x4B, 1, 2]);
        int at = isDirectory ? 10 : 8;
        if (!(isDirectory || s.StartsWith(ZipEntryHeader.Magic)) || !_source.Ensure(32))
        {
            return false;
        }

        s = _source.Window;
        int method = BinaryPrimitives.ReadUInt16LittleEndian(s[at..]);
        int nameBytes = BinaryPrimitives.ReadUInt16LittleEndian(s[(isDirectory ? 28 : 26)..]);
        return method <= 100 && nameBytes is > 0 and <= 4096;
    }
}
