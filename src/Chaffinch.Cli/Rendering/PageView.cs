using System.Collections.Immutable;
using Chaffinch.Model;

namespace Chaffinch.Cli.Rendering;

/// <summary>How much of a page is shown and in which form.</summary>
/// <param name="Width">Columns of the terminal.</param>
/// <param name="Colour">True for colours; without them findings stand in brackets.</param>
/// <param name="All">True to show everything; else long genuine runs are folded.</param>
internal readonly record struct ViewOptions(int Width, bool Colour, bool All);

/// <summary>Prints a labelled page for people: verdict, text by label, legend, findings, defects.</summary>
internal sealed class PageView(TextWriter output, ViewOptions options)
{
    private const int MinColumns = 40;
    private const int MaxColumns = 160;
    private const int MaxDefects = 8;
    private const int MaxRepairs = 40;

    private readonly int _width = Math.Clamp(options.Width, MinColumns, MaxColumns);

    /// <summary>Prints a page.</summary>
    public void Print(LabelledPage page, string name)
    {
        Findings findings = Findings.Of(page);
        PrintHead(page, name, findings);
        new TextView(output, options with { Width = _width }).Print(page, findings);
        PrintLegend(page);
        if (!findings.Items.IsEmpty)
        {
            Heading("Findings");
            new FindingsView(output, options with { Width = _width }).Print(page, findings);
        }

        PrintRepairs(page);
        PrintDefects(page.Page.Defects);
    }

    private void PrintHead(LabelledPage page, string name, Findings findings)
    {
        Judgement judgement = page.Judgement;
        string facts = string.Join(" · ", new[]
        {
            page.Page.IsHtml ? "HTML" : "text", page.Page.Encoding, page.Language ?? "language unknown",
        });
        new StyledLine().Add(name == "-" ? "standard input" : name, Palette.Heading).Add("  " + facts, Palette.Faint)
            .Print(output, _width, options.Colour);
        string verdict = judgement.Value.NameOf().ToUpperInvariant();
        string badge = options.Colour ? $"\u001b[1;38;5;231;48;5;{Palette.Of(judgement.Value)}m {verdict} \u001b[0m" : $"[{verdict}]";
        new StyledLine().Add($" {Findings.Percent(judgement.Confidence)} sure · {findings.Summary()}")
            .Print(output, _width - verdict.Length - 2, options.Colour, badge);
        foreach (string reason in judgement.Reasons)
        {
            new StyledLine().Add(reason).Print(output, _width - 4, options.Colour, "  • ", "    ");
        }

        output.Write('\n');
    }

    private void PrintLegend(LabelledPage page)
    {
        var line = new StyledLine();
        bool any = false;
        foreach ((Label label, Kind kind) in Present(page.Spans))
        {
            Look look = Palette.Of(label, kind);
            line.Add(any ? "   " : "").Add("■", look with { Underline = false }).Add(" " + (kind.NameOf() ?? label.NameOf()), look);
            any = true;
        }

        if (any && options.Colour)
        {
            output.Write('\n');
            line.Print(output, _width, colour: true);
        }
    }

    /// <summary>The pairs of label and kind that stand on a page, in the order of the contract.</summary>
    internal static IEnumerable<(Label Label, Kind Kind)> Present(ImmutableArray<LabelledSpan> spans)
    {
        var seen = new SortedSet<(Label Label, Kind Kind)>();
        foreach (LabelledSpan span in spans)
        {
            seen.Add((span.Label, span.Kind));
        }

        return seen;
    }

    private void PrintRepairs(LabelledPage page)
    {
        ImmutableArray<Repair> repairs = page.Article.Repairs;
        if (repairs.IsEmpty)
        {
            return;
        }

        Heading("Repaired in the article");
        int shown = options.All ? repairs.Length : Math.Min(repairs.Length, MaxRepairs);
        foreach (Repair repair in repairs.AsSpan()[..shown])
        {
            new StyledLine().Add("“" + RepairText.Before(page, repair) + "”", Palette.Of(Label.Damaged, Kind.Encoding)).Add(" → ", Palette.Faint)
                .Add("“" + RepairText.After(repair) + "”").Add("  " + RepairText.Why(page, repair), Palette.Faint)
                .Print(output, _width - 4, options.Colour, "  • ", "    ");
        }

        if (shown < repairs.Length)
        {
            output.Write($"  … and {repairs.Length - shown:N0} more; --all shows them\n");
        }
    }

    private void PrintDefects(ImmutableArray<Defect> defects)
    {
        if (defects.IsEmpty)
        {
            return;
        }

        Heading("Defects of the input");
        foreach (Defect defect in defects.Take(options.All ? defects.Length : MaxDefects))
        {
            string times = defect.Count > 1 ? $", {defect.Count:N0} times" : "";
            new StyledLine().Add($"{defect.Kind}: {defect.Message} (byte {defect.Source.Start:N0}{times})", Palette.Faint)
                .Print(output, _width - 4, options.Colour, "  • ", "    ");
        }

        if (defects.Length > MaxDefects && !options.All)
        {
            output.Write($"  … and {defects.Length - MaxDefects} more; --all shows them\n");
        }
    }

    private void Heading(string text)
    {
        output.Write('\n');
        new StyledLine().Add(text, Palette.Heading).Print(output, _width, options.Colour);
    }
}
