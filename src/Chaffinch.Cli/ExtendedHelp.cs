using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Chaffinch.Cli;

/// <summary>The usual help, followed by examples where the command is the root.</summary>
/// <param name="usual">Writes the usual help.</param>
/// <param name="examples">What follows it.</param>
internal sealed class ExtendedHelp(HelpAction usual, string examples) : SynchronousCommandLineAction
{
    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        int code = usual.Invoke(parseResult);
        if (parseResult.CommandResult.Command is RootCommand)
        {
            parseResult.InvocationConfiguration.Output.Write(examples.ReplaceLineEndings("\n").TrimStart('\n') + "\n");
        }

        return code;
    }
}
