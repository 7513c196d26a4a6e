using System.Text;

namespace Chaffinch.Lab;

/// <summary>Makes hostile pages from a seed number: tag soup, mutated pages, bytes of the wrong charset.</summary>
internal sealed class Soup
{
    private static readonly string[] Tags =
    [
        "div", "p", "span", "a", "b", "i", "em", "strong", "table", "tr", "td", "th", "tbody", "caption", "col", "ul", "ol", "li", "dl", "dt", "dd", "h1", "h2", "h6", "title", "head",
        "body", "html", "script", "style", "textarea", "pre", "plaintext", "noscript", "iframe", "template", "select", "option", "optgroup", "form", "button", "svg", "math", "mi",
        "foreignObject", "desc", "br", "hr", "img", "input", "meta", "link", "frameset", "frame", "noframes", "marquee", "nobr", "font", "xmp", "listing", "details", "summary", "time",
        "article", "main", "nav", "header", "footer", "aside", "ruby", "rt", "rp", "del", "sub", "code", "blockquote", "figure", "figcaption", "center", "object", "applet", "x-tag",
    ];

    private static readonly string[] Attributes =
    [
        " class=\"entry-title\"", " class='nav menu footer'", " id=content", " style=\"display:none\"", " style=\"color:#fff;background:white\"", " style='position:absolute;left:-9999px'",
        " style=\"font-size:0\"", " hidden", " aria-hidden=true", " href=\"https://b.example/x?y=1&amp;z=2\"", " href='javascript:void(0)'", " href=#top", " rel=nofollow", " lang=zh",
        " srcdoc=\"<p>in a frame &lt;b&gt;\"", " content=\"words, more words\"", " name=description", " name=keywords", " charset=gbk", " http-equiv=refresh", " datetime=2024-02-03",
        " itemprop=headline", " a=\"unclosed", " =\"", " \"'<>", " x/y", " onclick=\"a>b\"", " colspan=3", " start=7", " role=navigation",
    ];

    private static readonly string[] Texts =
    [
        "The boats lay in the harbour all morning. ", "A second sentence, with a comma; and more! ", "港口里停着许多船。", "今天天气很好,大家都去了海边。", "港の船は朝から動かない。", "배가 항구에 있다. ",
        "Корабли стояли в порту. ", "เรืออยู่ในท่าเรือ ", "السفن في الميناء. ", "Tàu nằm trong cảng. ", "2024-02-03 ", "word_word_word ", "one | two | three | four ", "a, b, c, d, e ", "☆★◆◇○●△▲ ",
        "\uFFFD", "Ã©Ã¨", "船(chuán)", "&amp;", "&#x4E2D;&#25991;", "&nbsp;", "&#0;", "&#xD800;", "&#x110000;", "&unknown;", "&amp", "&copy2", "<", ">", "</", "<!", "<?", "&", "&#", "\0", "\r\n", "\t", "\u200B",
        "\u00A0", "\u3000", "\uFEFF", "😀", "👩‍👩‍👧", "e\u0301", "]]>", "-->", "By Ada Vik | 14 March 2024 ", "Copyright 2024. All rights reserved. ", "Read more ", "Home ", "https://a.example/b ", "@handle ",
        "``` ", "* ", "# ", "| a | b |", "「", "」", "(", ")", "...", "。。", "??", "? ? ?",
    ];

    private static readonly string[] Raw =
    [
        "<!--", "-->", "--!>", "<!DOCTYPE html>", "<![CDATA[", "]]>", "<?xml ?>", "<script>document.write('<div style=display:none>')</script>", "<style>.x{display:none}#content{font-size:0}</style>",
        "</html>", "</body>", "<table><p>", "</p>", "</br>", "<svg><title>", "<math><mtext><p>", "<a><a>", "<b><p></b>", "<select><table>", "<meta charset=shift_jis>", "<title>", "</title>", "<plaintext>",
    ];

    private readonly Random _random;

    public Soup(int seed)
    {
        _random = new Random(seed);
    }

    /// <summary>A page made of nothing but pieces of markup and text.</summary>
    public byte[] Page(int pieces)
    {
        var page = new StringBuilder();
        bool html = _random.Next(5) > 0;
        page.Append(html ? "<html><body>" : "");
        int count = _random.Next(1, pieces);
        for (int i = 0; i < count; i++)
        {
            Piece(page, html);
        }

        return Encode(page.ToString());
    }

