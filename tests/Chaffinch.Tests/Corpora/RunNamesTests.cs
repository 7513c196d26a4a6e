using Chaffinch.Corpora.Running;
using Xunit;

namespace Chaffinch.Tests.Corpora;

/// <summary>Outputs are called after inputs, and no two are called the same.</summary>
public sealed class RunNamesTests
{
    [Theory]
    [InlineData("a/x.warc.gz", "x")]
    [InlineData("a/x.warc.gz b/x.warc.gz", "a/x b/x")]
    [InlineData("a/x.warc a/x.warc.gz a/x.warc.wet", "x.warc x.warc.gz x.warc.wet")]
    [InlineData("s3://bucket/crawl/1/a.warc.gz s3://bucket/crawl/2/b.warc.gz", "1/a 2/b")]
    [InlineData("docs/en/p.jsonl.gz docs/de/p.jsonl.gz docs/q.jsonl.zst", "en/p de/p q")]
    [InlineData("pages", "pages")]
    [InlineData("-", "stdin")]
    public void Names_are_short_and_unique(string paths, string names)
    {
        string[] made = OutputNames.For(paths.Split(' '));
        Assert.Equal(names.Split(' '), made);
        Assert.Equal(made.Length, made.Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }
}
