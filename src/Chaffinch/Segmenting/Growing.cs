using System.Runtime.CompilerServices;

namespace Chaffinch.Segmenting;

/// <summary>A list whose storage is kept from page to page and is open to spans: what <c>List</c> is not.</summary>
internal sealed class Growing<T>
{
    /// <summary>Storage above this many items is given back after a page, so that one huge page does not stay in memory.</summary>
    private const int KeptItems = 1 << 16;

    private T[] _items = [];

    public int Count { get; private set; }

    public Span<T> Items => _items.AsSpan(0, Count);

    public ref T this[int index] => ref _items[index];

    public ref T Last => ref _items[Count - 1];

    public void Add(in T item) => AddOld() = item;

    /// <summary>Adds an item that holds what was last in its place: the caller sets all of it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref T AddOld()
    {
        T[] items = _items;
        int count = Count;
        if ((uint)count >= (uint)items.Length)
        {
            items = Grow();
        }

        Count = count + 1;
        return ref items[count];
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private T[] Grow()
    {
        Array.Resize(ref _items, Math.Max(16, _items.Length * 2));
        return _items;
    }

    /// <summary>Adds an empty item.</summary>
    public ref T AddNew()
    {
        ref T item = ref AddOld();
        item = default!;
        return ref item;
    }

    public void RemoveLast() => Count--;

    public void Truncate(int count) => Count = count;

    public T[] ToArray()
    {
        if (Count == 0)
        {
            return [];
        }

        T[] copy = GC.AllocateUninitializedArray<T>(Count);
        Items.CopyTo(copy);
        return copy;
    }

    public void Clear()
    {
        Count = 0;
        if (_items.Length > KeptItems)
        {
            _items = [];
        }
    }
}
