using System.Diagnostics;
using Chaffinch.Corpora.Model;

namespace Chaffinch.Corpora.Running;

/// <summary>What the engine needs of the world.</summary>
internal sealed record EngineParts
{
    /// <summary>The inputs in order, each with the first of its shards that is not finished.</summary>
    public required IReadOnlyList<(WorkUnit Unit, int FirstShard)> Units { get; init; }

    public required Func<WorkUnit, ItemReader> Open { get; init; }

    public required Func<BatchWorker> NewWorker { get; init; }

    public required IShardStore Store { get; init; }

    public required BatchRules Rules { get; init; }

    public required int Threads { get; init; }

    public required long MaxBytesInFlight { get; init; }
}

/// <summary>
/// Labels inputs with N threads. There is no thread that only reads and no queue of pages: each thread reads a batch, labels it while it is still in the cache,
/// and writes what is next in order. One thread reads an input at a time; a thread that finds all readers busy opens the next input.
/// </summary>
internal sealed class RunEngine : IDisposable
{
    private readonly EngineParts _parts;
    private readonly FlightBudget _budget;
    private readonly object _lock = new();
    private readonly List<UnitJob> _jobs = [];
    private readonly List<FailedInput> _failed = [];
    private readonly RunCounts _live = new();
    private readonly RunCounts _finished = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly long _started = Stopwatch.GetTimestamp();
    private long _storedDone;
    private long _inflatedDone;
    private int _nextUnit;
    private int _unitsDone;
    private int _shardsFinished;

    public RunEngine(EngineParts parts)
    {
        _parts = parts;
        _budget = new FlightBudget(parts.MaxBytesInFlight);
    }

    /// <summary>Counts of the shards that were finished.</summary>
    public RunCounts Counts => _finished;

    public IReadOnlyList<FailedInput> Failed => _failed;

    public int ShardsFinished => _shardsFinished;

    public int UnitsDone => _unitsDone;

    public long PeakBytesInFlight => _budget.Peak;

    /// <summary>Works until all is done or <paramref name="cancel"/> is set; then what is unfinished is dropped.</summary>
    /// <returns>False when it was interrupted.</returns>
    public bool Run(CancellationToken cancel)
    {
        using CancellationTokenRegistration registration = cancel.Register(Stop);
        var workers = new Task[_parts.Threads];
        for (int i = 0; i < workers.Length; i++)
        {
            // A thread of its own for each: they work for as long as the run does.
            workers[i] = Task.Factory.StartNew(Work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }

        // All have ended, well or not, before anything is thrown.
        _ = Task.WhenAny(Task.WhenAll(workers)).GetAwaiter().GetResult();

        foreach (UnitJob job in _jobs)
        {
            job.Dispose();
        }

        foreach (Task worker in workers)
        {
            // The first error ended the run; it is thrown here, on the caller's thread.
            worker.GetAwaiter().GetResult();
        }

        return !cancel.IsCancellationRequested || (_nextUnit == _parts.Units.Count && _jobs.Count == 0);
    }

    /// <summary>How far the run is; may be asked from another thread at any time.</summary>
    public (RunCounts Counts, long Stored, int UnitsDone, TimeSpan Elapsed) Progress()
    {
        var counts = new RunCounts();
        lock (_lock)
        {
            counts.Add(_live);
            long stored = _storedDone;
            long inflated = _inflatedDone;
            foreach (UnitJob job in _jobs)
            {
                stored += job.Progress?.BytesStored ?? 0;
                inflated += job.Progress?.BytesInflated ?? 0;
            }

            counts.BytesStored = stored;
            counts.BytesInflated = inflated;
            return (counts, stored, _unitsDone, Stopwatch.GetElapsedTime(_started));
        }
    }

    public void Dispose() => _stop.Dispose();

    private void Work()
    {
        bool isDone = false;
        try
        {
            using BatchWorker worker = _parts.NewWorker();
            while (Next() is UnitJob job)
            {
                Do(job, worker);
            }

            isDone = true;
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // What is unfinished is dropped by Run.
        }
        finally
        {
            if (!isDone)
            {
                // What one could not do ends the run for all.
                Stop();
            }
        }
    }

    private void Stop()
    {
        _stop.Cancel();
        lock (_lock)
        {
            Monitor.PulseAll(_lock);
        }
    }

    private void Do(UnitJob job, BatchWorker worker)
    {
        Batch batch;
        try
        {
            batch = job.Read(Open, _stop.Token);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            Fail(job, e.Message);
            return;
        }

        lock (_lock)
        {
            job.IsReading = false;
            job.IsRead = batch.IsLast;
            Monitor.PulseAll(_lock);
        }

        BatchResult result = worker.Process(job.Unit, batch, _stop.Token);
        lock (_lock)
        {
            _live.Add(batch.Counts);
        }

        job.Complete(batch, result);
        if (job.IsWritten)
        {
            Leave(job);
        }
    }

    private UnitReader Open(UnitJob job) => new(_parts.Open(job.Unit), _parts.Rules, job.FirstShard, _stop.Token);

    // The oldest input that nobody reads, else a new one; waits while there may still be something to read.
    private UnitJob? Next()
    {
        lock (_lock)
        {
            while (true)
            {
                _stop.Token.ThrowIfCancellationRequested();
                bool isAnyUnread = false;
                foreach (UnitJob job in _jobs)
                {
                    if (!job.IsRead && !job.IsReading)
                    {
                        job.IsReading = true;
                        return job;
                    }

                    isAnyUnread |= !job.IsRead;
                }

                if (_nextUnit < _parts.Units.Count)
                {
                    (WorkUnit unit, int firstShard) = _parts.Units[_nextUnit++];
                    var job = new UnitJob(unit, firstShard, _parts.Store, _budget) { IsReading = true };
                    _jobs.Add(job);
                    return job;
                }

                if (!isAnyUnread)
                {
                    return null;
                }

                Monitor.Wait(_lock);
            }
        }
    }

    private void Leave(UnitJob job)
    {
        lock (_lock)
        {
            if (_jobs.Remove(job))
            {
                AddFinished(job);
                _unitsDone++;
                _storedDone += job.Progress?.BytesStored ?? 0;
                _inflatedDone += job.Progress?.BytesInflated ?? 0;
            }
        }
    }

    private void Fail(UnitJob job, string message)
    {
        job.Dispose();
        string path = job.Unit.Path;
        lock (_lock)
        {
            if (_jobs.Remove(job))
            {
                AddFinished(job);
                _failed.Add(new FailedInput(path, message.StartsWith(path + ": ", StringComparison.Ordinal) ? message[(path.Length + 2)..] : message));
            }

            Monitor.PulseAll(_lock);
        }
    }

    private void AddFinished(UnitJob job)
    {
        _finished.Add(job.Counts);
        _shardsFinished += job.ShardsFinished;
    }
}
