namespace Chaffinch.Cli;

/// <summary>An argument that cannot be used; the message says which and why.</summary>
internal sealed class UsageException(string message) : Exception(message);

/// <summary>Standard output cannot be written: its reader has gone.</summary>
internal sealed class BrokenOutputException(IOException cause) : Exception(cause.Message, cause);

/// <summary>Standard output, with its write errors told apart from those of other files.</summary>
internal sealed class GuardedOutput(Stream inner) : Stream
{
    private bool _broken;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (_broken)
        {
            // What is left in buffers when the run ends.
            return;
        }

        try
        {
            inner.Write(buffer);
        }
        catch (IOException e)
        {
            _broken = true;
            throw new BrokenOutputException(e);
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
        if (!_broken)
        {
            inner.Flush();
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
