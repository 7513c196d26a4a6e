using Chaffinch.Corpora;
using Chaffinch.Corpora.Model;
using Xunit;

namespace Chaffinch.Tests.Corpora;

/// <summary>Every archive of the development data is read or refused as it should be.</summary>
public sealed class ArchiveTableTests
{
    [Theory]
    [InlineData("whirlwind__whirlwind.warc.gz", 4, 1)]
    [InlineData("whirlwind__whirlwind.warc", 4, 1)]
    [InlineData("warcio__example.warc.gz", 6, 1)]
    [InlineData("aut__example.warc.gz", 822, 170)]
    public void Whole_archives_give_their_records(string file, int records, int pages)
    {
        Assert.SkipWhen(Repository.Data is null, "The development data (../shared/data) is absent.");
        using ItemReader reader = ArchiveOpener.Open(Path.Combine(Repository.Data, "warc", file));
        int seen = 0;
        while (reader.TryRead(out CrawlItem? item))
        {
            seen++;
            Assert.NotEmpty(item.Id);
            Assert.False(item.Content.IsEmpty);
            item.Dispose();
        }

        Assert.Equal(pages, seen);
        Assert.Equal(records, reader.Counts.Records);
        Assert.Equal(0, reader.Counts.Broken);
        Assert.Empty(reader.Defects);
    }
}
