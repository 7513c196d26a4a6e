using Chaffinch.Model;
using Xunit;

namespace Chaffinch.Tests.Segmenting;

/// <summary>Blocks, containers, hints, links, runs and metadata of a page.</summary>
public sealed class PageStructureTests
{
    [Fact]
    public void Blocks_know_their_element_and_what_is_around_it()
    {
        Page page = HtmlPages.Read(
            "<header><p>Mast</p></header><nav><ul><li>News<ul><li>Local</ul></ul></nav>"
            + "<main><article><header><h2>Loaf</h2></header><blockquote><p>Said</p></blockquote><footer>Filed</footer></article></main>"
            + "<aside>Aside</aside><form><label>Name</label></form><footer>Foot</footer>"
            + "<table><caption>Prices</caption><tr><td>Oats</table><dl><dt>Rye</dl><p><code>run()</code></p><details><summary>More</summary></details>");
        Assert.True(page.BlockOf("Mast").Traits.HasFlag(BlockTraits.InHeader));
        Block local = page.BlockOf("Local");
        Assert.Equal((HtmlTag.Li, 2), (local.Tag, (int)local.ListDepth));
        Assert.True(local.Traits.HasFlag(BlockTraits.InNav | BlockTraits.ListItem));
        Block loaf = page.BlockOf("Loaf");
        Assert.Equal((HtmlTag.H2, 2), (loaf.Tag, (int)loaf.HeadingLevel));
        Assert.True(loaf.Traits.HasFlag(BlockTraits.InMain | BlockTraits.InArticle));
        Assert.False(loaf.Traits.HasFlag(BlockTraits.InHeader));
        Assert.True(page.BlockOf("Said").Traits.HasFlag(BlockTraits.Quote));
        Assert.False(page.BlockOf("Filed").Traits.HasFlag(BlockTraits.InFooter));
        Assert.True(page.BlockOf("Aside").Traits.HasFlag(BlockTraits.InAside));
        Assert.True(page.BlockOf("Name").Traits.HasFlag(BlockTraits.InForm | BlockTraits.Control));
        Assert.True(page.BlockOf("Foot").Traits.HasFlag(BlockTraits.InFooter));
        Assert.True(page.BlockOf("Prices").Traits.HasFlag(BlockTraits.Caption));
        Assert.True(page.BlockOf("Oats").Traits.HasFlag(BlockTraits.TableCell));
        Assert.True(page.BlockOf("Rye").Traits.HasFlag(BlockTraits.Definition));
        Assert.True(page.BlockOf("run()").Traits.HasFlag(BlockTraits.Code));
        Assert.True(page.BlockOf("More").Traits.HasFlag(BlockTraits.Foldable));
        Assert.Equal(0, page.BlockOf("Foot").HeadingLevel);
    }

    [Theory]
    [InlineData("class='entry-content'", Hints.Content)]
    [InlineData("class='post_content clearfix'", Hints.Content)]
    [InlineData("itemprop='articleBody'", Hints.Content)]
    [InlineData("class='articleBody2'", Hints.Content)]
    [InlineData("id='content'", Hints.Content)]
    [InlineData("class='site-content'", Hints.None)]
    [InlineData("id='breadcrumbs-one'", Hints.Breadcrumb)]
    [InlineData("id='gnb'", Hints.Navigation)]
    [InlineData("class='daohang'", Hints.Navigation)]
    [InlineData("class='dibu'", Hints.Footer)]
    [InlineData("id='zhengwen'", Hints.Content)]
    [InlineData("class='bshare-custom'", Hints.Share)]
    [InlineData("class='relatedPosts'", Hints.Related)]
    [InlineData("class='SIDEBAR'", Hints.Sidebar)]
    [InlineData("class='cookie-consent'", Hints.Notice)]
    [InlineData("class='screen-reader-text'", Hints.ScreenReader)]
    [InlineData("class='sr-only'", Hints.ScreenReader)]
    [InlineData("class='pagination'", Hints.Pagination)]
    [InlineData("rel='author'", Hints.Byline)]
    [InlineData("class='post type-post category-news tag-bread hentry'", Hints.None)]
    [InlineData("class='tags-links'", Hints.Tags)]
    [InlineData("class='download shadow gradient'", Hints.None)]
    [InlineData("role='search'", Hints.Search)]
    [InlineData("itemtype='https://schema.org/SiteNavigationElement'", Hints.Navigation)]
    public void Names_give_hints(string attribute, Hints expected) =>
        Assert.Equal(expected, HtmlPages.Read($"<body class='sidebar-left single'><div {attribute}>X</div>").BlockOf("X").OwnHints);

