using System.Text;
using Chaffinch.Model;
using Xunit;

namespace Chaffinch.Tests.Cleaning;

/// <summary>What the article takes from machine-readable data, and when the visible page is believed instead.</summary>
public sealed class MetadataChoiceTests
{
    private const string Prose =
        "<p>The ferry across the lake runs again after the winter pause, the harbour master said on Friday. It leaves every hour.</p>"
        + "<p>Its new engine uses a third less fuel than the old one, and the crew has been trained for two weeks on calm days.</p>";

    [Theory]
    [InlineData("""{"@type":"NewsArticle","author":{"@type":"Person","name":"Ann Miller"}}""", "Ann Miller")]
    [InlineData("""{"@type":"NewsArticle","author":["Ann Miller",{"name":"Bo Lind"}]}""", "Ann Miller, Bo Lind")]
    [InlineData("""{"@graph":[{"@type":"Article","author":{"@id":"#ann"}},{"@type":"Person","@id":"#ann","name":"Ann Miller"}]}""", "Ann Miller")]
    [InlineData("""[{"@type":"Product","review":{"author":{"name":"A Buyer"}}},{"@type":"BlogPosting","author":{"name":"Ann Miller"}}]""", "Ann Miller")]
    [InlineData("""{"@type":"Article","comment":[{"author":{"name":"A Reader"}}],"author":{"name":"Ann Miller"}}""", "Ann Miller")]
    public void The_author_of_the_article_is_taken_from_json(string json, string author) =>
        Assert.Equal(author, Read($"<script type='application/ld+json'>{json}</script>", "<h1>The ferry runs again</h1>" + Prose).Byline);

    [Fact]
    public void A_visible_line_that_names_its_author_comes_before_what_machines_are_told()
    {
        Article article = Read("<meta name=author content='Site Robot'>", "<h1>The ferry runs again</h1><p class=byline>By Ann Miller</p>" + Prose);
        Assert.Equal("Ann Miller", article.Byline);
    }

    [Theory]
    [InlineData("<meta name=author content='https://lake.example/ann'>")]
    [InlineData("<meta name=author content='admin'>")]
    public void Addresses_and_accounts_are_no_author(string meta) =>
        Assert.Null(Read(meta, "<h1>The ferry runs again</h1>" + Prose).Byline);

    [Fact]
    public void A_label_on_a_line_of_its_own_names_the_next_line() =>
        Assert.Equal("Ann Miller", Read("", "<h1>The ferry runs again</h1><p>Written by</p><p>Ann Miller</p>" + Prose).Byline);

    [Fact]
    public void A_link_to_an_authors_page_names_the_author() =>
        Assert.Equal("Ann Miller", Read("", "<h1>The ferry runs again</h1><div><a href='/authors/ann-miller'>Ann Miller</a></div>" + Prose).Byline);

    [Fact]
    public void A_sentence_that_begins_with_by_names_nobody() =>
        Assert.Null(Read("", "<h1>The ferry runs again</h1><p>By using this site you agree to our cookies.</p>" + Prose).Byline);

    [Fact]
    public void The_stated_date_comes_before_the_first_date_in_sight()
    {
        Article article = Read(
            """<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2024-05-02T08:00:00+02:00"}</script>""",
            "<h1>The ferry runs again</h1><p class=byline>Updated 9 June 2024</p>" + Prose);
        Assert.Equal("2024-05-02T08:00:00+02:00", article.Published);
    }

    [Fact]
    public void A_time_element_gives_the_date_where_nothing_else_does() =>
        Assert.Equal("2024-05-02", Read("", "<h1>The ferry runs again</h1><time datetime='2024-05-02'>last week</time>" + Prose).Published);

    [Fact]
    public void A_heading_that_is_a_slogan_gives_way_to_the_title_element() =>
        Assert.Equal("Ferry timetable", Read("<title>Ferry timetable | Lake Lines</title>", "<h1>Welcome aboard</h1>" + Prose).Title);

    [Fact]
    public void A_heading_with_the_sites_name_gives_way_to_the_heading_with_the_title() =>
        Assert.Equal(
            "The ferry runs again after the winter pause",
            Read("<title>The ferry runs again after the winter pause · Lake Lines</title>", "<h1>Lake Lines</h1><h2>The ferry runs again after the winter pause</h2>" + Prose).Title);

    [Fact]
    public void The_mark_of_a_permanent_link_is_no_part_of_the_title() =>
        Assert.Equal("Ferry timetable", Read("<title>Ferry timetable - Lake Lines</title>", "<h1>Ferry timetable<a href='#t'>¶</a></h1>" + Prose).Title);

    private static Article Read(string head, string body) =>
        new PageAnalyzer().Analyze(Encoding.UTF8.GetBytes($"<!DOCTYPE html><html lang=en><head><meta charset=utf-8>{head}</head><body><main>{body}</main></body></html>")).Article;
}
