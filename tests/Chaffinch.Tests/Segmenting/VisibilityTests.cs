using Chaffinch.Model;
using Xunit;

namespace Chaffinch.Tests.Segmenting;

/// <summary>What a reader does not see is marked with the reason; what a reader sees is not.</summary>
public sealed class VisibilityTests
{
    [Theory]
    [InlineData("<div style='display:none'>X</div>", HiddenBy.Display)]
    [InlineData("<div style='DISPLAY : none !important;color:red'><p>X</p></div>", HiddenBy.Display)]
    [InlineData("<div style='display&#58;none'>X</div>", HiddenBy.Display)]
    [InlineData("<div style='background:url(data:a;b);display:none'>X</div>", HiddenBy.Display)]
    [InlineData("<div hidden>X</div>", HiddenBy.Attribute)]
    [InlineData("<div style='visibility:hidden'>X</div>", HiddenBy.Visibility)]
    [InlineData("<div style='opacity:0.01'>X</div>", HiddenBy.Visibility)]
    [InlineData("<div style='position:absolute;clip:rect(1px,1px,1px,1px)'>X</div>", HiddenBy.Visibility)]
    [InlineData("<div style='position:absolute;left:-7214px;top:-2210px;width:600px'>X</div>", HiddenBy.OffScreen)]
    [InlineData("<div style='position:fixed;left:-200em'>X</div>", HiddenBy.OffScreen)]
    [InlineData("<div style='position:absolute;top:-9999px;left:0'>X</div>", HiddenBy.OffScreen)]
    [InlineData("<span style='text-indent:-9000px;display:block;height:0'>X</span>", HiddenBy.OffScreen)]
    [InlineData("<div style='margin-left:-5000px'>X</div>", HiddenBy.OffScreen)]
    [InlineData("<div style='transform:translateX(-9999px)'>X</div>", HiddenBy.OffScreen)]
    [InlineData("<div style='overflow:hidden;height:1px'>X</div>", HiddenBy.Size)]
    [InlineData("<div style='font-size:0'>X</div>", HiddenBy.Size)]
    [InlineData("<div style='font-size:1px'><p>X</p></div>", HiddenBy.Size)]
    [InlineData("<marquee height=2 width=4 scrollamount=3000>X</marquee>", HiddenBy.Size)]
    [InlineData("<marquee scrollamount='5000'>X</marquee>", HiddenBy.Size)]
    [InlineData("<p style='color:#ffffff;background-color:#FFF'>X</p>", HiddenBy.Colour)]
    [InlineData("<body bgcolor=white><font color='#fefefe'>X</font>", HiddenBy.Colour)]
    [InlineData("<table bgcolor='#000000'><tr><td><font color=black>X</font></table>", HiddenBy.Colour)]
    [InlineData("<p style='color:rgba(0,0,0,0)'>X</p>", HiddenBy.Colour)]
    [InlineData("<body><noscript><p>X</p></noscript>", HiddenBy.NoScript)]
    [InlineData("<body><p>a</p></body></html><p>X</p>", HiddenBy.AfterEnd)]
    [InlineData("<body><p>a</p></body></html>X", HiddenBy.AfterEnd)]
    [InlineData("<style>.k{position:absolute;left:-9999px}</style><div class='a k'>X</div>", HiddenBy.OffScreen)]
    [InlineData("<div id=q>X</div><style>p, #q { display:none }</style>", HiddenBy.Display)]
    [InlineData("<style>/* c */ div.k{display:none} .z .w{display:none}</style><div class=k>X</div>", HiddenBy.Display)]
    [InlineData("<style>.z > .w{display:none}</style><div class=z><div class=w>X</div></div>", HiddenBy.Display)]
    [InlineData("<style>@media screen{.w{display:none}}</style><div class=w>X</div>", HiddenBy.Display)]
    [InlineData("<div id=q>X</div><script>document.getElementById('q').style.display='none';</script>", HiddenBy.Script)]
    [InlineData("<script>$(\"#q\").hide();</script><div id=q>X</div>", HiddenBy.Script)]
    [InlineData("<script>document.write('<style>.v{display:none}<\\/style>')</script><div class=v>X</div>", HiddenBy.Display)]
    [InlineData("<style>.z{display:none}</style><div class=z><iframe srcdoc='<style>.y .w{visibility:hidden}</style><p class=z>X'></iframe></div>", HiddenBy.Display)]
    [InlineData("<div class=z><iframe srcdoc='<style>.w{visibility:hidden}</style><p class=w>X'></iframe></div>", HiddenBy.Visibility)]
    [InlineData("<iframe srcdoc='<style>.a{width:9px} .w{margin:0}</style><p class=w>a'></iframe><iframe srcdoc='<style>.w{display:none}</style><p class=w>X'></iframe>", HiddenBy.Display)]
    [InlineData("<style>.w{display:none} .w{DISPLAY : block} b.k .w{display:None}</style><b class='j K'><i class=w>X</i></b>", HiddenBy.Display)]
    [InlineData("<style>a{background:url(x;y{)}.w{;;overflow:hidden;height:.5px;}</style><div class=w>X</div>", HiddenBy.Size)]
    [InlineData("<style>.u,.w:hover,.w.v{text-indent:-999em}</style><div class='v w'>X</div>", HiddenBy.OffScreen)]
    [InlineData("<style>.w{color:#fff}</style><body bgcolor=#ffffff><div class=w>X</div>", HiddenBy.Colour)]
    [InlineData("<link rel=stylesheet href=a.css><style>.w{color:#fff;background:#fff}</style><div class=w>X</div>", HiddenBy.Colour)]
    [InlineData("<div class=modal aria-hidden=true>X</div>", HiddenBy.Aria)]
    public void Hidden(string html, HiddenBy by)
    {
        Page page = HtmlPages.Read(html);
        Assert.Equal(by, page.BlockOf("X").Hidden);
    }

