namespace Chaffinch.Corpora.Running;

/// <summary>Bounds the bytes that are in work. Whoever finds nothing in work is always let in, so nothing can wait for itself.</summary>
internal sealed class FlightBudget(long maxBytes)
{
    // An interrupted run is noticed this late where nothing is given back.
    private const int WaitMs = 100;

    private readonly object _lock = new();
    private long _bytes;

    /// <summary>The most bytes that were in work at once.</summary>
    public long Peak { get; private set; }

    /// <summary>Waits until there is room.</summary>
    public void Enter(long bytes, CancellationToken cancel)
    {
        lock (_lock)
        {
            while (_bytes > 0 && _bytes + bytes > maxBytes)
            {
                Monitor.Wait(_lock, WaitMs);
                cancel.ThrowIfCancellationRequested();
            }

            Take(bytes);
        }
    }

    /// <summary>Exchanges what was taken for another number, without waiting: what is done must be written.</summary>
    public void Change(long from, long to)
    {
        lock (_lock)
        {
            Take(to - from);
            if (to < from)
            {
                Monitor.PulseAll(_lock);
            }
        }
    }

    private void Take(long bytes)
    {
        _bytes += bytes;
        Peak = Math.Max(Peak, _bytes);
    }
}
