using System.Buffers;
using System.Text.Json;
using Chaffinch.Corpora.Filtering;
using Chaffinch.Corpora.Model;
using Chaffinch.Corpora.Running;

namespace Chaffinch.Corpora;

/// <summary>Takes crawl archives to labelled documents: reads, labels, filters and writes them with all processors, and goes on where a killed run stopped.</summary>
/// <remarks>
/// The same inputs and options give the same bytes for any number of threads and however often the run was killed. Outputs appear whole or not at all.
/// Memory is bounded whatever the size of the inputs: see <see cref="RunOptions.MaxBytesInFlight"/>. Described in <c>docs/run.md</c>.
/// </remarks>
public sealed class CorpusRun : IDisposable
{
    private const long LeastBytesInFlight = 128 << 20;
    private const long BytesInFlightPerThread = 16 << 20;

    private readonly RunOptions _options;
    private readonly Stream? _standardInput;
    private readonly Filter? _filter;
    private readonly RunPlan _plan;
    private readonly RunFolder _folder;
    private readonly List<(WorkUnit Unit, int FirstShard)> _open = [];
    private readonly RunCounts _foundCounts = new();
    private RunEngine? _engine;
    private int _shardsFound;
    private long _storedFound;

    /// <summary>Prepares a run: lists its inputs, reads its filter. Writes nothing yet.</summary>
    /// <param name="options">What to do.</param>
    /// <param name="standardInput">Where the input <c>-</c> is read from.</param>
    /// <exception cref="RunException">An option or an input cannot be used as asked.</exception>
    /// <exception cref="FilterException">The filter cannot be understood.</exception>
    public CorpusRun(RunOptions options, Stream? standardInput = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Threads, 1);
        if (options.Task.Count < 1 || options.Task.Index < 1 || options.Task.Index > options.Task.Count)
        {
            throw new RunException($"There is no task {options.Task}; the first of four is 1/4.");
        }

        if (options.Sample is not (> 0 and <= 1))
        {
            throw new RunException("A sample is more than 0 % and at most 100 % of the records.");
        }

        if (options.Output.Emit == Emit.Attributes && (options.Where is not null || options.Sample < 1))
        {
            throw new RunException("Attributes stand beside every record of the input: they cannot be filtered or sampled. Emit documents or reports, or filter later.");
        }

