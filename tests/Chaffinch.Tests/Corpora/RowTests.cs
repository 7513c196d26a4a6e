using System.Text;
using Chaffinch.Corpora.Model;
using Parquet;
using Parquet.Schema;
using Xunit;

namespace Chaffinch.Tests.Corpora;

/// <summary>Rows of JSON Lines and Parquet.</summary>
public sealed class RowTests
{
    [Fact]
    public void Rows_give_their_fields_and_themselves()
    {
        byte[] file = Encoding.UTF8.GetBytes("\uFEFF{\"id\":7,\"url\":\"http:\\/\\/a.example/\",\"text\":\"one\\ntwo \\u00e9\\ud83d\\ude00 \\ud800!\",\"more\":{\"text\":\"inner\"}}\n\n  {\"html\":\"<p>x\",\"text\":\"both\"}\r\n{\"other\":1}\n{\"text\":\"\"}\n{\"text\":null}\n{broken\n{\"text\":\"last\"}");
        using ItemReader reader = Chaffinch.Corpora.ArchiveOpener.Open(new MemoryStream(file), "f");
        Assert.True(reader.TryRead(out CrawlItem? item));
        Assert.Equal(("7", "http://a.example/", "one\ntwo é😀 \uFFFD!", ItemFormat.Text, 3L), (item.Id, item.Url, Encoding.UTF8.GetString(item.Content.Span), item.Format, item.Offset));
        Assert.StartsWith("{\"id\":7,", Encoding.UTF8.GetString(item.RawLine.Span), StringComparison.Ordinal);
        Assert.EndsWith("}}", Encoding.UTF8.GetString(item.RawLine.Span), StringComparison.Ordinal);
        Assert.True(reader.TryRead(out item));
        Assert.Equal(("<p>x", ItemFormat.Html), (Encoding.UTF8.GetString(item.Content.Span), item.Format));
        Assert.True(reader.TryRead(out item));
        Assert.Equal("last", Encoding.UTF8.GetString(item.Content.Span));
        Assert.False(reader.TryRead(out _));
        Assert.Equal((7L, 3L, 1L), (reader.Counts.Records, reader.Counts.Pages, reader.Counts.Broken));
        Assert.Equal((2L, 1L), (reader.Counts.SkippedByReason["no-field"], reader.Counts.SkippedByReason["empty"]));
        Assert.Equal("bad-row", Assert.Single(reader.Defects).Kind);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("zstd")]
    [InlineData("plain")]
    public void Rows_come_compressed_too_with_fields_of_other_names(string kind)
    {
        byte[] rows = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 5000).Select(i => $"{{\"content\":\"row {i} {new string('y', i % 300)}\",\"link\":\"http://a.example/{i}\"}}\n")));
        byte[] file = kind switch { "gzip" => Archives.Join(rows.Chunk(100_000).Select(c => Archives.Gzip(c))), "zstd" => Archives.Join(rows.Chunk(100_000).Select(c => Archives.Zstd(c))), _ => rows };
        Reading reading = Archives.Read(file, new ReadOptions { Fields = new RowFields { Text = "content", Url = "link" } });
        Assert.Equal(5000, reading.Items.Count);
        Assert.StartsWith("row 4999 y", reading.Items[4999].Content, StringComparison.Ordinal);
        Assert.Equal("http://a.example/4999", reading.Items[4999].Url);
        Assert.Equal(5000, reading.Items.Select(i => i.Id).Distinct().Count());
    }

    [Fact]
    public void Items_stay_valid_after_the_reader_went_on()
    {
        byte[] file = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 20_000).Select(i => $"{{\"text\":\"row {i} {new string('y', i % 300)}\"}}\n")));
        using ItemReader reader = Chaffinch.Corpora.ArchiveOpener.Open(new MemoryStream(Archives.Gzip(file)), "f");
        var kept = new List<CrawlItem>();
        while (reader.TryRead(out CrawlItem? item))
        {
            kept.Add(item);
        }

        for (int i = 0; i < kept.Count; i++)
        {
            Assert.Equal($"row {i} {new string('y', i % 300)}", Encoding.UTF8.GetString(kept[i].Content.Span));
            kept[i].Dispose();
            Assert.True(kept[i].Content.IsEmpty);
        }
    }

    [Fact]
    public async Task Parquet_gives_the_named_columns_group_by_group()
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            await WriteParquet(path);
            Reading whole = Archives.ReadFile(path);
            Assert.Empty(whole.Defects);
            Assert.Equal(5, whole.Items.Count);
            Assert.Equal(["text 0", "text 1", "text 2", "<p>5", "text 6"], whole.Items.Select(i => i.Content));
            Assert.Equal(["0", "1", "2", "5", "6"], whole.Items.Select(i => i.Id));
            Assert.Equal("http://a.example/1", whole.Items[1].Url);
            Assert.Equal("empty=2", whole.Skips);
            Assert.Equal((ItemFormat.Text, ItemFormat.Html), (whole.Items[0].Format, whole.Items[3].Format));

            long size = new FileInfo(path).Length;
            for (long cut = 0; cut <= size; cut += 13)
            {
                Reading[] parts = [Archives.ReadFile(path, new ReadOptions { Part = new ArchiveRange(0, cut) }), Archives.ReadFile(path, new ReadOptions { Part = new ArchiveRange(cut, long.MaxValue) })];
                Assert.Equal(whole.Items, parts.SelectMany(p => p.Items));
                Assert.Equal(whole.Counts.Records, parts.Sum(p => p.Counts.Records));
            }

            byte[] bytes = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
            Reading damaged = Archives.Read(bytes[..(bytes.Length / 2)]);
            Assert.Equal(["0 damaged-parquet"], damaged.Defects);
            Assert.Equal(1, damaged.Counts.Broken);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Parquet_from_a_pipe_says_what_to_do()
    {
        using var pipe = new Pipe([.. "PAR1"u8, .. new byte[100]]);
        ArchiveException e = Assert.Throws<ArchiveException>(() => Chaffinch.Corpora.ArchiveOpener.Open(pipe, "-"));
        Assert.Contains("save it as a file", e.Message, StringComparison.Ordinal);
    }

    private static async Task WriteParquet(string path)
    {
        var id = new DataField<int>("id");
        var url = new DataField<string>("url");
        var text = new DataField<string>("text");
        var html = new DataField<string>("html");
        await using FileStream stream = File.Create(path);
        await using ParquetWriter writer = await ParquetWriter.CreateAsync(new ParquetSchema(id, url, text, html), stream);
        for (int group = 0; group < 2; group++)
        {
            int first = group * 4;
            using ParquetRowGroupWriter rows = writer.CreateRowGroup();
            await rows.WriteAsync<int>(id, new[] { first, first + 1, first + 2 }.Concat(group == 0 ? [first + 3] : []).ToArray().AsMemory());
            int count = group == 0 ? 4 : 3;
            await rows.WriteAsync(url, Enumerable.Range(first, count).Select(i => $"http://a.example/{i}").ToArray());
            await rows.WriteAsync(text, Enumerable.Range(first, count).Select(i => i is 3 or 4 ? null! : $"text {i}").ToArray());
            await rows.WriteAsync(html, Enumerable.Range(first, count).Select(i => i == 5 ? "<p>5" : null!).ToArray());
        }
    }

    private sealed class Pipe(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
