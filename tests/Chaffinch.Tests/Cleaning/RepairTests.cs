using System.Diagnostics;
using System.Text;
using Chaffinch.Cleaning;
using Chaffinch.Detecting.Shared;
using Chaffinch.Lab;
using Chaffinch.Model;
using CsCheck;
using Xunit;

namespace Chaffinch.Tests.Cleaning;

/// <summary>Damaged runs in the article: given back as they were where evidence says it, and said so.</summary>
public sealed class RepairTests
{
    [Fact]
    public void A_damaged_run_is_given_back_and_said_so()
    {
        Article article = new Sample().Line("The caf⟦damaged:encoding|Ã©⟧ opens at nine.").Repairs("Ã©", "é").Clean();

        Assert.Equal("The café opens at nine.", article.Text);
        Assert.Equal("The café opens at nine.", article.Markdown);
        Repair repair = Assert.Single(article.Repairs);
        Assert.Equal(new Repair(new(7, 9), "é", 1, InTitle: false, 7), repair);
        Assert.Equal("é", article.Text[repair.Start..repair.End]);
        Cut cut = Assert.Single(article.Cuts);
        Assert.Equal(repair.Span, cut.Span);
        Assert.Equal("Broken characters, repaired from “Ã©” to “é”: was misread.", cut.Reason);
        Assert.DoesNotContain(article.Kept, k => k.Overlaps(repair.Span));
    }

    [Fact]
    public void Switched_off_the_run_is_left_out_as_before()
    {
        Article article = new Sample().Line("The caf⟦damaged:encoding|Ã©⟧ opens at nine.").Repairs("Ã©", "é").Clean(repairs: false);

        Assert.Equal("The caf opens at nine.", article.Text);
        Assert.Empty(article.Repairs);
    }

    [Theory]
    [InlineData("Read ⟦injected:keyword|cafÃ© chairs⟧ here.", "Read here.")]
    [InlineData("Read ⟦injected:keyword|caf⟧⟦damaged:encoding|Ã©⟧⟦injected:keyword| chairs⟧ here.", "Read here.")]
    [InlineData("Read on. ⟦furniture|cafÃ© chairs⟧", "Read on.")]
    public void Planted_text_and_machinery_are_never_repaired(string line, string text)
    {
        Article article = new Sample().Line(line).Repairs("chairs", "Stühle").Repairs(line.Contains('⟧' + "⟦", StringComparison.Ordinal) ? "caf" : "cafÃ©", "café").Clean();

        Assert.Equal(text, article.Text);
        Assert.Empty(article.Repairs);
    }

    [Fact]
    public void A_run_of_which_a_piece_was_planted_stays_out()
    {
        Article article = new Sample().Line("We met ⟦damaged:encoding|Ð½Ð°⟧ ⟦injected:keyword|Ð¼Ð¾⟧ today.").Repairs("Ð½Ð° Ð¼Ð¾", "на мо").Clean();

        Assert.Equal("We met today.", article.Text);
        Assert.Empty(article.Repairs);
    }

    [Theory]
    [InlineData("We met ⟦damaged:encoding|Ð½Ð°⟧ Ð¼ today.", "We met на м today.", 1)]
    [InlineData("We met ⟦damaged:encoding|Ð½⟧Ð° Ð¼ today.", "We met Ð° Ð¼ today.", 0)]
    public void A_run_that_is_mostly_labelled_as_damaged_is_repaired_as_a_whole(string line, string text, int repairs)
    {
        Article article = new Sample().Line(line).Repairs("Ð½Ð° Ð¼", "на м").Clean();

        Assert.Equal(text, article.Text);
        Assert.Equal(repairs, article.Repairs.Length);
    }

    [Fact]
    public void Of_two_repairs_that_overlap_the_larger_one_is_made()
    {
        Article article = new Sample().Line("One ⟦damaged:encoding|abcdef⟧ two.").Repairs("abc", "A").Repairs("bcdef", "B").Repairs("de", "C").Clean();

        Assert.Equal("One B two.", article.Text);
        Assert.Equal(new TextSpan(5, 10), Assert.Single(article.Repairs).Span);
    }

