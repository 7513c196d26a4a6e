using System.Net;
using System.Text;
using System.Text.Json;
using Chaffinch.Model;
using Xunit;

namespace Chaffinch.Tests.Acceptance;

/// <summary>The one real polluted page that the project started from comes out right, as text and as HTML.</summary>
public sealed class SeedTests
{
    private const string Headline = "“硬刚”俄罗斯、拉拢欧盟...这个小国为何突然“高调”?";

    [Fact]
    public void The_seed_page_comes_out_right()
    {
        string seed = Seed();
        LabelledPage page = new PageAnalyzer().Analyze(File.ReadAllBytes(Path.Combine(seed, "seed.txt")));
        Check(page, GoldPage.Load(Path.Combine(seed, "seed.gold.json")));
    }

    [Fact]
    public void The_seed_page_composed_as_HTML_comes_out_the_same()
    {
        (string html, GoldPage gold) = Compose(Seed());
        LabelledPage page = new PageAnalyzer().Analyze(Encoding.UTF8.GetBytes(html));
        Assert.True(page.Page.IsHtml);
        Check(page, gold);
    }

    private static void Check(LabelledPage page, GoldPage gold)
    {
        Score score = Score.Of(page, gold);
        Assert.Equal(PageVerdict.Polluted, page.Judgement.Value);
        Assert.True(score.InjectedF1 >= 0.97, $"injected F1 {score.InjectedF1:F4}");
        Assert.True(score.GenuineKept >= 0.995, $"genuine kept {score.GenuineKept:F4}");
        Assert.Equal(0, score.Leak);
        Assert.Equal(Headline, page.Article.Title);
        Assert.NotNull(page.Article.Byline);
        Assert.Contains("研究所研究员", page.Article.Byline, StringComparison.Ordinal);
    }

    private static string Seed()
    {
        if (Repository.Data is null)
        {
            Assert.Skip("the development data are absent (../shared/data)");
        }

        return Path.Combine(Repository.Data, "seed");
    }

    // The page as a content system with the same kit in it would have served it: title, metas, navigation, a hidden row, the tail, a footer.
    private static (string Html, GoldPage Gold) Compose(string folder)
    {
        string text = File.ReadAllText(Path.Combine(folder, "seed.txt"));
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "seed.spans.json")));
        var html = new StringBuilder();
        var gold = new GoldBuilder();
        var runs = document.RootElement.GetProperty("spans").EnumerateArray()
            .Select(s => (Start: s.GetProperty("start").GetInt32(), End: s.GetProperty("end").GetInt32(), Label: GoldPage.LabelOf(s.GetProperty("label").GetString()!)))
            .ToList();
        int[] units = UnitOfCodePoint(text);
        string At(int i) => text[units[runs[i].Start]..units[runs[i].End]];
        int headline = runs.FindIndex(r => r.Label == Label.Headline);
        html.Append("<!DOCTYPE html><html lang=zh><head><meta charset=utf-8>");
        Piece("<title>", headline - 1);
        Piece("", headline);
        html.Append("</title>");
        Own("<meta name=keywords content=\"", "青桐影院在线看,青桐影院官网入口,青桐影院手机版下载,青桐影院最新地址", Label.Injected, "\">");
        html.Append("</head><body><div class=nav><ul>");
        Own("<li><a href=/>", "首页", Label.Furniture, "</a></li>");
        Own("<li><a href=/guoji/>", "国际新闻", Label.Furniture, "</a></li>");
        html.Append("</ul></div>");
        Own("<div style=\"position:absolute;left:-9999px\"><a href=http://a.example/>", "青桐影院在线看", Label.Injected, "</a> ");
        Own("<a href=http://b.example/>", "海松棋牌官网开户", Label.Injected, "</a></div>");
        html.Append("<div class=article>");
        for (int i = 0; i < runs.Count; i++)
        {
            bool glued = i > 0 && units[runs[i].Start] == units[runs[i - 1].End];
            string tag = runs[i].Label switch { Label.Headline => "h1", Label.Subhead => "h2", _ => "p" };
            if (i + 1 < runs.Count && i == headline - 1)
            {
                tag = "h1";
            }

            Piece(glued ? "" : "<" + tag + ">", i);
            html.Append(i + 1 < runs.Count && units[runs[i + 1].Start] == units[runs[i].End] ? "" : "</" + (glued && i == headline ? "h1" : tag) + ">\n");
        }

        html.Append("</div>");
        Own("<div class=footer><p>", "版权所有 © 晨河网 联系我们", Label.Furniture, "</p></div></body></html>");
        return (html.ToString(), gold.Build());

        void Piece(string before, int i)
        {
            html.Append(before).Append(WebUtility.HtmlEncode(At(i)));
            gold.Add(At(i), runs[i].Label);
        }

        void Own(string before, string words, Label label, string after)
        {
            html.Append(before).Append(words).Append(after);
            gold.Add(words, label);
        }
    }

    private static int[] UnitOfCodePoint(string text)
    {
        var units = new List<int>();
        for (int i = 0; i < text.Length; i += char.IsSurrogatePair(text, i) ? 2 : 1)
        {
            units.Add(i);
            if (i + 1 >= text.Length)
            {
                break;
            }
        }

        units.Add(text.Length);
        return [.. units];
    }
}
