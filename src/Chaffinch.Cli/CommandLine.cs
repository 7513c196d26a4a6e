using System.CommandLine;
using System.CommandLine.Help;
using System.Text;
using Chaffinch.Cli.Commands;

namespace Chaffinch.Cli;

/// <summary>The command <c>chaffinch</c>: its parts, its help, and what holds for all of them.</summary>
internal static class CommandLine
{
    private const string Examples = """

        Examples:
          chaffinch inspect page.html              see which words were planted, and why
          chaffinch clean page.html                the article without them
          curl -s https://example.org | chaffinch inspect -
          chaffinch inspect site/ --json           one report a line for a folder of pages
          chaffinch inspect page.html --html view.html
          chaffinch inspect site/ --quiet --fail-on injected

        Exit codes:
          0 done   1 findings (with --fail-on)   2 wrong usage   3 some input could not be read
        """;

    /// <summary>Runs the command.</summary>
    /// <param name="args">The arguments without the program's name.</param>
    /// <param name="surroundings">Streams, terminal and environment.</param>
    /// <returns>The exit code.</returns>
    public static int Run(IReadOnlyList<string> args, Surroundings surroundings)
    {
        try
        {
            int code = Invoke(args, surroundings);
            surroundings.Out.Flush();
            return code;
        }
        catch (OperationCanceledException)
        {
            return Exit.Cancelled;
        }
        catch (BrokenOutputException)
        {
            // The reader of the output has gone, as in "chaffinch … | head": there is nobody to tell.
            return Exit.Done;
        }
    }

    private static int Invoke(IReadOnlyList<string> args, Surroundings surroundings)
    {
        RootCommand root = Build(surroundings);
        ParseResult parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        bool asksForHelp = parsed.Action is HelpAction or ExtendedHelp;
        if (parsed.Errors.Count > 0 && !asksForHelp)
        {
            return Refuse(surroundings, parsed, parsed.Errors[0].Message);
        }

        using var output = new StreamWriter(
            new GuardedOutput(surroundings.Out), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true) { NewLine = "\n" };
        try
        {
            return parsed.Invoke(new InvocationConfiguration
            {
                Output = output,
                Error = surroundings.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            });
        }
        catch (UsageException e)
        {
            return Refuse(surroundings, parsed, e.Message);
        }
    }

    private static int Refuse(Surroundings surroundings, ParseResult parsed, string message)
    {
        string name = parsed.CommandResult.Command is RootCommand ? "" : " " + parsed.CommandResult.Command.Name;
        surroundings.Error.Write($"chaffinch: {Screen.OneLine(message)}\nTry 'chaffinch{name} --help'.\n");
        return Exit.Usage;
    }

    private static RootCommand Build(Surroundings surroundings)
    {
        var root = new RootCommand("Says which words of a web page are its own and which were planted, and gives the genuine article back.");
        var version = new Option<bool>("--version") { Description = "Print the version." };
        foreach (Option option in root.Options.ToArray())
        {
            if (option is HelpOption help)
            {
                help.Action = new ExtendedHelp((HelpAction)help.Action!, Examples);
            }
            else
            {
                root.Options.Remove(option);
            }
        }

        root.Options.Add(version);
        root.Subcommands.Add(InspectCommand.Build(surroundings));
        root.Subcommands.Add(CleanCommand.Build(surroundings));
        root.Subcommands.Add(ExplainCommand.Build(surroundings));
        root.Subcommands.Add(CompletionCommand.Build());
        root.SetAction(parsed =>
        {
            TextWriter output = parsed.InvocationConfiguration.Output;
            if (parsed.GetValue(version))
            {
                output.Write("chaffinch " + Product.Version + "\n");
                return Exit.Done;
            }

            throw new UsageException("Say what to do: inspect, clean or explain.");
        });
        return root;
    }
}