    [Fact]
    public void Own_hints_are_of_the_line_and_all_hints_of_everything_around()
    {
        Page page = HtmlPages.Read("<div class=sidebar><p><span class=author>Ann</span></p><p><span class=date>Today</span> and more</p></div>");
        Assert.Equal(Hints.Byline, page.BlockOf("Ann").OwnHints);
        Assert.Equal(Hints.Byline | Hints.Sidebar, page.BlockOf("Ann").AllHints);
        Assert.Equal(Hints.None, page.BlockOf("and more").OwnHints);
    }

    [Fact]
    public void Containers_form_a_tree_and_siblings_of_one_template_have_one_shape()
    {
        Page page = HtmlPages.Read(
            "<div id=list><div class='card c-12 active'><p>One</p></div><div class='card c-7'><p>Two</p></div><section class=card><p>Three</p></section></div>");
        Container[] cards = [.. page.Blocks.ToArray().Select(b => page.Containers[page.Containers[b.Container].Parent])];
        Assert.Equal(cards[0].Shape, cards[1].Shape);
        Assert.NotEqual(cards[0].Shape, cards[2].Shape);
        Container list = page.Containers[cards[0].Parent];
        Assert.Equal((HtmlTag.Div, cards[1].Parent), (list.Tag, cards[2].Parent));
        Assert.NotEqual(0UL, list.Id);
        Assert.Equal(HtmlTag.Body, page.Containers[list.Parent].Tag);
        Assert.Equal(-1, page.Containers[list.Parent].Parent);
        Assert.All(cards, c => Assert.Equal(list.Depth + 1, c.Depth));
        string source = System.Text.Encoding.UTF8.GetString(page.Source.Span[cards[0].Source.Start..cards[0].Source.End]);
        Assert.Equal("<div class='card c-12 active'><p>One</p></div>", source);
    }

    [Fact]
    public void Links_know_where_they_lead()
    {
        Page page = HtmlPages.Read(
            "<p>See <a href='/a'>here</a>, <a href=https://www.mill.example.co.uk/b>ours</a>, <a rel='ugc nofollow' href='//other.example/'>theirs</a>, "
            + "<a href='#top'>up</a>, <a href=mailto:a@b>post</a>, <a href=x><img></a><a name=place>a place</a> <a>bare</a></p>",
            "http://mill.example.co.uk/");
        Assert.Equal(["here", "ours", "theirs", "up", "post", "bare"], page.Links.ToArray().Select(l => page.Text(l.Span)));
        Assert.Equal(
            [LinkTraits.None, LinkTraits.Own, LinkTraits.External | LinkTraits.NoFollow, LinkTraits.Local, LinkTraits.Contact, LinkTraits.None],
            page.Links.ToArray().Select(l => l.Traits));
        Block block = page.Blocks[0];
        Assert.Equal((0, 6, 4 + 4 + 6 + 2 + 4 + 4), (block.FirstLink, block.LinkCount, block.LinkChars));
        Assert.Equal("/a", System.Text.Encoding.UTF8.GetString(page.Source.Span[page.Links[0].Href.Start..page.Links[0].Href.End]));
        Assert.Equal(0UL, page.Links[0].Host);
        Assert.NotEqual(0UL, page.Links[2].Host);
        Assert.True(page.Links[5].Href.IsEmpty);
    }

    [Fact]
    public void A_house_s_sites_in_other_countries_are_its_own_by_their_name()
    {
        Page page = HtmlPages.Read(
            "<link rel=canonical href='https://www.finchmill.com/help'><a href=https://www.finchmill.co.jp/?from=menu>日本語</a><a href=https://finchmill.de/>Deutsch</a>"
            + "<a href=https://finchmills.example/>Finch</a><p><b><a href=https://shop.finchmill.example/>Shop</a></b></p>");
        Assert.Equal([true, true, false, true], page.Links.ToArray().Select(l => l.Traits.HasFlag(LinkTraits.Own)));
        Page shortName = HtmlPages.Read("<link rel=canonical href='https://www.fm.com/help'><a href=https://fm.de/>Deutsch</a>");
        Assert.False(shortName.Links[0].Traits.HasFlag(LinkTraits.Own));
    }

