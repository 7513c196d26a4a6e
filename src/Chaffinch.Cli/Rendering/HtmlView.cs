using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Chaffinch.Model;

namespace Chaffinch.Cli.Rendering;

/// <summary>Writes labelled pages as one self-contained HTML page: no script, no outside resource, a policy that forbids both.</summary>
/// <remarks>Write <see cref="Begin"/>, then each page, then <see cref="End"/>.</remarks>
internal sealed class HtmlView(TextWriter output)
{
    private static readonly string Css = LoadCss();

    private int _pages;

    /// <summary>Says that a file was made by this view, so that it may be written over.</summary>
    public const string Mark = "<meta name=\"generator\" content=\"Chaffinch";

    /// <summary>Writes what stands before the first page.</summary>
    /// <param name="title">Name of the input or inputs.</param>
    public void Begin(string title)
    {
        string hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Css)));
        Raw($"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'">
            {Mark} {Product.Version}">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="robots" content="noindex">
            <meta name="referrer" content="no-referrer">
            <meta name="color-scheme" content="light dark">
            <title>
            """);
        HtmlText.Write(output, Screen.OneLine(title));
        Raw($" · Chaffinch</title>\n<style>{Css}</style>\n</head>\n<body>\n");
    }

    /// <summary>Writes what stands after the last page.</summary>
    public void End()
    {
        Raw($"<footer class=\"foot\">Made by Chaffinch {Product.Version}. Nothing in this page runs or loads.</footer>\n</body>\n</html>\n");
        output.Flush();
    }

    /// <summary>Writes one page.</summary>
    public void Write(LabelledPage page, string name)
    {
        string prefix = _pages++ == 0 ? "" : $"p{_pages}-";
        Findings findings = Findings.Of(page);
        Raw("<main>\n<header class=\"head\">\n<h1>");
        HtmlText.Write(output, name == "-" ? "standard input" : Screen.OneLine(name));
        Raw("</h1>\n");
        WriteVerdict(page, findings);
        Raw("</header>\n");
        WriteLegend(page, prefix);
        Raw("<div class=\"columns\">\n");
        Raw($"<section class=\"panel\" aria-labelledby=\"{prefix}h-page\"><h2 id=\"{prefix}h-page\">The page, labelled</h2>\n");
        new HtmlPageText(output, page, findings, prefix).Write();
        Raw("</section>\n");
        WriteArticle(page, prefix);
        Raw("</div>\n");
        new HtmlFindings(output, page, findings, prefix).Write();
        WriteRepairs(page, prefix);
        WriteDefects(page, prefix);
        Raw("</main>\n");
    }

    private void WriteVerdict(LabelledPage page, Findings findings)
    {
        string verdict = page.Judgement.Value.NameOf();
        Raw($"<p class=\"verdict\"><strong class=\"badge v-{verdict}\">{verdict}</strong> <span>{Findings.Percent(page.Judgement.Confidence)} sure · {findings.Summary()}</span></p>\n<p class=\"facts\">");
        HtmlText.Write(output, $"{(page.Page.IsHtml ? "HTML" : "Plain text")} · {page.Page.Encoding} · {page.Language ?? "language unknown"}");
        if (page.Page.Url is string url)
        {
            Raw(" · <bdi>");
            HtmlText.Write(output, Screen.OneLine(url));
            Raw("</bdi>");
        }

        Raw("</p>\n<ul class=\"reasons\">\n");
        foreach (string reason in page.Judgement.Reasons)
        {
            Raw("<li>");
            HtmlText.Write(output, reason);
            Raw("</li>\n");
        }

        Raw("</ul>\n");
    }

    private void WriteLegend(LabelledPage page, string prefix)
    {
        var present = PageView.Present(page.Spans).ToList();
        Raw("<div class=\"legend\" role=\"group\" aria-label=\"Legend and filters\">\n<ul>\n");
        foreach ((Label label, Kind kind) in present)
        {
            string name = label.NameOf();
            string words = kind.NameOf() is string k ? $"{name} {k}" : name;
            Raw($"<li><span class=\"{ClassOf(label, kind)}\">{words}</span></li>\n");
        }

        Raw("</ul>\n<p class=\"filters\">");
        (Label Label, string Words)[] filters =
            [(Label.Furniture, "furniture"), (Label.Injected, "injected"), (Label.Damaged, "damaged")];
        foreach ((Label label, string words) in filters.Where(f => present.Exists(p => p.Label == f.Label)))
        {
            Raw($"<label><input type=\"checkbox\" class=\"show-{words}\" id=\"{prefix}show-{words}\" checked> show {words}</label> ");
        }

        Raw("</p>\n</div>\n");
    }

    private void WriteArticle(LabelledPage page, string prefix)
    {
        Article article = page.Article;
        string language = article.Language is { Length: > 0 and <= 12 } l && l.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') ? $" lang=\"{l}\"" : "";
        Raw($"<section class=\"panel article\" aria-labelledby=\"{prefix}h-article\"><h2 id=\"{prefix}h-article\">The article</h2>\n<article{language}>\n");
        Element("h3", article.Title);
        Element("p class=\"byline\"", article.Byline);
        Element("p class=\"byline\"", article.Published);
        foreach (string line in article.Text.Split('\n'))
        {
            Element("p", line);
        }

        if (string.IsNullOrWhiteSpace(article.Text))
        {
            Raw("<p class=\"none\">There is no genuine article on this page.</p>\n");
        }

        Raw("</article></section>\n");
    }

    private void Element(string tag, string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return;
        }

        Raw($"<{tag} dir=\"auto\">");
        HtmlText.Write(output, text.Trim());
        Raw($"</{tag.Split(' ')[0]}>\n");
    }

    private void WriteRepairs(LabelledPage page, string prefix)
    {
        if (page.Article.Repairs.IsEmpty)
        {
            return;
        }

        Raw($"<section class=\"panel\" aria-labelledby=\"{prefix}h-repairs\"><h2 id=\"{prefix}h-repairs\">Repaired in the article</h2>\n<ul>\n");
        foreach (Repair repair in page.Article.Repairs)
        {
            Raw("<li><bdi class=\"l-damaged\">");
            HtmlText.Write(output, RepairText.Before(page, repair));
            Raw("</bdi> → <bdi>");
            HtmlText.Write(output, RepairText.After(repair));
            Raw("</bdi> <span class=\"where\">");
            HtmlText.Write(output, RepairText.Why(page, repair));
            Raw("</span></li>\n");
        }

        Raw("</ul></section>\n");
    }

    private void WriteDefects(LabelledPage page, string prefix)
    {
        if (page.Page.Defects.IsEmpty)
        {
            return;
        }

        Raw($"<section class=\"panel\" aria-labelledby=\"{prefix}h-defects\"><h2 id=\"{prefix}h-defects\">Defects of the input</h2>\n<ul>\n");
        foreach (Defect defect in page.Page.Defects)
        {
            Raw("<li><code>");
            HtmlText.Write(output, defect.Kind);
            Raw("</code> ");
            HtmlText.Write(output, defect.Message);
            string times = defect.Count > 1 ? $", {defect.Count.ToString("N0", CultureInfo.InvariantCulture)} times" : "";
            Raw($" <span class=\"where\">byte {defect.Source.Start.ToString("N0", CultureInfo.InvariantCulture)}{times}</span></li>\n");
        }

        Raw("</ul></section>\n");
    }

    /// <summary>The style class of a label and kind.</summary>
    public static string ClassOf(Label label, Kind kind) => kind.NameOf() is string name ? $"l-{label.NameOf()} k-{name}" : "l-" + label.NameOf();

    private void Raw(string markup) => output.Write(markup);

    private static string LoadCss()
    {
        using Stream stream = typeof(HtmlView).Assembly.GetManifestResourceStream("view.css")
            ?? throw new InvalidOperationException("The style sheet is not in the program.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