    [Theory]
    [InlineData("<div style='display:block'>X</div>")]
    [InlineData("<div style='position:absolute;left:-20px'>X</div>")]
    [InlineData("<div style='left:-9999px'>X</div>")]
    [InlineData("<div style='position:absolute;left:50%;margin-left:-490px'>X</div>")]
    [InlineData("<div style='height:1px'>X</div>")]
    [InlineData("<div style='font-size:0'><p style='font-size:14px'>X</p></div>")]
    [InlineData("<div style='color:#fff;background:#036'>X</div>")]
    [InlineData("<div style='color:#fff;background:url(dark.jpg)'>X</div>")]
    [InlineData("<link rel=stylesheet href=a.css><div class=hero><h1 style='color:#fff'>X</h1></div>")]
    [InlineData("<style>body{background:#fff}.hero{color:#fff}</style><link rel=stylesheet href=a.css><div class=hero><div class=in>X</div></div>")]
    [InlineData("<p style='background:linear-gradient(red,blue);-webkit-background-clip:text;color:transparent'>X</p>")]
    [InlineData("<i aria-hidden=true>X</i>")]
    [InlineData("<style>@media print{.w{display:none}} @media (max-width:600px){.w{display:none}} .w:hover{display:none}</style><div class=w>X</div>")]
    [InlineData("<style media=print>.w{display:none}</style><div class=w>X</div>")]
    [InlineData("<style>.z .w{display:none} @font-face{display:none}</style><div class=w>X</div>")]
    [InlineData("<style>.w{display:none} .w{display:block}</style><div class=w>X</div>")]
    [InlineData("<style>.w{display:none}</style><div class=w style='display:flex'>X</div>")]
    [InlineData("<noscript><style>.w{display:none}</style></noscript><div class=w>X</div>")]
    [InlineData("<style>.no-js .w{display:none}</style><html class=no-js><div class=w>X</div>")]
    [InlineData("<div id=q>X</div><script>b.onclick=function(){document.getElementById('q').style.color='red'}</script>")]
    [InlineData("<div hidden style='display:block'>X</div>")]
    public void Seen(string html) => Assert.Equal(HiddenBy.None, HtmlPages.Read(html).BlockOf("X").Hidden);

    [Fact]
    public void A_hidden_run_inside_a_seen_line_is_a_run_and_its_link_is_marked()
    {
        Page page = HtmlPages.Read("<p>Bread is <span style='display:none'>sold <a href='//x.example'>elsewhere</a></span> here, see <a href=/a>list</a>.</p>");
        Assert.Equal(HiddenBy.None, page.Blocks[0].Hidden);
        InlineRun run = Assert.Single(page.Inlines.ToArray());
        Assert.Equal((InlineKind.Hidden, HiddenBy.Display), (run.Kind, run.Hidden));
        Assert.Equal("sold elsewhere", page.Text(run.Span));
        Assert.True(page.Links[0].Traits.HasFlag(LinkTraits.Hidden));
        Assert.False(page.Links[1].Traits.HasFlag(LinkTraits.Hidden));
    }

    [Fact]
    public void A_line_whose_every_part_is_hidden_is_hidden_as_a_whole()
    {
        Page page = HtmlPages.Read("<p><span style='display:none'>one</span> <b style='font-size:0'>two</b></p>");
        Assert.Equal(HiddenBy.Display, page.Blocks[0].Hidden);
        Assert.DoesNotContain(page.Inlines.ToArray(), r => r.Kind == InlineKind.Hidden);
    }

    [Fact]
    public void Many_rules_and_many_elements_of_one_name_stay_cheap()
    {
        string rules = string.Concat(Enumerable.Repeat(".a{color:red} .b .a{display:none} ", 5000));
        string html = "<style>" + rules + "</style>" + string.Concat(Enumerable.Repeat("<p class='a b c'>x</p>", 5000));
        var clock = System.Diagnostics.Stopwatch.StartNew();
        Page page = HtmlPages.Read(html);
        Assert.Equal(5000, page.Blocks.Length);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), $"{clock.Elapsed}");
    }
}
