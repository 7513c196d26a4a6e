using System.Text;
using Chaffinch.Corpora.Model;
using Xunit;

namespace Chaffinch.Tests.Corpora;

/// <summary>Bodies come out of their transfer and content encodings, whatever the header says of them.</summary>
public sealed class HttpBodyTests
{
    private static readonly byte[] Page = Archives.Page(7, 3000);

    public static TheoryData<string, string, string> Cases => new()
    {
        { "gzip", "Content-Encoding: gzip", "" },
        { "gzip", "Content-Encoding: x-gzip", "" },
        { "gzip-members", "Content-Encoding: gzip", "" },
        { "zlib", "Content-Encoding: deflate", "" },
        { "deflate", "Content-Encoding: deflate", "" },
        { "br", "Content-Encoding: br", "" },
        { "zstd", "Content-Encoding: zstd", "" },
        { "plain", "Content-Encoding: identity", "" },
        { "chunked", "Transfer-Encoding: chunked", "" },
        { "chunked-gzip", "Transfer-Encoding: chunked\r\nContent-Encoding: gzip", "" },
        { "br-gzip", "Content-Encoding: br, gzip", "" },
        { "br-gzip", "Content-Encoding: br\r\nContent-Encoding: GZIP", "" },
        { "gzip-gzip", "Content-Encoding: gzip", "" },
        { "plain", "Content-Encoding: gzip", "wrong-encoding" },
        { "plain", "Content-Encoding: br", "wrong-encoding" },
        { "plain", "Content-Encoding: deflate", "wrong-encoding" },
        { "plain", "Content-Encoding: zstd", "wrong-encoding" },
        { "plain", "Content-Encoding: utf-8", "unknown-encoding" },
        { "plain", "Transfer-Encoding: chunked", "not-chunked" },
        { "gzip", "X-Nothing: said", "undeclared-encoding" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_page_comes_out(string made, string header, string defect)
    {
        Seen item = Assert.Single(Archives.Read(Archives.Response("http://a.example/", Encode(made), $"{header}\r\nContent-Type: text/html; charset=utf-8\r\n")).Items);
        Assert.Equal(Encoding.Latin1.GetString(Page), item.Content);
        Assert.Equal("text/html; charset=utf-8", item.ContentType);
        Assert.Equal(defect.Length == 0 ? "" : "0 " + defect, item.Defects);
    }

    [Theory]
    [InlineData("gzip", "gzip")]
    [InlineData("zlib", "deflate")]
    [InlineData("br", "br")]
    [InlineData("zstd", "zstd")]
    public void What_came_before_the_damage_is_kept(string made, string coding)
    {
        byte[] large = Encoding.UTF8.GetBytes(string.Join(' ', Enumerable.Range(0, 200_000).Select(i => i * 7919L % 1_000_003)));
        byte[] body = Encode(made, large);
        Seen item = Assert.Single(Archives.Read(Archives.Response("http://a.example/", body.AsSpan(0, body.Length / 2), $"Content-Encoding: {coding}\r\nContent-Type: text/plain\r\n")).Items);
        Assert.Equal("0 damaged-body", item.Defects);
        Assert.InRange(item.Content.Length, large.Length / 4, large.Length);
        Assert.StartsWith(item.Content, Encoding.UTF8.GetString(large), StringComparison.Ordinal);
    }

    [Fact]
    public void Broken_chunks_keep_what_there_is()
    {
        Seen item = Assert.Single(Archives.Read(Archives.Response("http://a.example/", "5\r\nhello\r\nzz\r\nworld"u8, "Transfer-Encoding: chunked\r\nContent-Type: text/plain\r\n")).Items);
        Assert.Equal("hellozz\r\nworld", item.Content);
        Assert.Equal("0 damaged-chunks", item.Defects);
    }

    [Theory]
    [InlineData("image/png", false)]
    [InlineData("application/javascript", false)]
    [InlineData("text/css", false)]
    [InlineData("application/pdf", false)]
    [InlineData("text/html", true)]
    [InlineData("application/xhtml+xml", true)]
    [InlineData("TEXT/Plain; charset=big5", true)]
    [InlineData("", true)]
    [InlineData("application/octet-stream", true)]
    public void Only_text_is_a_page(string type, bool isPage)
    {
        Reading reading = Archives.Read(Archives.Response("http://a.example/", "some words"u8, type.Length == 0 ? "" : $"Content-Type: {type}\r\n"));
        Assert.Equal(isPage ? 1 : 0, reading.Items.Count);
        Assert.Equal(isPage ? "" : "not-text=1", reading.Skips);
    }

    [Fact]
    public void Html_under_a_wrong_name_is_a_page() =>
        Assert.Equal(ItemFormat.Html, Assert.Single(Archives.Read(Archives.Response("http://a.example/", "\n<!DOCTYPE html><p>x"u8, "Content-Type: image/gif\r\n")).Items).Format);

    private static byte[] Encode(string made, byte[]? page = null)
    {
        page ??= Page;
        return made switch
        {
            "gzip" => Archives.Gzip(page),
            "gzip-members" => [.. Archives.Gzip(page.AsSpan(0, 1000)), .. Archives.Gzip(page.AsSpan(1000)), 0, 0, 0],
            "zlib" => Archives.Deflate(page, zlib: true),
            "deflate" => Archives.Deflate(page, zlib: false),
            "br" => Archives.Brotli(page),
            "zstd" => Archives.Zstd(page),
            "chunked" => Chunk(page),
            "chunked-gzip" => Chunk(Archives.Gzip(page)),
            "br-gzip" => Archives.Gzip(Archives.Brotli(page)),
            "gzip-gzip" => Archives.Gzip(Archives.Gzip(page)),
            _ => page,
        };
    }

    private static byte[] Chunk(byte[] bytes) =>
        [.. bytes.Chunk(900).SelectMany(c => (byte[])[.. Encoding.ASCII.GetBytes($"{c.Length:x};name=value\r\n"), .. c, .. "\r\n"u8]), .. "0\r\n\r\n"u8];
}
