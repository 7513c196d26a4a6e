using System.Text;
using Chaffinch.Labelling;
using Chaffinch.Model;
using Xunit;

namespace Chaffinch.Tests.Labelling;

/// <summary>What the order of blocks says against the network.</summary>
public sealed class MainTextOrderTests
{
    private const string Prose = "The harbour master counted the boats again that evening and wrote the number down in the old book of the quay.";

    [Fact]
    public void Sentences_between_headline_and_text_are_taken_and_what_is_no_sentence_is_not() => Check(
        "Ferry returns",
        """
        <h1>Ferry returns</h1>
        <p>- 12 March, 08:15</p>
        <p>+ After two years of repairs the only ferry to the northern island is in service again.</p>
        <div>- Photo: the harbour seen from the hill on a clear day in early spring</div>
        <ul><li>- This point of a list has a sentence of more than ten words in it as well.</ul>
        <p>+ *</p>
        """);

    [Fact]
    public void The_last_headline_before_the_text_counts() => Check(
        "Coast News",
        """
        <h1>Coast News</h1>
        <p>- The paper of the northern islands for all who live there and come.</p>
        <h1>Ferry returns</h1>
        <p>+ After two years of repairs the only ferry to the northern island is in service again.</p>
        <p>+ *</p>
        """);

    [Fact]
    public void Without_a_headline_the_first_heading_of_the_first_level_is_one() => Check(
        null,
        """
        <p>- The paper of the northern islands for all who live there and come.</p>
        <h1>Ferry returns</h1>
        <p>+ After two years of repairs the only ferry to the northern island is in service again.</p>
        <p>+ *</p>
        """);

    [Theory]
    [InlineData(PageType.Service, '-')]
    [InlineData(PageType.Forum, '-')]
    [InlineData(PageType.Listing, '+')]
    [InlineData(PageType.Collection, '+')]
    public void Pointers_go_on_all_pages_but_those_that_list(PageType type, char mark) => Check(
        null,
        $"<p>+ *</p><p>{mark} <a href=/x>How the lighthouse was saved from the sea</a></p><p>+ *</p><h2>+ Further reading</h2>",
        type);

    [Fact]
    public void What_the_network_is_very_sure_of_is_no_standfirst() => Check(
        "Ferry returns",
        """
        <h1>Ferry returns</h1>
        <p>-! Our correspondent has lived on the northern island for more than twenty years now.</p>
        <p>+ *</p>
        """);

    [Fact]
    public void A_heading_over_links_that_are_left_out_goes_and_one_over_text_stays() => Check(
        null,
        """
        <p>+ *</p>
        <h2>+ What happens next</h2>
        <p>+ *</p>
        <h3>- More about boats</h3>
        <ul><li><a href=/a>- Sails are mended by hand</a><li><a href=/b>- Ropes from the next village</a></ul>
        <p>+ *</p>
        <p>- Read also:</p>
        """);

    [Fact]
    public void A_heading_at_the_end_goes_with_the_lead_in_below_it() => Check(
        null,
        """
        <p>+ *</p>
        <h2>- Further reading</h2>
        <p>- From our archive:</p>
        """);

    [Fact]
    public void A_long_heading_at_the_end_stays() => Check(
        null,
        """
        <p>+ *</p>
        <h2>+ And so the old ferry went out once more into the evening, as it had for forty years</h2>
        """);

    [Fact]
    public void A_paragraph_of_one_link_amid_prose_goes_and_an_item_or_heading_does_not() => Check(
        null,
        """
        <p>+ *</p>
        <p>- Also: <a href=/x>How the lighthouse was saved from the sea</a></p>
        <p>+ *</p>
        <p>+ The <a href=/y>harbour office</a> has put the plan on its board for all to read.</p>
        <ul><li>+ <a href=/z>The plan of the harbour in three parts</a></ul>
        <h2>+ <a href=/w>The second part of the plan explained</a></h2>
        <p>+ *</p>
        """);

    [Fact]
    public void Links_stay_where_they_are_what_the_page_is_about() => Check(
        null,
        "<p>+ *</p>" + string.Concat(Enumerable.Range(0, 24).Select(i => $"<p>+ <a href=/{i}>Chapter {i} of the harbour book</a></p><p>+ *</p>")));

    [Fact]
    public void Short_lines_without_a_sentence_behind_the_last_paragraph_go() => Check(
        null,
        """
        <p>+ *</p><p>+ *</p><p>+ <a href=/l>Low</a> water at six</p><p>+ *</p>
        <p>- <a href=/k>KÜS</a></p>
        <p>- Picture of the quay:</p>
        """);

