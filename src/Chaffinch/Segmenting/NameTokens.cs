using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Chaffinch.Model;

namespace Chaffinch.Segmenting;

/// <summary>What the names in one attribute value say.</summary>
/// <param name="Hints">What they say the element is for.</param>
/// <param name="Foldable">They name a part that folds away.</param>
/// <param name="Shape">Hash of the names without digits and without states.</param>
/// <param name="Words">The first four words of two letters or more, 16 bits of hash each, the first lowest; 0 where there are fewer.</param>
/// <param name="MoreWords">The fifth to the eighth.</param>
internal readonly record struct NameFacts(Hints Hints, bool Foldable, ulong Shape, ulong Words, ulong MoreWords);

/// <summary>An attribute value that was read.</summary>
internal struct NameEntry
{
    /// <summary>Hash of the value's bytes; 0 for a free place.</summary>
    public ulong Key;
    public NameFacts Facts;

    /// <summary>The style sheet that <see cref="FirstRuled"/> and <see cref="RuledCount"/> speak of; see <see cref="StyleSheet.RuledNames"/>.</summary>
    public int Sheet;
    public int FirstRuled;
    public int RuledCount;
}

/// <summary>Reads attribute values that hold names: splits them at blanks, hyphens, underscores, digits and camel case.</summary>
/// <remarks>An instance remembers what it read by a hash of the bytes: a page repeats its class names, and so do the pages of a site.</remarks>
internal sealed class NameTokens
{
    /// <summary>Names of one value that a style sheet looks at; what it says counts all.</summary>
    public const int MaxNames = 32;

    /// <summary>Longer values are cut: nobody names an element with that much.</summary>
    public const int MaxBytes = 2048;

    private const int MaxEntries = 512;
    private const int SlotBits = 11;
    private const int Slots = 1 << SlotBits;

    /// <summary>Number of the entry, 0 for none: that entry is never filled. Entries lie side by side as they came, so that those of a page stay near the processor.</summary>
    private readonly ushort[] _slots = new ushort[Slots];
    private readonly NameEntry[] _entries = new NameEntry[MaxEntries + 1];
    private int _count;

    /// <summary>What the names in <paramref name="value"/> say.</summary>
    public ref readonly NameFacts Read(ReadOnlySpan<byte> value) => ref Find(value, 0, value.Length).Facts;

    /// <summary>The entry of the value that stands in <paramref name="source"/> from <paramref name="start"/> to <paramref name="end"/>, read when it is
    /// new. The reference holds until the next call.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref NameEntry Find(ReadOnlySpan<byte> source, int start, int end)
    {
        ulong key = NameHash.OfValue(ref Unsafe.Add(ref MemoryMarshal.GetReference(source), start), end - start, source.Length - start);
        ref NameEntry entry = ref _entries[_slots[SlotOf(key)]];
        if (entry.Key == key)
        {
            return ref entry;
        }

        return ref FindFurther(source, start, end, key);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private ref NameEntry FindFurther(ReadOnlySpan<byte> source, int start, int end, ulong key)
    {
        for (int slot = SlotOf(key); _slots[slot] != 0; slot = (slot + 1) & (Slots - 1))
        {
            ref NameEntry entry = ref _entries[_slots[slot]];
            if (entry.Key == key)
            {
                return ref entry;
            }
        }

        return ref Add(source, start, Math.Min(end - start, MaxBytes), key);
    }

    private static int SlotOf(ulong key) => (int)(key >> (64 - SlotBits));

    private ref NameEntry Add(ReadOnlySpan<byte> source, int start, int length, ulong key)
    {
        if (_count == MaxEntries)
        {
            _count = 0;
            Array.Clear(_slots);
        }

        int slot = SlotOf(key);
        while (_slots[slot] != 0)
        {
            slot = (slot + 1) & (Slots - 1);
        }

        _slots[slot] = (ushort)++_count;
        ref NameEntry entry = ref _entries[_count];
        if (start + length + NameReader.BytesBehind <= source.Length)
        {
            var reader = new NameReader(ref Unsafe.Add(ref MemoryMarshal.GetReference(source), start));
            reader.Read(length);
            entry.Facts = reader.Facts;
        }
        else
        {
            entry.Facts = ReadPadded(source.Slice(start, length));
        }

        entry.Key = key;
        entry.Sheet = 0;
        return ref entry;
    }

    /// <summary>Reads a value at the very end of what can be read.</summary>
    [SkipLocalsInit]
    private static NameFacts ReadPadded(ReadOnlySpan<byte> value)
    {
        Span<byte> padded = stackalloc byte[MaxBytes + NameReader.BytesBehind];
        value.CopyTo(padded);
        padded.Slice(value.Length, NameReader.BytesBehind).Clear();
        var reader = new NameReader(ref MemoryMarshal.GetReference(padded));
        reader.Read(value.Length);
        return reader.Facts;
    }
}
