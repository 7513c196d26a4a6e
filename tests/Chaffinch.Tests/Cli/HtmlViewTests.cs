using System.Security.Cryptography;
using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Xunit;

namespace Chaffinch.Tests.Cli;

/// <summary>The HTML view is one page that runs nothing, loads nothing, and shows hostile text as text.</summary>
public sealed class HtmlViewTests : IDisposable
{
    private const string Hostile = """
        The harbour office </script><script>alert(1)</script> opens at nine.
        Its "><img src=x onerror=alert(2)> door is green, and the bell ' onmouseover='alert(3) rings.
        &lt;b&gt; stays as it is written, <!-- and so does this, ]]> and </style></title></div> too.
        ∞∧∨∑∏∥∠≌∽≦≧≒﹤﹥じ☆■♀『』◆◣◥▲Ψ※◤◥→№←㊣"><svg onload=alert(4)>
        """;

    private readonly CliFixture _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void Hostile_text_stays_text()
    {
        IDocument page = View(Hostile);
        string[] allowed =
        [
            "HTML", "HEAD", "META", "TITLE", "STYLE", "BODY", "MAIN", "HEADER", "FOOTER", "SECTION", "ARTICLE", "DIV", "SPAN", "P", "A", "UL", "OL", "LI",
            "H1", "H2", "H3", "STRONG", "BDI", "LABEL", "INPUT", "SUP", "BLOCKQUOTE", "CODE",
        ];
        Assert.All(page.All, e => Assert.Contains(e.TagName, allowed));
        Assert.All(page.All.SelectMany(e => e.Attributes), a => Assert.False(a.Name.StartsWith("on", StringComparison.OrdinalIgnoreCase), a.Name));
        string text = page.QuerySelector(".page")!.TextContent;
        Assert.Contains("</script><script>alert(1)</script>", text, StringComparison.Ordinal);
        Assert.Contains("\"><img src=x onerror=alert(2)>", text, StringComparison.Ordinal);
        Assert.Contains("&lt;b&gt; stays", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_policy_forbids_everything_but_the_one_style_sheet()
    {
        IDocument page = View(Hostile);
        string policy = page.QuerySelector("meta[http-equiv=Content-Security-Policy]")!.GetAttribute("content")!;
        Assert.StartsWith("default-src 'none'; style-src 'sha256-", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        IElement style = Assert.Single(page.QuerySelectorAll("style"));
        string hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(style.TextContent)));
        Assert.Contains($"'sha256-{hash}'", policy, StringComparison.Ordinal);
        Assert.Empty(page.QuerySelectorAll("[style]"));
        Assert.Empty(page.QuerySelectorAll("script"));
    }

    [Fact]
    public void Nothing_is_loaded_and_links_stay_on_the_page()
    {
        string html = CliFixture.RunWith("<p>See <a href=\"https://evil.example/x\">the page</a> of the harbour office, open at nine.</p>", "inspect", "-", "--html").Out;
        IDocument page = Parse(html);
        Assert.Empty(page.QuerySelectorAll("[src],link,iframe,object,embed,form,base"));
        Assert.All(page.QuerySelectorAll("[href]"), e => Assert.StartsWith("#", e.GetAttribute("href")!, StringComparison.Ordinal));
        string css = page.QuerySelector("style")!.TextContent;
        Assert.DoesNotContain("url(", css, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("@import", css, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("evil.example", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Findings_and_their_places_lead_to_each_other()
    {
        IDocument page = View(InspectTests.Polluted);
        IElement[] marks = [.. page.QuerySelectorAll("a.mark")];
        Assert.NotEmpty(marks);
        foreach (IElement mark in marks)
        {
            string target = mark.GetAttribute("href")![1..];
            IElement finding = page.GetElementById(target)!;
            Assert.Equal(target, mark.GetAttribute("aria-describedby"));
            string back = finding.QuerySelector("a")!.GetAttribute("href")![1..];
            Assert.NotNull(page.GetElementById(back));
            Assert.NotEmpty(finding.QuerySelectorAll("li"));
        }

        string[] ids = [.. page.QuerySelectorAll("[id]").Select(e => e.Id!)];
        Assert.Equal(ids.Distinct(StringComparer.Ordinal), ids);
    }

    [Fact]
    public void The_page_says_its_language_size_and_headings()
    {
        IDocument page = View(InspectTests.Polluted);
        Assert.Equal("en", page.DocumentElement.GetAttribute("lang"));
        Assert.NotNull(page.QuerySelector("meta[name=viewport]"));
        Assert.NotNull(page.QuerySelector("main h1"));
        Assert.All(page.QuerySelectorAll("section"), s => Assert.NotNull(page.GetElementById(s.GetAttribute("aria-labelledby")!)));
        Assert.All(page.QuerySelectorAll("input"), i => Assert.Equal("LABEL", i.ParentElement!.TagName));
    }

    [Fact]
    public void Several_inputs_share_one_page()
    {
        string a = _files.Write("a.txt", InspectTests.Polluted);
        string b = _files.Write("b.txt", InspectTests.Polluted);
        IDocument page = Parse(CliFixture.Run("inspect", a, b, "--html").Out);
        Assert.Equal(2, page.QuerySelectorAll("main").Length);
        string[] ids = [.. page.QuerySelectorAll("[id]").Select(e => e.Id!)];
        Assert.Equal(ids.Distinct(StringComparer.Ordinal), ids);
    }

    [Fact]
    public void A_file_is_written_and_written_over_but_never_a_foreign_one()
    {
        string input = _files.Write("in.txt", InspectTests.Polluted);
        string view = Path.Combine(_files.Folder, "view.html");
        Assert.Equal(0, CliFixture.Run("inspect", input, "--html", view).Code);
        Assert.StartsWith("<!doctype html>", File.ReadAllText(view), StringComparison.Ordinal);
        Assert.Equal(0, CliFixture.Run("inspect", input, "--html", view).Code);

        string foreign = _files.Write("page.html", "<p>The only copy of a page.</p>");
        CliResult refused = CliFixture.Run("inspect", "--html", foreign, input);
        Assert.Equal(2, refused.Code);
        Assert.Contains("was not made by chaffinch", refused.Error, StringComparison.Ordinal);
        Assert.Equal("<p>The only copy of a page.</p>", File.ReadAllText(foreign));
    }

    [Fact]
    public void The_policy_stands_before_anything_that_comes_from_the_page()
    {
        string name = _files.Write("<script>x.txt", Hostile);
        string html = CliFixture.Run("inspect", name, "--html").Out;
        Assert.InRange(html.IndexOf("Content-Security-Policy", StringComparison.Ordinal), 0, html.IndexOf("<title>", StringComparison.Ordinal));
        Assert.Empty(Parse(html).QuerySelectorAll("script"));
    }

    private static IDocument View(string text) => Parse(CliFixture.RunWith(text, "inspect", "-", "--html", "--format", "text").Out);

    private static IDocument Parse(string html) => new HtmlParser().ParseDocument(html);
}
