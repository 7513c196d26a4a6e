using System.IO.Compression;
using System.Text;

namespace Chaffinch.Lab;

/// <summary>Makes WARC files as a crawl gives them: a gzip member a record, pages of the development data with small edits, about 170 KB a page.</summary>
internal static class CrawlArchive
{
    /// <summary>The mean page of a Common Crawl snapshot, decompressed.</summary>
    public const int MeanPageBytes = 170_000;

    private static readonly string[] Fillers = ["about", "there", "under", "which", "never", "again", "these", "while"];

    /// <summary>Writes a file of pages; the same for the same seed and data.</summary>
    /// <returns>Bytes of all pages, and of all records, before compression.</returns>
    public static (long PageBytes, long AllBytes) Write(string path, int pages, int seed)
    {
        List<string> files = LabData.Files("wcxb-dev", "*.html.gz");
        files.AddRange(LabData.Files("zh-pages", "*.html.gz"));
        var random = new Random(seed);
        long pageBytes = 0;
        long allBytes = 0;
        using var file = new FileStream(path, FileMode.Create);
        for (int i = 0; i < pages; i++)
        {
            // The pool's mean differs from a crawl's: the larger or the smaller of two drawn pages keeps the running mean near it.
            byte[] one = LabData.Read(files[random.Next(files.Count)]);
            byte[] other = LabData.Read(files[random.Next(files.Count)]);
            bool wantsLarger = pageBytes < (long)MeanPageBytes * (i + 1) - MeanPageBytes;
            byte[] page = (one.Length > other.Length) == wantsLarger ? one : other;
            Edit(page, random);
            pageBytes += page.Length;
            allBytes += AddResponse(file, page, i);
        }

        return (pageBytes, allBytes);
    }

    // Digits change and some five-letter words are exchanged, so that no page is twice the same and all keep their length.
    private static void Edit(byte[] page, Random random)
    {
        for (int edit = 0; edit < 40 && page.Length > 100; edit++)
        {
            int at = random.Next(page.Length - 10);
            int digit = page.AsSpan(at).IndexOfAnyInRange((byte)'1', (byte)'9');
            if (digit >= 0)
            {
                page[at + digit] = (byte)('1' + random.Next(9));
            }

            int blank = page.AsSpan(at).IndexOf((byte)' ');
            if (blank >= 0 && at + blank + 7 < page.Length)
            {
                Span<byte> word = page.AsSpan(at + blank + 1, 6);
                if (word[5] == ' ' && !word[..5].ContainsAnyExceptInRange((byte)'a', (byte)'z'))
                {
                    Encoding.ASCII.GetBytes(Fillers[random.Next(Fillers.Length)], word);
                }
            }
        }
    }

    private static int AddResponse(Stream file, byte[] page, int number)
    {
        string head = $"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {page.Length}\r\n\r\n";
        string record = $"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{number:x12}>\r\nWARC-Date: 2024-05-01T00:00:00Z\r\n"
            + $"WARC-Target-URI: https://site{number % 997}.example/page/{number}\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: {head.Length + page.Length}\r\n\r\n";
        using var gzip = new GZipStream(file, CompressionLevel.Optimal, leaveOpen: true);
        gzip.Write(Encoding.ASCII.GetBytes(record));
        gzip.Write(Encoding.ASCII.GetBytes(head));
        gzip.Write(page);
        gzip.Write("\r\n\r\n"u8);
        return record.Length + head.Length + page.Length + 4;
    }
}
