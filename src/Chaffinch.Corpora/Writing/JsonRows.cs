using System.IO.Compression;
using System.Text.Json;
using Chaffinch.Corpora.Model;
using Chaffinch.Writing;
using ZstdSharp;

namespace Chaffinch.Corpora.Writing;

/// <summary>Lines of JSON, packed or not.</summary>
internal sealed class JsonBlock(ByteBuffer bytes, int rows) : RowBlock
{
    public override int Rows => rows;

    public override long Bytes => bytes.Capacity;

    public ReadOnlySpan<byte> Written => bytes.Written;

    public override void Dispose() => bytes.Dispose();
}

/// <summary>Encodes records as JSON Lines; packs each batch by itself, so that packing is done by all workers and is the same for any number of them.</summary>
internal sealed class JsonRows : RowEncoder
{
    private readonly OutputOptions _options;
    private readonly OutputFormat _format;
    private readonly Utf8JsonWriter _json;
    private readonly JsonAttributes _attributes = new();
    private readonly Compressor? _zstd;
    private ByteBuffer _buffer = new();
    private int _rows;

    public JsonRows(OutputOptions options, OutputFormat format)
    {
        _options = options;
        _format = format;
        _json = new Utf8JsonWriter(_buffer, JsonFields.Options);
        _zstd = format == OutputFormat.JsonLinesZstd ? new Compressor(options.ZstdLevel) : null;
    }

    public override void Add(DocumentFacts facts)
    {
        switch (_options.Emit)
        {
            case Emit.Clean:
                JsonFields.WriteDocument(_json, facts, _options.Markdown);
                break;
            case Emit.Report:
                ReportWriter.Write(_buffer, facts.Page, facts.Id);
                break;
            default:
                _attributes.Write(_json, facts);
                break;
        }

        EndLine();
    }

    public override void AddUnreadable(in Rejection rejection)
    {
        if (_options.Emit == Emit.Attributes)
        {
            JsonAttributes.WriteNone(_json, rejection);
            EndLine();
        }
    }

    /// <summary>Adds a line of a rejects file.</summary>
    public void AddRejection(in Rejection rejection, DocumentFacts? facts)
    {
        JsonFields.WriteRejection(_json, rejection, facts);
        EndLine();
    }

    /// <summary>Adds a line of a defects file.</summary>
    public void AddDefect(ItemDefect defect, string? id)
    {
        JsonFields.WriteDefect(_json, defect, id);
        EndLine();
    }

    public override RowBlock Take()
    {
        ByteBuffer lines = _buffer;
        int rows = _rows;
        _buffer = new ByteBuffer();
        _rows = 0;
        _json.Reset(_buffer);
        return new JsonBlock(lines.Length == 0 ? lines : Pack(lines), rows);
    }

    public override void Dispose()
    {
        _json.Dispose();
        _buffer.Dispose();
        _zstd?.Dispose();
    }

    /// <summary>The lines added since the last call; null when there are none.</summary>
    public RowBlock? TakeAny() => _rows == 0 ? null : Take();

    private void EndLine()
    {
        _json.Flush();
        _buffer.Add((byte)'\n');
        _json.Reset(_buffer);
        _rows++;
    }

    private ByteBuffer Pack(ByteBuffer lines)
    {
        if (_format == OutputFormat.JsonLines)
        {
            return lines;
        }

        var packed = new ByteBuffer();
        if (_zstd is not null)
        {
            packed.Advance(_zstd.Wrap(lines.Written, packed.GetSpan(Compressor.GetCompressBound(lines.Length))));
        }
        else
        {
            using var sink = new BufferStream(packed);
            using var gzip = new GZipStream(sink, CompressionLevel.Fastest);
            gzip.Write(lines.Written);
        }

        lines.Dispose();
        return packed;
    }
}

/// <summary>A JSON Lines file: blocks one behind the other.</summary>
internal sealed class JsonFile(string path, OutputFormat format) : RowFile
{
    // A member of gzip and a frame of zstd that hold nothing: a packed file of no bytes would be a broken one.
    private static readonly byte[] EmptyGzip = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    private static readonly byte[] EmptyZstd = [0x28, 0xB5, 0x2F, 0xFD, 0x20, 0, 1, 0, 0];

    private readonly StagedFile _file = new(path);

    public override void Append(RowBlock block) => _file.Stream.Write(((JsonBlock)block).Written);

    public override long Complete()
    {
        if (_file.Stream.Length == 0)
        {
            _file.Stream.Write(format switch
            {
                OutputFormat.JsonLinesGzip => EmptyGzip,
                OutputFormat.JsonLinesZstd => EmptyZstd,
                _ => [],
            });
        }

        return _file.Complete();
    }

    public override void Dispose() => _file.Dispose();
}

/// <summary>Lets a stream write into a buffer.</summary>
internal sealed class BufferStream(ByteBuffer buffer) : Stream
{
    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => buffer.Length;

    public override long Position
    {
        get => buffer.Length;
        set => throw new NotSupportedException();
    }

    public override void Write(ReadOnlySpan<byte> bytes) => buffer.Add(bytes);

    public override void Write(byte[] bytes, int offset, int count) => buffer.Add(bytes.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override int Read(byte[] bytes, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
