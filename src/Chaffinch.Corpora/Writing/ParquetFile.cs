using System.Text;
using Chaffinch.Corpora.Model;
using ZstdSharp;

namespace Chaffinch.Corpora.Writing;

/// <summary>Columns of one batch.</summary>
internal sealed class ParquetBlock(ParquetColumn[] columns, int rows) : RowBlock
{
    public override int Rows => rows;

    public override long Bytes => columns.Sum(static c => c.Bytes);

    public ParquetColumn[] Columns => columns;

    public override void Dispose()
    {
        foreach (ParquetColumn column in columns)
        {
            column.Dispose();
        }
    }
}

/// <summary>
/// Writes a Parquet file: row groups of one zstd-packed data page (version 1, plain encoding) a column, no dictionaries, no statistics. Rows go to groups by a stated
/// number of bytes, so the same blocks give the same file.
/// </summary>
/// <remarks>Format: github.com/apache/parquet-format. Written here because the columns come as UTF-8 bytes from the workers and go out without an object or a string a value, also natively compiled.</remarks>
internal sealed class ParquetFile : RowFile
{
    /// <summary>A row group is closed by the first block that reaches this many bytes, unpacked.</summary>
    public const int GroupBytes = 16 << 20;

    private const int CodecZstd = 6;
    private const int EncodingPlain = 0;
    private const int EncodingRle = 3;

    private static readonly int[] Encodings = [EncodingPlain, EncodingRle];

    private readonly StagedFile _file;
    private readonly ParquetLeaf[] _leaves;
    private readonly ParquetColumn[] _columns;
    private readonly Compressor _zstd;
    private readonly List<Group> _groups = [];
    private readonly ByteBuffer _page = new();
    private readonly ByteBuffer _packed = new();
    private long _position;
    private int _rows;

    public ParquetFile(string path, ParquetLeaf[] leaves, int zstdLevel)
    {
        _file = new StagedFile(path);
        _leaves = leaves;
        _columns = [.. leaves.Select(static l => new ParquetColumn(l))];
        _zstd = new Compressor(zstdLevel);
        Write("PAR1"u8);
    }

    public override void Append(RowBlock block)
    {
        var batch = (ParquetBlock)block;
        long bytes = 0;
        for (int i = 0; i < _columns.Length; i++)
        {
            _columns[i].Append(batch.Columns[i]);
            bytes += _columns[i].Bytes;
        }

        _rows += batch.Rows;
        if (bytes >= GroupBytes)
        {
            WriteGroup();
        }
    }

    public override long Complete()
    {
        WriteGroup();
        var footer = new ByteBuffer();
        WriteFooter(new ThriftWriter(footer));
        int length = footer.Length;
        footer.AddInt32(length);
        footer.Add("PAR1"u8);
        Write(footer.Written);
        footer.Dispose();
        return _file.Complete();
    }

    public override void Dispose()
    {
        _file.Dispose();
        _zstd.Dispose();
        _page.Dispose();
        _packed.Dispose();
        foreach (ParquetColumn column in _columns)
        {
            column.Dispose();
        }
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        _file.Stream.Write(bytes);
        _position += bytes.Length;
    }

    private void WriteGroup()
    {
        if (_rows == 0)
        {
            return;
        }

        var chunks = new Chunk[_columns.Length];
        for (int i = 0; i < _columns.Length; i++)
        {
            chunks[i] = WriteChunk(_columns[i]);
            _columns[i].Clear();
        }

        _groups.Add(new Group(_rows, chunks));
        _rows = 0;
    }

    private Chunk WriteChunk(ParquetColumn column)
    {
        _page.Clear();
        column.WritePage(_page);
        _packed.Clear();
        int packed = _zstd.Wrap(_page.Written, _packed.GetSpan(Compressor.GetCompressBound(_page.Length)));
        _packed.Advance(packed);

        using var header = new ByteBuffer();
        var thrift = new ThriftWriter(header);
        thrift.BeginElement();
        thrift.Int32(1, 0); // type: DATA_PAGE
        thrift.Int32(2, _page.Length);
        thrift.Int32(3, packed);
        thrift.BeginStruct(5);
        thrift.Int32(1, column.Count);
        thrift.Int32(2, EncodingPlain);
        thrift.Int32(3, EncodingRle);
        thrift.Int32(4, EncodingRle);
        thrift.EndStruct();
        thrift.EndStruct();

        long at = _position;
        Write(header.Written);
        Write(_packed.Written);
        return new Chunk(at, header.Length + packed, header.Length + _page.Length, column.Count);
    }

