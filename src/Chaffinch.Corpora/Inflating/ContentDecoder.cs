using System.Buffers;
using System.IO.Compression;
using Chaffinch.Corpora.Model;

namespace Chaffinch.Corpora.Inflating;

/// <summary>Undoes gzip, deflate, br and zstd in whole bodies.</summary>
internal sealed class ContentDecoder : BodyDecoder
{
    private const int StepBytes = 64 << 10;

    private readonly Inflater _inflater = new();
    private ZstdDecoder? _zstd;

    public override string? Sniff(ReadOnlySpan<byte> body) =>
        body.Length > 18 && body.StartsWith(GzipCodec.Magic3) && (body[3] & 0xE0) == 0 ? "gzip" : body.Length > 8 && body.StartsWith(ZstdDecoder.Magic) ? "zstd" : null;

    public override DecodeState Decode(ReadOnlySpan<char> coding, ReadOnlySpan<byte> body, int maxBytes, out PooledBlock? decoded, out int length)
    {
        decoded = null;
        length = 0;
        var output = new GrowingBlock((int)Math.Min(Math.Max(StepBytes, body.Length * 4L), maxBytes + (long)StepBytes), maxBytes);
        DecodeState state = coding switch
        {
            "gzip" or "x-gzip" => Gzip(body, ref output),
            "deflate" => Deflate(body, ref output),
            "br" => Brotli(body, ref output),
            "zstd" => Zstd(body, ref output),
            _ => DecodeState.Unknown,
        };
        if (output.Length == 0 || state is DecodeState.NotEncoded or DecodeState.OverLimit or DecodeState.Unknown)
        {
            output.Release();
            return state;
        }

        decoded = output.Take();
        length = output.Length;
        return state;
    }

    public override DecodeState DecodeStart(bool isZstd, ReadOnlySpan<byte> bytes, int maxBytes, out PooledBlock? decoded, out int length, out int used, out bool isCut)
    {
        var output = new GrowingBlock((int)Math.Min(Math.Max(StepBytes, bytes.Length * 4L), maxBytes + (long)StepBytes), maxBytes);
        DecodeState state = isZstd ? Frame(bytes, ref output, out used, out isCut) : Inflate(bytes, ref output, out used, out isCut);
        bool isKept = output.Length > 0 && state == DecodeState.Done;
        decoded = isKept ? output.Take() : null;
        length = isKept ? output.Length : 0;
        if (!isKept)
        {
            output.Release();
        }

        return state;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _zstd?.Dispose();
        }

        base.Dispose(disposing);
    }

    private DecodeState Gzip(ReadOnlySpan<byte> body, ref GrowingBlock output)
    {
        int at = 0;
        do
        {
            int head = GzipCodec.HeadLength(body[at..]);
            if (head <= 0)
            {
                // Behind a whole member other bytes are padding or rubbish.
                return at == 0 ? (body.StartsWith(GzipCodec.Magic3) ? DecodeState.Damaged : DecodeState.NotEncoded) : DecodeState.Done;
            }

            DecodeState state = Inflate(body[(at + head)..], ref output, out int used, out _);
            if (state != DecodeState.Done)
            {
                return state;
            }

            at += head + used + 8;
            if (at > body.Length)
            {
                return DecodeState.Damaged;
            }
        }
        while (at < body.Length);
        return DecodeState.Done;
    }

    // Servers send both what RFC 9110 says (zlib) and bare deflate.
    private DecodeState Deflate(ReadOnlySpan<byte> body, ref GrowingBlock output)
    {
        bool isZlib = body.Length > 2 && (body[0] & 0x0F) == 8 && (body[0] >> 4) <= 7 && ((body[0] << 8) + body[1]) % 31 == 0 && (body[1] & 0x20) == 0;
        if (isZlib)
        {
            DecodeState state = Inflate(body[2..], ref output, out _, out _);
            if (state != DecodeState.Damaged || output.Length > 0)
            {
                return state;
            }
        }

        DecodeState bare = Inflate(body, ref output, out _, out _);
        return bare == DecodeState.Damaged && output.Length == 0 ? DecodeState.NotEncoded : bare;
    }

    private DecodeState Inflate(ReadOnlySpan<byte> body, ref GrowingBlock output, out int used, out bool isCut)
    {
        used = 0;
        isCut = false;
        _inflater.Reset();
        while (true)
        {
            output.MakeRoom(StepBytes);
            InflateState state = _inflater.Run(body[used..], output.Bytes, output.Length, output.Bytes.Length, out int step, out int written);
            used += step;
            output.Length += written;
            if (output.IsOverLimit)
            {
                return DecodeState.OverLimit;
            }

            if (state == InflateState.Done)
            {
                return DecodeState.Done;
            }

            if (state is InflateState.Invalid or InflateState.NeedInput)
            {
                isCut = state == InflateState.NeedInput;
                return DecodeState.Damaged;
            }
        }
    }

    private static DecodeState Brotli(ReadOnlySpan<byte> body, ref GrowingBlock output)
    {
        using var decoder = new BrotliDecoder();
        while (true)
        {
            output.MakeRoom(StepBytes);
            OperationStatus status = decoder.Decompress(body, output.Bytes.AsSpan(output.Length), out int used, out int written);
            body = body[used..];
            output.Length += written;
            if (output.IsOverLimit)
            {
                return DecodeState.OverLimit;
            }

            switch (status)
            {
                case OperationStatus.Done:
                    return DecodeState.Done;
                case OperationStatus.DestinationTooSmall:
                    break;
                default:
                    // br has no mark of its own: what fails at once was none.
                    return output.Length == 0 ? DecodeState.NotEncoded : DecodeState.Damaged;
            }
        }
    }

    private DecodeState Zstd(ReadOnlySpan<byte> body, ref GrowingBlock output)
    {
        if (!body.StartsWith(ZstdDecoder.Magic))
        {
            return DecodeState.NotEncoded;
        }

        while (true)
        {
            DecodeState state = Frame(body, ref output, out int used, out _);
            body = body[used..];
            if (state != DecodeState.Done || !body.StartsWith(ZstdDecoder.Magic))
            {
                return state;
            }
        }
    }

    private DecodeState Frame(ReadOnlySpan<byte> body, ref GrowingBlock output, out int used, out bool isCut)
    {
        _zstd ??= new ZstdDecoder();
        _zstd.Begin();
        used = 0;
        isCut = false;
        while (true)
        {
            output.MakeRoom(StepBytes);
            InflateState state = _zstd.Run(body[used..], output.Bytes, output.Length, output.Bytes.Length, out int step, out int written);
            used += step;
            output.Length += written;
            if (output.IsOverLimit)
            {
                return DecodeState.OverLimit;
            }

            if (state == InflateState.Done)
            {
                return DecodeState.Done;
            }

            if (state == InflateState.Invalid || (state == InflateState.NeedInput && used == body.Length))
            {
                isCut = state == InflateState.NeedInput;
                return DecodeState.Damaged;
            }
        }
    }
}
