using System.Text;
using System.Text.Json;
using Chaffinch.Corpora.Model;
using DuckDB.NET.Data;
using ParquetSharp;
using Xunit;

namespace Chaffinch.Tests.Corpora;

/// <summary>Other programs read what a run wrote, and find in it what the run counted.</summary>
public sealed class RunOutputTests : IDisposable
{
    private const int Pages = 45;

    private readonly RunFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Theory]
    [InlineData(OutputFormat.JsonLines, "jsonl", "read_json_auto")]
    [InlineData(OutputFormat.JsonLinesGzip, "jsonl.gz", "read_json_auto")]
    [InlineData(OutputFormat.JsonLinesZstd, "jsonl.zst", "read_json_auto")]
    [InlineData(OutputFormat.Parquet, "parquet", "read_parquet")]
    public void DuckDB_reads_documents_of_every_format(OutputFormat format, string ending, string function)
    {
        RunCounts counts = Run(new OutputOptions { Format = format, Markdown = true }, "kept > 0").Counts;
        string table = $"{function}('{Path.Combine(_fixture.Folder, "out", "documents", "a." + ending)}')";
        string characters = format == OutputFormat.Parquet ? "kept" : "counts.kept";
        object[] row = Query($"select count(*), count(distinct id), sum({characters})::bigint, count(*) filter (where verdict = 'polluted'), min(length(text)), count(markdown), min(url) from {table}");
        Assert.Equal(counts.Documents, Convert.ToInt64(row[0]));
        Assert.Equal(counts.Documents, Convert.ToInt64(row[1]));
        Assert.Equal(counts.Kept, Convert.ToInt64(row[2]));
        Assert.Equal(counts.Verdicts[1], Convert.ToInt64(row[3]));
        Assert.True(Convert.ToInt64(row[4]) > 50);
        Assert.Equal(counts.Documents, Convert.ToInt64(row[5]));
        Assert.StartsWith("https://town", (string)row[6], StringComparison.Ordinal);
        Assert.True(counts.Documents > 30 && counts.Verdicts[1] > 5);

        string rejects = Path.Combine(_fixture.Folder, "out", "rejects", "a." + (format == OutputFormat.Parquet ? "jsonl.zst" : ending));
        Assert.Equal(counts.Rejected["filtered"], Convert.ToInt64(Query($"select count(*) from read_json_auto('{rejects}') where reason = 'filtered'")[0]));
    }

    [Fact]
    public void DuckDB_reads_the_nested_spans_of_reports()
    {
        Run(new OutputOptions { Emit = Emit.Report, Format = OutputFormat.Parquet });
        string table = $"read_parquet('{Path.Combine(_fixture.Folder, "out", "reports", "a.parquet")}')";
        object[] row = Query($"select count(*), sum(len(spans))::bigint, sum(len(evidence))::bigint, min(len(reasons)), count(*) filter (where len(spans) = 0) from {table}");
        Assert.Equal(Pages, Convert.ToInt64(row[0]));
        Assert.True(Convert.ToInt64(row[1]) > Pages);
        Assert.True(Convert.ToInt64(row[2]) > 0);
        Assert.True(Convert.ToInt64(row[3]) > 0);
        Assert.True(Convert.ToInt64(row[4]) > 0, "No page without spans was there to try an empty list.");
        row = Query($"select count(*), min(s.kind), min(substring(text, s.start + 1, s.\"end\" - s.start)), min(s.confidence) from (select text, unnest(spans) as s from {table}) where s.label = 'injected'");
        Assert.True(Convert.ToInt64(row[0]) > 5);
        Assert.Equal("camouflage", row[1]);
        Assert.StartsWith("∞∧∨", (string)row[2], StringComparison.Ordinal);
        Assert.InRange(Convert.ToDouble(row[3]), 0.5, 1);
    }

    [Fact]
    public void ParquetSharp_reads_the_same_spans_as_the_json_report()
    {
        Run(new OutputOptions { Emit = Emit.Report, Format = OutputFormat.Parquet });
        Run(new OutputOptions { Emit = Emit.Report, Format = OutputFormat.JsonLines }, null, "json");
        JsonElement[] reports = _fixture.Lines("json/reports/a.jsonl");
        using var file = new ParquetFileReader(Path.Combine(_fixture.Folder, "out", "reports", "a.parquet"));
        Assert.Equal(reports.Length, file.FileMetaData.NumRows);
        int at = 0;
        for (int group = 0; group < file.FileMetaData.NumRowGroups; group++)
        {
            using RowGroupReader rows = file.RowGroup(group);
            int count = (int)rows.MetaData.NumRows;
            string[][] labels = Column<string[]>(file, rows, "spans.list.element.label", count);
            int[][] ends = Column<int[]>(file, rows, "spans.list.element.end", count);
            string?[][] themes = Column<string?[]>(file, rows, "spans.list.element.theme", count);
            string[] ids = Column<string>(file, rows, "id", count);
            string?[] titles = Column<string?>(file, rows, "title", count);
            for (int i = 0; i < count; i++, at++)
            {
                JsonElement[] spans = [.. reports[at].GetProperty("spans").EnumerateArray()];
                Assert.Equal(reports[at].GetProperty("source").GetString(), ids[i]);
                Assert.Equal(reports[at].GetProperty("article").GetProperty("title").GetString(), titles[i]);
                Assert.Equal(spans.Select(static s => s.GetProperty("label").GetString()!), labels[i]);
                Assert.Equal(spans.Select(static s => s.GetProperty("end").GetInt32()), ends[i]);
                Assert.Equal(spans.Select(static s => s.GetProperty("theme").GetString()), themes[i]);
            }
        }

        Assert.Equal(reports.Length, at);
    }

    [Fact]
    public void Attributes_point_at_the_unchanged_html_in_code_points()
    {
        Run(new OutputOptions { Emit = Emit.Attributes });
        JsonElement[] lines = _fixture.Lines("out/attributes/chaffinch/a.jsonl.gz");
        Assert.Equal(Pages, lines.Length);
        int seen = 0;
        for (int page = 0; page < Pages; page++)
        {
            if (!lines[page].GetProperty("attributes").TryGetProperty("chaffinch__injected__camouflage", out JsonElement spans))
            {
                continue;
            }

            Rune[] source = [.. SampleArchive.Page(page, 1).EnumerateRunes()];
            foreach (JsonElement span in spans.EnumerateArray())
            {
                string text = string.Concat(source[span[0].GetInt32()..span[1].GetInt32()]);
                Assert.Equal("∞∧∨∑∏∥∠≌∽≦≧≒﹤﹥☆■♀『』◆◣◥▲Ψ※◤◥→№←㊣", text);
                Assert.InRange(span[2].GetDouble(), 0, 1);
                seen++;
            }
        }

        Assert.True(seen > 5, "No planted run was marked.");
    }

    [Theory]
    [InlineData(OutputFormat.JsonLinesGzip, "jsonl.gz")]
    [InlineData(OutputFormat.JsonLinesZstd, "jsonl.zst")]
    [InlineData(OutputFormat.Parquet, "parquet")]
    public void An_output_without_rows_is_a_whole_file(OutputFormat format, string ending)
    {
        Run(new OutputOptions { Format = format }, "kept > 1M");
        string path = $"out/documents/a.{ending}";
        if (format == OutputFormat.Parquet)
        {
            Assert.Equal(0L, Convert.ToInt64(Query($"select count(*) from read_parquet('{Path.Combine(_fixture.Folder, path)}')")[0]));
        }
        else
        {
            Assert.NotEqual(0, new FileInfo(Path.Combine(_fixture.Folder, path)).Length);
            Assert.Empty(_fixture.Lines(path));
        }
    }

    private RunResult Run(OutputOptions output, string? where = null, string folder = "out") =>
        RunFixture.Run(_fixture.Options(folder, _fixture.Write("a.warc.gz", SampleArchive.Warc(Pages))) with { Output = output, Where = where });

    private static T[] Column<T>(ParquetFileReader file, RowGroupReader rows, string path, int count)
    {
        int index = Enumerable.Range(0, file.FileMetaData.NumColumns).First(i => file.FileMetaData.Schema.Column(i).Path.ToDotString() == path);
        using LogicalColumnReader<T> reader = rows.Column(index).LogicalReader<T>();
        return reader.ReadAll(count);
    }

    private static object[] Query(string sql)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using DuckDBCommand command = connection.CreateCommand();
        command.CommandText = sql;
        using DuckDBDataReader reader = command.ExecuteReader();
        Assert.True(reader.Read());
        object[] values = new object[reader.FieldCount];
        reader.GetValues(values);
        return values;
    }
}