    [Theory]
    [InlineData("□。大家站□", "水大了就□。大家站□等着")]
    [InlineData("\uFFFD和\uFFFD", "水大了就\uFFFD和\uFFFD等着")]
    [InlineData("□\uFFFD", "水大了就等着")]
    public void Lost_characters_stay_visible_beside_others_that_came_back(string repair, string text) =>
        Assert.Equal(text, new Sample().Line("水大了就⟦damaged:encoding|?!4蠹艺驹?⟧等着").Repairs("?!4蠹艺驹?", repair).Clean().Text);

    [Theory]
    [InlineData("3⟦damaged:encoding|Â\u00A0⟧km on", "Â\u00A0", "\u00A0", "3 km on")]
    [InlineData("on⟦damaged:encoding|вЂЁ⟧and on", "вЂЁ", "\u2028", "on and on")]
    [InlineData("⟦damaged:encoding|п»ї⟧and on", "п»ї", "\uFEFF", "and on")]
    public void Repairs_of_blanks_and_marks_leave_one_line_without_doubled_blanks(string line, string words, string repair, string text) =>
        Assert.Equal(text, new Sample().Line(line).Repairs(words, repair).Clean().Text);

    [Fact]
    public void Markdown_escapes_what_came_back_and_keeps_marks_around_all_of_it()
    {
        Article article = new Sample()
            .Line("⟦damaged:encoding|abc⟧ and ⟦damaged:encoding|defg⟧ end").Repairs("abc", "# *x*").Repairs("defg", "линия").Run("defg", InlineKind.Strong).Clean();

        Assert.Equal("# *x* and линия end", article.Text);
        Assert.Equal("\\# \\*x\\* and **линия** end", article.Markdown);
    }

    [Fact]
    public void The_title_is_repaired_and_keeps_no_name_of_the_site()
    {
        Article article = new Sample()
            .Line("⟦headline|Caf⟧⟦damaged:encoding|Ã©⟧⟦headline| by the weir⟧ ⟦furniture|- Weir Post⟧", b => b with { Zone = Zone.Title })
            .Line("⟦headline|Caf⟧⟦damaged:encoding|Ã©⟧⟦headline| by the weir⟧", b => b with { HeadingLevel = 1 })
            .Line("It opens at nine.")
            .Repairs("Ã©", "é").Clean();

        Assert.Equal("Café by the weir", article.Title);
        Assert.Equal("It opens at nine.", article.Text);
        Repair repair = Assert.Single(article.Repairs);
        Assert.True(repair.InTitle);
        Assert.Equal("é", article.Title![repair.Start..repair.End]);
    }

    [Theory]
    [InlineData(BlockTraits.None, HtmlTag.P, true)]
    [InlineData(BlockTraits.InNav, HtmlTag.P, false)]
    [InlineData(BlockTraits.InFooter, HtmlTag.P, false)]
    [InlineData(BlockTraits.None, HtmlTag.Div, false)]
    public void A_line_that_is_damaged_all_through_comes_back_where_text_stands(BlockTraits traits, HtmlTag tag, bool comes)
    {
        var sample = new Sample();
        _ = sample.Element(HtmlTag.P);
        Article article = sample.Line("It opens at nine.").Line("⟦damaged:encoding|Ð½Ð°⟧", b => b with { Traits = traits, Tag = tag }).Repairs("Ð½Ð°", "на").Clean();

        Assert.Equal(comes ? "It opens at nine.\nна" : "It opens at nine.", article.Text);
    }

    [Fact]
    public void Offsets_of_posts_count_what_came_back()
    {
        Article article = new Sample().Line("a ⟦damaged:encoding|Ð½Ð°⟧ b").Repairs("Ð½Ð°", "на").Line("c ⟦damaged:encoding|Ð¼Ð¾⟧").Repairs("Ð¼Ð¾", "мо").Clean();

        Assert.All(article.Repairs, r => Assert.Equal(r.Text, article.Text[r.Start..r.End]));
        Assert.Equal([2, 9], article.Repairs.Select(r => r.Start));
    }

