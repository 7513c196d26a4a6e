using System.Globalization;
using Chaffinch.Model;

namespace Chaffinch.Cli.Rendering;

/// <summary>Writes the findings of a page as an HTML list, each with the way back to its place in the text.</summary>
internal sealed class HtmlFindings(TextWriter output, LabelledPage page, Findings findings, string prefix)
{
    private const int ExcerptChars = 240;
    private const int MaxFacts = 12;

    /// <summary>Writes the list.</summary>
    public void Write()
    {
        output.Write($"<section class=\"panel\" aria-labelledby=\"{prefix}h-findings\"><h2 id=\"{prefix}h-findings\">Findings</h2>\n");
        if (findings.Items.IsEmpty)
        {
            output.Write("<p class=\"none\">Nothing planted and nothing damaged was found.</p></section>\n");
            return;
        }

        output.Write("<ol class=\"findings\">\n");
        foreach (Finding finding in findings.Items)
        {
            Write(finding);
        }

        output.Write("</ol></section>\n");
    }

    private void Write(Finding finding)
    {
        SourceSpan bytes = page.Page.ToSource(finding.Span);
        string look = HtmlView.ClassOf(finding.Label, finding.Kind);
        string theme = finding.Theme.NameOf() is string t ? $" <span class=\"theme\">{t}</span>" : "";
        output.Write($"<li id=\"{prefix}f{finding.Number}\" class=\"finding\"><div class=\"what\"><a href=\"#{prefix}m{finding.Number}\" aria-label=\"Finding {finding.Number}, to its place in the page\">{finding.Number}</a> <span class=\"{look}\">{finding.Label.NameOf()} {finding.Kind.NameOf()}</span>{theme}");
        output.Write(string.Create(CultureInfo.InvariantCulture, $"<span class=\"where\">{finding.Percent} sure · bytes {bytes.Start}–{bytes.End}</span></div>\n<blockquote dir=\"auto\">"));
        HtmlText.Write(output, Excerpt(finding.Span));
        output.Write("</blockquote>\n<ul>\n");
        int facts = 0;
        foreach (int index in finding.Evidence)
        {
            if (facts++ == MaxFacts)
            {
                output.Write($"<li>… and {finding.Evidence.Length - MaxFacts} more</li>\n");
                break;
            }

            Evidence evidence = page.Evidence[index];
            output.Write("<li><code>");
            HtmlText.Write(output, evidence.Detector);
            output.Write("</code> ");
            HtmlText.Write(output, Screen.OneLine(evidence.Fact.Render(page.Page.Text)));
            output.Write("</li>\n");
        }

        output.Write("</ul></li>\n");
    }

    private string Excerpt(TextSpan span)
    {
        string text = page.Page.Text;
        if (span.Length <= ExcerptChars)
        {
            return text.Substring(span.Start, span.Length);
        }

        int end = span.Start + ExcerptChars;
        end -= char.IsLowSurrogate(text[end]) ? 1 : 0;
        return text[span.Start..end] + "…";
    }
}
