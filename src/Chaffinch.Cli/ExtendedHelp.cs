using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Chaffinch.Cli;

/// <summary>The usual help, followed by examples.</summary>
/// <param name="usual">Writes the usual help.</param>
internal sealed class ExtendedHelp(HelpAction usual) : SynchronousCommandLineAction
{
    private const string OfAll = """
        Examples:
          chaffinch inspect page.html               see which words were planted, and why
          chaffinch clean page.html                 the article without them
          curl -s https://example.org | chaffinch inspect - --url https://example.org
          chaffinch inspect site/ --json            one report a line for a folder of pages
          chaffinch inspect site/ --quiet --fail-on injected
          chaffinch run crawl.warc.gz --out clean   clean documents of a whole crawl

        Exit codes:
          0 done   1 findings (with --fail-on)   2 wrong usage   3 some input could not be read
        """;

    private const string OfInspect = """
        Examples:
          chaffinch inspect page.html
          chaffinch inspect page.html --html view.html
          chaffinch inspect 'site/**/*.html' --json > reports.jsonl
          zcat page.html.gz | chaffinch inspect - --format html --charset gbk
        """;

    private const string OfClean = """
        Examples:
          chaffinch clean page.html > article.txt
          chaffinch clean page.html --markdown > article.md
          chaffinch clean site/ --json > articles.jsonl
        """;

    private const string OfRun = """
        Examples:
          chaffinch run crawl.warc.gz --out clean
          chaffinch run 'crawl/*.warc.gz' --out clean --where 'verdict in (clean, polluted) and language = zh and kept > 200'
          chaffinch run documents/ --emit attributes --out tagged
          chaffinch run crawl/ --out clean --as parquet --task 3/100
          chaffinch run crawl/ --out clean --sample 1% --dry-run

        A run that was stopped or killed goes on when the same command is given again. docs/run.md tells the rest.
        """;

    private const string OfExplain = """
        Examples:
          chaffinch explain
          chaffinch explain title-fusion
        """;

    private const string OfEvaluate = """
        Examples:
          chaffinch evaluate ../shared/data/wcxb-dev
          chaffinch evaluate ../shared/data/wcxb-dev --worst 30 --only product
        """;

    private const string OfCompletion = """
        To install:
          bash   add to ~/.bashrc:   source <(chaffinch completion bash)
          zsh    chaffinch completion zsh > "${fpath[1]}/_chaffinch"
          fish   chaffinch completion fish > ~/.config/fish/completions/chaffinch.fish
        """;

    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        int code = usual.Invoke(parseResult);
        string examples = parseResult.CommandResult.Command.Name switch
        {
            "inspect" => OfInspect,
            "clean" => OfClean,
            "run" => OfRun,
            "explain" => OfExplain,
            "evaluate" => OfEvaluate,
            "completion" => OfCompletion,
            _ => OfAll,
        };
        parseResult.InvocationConfiguration.Output.Write(examples.ReplaceLineEndings("\n") + "\n");
        return code;
    }
}
