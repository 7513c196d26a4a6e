using System.Numerics;
using System.Runtime.CompilerServices;

namespace Chaffinch.Detecting.Shared;

/// <summary>In how many lines of running text each term stands. Reused from page to page.</summary>
/// <remarks>Open addressing over at most 2^20 slots; a page with more terms keeps the first ones, so memory is bounded (24 MiB).</remarks>
internal sealed class TermTable
{
    private const int MaxSlots = 1 << 20;

    /// <summary>Further probes give up, so that text made to collide costs no more than other text.</summary>
    private const int MaxProbes = 48;

    private Slot[] _slots = new Slot[1 << 12];
    private Slot[] _spare = [];
    private int _limit;
    private int _mask = (1 << 12) - 1;
    private int _count;

    /// <summary>True when terms were left out for want of room.</summary>
    public bool IsFull { get; private set; }

    /// <summary>Forgets everything and makes room for about <paramref name="terms"/> terms.</summary>
    public void Reset(int terms)
    {
        _limit = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Clamp(terms * 2L, 1 << 10, MaxSlots));

        // Most texts repeat their terms: a table that starts small and grows is nearer to the processor and quicker to clear.
        int size = Math.Max(1 << 10, _limit >> 3);
        if (_slots.Length < size)
        {
            _slots = new Slot[size];
        }
        else
        {
            _slots.AsSpan(0, size).Clear();
        }

        _mask = size - 1;
        _count = 0;
        IsFull = false;
    }

    /// <summary>Counts one line for a term, however often the term stands in it. Lines come in ascending order.</summary>
    public void Add(uint term, int line)
    {
        ref Slot slot = ref Find(term);
        while (slot.Term != term && _mask + 1 < _limit && (slot.Term != 0 || _count * 2 > _mask))
        {
            Grow();
            slot = ref Find(term);
        }

        if (slot.Term == 0)
        {
            if (_count > _mask - (_mask >> 2))
            {
                IsFull = true;
                return;
            }

            _count++;
            slot.Term = term;
            slot.Lines = 1;
            slot.LastLine = line;
        }
        else if (slot.Term != term)
        {
            IsFull = true;
        }
        else if (slot.LastLine != line)
        {
            slot.LastLine = line;
            slot.Lines++;
        }
    }

    /// <summary>Number of lines that hold the term.</summary>
    public int LinesOf(uint term)
    {
        ref Slot slot = ref Find(term);
        return slot.Term == term ? slot.Lines : 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref Slot Find(uint term)
    {
        Slot[] slots = _slots;
        int i = (int)((term * 0x85EBCA6Bu) >> 7) & _mask;
        for (int probes = 0; slots[i].Term != 0 && slots[i].Term != term && probes < MaxProbes; probes++)
        {
            i = (i + 1) & _mask;
        }

        return ref slots[i];
    }

    private void Grow()
    {
        int old = _mask + 1;
        int size = old * 2;
        Slot[] from = _slots;
        if (_spare.Length < size)
        {
            _spare = new Slot[size];
        }
        else
        {
            _spare.AsSpan(0, size).Clear();
        }

        (_slots, _spare) = (_spare, _slots);
        _mask = size - 1;
        foreach (ref readonly Slot slot in from.AsSpan(0, old))
        {
            if (slot.Term != 0)
            {
                Place(slot);
            }
        }
    }

    /// <summary>Puts a slot where searches find it; one that no probe reaches is left out, as in <see cref="Add"/>.</summary>
    private void Place(in Slot slot)
    {
        ref Slot place = ref Find(slot.Term);
        if (place.Term == 0)
        {
            place = slot;
        }
        else
        {
            IsFull = true;
            _count--;
        }
    }

    private struct Slot
    {
        public uint Term;
        public int Lines;
        public int LastLine;
    }
}
