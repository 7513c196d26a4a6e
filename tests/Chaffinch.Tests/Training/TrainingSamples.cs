using System.Globalization;
using System.Text;
using Chaffinch.Model;
using Chaffinch.Training;
using Chaffinch.Training.Model;

namespace Chaffinch.Tests.Training;

/// <summary>Pages of own making with their main text: articles in a frame of menus and footers, a few layouts, many words.</summary>
internal static class TrainingSamples
{
    private static readonly string[] Words =
        ["river", "bridge", "market", "school", "garden", "winter", "council", "harbour", "painter", "railway", "orchard", "library", "village", "meadow", "engine", "letter"];

    public static List<GoldPage> Pages(int count)
    {
        var pages = new List<GoldPage>();
        for (int i = 0; i < count; i++)
        {
            pages.Add(Page(i));
        }

        return pages;
    }

    public static List<MainTextPage> Prepared(int count) => MainTextTraining.Prepare(Pages(count));

    private static GoldPage Page(int number)
    {
        var random = new Random(number);
        var main = new StringBuilder();
        var html = new StringBuilder("<!doctype html><html><head><title>").Append(Sentence(random, 4)).Append("</title></head><body class=\"single page\">");
        html.Append("<nav class=\"main-menu\"><ul>");
        for (int i = 0; i < 6; i++)
        {
            html.Append(CultureInfo.InvariantCulture, $"<li><a href=\"/{i}\">{Words[random.Next(Words.Length)]}</a></li>");
        }

        html.Append(CultureInfo.InvariantCulture, $"</ul></nav><main id=\"content\"><div class=\"{(number % 2 == 0 ? "entry-content" : "story text")}\"><h1>{Sentence(random, 4)}</h1>");
        for (int i = 0; i < 3 + random.Next(4); i++)
        {
            string sentence = Sentence(random, 14) + ". " + Sentence(random, 9) + ".";
            main.Append(sentence).Append("\n\n");
            html.Append("<p>").Append(sentence).Append("</p>");
        }

        html.Append("</div></main><footer><p>").Append(Sentence(random, 5)).Append("</p><a href=\"/imprint\">Imprint</a></footer></body></html>");
        return new GoldPage(number.ToString("D3", CultureInfo.InvariantCulture), "site" + (number / 2) + ".example", number % 3 == 0 ? PageType.Service : PageType.Article,
            Encoding.UTF8.GetBytes(html.ToString()), main.ToString());
    }

    private static string Sentence(Random random, int words)
    {
        string text = string.Join(' ', Enumerable.Range(0, words).Select(_ => Words[random.Next(Words.Length)]));
        return char.ToUpperInvariant(text[0]) + text[1..];
    }
}