    [Fact]
    public void A_link_over_two_lines_is_a_link_in_each()
    {
        Page page = HtmlPages.Read("<a href=/x><h3>Title</h3><p>Lead</p></a><p>after</p>");
        Assert.Equal(["Title", "Lead"], page.Links.ToArray().Select(l => page.Text(l.Span)));
        Assert.Equal([(0, 1), (1, 1), (2, 0)], page.Blocks.ToArray().Select(b => (b.FirstLink, b.LinkCount)));
    }

    [Fact]
    public void Without_an_address_absolute_links_are_foreign_where_most_are_relative()
    {
        Page page = HtmlPages.Read("<a href=/a>a</a><a href=/b>b</a><a href=https://far.example>c</a>");
        Assert.True(page.Links[2].Traits.HasFlag(LinkTraits.External));
        Page canonical = HtmlPages.Read("<link rel=canonical href='https://www.far.example/p'><a href=/a>a</a><a href=/b>b</a><a href=https://far.example>c</a>");
        Assert.False(canonical.Links[2].Traits.HasFlag(LinkTraits.External));
        Assert.Equal("https://www.far.example/p", canonical.Url);
    }

    [Fact]
    public void Inline_runs_are_in_order_and_lie_inside_their_lines()
    {
        Page page = HtmlPages.Read("<p><b>All of it</b></p><p>a <b>b <i>c</i></b> <code>d</code> <time>e</time> <sup>f</sup> <del>g</del></p><b><p>x</p><p>y</p></b>");
        Assert.True(page.BlockOf("All of it").Traits.HasFlag(BlockTraits.Strong));
        Block mixed = page.BlockOf("a b");
        Assert.False(mixed.Traits.HasFlag(BlockTraits.Strong));
        Assert.True(mixed.Traits.HasFlag(BlockTraits.HasTime));
        Assert.Equal(
            ["Strong:All of it", "Strong:b c", "Emphasis:c", "Code:d", "Time:e", "Script:f", "Deleted:g", "Strong:x", "Strong:y"],
            page.Inlines.ToArray().Select(r => $"{r.Kind}:{page.Text(r.Span)}"));
    }

    [Fact]
    public void Plain_words_written_as_numbers_are_marked()
    {
        string coded = string.Concat("кухня и сад".Select(c => $"&#{(int)c};"));
        Page page = HtmlPages.Read($"<title>{coded}</title><meta name=description content='{coded}'><p>it&#8217;s &#8212; &#169; 2&#48;24 fine</p>");
        Assert.Equal([true, true, false], page.Blocks.ToArray().Select(b => b.Traits.HasFlag(BlockTraits.EntityCoded)));
    }

    [Fact]
    public void Metadata_is_read_from_metas_and_json()
    {
        Page page = HtmlPages.Read(
            """
            <html lang="pt-BR"><head><meta property="og:title" content="Bread &amp; tunes"><meta property="og:site_name" content="The Mill">
            <meta name="generator" content="Press 5"><meta property="article:published_time" content="2024-05-01">
            <script type="application/ld+json">{"@graph":[{"headline":"Other","author":[{"@type":"Person","name":"Ann Miller"}],
            "publisher":{"name":"Press"},"datePublished":"2024-05-02", broken</script></head><body>x
            """);
        Assert.Equal(
            new PageMeta { Title = "Bread & tunes", Headline = "Other", Author = "Ann Miller", Published = "2024-05-02", SiteName = "The Mill", Generator = "Press 5" },
            page.Meta);
        Assert.Equal("pt-BR", page.DeclaredLanguage);
    }

    [Theory]
    [InlineData("www.example.com", "example.com")]
    [InlineData("a.b.example.co.uk", "example.co.uk")]
    [InlineData("school.edu.example.tw", "example.tw")]
    [InlineData("x.edu.tw", "x.edu.tw")]
    [InlineData("192.0.2.7", "192.0.2.7")]
    [InlineData("localhost", "localhost")]
    public void Sites_of_hosts(string host, string site) =>
        Assert.Equal(site, System.Text.Encoding.ASCII.GetString(Chaffinch.Segmenting.Address.SiteOf(System.Text.Encoding.ASCII.GetBytes(host))));
}
