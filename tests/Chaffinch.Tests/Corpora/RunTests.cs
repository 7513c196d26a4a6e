using System.Globalization;
using System.Text;
using System.Text.Json;
using Chaffinch.Corpora;
using Chaffinch.Corpora.Model;
using Chaffinch.Corpora.Running;
using Chaffinch.Model;
using Xunit;

namespace Chaffinch.Tests.Corpora;

/// <summary>A run loses nothing, and gives the same bytes however it is done.</summary>
public sealed class RunTests : IDisposable
{
    private readonly RunFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Theory]
    [InlineData(Emit.Clean, OutputFormat.JsonLinesZstd, 0)]
    [InlineData(Emit.Clean, OutputFormat.Parquet, 20)]
    [InlineData(Emit.Report, OutputFormat.JsonLinesGzip, 20)]
    [InlineData(Emit.Attributes, OutputFormat.JsonLines, 0)]
    public void Any_number_of_threads_gives_the_same_bytes(Emit emit, OutputFormat format, int shardPages)
    {
        string[] inputs = [_fixture.Write("in/a.warc.gz", SampleArchive.Warc(90)), _fixture.Write("in/b.warc.gz", SampleArchive.Warc(31, seed: 2, withBroken: true))];
        foreach (int threads in (int[])[1, 2, 5])
        {
            RunFixture.Run(_fixture.Options($"out{threads}", inputs) with
            {
                Threads = threads, ShardPages = shardPages, Output = new OutputOptions { Emit = emit, Format = format }, Where = emit == Emit.Clean ? "verdict != polluted" : null,
            });
        }

        string[] one = _fixture.Files("out1");
        Assert.NotEmpty(one);
        Assert.Equal(one, _fixture.Files("out2"));
        Assert.Equal(one, _fixture.Files("out5"));
    }

    [Fact]
    public void Every_record_is_a_document_a_reject_or_skipped()
    {
        string input = _fixture.Write("a.warc.gz", SampleArchive.Warc(40, withBroken: true));
        RunResult result = RunFixture.Run(_fixture.Options("out", input) with { Where = "verdict in (clean, polluted) and kept > 200" });
        RunCounts counts = result.Counts;
        Assert.Equal(82, counts.Records);
        Assert.Equal(41, counts.SkippedSum);
        Assert.Equal(5, counts.Rejected["filtered"]);
        Assert.Equal(6, counts.RejectedSum);
        Assert.Equal(35, counts.Documents);

        JsonElement[] documents = _fixture.Lines("out/documents/a.jsonl.zst");
        JsonElement[] rejects = _fixture.Lines("out/rejects/a.jsonl.zst");
        Assert.Equal(35, documents.Length);
        Assert.Equal(6, rejects.Length);
        Assert.All(rejects, static r => Assert.NotEqual("", r.GetProperty("reason").GetString()));
        Assert.All(documents, static d => Assert.True(d.GetProperty("counts").GetProperty("kept").GetInt32() > 200));
        Assert.Contains(documents, static d => d.GetProperty("verdict").GetString() == "polluted");
        Assert.DoesNotContain(documents, static d => d.GetProperty("text").GetString()!.Contains('∞', StringComparison.Ordinal));
        string[] ids = [.. documents.Concat(rejects).Select(static d => d.GetProperty("id").GetString()!)];
        Assert.Equal(ids.Length, ids.Distinct(StringComparer.Ordinal).Count());

        using JsonDocument summary = JsonDocument.Parse(File.ReadAllBytes(result.SummaryPath!));
        Assert.Equal(82, summary.RootElement.GetProperty("counts").GetProperty("records").GetInt64());
    }

    // Pages are labelled in groups: what is no page among them keeps its place, and so do all others.
    [Fact]
    public void Pages_come_out_in_the_order_of_the_input_around_one_that_is_none()
    {
        var warc = new MemoryStream();
        for (int i = 0; i < 70; i++)
        {
            byte[] body = i == 40 ? [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10, 0, 0, 0, 13, 0, 1, 2, 3] : Encoding.UTF8.GetBytes(SampleArchive.Page(i, seed: 4));
            byte[] head = Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {body.Length}\r\n\r\n");
            warc.Write(Encoding.ASCII.GetBytes(
                $"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{i:x12}>\r\nWARC-Date: 2024-05-01T00:00:00Z\r\n"
                + $"WARC-Target-URI: https://site.example/{i}\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: {head.Length + body.Length}\r\n\r\n"));
            warc.Write(head);
            warc.Write(body);
            warc.Write("\r\n\r\n"u8);
        }

        RunResult result = RunFixture.Run(_fixture.Options("out", _fixture.Write("a.warc", warc.ToArray())));

        Assert.Equal(69, result.Counts.Documents);
        Assert.Equal(1, result.Counts.Rejected["not-a-page"]);
        JsonElement[] documents = _fixture.Lines("out/documents/a.jsonl.zst");
        Assert.Equal(Enumerable.Range(0, 70).Where(static i => i != 40).Select(static i => $"https://site.example/{i}"), documents.Select(static d => d.GetProperty("url").GetString()));
        Assert.All(documents, static d => Assert.Equal(
            new PageAnalyzer().Analyze(Encoding.UTF8.GetBytes(SampleArchive.Page(int.Parse(d.GetProperty("url").GetString()!.Split('/')[^1], CultureInfo.InvariantCulture), seed: 4))).Article.Text,
            d.GetProperty("text").GetString()));
        Assert.Equal("https://site.example/40", Assert.Single(_fixture.Lines("out/rejects/a.jsonl.zst")).GetProperty("url").GetString());
    }

    [Fact]
    public void Shards_hold_the_stated_number_of_pages_and_add_up_to_the_whole()
    {
        string input = _fixture.Write("a.warc.gz", SampleArchive.Warc(60));
        RunFixture.Run(_fixture.Options("whole", input));
        RunResult result = RunFixture.Run(_fixture.Options("shards", input) with { ShardPages = 20 });
        Assert.Equal(3, result.ShardsFinished);
        JsonElement[] whole = _fixture.Lines("whole/documents/a.jsonl.zst");
        JsonElement[] shards = [.. Enumerable.Range(0, 3).SelectMany(i => _fixture.Lines($"shards/documents/a-0000{i}.jsonl.zst"))];
        Assert.Equal(20, _fixture.Lines("shards/documents/a-00002.jsonl.zst").Length);
        Assert.Equal(whole.Select(static d => d.GetRawText()), shards.Select(static d => d.GetRawText()));
        Assert.Equal(121, result.Counts.Records);
    }

    [Fact]
    public void A_sample_is_the_same_however_the_input_is_cut()
    {
        string[] inputs = [_fixture.Write("a.warc.gz", SampleArchive.Warc(200))];
        RunResult result = RunFixture.Run(_fixture.Options("a", inputs) with { Sample = 0.2 });
        RunFixture.Run(_fixture.Options("b", inputs) with { Sample = 0.2, ShardPages = 30, Threads = 1 });
        string[] a = [.. _fixture.Lines("a/documents/a.jsonl.zst").Select(static d => d.GetProperty("id").GetString()!)];
        string[] b = [.. Directory.GetFiles(Path.Combine(_fixture.Folder, "b", "documents")).Order(StringComparer.Ordinal).SelectMany(f => _fixture.Lines(f)).Select(static d => d.GetProperty("id").GetString()!)];
        Assert.Equal(a, b);
        Assert.InRange(a.Length, 20, 60);
        Assert.Equal(200 - a.Length, result.Counts.Skipped["not-sampled"]);
    }

    [Fact]
    public void A_run_over_other_inputs_or_with_other_options_is_refused()
    {
        string a = _fixture.Write("a.warc.gz", SampleArchive.Warc(5));
        string b = _fixture.Write("b.warc.gz", SampleArchive.Warc(5, seed: 2));
        RunOptions options = _fixture.Options("out", a);
        RunFixture.Run(options);
        string[] before = _fixture.Files("out");
        Assert.Contains("where was not given", Refusal(options with { Where = "kept > 1" }), StringComparison.Ordinal);
        Assert.Contains("emit was 'Clean'", Refusal(options with { Output = new OutputOptions { Emit = Emit.Report } }), StringComparison.Ordinal);
        Assert.Contains("policy was 'Balanced'", Refusal(options with { Analyzer = AnalyzerOptions.Default with { Policy = LabellingPolicy.Strict } }), StringComparison.Ordinal);
        Assert.Contains("tasks was '1'", Refusal(options with { Task = new RunTask(1, 2) }), StringComparison.Ordinal);
        Assert.Contains("b.warc.gz is new", Refusal(options with { Inputs = [a, b] }), StringComparison.Ordinal);
        Assert.Contains("a.warc.gz is missing now", Refusal(options with { Inputs = [b] }), StringComparison.Ordinal);
        File.AppendAllText(a, "x");
        Assert.Contains("has changed", Refusal(options), StringComparison.Ordinal);
        Assert.Equal(before, _fixture.Files("out"));
    }

    [Fact]
    public void Threads_and_memory_may_change_between_two_processes()
    {
        string a = _fixture.Write("a.warc.gz", SampleArchive.Warc(5));
        RunFixture.Run(_fixture.Options("out", a));
        RunResult again = RunFixture.Run(_fixture.Options("out", a) with { Threads = 1, MaxBytesInFlight = 1 << 20 });
        Assert.Equal(1, again.ShardsFound);
        Assert.Equal(1, again.ShardsFinished);
    }

    [Fact]
    public void A_vanished_input_is_told_and_the_others_are_done()
    {
        string a = _fixture.Write("a.warc.gz", SampleArchive.Warc(5));
        string gone = Path.Combine(_fixture.Folder, "gone.warc.gz");
        RunResult result = RunFixture.Run(_fixture.Options("out", a, gone));
        FailedInput failed = Assert.Single(result.Failed);
        Assert.Equal(gone, failed.Path);
        Assert.Equal(5, result.Counts.Documents);
        Assert.DoesNotContain(_fixture.Files("out"), static f => f.Contains("gone", StringComparison.Ordinal));

        _fixture.Write("gone.warc.gz", SampleArchive.Warc(4, seed: 3));
        RunResult again = RunFixture.Run(_fixture.Options("out", a, gone));
        Assert.Empty(again.Failed);
        Assert.Equal(9, again.Counts.Documents);
    }

    [Fact]
    public void What_is_in_work_is_bounded()
    {
        // Twelve pages of a MiB and a bound of two: a batch of four is let in alone.
        string input = _fixture.Write("a.warc.gz", SampleArchive.Warc(12, padBytes: 1 << 20));
        RunResult result = RunFixture.Run(_fixture.Options("out", input) with { Threads = 5, MaxBytesInFlight = 2 << 20 });
        Assert.Equal(12, result.Counts.Documents);
        Assert.InRange(result.PeakBytesInFlight, 1 << 20, 20 << 20);
    }

    [Fact]
    public void A_second_process_of_a_task_is_kept_away()
    {
        string a = _fixture.Write("a.warc.gz", SampleArchive.Warc(5));
        string folder = Path.Combine(_fixture.Folder, "out", "manifest");
        Directory.CreateDirectory(folder);
        using (TaskLock.Take(Path.Combine(folder, "task-00001-of-00001.lock")))
        {
            Assert.Contains("Another process", Refusal(_fixture.Options("out", a)), StringComparison.Ordinal);
        }

        Assert.Equal(5, RunFixture.Run(_fixture.Options("out", a)).Counts.Documents);
    }

    [Fact]
    public void An_interrupted_run_leaves_whole_shards_only_and_goes_on()
    {
        string input = _fixture.Write("a.warc.gz", SampleArchive.Warc(120));
        RunOptions options = _fixture.Options("out", input) with { ShardPages = 10 };
        RunFixture.Run(options with { OutputFolder = Path.Combine(_fixture.Folder, "whole") });
        using (var cancel = new CancellationTokenSource())
        {
            cancel.Cancel();
            RunResult stopped = RunFixture.RunUntil(options, cancel.Token);
            Assert.True(stopped.IsInterrupted);
            Assert.Null(stopped.SummaryPath);
        }

        Assert.DoesNotContain(_fixture.Files("out"), static f => f.Contains(".part ", StringComparison.Ordinal) || f.StartsWith("summary", StringComparison.Ordinal));
        RunFixture.Run(options);
        Assert.Equal(_fixture.Files("whole"), _fixture.Files("out"));
    }

    private static string Refusal(RunOptions options) => Assert.Throws<RunException>(() => RunFixture.Run(options)).Message;
}
