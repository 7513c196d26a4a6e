using Amazon.S3;
using Chaffinch.Corpora;
using Chaffinch.Corpora.Model;
using Chaffinch.Corpora.Opening;
using Xunit;

namespace Chaffinch.Tests.Corpora;

/// <summary>Objects are read as files are, over a real connection to a server that speaks S3, with the usual AWS environment.</summary>
public sealed class S3Tests : IDisposable
{
    private readonly ObjectServer _server = new();
    private readonly S3Store _store;

    public S3Tests()
    {
        // The environment is one for the whole process: it is set as users set it, read once, and put back.
        (string Name, string Value)[] settings =
        [
            ("AWS_ENDPOINT_URL_S3", _server.Endpoint), ("AWS_REGION", "eu-central-1"), ("AWS_ACCESS_KEY_ID", "test-key"), ("AWS_SECRET_ACCESS_KEY", "test-secret"),
        ];
        string?[] before = [.. settings.Select(s => Environment.GetEnvironmentVariable(s.Name))];
        foreach ((string name, string value) in settings)
        {
            Environment.SetEnvironmentVariable(name, value);
        }

        AmazonS3Client client = S3Store.CreateClient();
        _store = new S3Store(client);
        for (int i = 0; i < settings.Length; i++)
        {
            Environment.SetEnvironmentVariable(settings[i].Name, before[i]);
        }
    }

    public void Dispose()
    {
        _store.Dispose();
        _server.Dispose();
    }

    [Fact]
    public void An_archive_reads_as_from_disk()
    {
        byte[] archive = Crawl(400);
        _server.Put("crawl/a b+c.warc.gz", archive);
        Reading local = Archives.Read(archive);
        Assert.Equal(400, local.Items.Count);
        Assert.Equal(local.Items.Select(i => i.Content), Read("crawl/a b+c.warc.gz").Items.Select(i => i.Content));
    }

    [Fact]
    public void Connections_that_break_are_taken_up_where_they_broke()
    {
        byte[] archive = Crawl(400);
        _server.Put("a", archive);
        _server.BreakAfter = archive.Length / 3;
        Assert.Equal(400, Read("a").Items.Count);
        Assert.True(_server.Requests.Count(r => r.StartsWith("GET /bucket/a", StringComparison.Ordinal)) >= 3);
    }

    [Fact]
    public void A_server_that_is_busy_is_asked_again()
    {
        _server.Put("a", Crawl(3));
        _server.Failures = 2;
        Assert.Equal(3, Read("a").Items.Count);
    }

    [Fact]
    public void Parts_are_read_by_ranges()
    {
        byte[] archive = Crawl(200, CompressionNoise);
        Assert.True(archive.Length > 12 << 20);
        _server.Put("a", archive);
        long half = archive.Length / 2;
        Reading[] parts = [Read("a", new ArchiveRange(0, half)), Read("a", new ArchiveRange(half, long.MaxValue))];
        Assert.Equal(Archives.Read(archive).Items.Select(i => i.Content), parts.SelectMany(p => p.Items).Select(i => i.Content));
        Assert.Contains(_server.Requests, r => r.Contains($"bytes={half}-", StringComparison.Ordinal));
    }

    [Fact]
    public void Prefixes_and_patterns_list_objects_over_all_pages()
    {
        foreach (string key in new[] { "x/1.warc.gz", "x/2.warc.gz", "x/3.wet.gz", "x/y/4.warc.gz", "x/5.warc.gz", "z" })
        {
            _server.Put(key, [1, 2, 3]);
        }

        Assert.True(S3Address.TryParse("s3://bucket/x/", out S3Address prefix));
        Assert.True(S3Address.TryParse("s3://bucket/x/*.warc.gz", out S3Address pattern));
        Assert.Equal(["s3://bucket/x/1.warc.gz", "s3://bucket/x/2.warc.gz", "s3://bucket/x/3.wet.gz", "s3://bucket/x/5.warc.gz", "s3://bucket/x/y/4.warc.gz"], _store.List(prefix).Select(i => i.Name));
        Assert.Equal(4, _store.List(pattern).Count());
        Assert.All(_store.List(prefix), i => Assert.Equal(3, i.Bytes));
    }

    [Theory]
    [InlineData("s3://bucket/none", "no such object")]
    [InlineData("s3://secret/a", "may not be read")]
    public void What_cannot_be_read_says_what_to_do(string name, string says)
    {
        Assert.True(S3Address.TryParse(name, out S3Address address));
        ArchiveException e = Assert.Throws<ArchiveException>(() => _store.Open(address));
        Assert.Contains(says, e.Message, StringComparison.Ordinal);
        Assert.Contains(name, e.Message, StringComparison.Ordinal);
        Assert.Contains(says, _store.Describe(name, address).Problem, StringComparison.Ordinal);
    }

    private static byte[] CompressionNoise(int number)
    {
        byte[] noise = new byte[70_000];
        new Random(number).NextBytes(noise);
        return [.. Archives.Page(number), .. System.Text.Encoding.ASCII.GetBytes(Convert.ToBase64String(noise))];
    }

    private static byte[] Crawl(int pages, Func<int, byte[]>? page = null) =>
        Archives.Join(Enumerable.Range(0, pages).Select(i => Archives.Gzip(Archives.Response($"http://p.example/{i}", page is null ? Archives.Page(i, 3000) : page(i)))));

    private Reading Read(string key, ArchiveRange? part = null)
    {
        Assert.True(S3Address.TryParse("s3://bucket/" + key, out S3Address address));
        using ItemReader reader = ArchiveOpener.Open(_store.Open(address), "a", new ReadOptions { Part = part ?? ArchiveRange.Whole });
        return Archives.Read(reader);
    }
}