    [Theory]
    [InlineData("1251")]
    [InlineData("1252")]
    public void Cyrillic_that_was_misread_comes_back_in_whole_pages(string codePage)
    {
        string broken = Misread("Дорогу к маяку размыло весной", codePage);
        LabelledPage page = Analyze($"Смотритель маяка пишет каждый вечер.\n{broken}\nТеперь туда ходят только пешком, и это занимает три часа.");

        Assert.Contains("Дорогу", page.Article.Text, StringComparison.Ordinal);
        Assert.NotEmpty(page.Article.Repairs);
        AssertLaws(page);
    }

    [Fact]
    public void Chinese_read_one_byte_too_late_and_rotated_text_come_back_in_whole_pages()
    {
        LabelledPage chinese = Analyze("磨坊主人先看水情,水大了就?!R煌懊娣垡膊荒?,馒头店的人只好等.补好那天小雨一?!4蠹艺驹谖蓍芟碌茸趴吹谝蝗?,谁也不说话.村里的孩子放学就跑来看水轮.");
        LabelledPage rotated = Analyze("The bridge over the mill stream is open again, said the mayor on Monday.\n%96 76CCJ C6DED F?E:= E96 DAC:?8 4@>6D 324< E@ E96 G2==6J[ 2?5 :ED 4C6H H:== A2:?E E96 9F==]");

        Assert.Contains("小雨一□。大家站在屋檐下等着看第一□", chinese.Article.Text, StringComparison.Ordinal);
        Assert.EndsWith("\nThe ferry rests until the spring comes back to the valley, and its crew will paint the hull.", rotated.Article.Text, StringComparison.Ordinal);
        AssertLaws(chinese);
        AssertLaws(rotated);
    }

    [Theory]
    [InlineData("&amp;", "&")]
    [InlineData("&amp;nbsp;", "\u00A0")]
    [InlineData("&amp;amp;", "&")]
    [InlineData("&#8217;", "’")]
    [InlineData("&#x1F600;", "😀")]
    [InlineData("&lt;", null)]
    [InlineData("&amp;lt;", null)]
    [InlineData("&#0;", null)]
    [InlineData("&#8;", null)]
    [InlineData("&nosuch;", null)]
    [InlineData("&amp; and", null)]
    [InlineData("&ä;", null)]
    [InlineData("", null)]
    public void A_printed_reference_is_its_character_where_that_is_no_markup(string reference, string? character) =>
        Assert.Equal(character, PrintedMarkup.Decode(reference));

    [Theory]
    [InlineData("à¸¢à¸™", "ยน")]
    [InlineData("Ã©", "é")]
    [InlineData("ÃƒÂ©", "é")]
    [InlineData("Æ°", "ư")]
    [InlineData("Ôª", null)]
    [InlineData("Æ¿", null)]
    public void Misread_text_is_undone_only_where_that_leaves_no_doubt(string run, string? repair) => Assert.Equal(repair, MojibakeRepair.FromUtf8(run));

