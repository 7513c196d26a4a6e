using System.IO.Compression;
using System.Text;
using Chaffinch.Corpora;
using Chaffinch.Corpora.Model;

namespace Chaffinch.Tests.Corpora;

/// <summary>What a reader gave of an item, to be compared.</summary>
internal sealed record Seen(string Id, string? Url, long Offset, long Inner, string Content, string? ContentType, ItemFormat Format, string Defects);

/// <summary>What a reader gave of an archive.</summary>
internal sealed record Reading(IReadOnlyList<Seen> Items, ReadCounts Counts, IReadOnlyList<string> Defects)
{
    public string Skips => string.Join(' ', Counts.SkippedByReason.OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => $"{s.Key}={s.Value}"));
}

/// <summary>Makes archives and reads them whole.</summary>
internal static class Archives
{
    public static Reading Read(byte[] archive, ReadOptions? options = null)
    {
        using ItemReader reader = ArchiveOpener.Open(new MemoryStream(archive, writable: false), "a", options);
        return Read(reader);
    }

    public static Reading ReadFile(string path, ReadOptions? options = null)
    {
        using ItemReader reader = ArchiveOpener.Open(path, options);
        return Read(reader);
    }

    public static Reading Read(ItemReader reader)
    {
        var items = new List<Seen>();
        while (reader.TryRead(out CrawlItem? item))
        {
            items.Add(new Seen(item.Id, item.Url, item.Offset, item.InnerOffset, Encoding.Latin1.GetString(item.Content.Span), item.ContentType, item.Format,
                string.Join(' ', item.Defects.Select(d => $"{d.Offset} {d.Kind}"))));
            item.Dispose();
        }

        return new Reading(items, reader.Counts, [.. reader.Defects.Select(d => $"{d.Offset} {d.Kind}")]);
    }

    public static byte[] Warc(string type, string url, ReadOnlySpan<byte> block, string more = "", long? length = null) =>
    [
        .. Encoding.UTF8.GetBytes($"WARC/1.0\r\nWARC-Type: {type}\r\nWARC-Record-ID: <urn:x:{url}>\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2024-03-01T00:00:00Z\r\n{more}Content-Length: {length ?? block.Length}\r\n\r\n"),
        .. block,
        .. "\r\n\r\n"u8,
    ];

    public static byte[] Response(string url, ReadOnlySpan<byte> body, string headers = "Content-Type: text/html\r\n") =>
        Warc("response", url, [.. Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\n{headers}\r\n"), .. body]);

    public static byte[] Gzip(ReadOnlySpan<byte> bytes, CompressionLevel level = CompressionLevel.Optimal)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, level, leaveOpen: true))
        {
            gzip.Write(bytes);
        }

        return packed.ToArray();
    }

    public static byte[] Zstd(ReadOnlySpan<byte> bytes, byte[]? dictionary = null)
    {
        using var compressor = new ZstdSharp.Compressor(3);
        compressor.SetParameter(ZstdSharp.Unsafe.ZSTD_cParameter.ZSTD_c_checksumFlag, 1);
        if (dictionary is not null)
        {
            compressor.LoadDictionary(dictionary);
        }

        return compressor.Wrap(bytes).ToArray();
    }

    public static byte[] Brotli(ReadOnlySpan<byte> bytes)
    {
        var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            brotli.Write(bytes);
        }

        return packed.ToArray();
    }

    public static byte[] Deflate(ReadOnlySpan<byte> bytes, bool zlib)
    {
        var packed = new MemoryStream();
        using (Stream deflate = zlib ? new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true) : new DeflateStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            deflate.Write(bytes);
        }

        return packed.ToArray();
    }

    /// <summary>A page that no other page is equal to.</summary>
    public static byte[] Page(int number, int bytes = 400)
    {
        var random = new Random(number);
        var text = new StringBuilder($"<!doctype html><title>Page {number}</title><p>");
        while (text.Length < bytes)
        {
            text.Append("the quiet harbour of ").Append(random.Next(100_000)).Append(" boats ");
        }

        return Encoding.UTF8.GetBytes(text.Append("</p>\n").ToString());
    }

    public static byte[] Join(IEnumerable<byte[]> parts) => [.. parts.SelectMany(p => p)];
}
