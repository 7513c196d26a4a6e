namespace Chaffinch.Corpora.Model;

/// <summary>A pooled block that grows by doubling, up to a limit.</summary>
internal struct GrowingBlock(int firstBytes, int maxBytes)
{
    private PooledBlock _block = PooledBlock.Rent(firstBytes);

    public int Length { get; set; }

    public readonly byte[] Bytes => _block.Bytes;

    public readonly bool IsOverLimit => Length > maxBytes;

    /// <summary>Makes room for more bytes behind what is there.</summary>
    public void MakeRoom(int bytes)
    {
        if (_block.Bytes.Length - Length >= bytes)
        {
            return;
        }

        PooledBlock larger = PooledBlock.Rent((int)Math.Max(Length + (long)bytes, Math.Min(Length * 2L, (long)maxBytes + bytes)));
        Buffer.BlockCopy(_block.Bytes, 0, larger.Bytes, 0, Length);
        _block.Release();
        _block = larger;
    }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        MakeRoom(bytes.Length);
        bytes.CopyTo(_block.Bytes.AsSpan(Length));
        Length += bytes.Length;
    }

    /// <summary>Hands the block over.</summary>
    public readonly PooledBlock Take() => _block;

    /// <summary>Gives the block back.</summary>
    public readonly void Release() => _block.Release();
}
