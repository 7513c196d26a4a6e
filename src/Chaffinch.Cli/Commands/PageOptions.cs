using System.CommandLine;
using Chaffinch.Cli.Inputs;
using Chaffinch.Model;

namespace Chaffinch.Cli.Commands;

/// <summary>The arguments that <c>inspect</c> and <c>clean</c> share: which pages, how to read them, and when to fail.</summary>
internal sealed class PageOptions
{
    private readonly Argument<string[]> _inputs = new("INPUT")
    {
        Description = "Files, folders (their .html .htm .xhtml .txt .md files), patterns such as 'site/**/*.html', or - for standard input.",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string> _format = new Option<string>("--format")
    {
        Description = "How to read the input.",
        DefaultValueFactory = static _ => "auto",
        HelpName = "auto|html|text",
    }.AcceptOnlyFromAmong("auto", "html", "text");

    private readonly Option<string?> _url = new("--url") { Description = "The page's address, to tell its own links from foreign ones.", HelpName = "URL" };

    private readonly Option<string?> _contentType = new("--content-type") { Description = "The Content-Type header that came with the page.", HelpName = "TYPE" };

    private readonly Option<string?> _charset = new("--charset") { Description = "The page's encoding, where it is known for sure.", HelpName = "NAME" };

    private readonly LabellingOptions _labelling = new();

    private readonly Option<bool> _comments = new("--comments") { Description = "Give readers' comments below the article too, where the page names posters or dates." };

    private readonly Option<int> _maxSize = new("--max-size")
    {
        Description = "Largest input in MiB.",
        DefaultValueFactory = static _ => ReadLimits.Default.MaxInputBytes >> 20,
        HelpName = "MIB",
    };

    private readonly Option<string?> _failOn = new Option<string?>("--fail-on")
    {
        Description = "Exit with 1 when a page has such findings.",
        HelpName = "injected|damaged|any",
    }.AcceptOnlyFromAmong("injected", "damaged", "any");

    private readonly Option<bool> _quiet = new("--quiet", "-q") { Description = "Print no result and no progress; errors are still told." };

    /// <summary>Adds the arguments to a command.</summary>
    public PageOptions(Command command)
    {
        LabellingOptions.AddInputs(command, _inputs);
        Option[] options = [_format, _url, _contentType, _charset, .. _labelling.All, _comments, _maxSize, _failOn, _quiet];
        foreach (Option option in options)
        {
            command.Options.Add(option);
        }

    }

    /// <summary>Reads the values off a parsed command line.</summary>
    /// <exception cref="UsageException">A value cannot be used.</exception>
    public PageRun Read(ParseResult parsed, Surroundings surroundings)
    {
        int maxMebibytes = parsed.GetValue(_maxSize);
        if (maxMebibytes is < 1 or > 1023)
        {
            throw new UsageException("--max-size takes 1 to 1023 (MiB).");
        }

        string[] disabled = _labelling.Disabled(parsed);

        string? charset = parsed.GetValue(_charset);
        string? contentType = parsed.GetValue(_contentType);
        InputFormat format = Enum.Parse<InputFormat>(parsed.GetValue(_format)!, ignoreCase: true);
        if (charset is not null)
        {
            string media = contentType?.Split(';')[0].Trim() ?? "";
            contentType = $"{media}; charset={charset}";
        }

        var limits = ReadLimits.Default with { MaxInputBytes = maxMebibytes << 20 };
        return new PageRun(
            surroundings,
            parsed.GetValue(_inputs) ?? [],
            new InputHints(parsed.GetValue(_url), contentType, format),
            new AnalyzerOptions { Limits = limits, Policy = _labelling.Policy(parsed), DisabledDetectors = disabled, Comments = parsed.GetValue(_comments), Repairs = _labelling.Repairs(parsed) })
        {
            FailOn = parsed.GetValue(_failOn),
            Quiet = parsed.GetValue(_quiet),
        };
    }
}
