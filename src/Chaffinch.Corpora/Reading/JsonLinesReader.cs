using System.Text;
using System.Text.Json;
using Chaffinch.Corpora.Model;

namespace Chaffinch.Corpora.Reading;

/// <summary>Reads JSON Lines: one object a line, with the page's text or HTML in one of its fields.</summary>
internal sealed class JsonLinesReader : ItemReader
{
    private const int MaxDepth = 512;

    private readonly ByteSource _source;
    private readonly ReadOptions _options;
    private readonly BombGuard _bomb;
    private readonly byte[] _text;
    private readonly byte[] _html;
    private readonly byte[] _url;
    private readonly byte[] _id;
    private readonly bool _isCompressed;
    private bool _isStarted;

    /// <param name="source">The file, inflated; owned.</param>
    /// <param name="options">How to read.</param>
    /// <param name="log">The log that the source writes damage to.</param>
    /// <param name="isCompressed">Whether the source is one of gzip members or zstd frames.</param>
    public JsonLinesReader(ByteSource source, ReadOptions options, DefectLog log, bool isCompressed)
        : base(log)
    {
        _source = source;
        _options = options;
        _isCompressed = isCompressed;
        _bomb = new BombGuard(options.Limits.MaxPassedBytes);
        _text = Encoding.UTF8.GetBytes(options.Fields.Text);
        _html = Encoding.UTF8.GetBytes(options.Fields.Html);
        _url = Encoding.UTF8.GetBytes(options.Fields.Url);
        _id = Encoding.UTF8.GetBytes(options.Fields.Id);
    }

    private protected override long BytesStored => _source.StoredPosition;

    private protected override long BytesInflated => _source.Position;

    private long Offset => _isCompressed ? _source.Unit.Stored : _source.Unit.Stored + _source.Position - _source.Unit.Position;

    /// <summary>Whether bytes look like the start of such a file.</summary>
    public static bool Begins(ReadOnlySpan<byte> first)
    {
        first = first.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? first[3..] : first;
        first = first.TrimStart(" \t\r\n"u8);
        if (first.IsEmpty || first[0] != '{')
        {
            return false;
        }

        first = first[1..].TrimStart(" \t"u8);
        return first.IsEmpty || first[0] is (byte)'"' or (byte)'}';
    }

    private protected override CrawlItem? Next()
    {
        if (!_isStarted)
        {
            _isStarted = true;
            if (!Start())
            {
                return null;
            }
        }

        while (true)
        {
            int length = FindRow();
            if (length < 0)
            {
                if (_source.Window.IsEmpty && !_source.NextSegment())
                {
                    return null;
                }

                continue;
            }

            if (!_isCompressed && Offset >= _options.Part.End)
            {
                return null;
            }

            CrawlItem? item = _source.Window[..length].IndexOfAnyExcept(" \t\r"u8) < 0 ? null : Read(length);
            _source.Advance(Math.Min(length + 1, _source.Window.Length));
            if (item is not null)
            {
                return item;
            }
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _source.Dispose();
        }
    }

