using Chaffinch.Corpora.Model;

namespace Chaffinch.Corpora.Running;

/// <summary>One input in work: read by one thread at a time, written in order by whoever finishes the batch that is next.</summary>
internal sealed class UnitJob : IDisposable
{
    private readonly IShardStore _store;
    private readonly FlightBudget _budget;
    private readonly Lock _writing = new();
    private readonly SortedDictionary<int, (Batch Batch, BatchResult Result, long Bytes)> _finished = [];
    private UnitReader? _reader;
    private ShardOutput? _output;
    private int _nextToWrite;
    private bool _isWriting;
    private bool _isClosed;

    public UnitJob(WorkUnit unit, int firstShard, IShardStore store, FlightBudget budget)
    {
        Unit = unit;
        FirstShard = firstShard;
        _store = store;
        _budget = budget;
    }

    public WorkUnit Unit { get; }

    public int FirstShard { get; }

    /// <summary>True while a thread reads; guarded by the engine.</summary>
    public bool IsReading { get; set; }

    /// <summary>True when all is read; guarded by the engine.</summary>
    public bool IsRead { get; set; }

    /// <summary>True when all is written.</summary>
    public bool IsWritten { get; private set; }

    /// <summary>Counts of the shards that were finished here.</summary>
    public RunCounts Counts { get; } = new();

    /// <summary>Number of shards that were finished here.</summary>
    public int ShardsFinished { get; private set; }

    /// <summary>What was read so far.</summary>
    public ReadCounts? Progress => _reader?.Progress;

    /// <summary>Reads a batch and waits until there is room for it. By one thread at a time.</summary>
    public Batch Read(Func<UnitJob, UnitReader> open, CancellationToken cancel)
    {
        _reader ??= open(this);
        Batch batch = _reader.Read(cancel);
        _budget.Enter(batch.Bytes, cancel);
        if (batch.IsLast)
        {
            _reader.Dispose();
        }

        return batch;
    }

    /// <summary>Takes a finished batch; writes it, and all that waited for it, when it is next.</summary>
    public void Complete(Batch batch, BatchResult result)
    {
        long bytes = result.Bytes;
        _budget.Change(batch.Bytes, bytes);
        lock (_writing)
        {
            if (_isClosed)
            {
                result.Dispose();
                _budget.Change(bytes, 0);
                return;
            }

            _finished.Add(batch.Sequence, (batch, result, bytes));
            if (_isWriting)
            {
                return;
            }

            _isWriting = true;
        }

        WriteFinished();
    }

    /// <summary>Gives up what is not finished: the files in work are deleted.</summary>
    public void Dispose()
    {
        lock (_writing)
        {
            _isClosed = true;
            if (_isWriting)
            {
                // Whoever writes sees it after its batch and clears up.
                return;
            }
        }

        Clear();
    }

    private void WriteFinished()
    {
        bool isDone = false;
        try
        {
            while (true)
            {
                (Batch Batch, BatchResult Result, long Bytes) next;
                lock (_writing)
                {
                    if (_isClosed || !_finished.Remove(_nextToWrite, out next))
                    {
                        _isWriting = false;
                        isDone = true;
                        break;
                    }

                    _nextToWrite++;
                }

                try
                {
                    Write(next.Batch, next.Result);
                }
                finally
                {
                    next.Result.Dispose();
                    _budget.Change(next.Bytes, 0);
                }
            }
        }
        finally
        {
            if (!isDone)
            {
                lock (_writing)
                {
                    _isWriting = false;
                    _isClosed = true;
                }
            }
        }

        if (_isClosed)
        {
            Clear();
        }
    }

    private void Write(Batch batch, BatchResult result)
    {
        if (_output is not null && _output.Shard != batch.Shard)
        {
            Finish(isLast: false);
        }

        _output ??= new ShardOutput(_store, Unit, batch.Shard);
        _output.Append(result, batch.Counts);
        if (batch.IsLast)
        {
            Finish(isLast: true);
            IsWritten = true;
        }
    }

    private void Finish(bool isLast)
    {
        Counts.Add(_output!.Finish(isLast));
        _output.Dispose();
        _output = null;
        ShardsFinished++;
    }

    private void Clear()
    {
        lock (_writing)
        {
            _reader?.Dispose();
            _output?.Dispose();
            _output = null;
            foreach ((_, BatchResult result, long bytes) in _finished.Values)
            {
                result.Dispose();
                _budget.Change(bytes, 0);
            }

            _finished.Clear();
        }
    }
}
