using Xunit;

namespace Chaffinch.Tests.Corpora;

/// <summary>Every archive of the development data is read or refused as it should be.</summary>
/// <remarks>
/// The figures were counted by hand or by a program that has nothing to do with this one; each broken file was looked at. Records = pages + skipped + broken
/// holds for all of them. Defects are those of the archive, then those of items, with byte offsets.
/// </remarks>
public sealed class ArchiveTableTests
{
    public static TheoryData<string, int, int, string, string> Table => new()
    {
        // An ARC with a date "null", dates without a response, empty bodies.
        { "aut__badexample.arc.gz", 6, 1, "empty=3 filedesc=1 not-text=1", "" },
        { "aut__example.arc.gz", 300, 170, "empty=7 filedesc=1 not-text=122", "" },
        { "aut__example.docs.warc.gz", 21, 0, "not-text=9 request=9 warcinfo=3", "" },
        { "aut__example.txt.warc.gz", 6, 2, "request=2 warcinfo=2", "" },
        { "aut__example.warc.gz", 822, 170, "empty=7 metadata=261 not-text=122 request=261 warcinfo=1", "" },
        { "aut__issue-493.warc", 32, 5, "not-text=5 request=15 revisit=5 warcinfo=2", "" },
        { "aut__issue-514.warc", 8, 2, "metadata=3 request=2 warcinfo=1", "" },

        // Sixteen whole members, the seventeenth is cut off by the end of the file.
        { "ccst__appended_zip_fragment_unexpected_eof.wet.gz", 17, 15, "warcinfo=1", "49258 cut-record, 49258 cut-member" },
        { "ccst__corrupt_two_warcinfo.wet.gz", 7, 5, "warcinfo=2", "" },

        // Fields are missing, but none that reading needs.
        { "ccst__corrupt_warcconversion_1.wet.gz", 6, 5, "warcinfo=1", "" },
        { "ccst__corrupt_warcconversion_2.wet.gz", 2, 1, "warcinfo=1", "" },
        { "ccst__corrupt_warcinfo_1.wet.gz", 6, 5, "warcinfo=1", "" },
        { "ccst__filter_test_1.wet.gz", 26, 25, "warcinfo=1", "" },

        // Cut off before it was compressed: the member is whole, the last record is shorter than it says.
        { "ccst__fragment1_incomplete_last.wet.gz", 3, 2, "warcinfo=1", "item 0 wrong-length" },

        // Begins inside of a record.
        { "ccst__fragment2_no_header.wet.gz", 3, 2, "", "0 not-a-record, item 0 wrong-length" },
        { "ccst__fragment3.wet.gz", 6, 5, "warcinfo=1", "" },
        { "dolma__sample-0000.warc.gz", 48, 22, "metadata=3 request=22 warcinfo=1", "" },
        { "dolma__sample-0001.warc.gz", 34, 15, "metadata=3 request=15 warcinfo=1", "" },
        { "jwarc__cc.warc.gz", 1, 1, "", "" },
        { "jwarc__gzip_extra_sl.warc.gz", 1, 0, "warcinfo=1", "" },

        // Records of type "unknown" that end where a read of 16 KiB ends.
        { "resiliparse__block-sized-records.warc.gz", 3, 0, "unknown-type=3", "" },
        { "resiliparse__clipped.warc.gz", 1, 0, "", "0 cut-record, 0 cut-member" },

        // Header lines end in one byte; bodies say that they are gzip and are not.
        { "resiliparse__clueweb-quirk.warc.gz", 30, 29, "warcinfo=1", "29 × wrong-encoding" },

        // Lengths of -1, of -1, and "abc"; the third record is whole.
        { "warcio__bad.arc", 4, 1, "", "0 no-length, 134 no-length, 262 no-length" },
        { "warcio__example-bad-non-chunked.warc.gz", 6, 1, "request=2 revisit=1 warcinfo=2", "" },

        // One member around all records, against the standard.
        { "warcio__example-bad.warc.gz.bad", 6, 2, "request=2 revisit=1 warcinfo=1", "" },
        { "warcio__example-digest.warc", 4, 0, "request=4", "" },
        { "warcio__example-iana.org-chunked.warc", 3, 1, "request=1 warcinfo=1", "" },
        { "warcio__example-resource.warc.gz", 3, 1, "warcinfo=2", "" },

        // The page of this one is a picture.
        { "warcio__example-space-in-target-uri.warc.gz", 2, 0, "not-text=1 warcinfo=1", "" },

        // Its line ends were changed, so that the record is shorter than it says; the response in it is whole by its own length.
        { "warcio__example-space-in-url.arc", 2, 1, "filedesc=1", "item 151 wrong-length" },
        { "warcio__example-trunc.warc", 4, 1, "request=1 warcinfo=2", "item 1197 wrong-length" },
        { "warcio__example-wget-bad-target-uri.warc.gz", 6, 1, "metadata=3 request=1 warcinfo=1", "" },
        { "warcio__example-wrong-chunks.warc.gz", 2, 1, "request=1", "" },
        { "warcio__example.arc", 2, 1, "filedesc=1", "" },
        { "warcio__example.arc.gz", 2, 1, "filedesc=1", "" },
        { "warcio__example.warc", 6, 1, "request=2 revisit=1 warcinfo=2", "" },
        { "warcio__example.warc.gz", 6, 1, "request=2 revisit=1 warcinfo=2", "" },
        { "warcio__post-test.warc.gz", 6, 0, "not-text=3 request=3", "" },
        { "whirlwind__whirlwind.warc", 4, 1, "metadata=1 request=1 warcinfo=1", "" },
        { "whirlwind__whirlwind.warc.gz", 4, 1, "metadata=1 request=1 warcinfo=1", "" },
        { "whirlwind__whirlwind.warc.wat.gz", 2, 0, "metadata=1 warcinfo=1", "" },
        { "whirlwind__whirlwind.warc.wet", 2, 1, "warcinfo=1", "" },
        { "whirlwind__whirlwind.warc.wet.gz", 2, 1, "warcinfo=1", "" },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void Each_archive_gives_its_records(string file, int records, int pages, string skipped, string defects)
    {
        Assert.SkipWhen(Repository.Data is null, "The development data (../shared/data) is absent.");
        Reading reading = Archives.ReadFile(Path.Combine(Repository.Data, "warc", file));
        Assert.Equal(pages, reading.Items.Count);
        Assert.Equal(pages, reading.Counts.Pages);
        Assert.Equal(skipped, reading.Skips);
        Assert.Equal(records, reading.Counts.Records);
        string[] ofItems = [.. reading.Items.Where(i => i.Defects.Length > 0).Select(i => "item " + i.Defects)];
        string told = ofItems.Length > 3
            ? $"{ofItems.Length} × {ofItems.Select(i => i.Split(' ')[^1]).Distinct().Single()}"
            : string.Join(", ", reading.Defects.Concat(ofItems));
        Assert.Equal(defects, told);
        Assert.All(reading.Items, i => Assert.NotEqual("", i.Content));
        Assert.Equal(reading.Items.Count, reading.Items.Select(i => (i.Offset, i.Inner)).Distinct().Count());
    }

    [Fact]
    public void The_table_has_every_archive()
    {
        Assert.SkipWhen(Repository.Data is null, "The development data (../shared/data) is absent.");
        string[] files = [.. Directory.GetFiles(Path.Combine(Repository.Data, "warc")).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];
        Assert.Equal(files, Table.Select(r => r.Data.Item1).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("warcio__example.arc", "warcio__example.arc.gz")]
    [InlineData("warcio__example.warc", "warcio__example.warc.gz")]
    [InlineData("whirlwind__whirlwind.warc", "whirlwind__whirlwind.warc.gz")]
    [InlineData("whirlwind__whirlwind.warc.wet", "whirlwind__whirlwind.warc.wet.gz")]
    [InlineData("aut__example.arc.gz", "aut__example.warc.gz")]
    public void Two_forms_of_one_crawl_give_the_same_pages(string one, string other)
    {
        Assert.SkipWhen(Repository.Data is null, "The development data (../shared/data) is absent.");
        string folder = Path.Combine(Repository.Data, "warc");
        Assert.Equal(Archives.ReadFile(Path.Combine(folder, one)).Items.Select(i => (i.Url, i.Content)), Archives.ReadFile(Path.Combine(folder, other)).Items.Select(i => (i.Url, i.Content)));
    }

    [Fact]
    public void An_archive_of_gzip_and_one_of_zstd_give_the_same_pages()
    {
        Assert.SkipWhen(Repository.Data is null, "The development data (../shared/data) is absent.");
        byte[] plain = File.ReadAllBytes(Path.Combine(Repository.Data, "warc", "whirlwind__whirlwind.warc"));
        Assert.Equal(Archives.Read(plain).Items.Select(i => i.Content), Archives.Read(Archives.Zstd(plain)).Items.Select(i => i.Content));
    }
}
