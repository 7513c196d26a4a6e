using System.Text;
using Chaffinch.Model;
using Chaffinch.Training.Grafting;
using Chaffinch.Training.Model;
using Xunit;

namespace Chaffinch.Tests.Training.Grafting;

/// <summary>Planted text in real pages: the same every time, at every place, and known to the character.</summary>
public sealed class TransplanterTests
{
    private const int Pages = 500;
    private const string Mark = "zqplanted";

    private static readonly string[] Places =
    [
        "between", "head", "tail", "mid-paragraph", "mid-sentence", "paragraph-end", "title", "heading", "hidden", "after-end", "footer-row", "menu", "list-item", "table-cell", "comment", "meta",
        "own-summary", "own-quote", "own-caption", "own-tail", "own-folded", "own-menu",
    ];

    private const string Host = """
        <!doctype html><html><head><meta charset="iso-8859-1"><title>The lock keeper of Aldwick</title><meta name="description" content="A day beside the water"></head>
        <body class="page"><nav class="menu"><ul><li><a href="/a">Home page</a></li><li><a href="/b">All stories</a></li><li><a href="/c">About us</a></li><li><a href="/d">Letters</a></li></ul></nav>
        <script>var close = "</body>";</script>
        <article class="entry"><h1>The lock keeper of Aldwick</h1>
        <p class="text">The keeper counts the boats that pass in the rain &amp; writes them down. He has done so for thirty years, as his father did. Nobody reads the book any longer.</p>
        <p class="text">In the winter the gates freeze and he breaks the ice with a <b>long pole</b>. Then the barges wait below the weir until noon. Their skippers drink tea in his kitchen.</p>
        <h2>What the book says</h2>
        <p class="text">The oldest page is from a summer without rain, when only four boats came in a week. It lists their names and what they carried, mostly bricks and straw.</p>
        <ul><li>Bricks from the kiln</li><li>Straw for the stables</li><li>Coal in the winter</li></ul>
        <table><tr><td>Boats in May</td><td>Forty one</td></tr><tr><td>Boats in June</td><td>Fifty two</td></tr></table>
        <p class="text">He will write until the last gate is taken out. After that, he says, the herons may count for themselves if they care to do so.</p></article>
        <section class="comments"><ol class="comment-list"><li class="comment"><p>My grandfather worked on these boats, what a lovely memory.</p></li><li class="comment"><p>The kitchen is still there, with the same kettle on it.</p></li></ol></section>
        <footer><p class="small"><a href="/imprint">Imprint</a> of the Aldwick Gazette</p></footer></body></html>
        """;

    [Fact]
    public void The_same_number_gives_the_same_page()
    {
        Transplant one = NewTransplanter().Make(3, 18);
        Transplant again = NewTransplanter().Make(3, 18);

        Assert.Equal(one.Page.Source, again.Page.Source);
        Assert.Equal(one.Page.Gold, again.Page.Gold);
        Assert.Equal(one.Places, again.Places);
    }

