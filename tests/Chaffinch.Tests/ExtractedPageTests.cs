using System.Text;
using Chaffinch.Detecting;
using Chaffinch.Model;
using Xunit;

namespace Chaffinch.Tests;

/// <summary>What a caller gets who wants main text only.</summary>
public sealed class ExtractedPageTests
{
    [Fact]
    public void Plain_text_gives_the_text_that_labelling_without_detectors_gives()
    {
        byte[] bytes = Encoding.UTF8.GetBytes("Ferry timetable changes in May\n\nThe early crossing leaves ten minutes later from the first of the month, the harbour office said.\n\nTickets that were bought before stay valid.\n\nHome | Routes | Contact\n");
        ExtractedPage read = new PageAnalyzer().ReadMainText(bytes);
        LabelledPage labelled = new PageAnalyzer(new AnalyzerOptions { DisabledDetectors = [.. Detectors.All.Select(d => d.Name)] }).Analyze(bytes);

        Assert.Equal(labelled.Article.Text, read.Text);
        Assert.Contains("harbour office", read.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Whole_blocks_of_a_larger_page_make_up_the_text()
    {
        byte[] bytes = Encoding.UTF8.GetBytes(LargePage());
        var analyzer = new PageAnalyzer();
        ExtractedPage read = analyzer.ReadMainText(bytes, new InputHints("https://example.org/news/harbour"));

        Assert.NotEmpty(read.Kept);
        Assert.Equal(read.Text, string.Join('\n', read.Kept.Select(k => read.Page.Text.Substring(k.Start, k.Length))));
        Assert.Contains("Paragraph 7 of the report", read.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Cookie settings", read.Text, StringComparison.Ordinal);
        Assert.Equal(read.Text, analyzer.ReadMainText(bytes, new InputHints("https://example.org/news/harbour")).Text);
    }

    [Fact]
    public void Markdown_is_left_out_where_nobody_wants_it_and_nothing_else_changes()
    {
        byte[] bytes = Encoding.UTF8.GetBytes(LargePage());
        Article with = new PageAnalyzer().Analyze(bytes).Article;
        Article without = new PageAnalyzer(new AnalyzerOptions { Markdown = false }).Analyze(bytes).Article;

        Assert.NotEmpty(with.Markdown);
        Assert.Empty(without.Markdown);
        Assert.Equal(with.Text, without.Text);
        Assert.Equal(with.Title, without.Title);
        Assert.Equal(with.Kept, without.Kept);
    }

    private static readonly string[] Things =
    [
        "quay", "crane", "lighthouse", "ticket office", "slipway", "breakwater", "mooring", "gangway", "warehouse", "signal mast",
        "fish market", "ferry ramp", "customs shed", "clock tower", "lock gate", "dry dock", "rope store", "weather station", "pilot boat", "harbour wall",
    ];

    private static string LargePage()
    {
        var html = new StringBuilder("<!doctype html><html lang=en><head><title>Harbour report - Example Times</title></head><body class=\"single post\"><nav class=\"main-menu\"><ul>");
        for (int i = 0; i < 40; i++)
        {
            html.Append("<li class=\"menu-item\"><a href=\"/section").Append(i).Append("\">Section ").Append(i).Append("</a></li>");
        }

        html.Append("</ul></nav><main><article class=\"post entry\"><h1 class=\"entry-title\">Harbour report</h1><div class=\"entry-content\">");
        for (int i = 0; i < 20; i++)
        {
            html.Append("<p>Paragraph ").Append(i).Append(" of the report tells at some length how the ").Append(Things[i]).Append(" was mended, what it cost, and who of the town's people had asked for it before the winter came.</p>");
        }

        return html.Append("</div></article></main><footer class=\"site-footer\"><p><a href=\"/cookies\">Cookie settings</a></p><p><a href=\"/imprint\">Imprint</a></p></footer></body></html>").ToString();
    }
}
