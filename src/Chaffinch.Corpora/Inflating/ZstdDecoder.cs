using ZstdSharp;
using ZstdSharp.Unsafe;

namespace Chaffinch.Corpora.Inflating;

/// <summary>Decodes zstd frames (RFC 8878) one at a time, and knows where each ends.</summary>
internal sealed unsafe class ZstdDecoder : IDisposable
{
    /// <summary>Bytes of window that a frame may ask for, as a power of two: 128 MiB, as the zstd command.</summary>
    private const int MaxWindowLog = 27;

    private ZSTD_DCtx_s* _context;

    public ZstdDecoder()
    {
        _context = Methods.ZSTD_createDCtx();
        Methods.ZSTD_DCtx_setParameter(_context, ZSTD_dParameter.ZSTD_d_windowLogMax, MaxWindowLog);
    }

    public static ReadOnlySpan<byte> Magic => [0x28, 0xB5, 0x2F, 0xFD];

    public string Problem { get; private set; } = "";

    /// <summary>Begins a new frame.</summary>
    public void Begin()
    {
        Methods.ZSTD_DCtx_reset(_context, ZSTD_ResetDirective.ZSTD_reset_session_only);
        Problem = "";
    }

    /// <summary>Sets the dictionary of all frames to come.</summary>
    /// <returns>False where the bytes are none.</returns>
    public bool LoadDictionary(ReadOnlySpan<byte> dictionary)
    {
        Begin();
        fixed (byte* bytes = dictionary)
        {
            return !Methods.ZSTD_isError(Methods.ZSTD_DCtx_loadDictionary(_context, bytes, (nuint)dictionary.Length));
        }
    }

    /// <summary>Decodes as far as input and room allow.</summary>
    public InflateState Run(ReadOnlySpan<byte> input, byte[] output, int at, int end, out int used, out int written)
    {
        fixed (byte* inStart = input)
        fixed (byte* outStart = output)
        {
            // An empty span has no address, which the decoder does not take.
            byte none = 0;
            var from = new ZSTD_inBuffer_s { src = inStart == null ? &none : inStart, size = (nuint)input.Length, pos = 0 };
            var to = new ZSTD_outBuffer_s { dst = outStart + at, size = (nuint)(end - at), pos = 0 };
            nuint result = Methods.ZSTD_decompressStream(_context, &to, &from);
            used = (int)from.pos;
            written = (int)to.pos;
            if (Methods.ZSTD_isError(result))
            {
                Problem = Methods.ZSTD_getErrorName(result);
                return InflateState.Invalid;
            }

            return result == 0 ? InflateState.Done : written == end - at ? InflateState.OutputFull : InflateState.NeedInput;
        }
    }

    public void Dispose()
    {
        if (_context != null)
        {
            Methods.ZSTD_freeDCtx(_context);
            _context = null;
        }
    }
}