    [Fact]
    public void Every_planted_word_is_gold_and_no_word_of_the_page_is()
    {
        Transplanter maker = NewTransplanter();
        var analyzer = new PageAnalyzer();
        var places = new HashSet<string>(StringComparer.Ordinal);
        int planted = 0;
        for (int n = 0; n < Pages; n++)
        {
            Transplant page = maker.Make(5, n);
            places.UnionWith(page.Places);
            Assert.Equal(page.Page.Gold.Length, page.Places.Length);
            Assert.Equal(page.IsPlanted, page.Page.Gold.Any(g => g.Gold.IsInjected));
            Page read = analyzer.Read(page.Page.Source, page.Page.Hints);
            Gold?[] gold = page.Page.GoldOf(read);
            for (int at = read.Text.IndexOf(Mark, StringComparison.Ordinal); at >= 0; at = read.Text.IndexOf(Mark, at + 1, StringComparison.Ordinal))
            {
                planted++;
                Assert.True(gold[at] is { IsInjected: true } && gold[at + Mark.Length - 1] is { IsInjected: true }, page.Page.Name);
            }

            foreach (GoldRange range in page.Page.Gold.Where(g => g.Gold.IsInjected && g.End - g.Start > 3))
            {
                Assert.Contains(Mark, Encoding.UTF8.GetString(page.Page.Source[range.Start..range.End]), StringComparison.Ordinal);
            }
        }

        Assert.True(planted > Pages / 2);
        Assert.Equal(Places.Order(StringComparer.Ordinal), places.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Text_of_the_page_stays_and_keeps_its_order()
    {
        Transplanter maker = NewTransplanter();
        var analyzer = new PageAnalyzer();
        string[] words = ["The keeper counts", "In the winter", "The oldest page", "He will write", "Imprint"];
        for (int n = 0; n < Pages / 5; n++)
        {
            Transplant page = maker.Make(6, n);
            string text = analyzer.Read(page.Page.Source, page.Page.Hints).Text;
            int at = -1;
            foreach (string word in page.Page.IsHtml && !page.Places.Any(p => p.StartsWith("own-", StringComparison.Ordinal) || p is "mid-sentence") ? words : [])
            {
                int next = text.IndexOf(word, StringComparison.Ordinal);
                Assert.True(next > at, $"{page.Page.Name}: {word}");
                at = next;
            }
        }
    }

    [Fact]
    public void Half_of_the_pages_are_left_without_planted_text()
    {
        Transplanter maker = NewTransplanter();
        int planted = Enumerable.Range(0, Pages).Count(n => maker.Make(7, n).IsPlanted);
        Assert.InRange(planted, Pages * 4 / 10, Pages * 6 / 10);
    }

    [Fact]
    public void A_donor_gives_its_planted_lines_together_and_what_stands_inside_of_a_line_alone()
    {
        const string Text = "zqone at the head: A quiet title\n\nzqtwo sells one thing.\n\nzqthree sells another.\n\nA genuine line of the page.\n\nA genuine line again.";
        Page page = new PageAnalyzer().Read(Encoding.UTF8.GetBytes(Text), new InputHints(Format: InputFormat.Text));
        var gold = new Gold?[page.Text.Length];
        Label(page.Text, "zqone at the head:", Gold.Planted(Kind.Keyword), gold);
        Label(page.Text, "zqtwo sells one thing.", Gold.Planted(Kind.Promo), gold);
        Label(page.Text, "zqthree sells another.", Gold.Planted(Kind.Promo), gold);

        DonorPage donor = DonorPage.Of("own", "zh-Hant", page, gold);

        Assert.Equal("hant", donor.Language);
        Assert.Equal([1, 2], donor.Runs.Select(r => r.Lines.Count));
        Assert.Equal([Kind.Keyword, Kind.Promo], donor.Runs.Select(r => r.Kind));
        Assert.Equal("zqone at the head:", donor.Runs[0].Lines[0].Parts[0].Text);
    }

    private static void Label(string text, string words, Gold label, Gold?[] gold)
    {
        int at = text.IndexOf(words, StringComparison.Ordinal);
        gold.AsSpan(at, words.Length).Fill(label);
    }

    private static Transplanter NewTransplanter()
    {
        byte[] text = Encoding.UTF8.GetBytes(string.Join("\n\n", Enumerable.Range(0, 6).Select(i => $"The keeper of lock {i} counts the boats that pass in the rain. He writes them down, as his father did before him.")));
        HostPage[] hosts = [new HostPage("page", true, () => Encoding.UTF8.GetBytes(Host))];
        HostPage[] texts = [new HostPage("text", false, () => text)];
        var donors = new List<DonorPage>();
        foreach (Kind kind in (Kind[])[Kind.Keyword, Kind.KeywordList, Kind.Link, Kind.Splice, Kind.Promo, Kind.Contact, Kind.Camouflage, Kind.FakeCredit])
        {
            DonorLine[] lines = [.. Enumerable.Range(0, 3).Select(i => new DonorLine([new DonorPart($"{Mark} {kind.NameOf()} number {i} <now>", Gold.Planted(kind), kind == Kind.Link ? "https://x.example/" : null)], i == 0))];
            donors.Add(new DonorPage("donor", "en", [new DonorRun([lines[0]], kind), new DonorRun([.. lines], kind)]));
        }

        return new Transplanter([(4, hosts), (1, texts)], new Donors(donors), 60_000);
    }
}
