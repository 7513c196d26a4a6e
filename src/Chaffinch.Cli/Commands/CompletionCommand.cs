using System.CommandLine;

namespace Chaffinch.Cli.Commands;

/// <summary><c>chaffinch completion</c>: prints a script that lets a shell complete the command's words.</summary>
internal static class CompletionCommand
{
    private const string Bash = """
        _chaffinch() {
            local IFS=$'\n' cur="${COMP_WORDS[COMP_CWORD]}"
            local words
            words="$("${COMP_WORDS[0]}" "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null)"
            COMPREPLY=( $(compgen -W "$words" -- "$cur") $(compgen -f -- "$cur") )
        }
        complete -o filenames -F _chaffinch chaffinch ./chaffinch
        """;

    private const string Zsh = """
        #compdef chaffinch
        _chaffinch() {
            local -a words_found
            words_found=( ${(f)"$("${words[1]}" "[suggest:${CURSOR}]" "${BUFFER}" 2>/dev/null)"} )
            compadd -- $words_found
            _files
        }
        compdef _chaffinch chaffinch
        """;

    private const string Fish = """
        complete -c chaffinch -a '(chaffinch "[suggest:"(commandline -C)"]" (commandline -p) 2>/dev/null)'
        """;

    /// <summary>Makes the command.</summary>
    public static Command Build()
    {
        var command = new Command("completion", "Print a script that lets a shell complete the command's words.");
        Argument<string> shell = new Argument<string>("SHELL") { Description = "bash, zsh or fish.", HelpName = "SHELL" }.AcceptOnlyFromAmong("bash", "zsh", "fish");
        command.Arguments.Add(shell);
        command.SetAction(parsed =>
        {
            string script = parsed.GetValue(shell) switch
            {
                "bash" => Bash,
                "zsh" => Zsh,
                _ => Fish,
            };
            parsed.InvocationConfiguration.Output.Write(script.ReplaceLineEndings("\n") + "\n");
            return Exit.Done;
        });
        return command;
    }
}
