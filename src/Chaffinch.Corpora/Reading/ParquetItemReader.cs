using System.Globalization;
using System.Text;
using Chaffinch.Corpora.Model;
using Parquet;
using Parquet.Schema;

namespace Chaffinch.Corpora.Reading;

/// <summary>Reads the rows of Parquet files: the columns that are named, a row group at a time, which is what is in memory at once.</summary>
internal sealed class ParquetItemReader : ItemReader
{
    private const int MaxGroupRows = 4 << 20;

    private readonly WatchedStream _stream;
    private readonly ReadOptions _options;
    private ParquetReader? _reader;
    private Group? _group;
    private int _next;
    private int _row;
    private bool _isOpened;
    private long _inflated;
    private long _stored;

    /// <param name="stream">The file, which can be read in any order; owned.</param>
    /// <param name="options">How to read.</param>
    /// <param name="log">The log of the input.</param>
    public ParquetItemReader(Stream stream, ReadOptions options, DefectLog log)
        : base(log)
    {
        _stream = new WatchedStream(stream);
        _options = options;
    }

    /// <summary>The bytes that such a file begins and ends with.</summary>
    public static ReadOnlySpan<byte> Magic => "PAR1"u8;

    private protected override long BytesStored => _stored;

    private protected override long BytesInflated => _inflated;

    private protected override CrawlItem? Next()
    {
        Open();
        while (true)
        {
            while (_group is not null && _row < _group.Rows)
            {
                if (Row(_group, _row++) is { } item)
                {
                    return item;
                }
            }

            _group = null;
            if (_reader is null || _next >= _reader.RowGroupCount)
            {
                return null;
            }

            int index = _next++;
            long offset = Offset(index);
            if (offset >= _options.Part.Start && offset < _options.Part.End)
            {
                ReadGroup(index, offset);
            }
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _reader?.DisposeAsync().AsTask().GetAwaiter().GetResult();
            _stream.Dispose();
        }
    }

    private void Open()
    {
        if (_isOpened)
        {
            return;
        }

        _isOpened = true;
        try
        {
            if (ParquetShape.CheckFooter(_stream, _options.Limits.MaxRecordBytes) is { } wrong)
            {
                Damaged(0, $"The file's footer cannot be read: {wrong}.");
                return;
            }

            _stream.Position = 0;
            _reader = ParquetReader.CreateAsync(_stream, leaveStreamOpen: true).GetAwaiter().GetResult();
        }
        catch (Exception e) when (IsDamage(e))
        {
            Damaged(0, $"The file's footer cannot be read: {e.Message.TrimEnd('.')}.");
        }
    }

    // Of several parts of one file only the first speaks of the file.
    private void Damaged(long offset, string text)
    {
        if (_options.Part.HasFirstByte)
        {
            Reject(offset, "damaged-parquet", text);
        }
    }

    // The package tells damage by whatever its code runs into. The disk is another matter, and so is a program that is out of memory.
    private bool IsDamage(Exception e) => e is not OutOfMemoryException && !_stream.HasFailed;

    private long Offset(int index)
    {
        Parquet.Meta.ColumnMetaData? first = _reader!.Metadata?.RowGroups[index].Columns is { Count: > 0 } columns ? columns[0].MetaData : null;
        return first is null ? 0 : Math.Max(0, Start(first));
    }

    private static long Start(Parquet.Meta.ColumnMetaData chunk) =>
        chunk.DictionaryPageOffset is > 0 and { } dictionary ? Math.Min(dictionary, chunk.DataPageOffset) : chunk.DataPageOffset;

    private void ReadGroup(int index, long offset)
    {
        try
        {
            using ParquetRowGroupReader reader = _reader!.OpenRowGroupReader(index);
            long rows = reader.RowCount;
            long bytes = reader.RowGroup.Columns.Sum(c => c.MetaData?.TotalUncompressedSize ?? 0);
            if (rows is < 0 or > MaxGroupRows)
            {
                Reject(offset, "limit-rows", $"The row group says that it has {rows} rows, over the limit of {MaxGroupRows}.");
                return;
            }

            var group = new Group(offset, (int)rows)
            {
                Text = Column(reader, _options.Fields.Text),
                Html = Column(reader, _options.Fields.Html),
                Url = Column(reader, _options.Fields.Url),
                Id = Column(reader, _options.Fields.Id),
            };
            _inflated += Math.Max(0, bytes);
            _stored += Math.Max(0, reader.RowGroup.Columns.Sum(c => c.MetaData?.TotalCompressedSize ?? 0));
            _group = group;
            _row = 0;
        }
        catch (Exception e) when (IsDamage(e))
        {
            Reject(offset, "damaged-parquet", $"Row group {index} cannot be read: {e.Message.TrimEnd('.')}.");
        }
    }

