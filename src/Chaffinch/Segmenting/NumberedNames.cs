namespace Chaffinch.Segmenting;

/// <summary>Numbers the hashes of names from 0 in the order in which they came. A filter answers for most names that are not in it.</summary>
internal sealed class NumberedNames
{
    private const int FilterWords = 64;
    private const int KeptSlots = 1 << 13;
    private const ulong Mixer = 0x9E3779B97F4A7C15;

    private readonly ulong[] _filter = new ulong[FilterWords];
    private readonly Growing<ulong> _names = new();
    private int[] _slots = new int[256];

    /// <summary>The number of a name, a new one where it is new.</summary>
    public int Add(ulong name)
    {
        if (2 * (_names.Count + 1) > _slots.Length)
        {
            Grow();
        }

        int slot = Slot(name);
        if (_slots[slot] == 0)
        {
            _filter[FilterWord(name)] |= FilterBit(name);
            _names.Add(name);
            _slots[slot] = _names.Count;
        }

        return _slots[slot] - 1;
    }

    /// <summary>The number of a name, -1 where it has none.</summary>
    public int Find(ulong name) => (_filter[FilterWord(name)] & FilterBit(name)) == 0 ? -1 : _slots[Slot(name)] - 1;

    public void Clear()
    {
        if (_names.Count == 0)
        {
            return;
        }

        Array.Clear(_filter);
        if (_slots.Length > KeptSlots)
        {
            _slots = new int[256];
        }

        Array.Clear(_slots);
        _names.Clear();
    }

    private void Grow()
    {
        _slots = new int[_slots.Length * 2];
        for (int n = 0; n < _names.Count; n++)
        {
            _slots[Slot(_names[n])] = n + 1;
        }
    }

    /// <summary>Where the name is, or would be.</summary>
    private int Slot(ulong name)
    {
        int mask = _slots.Length - 1;
        int slot = (int)((name * Mixer) >> 32) & mask;
        while (_slots[slot] != 0 && _names[_slots[slot] - 1] != name)
        {
            slot = (slot + 1) & mask;
        }

        return slot;
    }

    private static int FilterWord(ulong name) => (int)(name & (FilterWords - 1));

    private static ulong FilterBit(ulong name) => 1UL << (int)((name >> 6) & 63);
}
