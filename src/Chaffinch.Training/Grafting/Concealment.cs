using System.Globalization;

namespace Chaffinch.Training.Grafting;

/// <summary>The ways in which a page hides a block, as markup around it.</summary>
internal static class Concealment
{
    private static readonly string[] Styles =
    [
        "display:none", "display: none;", "visibility:hidden", "position:absolute;left:-9999px", "position:absolute; top:-5000px", "margin-left:-4000px", "text-indent:-9999px", "font-size:0",
        "height:0;overflow:hidden", "font-size:1px;line-height:0", "width:0;height:0;overflow:hidden", "color:#fff;background:#fff", "color:transparent", "opacity:0", "clip:rect(0,0,0,0);position:absolute",
        "position:fixed;left:-3000px;top:0", "max-height:0;overflow:hidden",
    ];

    private static readonly string[] Rules =
        ["{display:none}", "{position:absolute;left:-9999px}", "{font-size:0}", "{visibility:hidden}", "{text-indent:-9000px;height:0;overflow:hidden}", "{opacity:0;height:1px}"];

    /// <summary>Markup to put before and behind what is to be hidden, and whether paragraphs may stand inside.</summary>
    public static (string Open, string Close, bool HoldsBlocks) One(Dice dice)
    {
        string tag = dice.Of(["div", "div", "div", "p", "span", "section"]);
        int way = dice.Next(20);
        string name = "x" + dice.Next(9999).ToString(CultureInfo.InvariantCulture);
        bool holds = tag is "div" or "section";
        return way switch
        {
            0 => ("<noscript>", "</noscript>", false),
            1 => ($"<{tag} hidden>", $"</{tag}>", holds),
            2 => ($"<{tag} hidden=\"hidden\" aria-hidden=\"true\">", $"</{tag}>", holds),
            3 or 4 => ($"<style>.{name}{dice.Of(Rules)}</style><{tag} class=\"{name}\">", $"</{tag}>", holds),
            5 => ($"<div id=\"{name}\">", $"</div><script>document.getElementById('{name}').style.display='none';</script>", true),
            6 => ($"<marquee height=\"1\" width=\"1\" style=\"{dice.Of(Styles)}\">", "</marquee>", false),
            _ => ($"<{tag} style=\"{dice.Of(Styles)}\">", $"</{tag}>", holds),
        };
    }
}
