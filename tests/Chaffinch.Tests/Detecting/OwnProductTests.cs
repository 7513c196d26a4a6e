using Chaffinch.Detecting;
using Chaffinch.Model;
using Chaffinch.Segmenting;
using Xunit;

namespace Chaffinch.Tests.Detecting;

/// <summary>What a site says of its own product reads like advertising and is none that was planted.</summary>
public sealed class OwnProductTests
{
    private const string Headline = "青石阅读器官方版下载，安卓手机版免费更新";

    [Xunit.Fact]
    public void The_headline_of_a_site_about_its_own_product_counts_half() =>
        Assert.InRange(StrengthOf("青石阅读器 · 文档 · 论坛 · 捐助", "这一版修了四十七个问题，青石从此能读旧编码的书，花了五个月。", "有人问青石为什么没有书，青石只是阅读器，不带任何书。"), 0.01f, 0.5f);

    [Xunit.Fact]
    public void The_same_words_above_another_page_count_in_full() =>
        Assert.InRange(StrengthOf("河边小学 · 文档 · 论坛 · 捐助", "学校的食堂换了新的灶台，孩子们中午能吃上热饭了，老师也一样。", "有不吃辣的孩子，请在星期三以前告诉老师，食堂会另做一份。"), 0.7f, 1);

    [Xunit.Fact]
    public void A_planted_row_above_the_page_is_no_menu() =>
        Assert.InRange(StrengthOf("青石官方版下载安装|青石手机版免费下载|免费观看全集|官方网址注册送彩金", "学校的食堂换了新的灶台，孩子们中午能吃上热饭了，老师也一样青石手机版免费下载。", "有不吃辣的孩子，请在星期三以前告诉老师，食堂会另做一份青石手机版免费下载。"), 0.7f, 1);

    private static float StrengthOf(string menu, string first, string second)
    {
        Page page = new PageAnalyzer().Read(System.Text.Encoding.UTF8.GetBytes($"{menu}\n{Headline}\n{first}\n{second}"));
        var sink = new EvidenceSink();
        new PromoStyle().Detect(Segmenter.Segment(page), sink);
        int at = page.Text.IndexOf(Headline, StringComparison.Ordinal);
        float most = 0;
        foreach (Evidence e in sink.Items)
        {
            most = e.Signal.Name == "promotional" && e.Span.Start < at + Headline.Length && e.Span.End > at ? Math.Max(most, e.Strength) : most;
        }

        return most;
    }
}
