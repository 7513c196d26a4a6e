using System.Text;
using Chaffinch.Model;
using Xunit;

namespace Chaffinch.Tests.Cleaning;

/// <summary>Destinations of links in Markdown: as written where that means the same, else resolved and escaped.</summary>
public sealed class MarkdownLinkTests
{
    private const string Url = "https://news.example.org/a/b.html";

    [Theory]
    [InlineData("/wiki/Ferry", "https://news.example.org/wiki/Ferry")]
    [InlineData("/wiki/Ferry_(boat)", "https://news.example.org/wiki/Ferry_%28boat%29")]
    [InlineData("/find?q=1&amp;p=2", "https://news.example.org/find?q=1&amp;p=2")]
    [InlineData("/a/../c", "https://news.example.org/c")]
    [InlineData("c.html", "https://news.example.org/a/c.html")]
    [InlineData("//other.example/x", "https://other.example/x")]
    [InlineData("https://other.example/x?y=1", "https://other.example/x?y=1")]
    [InlineData("https://other.example/x y", "https://other.example/x%20y")]
    public void A_link_of_a_page_with_an_address_is_whole(string href, string expected) => Assert.Contains($"[timetable]({expected})", Read(href, Url), StringComparison.Ordinal);

    [Theory]
    [InlineData("/wiki/Ferry", "/wiki/Ferry")]
    [InlineData("wiki/Ferry", "wiki/Ferry")]
    [InlineData("mailto:a@example.org", "mailto:a@example.org")]
    public void Without_an_address_it_stays_as_written(string href, string expected) => Assert.Contains($"[timetable]({expected})", Read(href, null), StringComparison.Ordinal);

    [Theory]
    [InlineData("javascript:go()")]
    [InlineData("data:text/html,x")]
    public void What_is_no_address_is_no_link(string href) => Assert.DoesNotContain("](", Read(href, null), StringComparison.Ordinal);

    private static string Read(string href, string? url)
    {
        string prose = "<p>The early crossing leaves ten minutes later from the first of the month, the harbour office said on Monday.</p>";
        byte[] page = Encoding.UTF8.GetBytes($"<!doctype html><title>Ferry</title><h1>Ferry</h1>{prose}<p>The whole <a href=\"{href}\">timetable</a> hangs at the quay, and copies of it are to be had in the office every day.</p>{prose}");
        return new PageAnalyzer().Analyze(page, new InputHints(url)).Article.Markdown;
    }
}