        _options = options;
        _standardInput = standardInput;
        _filter = options.Where is null ? null : Filter.Parse(options.Where);
        _plan = RunPlan.Make(options, static name => ArchiveOpener.List([name]));
        _folder = new RunFolder(options);
    }

    /// <summary>What this task reads, in the order of its outputs.</summary>
    public IReadOnlyList<WorkUnit> Units => _plan.Units;

    /// <summary>Units of all tasks.</summary>
    public int AllUnits => _plan.AllUnits.Count;

    /// <summary>The names of the shards of a unit that are finished already, and true when it needs nothing more. Reads the manifest only.</summary>
    /// <param name="unit">One of <see cref="Units"/>.</param>
    public (int Shards, bool IsDone) FinishedOf(WorkUnit unit)
    {
        List<ShardRecord> records = _folder.FinishedShards(unit);
        return (records.Count, records.Count > 0 && records[^1].IsLast);
    }

    /// <summary>Does the run, or what is left of it.</summary>
    /// <param name="cancel">Ends it early: what is not finished is dropped, and the same run later goes on from the last finished shard.</param>
    /// <exception cref="RunException">The folder holds another run, or another process works on the task.</exception>
    /// <exception cref="IOException">The output folder cannot be written, or the disk is full; nothing half-written is left.</exception>
    /// <exception cref="UnauthorizedAccessException">The output folder cannot be written.</exception>
    public RunResult Run(CancellationToken cancel = default)
    {
        using IDisposable taken = _folder.Begin(RunManifest.Of(_options, _plan.Inputs));
        FindFinished();
        var engine = new RunEngine(new EngineParts
        {
            Units = _open,
            Open = Open,
            NewWorker = () => new PageWorker(_options, _filter),
            Store = _folder,
            Rules = new BatchRules(_options.ShardPages, _options.Sample),
            Threads = _options.Threads,
            MaxBytesInFlight = _options.MaxBytesInFlight > 0
                ? _options.MaxBytesInFlight
                : Math.Max(LeastBytesInFlight, _options.Threads * BytesInFlightPerThread),
        });
        Volatile.Write(ref _engine, engine);
        bool isWhole = engine.Run(cancel);

        var counts = new RunCounts();
        counts.Add(_foundCounts);
        counts.Add(engine.Counts);
        counts.Check("the run");
        if (isWhole)
        {
            _folder.WriteSummary(Summary(counts, engine.Failed));
        }

        return new RunResult
        {
            Counts = counts,
            Failed = engine.Failed,
            ShardsFinished = _shardsFound + engine.ShardsFinished,
            ShardsFound = _shardsFound,
            IsInterrupted = !isWhole,
            Units = _plan.Units.Count,
            UnitsDone = _plan.Units.Count - _open.Count + engine.UnitsDone,
            SummaryPath = isWhole ? _folder.SummaryPath : null,
            PeakBytesInFlight = engine.PeakBytesInFlight,
        };
    }

    /// <summary>How far the run is; null before it works. May be asked from another thread at any time.</summary>
    public RunProgress? Progress()
    {
        if (Volatile.Read(ref _engine) is not RunEngine engine)
        {
            return null;
        }

        (RunCounts counts, long stored, int unitsDone, TimeSpan elapsed) = engine.Progress();
        long? all = 0;
        foreach (WorkUnit unit in _plan.Units)
        {
            all += unit.Bytes;
        }

        return new RunProgress(counts, _storedFound + stored, all, _plan.Units.Count - _open.Count + unitsDone, _plan.Units.Count, elapsed);
    }

    /// <inheritdoc/>
    public void Dispose() => _engine?.Dispose();

    private void FindFinished()
    {
        foreach (WorkUnit unit in _plan.Units)
        {
            List<ShardRecord> records = _folder.FinishedShards(unit);
            _shardsFound += records.Count;
            foreach (ShardRecord record in records)
            {
                _foundCounts.Add(record.Counts);
            }

            if (records.Count > 0 && records[^1].IsLast)
            {
                _storedFound += unit.Bytes ?? 0;
                continue;
            }

            _folder.DeleteStaged(unit, records.Count);
            _open.Add((unit, records.Count));
        }
    }

    private ItemReader Open(WorkUnit unit)
    {
        ReadOptions read = _options.Read with { Part = unit.Part };
        if (unit.Files is not null)
        {
            return new FolderReader(unit.Path, unit.Files, file => ArchiveOpener.Open(file, read), read.Limits);
        }

        return unit.Path == "-" && _standardInput is not null ? ArchiveOpener.Open(_standardInput, "stdin", read) : ArchiveOpener.Open(unit.Path, read);
    }

    // No times and no rates: the summary of a run that was killed is that of one that was not.
    private byte[] Summary(RunCounts counts, IReadOnlyList<FailedInput> failed)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, RunJson.Options))
        {
            json.WriteStartObject();
            json.WriteString("schema", "chaffinch.summary/1");
            json.WriteString("task", _options.Task.ToString());
            json.WriteNumber("inputs", _plan.Units.Count);
            json.WriteStartArray("failed");
            foreach (FailedInput input in failed.OrderBy(static f => f.Path, StringComparer.Ordinal))
            {
                json.WriteStartObject();
                json.WriteString("path", input.Path);
                json.WriteString("message", input.Message);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            RunJson.Write(json, "counts", counts);
            json.WriteEndObject();
        }

        return [.. buffer.WrittenSpan, (byte)'\n'];
    }
}
