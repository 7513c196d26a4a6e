using System.Text.Json;
using Chaffinch.Detecting;
using Xunit;

namespace Chaffinch.Tests.Cli;

/// <summary>The other commands, the help and wrong usage.</summary>
public sealed class CommandTests
{
    [Fact]
    public void Clean_prints_the_article_without_what_was_planted()
    {
        CliResult result = CliFixture.RunWith(InspectTests.Polluted, "clean", "-");
        Assert.Equal(0, result.Code);
        Assert.Contains("It replaces the narrow crossing of 1911", result.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("∞∧∨∑", result.Out, StringComparison.Ordinal);
        Assert.EndsWith("\n", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Clean_gives_the_article_and_what_was_cut_as_json()
    {
        CliResult result = CliFixture.RunWith(InspectTests.Polluted, "clean", "-", "--json");
        Assert.Single(result.Lines);
        using JsonDocument json = JsonDocument.Parse(result.Out);
        Assert.Equal("chaffinch.article/1", json.RootElement.GetProperty("schema").GetString());
        Assert.Contains("benches", json.RootElement.GetProperty("text").GetString(), StringComparison.Ordinal);
        JsonElement cut = Assert.Single(json.RootElement.GetProperty("cuts").EnumerateArray(), c => c.GetProperty("label").GetString() == "injected");
        Assert.Contains("∞∧∨∑", cut.GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.NotEqual("", cut.GetProperty("reason").GetString());
    }

    [Fact]
    public void Clean_as_markdown_heads_the_article_with_its_title()
    {
        const string Html = "<html><head><title>Bridge opens in May</title></head><body><article><h1>Bridge opens in May</h1><p>The new bridge over the river Alder opens on the second of May, the county said on Tuesday.</p><h2>The old crossing</h2><p>It replaces the narrow crossing of 1911, which lorries have not been allowed to use since the flood.</p></article></body></html>";
        CliResult result = CliFixture.RunWith(Html, "clean", "-", "--markdown");
        Assert.Equal(0, result.Code);
        Assert.StartsWith("# Bridge opens in May\n", result.Out, StringComparison.Ordinal);
        Assert.Contains("The new bridge over the river", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Clean_gives_comments_to_who_asks_for_them()
    {
        string frame = string.Concat(Enumerable.Range(0, 40).Select(i => $"<li><a href='/{i}'>Section {i}</a></li>"));
        string html = $"<html lang=en><head><title>Bridge opens in May</title></head><body><nav><ul>{frame}</ul></nav><main><article><h1>Bridge opens in May</h1>"
            + "<p>The new bridge over the river Alder opens on the second of May, the county said on Tuesday. It replaces the narrow crossing of 1911.</p>"
            + "<p>Lorries have not been allowed to use the old crossing since the flood, and drove half an hour around the hills to the next one.</p></article></main>"
            + "<section class='comments'><div class='comment'><div class='comment-author'>Ann Miller</div><div class='comment-date'>2024-05-03</div><div class='comment-content'><p>At *last*.</p></div></div></section>"
            + $"<footer><ul>{frame}</ul></footer></body></html>";
        Assert.DoesNotContain("last*", CliFixture.RunWith(html, "clean", "-").Out, StringComparison.Ordinal);
        Assert.EndsWith("\n— Ann Miller, 2024-05-03\nAt *last*.\n", CliFixture.RunWith(html, "clean", "-", "--comments").Out, StringComparison.Ordinal);
        Assert.EndsWith("---\n\n**Ann Miller, 2024-05-03**\n\nAt \\*last\\*.\n", CliFixture.RunWith(html, "clean", "-", "--comments", "--markdown").Out, StringComparison.Ordinal);
        using JsonDocument json = JsonDocument.Parse(CliFixture.RunWith(html, "clean", "-", "--comments", "--json").Out);
        Assert.Equal("At *last*.", Assert.Single(json.RootElement.GetProperty("comments").EnumerateArray()).GetProperty("text").GetString());
    }

    [Fact]
    public void Clean_repairs_damaged_text_says_so_and_leaves_it_out_for_who_asks()
    {
        const string Page = "The bridge over the mill stream is open again, said the mayor on Monday.\n%96 76CCJ C6DED F?E:= E96 DAC:?8 4@>6D 324< E@ E96 G2==6J[ 2?5 :ED 4C6H H:== A2:?E E96 9F==]\n";
        CliResult repaired = CliFixture.RunWith(Page, "clean", "-");
        CliResult asFound = CliFixture.RunWith(Page, "clean", "-", "--as-found");
        CliResult json = CliFixture.RunWith(Page, "clean", "-", "--json");

        Assert.EndsWith("\nThe ferry rests until the spring comes back to the valley, and its crew will paint the hull.\n", repaired.Out, StringComparison.Ordinal);
        Assert.Equal("chaffinch: standard input: 1 damaged run was repaired in the article; --json lists them, --as-found leaves them out\n", repaired.Error);
        Assert.DoesNotContain("ferry", asFound.Out, StringComparison.Ordinal);
        Assert.Empty(asFound.Error);
        using JsonDocument article = JsonDocument.Parse(json.Out);
        JsonElement repair = Assert.Single(article.RootElement.GetProperty("repairs").EnumerateArray());
        string text = article.RootElement.GetProperty("text").GetString()!;
        Assert.Equal(repair.GetProperty("text").GetString(), text[repair.GetProperty("fieldStart").GetInt32()..repair.GetProperty("fieldEnd").GetInt32()]);
        Assert.Contains(article.RootElement.GetProperty("cuts").EnumerateArray(), c => c.GetProperty("reason").GetString()!.StartsWith("Encoded text, repaired from “%96 76CCJ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("--color", "always", "")]
    [InlineData("--color", "never", "")]
    [InlineData("--html", "", "Repaired in the article</h2>")]
    public void Inspect_shows_what_was_repaired(string option, string value, string holds)
    {
        const string Page = "The bridge over the mill stream is open again, said the mayor on Monday.\n%96 76CCJ C6DED F?E:= E96 DAC:?8 4@>6D 324< E@ E96 G2==6J[ 2?5 :ED 4C6H H:== A2:?E E96 9F==]\n";
        string[] args = ["inspect", "-", option, .. value.Length > 0 ? new[] { value } : []];
        string output = CliFixture.RunWith(Page, args).Out;

        Assert.Contains("Repaired in the article", output, StringComparison.Ordinal);
        Assert.Contains(" → ", output, StringComparison.Ordinal);
        Assert.Contains(holds, output, StringComparison.Ordinal);
        Assert.DoesNotContain("Repaired in the article", CliFixture.RunWith(Page, [.. args, "--as-found"]).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Explain_lists_every_detector()
    {
        CliResult result = CliFixture.Run("explain");
        Assert.Equal(0, result.Code);
        Assert.NotEmpty(Detectors.All);
        Assert.All(Detectors.All, d => Assert.Contains(result.Lines, l => l.StartsWith(d.Name + " ", StringComparison.Ordinal)));
    }

    [Fact]
    public void Explain_tells_all_of_each_detector()
    {
        foreach (Detector detector in Detectors.All)
        {
            CliResult result = CliFixture.Run("explain", detector.Name);
            Assert.Equal(0, result.Code);
            string[] words = string.Join(' ', detector.What, detector.Why, detector.LeavesAlone, detector.Source).Split(' ', StringSplitOptions.RemoveEmptyEntries);
            Assert.All(words, w => Assert.Contains(w, result.Out, StringComparison.Ordinal));
            Assert.All(detector.Signals, s => Assert.Contains(s.Name, result.Out, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void An_unknown_detector_is_refused_with_a_suggestion()
    {
        CliResult result = CliFixture.Run("explain", "simbol-run");
        Assert.Equal(2, result.Code);
        Assert.Contains("'symbol-run'", result.Error, StringComparison.Ordinal);
        Assert.Equal(2, CliFixture.Run("inspect", "-", "--disable", "nonsense").Code);
    }

    [Fact]
    public void The_version_is_printed()
    {
        CliResult result = CliFixture.Run("--version");
        Assert.Equal(0, result.Code);
        Assert.Matches("^chaffinch [0-9]+\\.[0-9]+\\.[0-9]+", result.Out);
    }

    [Theory]
    [InlineData]
    [InlineData("inspect")]
    [InlineData("clean")]
    [InlineData("run")]
    [InlineData("explain")]
    [InlineData("completion")]
    public void Help_has_examples_and_fits_the_terminal(params string[] command)
    {
        CliResult result = CliFixture.Run([.. command, "--help"]);
        Assert.Equal(0, result.Code);
        Assert.Contains("Usage:\n  chaffinch", result.Out.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains("chaffinch " + (command.Length > 0 ? command[0] : "inspect"), result.Out, StringComparison.Ordinal);
        Assert.Equal("", result.Error);
    }

    [Theory]
    [InlineData("Say what to do")]
    [InlineData("'inspect'", "inspekt")]
    [InlineData("'--json'", "inspect", "-", "--jsn")]
    [InlineData("INPUT", "inspect")]
    [InlineData("not both", "inspect", "-", "--json", "--html")]
    [InlineData("--max-size", "inspect", "-", "--max-size", "0")]
    [InlineData("loud", "inspect", "-", "--color", "loud")]
    [InlineData("--out", "run", "a.warc.gz")]
    [InlineData("at least one INPUT", "run", "--out", "out")]
    [InlineData("column 11", "run", "a.warc.gz", "--out", "/tmp/chaffinch-none", "--where", "verdict = cleen")]
    [InlineData("I/N", "run", "a.warc.gz", "--out", "out", "--task", "4/3")]
    [InlineData("--sample", "run", "a.warc.gz", "--out", "out", "--sample", "0%")]
    [InlineData("--shard-size", "run", "a.warc.gz", "--out", "out", "--shard-size", "0")]
    [InlineData("--field", "run", "a.warc.gz", "--out", "out", "--field", "body=x")]
    [InlineData("cannot be filtered", "run", "a.warc.gz", "--out", "out", "--emit", "attributes", "--where", "kept > 1")]
    [InlineData("named twice", "run", "a.warc.gz", "a.warc.gz", "--out", "out")]
    [InlineData("'--threads'", "run", "a.warc.gz", "--out", "out", "--thread", "1")]
    public void Wrong_usage_is_told_in_two_lines(string says, params string[] args)
    {
        CliResult result = CliFixture.Run(args);
        Assert.Equal(2, result.Code);
        Assert.Equal("", result.Out);
        Assert.Contains(says, result.Error, StringComparison.Ordinal);
        Assert.Equal(2, result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Theory]
    [InlineData("bash", "complete -o")]
    [InlineData("zsh", "compdef")]
    [InlineData("fish", "complete -c chaffinch")]
    public void Completion_scripts_are_printed(string shell, string holds)
    {
        CliResult result = CliFixture.Run("completion", shell);
        Assert.Equal(0, result.Code);
        Assert.Contains(holds, result.Out, StringComparison.Ordinal);
        Assert.Equal(2, CliFixture.Run("completion", "ksh").Code);
    }

    [Theory]
    [InlineData("./chaffinch ins", "inspect")]
    [InlineData("chaffinch inspect --fo", "--format")]
    [InlineData("chaffinch inspect --format ", "html")]
    [InlineData("chaffinch run --emit ", "attributes")]
    [InlineData("chaffinch run --as ", "parquet")]
    [InlineData("chaffinch explain symb", "symbol-run")]
    [InlineData("chaffinch inspect --disable ", "symbol-run")]
    public void Words_are_completed(string line, string word)
    {
        Assert.Contains(word, CliFixture.Run($"[suggest:{line.Length}]", line).Lines);
    }
}
