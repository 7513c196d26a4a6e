using System.Buffers;

namespace Chaffinch.Reading;

/// <summary>Collects decoded text as UTF-8 in a rented array and counts what could not be decoded.</summary>
internal ref struct Utf8Sink
{
    private byte[] _buffer;
    private int _length;

    /// <param name="capacity">Expected number of bytes.</param>
    public Utf8Sink(int capacity)
    {
        _buffer = ArrayPool<byte>.Shared.Rent(Math.Max(capacity, 256));
        FirstError = -1;
    }

    /// <summary>Number of U+FFFD written for malformed input.</summary>
    public int Errors { get; private set; }

    /// <summary>Offset of the first of them in the output, -1 where there is none.</summary>
    public int FirstError { get; private set; }

    public readonly ReadOnlySpan<byte> Written => _buffer.AsSpan(0, _length);

    public void Write(scoped ReadOnlySpan<byte> utf8)
    {
        Reserve(utf8.Length);
        utf8.CopyTo(_buffer.AsSpan(_length));
        _length += utf8.Length;
    }

    /// <summary>Writes a scalar value.</summary>
    public void Write(int scalar)
    {
        Reserve(4);
        byte[] to = _buffer;
        int at = _length;
        if (scalar < 0x80)
        {
            to[at++] = (byte)scalar;
        }
        else if (scalar < 0x800)
        {
            to[at++] = (byte)(0xC0 | (scalar >> 6));
            to[at++] = (byte)(0x80 | (scalar & 0x3F));
        }
        else if (scalar < 0x10000)
        {
            to[at++] = (byte)(0xE0 | (scalar >> 12));
            to[at++] = (byte)(0x80 | (scalar >> 6 & 0x3F));
            to[at++] = (byte)(0x80 | (scalar & 0x3F));
        }
        else
        {
            to[at++] = (byte)(0xF0 | (scalar >> 18));
            to[at++] = (byte)(0x80 | (scalar >> 12 & 0x3F));
            to[at++] = (byte)(0x80 | (scalar >> 6 & 0x3F));
            to[at++] = (byte)(0x80 | (scalar & 0x3F));
        }

        _length = at;
    }

    /// <summary>Writes U+FFFD for a malformed sequence.</summary>
    public void Error()
    {
        if (Errors++ == 0)
        {
            FirstError = _length;
        }

        Write(0xFFFD);
    }

    /// <summary>Gives the rented array back; the sink is not to be used after that.</summary>
    public void Release()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        _length = 0;
    }

    private void Reserve(int more)
    {
        if (_buffer.Length - _length >= more)
        {
            return;
        }

        byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(_buffer.Length * 2, _length + more));
        _buffer.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
