namespace Chaffinch.Corpora.Running;

/// <summary>Bounds the bytes that are in work. Whoever finds nothing in work is always let in, so nothing can wait for itself.</summary>
internal sealed class FlightBudget(long maxBytes)
{
    private readonly Lock _lock = new();
    private readonly ManualResetEventSlim _freed = new(initialState: true);
    private long _bytes;

    /// <summary>The most bytes that were in work at once.</summary>
    public long Peak { get; private set; }

    /// <summary>Waits until there is room.</summary>
    public void Enter(long bytes, CancellationToken cancel)
    {
        while (true)
        {
            lock (_lock)
            {
                if (_bytes == 0 || _bytes + bytes <= maxBytes)
                {
                    Take(bytes);
                    return;
                }

                _freed.Reset();
            }

            _freed.Wait(cancel);
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
                _freed.Set();
            }
        }
    }

    private void Take(long bytes)
    {
        _bytes += bytes;
        Peak = Math.Max(Peak, _bytes);
    }
}
