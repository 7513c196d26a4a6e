using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Xunit;

namespace Chaffinch.Tests.Cli;

/// <summary>Which inputs a command takes, in which order, and what it says of those it cannot take.</summary>
public sealed class InputTests : IDisposable
{
    private const string Text = "The ferry to the island runs twice a day.\n";

    private readonly CliFixture _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void One_input_gives_one_report_on_one_line()
    {
        string path = _files.Write("a.txt", Text);
        CliResult result = CliFixture.Run("inspect", path, "--json");
        Assert.Equal(0, result.Code);
        Assert.Equal("", result.Error);
        Assert.Single(result.Lines);
        Assert.Equal(path, Source(result.Lines[0]));
    }

    [Fact]
    public void A_dash_reads_standard_input()
    {
        CliResult result = CliFixture.RunWith(Text, "inspect", "-", "--json");
        Assert.Equal(0, result.Code);
        Assert.Equal("-", Source(result.Lines[0]));
        Assert.Contains("island", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Several_inputs_keep_the_order_of_the_arguments()
    {
        string b = _files.Write("b.txt", Text);
        string a = _files.Write("a.txt", Text);
        CliResult result = CliFixture.Run("inspect", b, a, b, "--json");
        Assert.Equal([b, a, b], result.Lines.Select(Source));
    }

    [Fact]
    public void A_folder_is_read_to_its_depth_in_ordinal_order_and_holds_pages_only()
    {
        string[] pages = [_files.Write("a/z.HTM", Text), _files.Write("a.html", Text), _files.Write("b.md", Text), _files.Write("c/d/e.xhtml", Text)];
        _files.Write("picture.png", Text);
        _files.Write(".cache/x.html", Text);
        CliResult result = CliFixture.Run("inspect", _files.Folder, "--json");
        Assert.Equal(0, result.Code);
        Assert.Equal(pages, result.Lines.Select(Source));
    }

    [Fact]
    public void A_quoted_pattern_is_expanded()
    {
        string[] pages = [_files.Write("a1.html", Text), _files.Write("a2.html", Text)];
        string deep = _files.Write("s/t/a3.html", Text);
        _files.Write("b.html", Text);
        Assert.Equal(pages, CliFixture.Run("inspect", _files.Folder + "/a*.html", "--json").Lines.Select(Source));
        Assert.Equal([deep], CliFixture.Run("inspect", _files.Folder + "/*/?/a*.html", "--json").Lines.Select(Source));
        Assert.Equal([.. pages, deep], CliFixture.Run("inspect", _files.Folder + "/**/a*.html", "--json").Lines.Select(Source));
    }

    [Fact]
    public void A_name_with_pattern_characters_that_exists_is_a_file()
    {
        string path = _files.Write("what?.txt", Text);
        Assert.Equal([path], CliFixture.Run("inspect", path, "--json").Lines.Select(Source));
    }

    [Fact]
    public void Gzip_files_are_unpacked()
    {
        CliResult result = CliFixture.Run("inspect", _files.Write("a.html.gz", Gzip(Text)), "--json");
        Assert.Equal(0, result.Code);
        Assert.Contains("island", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_read_is_told_in_one_line_each_and_the_rest_still_runs()
    {
        string good = _files.Write("good.txt", Text);
        Directory.CreateDirectory(Path.Combine(_files.Folder, "none"));
        (string Path, string Says)[] bad =
        [
            (Path.Combine(_files.Folder, "missing.txt"), "no such file"),
            (_files.Write("empty.txt", ""), "empty"),
            (_files.Write("blank.txt", " \n\t\n"), "empty"),
            (_files.Write("picture.html", [0x89, 0x50, 0x4E, 0x47, 13, 10, 26, 10, 0, 0]), "a PNG picture"),
            (_files.Write("noise.txt", Noise()), "binary data"),
            (_files.Write("cut.html.gz", Gzip(string.Concat(Enumerable.Repeat(Text, 50)))[..^12]), "damaged or cut off"),
            (Path.Combine(_files.Folder, "none"), "holds no pages"),
            (_files.Folder + "/*.nothing", "no file matches"),
        ];
        CliResult result = CliFixture.Run(["inspect", .. bad.Select(b => b.Path), good, "--json"]);
        Assert.Equal(3, result.Code);
        Assert.Equal([good], result.Lines.Select(Source));
        string[] errors = result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(bad.Length, errors.Length);
        for (int i = 0; i < bad.Length; i++)
        {
            Assert.Contains(bad[i].Path, errors[i], StringComparison.Ordinal);
            Assert.Contains(bad[i].Says, errors[i], StringComparison.Ordinal);
        }
    }

    [Fact]
    public void An_input_over_the_limit_is_refused_with_the_way_out()
    {
        string path = _files.Write("large.txt", new string('a', (1 << 20) + 1));
        CliResult result = CliFixture.Run("inspect", path, "--json", "--max-size", "1");
        Assert.Equal(3, result.Code);
        Assert.Contains("--max-size", result.Error, StringComparison.Ordinal);
        Assert.Equal("", result.Out);
        Assert.Equal(0, CliFixture.Run("inspect", path, "--json", "--max-size", "2").Code);
    }

    [Fact]
    public void A_packed_input_counts_as_unpacked()
    {
        string path = _files.Write("bomb.html.gz", Gzip(new string('a', 3 << 20)));
        Assert.Equal(3, CliFixture.Run("inspect", path, "--json", "--max-size", "1").Code);
    }

    [Fact]
    public void Utf16_text_is_no_binary_file()
    {
        byte[] bytes = [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(Text)];
        Assert.DoesNotContain("binary", CliFixture.Run("inspect", _files.Write("wide.txt", bytes), "--json").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_hostile_file_name_cannot_steer_the_terminal()
    {
        CliResult result = CliFixture.Run("inspect", "\u001b[2Jx\nchaffinch: all is well", "--json");
        Assert.Equal(3, result.Code);
        Assert.DoesNotContain('\u001b', result.Error);
        Assert.Single(result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    private static string Source(string report)
    {
        using JsonDocument json = JsonDocument.Parse(report);
        return json.RootElement.GetProperty("source").GetString()!;
    }

    private static byte[] Gzip(string text)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return packed.ToArray();
    }

    private static byte[] Noise() => [.. Enumerable.Range(0, 4096).Select(i => (byte)(i * 167 % 256))];
}
