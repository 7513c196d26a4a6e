using System.CommandLine;
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
        command.Options.Add(json);
        command.Options.Add(pretty);
        command.SetAction(parsed =>
        {
            TextWriter output = parsed.InvocationConfiguration.Output;
            PageRun run = pages.Read(parsed, surroundings);
            bool indented = parsed.GetValue(pretty);
            var lines = new JsonLines(output);
            return run.ForEach((page, name) => lines.Write(buffer => ReportWriter.Write(buffer, page, name, indented)));
        });
        return command;
    }
}
