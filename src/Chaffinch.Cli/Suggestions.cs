using System.CommandLine;
using System.CommandLine.Completions;
using System.Globalization;

namespace Chaffinch.Cli;

/// <summary>Completes words for shells, and guesses what a wrong one was meant to be.</summary>
internal static class Suggestions
{
    private const string Head = "[suggest:";

    /// <summary>The cursor's place in <c>[suggest:N]</c>, which the completion scripts send; else null.</summary>
    public static int? Position(string argument) =>
        argument.StartsWith(Head, StringComparison.Ordinal) && argument.EndsWith(']')
            && int.TryParse(argument.AsSpan(Head.Length..^1), NumberStyles.None, CultureInfo.InvariantCulture, out int position)
            ? position
            : null;

    /// <summary>Writes the words that may stand at a place of a command line, one a line.</summary>
    public static void Write(TextWriter output, Command root, string line, int position)
    {
        // The first word is the program, however it was called.
        int start = line.IndexOf(' ', StringComparison.Ordinal);
        if (start < 0 || position <= start)
        {
            return;
        }

        string rest = line[(start + 1)..];
        ParseResult parsed = root.Parse(rest);
        foreach (CompletionItem item in parsed.GetCompletions(Math.Clamp(position - start - 1, 0, rest.Length)))
        {
            output.WriteLine(item.InsertText ?? item.Label);
        }
    }

    /// <summary>A better message for a word that is none of the command's, or null.</summary>
    public static string? ForError(ParseResult parsed, Command root)
    {
        if (parsed.UnmatchedTokens.Count == 0)
        {
            return null;
        }

        string word = parsed.UnmatchedTokens[0];
        return word.StartsWith('-')
            ? ForOption(word, parsed.CommandResult.Command)
            : Guess($"There is no command '{word}' here.", word, root.Subcommands.Select(static c => c.Name));
    }

    /// <summary>The message for an option that a command does not have.</summary>
    public static string ForOption(string word, Command command) =>
        Guess($"There is no option '{word}' here.", word, command.Options.Select(static o => o.Name));

    private static string Guess(string message, string word, IEnumerable<string> known) =>
        Nearest(word, known) is string guess ? $"{message} Did you mean '{guess}'?" : message;

    /// <summary>The known word that is nearest to a wrong one; null where none is near.</summary>
    public static string? Nearest(string word, IEnumerable<string> known)
    {
        string? best = null;
        int bestDistance = Math.Max(2, word.Length / 2) + 1;
        foreach (string candidate in known)
        {
            int distance = word.Length > 2 && candidate.Contains(word, StringComparison.OrdinalIgnoreCase)
                ? 1
                : Distance(candidate, word.ToLowerInvariant());
            if (distance < bestDistance)
            {
                best = candidate;
                bestDistance = distance;
            }
        }

        return best;
    }

    // Levenshtein's distance.
    private static int Distance(string a, string b)
    {
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int above = row[j];
                int change = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                row[j] = Math.Min(change, 1 + Math.Min(above, row[j - 1]));
                diagonal = above;
            }
        }

        return row[b.Length];
    }
}
