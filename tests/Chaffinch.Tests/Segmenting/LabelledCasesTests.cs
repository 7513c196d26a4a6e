using System.Diagnostics;
using System.Text.Json;
using Chaffinch.Model;
using Xunit;

namespace Chaffinch.Tests.Segmenting;

/// <summary>On the labelled development cases the page text is the gold text, and what was planted out of sight is seen as hidden.</summary>
public sealed class LabelledCasesTests
{
    private static readonly Lock Gate = new();

    [Theory]
    [InlineData("m07")]
    [InlineData("m20")]
    [InlineData("m35")]
    [InlineData("z07")]
    [InlineData("z20")]
    [InlineData("z41")]
    public void The_page_text_is_the_gold_text(string name)
    {
        string folder = Build();
        using JsonDocument gold = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, name + ".gold.json")));
        string expected = string.Concat(gold.RootElement.GetProperty("gold").EnumerateArray().Select(s => s.GetProperty("text").GetString()));
        Page page = Read(folder, name);
        Assert.Equal(expected, string.Concat(page.Text.Where(c => !char.IsWhiteSpace(c))));
        HtmlPages.CheckLaws(page);
    }

    [Theory]
    [InlineData("m07", "injected:link", HiddenBy.OffScreen)]
    [InlineData("m07", "injected:keyword", HiddenBy.Display)]
    [InlineData("m20", "injected:keyword-list", HiddenBy.Colour)]
    [InlineData("z07", "injected:link", HiddenBy.OffScreen)]
    [InlineData("z41", "injected:link", HiddenBy.OffScreen)]
    public void Planted_text_out_of_sight_is_hidden(string name, string label, HiddenBy by)
    {
        string folder = Build();
        using JsonDocument gold = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, name + ".gold.json")));
        Page page = Read(folder, name);
        int found = 0;
        foreach (JsonElement span in gold.RootElement.GetProperty("gold").EnumerateArray())
        {
            string text = span.GetProperty("text").GetString()!;
            if (span.GetProperty("label").GetString() + ":" + span.GetProperty("kind").GetString() == label)
            {
                found += HiddenHolds(page, text, by) ? 1 : 0;
            }
        }

        Assert.True(found > 0, $"No {label} of {name} is hidden by {by}.");
    }

    [Theory]
    [InlineData("m35")]
    [InlineData("z20")]
    public void Nothing_is_hidden_where_all_is_seen(string name)
    {
        Page page = Read(Build(), name);
        Assert.DoesNotContain(page.Blocks.ToArray(), b => b.IsHidden);
        Assert.DoesNotContain(page.Inlines.ToArray(), r => r.Kind == InlineKind.Hidden);
    }

    private static bool HiddenHolds(Page page, string text, HiddenBy by)
    {
        foreach (Block block in page.Blocks)
        {
            if (block.Hidden == by && Squeezed(page.Text(block.Span)).Contains(text, StringComparison.Ordinal))
            {
                return true;
            }
        }

        foreach (InlineRun run in page.Inlines)
        {
            if (run.Hidden == by && Squeezed(page.Text(run.Span)).Contains(text, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    private static string Squeezed(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c)));

    private static Page Read(string folder, string name) => HtmlPages.Read(File.ReadAllText(Path.Combine(folder, name + ".html")));

    private static string Build()
    {
        string? tool = Repository.Data is null ? null : Path.Combine(Repository.Data, "..", "tools", "cases.py");
        if (tool is null || !File.Exists(tool))
        {
            Assert.Skip("The labelled cases or the tool that builds them are not here.");
        }

        string folder = Path.Combine(AppContext.BaseDirectory, "labelled-cases-html");
        lock (Gate)
        {
            if (!Directory.Exists(folder))
            {
                var start = new ProcessStartInfo("python3", [tool, "build", Path.Combine(Repository.Data!, "cases"), folder + ".new"]) { RedirectStandardOutput = true, UseShellExecute = false };
                using Process python = Process.Start(start)!;
                string said = python.StandardOutput.ReadToEnd();
                python.WaitForExit();
                Assert.True(python.ExitCode == 0, said);
                Directory.Move(folder + ".new", folder);
            }
        }

        return folder;
    }
}
