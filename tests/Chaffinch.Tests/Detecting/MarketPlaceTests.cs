using System.Text;
using Chaffinch.Detecting;
using Chaffinch.Model;
using Xunit;

namespace Chaffinch.Tests.Detecting;

/// <summary>Contacts where most items have one, and where one has.</summary>
public sealed class MarketPlaceTests
{
    private const string Seller = "<div class=i><h3>出长号</h3><p>学了半年改学围棋，便宜出，加微信 changhao0000 看录音。</p></div>";

    [Fact]
    public void Among_items_that_all_name_a_contact_one_weighs_half()
    {
        string ads = "<title>旧货角</title><h1>旧货角：乐器</h1><div class=i><h3>出小提琴</h3><p>琴盒有一道划痕，音色还亮，自己来试。电话 000 0000 3319。</p></div>" + Seller
            + "<div class=i><h3>收旧风箱</h3><p>漏气的也收，上门看货。电话 0000-7780000。</p></div><div class='i top'><h3>弦，三套起</h3><p>到店免费换弦，店在菜场二楼，QQ 00005678。</p></div>"
            + "<div class=i><h3>送谱子</h3><p>合唱谱半屋子，拿走以后至少唱一首。</p></div>";
        float[] strengths = Strengths(ads);
        Assert.NotEmpty(strengths);
        Assert.All(strengths, s => Assert.True(s < 0.5f));
    }

    [Fact]
    public void Among_items_without_any_it_keeps_its_weight()
    {
        string thread = "<title>长号学吹</title><h1>长号学吹</h1><div class=i><h3>小杜</h3><p>2020-2-10 15:05 高音总是上不去，换过号嘴也没有用，大家怎么练的？</p></div>" + Seller
            + "<div class=i><h3>老韩</h3><p>2020-2-10 19:40 先练长音，一口气吹满八拍，别急着往上爬。</p></div><div class=i><h3>小杜</h3><p>2020-2-11 07:12 谢谢，今天早上多吹了半个音。</p></div>";
        Assert.Equal([true], Strengths(thread).Select(s => s >= 0.9f));
    }

    [Fact]
    public void The_same_contact_under_every_item_is_no_market()
    {
        string farm = "<title>长号</title><h1>长号</h1>" + string.Concat(Enumerable.Repeat(Seller, 4));
        Assert.All(Strengths(farm), s => Assert.True(s >= 0.9f));
    }

    private static float[] Strengths(string html)
    {
        Page page = new PageAnalyzer().Read(Encoding.UTF8.GetBytes("<html lang=zh><body>" + html), new InputHints(null, null, InputFormat.Html));
        var sink = new EvidenceSink();
        new ContactHandle().Detect(Chaffinch.Segmenting.Segmenter.Segment(page), sink);
        return [.. sink.Items.ToArray().Select(e => e.Strength)];
    }
}
