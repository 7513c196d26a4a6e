using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using Parquet;
using Parquet.Schema;

namespace Chaffinch.Lab;

/// <summary>Small archives of every kind, made for fuzzing.</summary>
internal static class ArchiveSeeds
{
    private static readonly byte[][] Tokens =
    [
        "WARC/1.0\r\n"u8.ToArray(), "\r\n\r\n"u8.ToArray(), "\n\n"u8.ToArray(), "Content-Length: 99999999999\r\n"u8.ToArray(), "Content-Length: 3\r\n"u8.ToArray(), "WARC-Type: response\r\n"u8.ToArray(),
        "WARC-Truncated: length\r\n"u8.ToArray(), "HTTP/1.1 200 OK\r\n"u8.ToArray(), "Transfer-Encoding: chunked\r\n"u8.ToArray(), "Content-Encoding: gzip, br, deflate, zstd\r\n"u8.ToArray(),
        "http://a.example/ 1.2.3.4 20240101000000 text/html 5\n"u8.ToArray(), "ffffffff\r\n"u8.ToArray(), "{\"text\":\"\\ud800\"}\n"u8.ToArray(), "\"html\":\"x\","u8.ToArray(),
        [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3], [0x1F, 0x8B, 8, 4, 0, 0, 0, 0, 0, 3, 255, 255], [0x28, 0xB5, 0x2F, 0xFD], [0x50, 0x2A, 0x4D, 0x18, 4, 0, 0, 0], [0x5D, 0x2A, 0x4D, 0x18, 9, 0, 0, 0],
        [0x50, 0x4B, 3, 4], [0x50, 0x4B, 1, 2], [0x50, 0x4B, 5, 6], [0x50, 0x4B, 7, 8], "ustar\000"u8.ToArray(), [0, 0, 0, 0, 0, 0, 0, 0], [255, 255, 255, 255],
    ];

    private static readonly byte[][] ParquetFiles = [MakeParquet(CompressionMethod.None), MakeParquet(CompressionMethod.Zstd), MakeParquet(CompressionMethod.Snappy), MakeParquet(CompressionMethod.Gzip)];

    public static byte[] Token(Random random) => Tokens[random.Next(Tokens.Length)];

    /// <summary>A whole archive.</summary>
    public static byte[] Make(string name, Random random) => name switch
    {
        "arc" => Arc(random),
        "jsonl" => Rows(random),
        "parquet" => ParquetFiles[random.Next(ParquetFiles.Length)],
        "zip" => Zip(random),
        "tar" => Tar(random),
        "http" => Http(random),
        _ => Warc(random),
    };

    /// <summary>Packs bytes as one unit, in units of any size, or in one unit for each record.</summary>
    public static byte[] Pack(string name, byte[] bytes, Random random)
    {
        List<byte[]> pieces = [];
        if (random.Next(3) == 0)
        {
            pieces.Add(bytes);
        }
        else
        {
            bool isAligned = random.Next(3) > 0;
            for (int at = 0; at < bytes.Length;)
            {
                int next = isAligned ? bytes.AsSpan(at + 1).IndexOf("WARC/1.0\r\n"u8) + 1 : 1 + random.Next(2000);
                int length = next <= 0 ? bytes.Length - at : Math.Min(next, bytes.Length - at);
                pieces.Add(bytes[at..(at + length)]);
                at += length;
            }
        }

        return [.. pieces.SelectMany(p => name == "gzip" ? Gzip(p) : Zstd(p))];
    }

