using Chaffinch.Corpora.Model;
using CsCheck;
using Xunit;

namespace Chaffinch.Tests.Corpora;

/// <summary>Parts that tile a file give the items, the counts and the defects of the whole file, each once.</summary>
public sealed class SplitTests
{
    public static TheoryData<string> Kinds => ["gzip", "zstd", "plain", "unaligned", "arc", "arc.gz", "jsonl", "damaged", "damaged-plain"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Any_split_gives_what_the_whole_gives(string kind)
    {
        byte[] archive = Make(kind);
        Reading whole = Archives.Read(archive);
        Assert.True(whole.Items.Count > 10);
        Gen.Int[0, archive.Length].Array[0, 6].Sample(
            cuts =>
            {
                Array.Sort(cuts);
                long[] borders = [0, .. cuts.Select(c => (long)c), long.MaxValue];
                List<Reading> parts = [.. Enumerable.Range(0, borders.Length - 1).Select(i => Archives.Read(archive, new ReadOptions { Part = new ArchiveRange(borders[i], borders[i + 1]) }))];
                Assert.Equal(whole.Items, parts.SelectMany(p => p.Items));
                Assert.Equal(whole.Defects, parts.SelectMany(p => p.Defects));
                Assert.Equal(whole.Counts.Records, parts.Sum(p => p.Counts.Records));
                Assert.Equal(whole.Counts.Broken, parts.Sum(p => p.Counts.Broken));
                Assert.Equal(whole.Counts.Skipped, parts.Sum(p => p.Counts.Skipped));
            },
            iter: 60);
    }

    [Theory]
    [InlineData("aut__example.warc.gz")]
    [InlineData("aut__example.arc.gz")]
    [InlineData("aut__issue-493.warc")]
    [InlineData("ccst__appended_zip_fragment_unexpected_eof.wet.gz")]
    public void Real_archives_split_at_even_places(string file)
    {
        Assert.SkipWhen(Repository.Data is null, "The development data (../shared/data) is absent.");
        string path = Path.Combine(Repository.Data, "warc", file);
        long size = new FileInfo(path).Length;
        Reading whole = Archives.ReadFile(path);
        const int Parts = 7;
        List<Reading> parts = [.. Enumerable.Range(0, Parts).Select(i => Archives.ReadFile(path, new ReadOptions { Part = new ArchiveRange(size * i / Parts, size * (i + 1) / Parts) }))];
        Assert.Equal(whole.Items, parts.SelectMany(p => p.Items));
        Assert.Equal(whole.Defects, parts.SelectMany(p => p.Defects));
        Assert.Equal(whole.Counts.Records, parts.Sum(p => p.Counts.Records));
    }

    private static byte[] Make(string kind)
    {
        List<byte[]> records = [];
        for (int i = 0; i < 20; i++)
        {
            records.Add(Archives.Warc("request", $"http://r.example/{i}", "GET / HTTP/1.1\r\n\r\n"u8));

            // Every third page quotes a record, as pages about the format do.
            byte[] page = i % 3 == 0 ? [.. "<html><pre>\r\n\r\n"u8, .. Archives.Warc("response", "http://quoted.example/", "x"u8)] : Archives.Page(i, 100 + (i * 37));
            records.Add(Archives.Response($"http://p.example/{i}", page));
        }

        switch (kind)
        {
            case "gzip":
                return Archives.Join(records.Select(r => Archives.Gzip(r)));
            case "zstd":
                return Archives.Join(records.Select(r => Archives.Zstd(r)));
            case "plain":
                return Archives.Join(records);
            case "unaligned":
                // Members that end inside of records, as parallel compressors make them.
                return Archives.Join(Archives.Join(records).Chunk(700).Select(c => Archives.Gzip(c)));
            case "arc":
                return Archives.Join(Arc());
            case "arc.gz":
                return Archives.Join(Arc().Select(r => Archives.Gzip(r)));
            case "jsonl":
                return Archives.Join(Enumerable.Range(0, 30).Select(i => System.Text.Encoding.UTF8.GetBytes($"{{\"id\":\"{i}\",\"text\":\"{new string('x', i * 7)} é\\n\"}}\n")));
            case "damaged-plain":
                records[9] = Archives.Warc("response", "http://long.example/", "short"u8, length: 3000);
                records[15] = "this is no record at all\r\n"u8.ToArray();
                return Archives.Join(records);
            default:
                List<byte[]> members = [.. records.Select(r => Archives.Gzip(r))];
                members[5][members[5].Length / 2] ^= 0x55;
                members[6] = [.. "rubbish between members"u8];
                members[13][^6] ^= 1;
                members[21] = members[21][..^20];
                return Archives.Join(members);
        }
    }

    private static IEnumerable<byte[]> Arc()
    {
        yield return "filedesc://x.arc 0.0.0.0 20240301000000 text/plain 76\n1 0 Own\nURL IP-address Archive-date Content-type Archive-length\n1234567\n\n"u8.ToArray();
        for (int i = 0; i < 20; i++)
        {
            byte[] block = [.. "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"u8, .. Archives.Page(i, 200 + (i * 31))];
            yield return [.. System.Text.Encoding.ASCII.GetBytes($"http://p.example/a b/{i} 10.0.0.1 20240301000000 text/html {block.Length}\n"), .. block, (byte)'\n'];
        }
    }
}
