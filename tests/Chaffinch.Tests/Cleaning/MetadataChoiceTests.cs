using System.Text;
using Chaffinch.Cleaning;
using Chaffinch.Model;
using Chaffinch.Segmenting;
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
    public void A_name_that_microdata_marks_in_a_line_is_the_author()
    {
        const string Name = "<span itemprop=author itemscope itemtype='https://schema.org/Person'><b itemprop=name>Ann Miller</b>,</span>";
        Assert.Equal("Ann Miller", Read("", "<h1>The ferry runs again</h1><div>Lake News</div><p>" + Name + " 2 days ago</p>" + Prose).Byline);
        Assert.Equal("Ann Miller", Read("", "<h1>The ferry runs again</h1>" + Prose + "<aside><p>" + Name + " in <a href=/c>Boats</a>, <a href=/p>link to this</a></p></aside>").Byline);
    }

    [Fact]
    public void The_author_of_a_review_is_not_the_pages() =>
        Assert.Null(Read("", "<h1>The ferry runs again</h1>" + Prose
            + "<div itemprop=review itemscope itemtype='https://schema.org/Review'><p>Fine. <span itemprop=author>Ann Miller</span> and others</p></div>").Byline);

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

    [Fact]
    public void The_authors_of_a_scholarly_page_are_all_named() =>
        Assert.Equal(
            "Ann Miller, Bo Lind",
            Read("<meta name=citation_author content='Ann Miller'><meta name=citation_author content='Bo Lind'>", "<h1>The ferry runs again</h1>" + Prose).Byline);

    [Theory]
    [InlineData("<meta name=author content='Site Desk'><meta property='dc:creator' content='Ann Miller'>")]
    [InlineData("<meta property='x:title dc:creator x:other' content='Ann Miller'>")]
    [InlineData("""<script type="application/ld+json">{"@type":"Article","author":{"name":"annm"}}</script><meta name=author content="Ann Miller">""")]
    public void The_surest_of_the_metas_names_the_author(string head) =>
        Assert.Equal("Ann Miller", Read(head, "<h1>The ferry runs again</h1>" + Prose).Byline);

    [Theory]
    [InlineData("{\"@type\":\"Article\",\"description\":\"two\nlines\",\"author\":\"Ann Miller\"}")]
    [InlineData("{\"@type\":\"Article\",\"description\":\"the ferry\\'s run\",\"author\":\"Ann Miller\"}")]
    [InlineData("<![CDATA[\n{\"@type\":\"Article\",\"author\":\"Ann Miller\"}\n]]>")]
    public void Broken_json_is_mended(string json) =>
        Assert.Equal("Ann Miller", Read($"<script type='application/ld+json'>{json}</script>", "<h1>The ferry runs again</h1>" + Prose).Byline);

    [Theory]
    [InlineData("<p class=byline>By Ann Miller March 18 at 3:57 PM Follow @annmiller</p>")]
    [InlineData("<p class=byline>by Ann Miller on Jan 22, 2025</p>")]
    [InlineData("<p class=byline>By Ann Miller, head of the office of ferries and bridges</p>")]
    [InlineData("<p class=byline>Ann Miller 3 days ago</p>")]
    [InlineData("<div class=author-box><img alt=''><p>Ann Miller</p></div>")]
    [InlineData("<p>Ann Miller</p><p>22 January 2025</p>")]
    [InlineData("<p class=byline>By Ann Miller. Reviewed by Bo Lind</p>")]
    public void The_name_is_cut_from_what_stands_around_it(string line) =>
        Assert.Equal("Ann Miller", Read("", "<h1>The ferry runs again</h1>" + line + Prose).Byline);

    [Theory]
    [InlineData("<p>Photo by Bo Lind</p>")]
    [InlineData("<ul><li>Contributors</li><li>Advertise</li></ul>")]
    [InlineData("<p>Lake News</p><p>22 January 2025</p><nav><a href='/authorize'>Sign In</a></nav>")]
    public void What_looks_like_a_byline_and_is_none_names_nobody_who_is_not_told(string line)
    {
        Article article = Read("<meta name=author content='Ann Miller'>", "<h1>The ferry runs again</h1>" + line + Prose);
        Assert.Equal("Ann Miller", article.Byline);
    }

    [Fact]
    public void The_sites_own_name_gives_way_to_a_person_at_the_headline() =>
        Assert.Equal(
            "Ann Miller",
            Read("<meta property=og:site_name content='Lake Lines'><meta name=author content='Lake Lines'>", "<h1>The ferry runs again</h1><p class=author>Ann Miller</p>" + Prose).Byline);

    [Fact]
    public void In_a_thread_the_first_poster_is_the_author()
    {
        const string Body = "<h1>Which ferry is best?</h1><p>edited May 3</p><p><a href='/users/9/lind'>lind99</a></p><p>asked May 2</p><p><a href='/users/7/miller'>annm</a></p>"
            + Prose + "<p><a href='/users/8/lake'>lakeman</a></p>" + Prose;
        Page page = new PageAnalyzer().Read(Encoding.UTF8.GetBytes("<!DOCTYPE html><html lang=en><title>Which ferry is best?</title><body><main>" + Body + "</main></body></html>"));
        SegmentedPage segmented = Segmenter.Segment(page);
        LabelledPage labelled = new PageAnalyzer().Label(page);
        Assert.Equal("annm", Cleaner.Clean(segmented, labelled.Spans, [.. labelled.Evidence], PageType.Forum).Byline);
    }

    [Theory]
    [InlineData("3 May 2019", "2019-05-03")]
    [InlineData("1 May 2024", "2024-05-02T08:00:00+02:00")]
    public void A_byline_much_older_than_the_stated_date_is_the_date(string visible, string published)
    {
        Article article = Read(
            """<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2024-05-02T08:00:00+02:00"}</script>""",
            $"<h1>The ferry runs again</h1><p class=byline>By Ann Miller, {visible}</p>" + Prose);
        Assert.Equal(published, article.Published);
    }

    [Theory]
    [InlineData("<meta property=article:modified_time content=2024-06-01>", "2024-06-01")]
    [InlineData("<meta property=article:modified_time content=2024-06-01><meta name=published-date content=2024-05-02>", "2024-05-02")]
    public void The_date_of_the_last_change_stands_in_where_there_is_no_other(string head, string published) =>
        Assert.Equal(published, Read(head, "<h1>The ferry runs again</h1>" + Prose).Published);

    private static Article Read(string head, string body) =>
        new PageAnalyzer().Analyze(Encoding.UTF8.GetBytes($"<!DOCTYPE html><html lang=en><head><meta charset=utf-8>{head}</head><body><main>{body}</main></body></html>")).Article;
}