    // A row belongs to the part in which its first byte stands. Compressed rows have no place of their own: the first part has them all.
    private bool Start()
    {
        long start = _options.Part.Start;
        if (_isCompressed && !_options.Part.HasFirstByte)
        {
            return false;
        }

        if (start > 0)
        {
            if (_source.Skip(start - 1) < start - 1)
            {
                return false;
            }

            while (_source.Ensure(1))
            {
                int end = _source.Window.IndexOf((byte)'\n');
                _source.Advance(end < 0 ? _source.Window.Length : end + 1);
                if (end >= 0)
                {
                    break;
                }
            }
        }
        else if (_source.Ensure(3) && _source.Window.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
        {
            _source.Advance(3);
        }

        return true;
    }

    /// <summary>Bytes of the row at the current position; -1 where there is none (any more), with the position behind what was wrong.</summary>
    private int FindRow()
    {
        int seen = 0;
        while (true)
        {
            int end = _source.Window[seen..].IndexOf((byte)'\n');
            if (end >= 0)
            {
                return seen + end;
            }

            seen = _source.Window.Length;
            if (seen > _options.Limits.MaxRecordBytes)
            {
                Refuse(Offset, "limit-record", $"The row is longer than the limit of {_options.Limits.MaxRecordBytes} bytes.");
                PassRow();
                return -1;
            }

            if (_source.Ensure(seen + 1))
            {
                continue;
            }

            if (_source.Ended == SegmentEnd.Damage && seen > 0)
            {
                Refuse(Offset, "cut-record", "The row is cut off by damage.");
                _source.Advance(seen);
            }

            return _source.Window.IsEmpty ? -1 : seen;
        }
    }

    private void Refuse(long offset, string kind, string message)
    {
        if (_isCompressed || offset < _options.Part.End)
        {
            Reject(offset, kind, message);
        }
    }

    private void PassRow()
    {
        _bomb.Start(_source);
        while (_source.Ensure(1))
        {
            int end = _source.Window.IndexOf((byte)'\n');
            _source.Advance(end < 0 ? _source.Window.Length : end + 1);
            if (end >= 0 || _bomb.GivesUp(_source))
            {
                return;
            }
        }
    }

    private CrawlItem? Read(int length)
    {
        var place = new ItemPlace(Name, Offset, _isCompressed ? _source.Position - _source.Unit.Position : 0);
        ReadOnlySpan<byte> row = _source.Window[..length].TrimEnd("\r \t"u8);
        RowValues values;
        try
        {
            values = Parse(row);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            Reject(place.Offset, "bad-row", $"The row is no JSON object: {e.Message.AsSpan().Trim().TrimEnd('.')}.");
            return null;
        }

        JsonText content = values.Html.IsThere ? values.Html : values.Text;
        if (!content.IsThere || content.Length == 0)
        {
            Skip(content.IsThere ? "empty" : "no-field");
            return null;
        }

        ReadOnlyMemory<byte> memory;
        PooledBlock? owner;
        if (content.IsEscaped)
        {
            owner = PooledBlock.Rent(content.Length);
            memory = owner.Bytes.AsMemory(0, JsonUnescaper.Unescape(row.Slice(content.At, content.Length), owner.Bytes));
        }
        else
        {
            memory = _source.Share(content.At, content.Length, out owner);
        }

        var item = new CrawlItem(place, memory, owner)
        {
            Id = values.Id ?? place.ToId(),
            Url = values.Url,
            Format = values.Html.IsThere ? ItemFormat.Html : ItemFormat.Text,
            ContentType = values.Html.IsThere ? "text/html; charset=utf-8" : "text/plain; charset=utf-8",
        };
        ReadOnlyMemory<byte> line = _source.Share(0, row.Length, out PooledBlock? lineOwner);
        item.SetRawLine(line, lineOwner);
        return item;
    }

    private RowValues Parse(ReadOnlySpan<byte> row)
    {
        var reader = new Utf8JsonReader(row, new JsonReaderOptions { MaxDepth = MaxDepth });
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("it does not begin with a brace");
        }

        var values = new RowValues();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            int field = reader.ValueTextEquals(_html) ? 0 : reader.ValueTextEquals(_text) ? 1 : reader.ValueTextEquals(_url) ? 2 : reader.ValueTextEquals(_id) ? 3 : 4;
            reader.Read();
            if (field == 4 || reader.TokenType is not (JsonTokenType.String or JsonTokenType.Number))
            {
                reader.Skip();
                continue;
            }

            bool isString = reader.TokenType == JsonTokenType.String;
            var text = new JsonText((int)reader.TokenStartIndex + (isString ? 1 : 0), reader.ValueSpan.Length, reader.ValueIsEscaped, IsThere: true);
            switch (field)
            {
                case 0 when isString:
                    values.Html = text;
                    break;
                case 1 when isString:
                    values.Text = text;
                    break;
                case 2 when isString:
                    values.Url = text.ToText(row);
                    break;
                case 3:
                    values.Id = text.ToText(row);
                    break;
            }
        }

        // What stands behind the object is an error that only reading on finds.
        while (reader.Read())
        {
        }

        return values;
    }

    private struct RowValues
    {
        public JsonText Html;
        public JsonText Text;
        public string? Url;
        public string? Id;
    }

    private readonly record struct JsonText(int At, int Length, bool IsEscaped, bool IsThere)
    {
        public string ToText(ReadOnlySpan<byte> row)
        {
            ReadOnlySpan<byte> raw = row.Slice(At, Length);
            if (!IsEscaped)
            {
                return Encoding.UTF8.GetString(raw);
            }

            byte[] bytes = new byte[Length];
            return Encoding.UTF8.GetString(bytes, 0, JsonUnescaper.Unescape(raw, bytes));
        }
    }
}
