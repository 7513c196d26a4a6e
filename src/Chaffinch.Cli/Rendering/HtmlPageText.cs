using Chaffinch.Model;

namespace Chaffinch.Cli.Rendering;

/// <summary>Writes the text of a labelled page as HTML: a line a block, each run in the class of its label, findings as links to their entry.</summary>
internal sealed class HtmlPageText(TextWriter output, LabelledPage page, Findings findings, string prefix)
{
    private const int MaxFactsInTip = 3;

    private int _lastNumber;

    /// <summary>Writes the text.</summary>
    public void Write()
    {
        output.Write("<div class=\"page\">\n");
        int first = 0;
        foreach (Block block in page.Page.Blocks)
        {
            while (first < page.Spans.Length && page.Spans[first].Span.End <= block.Span.Start)
            {
                first++;
            }

            WriteBlock(block, first);
        }

        output.Write("</div>\n");
    }

    private void WriteBlock(in Block block, int first)
    {
        Label? only = OnlyLabel(block, first);
        string name = NameOf(block, first);
        string lineClass = only is Label label ? $"line only-{label.NameOf()}" : "line";
        output.Write($"<div class=\"{lineClass}\"><span class=\"gutter\">{name}</span><p dir=\"auto\">");
        if (block.IsHidden)
        {
            output.Write($"<span class=\"hid\">hidden: {HiddenWords.Of(block.Hidden)}</span> ");
        }

        int at = block.Span.Start;
        for (int i = first; i < page.Spans.Length && page.Spans[i].Span.Start < block.Span.End; i++)
        {
            LabelledSpan span = page.Spans[i];
            TextSpan part = span.Span.Intersect(block.Span);
            Text(at, part.Start);
            WriteRun(span, part, findings.NumberOfSpan[i]);
            at = part.End;
        }

        Text(at, block.Span.End);
        output.Write("</p></div>\n");
    }

    private void WriteRun(in LabelledSpan span, TextSpan part, int number)
    {
        string look = HtmlView.ClassOf(span.Label, span.Kind);
        if (number == 0)
        {
            output.Write($"<span class=\"{look}\">");
            Text(part.Start, part.End);
            output.Write("</span>");
            return;
        }

        Finding finding = findings.Items[number - 1];
        string id = number == _lastNumber ? "" : $" id=\"{prefix}m{number}\"";
        output.Write($"<a class=\"mark {look}\"{id} href=\"#{prefix}f{number}\" aria-describedby=\"{prefix}f{number}\" data-tip=\"");
        HtmlText.Write(output, Tip(finding));
        output.Write("\">");
        Text(part.Start, part.End);
        output.Write(number == _lastNumber ? "</a>" : $"<sup>{number}</sup></a>");
        _lastNumber = number;
    }

    private string Tip(Finding finding)
    {
        IEnumerable<string> facts = finding.Evidence.Take(MaxFactsInTip)
            .Select(i => "\n• " + Screen.OneLine(page.Evidence[i].Fact.Render(page.Page.Text)));
        return $"{finding.What}, {finding.Percent} sure{string.Concat(facts)}";
    }

    private Label? OnlyLabel(in Block block, int first)
    {
        Label? only = null;
        for (int i = first; i < page.Spans.Length && page.Spans[i].Span.Start < block.Span.End; i++)
        {
            if (only is Label label && label != page.Spans[i].Label)
            {
                return null;
            }

            only = page.Spans[i].Label;
        }

        return only;
    }

    private string NameOf(in Block block, int first)
    {
        string? name = null;
        for (int i = first; i < page.Spans.Length && page.Spans[i].Span.Start < block.Span.End; i++)
        {
            LabelledSpan span = page.Spans[i];
            if (span.Label is not (Label.Injected or Label.Damaged))
            {
                return span.Label == Label.Body ? "" : span.Label.NameOf();
            }

            name ??= span.Kind.NameOf();
        }

        return name ?? "";
    }

    private void Text(int start, int end)
    {
        if (end > start)
        {
            HtmlText.Write(output, page.Page.Text.AsSpan(start, end - start));
        }
    }
}
