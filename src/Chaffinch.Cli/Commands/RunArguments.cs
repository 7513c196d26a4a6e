using System.CommandLine;
using System.CommandLine.Completions;
using System.Globalization;
using Chaffinch.Corpora.Model;
using Chaffinch.Model;

namespace Chaffinch.Cli.Commands;

/// <summary>The arguments of <c>chaffinch run</c>.</summary>
internal sealed class RunArguments
{
    private const int MebibyteShift = 20;

    private static readonly string[] FieldWords = ["text=", "html=", "url=", "id="];

    private readonly Argument<string[]> _inputs = new("INPUT")
    {
        Description = "Archives (WARC, ARC, WET, JSON Lines, Parquet, zip, tar), folders of archives or of pages, patterns, s3:// addresses, or - for standard input.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string> _out = new("--out", "-o") { Description = "Folder for the outputs; the same command goes on with what it holds.", HelpName = "FOLDER", Required = true };

    private readonly Option<string?> _list = new("--inputs") { Description = "File with further inputs, one a line.", HelpName = "FILE" };

    private readonly Option<string> _emit = new Option<string>("--emit")
    {
        Description = "What to write of each record: the article, the full report, or spans beside the unchanged input.",
        DefaultValueFactory = static _ => "clean",
        HelpName = "clean|report|attributes",
    }.AcceptOnlyFromAmong("clean", "report", "attributes");

    private readonly Option<string?> _as = new Option<string?>("--as")
    {
        Description = "Format of the outputs; jsonl.zst where not given.",
        HelpName = "jsonl|jsonl.gz|jsonl.zst|parquet",
    }.AcceptOnlyFromAmong("jsonl", "jsonl.gz", "jsonl.zst", "parquet");

    private readonly Option<bool> _markdown = new("--markdown") { Description = "Write the article as Markdown too." };

    private readonly Option<string?> _where = new("--where") { Description = "Write only records that meet a filter (docs/filter.md); the others go to the rejects.", HelpName = "FILTER" };

    private readonly Option<string> _sample = new("--sample") { Description = "Share of the records to take, by a hash of their ids, such as 1%.", DefaultValueFactory = static _ => "100%", HelpName = "SHARE" };

    private readonly Option<long> _shardSize = new("--shard-size") { Description = "Pages of a shard; one shard an input where not given.", HelpName = "PAGES" };

    private readonly Option<string> _task = new("--task") { Description = "Do part I of N of the run (docs/cluster.md).", DefaultValueFactory = static _ => "1/1", HelpName = "I/N" };

    private readonly Option<int> _threads = new("--threads") { Description = "Threads.", DefaultValueFactory = static _ => Environment.ProcessorCount, HelpName = "N" };

    private readonly Option<int> _memory = new("--memory") { Description = "MiB of pages and outputs in work at once; 16 a thread, at least 128, where not given.", HelpName = "MIB" };

    private readonly Option<int> _maxSize = new("--max-size")
    {
        Description = "Largest record in MiB; larger ones are rejected.",
        DefaultValueFactory = static _ => ArchiveLimits.Default.MaxRecordBytes >> MebibyteShift,
        HelpName = "MIB",
    };

    private readonly Option<string[]> _fields = new("--field")
    {
        Description = "Name of a field or column of the input: text=NAME, html=NAME, url=NAME or id=NAME; may be given several times.",
        HelpName = "WHAT=NAME",
    };

    private readonly LabellingOptions _labelling = new();

    private readonly Option<bool> _digests = new("--verify-digests") { Description = "Compare WARC digests; a wrong one is a defect." };

    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Say what would be read, in what order and how much; write nothing." };

    private readonly Option<int> _progress = new("--progress") { Description = "Print a line of progress every N seconds where standard error is no terminal.", HelpName = "N" };

    private readonly Option<string?> _failOn = new Option<string?>("--fail-on")
    {
        Description = "Exit with 1 when pages have such findings, or archives such defects.",
        HelpName = "injected|damaged|any|defects",
    }.AcceptOnlyFromAmong("injected", "damaged", "any", "defects");

    private readonly Option<bool> _quiet = new("--quiet", "-q") { Description = "Print no progress and no summary; errors are still told." };

    /// <summary>Adds the arguments to a command.</summary>
    public RunArguments(Command command)
    {
        LabellingOptions.AddInputs(command, _inputs);
        Option[] options =
        [
            _out, _list, _emit, _as, _markdown, _where, _sample, _shardSize, _task, _threads, _memory, _maxSize, _fields, .. _labelling.All, _digests, _dryRun, _progress, _failOn, _quiet,
        ];
        foreach (Option option in options)
        {
            command.Options.Add(option);
        }

        _fields.CompletionSources.Add(static _ => FieldWords.Select(static w => new CompletionItem(w)));
    }

    /// <summary>True when nothing is to be written.</summary>
    public bool IsDryRun(ParseResult parsed) => parsed.GetValue(_dryRun);

    /// <summary>True when nothing but errors is to be printed.</summary>
    public bool IsQuiet(ParseResult parsed) => parsed.GetValue(_quiet);

    /// <summary>Seconds between lines of progress; 0 for none.</summary>
    public int ProgressSeconds(ParseResult parsed) => parsed.GetValue(_progress);

    /// <summary>What makes the run fail; null for nothing.</summary>
    public string? FailOn(ParseResult parsed) => parsed.GetValue(_failOn);

    /// <summary>Reads the values off a parsed command line.</summary>
    /// <exception cref="UsageException">A value cannot be used.</exception>
    public RunOptions Read(ParseResult parsed)
    {
        int recordBytes = Mebibytes("--max-size", parsed.GetValue(_maxSize), 1, 1023);
        long flightBytes = (long)Mebibytes("--memory", parsed.GetValue(_memory), 0, 1 << 20) << MebibyteShift;
        int threads = parsed.GetValue(_threads);
        if (threads is < 1 or > 1024)
        {
            throw new UsageException("--threads takes 1 to 1024.");
        }

        long shardSize = parsed.GetValue(_shardSize);
        if (shardSize < 0 || (shardSize == 0 && parsed.GetResult(_shardSize) is { Implicit: false }))
        {
            throw new UsageException("--shard-size takes a number of pages, at least 1.");
        }

        return new RunOptions
        {
            Inputs = ReadInputs(parsed),
            OutputFolder = parsed.GetValue(_out)!,
            Output = new OutputOptions
            {
                Emit = Enum.Parse<Emit>(parsed.GetValue(_emit)!, ignoreCase: true),
                Format = parsed.GetValue(_as) switch
                {
                    "jsonl" => OutputFormat.JsonLines,
                    "jsonl.gz" => OutputFormat.JsonLinesGzip,
                    "jsonl.zst" => OutputFormat.JsonLinesZstd,
                    "parquet" => OutputFormat.Parquet,
                    _ => null,
                },
                Markdown = parsed.GetValue(_markdown),
            },
            Where = parsed.GetValue(_where),
            Sample = Share(parsed.GetValue(_sample)!),
            ShardPages = shardSize,
            Task = TaskOf(parsed.GetValue(_task)!),
            Threads = threads,
            MaxBytesInFlight = flightBytes,
            Read = new ReadOptions
            {
                Limits = ArchiveLimits.Default with { MaxRecordBytes = recordBytes << MebibyteShift, MaxBodyBytes = recordBytes << MebibyteShift },
                Fields = Fields(parsed.GetValue(_fields) ?? []),
                VerifyDigests = parsed.GetValue(_digests),
            },
            Analyzer = new AnalyzerOptions
            {
                Limits = ReadLimits.Default with { MaxInputBytes = recordBytes << MebibyteShift },
                Policy = _labelling.Policy(parsed),
                DisabledDetectors = _labelling.Disabled(parsed),
                Repairs = _labelling.Repairs(parsed),
            },
            Version = Product.Version,
        };
    }

    private List<string> ReadInputs(ParseResult parsed)
    {
        var inputs = new List<string>(parsed.GetValue(_inputs) ?? []);
        if (parsed.GetValue(_list) is string list)
        {
            try
            {
                inputs.AddRange(File.ReadLines(list).Select(static l => l.Trim()).Where(static l => l.Length > 0));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new UsageException($"{list} cannot be read: {e.Message}");
            }
        }

        return inputs.Count > 0 ? inputs : throw new UsageException("Name at least one INPUT, or a file of inputs with --inputs.");
    }

    private static int Mebibytes(string name, int value, int least, int most) =>
        value >= least && value <= most ? value : throw new UsageException($"{name} takes {least} to {most} (MiB).");

    private static double Share(string text)
    {
        bool isPercent = text.EndsWith('%');
        bool isNumber = double.TryParse(isPercent ? text.AsSpan(..^1) : text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value);
        double share = isPercent ? value / 100 : value;
        return isNumber && share is > 0 and <= 1 ? share : throw new UsageException("--sample takes a share such as 1% or 0.01, more than 0 and at most 100%.");
    }

    private static RunTask TaskOf(string text)
    {
        string[] parts = text.Split('/');
        return parts.Length == 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int index)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int count)
            && index >= 1 && index <= count && count <= 100_000
            ? new RunTask(index, count)
            : throw new UsageException("--task takes I/N with I from 1 to N, such as 3/100.");
    }

    private static RowFields Fields(string[] words)
    {
        RowFields fields = RowFields.Default;
        foreach (string word in words)
        {
            int sign = word.IndexOf('=', StringComparison.Ordinal);
            string name = sign < 0 ? "" : word[(sign + 1)..];
            fields = (name.Length == 0 ? "" : word[..sign]) switch
            {
                "text" => fields with { Text = name },
                "html" => fields with { Html = name },
                "url" => fields with { Url = name },
                "id" => fields with { Id = name },
                _ => throw new UsageException("--field takes text=NAME, html=NAME, url=NAME or id=NAME."),
            };
        }

        return fields;
    }
}
