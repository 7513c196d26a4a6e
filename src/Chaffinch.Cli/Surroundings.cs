namespace Chaffinch.Cli;

/// <summary>What a run of the command sees of the world, so that tests can run it in-process.</summary>
internal sealed record Surroundings
{
    /// <summary>Standard input.</summary>
    public required Stream In { get; init; }

    /// <summary>Standard output. A write to it that fails ends the run quietly: the reader has gone.</summary>
    public required Stream Out { get; init; }

    /// <summary>Standard error.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>True when standard output is a terminal.</summary>
    public bool OutIsTerminal { get; init; }

    /// <summary>True when standard error is a terminal.</summary>
    public bool ErrorIsTerminal { get; init; }

    /// <summary>Columns of the terminal.</summary>
    public int Width { get; init; } = 80;

    /// <summary>Reads an environment variable.</summary>
    public Func<string, string?> Variable { get; init; } = static _ => null;

    /// <summary>Set when the user wants the run to end.</summary>
    public CancellationToken Cancel { get; init; }

    /// <summary>Called by a command that must put things in order when it is to end: the process then waits for it, until it is told a second time.</summary>
    public Action TakeTime { get; init; } = static () => { };

    /// <summary>True when standard output is to have colours.</summary>
    /// <param name="wish"><c>always</c>, <c>never</c> or <c>auto</c>: a terminal that takes them, and no NO_COLOR (no-color.org).</param>
    public bool UsesColour(string wish) => wish switch
    {
        "always" => true,
        "never" => false,
        _ => OutIsTerminal && string.IsNullOrEmpty(Variable("NO_COLOR")) && Variable("TERM") != "dumb",
    };
}

/// <summary>The exit codes of the command.</summary>
internal static class Exit
{
    public const int Done = 0;
    public const int Findings = 1;
    public const int Usage = 2;
    public const int Unreadable = 3;

    /// <summary>128 plus the number of the interrupt signal, as shells have it.</summary>
    public const int Cancelled = 130;
}
