using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Chaffinch.Text;

/// <summary>A term of a text.</summary>
/// <param name="Start">First code unit that it was read from.</param>
/// <param name="End">One past the last that has a say in it: a cut before it could change the term.</param>
/// <param name="Hash">What it is.</param>
internal readonly record struct Term(int Start, int End, uint Hash);

/// <summary>Terms in the order of the text, in a pooled array.</summary>
internal struct TermList
{
    private Term[] _items;
    private int _count;

    /// <summary>Makes a list.</summary>
    /// <param name="capacity">How many it first has room for.</param>
    public TermList(int capacity) => _items = ArrayPool<Term>.Shared.Rent(capacity);

    /// <summary>Number of terms.</summary>
    public readonly int Count => _count;

    /// <summary>The terms.</summary>
    public readonly ReadOnlySpan<Term> Items => _items.AsSpan(0, _count);

    /// <summary>Makes room for further terms.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Reserve(int count)
    {
        if (_items.Length - _count < count)
        {
            Grow(count);
        }
    }

    /// <summary>Adds a term, for which there is room.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(int start, int end, uint hash) => _items[_count++] = new Term(start, end, hash);

    /// <summary>Adds a term, for which there is room, where <paramref name="counts"/> is 1, and none where it is 0: without a branch.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(int start, int end, uint hash, int counts)
    {
        Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_items), _count) = new Term(start, end, hash);
        _count += counts;
    }

    /// <summary>Forgets all but the first <paramref name="count"/>.</summary>
    public void Cut(int count) => _count = count;

    /// <summary>Gives the memory back.</summary>
    public void Release()
    {
        if (_items.Length > 0)
        {
            ArrayPool<Term>.Shared.Return(_items);
        }

        _items = [];
        _count = 0;
    }

    private void Grow(int count)
    {
        Term[] larger = ArrayPool<Term>.Shared.Rent(Math.Max(_count + count, _items.Length * 2));
        _items.AsSpan(0, _count).CopyTo(larger);
        ArrayPool<Term>.Shared.Return(_items);
        _items = larger;
    }
}
