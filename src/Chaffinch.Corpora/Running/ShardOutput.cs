using Chaffinch.Corpora.Model;

namespace Chaffinch.Corpora.Running;

/// <summary>The kinds of files that a shard writes.</summary>
internal enum ShardFileKind
{
    /// <summary>The main output.</summary>
    Documents,

    /// <summary>Records that are in no output.</summary>
    Rejects,

    /// <summary>What was wrong with archives and records.</summary>
    Defects,
}

/// <summary>Opens the files of shards and keeps the records of finished ones.</summary>
internal interface IShardStore
{
    /// <summary>The name of a shard.</summary>
    string NameOf(WorkUnit unit, int shard);

    /// <summary>The path of a shard's file in the output folder, with <c>/</c>.</summary>
    string PathOf(WorkUnit unit, int shard, ShardFileKind kind);

    /// <summary>Begins a shard's file.</summary>
    RowFile Open(WorkUnit unit, int shard, ShardFileKind kind);

    /// <summary>Writes down that a shard is finished.</summary>
    void Finish(ShardRecord record);
}

/// <summary>The files of one shard in work.</summary>
internal sealed class ShardOutput : IDisposable
{
    private readonly IShardStore _store;
    private readonly WorkUnit _unit;
    private readonly int _shard;
    private readonly RowFile?[] _files = new RowFile?[3];
    private readonly long[] _rows = new long[3];
    private readonly RunCounts _counts = new();

    public ShardOutput(IShardStore store, WorkUnit unit, int shard)
    {
        _store = store;
        _unit = unit;
        _shard = shard;
        _files[0] = store.Open(unit, shard, ShardFileKind.Documents);
    }

    public int Shard => _shard;

    public void Append(BatchResult result, RunCounts counts)
    {
        Append(ShardFileKind.Documents, result.Documents);
        Append(ShardFileKind.Rejects, result.Rejects);
        Append(ShardFileKind.Defects, result.Defects);
        _counts.Add(counts);
    }

    /// <summary>Checks the counts against the rows that were written, gives the files their names and writes down that the shard is finished.</summary>
    public RunCounts Finish(bool isLast)
    {
        string name = _store.NameOf(_unit, _shard);
        _counts.Check(name);
        long unlisted = _counts.Rejected.GetValueOrDefault("not-listed");
        if (_rows[0] != _counts.Documents || _rows[1] + unlisted != _counts.RejectedSum)
        {
            throw new InvalidOperationException(
                $"The counts of {name} are not those of its files: {_rows[0]} rows for {_counts.Documents} documents, {_rows[1]} for {_counts.RejectedSum} rejects. This is a mistake in the program; please report it.");
        }

        var files = new List<ShardFile>();
        for (int kind = 0; kind < _files.Length; kind++)
        {
            if (_files[kind] is RowFile file)
            {
                files.Add(new ShardFile(_store.PathOf(_unit, _shard, (ShardFileKind)kind), file.Complete(), _rows[kind]));
                file.Dispose();
                _files[kind] = null;
            }
        }

        _store.Finish(new ShardRecord { Name = name, Input = _unit.Path, Index = _shard, IsLast = isLast, Files = files, Counts = _counts });
        return _counts;
    }

    public void Dispose()
    {
        foreach (RowFile? file in _files)
        {
            file?.Dispose();
        }
    }

    // Rejects and defects are seldom: their files are begun with their first row.
    private void Append(ShardFileKind kind, RowBlock? block)
    {
        if (block is null || (block.Rows == 0 && kind != ShardFileKind.Documents))
        {
            return;
        }

        (_files[(int)kind] ??= _store.Open(_unit, _shard, kind)).Append(block);
        _rows[(int)kind] += block.Rows;
    }
}
