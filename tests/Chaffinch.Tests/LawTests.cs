using System.Collections.Immutable;
using System.IO.Compression;
using System.Text;
using Chaffinch.Lab;
using Chaffinch.Model;
using CsCheck;
using Xunit;

namespace Chaffinch.Tests;

/// <summary>The laws of the design, over every page at hand and over hostile ones. The long run is <c>lab/run fuzz</c>.</summary>
public sealed class LawTests
{
    [Theory]
    [InlineData("seed", "seed.txt", 1)]
    [InlineData("cases", "*.gold.*", 1)]
    [InlineData("zh-pages", "*.html.gz", 1)]
    [InlineData("readability/pages", "source.html.gz", 3)]
    [InlineData("trafilatura-eval/html", "*.gz", 30)]
    [InlineData("wcxb-dev", "*.html.gz", 40)]
    [InlineData("clean/docs", "*.md", 40)]
    public void Hold_over_pages_at_hand(string folder, string pattern, int every)
    {
        if (Repository.Data is null)
        {
            Assert.Skip("The development data is not beside the repository (../shared/data, or CHAFFINCH_DATA).");
        }

        string[] files = Directory.GetFiles(Path.Combine(Repository.Data!, folder), pattern, SearchOption.AllDirectories);
        Array.Sort(files, StringComparer.Ordinal);
        Assert.NotEmpty(files);
        var analyzer = new PageAnalyzer();
        for (int i = 0; i < files.Length; i += every)
        {
            Assert.Null(Laws.Analyze(analyzer, Read(files[i])) is string broken ? $"{files[i]}: {broken}" : null);
        }
    }

    [Fact]
    public void Hold_over_own_pages()
    {
        var analyzer = new PageAnalyzer();
        foreach (byte[] page in FuzzSeeds.Own)
        {
            Assert.Null(Laws.Analyze(analyzer, page));
            Assert.Null(Laws.Analyze(analyzer, page, new InputHints("https://a.example/x", "text/html; charset=utf-8", InputFormat.Html)));
            Assert.Null(Laws.Analyze(analyzer, page, new InputHints(Format: InputFormat.Text)));
        }
    }

    /// <summary>Found by fuzzing: nothing stands before the first line, though it is prose and its words end a headline.</summary>
    [Fact]
    public void Hold_where_a_headline_ends_with_the_words_of_the_first_line()
    {
        const string Page = "the<>oldbayallmorningandnobodyspokeofthestormthathadcome<a>thenightbefore<a>.<p><h2>n theold< bayallmorningandnobodyspokeofthestormthathadcome<a >thenightbefore<a>";
        Assert.Null(Laws.Analyze(new PageAnalyzer(), Encoding.UTF8.GetBytes(Page)));
    }

    [Fact]
    public void Hold_over_tag_soup_and_mutated_pages()
    {
        var analyzer = new PageAnalyzer();
        int start = Environment.TickCount & 0xFFFFFF;
        for (int i = start; i < start + 400; i++)
        {
            var soup = new Soup(i);
            byte[] page = i % 2 == 0 ? soup.Page(1 << (3 + (i % 8))) : soup.Mutate(FuzzSeeds.Own[i % FuzzSeeds.Own.Count], FuzzSeeds.Own[i / 7 % FuzzSeeds.Own.Count]);
            Assert.Null(Laws.Analyze(analyzer, page) is string broken ? $"soup {i}: {broken}" : null);
        }
    }

    [Fact]
    public void Hold_over_random_text()
    {
        var analyzer = new PageAnalyzer();
        Gen.String[Gen.Char, 0, 400].Sample(text => Assert.Null(Laws.Analyze(analyzer, Encoding.UTF8.GetBytes(text))), iter: 300, threads: 1);
        Gen.Byte.Array[0, 400].Sample(bytes => Assert.Null(Laws.Analyze(analyzer, bytes)), iter: 300, threads: 1);
    }

