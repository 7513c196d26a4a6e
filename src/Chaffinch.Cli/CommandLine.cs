using System.CommandLine;
using System.CommandLine.Help;
using System.Text;
using Chaffinch.Cli.Commands;

namespace Chaffinch.Cli;

/// <summary>The command <c>chaffinch</c>: its parts, its help, and what holds for all of them.</summary>
internal static class CommandLine
{
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
        Command root = Build(surroundings);
        if (args.Count == 2 && Suggestions.Position(args[0]) is int position)
        {
            using var words = new StreamWriter(new GuardedOutput(surroundings.Out), leaveOpen: true) { NewLine = "\n" };
            Suggestions.Write(words, root, args[1], position);
            return Exit.Done;
        }

        ParseResult parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        bool asksForHelp = parsed.Action is HelpAction or ExtendedHelp;
        if (parsed.Errors.Count > 0 && !asksForHelp)
        {
            return Refuse(surroundings, parsed, Suggestions.ForError(parsed, root) ?? parsed.Errors[0].Message);
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
        string name = parsed.CommandResult.Parent is null ? "" : " " + parsed.CommandResult.Command.Name;
        surroundings.Error.Write($"chaffinch: {Screen.OneLine(message)}\nTry 'chaffinch{name} --help'.\n");
        return Exit.Usage;
    }

    // Not a RootCommand: that would be called what the program's file is called.
    private static Command Build(Surroundings surroundings)
    {
        var root = new Command("chaffinch", "Says which words of a web page are its own and which were planted, and gives the genuine article back.");
        var version = new Option<bool>("--version") { Description = "Print the version." };
        var help = new HelpOption("--help", "-h", "-?") { Description = "Show help." };
        help.Recursive = true;
        var usual = (HelpAction)help.Action!;
        usual.MaxWidth = Math.Clamp(surroundings.Width, 60, 110);
        help.Action = new ExtendedHelp(usual);
        root.Options.Add(help);
        root.Options.Add(version);
        root.Subcommands.Add(InspectCommand.Build(surroundings));
        root.Subcommands.Add(CleanCommand.Build(surroundings));
        root.Subcommands.Add(RunCommand.Build(surroundings));
        root.Subcommands.Add(ExplainCommand.Build(surroundings));
        root.Subcommands.Add(EvaluateCommand.Build(surroundings));
        root.Subcommands.Add(TrainCommand.Build(surroundings));
        root.Subcommands.Add(CompletionCommand.Build());
        root.SetAction(parsed =>
        {
            TextWriter output = parsed.InvocationConfiguration.Output;
            if (parsed.GetValue(version))
            {
                output.Write("chaffinch " + Product.Version + "\n");
                return Exit.Done;
            }

            throw new UsageException("Say what to do: inspect, clean, run or explain.");
        });
        return root;
    }
}