    public static byte[] Gzip(byte[] bytes)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(bytes);
        }

        return packed.ToArray();
    }

    public static byte[] Zstd(byte[] bytes)
    {
        using var compressor = new ZstdSharp.Compressor(1);
        compressor.SetParameter(ZstdSharp.Unsafe.ZSTD_cParameter.ZSTD_c_checksumFlag, 1);
        return compressor.Wrap(bytes).ToArray();
    }

    public static byte[] Record(string url, ReadOnlySpan<byte> body, string headers = "", string type = "response")
    {
        byte[] head = Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n{headers}\r\n");
        return [.. Encoding.ASCII.GetBytes($"WARC/1.0\r\nWARC-Type: {type}\r\nWARC-Target-URI: {url}\r\nContent-Length: {head.Length + body.Length}\r\n\r\n"), .. head, .. body, .. "\r\n\r\n"u8];
    }

    private static byte[] Body(Random random)
    {
        var text = new StringBuilder("<!doctype html><p>");
        for (int i = random.Next(200); i >= 0; i--)
        {
            text.Append("boats ").Append(random.Next(1000)).Append('\n');
        }

        return Encoding.ASCII.GetBytes(text.ToString());
    }

    private static byte[] Warc(Random random) =>
        [.. Enumerable.Range(0, 1 + random.Next(5)).SelectMany(i => Record($"http://seed.example/{i}", Body(random), "", random.Next(4) == 0 ? "request" : "response"))];

    private static byte[] Arc(Random random)
    {
        var all = new List<byte>("filedesc://x.arc 0.0.0.0 20240301000000 text/plain 68\n1 0 Own\nURL IP-address Archive-date Content-type Archive-length\n\n"u8.ToArray());
        for (int i = random.Next(5); i >= 0; i--)
        {
            byte[] block = [.. "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"u8, .. Body(random)];
            all.AddRange(Encoding.ASCII.GetBytes($"http://seed.arc.example/{i} 10.0.0.1 20240301000000 text/html {block.Length}\n"));
            all.AddRange(block);
            all.Add((byte)'\n');
        }

        return [.. all];
    }

    private static byte[] Rows(Random random) =>
        [.. Enumerable.Range(0, 1 + random.Next(9)).SelectMany(i => Encoding.UTF8.GetBytes($"{{\"id\":{i},\"url\":\"http://seed.rows.example/{i}\",\"text\":\"caf\\u00e9 \\\"{random.Next()}\\\"\\n\",\"x\":[1,{{\"text\":2}}]}}\n"))];

    private static byte[] Http(Random random)
    {
        byte[] body = Body(random);
        string headers = "";
        for (int i = random.Next(4); i > 0; i--)
        {
            (byte[] packed, string name) = random.Next(5) switch
            {
                0 => (Gzip(body), "gzip"),
                1 => (Zstd(body), "zstd"),
                2 => (Through(body, s => new ZLibStream(s, CompressionLevel.Fastest, leaveOpen: true)), "deflate"),
                3 => (Through(body, s => new DeflateStream(s, CompressionLevel.Fastest, leaveOpen: true)), "deflate"),
                _ => (Through(body, s => new BrotliStream(s, CompressionLevel.Fastest, leaveOpen: true)), "br"),
            };
            body = packed;
            headers += $"Content-Encoding: {name}\r\n";
        }

        if (random.Next(2) == 0)
        {
            headers += "Transfer-Encoding: chunked\r\n";
            body = [.. body.Chunk(1 + random.Next(500)).SelectMany(c => (byte[])[.. Encoding.ASCII.GetBytes($"{c.Length:x}\r\n"), .. c, .. "\r\n"u8]), .. "0\r\n\r\n"u8];
        }

        return [.. Record("http://seed.example/0", "<p>first"u8), .. Record("http://seed.example/1", body, headers)];
    }

    private static byte[] Through(byte[] bytes, Func<Stream, Stream> make)
    {
        var packed = new MemoryStream();
        using (Stream stream = make(packed))
        {
            stream.Write(bytes);
        }

        return packed.ToArray();
    }

    private static byte[] Zip(Random random)
    {
        var packed = new MemoryStream();
        using (var zip = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
        {
            for (int i = random.Next(4); i >= 0; i--)
            {
                using Stream entry = zip.CreateEntry($"p{i}.html", random.Next(3) == 0 ? CompressionLevel.NoCompression : CompressionLevel.Fastest).Open();
                entry.Write(Body(random));
            }
        }

        byte[] bytes = packed.ToArray();
        if (random.Next(3) == 0)
        {
            // As written to a pipe: sizes behind the content.
            bytes[6] |= 8;
            bytes.AsSpan(18, 8).Clear();
        }

        return bytes;
    }

    private static byte[] Tar(Random random)
    {
        var packed = new MemoryStream();
        using (var tar = new TarWriter(packed, TarEntryFormat.Pax, leaveOpen: true))
        {
            for (int i = random.Next(4); i >= 0; i--)
            {
                TarEntry entry = random.Next(2) == 0
                    ? new PaxTarEntry(TarEntryType.RegularFile, new string('d', random.Next(150)) + $"/p{i}.html")
                    : new GnuTarEntry(TarEntryType.RegularFile, new string('d', random.Next(150)) + $"/p{i}.html");
                entry.DataStream = new MemoryStream(Body(random));
                tar.WriteEntry(entry);
            }
        }

        return packed.ToArray();
    }

    private static byte[] MakeParquet(CompressionMethod method)
    {
        var id = new DataField<int>("id");
        var text = new DataField<string>("text");
        var html = new DataField<string>("html");
        var stream = new MemoryStream();
        ParquetWriter writer = ParquetWriter.CreateAsync(new ParquetSchema(id, text, html), stream, new ParquetOptions { CompressionMethod = method }).GetAwaiter().GetResult();
        for (int group = 0; group < 2; group++)
        {
            using ParquetRowGroupWriter rows = writer.CreateRowGroup();
            rows.WriteAsync<int>(id, new[] { 1, 2, 3 }.AsMemory()).GetAwaiter().GetResult();
            rows.WriteAsync(text, new[] { "one", "two two two", null! }).GetAwaiter().GetResult();
            rows.WriteAsync(html, new[] { null!, "<p>x", "<p>y" }).GetAwaiter().GetResult();
        }

        writer.DisposeAsync().AsTask().GetAwaiter().GetResult();
        return stream.ToArray();
    }
}