    [Fact]
    public void Hold_over_pages_that_aim_at_quadratic_time()
    {
        var analyzer = new PageAnalyzer();
        string[] units = ["<div>", "<b><p>", "<table><tr><td>", "<a href=x>y", "&amp", "<p title='", "a, ", "中_", "。", "“(", "☆ ", "By x | ", "<li><ul>", "\n1. x", "「", "x\u200B", "2024-01-02 ", "<!--"];
        foreach (string unit in units)
        {
            byte[] page = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(unit, 60_000 / unit.Length)));
            Assert.Null(Laws.Read(analyzer, page));
            LabelledPage labelled = analyzer.Analyze(page);
            Assert.Null(Laws.Tiling(labelled) ?? Laws.Evidence(labelled) ?? Laws.Conservation(labelled) ?? Laws.Kept(labelled));
        }
    }

    [Theory]
    [InlineData("readability/pages", "source.html.gz", 6)]
    [InlineData("zh-pages", "*.html.gz", 4)]
    [InlineData("wcxb-dev", "*.html.gz", 60)]
    public void Markdown_of_pages_at_hand_renders_to_their_text(string folder, string pattern, int every)
    {
        if (Repository.Data is null)
        {
            Assert.Skip("The development data is not beside the repository (../shared/data, or CHAFFINCH_DATA).");
        }

        string[] files = Directory.GetFiles(Path.Combine(Repository.Data!, folder), pattern, SearchOption.AllDirectories);
        Array.Sort(files, StringComparer.Ordinal);
        var analyzer = new PageAnalyzer();
        for (int i = 0; i < files.Length; i += every)
        {
            string? other = Cleaning.MarkdownTests.FirstDifference(analyzer.Analyze(Read(files[i])).Article);
            Assert.Null(other is null ? null : $"{files[i]}: {other}");
        }
    }

    [Fact]
    public void Markdown_of_pages_renders_to_their_text()
    {
        var analyzer = new PageAnalyzer();
        foreach (byte[] page in FuzzSeeds.Own)
        {
            Assert.Null(Cleaning.MarkdownTests.Compare(analyzer.Analyze(page).Article));
        }
    }

    [Fact]
    public void Checks_notice_what_breaks_a_law()
    {
        Page page = new PageAnalyzer().Read("One line.\nAnother line 😀."u8.ToArray());
        LabelledPage With(params LabelledSpan[] spans) => new(
            page, null, [.. spans], [], new Judgement(PageVerdict.Clean, 1, ["none"]), new Article { Text = "", Markdown = "", Kept = [], Cuts = [] });
        LabelledSpan Span(int start, int end, Label label = Label.Body, Kind kind = Kind.None) => new(new(start, end), label, kind, Theme.None, 1, []);
        int length = page.Text.Length;
        Assert.Null(Laws.Tiling(With(Span(0, 9), Span(10, length))));
        Assert.NotNull(Laws.Tiling(With(Span(0, 9))));
        Assert.NotNull(Laws.Tiling(With(Span(0, 8), Span(10, length))));
        Assert.NotNull(Laws.Tiling(With(Span(0, 12), Span(10, length))));
        Assert.NotNull(Laws.Tiling(With(Span(0, 10), Span(10, length))));
        Assert.NotNull(Laws.Tiling(With(Span(0, length - 2), Span(length - 2, length))));
        Assert.NotNull(Laws.Evidence(With(Span(0, 9, Label.Injected, Kind.Promo))));
        Assert.NotNull(Laws.Evidence(With(Span(0, 9, Label.Body, Kind.Promo))));
        Assert.NotNull(Laws.Conservation(With(Span(0, length))));
        LabelledPage good = new PageAnalyzer().Label(page);
        Assert.Null(Laws.Conservation(good));
        Assert.Null(Laws.Kept(good));
        LabelledPage planted = new(page, null, [Span(0, length, Label.Injected, Kind.Promo)], [], good.Judgement, good.Article with { Kept = [new(0, length)] });
        Assert.NotNull(Laws.Kept(planted));
    }

    private static byte[] Read(string file)
    {
        byte[] bytes = File.ReadAllBytes(file);
        if (!file.EndsWith(".gz", StringComparison.Ordinal))
        {
            return bytes;
        }

        using var inflate = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
        using var to = new MemoryStream();
        inflate.CopyTo(to);
        return to.ToArray();
    }
}
