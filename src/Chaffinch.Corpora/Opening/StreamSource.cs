using Chaffinch.Corpora.Model;

namespace Chaffinch.Corpora.Opening;

/// <summary>The bytes of a file as stored: one segment, one unit.</summary>
internal sealed class StreamSource : ByteSource
{
    private readonly Stream _stream;
    private readonly long _from;

    /// <param name="stream">Where the bytes come from, in as large pieces as are asked for; owned.</param>
    /// <param name="from">Offset in the file at which the stream stands.</param>
    public StreamSource(Stream stream, long from = 0)
        : base(1 << 20)
    {
        _stream = stream;
        _from = from;
        BackBytes = 256 << 10;
        MarkUnit(0, from);
    }

    public override long StoredPosition => _from + Position;

    protected override int Read(byte[] buffer, int at, int end, out SegmentEnd ended)
    {
        // Pipes and networks give little at once.
        int read = _stream.ReadAtLeast(buffer.AsSpan(at, end - at), MinReadBytes, throwOnEndOfStream: false);
        ended = read < MinReadBytes ? SegmentEnd.EndOfInput : SegmentEnd.None;
        return read;
    }

    protected override bool TryJump(long bytes)
    {
        if (!_stream.CanSeek || bytes > _stream.Length - _stream.Position)
        {
            return false;
        }

        _stream.Seek(bytes, SeekOrigin.Current);
        return true;
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            _stream.Dispose();
        }
    }
}
