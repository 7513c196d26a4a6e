using System.Text;
using Chaffinch.Labelling;
using Chaffinch.Model;
using Chaffinch.Segmenting;
using Xunit;

namespace Chaffinch.Tests.Labelling;

/// <summary>Genuine text that was once lost, and damage that was once passed over.</summary>
public sealed class GenuineTextTests
{
    private const string Answers = """
        <!DOCTYPE html><html lang="en"><head><title>Questions about the ferry</title><style>.a{max-height:0;overflow:hidden}</style></head><body>
        <h1>Questions about the ferry</h1>
        <p>The ferry across the lake has run since May. Most people ask the same things at the landing stage, so the answers are gathered on this page for everybody.</p>
        <h3>May I bring a bicycle?</h3><div class="a"><p>Bicycles travel free outside of July; in July buy a sticker from the kiosk, because the rear deck holds only twelve of them.</p></div>
        <h3>Does it sail in fog?</h3><div class="a"><p>Below two hundred metres of sight the skipper waits, and a flag goes up on the boathouse roof; tokens stay valid until sunset.</p></div>
        <h3>Where do dogs go?</h3><div class="a"><p>Leashed animals sit beside the engine room; there is a bowl with water and, on Sundays, usually a biscuit from Marta.</p></div>
        </body></html>
        """;

