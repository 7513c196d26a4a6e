using System.Buffers;
using System.Text;
using System.Text.Json;
using Chaffinch.Model;
using Chaffinch.Writing;
using CsCheck;
using NJsonSchema;
using Xunit;

namespace Chaffinch.Tests.Writing;

/// <summary>Every report is what <c>docs/report.md</c> and <c>docs/report.schema.json</c> say.</summary>
public sealed class ReportTests
{
    private const string Sample = """
        Ferry to the island runs again 😀

        By Ada Winter, 3 May 2024

        The ferry to the island runs twice a day again, the harbour office said on Friday.
        ∞∧∨∑∏∥∠≌∽≦≧≒﹤﹥じ☆■♀『』◆◣◥▲
        Passengers with bicycles are asked to come half an hour early, since the deck is small.
        """;

    private static readonly string[] Fields =
    [
        "schema", "source", "url", "encoding", "language", "pageType", "pageTypeConfidence", "verdict", "confidence", "reasons", "text", "spans", "evidence", "article", "defects",
    ];

    private static readonly Lazy<JsonSchema> Schema = new(() =>
        JsonSchema.FromJsonAsync(File.ReadAllText(Path.Combine(Repository.Root, "docs", "report.schema.json")), TestContext.Current.CancellationToken)
            .GetAwaiter().GetResult());

    [Fact]
    public void Fields_stand_in_the_documented_order()
    {
        using JsonDocument report = Parse(Sample);
        Assert.Equal(Fields, report.RootElement.EnumerateObject().Select(p => p.Name));
        Assert.Equal(
            ["title", "byline", "published", "language", "text", "markdown"],
            report.RootElement.GetProperty("article").EnumerateObject().Select(p => p.Name));
    }

