using System.Buffers;

namespace Chaffinch.Corpora.Model;

/// <summary>Pooled bytes with several owners: the window that is read into, and the items that were cut out of it. The last one gives them back.</summary>
internal sealed class PooledBlock
{
    private int _owners = 1;

    private PooledBlock(byte[] bytes) => Bytes = bytes;

    public byte[] Bytes { get; }

    /// <summary>True when nobody but the caller holds it. Only the caller can change that, since owners are added by owners.</summary>
    public bool IsExclusive => Volatile.Read(ref _owners) == 1;

    public static PooledBlock Rent(int bytes) => new(ArrayPool<byte>.Shared.Rent(bytes));

    public void Retain() => Interlocked.Increment(ref _owners);

    public void Release()
    {
        if (Interlocked.Decrement(ref _owners) == 0)
        {
            ArrayPool<byte>.Shared.Return(Bytes);
        }
    }
}
