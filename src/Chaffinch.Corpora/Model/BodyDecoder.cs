namespace Chaffinch.Corpora.Model;

/// <summary>How undoing a content encoding went.</summary>
internal enum DecodeState
{
    /// <summary>All of the body came out.</summary>
    Done,

    /// <summary>The body is not in that encoding.</summary>
    NotEncoded,

    /// <summary>The body is damaged or cut off; what came before that is there.</summary>
    Damaged,

    /// <summary>It inflates to more than the limit.</summary>
    OverLimit,

    /// <summary>Nobody knows the encoding.</summary>
    Unknown,
}

/// <summary>Undoes content encodings of HTTP bodies.</summary>
internal abstract class BodyDecoder : IDisposable
{
    /// <summary>Undoes one encoding.</summary>
    /// <param name="coding">Its name in HTTP: <c>gzip</c>, <c>deflate</c>, <c>br</c>, <c>zstd</c>.</param>
    /// <param name="body">The encoded bytes.</param>
    /// <param name="maxBytes">Limit of what may come out.</param>
    /// <param name="decoded">What came out, in a block that the caller releases; null where nothing did.</param>
    /// <param name="length">Its bytes.</param>
    public abstract DecodeState Decode(ReadOnlySpan<char> coding, ReadOnlySpan<byte> body, int maxBytes, out PooledBlock? decoded, out int length);

    /// <summary>Undoes bare deflate or zstd at the start of some bytes that may go on behind it.</summary>
    /// <param name="isZstd">True for one zstd frame, false for one deflate stream.</param>
    /// <param name="bytes">The encoded bytes.</param>
    /// <param name="maxBytes">Limit of what may come out.</param>
    /// <param name="decoded">What came out, in a block that the caller releases; null where nothing did.</param>
    /// <param name="length">Its bytes.</param>
    /// <param name="used">Bytes that were encoded.</param>
    /// <param name="isCut">True where all bytes were used and more are wanted.</param>
    public abstract DecodeState DecodeStart(bool isZstd, ReadOnlySpan<byte> bytes, int maxBytes, out PooledBlock? decoded, out int length, out int used, out bool isCut);

    /// <summary>The encoding that bytes are in by their first ones, or null.</summary>
    public abstract string? Sniff(ReadOnlySpan<byte> body);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
    }
}