    private void WriteFooter(ThriftWriter thrift)
    {
        thrift.BeginElement();
        thrift.Int32(1, 1); // version
        WriteSchema(thrift);
        thrift.Int64(3, _groups.Sum(static g => (long)g.Rows));
        thrift.BeginStructs(4, _groups.Count);
        foreach (Group group in _groups)
        {
            thrift.BeginElement();
            thrift.BeginStructs(1, group.Chunks.Length);
            for (int i = 0; i < group.Chunks.Length; i++)
            {
                WriteChunkMetadata(thrift, _leaves[i], group.Chunks[i]);
            }

            thrift.Int64(2, group.Chunks.Sum(static c => c.Unpacked));
            thrift.Int64(3, group.Rows);
            thrift.EndStruct();
        }

        thrift.Text(6, "chaffinch"u8);
        thrift.EndStruct();
    }

    private static void WriteChunkMetadata(ThriftWriter thrift, ParquetLeaf leaf, Chunk chunk)
    {
        thrift.BeginElement();
        thrift.Int64(2, chunk.At);
        thrift.BeginStruct(3);
        thrift.Int32(1, (int)leaf.Type);
        thrift.Int32s(2, Encodings);
        thrift.Texts(3, leaf.Path);
        thrift.Int32(4, CodecZstd);
        thrift.Int64(5, chunk.Values);
        thrift.Int64(6, chunk.Unpacked);
        thrift.Int64(7, chunk.Packed);
        thrift.Int64(9, chunk.At);
        thrift.EndStruct();
        thrift.EndStruct();
    }

    // The schema is a tree written in preorder; lists have three levels, as the format's LogicalTypes.md wants them.
    private void WriteSchema(ThriftWriter thrift)
    {
        var elements = new List<(string Name, int Children, int Repetition, int Converted, ParquetType? Type)>();
        int top = 0;
        for (int i = 0; i < _leaves.Length;)
        {
            ParquetLeaf leaf = _leaves[i];
            top++;
            if (leaf.List is null)
            {
                elements.Add(Leaf(leaf, leaf.Name));
                i++;
                continue;
            }

            int members = _leaves.Skip(i).TakeWhile(l => l.List == leaf.List).Count();
            elements.Add((leaf.List, 1, Required, ConvertedList, null));
            elements.Add(("list", 1, Repeated, -1, null));
            if (leaf.Name.Length == 0)
            {
                elements.Add(Leaf(leaf, "element"));
            }
            else
            {
                elements.Add(("element", members, Required, -1, null));
                elements.AddRange(_leaves.Skip(i).Take(members).Select(static l => Leaf(l, l.Name)));
            }

            i += members;
        }

        thrift.BeginStructs(2, elements.Count + 1);
        WriteElement(thrift, ("schema", top, -1, -1, null));
        foreach (var element in elements)
        {
            WriteElement(thrift, element);
        }
    }

    private const int Required = 0;
    private const int Optional = 1;
    private const int Repeated = 2;
    private const int ConvertedUtf8 = 0;
    private const int ConvertedList = 3;

    private static (string Name, int Children, int Repetition, int Converted, ParquetType? Type) Leaf(ParquetLeaf leaf, string name) =>
        (name, 0, leaf.Optional ? Optional : Required, leaf.Type == ParquetType.Binary ? ConvertedUtf8 : -1, leaf.Type);

    private static void WriteElement(ThriftWriter thrift, (string Name, int Children, int Repetition, int Converted, ParquetType? Type) element)
    {
        thrift.BeginElement();
        if (element.Type is ParquetType type)
        {
            thrift.Int32(1, (int)type);
        }

        if (element.Repetition >= 0)
        {
            thrift.Int32(3, element.Repetition);
        }

        thrift.Text(4, Encoding.UTF8.GetBytes(element.Name));
        if (element.Children > 0)
        {
            thrift.Int32(5, element.Children);
        }

        if (element.Converted >= 0)
        {
            thrift.Int32(6, element.Converted);
        }

        thrift.EndStruct();
    }

    private readonly record struct Chunk(long At, long Packed, long Unpacked, int Values);

    private sealed record Group(int Rows, Chunk[] Chunks);
}
