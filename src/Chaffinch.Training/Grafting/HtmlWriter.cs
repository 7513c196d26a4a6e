using System.Globalization;
using System.Text;
using Chaffinch.Training.Model;

namespace Chaffinch.Training.Grafting;

/// <summary>Writes a draft as HTML in one of many layouts: semantic elements or plain boxes, telling class names or none.</summary>
internal sealed class HtmlWriter(Draft draft, Dice dice)
{
    private static readonly string[][] ClassNames =
    [
        ["menu", "breadcrumb", "entry-content", "related", "tags", "footer", "byline", "ad-box", "comments"],
        ["nav", "path", "article-body", "more", "keywords", "foot", "meta", "sponsor", "comment-list"],
        ["topnav", "crumbs", "content", "tuijian", "tag", "bottom", "info", "advert", "reply"],
        ["hd", "pos", "con", "list", "lab", "ft", "sub", "gg", "msg"],
        ["", "", "", "", "", "", "", "", ""],
    ];

    private readonly GoldWriter _to = new();
    private readonly string[] _names = dice.Of(ClassNames);
    private readonly bool _semantic = dice.Chance(0.5);
    private readonly string _rule = "x" + dice.Next(9999).ToString(CultureInfo.InvariantCulture);
    private readonly string _paragraph = dice.Chance(0.8) ? "p" : dice.Of(["div", "p", "span"]);
    private readonly string _hiddenRule = dice.Of(
        ["{display:none}", "{position:absolute;left:-9999px}", "{font-size:0}", "{visibility:hidden}", "{text-indent:-9000px;height:0;overflow:hidden}", "{opacity:0;height:1px}"]);

    public static (byte[] Bytes, GoldRange[] Gold) Write(Draft draft, Dice dice)
    {
        var writer = new HtmlWriter(draft, dice);
        writer.WritePage();
        return (writer._to.Bytes, writer._to.Gold);
    }

