using System.Text;
using Chaffinch.Cleaning;
using Chaffinch.Model;
using Chaffinch.Segmenting;
using Xunit;

namespace Chaffinch.Tests.Cleaning;

/// <summary>Readers' comments below an article: given back when they are asked for, apart from its text.</summary>
public sealed class CommentReaderTests
{
    private const string First = "The old ferry had a bell on deck, and my father rang it on the last crossing of every autumn.";
    private const string Second = "He did, and the whole quay could hear it. The bell hangs in the harbour office now.";
    private const string Third = "Is there a photo of it anywhere?";

    [Fact]
    public void Comments_of_a_journal_kit_with_the_poster_in_a_line_of_its_own()
    {
        Article article = Read(
            "<div id='comments' class='comments-area'><h2>3 thoughts on the ferry</h2><ol class='comment-list'>"
            + Item("Ann Miller", "March 4, 2024 at 5:02 pm", First) + Item("Bo Lind", "March 5, 2024 at 9:15 am", Second) + Item("quayside77", "March 6, 2024 at 7:40 pm", Third)
            + "</ol><form class='comment-form'><label>Your name</label><input><button>Post comment</button></form></div>");
        Assert.Equal(
            [("Ann Miller", "2024-03-04T17:02", First), ("Bo Lind", "2024-03-05T09:15", Second), ("quayside77", "2024-03-06T19:40", Third)],
            article.Comments.Select(c => (c.Author, c.Published, c.Text)));
        Assert.DoesNotContain("bell on deck", article.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_that_says_who_says()
    {
        Article article = Read(
            $"<div class='comments'><p>2 comments</p><div class='comment'><p class='meta'>Ann Miller says:</p><p>{First}</p><p>{Third}</p></div>"
            + $"<div class='comment'><p class='meta'>Bo Lind says:</p><p>{Second}</p></div></div>");
        Assert.Equal([("Ann Miller", First + "\n" + Third), ("Bo Lind", Second)], article.Comments.Select(c => (c.Author, c.Text)));
    }

    [Fact]
    public void A_date_behind_the_text_belongs_to_the_text()
    {
        Article article = Read(
            $"<div class='comments'><div><b class='comment-author'>annm</b><p>{First}</p><p class='comment-date'>2024-03-04</p></div>"
            + $"<div><b class='comment-author'>bolind</b><p>{Second}</p><p class='comment-date'>2024-03-05</p></div></div>");
        Assert.Equal([("annm", "2024-03-04", First), ("bolind", "2024-03-05", Second)], article.Comments.Select(c => (c.Author, c.Published, c.Text)));
    }

    [Fact]
    public void Comments_without_poster_and_date_cannot_be_told_apart() =>
        Assert.Empty(Read($"<div class='comments'><p>{First}</p><p>{Second}</p></div>").Comments);

    [Fact]
    public void Nobody_who_does_not_ask_gets_them() =>
        Assert.Empty(Read($"<div class='comments'><ol>{Item("Ann Miller", "March 4, 2024", First)}</ol></div>", comments: false).Comments);

    [Fact]
    public void An_article_without_comments_has_none() => Assert.Empty(Read("").Comments);

    private static string Item(string name, string date, string text) =>
        $"<li class='comment'><div class='comment-author'><a href='https://lake.example/{name.Length}'>{name}</a></div><div class='comment-metadata'><time>{date}</time></div>"
        + $"<div class='comment-content'><p>{text}</p></div><div class='reply'><a href='#respond'>Reply</a></div></li>";

    private static Article Read(string below, bool comments = true)
    {
        const string Body = "<p>The ferry across the lake stops for good on Sunday after ninety years. The last boat leaves the northern quay at six in the evening, and the council has asked everybody who ever worked on board to come.</p>"
            + "<p>From Monday on a bus goes around the lake every hour. The trip takes forty minutes, twice as long as the crossing, and costs the same. The quays stay open for anglers.</p>"
            + "<p>The boat itself has been sold to a museum in the next county, which wants to show it on dry land from next spring.</p>";
        string html = $"<!DOCTYPE html><html lang=en><head><title>Last ferry on Sunday</title></head><body><nav><a href='/'>Home</a> <a href='/news'>News</a></nav>"
            + $"<main><article><h1>Last ferry on Sunday</h1>{Body}</article></main>{below}<footer>© Lake Courier</footer></body></html>";
        LabelledPage labelled = new PageAnalyzer().Analyze(Encoding.UTF8.GetBytes(html));

        // On so small a page what readers wrote may well be called body; the reader is given it as the guide has it.
        LabelledSpan[] spans = [.. labelled.Spans.Select(s => IsBelow(labelled.Page, s) ? s with { Label = Label.Furniture } : s)];
        return Cleaner.Clean(Segmenter.Segment(labelled.Page), [.. spans], [.. labelled.Evidence], PageType.Article, withComments: comments);
    }

    private static bool IsBelow(Page page, LabelledSpan span)
    {
        foreach (Block block in page.Blocks)
        {
            if (block.Span.Overlaps(span.Span) && (block.AllHints & Hints.Comments) != 0)
            {
                return true;
            }
        }

        return false;
    }
}
