using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Chaffinch.Text;

/// <summary>A table that starts where a line of the processor's cache does and stays there, so that no row of 16, 32 or 64 bytes lies in two of them.</summary>
/// <remarks>Rows that are asked for here and there wait for memory once a line. The runtime aligns arrays to eight bytes only, so half of such rows would lie in two lines.</remarks>
/// <typeparam name="T">What it holds.</typeparam>
internal readonly struct AlignedTable<T>
    where T : unmanaged
{
    private const int Line = 64;

    private readonly T[] _items;
    private readonly int _first;

    /// <summary>A table of zeros.</summary>
    /// <param name="length">How many it holds; the size of one divides 64.</param>
    public AlignedTable(int length)
    {
        Length = length;
        int size = Unsafe.SizeOf<T>();
        _items = GC.AllocateArray<T>(length + (Line / size), pinned: true);
        int over = (int)(Marshal.UnsafeAddrOfPinnedArrayElement(_items, 0) & (Line - 1));
        _first = over == 0 ? 0 : (Line - over) / size;
    }

    /// <summary>A copy of what is given.</summary>
    public AlignedTable(ReadOnlySpan<T> items)
        : this(items.Length) => items.CopyTo(Span);

    /// <summary>How many it holds.</summary>
    public int Length { get; }

    /// <summary>All of it.</summary>
    public Span<T> Span => _items.AsSpan(_first, Length);

    /// <summary>The first one.</summary>
    public ref T First => ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_items), _first);

    /// <summary>Asks for the line of a place that will be read soon; on processors that cannot be asked nothing happens.</summary>
    /// <param name="first"><see cref="First"/>.</param>
    /// <param name="at">Index of the place.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Fetch(ref T first, int at)
    {
        if (Sse.IsSupported)
        {
            // The table is pinned.
            Sse.Prefetch0(Unsafe.AsPointer(ref Unsafe.Add(ref first, at)));
        }
    }
}
