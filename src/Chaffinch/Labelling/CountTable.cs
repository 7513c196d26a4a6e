using System.Runtime.CompilerServices;

namespace Chaffinch.Labelling;

/// <summary>Counts 64-bit keys of one page: open addressing, cleared by a generation number.</summary>
internal sealed class CountTable
{
    private Entry[] _entries = new Entry[1024];
    private int _stamp;
    private int _used;

    // What belongs together lies in one line of the cache.
    private struct Entry
    {
        public ulong Key;
        public int Stamp;
        public int Value;
    }

    /// <summary>Number of different keys.</summary>
    public int Count => _used;

    public void Clear()
    {
        _stamp++;
        _used = 0;
    }

    /// <summary>The value of a key, to read or change; 0 for a new one.</summary>
    public ref int this[ulong key]
    {
        get
        {
            ref Entry entry = ref Find(key);
            if (entry.Stamp == _stamp)
            {
                return ref entry.Value;
            }

            return ref Enter(key, ref entry);
        }
    }

    private ref int Enter(ulong key, ref Entry entry)
    {
        if (_used * 2 >= _entries.Length)
        {
            Rehash();
            entry = ref Find(key);
        }

        _used++;
        entry.Stamp = _stamp;
        entry.Key = key;
        entry.Value = 0;
        return ref entry.Value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref Entry Find(ulong key)
    {
        Entry[] entries = _entries;
        int mask = entries.Length - 1;
        int at = (int)((key * 0x9E3779B97F4A7C15UL) >> 40) & mask;
        while (entries[at].Stamp == _stamp && entries[at].Key != key)
        {
            at = (at + 1) & mask;
        }

        return ref entries[at];
    }

    private void Rehash()
    {
        Entry[] old = _entries;
        _entries = new Entry[old.Length * 2];
        foreach (ref readonly Entry entry in old.AsSpan())
        {
            if (entry.Stamp == _stamp)
            {
                Find(entry.Key) = entry;
            }
        }
    }
}
