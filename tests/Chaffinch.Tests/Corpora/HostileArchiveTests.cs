using System.IO.Compression;
using System.Text;
using Chaffinch.Corpora.Model;
using Xunit;

namespace Chaffinch.Tests.Corpora;

/// <summary>Bombs, endless headers and nested encodings stop at the limits, are told, and cost no record behind them.</summary>
public sealed class HostileArchiveTests
{
    private static readonly ReadOptions Small = new()
    {
        Limits = new ArchiveLimits { MaxRecordBytes = 1 << 20, MaxPassedBytes = 2 << 20, MaxBodyBytes = 1 << 20, MaxHeaderBytes = 16 << 10, MaxEncodings = 3 },
    };

    private static readonly byte[] Good = Archives.Response("http://good.example/", Archives.Page(1));

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("br")]
    [InlineData("zstd")]
    public void A_bomb_in_a_body_is_rejected(string coding)
    {
        byte[] bomb = new byte[40 << 20];
        byte[] body = coding switch { "gzip" => Archives.Gzip(bomb), "br" => Archives.Brotli(bomb), "zstd" => Archives.Zstd(bomb), _ => Archives.Deflate(bomb, zlib: true) };
        Reading reading = Archives.Read([.. Archives.Response("http://bomb.example/", body, $"Content-Encoding: {coding}\r\nContent-Type: text/html\r\n"), .. Good], Small);
        Assert.Equal(["0 limit-body"], reading.Defects);
        Assert.Equal("http://good.example/", Assert.Single(reading.Items).Url);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("zstd")]
    public void A_member_that_is_a_bomb_is_left_early(string kind)
    {
        byte[] bomb = Archives.Warc("response", "http://bomb.example/", new byte[300 << 20]);
        byte[] packed = kind == "gzip" ? Archives.Gzip(bomb, CompressionLevel.SmallestSize) : Archives.Zstd(bomb);
        byte[] good = kind == "gzip" ? Archives.Gzip(Good) : Archives.Zstd(Good);
        using ItemReader reader = Chaffinch.Corpora.ArchiveOpener.Open(new MemoryStream([.. packed, .. good]), "a", Small);
        Assert.True(reader.TryRead(out CrawlItem? item));
        Assert.Equal("http://good.example/", item.Url);
        Assert.False(reader.TryRead(out _));
        Assert.Equal(["limit-record", "limit-ratio"], reader.Defects.Select(d => d.Kind));
        Assert.All(reader.Defects, d => Assert.Equal(0, d.Offset));
        Assert.InRange(reader.Counts.BytesInflated, 1, 8 << 20);
    }

    [Fact]
    public void A_large_record_that_does_not_inflate_out_of_proportion_costs_nothing_behind_it()
    {
        var random = new Random(1);
        byte[] noise = new byte[5 << 20];
        random.NextBytes(noise);
        byte[] archive = Archives.Gzip([.. Archives.Warc("response", "http://large.example/", noise), .. Good]);
        Reading reading = Archives.Read(archive, Small);
        Assert.Equal(["0 limit-record"], reading.Defects);
        Assert.Equal("http://good.example/", Assert.Single(reading.Items).Url);
    }

    [Fact]
    public void A_header_without_an_end_is_passed_over()
    {
        byte[] endless = [.. "WARC/1.0\r\nWARC-Type: response\r\n"u8, .. Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 200_000).Select(i => $"X-{i}: y\r\n"))), .. "\r\n"u8];
        foreach (byte[] archive in new[] { Archives.Join([endless, Good]), Archives.Join([Archives.Gzip(endless), Archives.Gzip(Good)]) })
        {
            Reading reading = Archives.Read(archive, Small);
            Assert.Equal(["0 limit-header"], reading.Defects);
            Assert.Equal("http://good.example/", Assert.Single(reading.Items).Url);
        }
    }

    [Fact]
    public void An_endless_http_head_is_no_head()
    {
        byte[] block = [.. "HTTP/1.1 200 OK\r\n"u8, .. Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("X: y\r\n", 20_000))), .. "\r\n<p>x"u8];
        Reading reading = Archives.Read([.. Archives.Warc("response", "http://a.example/", block), .. Good], Small);
        Assert.Contains(reading.Items, i => i.Url == "http://good.example/");
        Assert.Equal(2, reading.Counts.Records);
    }

    [Fact]
    public void Encodings_on_top_of_each_other_stop_at_the_limit()
    {
        byte[] body = Archives.Page(3);
        for (int i = 0; i < 5; i++)
        {
            body = Archives.Gzip(body);
        }

        foreach (string header in new[] { "Content-Encoding: gzip\r\n", "Content-Encoding: gzip, gzip, gzip, gzip, gzip\r\n", "" })
        {
            Reading reading = Archives.Read([.. Archives.Response("http://a.example/", body, header + "Content-Type: text/html\r\n"), .. Good], Small);
            Assert.Equal(["0 limit-encodings"], reading.Defects);
            Assert.Single(reading.Items);
        }
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("zstd")]
    public void An_endless_row_is_left_early(string kind)
    {
        byte[] row = [.. "{\"text\":\""u8, .. new byte[100 << 20].AsSpan(), .. "\"}\n"u8];
        row.AsSpan(9, 100 << 20).Fill((byte)'a');
        byte[] packed = kind == "gzip" ? Archives.Gzip(row) : Archives.Zstd(row);
        byte[] good = kind == "gzip" ? Archives.Gzip("{\"text\":\"good\"}\n"u8) : Archives.Zstd("{\"text\":\"good\"}\n"u8);
        Reading reading = Archives.Read([.. packed, .. good], Small);
        Assert.Equal("good", Assert.Single(reading.Items).Content);
        Assert.Equal(["0 limit-record", "0 limit-ratio"], reading.Defects);
        Assert.InRange(reading.Counts.BytesInflated, 1, 8 << 20);
    }

    [Fact]
    public void Defects_are_listed_up_to_a_limit_and_counted_beyond()
    {
        byte[] archive = Archives.Join(Enumerable.Range(0, 50).Select(_ => "not json\n"u8.ToArray()).Prepend("{\"text\":\"a\"}\n"u8.ToArray()));
        using ItemReader reader = Chaffinch.Corpora.ArchiveOpener.Open(new MemoryStream(archive), "a", new ReadOptions { Limits = new ArchiveLimits { MaxDefectsListed = 10 } });
        while (reader.TryRead(out CrawlItem? item))
        {
            item.Dispose();
        }

        Assert.Equal((10, 50L, 50L), (reader.Defects.Count, reader.DefectCount, reader.Counts.Broken));
    }
}
