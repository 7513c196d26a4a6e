using System.Text.Json;
using Chaffinch.Model;
using Chaffinch.Tests.Acceptance;
using Xunit;

namespace Chaffinch.Tests.Cli;

/// <summary>What <c>inspect</c> shows, and with which exit code.</summary>
public sealed class InspectTests : IDisposable
{
    public const string Polluted = """
        New bridge over the Alder opens in May

        The new bridge over the river Alder opens on the second of May, the county said on Tuesday.
        It replaces the narrow crossing of 1911, which lorries have not been allowed to use since the flood.
        ∞∧∨∑∏∥∠≌∽≦≧≒﹤﹥じ☆■♀『』◆◣◥▲Ψ※◤◥→№←㊣
        Walkers get a path of their own on the southern side, with benches and a view of the old mill.
        """;

    private const string Clean = "The new bridge over the river Alder opens on the second of May, the county said. It has a path for walkers.\n";

    private readonly CliFixture _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void The_view_names_verdict_text_findings_and_facts()
    {
        CliResult result = CliFixture.RunWith(Polluted, "inspect", "-");
        Assert.Equal(0, result.Code);
        Assert.Contains("standard input", result.Out, StringComparison.Ordinal);
        Assert.Contains("[POLLUTED]", result.Out, StringComparison.Ordinal);
        Assert.Contains("The new bridge over the river Alder", result.Out, StringComparison.Ordinal);
        Assert.Contains("⟦1: ∞∧", result.Out, StringComparison.Ordinal);
        Assert.Contains("camouflage", result.Out, StringComparison.Ordinal);
        Assert.Contains("symbol-run:", result.Out, StringComparison.Ordinal);
        Assert.Contains("bytes ", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Output_that_is_no_terminal_is_plain()
    {
        Assert.DoesNotContain('\u001b', CliFixture.RunWith(Polluted, "inspect", "-").Out);
        Assert.Contains("\u001b[", CliFixture.RunWith(Polluted, "inspect", "-", "--color", "always").Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_terminal_gets_colours_unless_it_or_its_user_says_no()
    {
        Assert.Contains('\u001b', OnTerminal("inspect", "-").Out);
        Assert.Contains("■", OnTerminal("inspect", "-").Out, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', OnTerminal("inspect", "-", "--color", "never").Out);
        Assert.DoesNotContain('\u001b', OnTerminal(static v => v == "NO_COLOR" ? "1" : null, "inspect", "-").Out);
        Assert.DoesNotContain('\u001b', OnTerminal(static v => v == "TERM" ? "dumb" : null, "inspect", "-").Out);
    }

    [Fact]
    public void Body_text_has_the_terminals_own_colour()
    {
        string shown = OnTerminal("inspect", "-").Out;
        Assert.Contains("\u001b[38;5;244m │ \u001b[0mWalkers get a path", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("38;5;0m", shown, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(40)]
    [InlineData(64)]
    [InlineData(80)]
    [InlineData(130)]
    public void No_line_is_wider_than_the_terminal(int width)
    {
        string text = Polluted + "阿尔德河上的新桥将于五月二日开通，县政府周二表示。新桥取代了一九一一年建成的窄桥，洪水之后卡车一直不能通行。\n";
        CliResult result = CliFixture.RunWith(ToStream(text), ["inspect", "-"], s => s with { Width = width });
        Assert.All(result.Lines, line => Assert.InRange(Chaffinch.Cli.Rendering.CellWidth.Of(line), 0, width));
    }

    [Fact]
    public void A_page_cannot_steer_the_terminal()
    {
        const string Hostile = "Before the bell \u001b[2J\u001b]0;owned\u0007 and \u009b31m after \u202Egnihsif\u202C it rings twice.\n";
        foreach (string color in (string[])["always", "never"])
        {
            string shown = CliFixture.RunWith(Hostile, "inspect", "-", "--color", color).Out;
            Assert.DoesNotContain("\u001b[2J", shown, StringComparison.Ordinal);
            Assert.DoesNotContain("\u001b]", shown, StringComparison.Ordinal);
            Assert.DoesNotContain('\u0007', shown);
            Assert.DoesNotContain('\u009b', shown);
            Assert.DoesNotContain('\u202E', shown);
        }
    }

    [Fact]
    public void Hidden_text_is_marked()
    {
        const string Html = "<html><body><p>The harbour office is open on weekdays from nine to five.</p><div style=\"display:none\">Cheap garden chairs here</div></body></html>";
        Assert.Contains("[hidden: display:none]", CliFixture.RunWith(Html, "inspect", "-").Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Long_genuine_runs_are_folded_unless_all_is_asked_for()
    {
        string text = string.Concat(Enumerable.Range(1, 60).Select(i => $"The ferry left pier {i} at noon and came back with the tide in the evening.\n"));
        CliResult folded = CliFixture.RunWith(text, "inspect", "-");
        Assert.Contains("--all shows them", folded.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("pier 30 ", folded.Out, StringComparison.Ordinal);
        CliResult all = CliFixture.RunWith(text, "inspect", "-", "--all");
        Assert.DoesNotContain("--all shows them", all.Out, StringComparison.Ordinal);
        Assert.All(Enumerable.Range(1, 60), i => Assert.Contains($"pier {i} ", all.Out, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("injected", true, 1)]
    [InlineData("any", true, 1)]
    [InlineData("damaged", true, 0)]
    [InlineData("injected", false, 0)]
    [InlineData("any", false, 0)]
    public void Findings_fail_the_run_when_asked(string kind, bool polluted, int code)
    {
        CliResult result = CliFixture.RunWith(polluted ? Polluted : Clean, "inspect", "-", "--quiet", "--fail-on", kind);
        Assert.Equal(code, result.Code);
        Assert.Equal("", result.Out);
    }

    [Fact]
    public void An_input_that_cannot_be_read_outweighs_findings()
    {
        CliResult result = CliFixture.RunWith(Polluted, "inspect", "-", "/nowhere/at/all.html", "--quiet", "--fail-on", "any");
        Assert.Equal(3, result.Code);
        Assert.Contains("/nowhere/at/all.html", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_disabled_detector_states_nothing()
    {
        Assert.Contains("\"symbol-run\"", CliFixture.RunWith(Polluted, "inspect", "-", "--json").Out, StringComparison.Ordinal);
        Assert.DoesNotContain("\"symbol-run\"", CliFixture.RunWith(Polluted, "inspect", "-", "--json", "--disable", "symbol-run").Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_policy_moves_the_border_between_missing_and_hurting()
    {
        GoldSource[] pages = [.. GoldSource.LoadAll(Path.Combine(Repository.Root, "tests", "samples", "train")).Where(p => p.Verdict == PageVerdict.Polluted).Take(15)];
        int[] planted = [.. new[] { "strict", "balanced", "thorough" }.Select(policy => pages.Sum(page => Planted(page, "--policy", policy)))];
        Assert.True(planted[0] < planted[1] && planted[1] < planted[2], string.Join(", ", planted));
        Assert.Equal(2, CliFixture.Run("inspect", "-", "--policy", "mild").Code);
    }

    private static int Planted(GoldSource page, params string[] more)
    {
        CliResult result = CliFixture.RunWith(new MemoryStream(page.Page), ["inspect", "-", "--json", .. more]);
        using var report = JsonDocument.Parse(result.Out);
        return report.RootElement.GetProperty("spans").EnumerateArray()
            .Where(s => s.GetProperty("label").GetString() == "injected")
            .Sum(s => s.GetProperty("end").GetInt32() - s.GetProperty("start").GetInt32());
    }

    [Fact]
    public void What_is_known_of_the_page_reaches_the_report()
    {
        string path = _files.Write("page", [.. "<p>Gr"u8, 0xFC, 0xDF, .. "e aus dem Hafen</p>"u8]);
        using JsonDocument report = JsonDocument.Parse(
            CliFixture.Run("inspect", path, "--json", "--charset", "windows-1252", "--format", "html", "--url", "https://hafen.example/a").Out);
        Assert.Equal("Grüße aus dem Hafen", report.RootElement.GetProperty("text").GetString()!.Trim());
        Assert.Equal("windows-1252", report.RootElement.GetProperty("encoding").GetString());
        Assert.Equal("https://hafen.example/a", report.RootElement.GetProperty("url").GetString());
        using JsonDocument text = JsonDocument.Parse(CliFixture.Run("inspect", path, "--json", "--content-type", "text/plain; charset=windows-1252", "--format", "text").Out);
        Assert.Contains("<p>", text.RootElement.GetProperty("text").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Pretty_reports_hold_the_same()
    {
        CliResult pretty = CliFixture.RunWith(Polluted, "inspect", "-", "--json", "--pretty");
        Assert.True(pretty.Lines.Length > 20);
        using JsonDocument a = JsonDocument.Parse(pretty.Out);
        using JsonDocument b = JsonDocument.Parse(CliFixture.RunWith(Polluted, "inspect", "-", "--json").Out);
        Assert.Equal(JsonSerializer.Serialize(b), JsonSerializer.Serialize(a));
    }

    [Fact]
    public void A_reader_that_goes_ends_the_run_quietly()
    {
        var error = new StringWriter();
        int code = Chaffinch.Cli.CommandLine.Run(["inspect", "-", "--json"], new Chaffinch.Cli.Surroundings
        {
            In = ToStream(Polluted),
            Out = new ClosedPipe(),
            Error = error,
        });
        Assert.Equal(0, code);
        Assert.Equal("", error.ToString());
    }

    [Fact]
    public void A_cancelled_run_says_so_by_its_code()
    {
        using var cancel = new CancellationTokenSource();
        cancel.Cancel();
        CliResult result = CliFixture.RunWith(ToStream(Polluted), ["inspect", "-", "--json"], s => s with { Cancel = cancel.Token });
        Assert.Equal(130, result.Code);
        Assert.Equal("", result.Out + result.Error);
    }

    private static CliResult OnTerminal(params string[] args) => OnTerminal(static _ => null, args);

    private static CliResult OnTerminal(Func<string, string?> variable, params string[] args) =>
        CliFixture.RunWith(ToStream(Polluted), args, s => s with { OutIsTerminal = true, Variable = variable, Width = 100 });

    private static MemoryStream ToStream(string text) => new(System.Text.Encoding.UTF8.GetBytes(text));

    private sealed class ClosedPipe : MemoryStream
    {
        public override void Write(ReadOnlySpan<byte> buffer) => throw new IOException("Broken pipe");

        public override void Write(byte[] buffer, int offset, int count) => throw new IOException("Broken pipe");
    }
}
