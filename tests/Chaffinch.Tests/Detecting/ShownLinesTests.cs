using Chaffinch.Detecting;
using Chaffinch.Model;
using Chaffinch.Segmenting;
using Xunit;

namespace Chaffinch.Tests.Detecting;

/// <summary>What a page shows instead of saying it is accused of nothing; the same words set into a page accuse.</summary>
public sealed class ShownLinesTests
{
    private const string Row = "<title>百家乐注册送彩金_官方版手机下载_彩票计划群</title>";

    [Xunit.Fact]
    public void Lines_behind_a_colon_are_shown_on_a_page_about_planted_text() =>
        Assert.Empty(Over(Row, $"学校的网站被黑，搜索引擎里的标题全变了。\n换成爬虫的标识去抓，页面多出了这样一段，原样贴在这里：\n{Row}\n看见没有，这就是插进来的东西。删掉以后，又过了三个星期才恢复。"));

    [Xunit.Fact]
    public void Lines_behind_a_colon_are_planted_elsewhere() =>
        Assert.NotEmpty(Over(Row, $"学校的食堂换了新的灶台，孩子们中午能吃上热饭了。\n这个星期的菜单已经贴在食堂门口，请家长们看一看：\n{Row}\n有不吃辣的孩子，请在星期三以前告诉老师。食堂的阿姨会另做一份。"));

    [Xunit.Fact]
    public void A_list_of_different_quotations_is_shown()
    {
        const string Second = "「元手ゼロ 放置で稼げるアプリ 今だけ無料」";
        Assert.Empty(Over(Second, $"市の窓口に寄せられた広告の言葉を集めました。一つでも当てはまったら相談してください。\n「押すだけで一件三百円 即日振込」\n{Second}\n「登録で一万円プレゼント 先着五十名」\n相談は無料です。電話は平日の九時から受け付けます。"));
    }

    [Xunit.Fact]
    public void One_quotation_between_paragraphs_is_not_a_list()
    {
        const string Phrase = "「元手ゼロ 放置で稼げるアプリ 今だけ無料」";
        Assert.NotEmpty(Over(Phrase, $"橋のたもとの蔵では、冬になると朝の四時に米を蒸す。湯気が川の上まで流れていく。\n{Phrase}\n渡る人はそれで季節を知る。蔵の人は昼まで休まない。"));
    }

    [Xunit.Fact]
    public void Quotations_that_are_counted_are_shown()
    {
        const string Second = "2. “Win real money at the best online casino, claim your free spins bonus now!”";
        Assert.Empty(Over(Second, $"I tidied my telephone on Sunday and kept the messages of this spring. Vote for the laziest.\n1. “Your parcel waits at the depot, pay the fee today.”\nThe depot closed in 2011.\n{Second}\nThey have spelled everything right for once.\n3. “Dear {{name}}, your loan is approved.”\nThat one did not even try."));
    }

    [Xunit.Fact]
    public void Two_counted_quotations_are_no_collection()
    {
        const string Second = "2. “Win real money at the best online casino, claim your free spins bonus now!”";
        Assert.NotEmpty(Over(Second, $"The weir was rebuilt in the spring, and the eels have come back to the upper pool.\n1. “Nobody thought that they would.”\n{Second}\nThe keeper counts them at night with a lamp, as his mother did before him."));
    }

    [Xunit.Fact]
    public void Entries_with_days_of_their_own_may_break_off()
    {
        string[] days = ["✦ 2 April ✦", "✦ 5 April ✦", "✦ 9 April ✦", "✦ 14 April ✦"];
        Assert.DoesNotContain(Over(" the keeper of the", Entries(days)), static e => e.Detector == "ragged-edge");
    }

    [Xunit.Fact]
    public void Fragments_behind_one_day_break_off()
    {
        string[] days = ["✦ 2 April ✦", "✦ 2 April ✦", "✦ 2 April ✦", "✦ 2 April ✦"];
        Assert.Contains(Over(" the keeper of the", Entries(days)), static e => e.Detector == "ragged-edge");
    }

    [Xunit.Fact]
    public void Passages_with_numbers_and_dots_belong_to_no_page() =>
        Assert.DoesNotContain(Over("综合以上数据", Passages("①", "②", "③", "……")), static e => e.Detector is "splice-style" or "ragged-edge");

    private static string Passages(string first, string second, string third, string dots) =>
        "现代文片段练习\n说明：下面的片段选自不同的文章，都有删节。请判断文体。\n"
        + $"{first} {dots}他把灯放在窗台上，风从河那边来，船上的人看不见岸，只听见有人在叫一个名字{dots}\n"
        + $"{second} {dots}综合以上数据，本次抽样的误差在百分之三以内，部分受访者没有填写收入，因此该项不参与{dots}\n"
        + $"{third} {dots}由此向西七十里，有山，没有草木，山上的石头像羊，夜里会响{dots}\n"
        + "请说明理由，不超过六十字。";

    private static string Entries(string[] days) =>
        "We print these cuttings as they were set, with their errors. Where a line stops the paper stopped. Nobody has found the rest of it.\n"
        + $"{days[0]} The ferry brought three hundred sacks of sugar, and nobody knew who had asked for the keeper of the\n"
        + $"{days[1]} The mayor has told the owners of the two mills that the sluice stays shut until the end of the\n"
        + $"{days[2]} A large key was lost between the market and the bridge, and the finder is asked to bring it to the\n"
        + $"{days[3]} The school has beaten the crew of the ferry by three goals, and the crew has complained about the\n"
        + "No later issue tells of the key. The ferry left in June without another match. Its bell hangs in the school.";

    private static List<Evidence> Over(string words, string text)
    {
        Page page = new PageAnalyzer().Read(System.Text.Encoding.UTF8.GetBytes(text));
        var sink = new EvidenceSink();
        Detectors.Run(Detectors.All, Segmenter.Segment(page), sink);
        int at = page.Text.IndexOf(words, StringComparison.Ordinal);
        Assert.True(at >= 0);
        var span = new TextSpan(at, at + words.Length);
        var found = new List<Evidence>();
        foreach (Evidence e in sink.Items)
        {
            if (e.Span.Overlaps(span) && e.Strength >= 0.3f)
            {
                found.Add(e);
            }
        }

        return found;
    }
}
