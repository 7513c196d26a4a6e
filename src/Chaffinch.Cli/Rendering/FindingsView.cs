using Chaffinch.Model;
using Spectre.Console;

namespace Chaffinch.Cli.Rendering;

/// <summary>Prints the findings of a page as a table: what, where, how sure, why.</summary>
internal sealed class FindingsView(TextWriter output, ViewOptions options)
{
    private const int MaxRows = 40;
    private const int MaxFacts = 4;
    private const int ExcerptColumns = 110;
    private const int NarrowColumns = 72;

    /// <summary>Prints the table.</summary>
    public void Print(LabelledPage page, Findings findings)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = options.Colour ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = options.Colour ? ColorSystemSupport.EightBit : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new FixedOutput(output, options.Width),
            Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
        });
        console.Profile.Width = options.Width;
        console.Profile.Capabilities.Unicode = true;
        bool narrow = options.Width < NarrowColumns;
        var table = new Table { Border = TableBorder.Rounded, ShowRowSeparators = true, Expand = true };
        table.BorderStyle = new Style(Color.FromInt32(Palette.Faint.Colour ?? 0));
        table.AddColumn(new TableColumn("#") { NoWrap = true, Alignment = Justify.Right });
        if (!narrow)
        {
            table.AddColumn(new TableColumn("what") { Width = 18 });
        }

        table.AddColumn(new TableColumn("text and why"));
        int shown = options.All ? findings.Items.Length : Math.Min(findings.Items.Length, MaxRows);
        foreach (Finding finding in findings.Items.AsSpan()[..shown])
        {
            var number = new Spectre.Console.Text(finding.Number.ToString());
            Paragraph what = What(page, finding);
            Paragraph why = Why(page, finding);
            if (narrow)
            {
                table.AddRow(number, new Rows(what, why));
            }
            else
            {
                table.AddRow(number, what, why);
            }
        }

        console.Write(table);
        if (shown < findings.Items.Length)
        {
            output.Write($"  … and {findings.Items.Length - shown:N0} more; --all shows them\n");
        }
    }

    private static Style StyleOf(Look look) => look.Colour is not byte colour
        ? new Style(decoration: look.Bold ? Decoration.Bold : Decoration.None)
        : new Style(Color.FromInt32(colour), decoration: look.Bold ? Decoration.Bold : Decoration.None);

    private static Paragraph What(LabelledPage page, Finding finding)
    {
        Look look = Palette.Of(finding.Label, finding.Kind);
        SourceSpan bytes = page.Page.ToSource(finding.Span);
        var what = new Paragraph();
        what.Append(finding.Label.NameOf() + "\n" + (finding.Kind.NameOf() ?? ""), StyleOf(look with { Bold = true }));
        if (finding.Theme.NameOf() is string theme)
        {
            what.Append(" · " + theme, StyleOf(look));
        }

        what.Append($"\n{finding.Percent} sure\nbytes {bytes.Start}-{bytes.End}", StyleOf(Palette.Faint));
        return what;
    }

    private Paragraph Why(LabelledPage page, Finding finding)
    {
        string text = page.Page.Text;
        int length = Math.Min(finding.Span.Length, ExcerptColumns * 3);
        if (length > 0 && char.IsHighSurrogate(text[finding.Span.Start + length - 1]))
        {
            length--;
        }

        string excerpt = Screen.OneLine(text.AsSpan(finding.Span.Start, length));
        excerpt = length < finding.Span.Length ? excerpt + "…" : excerpt;
        var why = new Paragraph();
        why.Append("“" + CellWidth.Cut(excerpt, ExcerptColumns) + "”", StyleOf(Palette.Of(finding.Label, finding.Kind)));
        int facts = 0;
        foreach (int index in finding.Evidence)
        {
            if (facts++ == MaxFacts && !options.All)
            {
                why.Append($"\n… and {finding.Evidence.Length - MaxFacts} more", StyleOf(Palette.Faint));
                break;
            }

            Evidence evidence = page.Evidence[index];
            why.Append("\n" + evidence.Detector + ": ", StyleOf(Palette.Faint));
            why.Append(Screen.OneLine(evidence.Fact.Render(text)));
        }

        return why;
    }

    /// <summary>An output of a known width, whatever the process is attached to.</summary>
    private sealed class FixedOutput(TextWriter writer, int width) : IAnsiConsoleOutput
    {
        public TextWriter Writer => writer;

        public bool IsTerminal => true;

        public int Width => width;

        public int Height => 50;

        public void SetEncoding(System.Text.Encoding encoding)
        {
            // The writer has its encoding already.
        }
    }
}
