using System.Text.Json;
using Chaffinch.Corpora.Model;
using Chaffinch.Corpora.Running;
using Chaffinch.Corpora.Writing;

namespace Chaffinch.Corpora;

/// <summary>The output folder of a run: where each file stands, and which shards are finished.</summary>
internal sealed class RunFolder(RunOptions options) : IShardStore
{
    private const string Manifests = "manifest";

    private readonly string _root = Path.GetFullPath(options.OutputFolder);

    /// <summary>The path of the summary of this process's task.</summary>
    public string SummaryPath =>
        Path.Combine(_root, options.Task.Count == 1 ? "summary.json" : $"summary-{options.Task.Index:D5}-of-{options.Task.Count:D5}.json");

    /// <summary>Makes the folder, and checks that it holds no other run.</summary>
    /// <returns>What keeps other processes of this task away, to be disposed of in the end.</returns>
    /// <exception cref="RunException">It holds another run, or another process works on this task.</exception>
    public IDisposable Begin(RunManifest manifest)
    {
        string path = Path.Combine(_root, Manifests, "run.json");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        TaskLock taken = TaskLock.Take(Path.Combine(_root, Manifests, $"task-{options.Task.Index:D5}-of-{options.Task.Count:D5}.lock"));
        bool hasBegun = false;
        try
        {
            if (!File.Exists(path) || manifest.Check(File.ReadAllBytes(path), options.OutputFolder))
            {
                StagedFile.Write(path, manifest.ToJson());
            }

            hasBegun = true;
            return taken;
        }
        finally
        {
            if (!hasBegun)
            {
                taken.Dispose();
            }
        }
    }

    /// <summary>The records of a unit's finished shards: the first ones without a gap, as long as their files are there.</summary>
    public List<ShardRecord> FinishedShards(WorkUnit unit)
    {
        var records = new List<ShardRecord>();
        while (records.Count == 0 || !records[^1].IsLast)
        {
            string path = RecordPath(NameOf(unit, records.Count));
            if (!File.Exists(path))
            {
                break;
            }

            ShardRecord record;
            try
            {
                record = ShardRecord.Read(File.ReadAllBytes(path));
            }
            catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
            {
                throw new RunException($"{path} is damaged ({e.Message}); delete it, and its shard is done anew.");
            }

            if (!record.Files.All(f => new FileInfo(Path.Combine(_root, f.Path)) is { Exists: true } file && file.Length == f.Bytes))
            {
                break;
            }

            records.Add(record);
        }

        return records;
    }

    /// <summary>Deletes what a killed process left of a shard in work.</summary>
    public void DeleteStaged(WorkUnit unit, int shard)
    {
        foreach (ShardFileKind kind in Enum.GetValues<ShardFileKind>())
        {
            string path = Path.Combine(_root, PathOf(unit, shard, kind)) + StagedFile.Suffix;
            if (File.Exists(path))
            {
                File.Delete(path);
            }
        }
    }

    public string NameOf(WorkUnit unit, int shard) => options.ShardPages > 0 ? $"{unit.Name}-{shard:D5}" : unit.Name;

    public string PathOf(WorkUnit unit, int shard, ShardFileKind kind)
    {
        string folder = kind switch
        {
            ShardFileKind.Rejects => "rejects",
            ShardFileKind.Defects => "defects",
            _ => options.Output.Emit switch
            {
                Emit.Clean => "documents",
                Emit.Report => "reports",
                _ => "attributes/chaffinch",
            },
        };
        string ending = kind == ShardFileKind.Documents ? unit.Ending : OutputNames.EndingOf(FormatOf(unit, kind));
        return $"{folder}/{NameOf(unit, shard)}{ending}";
    }

    public RowFile Open(WorkUnit unit, int shard, ShardFileKind kind)
    {
        string path = Path.Combine(_root, PathOf(unit, shard, kind));
        OutputFormat format = FormatOf(unit, kind);
        return format == OutputFormat.Parquet
            ? new ParquetFile(path, ParquetRows.LeavesOf(options.Output), options.Output.ZstdLevel)
            : new JsonFile(path, format);
    }

    public void Finish(ShardRecord record) => StagedFile.Write(RecordPath(record.Name), record.ToJson());

    /// <summary>Writes the summary.</summary>
    public void WriteSummary(ReadOnlySpan<byte> json) => StagedFile.Write(SummaryPath, json);

    private static OutputFormat FormatOf(WorkUnit unit, ShardFileKind kind) =>
        kind != ShardFileKind.Documents && unit.Format == OutputFormat.Parquet ? OutputFormat.JsonLinesZstd : unit.Format;

    private string RecordPath(string shard) => Path.Combine(_root, Manifests, "shards", shard + ".json");
}
