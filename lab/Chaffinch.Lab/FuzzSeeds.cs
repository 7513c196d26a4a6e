using System.Text;

namespace Chaffinch.Lab;

/// <summary>Small pages written for fuzzing: one of each shape that reading and labelling know.</summary>
internal static class FuzzSeeds
{
    public static List<byte[]> Own { get; } =
    [
        Bytes("""
            <!DOCTYPE html><html lang=en><head><meta charset=utf-8><title>cheap words_The quiet harbour - Coast News</title>
            <meta name=description content="A story about a harbour."><meta name=keywords content="harbour, boats"><style>.h{display:none}</style></head>
            <body><nav><ul><li><a href=/>Home</a><li><a href=/w>Weather</a></ul></nav><article><h1>The quiet harbour</h1><p class=byline>By Ada Vik, 14 March 2024</p>
            <p>Boats lay in the <b>old</b> bay all morning, and nobody spoke of the storm that had come <a href="/s">the night before</a>.</p>
            <h2>Evening</h2><p>When the lamps were lit, the fishermen came back.<p>They had caught <em>nothing</em>.<div class=h><a href=https://x.example>planted one</a> <a href=https://y.example>planted two</a></div>
            <table><tr><th>Boat<th>Length<tr><td>Tern<td>9 m</table><pre>  a
                b</pre></article><footer>Copyright 2024 Coast News</footer></body></html>
            """),
        Bytes("""
            推广词语推广词语下载安装港口小镇迎来新的渔季

            港口小镇今天迎来了新的渔季。清晨,渔船陆续出港,岸上的人们挥手送别。
            (作者系海湾大学研究员)

            推广词语推广词语下载安装
            2024-02-03 ☆■◆○◎△▲※→←↑↓ 推广词语推广词语下载安装 某地一名男子昨日在公园里,近日,某公司发布了新的
            记者 林小舟 摄
            扫一扫在手机打开当前页
            """),
        Bytes("one_two_three_four\n\nA sentence of an article about fish. Another one follows it!\n\n- item\n- item\n\n船(chuán)在(zài)港(gǎng)里。\n\uFFFD\uFFFD Ã©tÃ©\n"),
        Bytes("<html><head><title>&#x63A8;&#x5E7F;&#x8BCD;</title></head><body><div style=\"position:absolute;left:-9999px\">row one | row two | row three</div><p>港の船は朝から動かない。風が強いからだ。</p></body></html><p>after the end</p>"),
        Bytes("<div id=a><table><tr><td><p>cell<table><tr><td>inner</table><b>bold<p>misnested</b></table><iframe srcdoc=\"&lt;p&gt;frame&lt;/p&gt;\"></iframe><noscript><p>no script</noscript><svg><title>x</title></svg><select><option>1<option>2</select>"),
        Encoding.GetEncoding("iso-8859-1").GetBytes("<p>caf\u00E9 na\u00EFve fa\u00E7ade. Les bateaux sont au port depuis l'\u00E9t\u00E9."),
        Encoding.Unicode.GetBytes("\uFEFFBoats lay in the bay. Nobody spoke."),
    ];

    private static byte[] Bytes(string page) => Encoding.UTF8.GetBytes(page);
}