    [Fact]
    public void An_item_or_a_sentence_at_the_end_stays() => Check(
        null,
        """
        <p>+ *</p><p>+ *</p><p>+ *</p>
        <ul><li>+ <a href=/k>Low water at six</a></ul>
        <p>+ *</p><p>+ <a href=/s>It</a> rained.</p>
        """);

    [Fact]
    public void A_little_text_at_the_end_goes_where_something_is_left_out_before_it() => Check(
        null,
        """
        <p>+ *</p><p>+ *</p><p>+ *</p><p>+ *</p><p>+ *</p><p>+ *</p><p>+ *</p><p>+ *</p><p>+ *</p><p>+ *</p><p>+ *</p>
        <div>- Sign in to write to the editor of this page</div>
        <p>- *</p>
        """);

    [Fact]
    public void A_little_text_at_the_end_of_which_the_network_is_sure_stays() => Check(
        null,
        """
        <p>+ *</p><p>+ *</p><p>+ *</p><p>+ *</p><p>+ *</p><p>+ *</p><p>+ *</p><p>+ *</p><p>+ *</p><p>+ *</p><p>+ *</p>
        <div>- Sign in to write to the editor of this page</div>
        <p>+! *</p>
        """);

    [Fact]
    public void As_much_text_as_before_stays_where_something_is_left_out_between() => Check(
        null,
        """
        <p>+ *</p><p>+ *</p><p>+ *</p><p>+ *</p>
        <div>- Sign in to write to the editor of this page</div>
        <p>+ *</p><p>+ *</p><p>+ *</p><p>+ *</p>
        """);

    [Fact]
    public void Captions_by_markup_beside_text_are_taken_on_a_page_of_few_blocks() => Check(
        null,
        """
        <p>+ *</p><figure><figcaption>+ The quay at low water. Picture: the harbour office</figcaption></figure><figure><figcaption>+ The same quay, an hour later</figcaption></figure>
        <div>- Sign in to write to the editor of this page</div>
        <figure><figcaption>- Sails and ropes, the shop's picture</figcaption></figure>
        """);

    [Fact]
    public void On_a_whole_page_captions_are_left_to_the_network() => Check(
        null,
        """
        <p>+ *</p><figure><figcaption>- The quay at low water. Picture: the harbour office</figcaption></figure><p>+ *</p>
        """,
        isWhole: true);

    // The mark before a text says what is expected: taken or left out. What the network says: the marks in MarkOf; headings and lead-ins are taken by it.
    private static void Check(string? headline, string body, PageType type = PageType.Article, bool isWhole = false)
    {
        Page page = new PageAnalyzer().Read(Encoding.UTF8.GetBytes("<title>Coast</title><body>" + body.Replace("*", Prose, StringComparison.Ordinal)), new InputHints());
        var input = new BlockNetInput();
        input.Read(page);
        var leads = new float[input.Count];
        int headlineBlock = -1;
        for (int i = 0; i < input.Count; i++)
        {
            string text = TextOf(page, input.Blocks[i]);
            headlineBlock = text == headline ? input.Blocks[i] : headlineBlock;
            leads[i] = SaidOf(page, input.Blocks[i], text);
        }

        new MainTextOrder().Settle(page, input, type, headlineBlock, isWhole, leads);
        for (int i = 0; i < input.Count; i++)
        {
            string text = TextOf(page, input.Blocks[i]);
            if (text[0] is '+' or '-')
            {
                Assert.True(leads[i] > 0 == (text[0] == '+'), text);
            }
        }
    }

    // As a network that looks at each block by itself: prose, headings and pointers are text, captions, what stands before the first prose and lists of links are not.
    private static float SaidOf(Page page, int block, string text)
    {
        if ((page.Blocks[block].Traits & BlockTraits.Caption) != BlockTraits.None)
        {
            return -8;
        }

        bool isText = text.Contains(Prose, StringComparison.Ordinal) || page.Blocks[block].HeadingLevel > 1 || text.EndsWith(':')
            || (page.Blocks[block].LinkChars > 0 && (text[0] == '+' || page.Blocks[block].Tag == HtmlTag.P));
        return isText && text.StartsWith("+!", StringComparison.Ordinal) ? 5 : isText ? 3 : text.StartsWith("-!", StringComparison.Ordinal) ? -12 : -4;
    }

    private static string TextOf(Page page, int block) => page.Text.Substring(page.Blocks[block].Span.Start, page.Blocks[block].Span.Length);
}
