using System.Buffers.Binary;
using Chaffinch.Corpora.Reading;
using DuckDB.NET.Data;
using ParquetSharp;
using Xunit;

namespace Chaffinch.Tests.Corpora;

/// <summary>Parquet files of others, and such whose numbers lie.</summary>
public sealed class ParquetShapeTests
{
    private static readonly byte[] Root = [0x48, 1, (byte)'r'];

    [Theory]
    [InlineData("snappy")]
    [InlineData("zstd")]
    [InlineData("gzip")]
    public void Files_of_DuckDB_are_read(string codec)
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".parquet");
        try
        {
            using (var connection = new DuckDBConnection("Data Source=:memory:"))
            {
                connection.Open();
                using DuckDBCommand command = connection.CreateCommand();
                command.CommandText = $"copy (select i::bigint as id, 'text ' || i % 7 as text, 'http://a.example/' || i as url, [i, i + 1] as numbers, true as yes, timestamp '2024-01-01' as at from range(3000) t(i)) to '{path}' (format parquet, codec '{codec}', row_group_size 2048)";
                command.ExecuteNonQuery();
            }

            Chaffinch.Tests.Corpora.Reading read = Archives.ReadFile(path);
            Assert.Empty(read.Defects);
            Assert.Equal(3000, read.Items.Count);
            Assert.Equal(("2999", "text 3", "http://a.example/2999"), (read.Items[2999].Id, read.Items[2999].Content, read.Items[2999].Url));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Files_of_ParquetSharp_are_read()
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".parquet");
        try
        {
            using (var writer = new ParquetFileWriter(path, [new Column<string>("text"), new Column<string>("url"), new Column<bool>("yes")]))
            {
                using RowGroupWriter group = writer.AppendRowGroup();
                using (LogicalColumnWriter<string> text = group.NextColumn().LogicalWriter<string>())
                {
                    text.WriteBatch(["one", "two"]);
                }

                using (LogicalColumnWriter<string> url = group.NextColumn().LogicalWriter<string>())
                {
                    url.WriteBatch(["http://a.example/1", "http://a.example/2"]);
                }

                using (LogicalColumnWriter<bool> yes = group.NextColumn().LogicalWriter<bool>())
                {
                    yes.WriteBatch([true, false]);
                }

                writer.Close();
            }

            Chaffinch.Tests.Corpora.Reading read = Archives.ReadFile(path);
            Assert.Empty(read.Defects);
            Assert.Equal(["one", "two"], read.Items.Select(i => i.Content));
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>Parquet.Net 6.1.0 takes a field for what its number says: of a list in the place of a number it reads the count as the value, and of a count of children past the end it builds columns without end.</summary>
    [Theory]
    [InlineData("a list where the version should be", new byte[] { 0x19, 0xF5, 0xFF, 0xFF, 0xFF, 0xFF, 7 }, "its structure is damaged")]
    [InlineData("more children than columns", new byte[] { 0x15, 2, 0x19, 0x1C, 0x48, 1, (byte)'r', 0x15, 10, 0, 0 }, "its schema names more columns than it holds")]
    [InlineData("fewer than no children", new byte[] { 0x15, 2, 0x19, 0x1C, 0x48, 1, (byte)'r', 0x15, 9, 0, 0 }, "its schema is damaged")]
    [InlineData("two roots", new byte[] { 0x15, 2, 0x19, 0x2C, 0x48, 1, (byte)'r', 0x15, 0, 0, 0x48, 1, (byte)'s', 0x15, 0, 0, 0 }, "its schema is damaged")]
    [InlineData("a list of two thousand million", new byte[] { 0x15, 2, 0x19, 0xFC, 0xFF, 0xFF, 0xFF, 0xFF, 7 }, "its structure is damaged")]
    [InlineData("no schema", new byte[] { 0x15, 2, 0 }, "it has no schema")]
    [InlineData("an end in the middle", new byte[] { 0x15 }, "its structure is damaged")]
    [InlineData("a list where a key-value's text should be", new byte[] { 0x15, 2, 0x19, 0x1C, 0x48, 1, (byte)'r', 0x15, 0, 0, 0x39, 0x1C, 0x19, 0xF1, 0xFF, 0xFF, 0xFF, 0xFF, 7, 0, 0 }, "its structure is damaged")]
    public void Footers_that_lie_are_refused(string what, byte[] footer, string reason)
    {
        byte[] file = [.. "PAR1"u8, .. footer, .. Size(footer.Length), .. "PAR1"u8];
        Chaffinch.Tests.Corpora.Reading read = Archives.Read(file);
        Assert.True(read.Defects is ["0 damaged-parquet"], what);
        using var stream = new MemoryStream(file);
        Assert.Equal(reason, ParquetShape.CheckFooter(stream, 1 << 20));
    }

    [Fact]
    public void A_footer_over_the_limit_or_the_file_is_refused()
    {
        byte[] footer = [0x15, 2, 0x19, 0x1C, .. Root, 0x15, 0, 0, 0];
        using var good = new MemoryStream([.. "PAR1"u8, .. footer, .. Size(footer.Length), .. "PAR1"u8]);
        Assert.Null(ParquetShape.CheckFooter(good, 1 << 20));
        Assert.Contains("over the limit of 4", ParquetShape.CheckFooter(good, 4), StringComparison.Ordinal);
        using var outside = new MemoryStream([.. "PAR1"u8, .. footer, .. Size(1 << 20), .. "PAR1"u8]);
        Assert.Contains("more than the file holds", ParquetShape.CheckFooter(outside, int.MaxValue), StringComparison.Ordinal);
    }

    [Fact]
    public void Pages_that_lie_are_refused()
    {
        // A dictionary page's head: type 2, 40 bytes unpacked, 4 stored, one value in plain encoding.
        byte[] head = [0x15, 4, 0x15, 80, 0x15, 8, 0x4C, 0x15, 2, 0x15, 0, 0, 0];
        using var good = new MemoryStream([.. head, 1, 2, 3, 4, .. head, 1, 2, 3, 4]);
        Assert.Null(ParquetShape.CheckPages(good, 0, good.Length, 40));
        Assert.Contains("over the limit of 39", ParquetShape.CheckPages(good, 0, good.Length, 39), StringComparison.Ordinal);
        Assert.Contains("damaged", ParquetShape.CheckPages(good, 0, good.Length - 1, 40), StringComparison.Ordinal);
        Assert.Contains("outside", ParquetShape.CheckPages(good, 0, good.Length + 1, 40), StringComparison.Ordinal);
        Assert.Contains("outside", ParquetShape.CheckPages(good, -1, 4, 40), StringComparison.Ordinal);
        Assert.Contains("damaged", ParquetShape.CheckPages(new MemoryStream([.. Enumerable.Repeat((byte)120, 50)]), 0, 50, 40), StringComparison.Ordinal);
    }

    private static byte[] Size(int size)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, size);
        return bytes;
    }
}
