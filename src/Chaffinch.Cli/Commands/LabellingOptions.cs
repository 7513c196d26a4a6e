using System.CommandLine;
using System.CommandLine.Completions;
using Chaffinch.Detecting;
using Chaffinch.Model;

namespace Chaffinch.Cli.Commands;

/// <summary>The options that say how pages are labelled, the same wherever pages are.</summary>
internal sealed class LabellingOptions
{
    private readonly Option<string> _policy = new Option<string>("--policy")
    {
        Description = "Where it is not clear whether a text was planted: strict hurts no genuine page, thorough finds as much as it can.",
        DefaultValueFactory = static _ => "balanced",
        HelpName = "strict|balanced|thorough",
    }.AcceptOnlyFromAmong("strict", "balanced", "thorough");

    private readonly Option<string[]> _disable = new("--disable") { Description = "Leave out a detector; may be given several times.", HelpName = "DETECTOR" };

    private readonly Option<bool> _asFound = new("--as-found") { Description = "Leave damaged text out of the article even where it can be repaired." };

    public LabellingOptions() =>
        _disable.CompletionSources.Add(static _ => Detectors.All.Select(static d => new CompletionItem(d.Name)));

    /// <summary>The options themselves, for a command to add.</summary>
    public Option[] All => [_policy, _disable, _asFound];

    /// <summary>What weighs more: genuine text or planted text.</summary>
    public LabellingPolicy Policy(ParseResult parsed) => Enum.Parse<LabellingPolicy>(parsed.GetValue(_policy)!, ignoreCase: true);

    /// <summary>Names of the detectors that are left out.</summary>
    /// <exception cref="UsageException">One of them does not exist.</exception>
    public string[] Disabled(ParseResult parsed) => [.. (parsed.GetValue(_disable) ?? []).Select(static name => DetectorNames.Check(name).Name)];

    /// <summary>True to repair damaged text in the article where that leaves no doubt.</summary>
    public bool Repairs(ParseResult parsed) => !parsed.GetValue(_asFound);

    /// <summary>Lets a command take inputs, and tells an option that does not exist from one: the nearest name is said.</summary>
    public static void AddInputs(Command command, Argument<string[]> inputs)
    {
        command.Arguments.Add(inputs);
        inputs.Validators.Add(result =>
        {
            foreach (string word in result.Tokens.Select(static t => t.Value).Where(static w => w.Length > 1 && w[0] == '-' && !File.Exists(w)))
            {
                result.AddError(Suggestions.ForOption(word, command));
                return;
            }
        });
    }
}