    [Fact]
    public void Answers_that_are_shut_away_below_their_questions_are_main_text()
    {
        LabelledPage page = Analyze(Answers);

        Assert.Equal(PageVerdict.Clean, page.Judgement.Value);
        Assert.Equal(Label.Body, LabelOf(page, "twelve of them"));
        Assert.Equal(Label.Body, LabelOf(page, "boathouse roof"));
        Assert.Contains("biscuit from Marta", page.Article.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Answers_are_main_text_where_a_fold_holds_a_line_and_what_is_hidden_below_it()
    {
        LabelledPage page = Analyze(
            "<!DOCTYPE html><html lang=en><title>Ferry</title><h1>Questions about the ferry</h1><p>The ferry across the lake has run since May, and most people ask the same things at the landing stage.</p>"
            + "<div class=f><p>Bicycles on board</p><div style='display:none'>They travel free outside of July; in July buy a sticker from the kiosk, because the rear deck holds only twelve of them.</div></div>"
            + "<div class=f><p>Sailing in fog</p><div style='display:none'>Below two hundred metres of sight the skipper waits, and a flag goes up on the boathouse roof.</div></div>");

        Assert.Equal(Label.Body, LabelOf(page, "twelve of them"));
        Assert.Equal(Label.Body, LabelOf(page, "boathouse roof"));
    }

    [Fact]
    public void What_is_hidden_below_each_paragraph_of_one_element_is_no_answer()
    {
        LabelledPage page = Analyze(
            "<!DOCTYPE html><html lang=en><title>Ferry</title><h1>Ferry</h1><div><p>The ferry across the lake has run since May.</p><div style='display:none'>cheap garden chairs, garden tables cheap, folding parasol outlet store</div>"
            + "<p>Most people like it very much indeed.</p><div style='display:none'>parasol outlet coupon, cheap garden tables, garden chairs free shipping</div></div>");

        Assert.DoesNotContain("parasol", page.Article.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void One_hidden_paragraph_below_a_heading_is_no_answer()
    {
        LabelledPage page = Analyze(
            "<!DOCTYPE html><html lang=en><title>Ferry</title><h1>Ferry</h1><p>The ferry across the lake has run since May, and most people like it very much indeed.</p>"
            + "<h3>Timetable</h3><div style='max-height:0;overflow:hidden'><p>cheap garden chairs, garden tables cheap, folding parasol outlet store</p></div>");

        Assert.DoesNotContain("parasol", page.Article.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Le gardien relit la phrase « une cloche ne s'accorde qu'une fois » et referme le cahier", 0)]
    [InlineData("»Eine Glocke stimmt man nur einmal«, sagt der Wärter", 0)]
    [InlineData("Accueil » Phares » Le gardien", (int)(LineForm.Path | LineForm.Arrows))]
    [InlineData("Tous les articles »", (int)LineForm.Arrows)]
    [InlineData("« Page précédente | Page suivante »", (int)LineForm.Arrows)]
    public void A_pair_of_guillemets_quotes_and_does_not_point(string line, int expected) => Assert.Equal(expected, (int)(FormOf(line) & (LineForm.Path | LineForm.Arrows)));

    [Fact]
    public void A_title_is_a_headline_however_it_is_joined_with_the_name_of_the_site()
    {
        LabelledPage page = Analyze(
            "<!DOCTYPE html><html lang=zh><head><meta charset=utf-8><title>《拾贝》第六册 海边的灯塔和看守人 - 旧书 - 拾贝论坛</title><meta name=description content='旧书交流'></head><body><div>拾贝论坛 首页 版块 旧书</div>"
            + "<h1>《拾贝》第六册 海边的灯塔和看守人</h1><p>这一册讲的是灯塔看守人的一年。书是从码头边的旧书摊买来的，缺了最后两页，想问有没有人见过全本。</p><p>封面上有一枚蓝色的邮戳，看不清年份。有知道的朋友请回帖，谢谢。</p><footer>拾贝论坛</footer></body></html>");

        Assert.Equal(Label.Headline, LabelOf(page, "第六册"));
    }

    [Fact]
    public void The_first_line_of_a_text_without_empty_lines_may_be_its_headline()
    {
        LabelledPage page = Analyze("""
            Round and about Heron Green
            The hall roof is finished and the scaffolding went on Tuesday. Thank you to all who held a ladder.
            The choir meets again from October, on Thursdays, at half past seven in the small room.
            Lost at the fair: one green mitten and a tin whistle. Ask at the post office.
            The bus to the market now leaves ten minutes earlier. The driver waits for nobody.
            The pond will be dredged in spring, if the ducks agree.
            """);

        Assert.Equal(Label.Headline, LabelOf(page, "Round and about"));
    }

    [Fact]
    public void A_headline_below_planted_lines_is_found_however_often_the_page_is_gone_through()
    {
        LabelledPage page = Analyze("""
            夜场热舞高清频道_午夜影视大全在线观看_私密直播间免费入口_成年视频网站合集

            科普縱覽 > 2022年第7期 > 海洋
            深海裏的“慢遞員”：一颱採樣機器人如何過冬
            作者:張以寧  欄目:人與工具

            去年十一月，科考船在西太平洋一處海山旁放下瞭一颱外形像冰櫃的機器人。今年六月，當它按指令拋掉壓載鐵、浮齣海麵時，艙裏多瞭九十六管海底沈積物。

            這颱機器人的名字叫“慢遞員”。項目負責人介紹，過去採集深海樣品，隻有等船到瞭纔能放下採樣器，一個航次最多得到幾十個點，而且全集中在夏天。

            難點首先在電池。四韆米以下的水溫隻有兩度左右，電池的容量要打七摺。為瞭省電，控製係統平時處於休眠狀態，整個鼕天，它總共隻醒瞭九個半小時。
            """);

        Assert.Equal("深海裏的“慢遞員”：一颱採樣機器人如何過冬", page.Article.Title);
        Assert.Equal(Kind.Rewrite, KindOf(page, "難點首先"));
    }

    [Fact]
    public void A_title_that_a_script_puts_in_place_is_read()
    {
        Page page = new PageAnalyzer().Read(Encoding.UTF8.GetBytes(
            "<title>one</title><script>if (x) { document.getElementsByTagName('title')[0].innerHTML = 'caf\\u00e9 \\x26 more'; }</script><p>text"));

        Assert.Equal("café & more", page.Meta.ScriptTitle);
    }

    [Theory]
    [InlineData("document.title = '(' + n + ') ' + document.title;")]
    [InlineData("if (document.title == 'x') { go(); }")]
    [InlineData("document.title = `${n} new`;")]
    [InlineData("document.title = 'never closed")]
    [InlineData("document.title = title;")]
    [InlineData("document.title=")]
    [InlineData("$('title")]
    public void A_title_that_a_script_puts_together_is_none(string script)
    {
        Page page = new PageAnalyzer().Read(Encoding.UTF8.GetBytes("<title>one</title><script>" + script + "</script><p>text"));

        Assert.Null(page.Meta.ScriptTitle);
    }

    [Theory]
    [InlineData("The cafÃ© opened at nine.", "Ã©", "é")]
    [InlineData("Ð\u00A0ÐµÐºÐ° Ð²Ð¾ÑˆÐ»Ð° Ð² Ð±ÐµÑ€ÐµÐ³Ð°.", "ÐµÐº", "ек")]
    [InlineData("Р\u00A0РµРєР° РІРѕС€Р»Р° РІ Р±РµСЂРµРіР°.", "Р±РµСЂРµРіР°", "берега")]
    [InlineData("The cafÃƒÂ© opened, and the cafÃƒÂ© closed.", "ÃƒÂ©", "é")]
    public void What_stood_in_the_place_of_misread_text_is_said(string text, string broken, string whole)
    {
        LabelledPage page = Analyze(text + " The rest of the page is plain text about a river that went back into its bed in spring.");
        int at = text.IndexOf(broken, StringComparison.Ordinal);

        Assert.Contains(page.Evidence, e => e.Span.Start <= at && e.Span.End >= at + broken.Length && e.Repair is not null
            && e.Repair.Contains(whole, StringComparison.Ordinal));
        Assert.Contains("\"repair\":", page.ToJson(null), StringComparison.Ordinal);
    }

    [Fact]
    public void Characters_read_one_byte_too_late_come_back()
    {
        LabelledPage page = Analyze("磨坊主人先看水情,水大了就?!R煌懊娣垡膊荒?,馒头店的人只好等.补好那天小雨一?!4蠹艺驹谖蓍芟碌茸趴吹谝蝗?,谁也不说话.村里的孩子放学就跑来看水轮.");

        Assert.Contains(page.Evidence, e => e.Repair == "□。一桶面粉也不□");
        Assert.Contains(page.Evidence, e => e.Repair == "□。大家站在屋檐下等着看第一□");
        Assert.Equal(PageVerdict.Damaged, page.Judgement.Value);
    }

    [Fact]
    public void A_paywall_s_rotated_text_comes_back()
    {
        LabelledPage page = Analyze("The bridge over the mill stream is open again, said the mayor on Monday.\n%96 76CCJ C6DED F?E:= E96 DAC:?8 4@>6D 324< E@ E96 G2==6J[ 2?5 :ED 4C6H H:== A2:?E E96 9F==]");

        Assert.Equal(Kind.Cipher, KindOf(page, "%96 76CCJ"));
        Assert.Contains(page.Evidence, e => e.Repair == "The ferry rests until the spring comes back to the valley, and its crew will paint the hull.");
    }

    private static LineForm FormOf(string line)
    {
        SegmentedPage page = Segmenter.Segment(new PageAnalyzer().Read(Encoding.UTF8.GetBytes(line), new InputHints(Format: InputFormat.Text)));
        var shape = new PageShape();
        shape.Compute(page);
        return shape.FormOf(0);
    }

    private static LabelledPage Analyze(string page) => new PageAnalyzer().Analyze(Encoding.UTF8.GetBytes(page));

    private static Label LabelOf(LabelledPage page, string part) => SpanOf(page, part).Label;

    private static Kind KindOf(LabelledPage page, string part) => SpanOf(page, part).Kind;

    private static LabelledSpan SpanOf(LabelledPage page, string part)
    {
        int at = page.Page.Text.IndexOf(part, StringComparison.Ordinal);
        Assert.True(at >= 0);
        return page.Spans.Single(s => s.Span.Start <= at && s.Span.End > at);
    }
}
