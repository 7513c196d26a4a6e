using Amazon.S3;
using Amazon.S3.Model;
using Chaffinch.Corpora.Model;

namespace Chaffinch.Corpora.Opening;

/// <summary>An object of S3 as a stream: one long request while it is read forward, a new one after a jump or when the connection breaks.</summary>
internal sealed class S3Stream(AmazonS3Client client, S3Address address, long length) : Stream
{
    private const int MaxRetries = 5;

    private GetObjectResponse? _response;
    private long _position;
    private string? _tag;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position
    {
        get => _position;
        set => Seek(value, SeekOrigin.Begin);
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        if (_position >= length || buffer.IsEmpty)
        {
            return 0;
        }

        for (int retry = 0; ; retry++)
        {
            try
            {
                _response ??= Request();
                int read = _response.ResponseStream.Read(buffer[..(int)Math.Min(buffer.Length, length - _position)]);
                if (read > 0)
                {
                    _position += read;
                    return read;
                }

                throw new EndOfStreamException("the connection ended before the object did");
            }
            catch (Exception e) when (S3Store.IsFailure(e))
            {
                Drop();
                bool isFinal = e is AmazonS3Exception { StatusCode: >= System.Net.HttpStatusCode.BadRequest and < System.Net.HttpStatusCode.InternalServerError };
                if (retry >= MaxRetries || isFinal)
                {
                    throw new ArchiveException($"{address}: {S3Store.Explain(e)}", e);
                }

                Thread.Sleep(50 << retry);
            }
        }
    }

    public override long Seek(long offset, SeekOrigin origin)
    {
        long to = origin switch { SeekOrigin.Begin => offset, SeekOrigin.Current => _position + offset, _ => length + offset };
        ArgumentOutOfRangeException.ThrowIfNegative(to, nameof(offset));
        if (to != _position)
        {
            Drop();
            _position = to;
        }

        return to;
    }

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Drop();
        }

        base.Dispose(disposing);
    }

    // An object that was replaced in between must not be read on as if it were the same.
    private GetObjectResponse Request()
    {
        var request = new GetObjectRequest { BucketName = address.Bucket, Key = address.Key, ByteRange = new ByteRange(_position, length - 1), EtagToMatch = _tag };
        GetObjectResponse response = client.GetObjectAsync(request).GetAwaiter().GetResult();
        _tag ??= response.ETag;
        return response;
    }

    private void Drop()
    {
        _response?.Dispose();
        _response = null;
    }
}