    [Fact]
    public void Switched_off_whole_pages_say_nothing_of_repairs()
    {
        string broken = Misread("Дорогу к маяку размыло весной", "1251");
        byte[] bytes = Encoding.UTF8.GetBytes($"Смотритель маяка пишет каждый вечер.\n{broken}\nТеперь туда ходят только пешком, и это занимает три часа.");
        LabelledPage page = new PageAnalyzer(new AnalyzerOptions { Repairs = false }).Analyze(bytes);

        Assert.Empty(page.Article.Repairs);
        Assert.DoesNotContain("\"repairs\"", page.ToJson(), StringComparison.Ordinal);
        Assert.DoesNotContain("Дорогу", page.Article.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Pages_without_repairs_are_the_same_bytes_either_way()
    {
        var with = new PageAnalyzer();
        var without = new PageAnalyzer(new AnalyzerOptions { Repairs = false });
        int compared = 0;
        foreach (string file in Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests", "pages"), "*.gold.*").Order(StringComparer.Ordinal))
        {
            byte[] bytes = File.ReadAllBytes(file);
            LabelledPage page = with.Analyze(bytes);
            if (page.Article.Repairs.IsEmpty)
            {
                compared++;
                Assert.Equal(without.Analyze(bytes).ToJson(), page.ToJson());
            }

            AssertLaws(page);
        }

        Assert.True(compared > 0);
    }

    [Fact]
    public void Random_pages_with_damage_keep_the_laws()
    {
        string[] pieces =
        [
            "\n", "<p>", "<h1>", "<title>", "</title>", "<b>", "</b>", "<a href=/x>", "</a>", "<pre>", "</pre>", "<nav>", "The keeper counts the boats each evening. ", "Смотритель считает лодки. ",
            Misread("дорогу размыло весной", "1251"), Misread("дорогу", "1252"), "caf" + Misread("é", "1252"), Misread("“", "1252"), "&amp;amp;", "&amp;nbsp;", "ï»¿", "Â\u00A0", "buy cheap chairs ", "😀", "`", "* ",
            "\n%96 76CCJ C6DED F?E:= E96 DAC:?8 4@>6D 324< E@ E96 G2==6J[ 2?5 :ED 4C6H H:== A2:?E E96 9F==]\n", "水大了就?!R煌懊娣垡膊荒?,馒头店的人只好等.",
        ];
        var analyzer = new PageAnalyzer();
        int repairs = 0;
        Gen.Int[0, pieces.Length - 1].Select(i => pieces[i]).Array[1, 24].Select(string.Concat).Sample(
            text =>
            {
                LabelledPage page = analyzer.Analyze(Encoding.UTF8.GetBytes(text));
                repairs += page.Article.Repairs.Length;
                AssertLaws(page);
                Assert.Equal(page.ToJson(), new PageAnalyzer().Analyze(Encoding.UTF8.GetBytes(text)).ToJson());
            },
            iter: 1000, threads: 1);
        Assert.True(repairs > 100);
    }

    [Fact]
    public void A_hundred_thousand_damaged_runs_take_linear_time()
    {
        TimeSpan Time(int runs)
        {
            (SegmentedPage page, LabelledSpan[] spans, Evidence[] evidence) = Many(runs);
            long start = Stopwatch.GetTimestamp();
            Article article = Cleaner.Clean(page, [.. spans], evidence);
            Assert.Equal(runs, article.Repairs.Length);
            return Stopwatch.GetElapsedTime(start);
        }

        Time(1000);
        Assert.True(Time(100_000) < TimeSpan.FromSeconds(10));
    }

    private static (SegmentedPage Page, LabelledSpan[] Spans, Evidence[] Evidence) Many(int runs)
    {
        var text = new StringBuilder();
        var spans = new LabelledSpan[runs * 2];
        var evidence = new Evidence[runs];
        for (int i = 0; i < runs; i++)
        {
            int start = text.Length;
            text.Append("word Ã© ");
            evidence[i] = new Evidence(Sample.Planted, new(start + 5, start + 7), 1, new Fact("was misread")) { Repair = "é" };
            spans[i * 2] = new(new(start, start + 4), Label.Body, Kind.None, Theme.None, 1, []);
            spans[(i * 2) + 1] = new(new(start + 5, start + 7), Label.Damaged, Kind.Encoding, Theme.None, 1, [i]);
        }

        Page page = new PageAnalyzer().Read(Encoding.UTF8.GetBytes(text.ToString()), new InputHints(Format: InputFormat.Text));
        return (Chaffinch.Segmenting.Segmenter.Segment(page), spans, evidence);
    }

    private static void AssertLaws(LabelledPage page) => Assert.Null(Laws.Tiling(page) ?? Laws.Evidence(page) ?? Laws.Conservation(page) ?? Laws.Kept(page));

    private static LabelledPage Analyze(string text) => new PageAnalyzer().Analyze(Encoding.UTF8.GetBytes(text));

    private static string Misread(string text, string codePage)
    {
        Encoding encoding = CodePagesEncodingProvider.Instance.GetEncoding(int.Parse(codePage, System.Globalization.CultureInfo.InvariantCulture))!;
        return encoding.GetString(Encoding.UTF8.GetBytes(text));
    }
}