    [Fact]
    public void Every_field_of_the_schema_is_in_the_document_and_the_other_way_round()
    {
        string document = File.ReadAllText(Path.Combine(Repository.Root, "docs", "report.md"));
        var names = Schema.Value.Properties.Keys.ToHashSet(StringComparer.Ordinal);
        foreach (JsonSchema definition in Schema.Value.Definitions.Values)
        {
            names.UnionWith(definition.Properties.Keys);
        }

        Assert.True(names.Count > 25);
        Assert.All(names, name => Assert.Contains($"`{name}`", document, StringComparison.Ordinal));
        foreach (string word in Words())
        {
            Assert.Contains($"`{word}`", document, StringComparison.Ordinal);
            Assert.Contains($"\"{word}\"", Schema.Value.ToJson(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_schema_refuses_what_is_no_report()
    {
        string good = new PageAnalyzer().Analyze(Encoding.UTF8.GetBytes(Sample)).ToJson();
        Assert.Empty(Schema.Value.Validate(good));
        Assert.NotEmpty(Schema.Value.Validate("{}"));
        Assert.NotEmpty(Schema.Value.Validate(good.Replace("\"schema\":\"chaffinch.report/1\"", "\"schema\":\"other\"", StringComparison.Ordinal)));
        Assert.NotEmpty(Schema.Value.Validate(good.Replace("\"label\":\"body\"", "\"label\":\"prose\"", StringComparison.Ordinal)));
        Assert.NotEmpty(Schema.Value.Validate(good.Replace("\"defects\":", "\"more\":1,\"defects\":", StringComparison.Ordinal)));
    }

    [Fact]
    public void Offsets_count_code_points_and_cut_the_text_where_the_spans_are()
    {
        LabelledPage page = new PageAnalyzer().Analyze(Encoding.UTF8.GetBytes(Sample));
        using JsonDocument report = JsonDocument.Parse(page.ToJson());
        int[] runes = [.. page.Page.Text.EnumerateRunes().Select(r => r.Value)];
        Assert.True(runes.Length < page.Page.Text.Length, "The sample has no character beyond the basic plane.");
        JsonElement[] spans = [.. report.RootElement.GetProperty("spans").EnumerateArray()];
        Assert.Equal(page.Spans.Length, spans.Length);
        for (int i = 0; i < spans.Length; i++)
        {
            Assert.Equal(page.Page.Text.Substring(page.Spans[i].Span.Start, page.Spans[i].Span.Length), Cut(runes, spans[i]));
        }

        JsonElement[] evidence = [.. report.RootElement.GetProperty("evidence").EnumerateArray()];
        Assert.NotEmpty(evidence);
        for (int i = 0; i < evidence.Length; i++)
        {
            Assert.Equal(page.Page.Text.Substring(page.Evidence[i].Span.Start, page.Evidence[i].Span.Length), Cut(runes, evidence[i]));
        }
    }

    [Fact]
    public void Reports_of_the_same_bytes_are_the_same_bytes()
    {
        byte[] bytes = Encoding.UTF8.GetBytes(Sample);
        var analyzer = new PageAnalyzer();
        string first = analyzer.Analyze(bytes).ToJson();
        analyzer.Analyze("Something else stands here, to leave traces."u8.ToArray());
        Assert.Equal(first, analyzer.Analyze(bytes).ToJson());
        Assert.Equal(first, new PageAnalyzer().Analyze(bytes).ToJson());
    }

    [Fact]
    public void All_ways_of_writing_give_the_same()
    {
        LabelledPage page = new PageAnalyzer().Analyze(Encoding.UTF8.GetBytes(Sample));
        var buffer = new ArrayBufferWriter<byte>();
        ReportWriter.Write(buffer, page, "a.txt");
        using var stream = new MemoryStream();
        ReportWriter.Write(stream, page, "a.txt");
        Assert.Equal(stream.ToArray(), buffer.WrittenSpan.ToArray());
        Assert.Equal(page.ToJson("a.txt"), Encoding.UTF8.GetString(stream.ToArray()));
        Assert.DoesNotContain('\n', page.ToJson());
        using JsonDocument indented = JsonDocument.Parse(page.ToJson("a.txt", indented: true));
        Assert.Equal(page.ToJson("a.txt"), JsonSerializer.Serialize(indented, Relaxed));
    }

    [Fact]
    public void Letters_of_all_scripts_stay_readable()
    {
        string report = new PageAnalyzer().Analyze("Жители города 城市居民 سكان 😀 told the paper."u8.ToArray()).ToJson();
        Assert.Contains("Жители города 城市居民 سكان", report, StringComparison.Ordinal);
    }

    [Fact]
    public void Reports_of_random_pages_hold_to_the_schema()
    {
        Gen<string> piece = Gen.OneOf(
            Gen.Const("\n"), Gen.Const("<p>"), Gen.Const("</div><h1>"), Gen.Const("The boat leaves at noon. "), Gen.Const("船中午离开。"), Gen.Const("😀"),
            Gen.Const("☆■♀◆◣◥▲∞∧∨∑∏∥∠≌∽"), Gen.Const("a_b_c_d_e"), Gen.Const("\uFFFD\uFFFD"), Gen.Const("<title>"), Gen.Const("&#x4f60;"), Gen.String[0, 12]);
        var analyzer = new PageAnalyzer();
        piece.Array[0, 30].Select(string.Concat).Sample(
            text => Check(analyzer.Analyze(Encoding.UTF8.GetBytes(text)), text), iter: 300, threads: 1);
        Gen.Byte.Array[0, 400].Sample(
            bytes => Check(analyzer.Analyze(bytes), Convert.ToHexString(bytes)), iter: 200, threads: 1);
    }

    [Fact]
    public void Repairs_hold_to_the_schema_and_count_code_points()
    {
        const string Text = "😀 The bridge over the mill stream is open again, said the mayor on Monday. 😀\n%96 76CCJ C6DED F?E:= E96 DAC:?8 4@>6D 324< E@ E96 G2==6J[ 2?5 :ED 4C6H H:== A2:?E E96 9F==]";
        Check(new PageAnalyzer().Analyze(Encoding.UTF8.GetBytes(Text)), Text);
        using JsonDocument report = Parse(Text);
        JsonElement article = report.RootElement.GetProperty("article");
        JsonElement repair = Assert.Single(article.GetProperty("repairs").EnumerateArray());
        int[] page = [.. Text.EnumerateRunes().Select(r => r.Value)];
        int[] text = [.. article.GetProperty("text").GetString()!.EnumerateRunes().Select(r => r.Value)];
        int[] repaired = [.. repair.GetProperty("text").GetString()!.EnumerateRunes().Select(r => r.Value)];

        Assert.StartsWith("%96 76CCJ", Cut(page, repair), StringComparison.Ordinal);
        Assert.Equal(repaired, text[repair.GetProperty("fieldStart").GetInt32()..repair.GetProperty("fieldEnd").GetInt32()]);
    }

    [Fact]
    public void Reports_of_all_sample_pages_hold_to_the_schema()
    {
        var analyzer = new PageAnalyzer();
        string[] files = [.. Pages(Path.Combine(Repository.Root, "docs")), .. Pages(Path.Combine(Repository.Root, "tests"))];
        Assert.NotEmpty(files);
        foreach (string file in files)
        {
            Check(analyzer.Analyze(File.ReadAllBytes(file)), file);
        }
    }

    [Fact]
    public void Reports_of_the_development_pages_hold_to_the_schema()
    {
        if (Repository.Data is null)
        {
            Assert.Skip("The development data is not beside the repository.");
        }

        var analyzer = new PageAnalyzer();
        string[] files = [.. Pages(Path.Combine(Repository.Data, "seed")), .. Pages(Path.Combine(Repository.Data, "cases")), .. Pages(Path.Combine(Repository.Data, "zh-pages"))];
        Assert.NotEmpty(files);
        foreach (string file in files)
        {
            Check(analyzer.Analyze(File.ReadAllBytes(file)), file);
        }
    }

    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static IEnumerable<string> Pages(string folder) => !Directory.Exists(folder) ? [] : Directory
        .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        .Where(f => Path.GetExtension(f) is ".html" or ".htm" or ".txt")
        .Order(StringComparer.Ordinal);

    private static void Check(LabelledPage page, string what)
    {
        string json = page.ToJson();
        Assert.True(Schema.Value.Validate(json) is { Count: 0 }, $"{what}: {string.Join(", ", Schema.Value.Validate(json).Take(3))}");
        foreach (LabelledSpan span in page.Spans)
        {
            Assert.All(span.Evidence, i => Assert.InRange(i, 0, page.Evidence.Length - 1));
        }
    }

    private static JsonDocument Parse(string text) => JsonDocument.Parse(new PageAnalyzer().Analyze(Encoding.UTF8.GetBytes(text)).ToJson());

    private static string Cut(int[] runes, JsonElement range)
    {
        var text = new StringBuilder();
        for (int i = range.GetProperty("start").GetInt32(); i < range.GetProperty("end").GetInt32(); i++)
        {
            text.Append(new Rune(runes[i]));
        }

        return text.ToString();
    }

    private static IEnumerable<string> Words() =>
    [
        .. Enum.GetValues<Label>().Select(LabelNames.NameOf),
        .. Enum.GetValues<Kind>().Select(LabelNames.NameOf).OfType<string>(),
        .. Enum.GetValues<Theme>().Select(LabelNames.NameOf).OfType<string>(),
        .. Enum.GetValues<PageVerdict>().Select(LabelNames.NameOf),
    ];
}
