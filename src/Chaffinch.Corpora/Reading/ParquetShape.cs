using System.Buffers;
using System.Buffers.Binary;
using FieldType = Chaffinch.Corpora.Reading.ThriftWalker.FieldType;

namespace Chaffinch.Corpora.Reading;

/// <summary>
/// What must hold of a Parquet file before its footer and its pages are handed to the package, which trusts the numbers in them: Parquet.Net 6.1.0 builds the tree of columns
/// without end when the counts of children are damaged, and takes memory for whatever size a page says (parquet-format, <c>parquet.thrift</c>).
/// </summary>
internal static class ParquetShape
{
    private const int MaxColumns = 100_000;
    private const int MaxDepth = 64;
    private const int MaxPageHeader = 1 << 20;
    private const int FirstWindow = 4 << 10;

    /// <summary>What is wrong with the footer, or null. Leaves the stream anywhere. Takes time and memory of the footer's size.</summary>
    /// <param name="stream">The file.</param>
    /// <param name="maxBytes">The largest footer that is read, in bytes.</param>
    public static string? CheckFooter(Stream stream, int maxBytes)
    {
        long length = stream.Length;
        Span<byte> tail = stackalloc byte[8];
        if (length < 12)
        {
            return "the file is too short";
        }

        stream.Position = length - 8;
        stream.ReadExactly(tail);
        uint size = BinaryPrimitives.ReadUInt32LittleEndian(tail);
        if (!tail[4..].SequenceEqual(ParquetItemReader.Magic))
        {
            return "it does not end as such files do";
        }

        if (size > length - 12)
        {
            return $"it says that it has {size} bytes, more than the file holds";
        }

        if (size > maxBytes)
        {
            return $"it has {size} bytes, over the limit of {maxBytes}";
        }

        byte[] footer = ArrayPool<byte>.Shared.Rent((int)size);
        try
        {
            stream.Position = length - 8 - size;
            stream.ReadExactly(footer, 0, (int)size);
            return Footer(footer.AsSpan(0, (int)size));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(footer);
        }
    }

    /// <summary>What is wrong with the heads of a column chunk's pages, or null: each must lie in the chunk, none may grow over the limit. Reads the heads only.</summary>
    /// <param name="stream">The file; left anywhere.</param>
    /// <param name="start">Where the chunk begins, in bytes.</param>
    /// <param name="length">Its length in bytes.</param>
    /// <param name="maxPage">The largest page that is unpacked, in bytes.</param>
    public static string? CheckPages(Stream stream, long start, long length, int maxPage)
    {
        if (start < 0 || length < 0 || start > stream.Length - length)
        {
            return "a column lies outside of the file";
        }

        byte[] window = ArrayPool<byte>.Shared.Rent(FirstWindow);
        try
        {
            long end = start + length;
            while (start < end)
            {
                int size = (int)Math.Min(window.Length, end - start);
                stream.Position = start;
                stream.ReadExactly(window, 0, size);
                var page = default(PageSize);
                int head = PageHead(window.AsSpan(0, size), ref page);
                if (head == 0 && size < end - start && window.Length < MaxPageHeader)
                {
                    ArrayPool<byte>.Shared.Return(window);
                    window = ArrayPool<byte>.Shared.Rent(MaxPageHeader);
                    continue;
                }

                if (head == 0 || page.Stored < 0 || page.Whole < 0 || page.Stored > end - start - head)
                {
                    return "the head of a page is damaged";
                }

                if (page.Whole > maxPage)
                {
                    return $"a page says that it has {page.Whole} bytes, over the limit of {maxPage}";
                }

                start += head + page.Stored;
            }

            return null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(window);
        }
    }

    private static string? Footer(ReadOnlySpan<byte> bytes)
    {
        var typed = new ThriftWalker(bytes);
        ThriftShapes.Walk(ref typed, "file");
        if (typed.IsBroken)
        {
            return "its structure is damaged";
        }

        var walker = new ThriftWalker(bytes);
        string? wrong = null;
        bool hasSchema = false;
        int id = 0;
        while (wrong is null && walker.Field(ref id) is not FieldType.Stop and var type)
        {
            if (id == 2 && type == FieldType.List)
            {
                wrong = Schema(ref walker);
                hasSchema = true;
            }
            else
            {
                walker.Skip(type);
            }
        }

        return walker.IsBroken ? "its schema is damaged" : wrong ?? (hasSchema ? null : "it has no schema");
    }

    // The schema is a tree in depth-first order, each element with its number of children. Parquet.Net follows these counts, so they must use up the elements exactly.
    private static string? Schema(ref ThriftWalker walker)
    {
        int count = walker.Items(out FieldType type);
        if (type != FieldType.Struct || count is 0 or > MaxColumns)
        {
            return "its schema is damaged";
        }

        Span<long> open = stackalloc long[MaxDepth];
        int depth = 0;
        for (int i = 0; i < count; i++)
        {
            long children = Children(ref walker);
            while (depth > 0 && open[depth - 1] == 0)
            {
                depth--;
            }

            if (walker.IsBroken || children < 0 || (i > 0 && depth == 0) || depth == MaxDepth)
            {
                return "its schema is damaged";
            }

            if (depth > 0)
            {
                open[depth - 1]--;
            }

            open[depth++] = children;
        }

        while (depth > 0 && open[depth - 1] == 0)
        {
            depth--;
        }

        return depth == 0 ? null : "its schema names more columns than it holds";
    }

    private static long Children(ref ThriftWalker walker)
    {
        long children = 0;
        int id = 0;
        while (walker.Field(ref id) is not FieldType.Stop and var type)
        {
            if (id == 5 && type == FieldType.Int32)
            {
                children = walker.Number();
            }
            else
            {
                walker.Skip(type);
            }
        }

        return children;
    }

    // The length of a page's head, or 0 when it is not whole or not a head.
    private static int PageHead(ReadOnlySpan<byte> bytes, ref PageSize page)
    {
        var typed = new ThriftWalker(bytes);
        ThriftShapes.Walk(ref typed, "page");
        if (typed.IsBroken)
        {
            return 0;
        }

        var walker = new ThriftWalker(bytes);
        page = new PageSize { Stored = -1, Whole = -1 };
        int id = 0;
        while (walker.Field(ref id) is not FieldType.Stop and var type)
        {
            if (type == FieldType.Int32 && id is 2 or 3)
            {
                long size = walker.Number();
                page = id == 2 ? page with { Whole = size } : page with { Stored = size };
            }
            else
            {
                walker.Skip(type);
            }
        }

        return walker.IsBroken ? 0 : walker.Position;
    }

    private readonly record struct PageSize
    {
        public long Stored { get; init; }

        public long Whole { get; init; }
    }
}