    private void WritePage()
    {
        string language = draft.Language switch { "zh" => "zh-CN", "zh-hant" => "zh-TW", _ => draft.Language };
        _to.Raw($"<!DOCTYPE html>\n<html{(dice.Chance(0.7) ? $" lang=\"{language}\"" : "")}>\n<head>\n<meta charset=\"utf-8\">\n");
        foreach (DraftLine line in draft.Lines.Where(l => l.Role is LineRole.Title or LineRole.Description or LineRole.Keywords))
        {
            WriteHead(line);
        }

        if (draft.Lines.Any(l => l.Hiding == Hiding.StyleRule))
        {
            _to.Raw($"<style>.{_rule}{_hiddenRule}</style>\n");
        }

        _to.Raw("</head>\n<body>\n");
        Section(LineRole.Nav, "header", 0);
        Section(LineRole.Breadcrumb, "div", 1);
        WriteArticle();
        Section(LineRole.Comment, "section", 8);
        Section(LineRole.Advert, "div", 7);
        Section(LineRole.Related, "aside", 3);
        Section(LineRole.Tags, "div", 4);
        Section(LineRole.Footer, "footer", 5);
        _to.Raw("</body>\n</html>\n");
        foreach (DraftLine line in draft.Of(LineRole.AfterEnd))
        {
            WriteLine("div", "", line);
        }
    }

    private void WriteHead(DraftLine line)
    {
        string name = line.Role == LineRole.Description ? "description" : "keywords";
        _to.Raw(line.Role == LineRole.Title ? "<title>" : $"<meta name=\"{name}\" content=\"");
        WriteRuns(line, links: false);
        _to.Raw(line.Role == LineRole.Title ? "</title>\n" : "\">\n");
    }

    private void Section(LineRole role, string element, int name)
    {
        List<DraftLine> lines = [.. draft.Of(role)];
        if (lines.Count == 0)
        {
            return;
        }

        string tag = _semantic ? element : "div";
        _to.Raw($"<{tag}{ClassOf(_names[name])}>\n");
        bool list = role is LineRole.Nav or LineRole.Related && dice.Chance(0.4);
        string inner = list ? "li" : role is LineRole.Footer or LineRole.Comment or LineRole.Advert ? dice.Of(["p", "div"]) : dice.Of(["div", "p", "span"]);
        _to.Raw(list ? "<ul>\n" : "");
        foreach (DraftLine line in lines)
        {
            WriteLine(inner, "", line);
        }

        _to.Raw((list ? "</ul>\n" : "") + $"</{tag}>\n");
    }

    private void WriteArticle()
    {
        string outer = _semantic ? dice.Of(["main", "article"]) : "div";
        _to.Raw($"<{outer}{ClassOf(_names[2])}>\n");
        bool inList = false;
        int heading = dice.Between(1, 2);
        foreach (DraftLine line in draft.Lines)
        {
            if (line.Role is not (LineRole.Headline or LineRole.Byline or LineRole.Subhead or LineRole.Paragraph or LineRole.Item or LineRole.Caption))
            {
                continue;
            }

            bool item = line.Role == LineRole.Item;
            if (item != inList)
            {
                _to.Raw(item ? "<ul>\n" : "</ul>\n");
                inList = item;
            }

            switch (line.Role)
            {
                case LineRole.Headline: WriteLine("h" + heading.ToString(CultureInfo.InvariantCulture), "", line); break;
                case LineRole.Byline: WriteLine("p", _names[6], line); break;
                case LineRole.Subhead: WriteLine(dice.Chance(0.85) ? "h" + (heading + 1).ToString(CultureInfo.InvariantCulture) : "b", "", line); break;
                case LineRole.Item: WriteLine("li", "", line); break;
                case LineRole.Caption: WriteLine(_semantic ? "figcaption" : "p", _semantic ? "" : dice.Of(["caption", "pic", ""]), line); break;
                default: WriteLine(_paragraph == "span" ? "div" : _paragraph, "", line); break;
            }
        }

        _to.Raw((inList ? "</ul>\n" : "") + $"</{outer}>\n");
    }

    private void WriteLine(string tag, string name, DraftLine line)
    {
        string style = StyleOf(line.Hiding);
        string hidden = line.Hiding switch
        {
            Hiding.StyleRule => ClassOf(_rule),
            Hiding.Attribute => ClassOf(name) + " hidden",
            Hiding.None or Hiding.NoScript => ClassOf(name),
            _ => ClassOf(name) + $" style=\"{style}\"",
        };
        _to.Raw(line.Hiding == Hiding.NoScript ? "<noscript>" : "");
        _to.Raw($"<{tag}{hidden}>");
        WriteRuns(line, links: true);
        _to.Raw($"</{tag}>" + (line.Hiding == Hiding.NoScript ? "</noscript>" : "") + "\n");
    }

    private string StyleOf(Hiding hiding) => hiding switch
    {
        Hiding.Display => "display:none",
        Hiding.Visibility => "visibility:hidden",
        Hiding.OffScreen => dice.Of(["position:absolute;left:-9999px", "position:absolute; top:-5000px", "margin-left:-4000px", "text-indent:-9999px"]),
        Hiding.Zero => dice.Of(["font-size:0", "height:0;overflow:hidden", "font-size:1px;line-height:0", "width:0;height:0;overflow:hidden"]),
        Hiding.Colour => dice.Of(["color:#fff;background:#fff", "color:#ffffff;background-color:white", "color:transparent"]),
        Hiding.Clip => dice.Of(["clip:rect(0,0,0,0);position:absolute", "opacity:0"]),
        _ => "",
    };

    private void WriteRuns(DraftLine line, bool links)
    {
        string rel = dice.Of(["", "", " target=\"_blank\"", " rel=\"nofollow\""]);
        for (int i = 0; i < line.Runs.Count; i++)
        {
            Run run = line.Runs[i];
            bool link = links && run.Href is not null;
            if (link && i > 0 && line.Runs[i - 1].Href is not null)
            {
                _to.Raw(" ");
            }

            _to.Raw(link ? $"<a href=\"{run.Href}\"{rel}>" : "");
            _to.Labelled(run.IsEntityCoded ? Entities(run.Text) : Escape(run.Text), run.Gold);
            _to.Raw(link ? "</a>" : "");
        }
    }

    private static string Entities(string text)
    {
        var coded = new StringBuilder();
        foreach (Rune rune in text.EnumerateRunes())
        {
            coded.Append(CultureInfo.InvariantCulture, $"&#{rune.Value};");
        }

        return coded.ToString();
    }

    private static string Escape(string text) =>
        text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal).Replace("\"", "&quot;", StringComparison.Ordinal);

    private static string ClassOf(string name) => name.Length == 0 ? "" : $" class=\"{name}\"";
}
