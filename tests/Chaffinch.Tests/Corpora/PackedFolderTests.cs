using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using Chaffinch.Corpora;
using Chaffinch.Corpora.Model;
using Xunit;

namespace Chaffinch.Tests.Corpora;

/// <summary>Pages in zip, tar and folders, and on their own.</summary>
public sealed class PackedFolderTests : IDisposable
{
    private static readonly (string Name, byte[] Content)[] Files =
    [
        ("a/one.html", Archives.Page(1)),
        ("a/two.txt", "plain words"u8.ToArray()),
        ("a/style.css", "p { color: red }"u8.ToArray()),
        ("a/picture.png", [0x89, 0x50, 0x4E, 0x47, 13, 10, 26, 10, 0, 0, 0, 13]),
        ("a/three.html.gz", Archives.Gzip(Archives.Page(3))),
        ("a/" + new string('n', 90) + "/" + new string('m', 90) + "/deep.htm", Archives.Page(4, 70_000)),
        ("a/empty.html", []),
        ("a/noname", "<!doctype html><p>no name"u8.ToArray()),
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("chaffinch").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("zip")]
    [InlineData("zip-stream")]
    [InlineData("zip-stored")]
    [InlineData("tar-pax")]
    [InlineData("tar-gnu")]
    [InlineData("tar-ustar")]
    [InlineData("tar.gz")]
    [InlineData("tar.zst")]
    [InlineData("folder")]
    public void The_pages_come_out_in_order(string kind)
    {
        Reading reading = kind == "folder" ? Folder() : Archives.Read(Pack(kind, Files));
        string[] names = [.. reading.Items.Select(i => i.Id)];
        Assert.Equal(["a/one.html", "a/two.txt", "a/three.html.gz", "a/" + new string('n', 90) + "/" + new string('m', 90) + "/deep.htm", "a/noname"], kind == "folder" ? [.. Files.Select(f => f.Name).Where(names.Contains)] : names);
        Assert.Equal(Encoding.Latin1.GetString(Archives.Page(3)), reading.Items.Single(i => i.Id == "a/three.html.gz").Content);
        Assert.Equal(Encoding.Latin1.GetString(Archives.Page(4, 70_000)), reading.Items.Single(i => i.Id.EndsWith("deep.htm", StringComparison.Ordinal)).Content);
        Assert.Equal("empty=1 not-text=2", reading.Skips);
        Assert.Empty(reading.Defects);
    }

    [Theory]
    [InlineData("zip")]
    [InlineData("tar-pax")]
    [InlineData("tar-gnu")]
    public void Damage_costs_the_file_that_it_hits(string kind)
    {
        (string, byte[])[] files = [.. Enumerable.Range(0, 8).Select(i => ($"p{i}.html", Archives.Page(i, 3000)))];
        byte[] whole = Pack(kind, files);
        Reading before = Archives.Read(whole);
        Assert.Equal(8, before.Items.Count);
        for (int at = 10; at < before.Items[7].Offset; at += 211)
        {
            byte[] damaged = [.. whole];
            damaged.AsSpan(at, 8).Fill(0xEE);
            Reading reading = Archives.Read(damaged);

            // Tar has no checksum over the content, so that changed pages come out changed there.
            int lost = before.Items.Count(i => !reading.Items.Any(o => o.Content == i.Content));
            Assert.True(lost <= 1, $"at {at}: lost {lost}");
            Assert.Contains(reading.Items, i => i.Id == "p7.html");
            Assert.True(kind != "zip" || lost == 0 || reading.Defects.Count > 0);
        }
    }

    [Fact]
    public void Bombs_in_packed_folders_are_rejected()
    {
        var limits = new ReadOptions { Limits = new ArchiveLimits { MaxRecordBytes = 1 << 20, MaxBodyBytes = 1 << 20 } };
        (string, byte[])[] files = [("bomb.html", new byte[30 << 20]), ("packed.html.gz", Archives.Gzip(new byte[30 << 20])), ("good.html", Archives.Page(1))];
        foreach (string kind in new[] { "zip", "zip-stream", "tar-pax", "tar.gz" })
        {
            Reading reading = Archives.Read(Pack(kind, files), limits);
            Assert.Equal("good.html", Assert.Single(reading.Items).Id);
            Assert.Equal(2, reading.Counts.Broken);
        }
    }