    /// <summary>A copy of <paramref name="page"/> with a few changes, some of them taken from <paramref name="other"/>.</summary>
    public byte[] Mutate(byte[] page, byte[] other)
    {
        var bytes = new List<byte>(page);
        int changes = 1 << _random.Next(0, 6);
        for (int i = 0; i < changes && bytes.Count < 1 << 20; i++)
        {
            Change(bytes, other);
        }

        return [.. bytes];
    }

    private void Change(List<byte> bytes, byte[] other)
    {
        int at = _random.Next(bytes.Count + 1);
        switch (_random.Next(9))
        {
            case 0 when bytes.Count > 0:
                bytes[Math.Min(at, bytes.Count - 1)] = (byte)_random.Next(256);
                break;
            case 1:
                bytes.Insert(at, (byte)_random.Next(256));
                break;
            case 2 when at < bytes.Count:
                bytes.RemoveRange(at, Math.Min(bytes.Count - at, 1 << _random.Next(0, 10)));
                break;
            case 3 when other.Length > 0:
                int from = _random.Next(other.Length);
                bytes.InsertRange(at, other.AsSpan(from, Math.Min(other.Length - from, 1 << _random.Next(0, 12))).ToArray());
                break;
            case 4 when at < bytes.Count:
                byte[] piece = [.. bytes.GetRange(at, Math.Min(bytes.Count - at, 1 << _random.Next(0, 10)))];
                int times = _random.Next(1, 1 << _random.Next(1, 6));
                for (int i = 0; i < times; i++)
                {
                    bytes.InsertRange(at, piece);
                }

                break;
            case 5 when _random.Next(4) == 0:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            case 6:
                bytes.InsertRange(at, Enumerable.Range(0, _random.Next(1, 8)).Select(_ => (byte)_random.Next(128, 256)));
                break;
            default:
                var inserted = new StringBuilder();
                Piece(inserted, html: true);
                bytes.InsertRange(at, Encoding.UTF8.GetBytes(inserted.ToString()));
                break;
        }
    }

    private void Piece(StringBuilder page, bool html)
    {
        int kind = html ? _random.Next(20) : _random.Next(12, 20);
        switch (kind)
        {
            case < 5:
                page.Append('<').Append(Pick(Tags));
                for (int a = _random.Next(3); a > 0; a--)
                {
                    page.Append(Pick(Attributes));
                }

                page.Append(_random.Next(12) == 0 ? "/>" : _random.Next(20) == 0 ? "" : ">");
                break;
            case < 9:
                page.Append("</").Append(Pick(Tags)).Append('>');
                break;
            case 9:
                page.Append(Pick(Raw));
                break;
            case 10 when _random.Next(8) == 0:
                string repeated = "<" + Pick(Tags) + ">";
                for (int i = _random.Next(1, 700); i > 0; i--)
                {
                    page.Append(repeated);
                }

                break;
            case 12:
                page.Append('\n');
                break;
            case 13 when _random.Next(6) == 0:
                string text = Pick(Texts);
                for (int i = _random.Next(1, 200); i > 0; i--)
                {
                    page.Append(text);
                }

                break;
            case 14 when _random.Next(4) == 0:
                page.Append((char)_random.Next(1, 0x10000));
                break;
            default:
                page.Append(Pick(Texts));
                break;
        }
    }

    // Lone surrogates become what UTF-8 makes of them; one page in four comes in another charset or in none.
    private byte[] Encode(string page)
    {
        int choice = _random.Next(12);
        Encoding encoding = choice switch
        {
            0 => Encoding.Unicode,
            1 => Encoding.BigEndianUnicode,
            2 => Encoding.Latin1,
            3 => CodePagesEncodingProvider.Instance.GetEncoding(_random.Next(3) switch { 0 => 936, 1 => 932, _ => 950 }) ?? Encoding.UTF8,
            _ => Encoding.UTF8,
        };
        byte[] bytes = [.. choice is 0 or 1 && _random.Next(2) == 0 ? encoding.GetPreamble() : [], .. encoding.GetBytes(page)];
        if (choice == 4)
        {
            _random.NextBytes(bytes.AsSpan(_random.Next(bytes.Length + 1)));
        }

        return bytes;
    }

    private string Pick(string[] from) => from[_random.Next(from.Length)];

}
