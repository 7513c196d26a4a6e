using System.CommandLine;
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
        foreach (Option option in new Option[] { json, pretty, all, color })
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
        return command;
    }
}
