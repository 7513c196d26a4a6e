using System.Numerics;
using System.Runtime.CompilerServices;

namespace Chaffinch.Labelling;

/// <summary>Counts 64-bit keys of one page: open addressing, cleared by a generation number. A small page has a small table, so that it stays near the processor whatever came before.</summary>
internal sealed class CountTable
{
    private Entry[] _entries = new Entry[1024];
    private int _mask = 1023;
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

    /// <summary>Forgets all keys.</summary>
    /// <param name="most">No more keys will be asked for than this.</param>
    public void Clear(int most)
    {
        int size = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(32, most) * 2);
        if (_entries.Length < size)
        {
            _entries = new Entry[size];
            _stamp = 0;
        }

        _mask = size - 1;
        _stamp++;
        _used = 0;
    }

    /// <summary>The value of a key, to read or change; 0 for a new one.</summary>
    public ref int this[ulong key]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            Entry[] entries = _entries;
            int at = (int)((key * 0x9E3779B97F4A7C15UL) >> 40) & _mask;
            while (entries[at].Stamp == _stamp && entries[at].Key != key)
            {
                at = (at + 1) & _mask;
            }

            ref Entry entry = ref entries[at];
            if (entry.Stamp != _stamp)
            {
                _used++;
                entry.Stamp = _stamp;
                entry.Key = key;
                entry.Value = 0;
            }

            return ref entry.Value;
        }
    }
}