    private string?[]? Column(ParquetRowGroupReader reader, string name)
    {
        DataField? field = Array.Find(_reader!.Schema.DataFields, f => f.Path.ToString() == name);
        if (field is null || field.IsArray || !reader.ColumnExists(field))
        {
            return null;
        }

        CheckPages(reader, field);
        int rows = (int)reader.RowCount;
        var values = new string?[rows];
        if (field.ClrType == typeof(string) || field.ClrType == typeof(ReadOnlyMemory<char>))
        {
            reader.ReadAsync(field, values.AsMemory()!).AsTask().GetAwaiter().GetResult();
        }
        else if (field.ClrType == typeof(byte[]) || field.ClrType == typeof(ReadOnlyMemory<byte>))
        {
            var bytes = new byte[]?[rows];
            reader.ReadAsync(field, bytes.AsMemory()!).AsTask().GetAwaiter().GetResult();
            for (int i = 0; i < rows; i++)
            {
                values[i] = bytes[i] is { } some ? Encoding.UTF8.GetString(some) : null;
            }
        }
        else if (field.ClrType == typeof(long))
        {
            Numbers<long>(reader, field, values);
        }
        else if (field.ClrType == typeof(int))
        {
            Numbers<int>(reader, field, values);
        }
        else
        {
            return null;
        }

        return values;
    }

    private void CheckPages(ParquetRowGroupReader reader, DataField field)
    {
        List<string> path = [.. field.Path.ToList()];
        Parquet.Meta.ColumnMetaData chunk = reader.RowGroup.Columns.Find(c => c.MetaData is { } data && data.PathInSchema.SequenceEqual(path))?.MetaData
            ?? throw new InvalidDataException($"column {field.Path} has no place");
        int limit = (int)Math.Min(_options.Limits.MaxPassedBytes, Array.MaxLength);
        if (ParquetShape.CheckPages(_stream, Start(chunk), chunk.TotalCompressedSize, limit) is { } wrong)
        {
            throw new InvalidDataException(wrong);
        }
    }

    private static void Numbers<T>(ParquetRowGroupReader reader, DataField field, string?[] values)
        where T : struct, IFormattable
    {
        if (field.IsNullable)
        {
            var numbers = new T?[values.Length];
            reader.ReadAsync<T>(field, numbers.AsMemory()).AsTask().GetAwaiter().GetResult();
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = numbers[i]?.ToString(null, CultureInfo.InvariantCulture);
            }

            return;
        }

        var whole = new T[values.Length];
        reader.ReadAsync<T>(field, whole.AsMemory()).AsTask().GetAwaiter().GetResult();
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = whole[i].ToString(null, CultureInfo.InvariantCulture);
        }
    }

    private CrawlItem? Row(Group group, int row)
    {
        string? html = group.Html?[row];
        string? content = html ?? group.Text?[row];
        if (string.IsNullOrEmpty(content))
        {
            Skip(group.Html is null && group.Text is null ? "no-field" : "empty");
            return null;
        }

        if (content.Length > _options.Limits.MaxRecordBytes)
        {
            Reject(group.Offset, "limit-record", $"Row {row} of the row group is over the limit of {_options.Limits.MaxRecordBytes} bytes.");
            return null;
        }

        PooledBlock owner = PooledBlock.Rent(Encoding.UTF8.GetMaxByteCount(content.Length));
        int length = Encoding.UTF8.GetBytes(content, owner.Bytes);
        var place = new ItemPlace(Name, group.Offset, row);
        return new CrawlItem(place, owner.Bytes.AsMemory(0, length), owner)
        {
            Id = group.Id?[row] ?? place.ToId(),
            Url = group.Url?[row],
            Format = html is not null ? ItemFormat.Html : ItemFormat.Text,
            ContentType = html is not null ? "text/html; charset=utf-8" : "text/plain; charset=utf-8",
        };
    }

    private sealed record Group(long Offset, int Rows)
    {
        public string?[]? Text { get; init; }

        public string?[]? Html { get; init; }

        public string?[]? Url { get; init; }

        public string?[]? Id { get; init; }
    }
}
