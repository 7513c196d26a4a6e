using System.Buffers;
using Chaffinch.Model;

namespace Chaffinch.Detecting.Shared;

/// <summary>A growing list of spans in pooled memory; dispose it. Holds at most <see cref="MaxCount"/>, further ones are dropped.</summary>
internal ref struct SpanList
{
    public const int MaxCount = 50_000;

    private const int FirstCapacity = 64;

    private TextSpan[]? _items;

    public int Count { get; private set; }

    public readonly ReadOnlySpan<TextSpan> Items => _items is null ? [] : _items.AsSpan(0, Count);

    /// <summary>Adds a span, joining it to the last one where nothing lies between them.</summary>
    public void Add(TextSpan span)
    {
        if (Count > 0 && _items![Count - 1].End == span.Start)
        {
            _items[Count - 1] = new(_items[Count - 1].Start, span.End);
            return;
        }

        if (Count == MaxCount)
        {
            return;
        }

        if (_items is null || Count == _items.Length)
        {
            TextSpan[] larger = ArrayPool<TextSpan>.Shared.Rent(Math.Max(FirstCapacity, Count * 2));
            Items.CopyTo(larger);
            Dispose();
            _items = larger;
        }

        _items[Count++] = span;
    }

    public readonly void Dispose()
    {
        if (_items is not null)
        {
            ArrayPool<TextSpan>.Shared.Return(_items);
        }
    }
}
