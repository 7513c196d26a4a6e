using System.Text;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Chaffinch.Model;

namespace Chaffinch.Tests.Acceptance;

/// <summary>A labelled page in its source form, the labels written in place: <c>NAME.gold.txt</c> or <c>NAME.gold.html</c>.</summary>
/// <remarks>
/// The text form has a label before a bar on every line, the HTML form a <c>data-gold</c> attribute on elements, of which the nearest counts; in both
/// <c>⟦label|words⟧</c> overrides.
/// </remarks>
/// <param name="Name">The file's name without its endings.</param>
/// <param name="Language">The language that its head names, empty where it names none.</param>
/// <param name="Verdict">The verdict that the page should get.</param>
/// <param name="Page">The page as it would be fetched, without labels.</param>
/// <param name="Gold">Its text and labels.</param>
internal sealed partial record GoldSource(string Name, string Language, PageVerdict Verdict, byte[] Page, GoldPage Gold)
{
    /// <summary>Reads all pages of a folder, by name.</summary>
    public static List<GoldSource> LoadAll(string folder) =>
        [.. Directory.GetFiles(folder, "*.gold.*").Order(StringComparer.Ordinal).Select(Load)];

    public static GoldSource Load(string path)
    {
        string name = Path.GetFileName(path).Split(".gold.")[0];
        string source = File.ReadAllText(path);
        return path.EndsWith(".html", StringComparison.Ordinal) ? OfHtml(name, source) : OfText(name, source);
    }

    private static GoldSource OfText(string name, string source)
    {
        var gold = new GoldBuilder();
        string verdict = "", language = "";
        var page = new List<string>();
        string[] lines = source.Split('\n');
        int i = 0;
        for (; i < lines.Length && lines[i].StartsWith("# ", StringComparison.Ordinal); i++)
        {
            verdict = lines[i].StartsWith("# verdict:", StringComparison.Ordinal) ? lines[i]["# verdict:".Length..].Trim() : verdict;
            language = lines[i].StartsWith("# lang:", StringComparison.Ordinal) ? lines[i]["# lang:".Length..].Trim() : language;
        }

        for (i += i < lines.Length && lines[i].Trim().Length == 0 ? 1 : 0; i < lines.Length; i++)
        {
            int bar = lines[i].IndexOf('|', StringComparison.Ordinal);
            if (lines[i].Trim().Length == 0)
            {
                page.Add("");
                continue;
            }

            string words = lines[i][(bar + 1)..];
            Add(gold, words, bar < 0 ? null : TagLabel(lines[i][..bar]), name);
            page.Add(Override().Replace(words, "$2"));
        }

        return new GoldSource(name, language, VerdictOf(verdict), Encoding.UTF8.GetBytes(string.Join('\n', page)), gold.Build());
    }

    private static GoldSource OfHtml(string name, string source)
    {
        Match head = Head().Match(source);
        Assert(head.Success, name, "no gold comment");
        string html = source[head.Length..];
        using IDocument document = new HtmlParser().ParseDocument(html);
        var gold = new GoldBuilder();
        if (document.QuerySelector("head > title") is { } title)
        {
            Add(gold, title.TextContent, LabelOf(title), name);
        }

        foreach (string meta in (string[])["description", "keywords"])
        {
            if (document.QuerySelector($"meta[name={meta}]") is { } element)
            {
                Add(gold, element.GetAttribute("content") ?? "", LabelOf(element), name);
            }
        }

        foreach (IText text in document.Body!.Descendants<IText>().Where(t => t.ParentElement?.Closest("script,style,template") is null))
        {
            Add(gold, text.Data, LabelOf(text.ParentElement), name);
        }

        string page = Override().Replace(Attribute().Replace(html, ""), "$2");
        return new GoldSource(name, HeadLanguage().Match(head.Value).Groups[1].Value, VerdictOf(head.Groups[1].Value), Encoding.UTF8.GetBytes(page), gold.Build());
    }

    private static Label? LabelOf(IElement? element) =>
        element?.Closest("[data-gold]")?.GetAttribute("data-gold") is { } tag ? TagLabel(tag) : null;

    private static Label TagLabel(string tag) => GoldPage.LabelOf(tag.Split(':')[0]);

    private static PageVerdict VerdictOf(string name) => Enum.GetValues<PageVerdict>().Single(v => v.NameOf() == name);

    private static void Add(GoldBuilder gold, string words, Label? label, string name)
    {
        int at = 0;
        foreach (Match match in Override().Matches(words))
        {
            Plain(words[at..match.Index]);
            gold.Add(match.Groups[2].Value, TagLabel(match.Groups[1].Value));
            at = match.Index + match.Length;
        }

        Plain(words[at..]);

        void Plain(string piece)
        {
            Assert(piece.AsSpan().IndexOfAny('⟦', '⟧') < 0, name, "stray bracket");
            if (piece.Trim().Length > 0)
            {
                Assert(label is not null, name, "unlabelled text: " + piece.Trim());
                gold.Add(piece, label!.Value);
            }
        }
    }

    private static void Assert(bool holds, string name, string what)
    {
        if (!holds)
        {
            throw new InvalidDataException($"{name}: {what}");
        }
    }

    [GeneratedRegex("⟦([a-z:\\-]+)\\|([^⟦⟧]*)⟧")]
    private static partial Regex Override();

    [GeneratedRegex("\\s+data-gold=\"[^\"]*\"")]
    private static partial Regex Attribute();

    [GeneratedRegex("^\\s*<!--\\s*gold\\s[^>]*?\\bverdict=([a-z]+)[^>]*-->\\s*")]
    private static partial Regex Head();

    [GeneratedRegex("\\slang=([a-z-]+)")]
    private static partial Regex HeadLanguage();
}
