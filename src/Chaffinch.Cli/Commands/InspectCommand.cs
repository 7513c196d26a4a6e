using System.CommandLine;
using System.Text;
using Chaffinch.Cli.Rendering;
using Chaffinch.Writing;

namespace Chaffinch.Cli.Commands;

/// <summary><c>chaffinch inspect</c>: shows what each part of a page is, as coloured text, report or HTML.</summary>
internal static class InspectCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Build(Surroundings surroundings)
    {
        var command = new Command("inspect", "Show which words of a page are its own, which were planted, and why.");
        var pages = new PageOptions(command);
        var json = new Option<bool>("--json") { Description = "Print the report (docs/report.md), one line for each input." };
        var pretty = new Option<bool>("--pretty") { Description = "With --json: indented, on many lines." };
        var all = new Option<bool>("--all") { Description = "Show everything: long genuine runs are not folded." };
        Option<string> color = new Option<string>("--color")
        {
            Description = "Colours: where the terminal takes them, always, or never (as with NO_COLOR).",
            DefaultValueFactory = static _ => "auto",
            HelpName = "auto|always|never",
        }.AcceptOnlyFromAmong("auto", "always", "never");
        var html = new Option<string?>("--html")
        {
            Description = "Write one self-contained HTML page to FILE, or to standard output where none is named.",
            Arity = ArgumentArity.ZeroOrOne,
            HelpName = "FILE",
        };
        foreach (Option option in new Option[] { json, pretty, html, all, color })
        {
            command.Options.Add(option);
        }

        command.SetAction(parsed =>
        {
            TextWriter output = parsed.InvocationConfiguration.Output;
            PageRun run = pages.Read(parsed, surroundings);
            if (parsed.GetValue(json))
            {
                bool indented = parsed.GetValue(pretty);
                var lines = new JsonLines(output);
                return run.ForEach((page, name) => lines.Write(buffer => ReportWriter.Write(buffer, page, name, indented)));
            }

            if (parsed.GetResult(html) is not null)
            {
                return WriteHtml(run, parsed.GetValue(html), output);
            }

            bool colour = surroundings.UsesColour(parsed.GetValue(color)!);
            var view = new PageView(output, new ViewOptions(surroundings.Width, colour, parsed.GetValue(all)));
            bool first = true;
            return run.ForEach((page, name) =>
            {
                output.Write(first ? "" : "\n\n");
                first = false;
                view.Print(page, name);
                output.Flush();
            });
        });
        command.Validators.Add(result =>
        {
            if (result.GetValue(json) && result.GetResult(html) is not null)
            {
                result.AddError("Give --json or --html, not both.");
            }
        });
        return command;
    }

    private static int WriteHtml(PageRun run, string? file, TextWriter standardOutput)
    {
        string title = run.Arguments.Count == 1 ? run.Arguments[0] : $"{run.Arguments.Count} inputs";
        if (file is null)
        {
            return WritePages(run, title, standardOutput);
        }

        CheckTarget(file);
        try
        {
            using var writer = new StreamWriter(file, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { NewLine = "\n" };
            return WritePages(run, title, writer);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{file} cannot be written: {e.Message}");
        }
    }

    private static int WritePages(PageRun run, string title, TextWriter writer)
    {
        var view = new HtmlView(writer);
        view.Begin(title);
        int code = run.ForEach(view.Write);
        view.End();
        return code;
    }

    // "--html page.html other.html" must not destroy page.html, which was meant as an input.
    private static void CheckTarget(string file)
    {
        if (!File.Exists(file))
        {
            return;
        }

        using var reader = new StreamReader(file);
        char[] head = new char[2048];
        int length = reader.ReadBlock(head, 0, head.Length);
        if (length > 0 && !head.AsSpan(0, length).Contains(HtmlView.Mark, StringComparison.Ordinal))
        {
            throw new UsageException($"{file} exists and was not made by chaffinch; name another file after --html, or put --html last to print.");
        }
    }
}
