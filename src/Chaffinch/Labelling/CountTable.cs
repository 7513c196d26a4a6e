namespace Chaffinch.Labelling;

/// <summary>Counts 64-bit keys of one page: open addressing, cleared by a generation number.</summary>
internal sealed class CountTable
{
    private ulong[] _keys = new ulong[1024];
    private int[] _stamps = new int[1024];
    private int[] _values = new int[1024];
    private int _stamp;
    private int _used;

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
            if (_used * 2 >= _keys.Length)
            {
                Rehash();
            }

            int at = Find(key);
            if (_stamps[at] != _stamp)
            {
                _stamps[at] = _stamp;
                _keys[at] = key;
                _values[at] = 0;
                _used++;
            }

            return ref _values[at];
        }
    }

    private int Find(ulong key)
    {
        int mask = _keys.Length - 1;
        int at = (int)((key * 0x9E3779B97F4A7C15UL) >> 40) & mask;
        while (_stamps[at] == _stamp && _keys[at] != key)
        {
            at = (at + 1) & mask;
        }

        return at;
    }

    private void Rehash()
    {
        (ulong[] keys, int[] stamps, int[] values, int stamp) = (_keys, _stamps, _values, _stamp);
        _keys = new ulong[keys.Length * 2];
        _stamps = new int[keys.Length * 2];
        _values = new int[keys.Length * 2];
        _stamp = 1;
        for (int i = 0; i < keys.Length; i++)
        {
            if (stamps[i] == stamp)
            {
                int at = Find(keys[i]);
                (_keys[at], _stamps[at], _values[at]) = (keys[i], _stamp, values[i]);
            }
        }
    }
}