    [Fact]
    public void A_single_file_is_a_page_by_what_it_holds()
    {
        Assert.Equal(ItemFormat.Html, Assert.Single(Archives.ReadFile(Write("x.bin", Archives.Page(1))).Items).Format);
        Assert.Equal("words", Assert.Single(Archives.ReadFile(Write("x.txt.gz", Archives.Gzip("words"u8))).Items).Content);
        Assert.Equal("words", Assert.Single(Archives.ReadFile(Write("x.txt.zst", Archives.Zstd("words"u8))).Items).Content);
        Assert.Equal("not-text=1", Archives.ReadFile(Write("x", [0, 1, 2, 3, 4, 5, 6, 7, 8])).Skips);
        Assert.Equal("empty=1", Archives.ReadFile(Write("x.html", [])).Skips);
        Assert.Equal(["0 damaged-body", "0 cut-member"], Archives.ReadFile(Write("cut.html.gz", Archives.Gzip(Archives.Page(1))[..^10])).Defects);
    }

    [Fact]
    public void Inputs_are_listed_in_a_stable_order()
    {
        foreach (string name in new[] { "b.warc.gz", "a/x.html", "a/b/y.html", ".hidden/z.html", "c.jsonl" })
        {
            Write(name, "x"u8.ToArray());
        }

        string[] Names(params string[] arguments) => [.. ArchiveOpener.List(arguments).Select(i => Path.GetRelativePath(_folder, i.Name) + (i.Problem is null ? "" : "!"))];
        Assert.Equal(["a/b/y.html", "a/x.html", "b.warc.gz", "c.jsonl"], Names(_folder));
        Assert.Equal(["b.warc.gz"], Names(_folder + "/*.gz"));
        Assert.Equal(["a/x.html", "a/b/y.html"], Names(_folder + "/**/*.html"));
        Assert.Equal(["c.jsonl", "b.warc.gz"], Names(_folder + "/c.jsonl", _folder + "/b.warc.gz"));
        Assert.Equal(["none!", "*.none!"], Names(_folder + "/none", _folder + "/*.none"));
        Assert.Equal(-1, Assert.Single(ArchiveOpener.List(["-"])).Bytes);
        Assert.Equal(1, ArchiveOpener.List([_folder + "/c.jsonl"])[0].Bytes);
        Assert.Contains("no such file", Assert.Throws<ArchiveException>(() => ArchiveOpener.Open(_folder + "/none")).Message, StringComparison.Ordinal);
    }

    private Reading Folder()
    {
        foreach ((string name, byte[] content) in Files)
        {
            Write(name, content);
        }

        var items = new List<Seen>();
        var skipped = new SortedDictionary<string, long>(StringComparer.Ordinal);
        var defects = new List<string>();
        foreach (ArchiveInput input in ArchiveOpener.List([Path.Combine(_folder, "a")]))
        {
            Reading one = Archives.ReadFile(input.Name);
            items.AddRange(one.Items.Select(i => i with { Id = Path.GetRelativePath(_folder, i.Id) }));
            defects.AddRange(one.Defects);
            foreach ((string reason, long count) in one.Counts.SkippedByReason)
            {
                skipped[reason] = skipped.GetValueOrDefault(reason) + count;
            }
        }

        return new Reading(items, new ReadCounts(0, 0, 0, 0, 0, 0, skipped), defects);
    }

    private string Write(string name, byte[] content)
    {
        string path = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
        return path;
    }

    private static byte[] Pack(string kind, (string Name, byte[] Content)[] files)
    {
        var packed = new MemoryStream();
        if (kind.StartsWith("zip", StringComparison.Ordinal))
        {
            // A stream that cannot be wound back makes the writer put sizes behind the content.
            using var zip = new ZipArchive(kind == "zip-stream" ? new OneWay(packed) : packed, ZipArchiveMode.Create, leaveOpen: true);
            foreach ((string name, byte[] content) in files)
            {
                using Stream entry = zip.CreateEntry(name, kind == "zip-stored" ? CompressionLevel.NoCompression : CompressionLevel.Optimal).Open();
                entry.Write(content);
            }
        }
        else
        {
            TarEntryFormat format = kind switch { "tar-gnu" => TarEntryFormat.Gnu, "tar-ustar" => TarEntryFormat.Ustar, _ => TarEntryFormat.Pax };
            using var tar = new TarWriter(packed, format, leaveOpen: true);
            foreach ((string name, byte[] content) in files)
            {
                TarEntry entry = format switch
                {
                    TarEntryFormat.Gnu => new GnuTarEntry(TarEntryType.RegularFile, name),
                    TarEntryFormat.Ustar => new UstarTarEntry(TarEntryType.RegularFile, name),
                    _ => new PaxTarEntry(TarEntryType.RegularFile, name),
                };
                entry.DataStream = new MemoryStream(content);
                tar.WriteEntry(entry);
            }
        }

        byte[] bytes = packed.ToArray();
        return kind switch { "tar.gz" => Archives.Gzip(bytes), "tar.zst" => Archives.Zstd(bytes), _ => bytes };
    }

    private sealed class OneWay(Stream inner) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override void Flush() => inner.Flush();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => inner.Write(buffer, offset, count);
    }
}
