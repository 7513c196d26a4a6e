using Chaffinch.Cli.Commands;
using Chaffinch.Corpora.Model;
using Chaffinch.Tests.Corpora;
using Xunit;

namespace Chaffinch.Tests.Cli;

/// <summary>What <c>chaffinch run</c> prints and returns.</summary>
public sealed class RunCommandTests : IDisposable
{
    private readonly CliFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    private string Out => Path.Combine(_fixture.Folder, "out");

    [Fact]
    public void The_end_prints_counts_that_add_up()
    {
        string input = _fixture.Write("a.warc.gz", SampleArchive.Warc(21));
        CliResult result = CliFixture.Run("run", input, "--out", Out, "--where", "verdict = clean", "--threads", "1");
        Assert.Equal(0, result.Code);
        Assert.Equal("", result.Error);
        Assert.StartsWith("43 records = ", result.Out, StringComparison.Ordinal);
        Assert.Contains("(filtered ", result.Out, StringComparison.Ordinal);
        Assert.Contains("(request 21, warcinfo 1)", result.Out, StringComparison.Ordinal);
        Assert.Equal("", CliFixture.Run("run", input, "--out", Out, "--where", "verdict = clean", "--quiet").Out);
    }

    [Fact]
    public void Findings_and_defects_fail_when_asked()
    {
        string input = _fixture.Write("a.warc.gz", SampleArchive.Warc(6, withBroken: true));
        Assert.Equal(1, CliFixture.Run("run", input, "--out", Out, "--fail-on", "injected").Code);
        Assert.Equal(1, CliFixture.Run("run", input, "--out", Out, "--fail-on", "any").Code);
        Assert.Equal(1, CliFixture.Run("run", input, "--out", Out, "--fail-on", "defects").Code);
        Assert.Equal(0, CliFixture.Run("run", input, "--out", Out, "--fail-on", "damaged").Code);
    }

    [Fact]
    public void A_dry_run_lists_inputs_in_order_and_writes_nothing()
    {
        string b = _fixture.Write("crawl/b.warc.gz", SampleArchive.Warc(2));
        string a = _fixture.Write("crawl/a.warc.gz", SampleArchive.Warc(2));
        CliResult result = CliFixture.Run("run", Path.Combine(_fixture.Folder, "crawl"), "--out", Out, "--dry-run");
        Assert.Equal(0, result.Code);
        Assert.Equal(3, result.Lines.Length);
        Assert.Contains(a, result.Lines[0], StringComparison.Ordinal);
        Assert.Contains(b, result.Lines[1], StringComparison.Ordinal);
        Assert.StartsWith("2 inputs or parts, ", result.Lines[2], StringComparison.Ordinal);
        Assert.False(Directory.Exists(Out));
        Assert.Contains("task 2/2", CliFixture.Run("run", a, b, "--out", Out, "--dry-run", "--task", "2/2").Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Inputs_come_from_a_file_and_from_patterns_too()
    {
        string a = _fixture.Write("crawl/a.warc.gz", SampleArchive.Warc(2));
        _fixture.Write("crawl/b.warc.gz", SampleArchive.Warc(3));
        string list = _fixture.Write("list.txt", a + "\n\n");
        Assert.StartsWith("5 records", CliFixture.Run("run", "--inputs", list, "--out", Out).Out, StringComparison.Ordinal);
        Assert.StartsWith("12 records", CliFixture.Run("run", Path.Combine(_fixture.Folder, "crawl", "*.warc.gz"), "--out", Out + "2").Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Standard_input_is_an_input()
    {
        CliResult result = CliFixture.RunWith(new MemoryStream(SampleArchive.Warc(4)), ["run", "-", "--out", Out]);
        Assert.Equal(0, result.Code);
        Assert.StartsWith("9 records", result.Out, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(Out, "documents", "stdin.jsonl.zst")));
    }

    [Fact]
    public void The_line_of_progress_tells_how_far_and_how_long()
    {
        var counts = new RunCounts { Records = 12_345, BytesInflated = 500_000_000, BytesStored = 100_000_000 };
        counts.Verdicts[0] = 9_000;
        counts.Verdicts[1] = 45;
        string line = RunDisplay.Line(new RunProgress(counts, 250_000_000, 1_000_000_000, 2, 8, TimeSpan.FromSeconds(10)));
        Assert.Equal("25.0 %  12,345 records  50 MB/s  clean 9,000 polluted 45  2/8 inputs  75 s left", line);
        Assert.DoesNotContain("left", RunDisplay.Line(new RunProgress(counts, 250_000_000, null, 2, 8, TimeSpan.FromSeconds(10))), StringComparison.Ordinal);
    }
}
