using System.Text;
using Chaffinch.Cleaning;
using Chaffinch.Model;
using Chaffinch.Segmenting;
using Xunit;

namespace Chaffinch.Tests.Cleaning;

/// <summary>The posts of a thread: where each begins and ends in the article's text, who wrote it, when.</summary>
public sealed class PostReaderTests
{
    private const string First = "I cross the lake twice a week and I am looking for the ferry that leaves on time even when the wind comes from the north.";
    private const string Second = "The white one has the better engine, and the captain has known the northern shore for thirty years, so I would take that one.";
    private const string Third = "In the winter only the small boat goes, and you have to call the harbour office the day before, or nobody waits for you.";

    [Fact]
    public void A_poster_who_is_named_before_his_post()
    {
        Article article = Clean(
            $"<div><p><a href='/members/annm.7/'>annm</a></p><p>May 3, 2024</p><div><p>{First}</p></div></div>"
            + $"<div><p><a href='/members/bolind.9/'>bolind</a></p><p>May 4, 2024</p><div><p>{Second}</p><p>{Third}</p></div></div>");
        Assert.Equal(
            [("annm", "2024-05-03", First), ("bolind", "2024-05-04", Second + "\n" + Third)],
            article.Posts.Select(p => (p.Author, p.Published, article.Text[p.Start..p.End])));
    }

    [Fact]
    public void A_poster_who_is_named_behind_his_post()
    {
        Article article = Clean(
            $"<div><p>{First}</p></div><p>edited May 9, 2024</p><p><a href='/users/8/lakeman'>lakeman</a></p><p>asked May 3, 2024</p><p><a href='/users/7/annm'>annm</a></p>"
            + $"<div><p>{Second}</p></div><p>answered May 4, 2024</p><p><a href='/users/9/bolind'>bolind</a></p>");
        Assert.Equal(
            [("annm", "2024-05-03", First), ("bolind", "2024-05-04", Second)],
            article.Posts.Select(p => (p.Author, p.Published, article.Text[p.Start..p.End])));
    }

    [Fact]
    public void A_thread_that_names_no_poster_has_no_posts() => Assert.Empty(Clean($"<div><p>{First}</p></div><div><p>{Second}</p></div>").Posts);

    [Fact]
    public void An_article_has_no_posts() =>
        Assert.Empty(Clean($"<p><a href='/members/annm.7/'>annm</a></p><p>{First}</p><p>{Second}</p>", PageType.Article).Posts);

    private static Article Clean(string body, PageType type = PageType.Forum)
    {
        string html = $"<!DOCTYPE html><html lang=en><title>Which ferry is best?</title><body><main><h1>Which ferry is best?</h1>{body}</main></body></html>";
        LabelledPage labelled = new PageAnalyzer().Analyze(Encoding.UTF8.GetBytes(html));
        return Cleaner.Clean(Segmenter.Segment(labelled.Page), labelled.Spans, [.. labelled.Evidence], type);
    }
}
