namespace Chaffinch.Corpora.Reading;

/// <summary>Passes reads on and remembers whether one failed: so that what a package throws can be told apart, the disk or the content.</summary>
internal sealed class WatchedStream(Stream inner) : Stream
{
    /// <summary>True once a read of the stream itself has thrown.</summary>
    public bool HasFailed { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => inner.Length;

    public override long Position
    {
        get => inner.Position;
        set => inner.Position = value;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        bool isRead = false;
        try
        {
            int count = inner.Read(buffer);
            isRead = true;
            return count;
        }
        finally
        {
            HasFailed |= !isRead;
        }
    }

    public override long Seek(long offset, SeekOrigin origin) => inner.Seek(offset, origin);

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
