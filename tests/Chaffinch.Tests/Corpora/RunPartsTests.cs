using System.Text;
using System.Text.Json;
using Chaffinch.Corpora.Model;
using Xunit;

namespace Chaffinch.Tests.Corpora;

/// <summary>Runs whose inputs are shared by tasks, or are rows with fields.</summary>
public sealed class RunPartsTests : IDisposable
{
    private readonly RunFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void Tasks_share_the_inputs_and_the_parts_of_a_single_file()
    {
        string input = _fixture.Write("a.warc.gz", SampleArchive.Warc(60));
        RunFixture.Run(_fixture.Options("whole", input));
        string[] expected = [.. _fixture.Lines("whole/documents/a.jsonl.zst").Select(static d => d.GetRawText())];
        long records = 0;
        for (int task = 1; task <= 3; task++)
        {
            records += RunFixture.Run(_fixture.Options("tasks", input) with { Task = new RunTask(task, 3), MinPartBytes = 4 << 10 }).Counts.Records;
        }

        Assert.Equal(121, records);
        string[] made = [.. Enumerable.Range(1, 3).SelectMany(i => _fixture.Lines($"tasks/documents/a.part-0000{i}-of-00003.jsonl.zst")).Select(static d => d.GetRawText())];
        Assert.Equal(expected, made);
        Assert.True(File.Exists(Path.Combine(_fixture.Folder, "tasks", "summary-00002-of-00003.json")));
    }

    [Fact]
    public void Attributes_of_json_lines_have_its_name_its_order_and_its_ids()
    {
        string input = _fixture.Write("documents/en/part.jsonl", SampleArchive.Lines(20));
        RunFixture.Run(_fixture.Options("tags", input, _fixture.Write("documents/de/part.json.gz", Packed(SampleArchive.Lines(3)))) with { Output = new OutputOptions { Emit = Emit.Attributes } });
        Assert.True(File.Exists(Path.Combine(_fixture.Folder, "tags", "attributes", "chaffinch", "de", "part.json.gz")));
        JsonElement[] lines = _fixture.Lines("tags/attributes/chaffinch/en/part.jsonl");
        JsonElement[] rows = _fixture.Lines("documents/en/part.jsonl");
        Assert.Equal(rows.Select(static r => r.GetProperty("id").GetString()), lines.Select(static l => l.GetProperty("id").GetString()));
        for (int i = 0; i < rows.Length; i++)
        {
            Rune[] text = [.. rows[i].GetProperty("text").GetString()!.EnumerateRunes()];
            JsonElement span = lines[i].GetProperty("attributes").GetProperty("chaffinch__injected__camouflage")[0];
            Assert.StartsWith("∞∧∨", string.Concat(text[span[0].GetInt32()..span[1].GetInt32()]), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Other_formats_than_records_are_not_cut()
    {
        string input = _fixture.Write("a.jsonl.gz", Packed(SampleArchive.Lines(200)));
        long documents = 0;
        for (int task = 1; task <= 3; task++)
        {
            documents += RunFixture.Run(_fixture.Options("out", input) with { Task = new RunTask(task, 3), MinPartBytes = 512 }).Counts.Documents;
        }

        Assert.Equal(200, documents);
    }

    [Fact]
    public void A_folder_of_pages_is_one_input_and_one_of_archives_is_several()
    {
        for (int i = 0; i < 5; i++)
        {
            _fixture.Write($"pages/{i % 2}/{i}.html", SampleArchive.Page(i, 1));
        }

        _fixture.Write("crawl/a.warc.gz", SampleArchive.Warc(3));
        _fixture.Write("crawl/deep/b.warc.gz", SampleArchive.Warc(4, seed: 2));
        RunResult pages = RunFixture.Run(_fixture.Options("out", Path.Combine(_fixture.Folder, "pages")));
        Assert.Equal(1, pages.Units);
        JsonElement[] documents = _fixture.Lines("out/documents/pages.jsonl.zst");
        Assert.Equal(5, documents.Length);
        Assert.Equal(5, documents.Select(static d => d.GetProperty("id").GetString()).Distinct(StringComparer.Ordinal).Count());
        Assert.EndsWith("pages/0/0.html", documents[0].GetProperty("source").GetString(), StringComparison.Ordinal);

        RunResult crawl = RunFixture.Run(_fixture.Options("crawled", Path.Combine(_fixture.Folder, "crawl")));
        Assert.Equal(2, crawl.Units);
        Assert.Equal(4, _fixture.Lines("crawled/documents/deep/b.jsonl.zst").Length);
    }

    [Fact]
    public void A_page_of_a_folder_that_has_vanished_is_rejected_and_the_others_are_read()
    {
        string gone = _fixture.Write("pages/b.html", SampleArchive.Page(1, 1));
        _fixture.Write("pages/a.html", SampleArchive.Page(0, 1));
        _fixture.Write("pages/c.html", SampleArchive.Page(2, 1));
        using var run = new Chaffinch.Corpora.CorpusRun(_fixture.Options("out", Path.Combine(_fixture.Folder, "pages")));
        File.Delete(gone);
        RunResult result = run.Run(TestContext.Current.CancellationToken);
        Assert.Equal(2, result.Counts.Documents);
        Assert.Equal(1, result.Counts.Rejected["unreadable-file"]);
        Assert.Equal(gone, Assert.Single(_fixture.Lines("out/rejects/pages.jsonl.zst")).GetProperty("source").GetString());
    }

    private static byte[] Packed(string text)
    {
        var to = new MemoryStream();
        using (var gzip = new System.IO.Compression.GZipStream(to, System.IO.Compression.CompressionLevel.Fastest))
        {
            gzip.Write(System.Text.Encoding.UTF8.GetBytes(text));
        }

        return to.ToArray();
    }
}
