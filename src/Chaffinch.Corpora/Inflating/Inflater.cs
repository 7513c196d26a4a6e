using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Chaffinch.Corpora.Inflating;

/// <summary>Why <see cref="Inflater.Run"/> came back.</summary>
internal enum InflateState
{
    /// <summary>All input is used up and the stream goes on.</summary>
    NeedInput,

    /// <summary>Less room is left than one step can fill.</summary>
    OutputFull,

    /// <summary>The stream is over; the input stands behind its last byte.</summary>
    Done,

    /// <summary>The bytes are no deflate stream; <see cref="Inflater.Problem"/> says why.</summary>
    Invalid,
}

/// <summary>Decodes deflate streams (RFC 1951) in pieces, and knows exactly where one ends.</summary>
/// <remarks>
/// The platform's streams hide where a gzip member ends, which is needed to go on behind a damaged one and to say where a record is stored;
/// this also needs no native state for each member. Input comes in any pieces; output goes to one array in which the last 32 KiB stay before the
/// place that is written next. Linear, allocates only in the constructor.
/// </remarks>
internal sealed unsafe partial class Inflater
{
    /// <summary>Room that a step may fill: a match, and what wide copies write behind it.</summary>
    public const int OutputMarginBytes = 258 + 64;

    /// <summary>The farthest that a match reaches back.</summary>
    public const int WindowBytes = 32 << 10;

    private const int InputMarginBytes = 32;

    private readonly uint[] _literals = new uint[DeflateTables.LiteralEntries];
    private readonly uint[] _distances = new uint[DeflateTables.DistanceEntries];
    private readonly uint[] _pre = new uint[1 << DeflateTables.PreRootBits];
    private readonly byte[] _lengths = new byte[288 + 32];
    private ulong _bits;
    private int _bitCount;
    private Stage _stage;
    private bool _isLast;
    private bool _isFixed;
    private int _storedLeft;
    private int _literalCount;
    private int _distanceCount;
    private int _preCount;
    private int _at;

    private enum Stage
    {
        BlockHead,
        StoredHead,
        Stored,
        DynamicHead,
        PreLengths,
        CodeLengths,
        Codes,
        Done,
        Invalid,
    }

    /// <summary>What is wrong with the stream.</summary>
    public string Problem { get; private set; } = "";

    /// <summary>Bytes written since <see cref="Reset"/>.</summary>
    public long Written { get; private set; }

    /// <summary>Begins a new stream.</summary>
    public void Reset()
    {
        _bits = 0;
        _bitCount = 0;
        _stage = Stage.BlockHead;
        _isLast = false;
        Written = 0;
        Problem = "";
    }

    /// <summary>Decodes as far as input and room allow.</summary>
    /// <param name="input">The next bytes of the stream.</param>
    /// <param name="output">Where to; the last bytes written (up to <see cref="WindowBytes"/>) stand before <paramref name="at"/>.</param>
    /// <param name="at">First index to write.</param>
    /// <param name="end">Index behind the last one that may be written.</param>
    /// <param name="used">Bytes of the input that were used.</param>
    /// <param name="written">Bytes that were written.</param>
    public InflateState Run(ReadOnlySpan<byte> input, byte[] output, int at, int end, out int used, out int written)
    {
        InflateState state;
        fixed (byte* inStart = &MemoryMarshal.GetReference(input))
        fixed (byte* outStart = output)
        {
            var io = new Pointers
            {
                In = inStart,
                InEnd = inStart + input.Length,
                Out = outStart + at,
                OutEnd = outStart + Math.Min(end, output.Length),
                Floor = outStart + at - (int)Math.Min(Written, Math.Min(WindowBytes, at)),
            };
            state = Steps(ref io);
            used = (int)(io.In - inStart);
            written = (int)(io.Out - (outStart + at));
        }

        Written += written;
        return state;
    }

    private InflateState Steps(ref Pointers io)
    {
        while (true)
        {
            InflateState? stop = _stage switch
            {
                Stage.BlockHead => BlockHead(ref io),
                Stage.StoredHead => StoredHead(ref io),
                Stage.Stored => Stored(ref io),
                Stage.DynamicHead => DynamicHead(ref io),
                Stage.PreLengths => PreLengths(ref io),
                Stage.CodeLengths => CodeLengths(ref io),
                Stage.Codes => Codes(ref io),
                Stage.Done => InflateState.Done,
                _ => InflateState.Invalid,
            };
            if (stop is { } state)
            {
                return state;
            }
        }
    }

    // Loads single bytes, so that at most seven bits are left over when a stream ends.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool Need(ref Pointers io, int bits)
    {
        while (_bitCount < bits)
        {
            if (io.In == io.InEnd)
            {
                return false;
            }

            _bits |= (ulong)*io.In++ << _bitCount;
            _bitCount += 8;
        }

        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int TakeBits(int bits)
    {
        int value = (int)(_bits & ((1ul << bits) - 1));
        _bits >>= bits;
        _bitCount -= bits;
        return value;
    }

    private InflateState? BlockHead(ref Pointers io)
    {
        if (_isLast)
        {
            _stage = Stage.Done;
            _bits = 0;
            _bitCount = 0;
            return InflateState.Done;
        }

        if (!Need(ref io, 3))
        {
            return InflateState.NeedInput;
        }

        _isLast = TakeBits(1) != 0;
        switch (TakeBits(2))
        {
            case 0:
                TakeBits(_bitCount & 7);
                _stage = Stage.StoredHead;
                return null;
            case 1:
                FixedCodes();
                _stage = Stage.Codes;
                return null;
            case 2:
                _stage = Stage.DynamicHead;
                return null;
            default:
                return Fail("a block of a type that does not exist");
        }
    }

    private InflateState? StoredHead(ref Pointers io)
    {
        if (!Need(ref io, 32))
        {
            return InflateState.NeedInput;
        }

        int length = TakeBits(16);
        if ((TakeBits(16) ^ 0xFFFF) != length)
        {
            return Fail("a stored block whose lengths disagree");
        }

        _storedLeft = length;
        _stage = Stage.Stored;
        return null;
    }

    private InflateState? Stored(ref Pointers io)
    {
        // Needing whole bytes from a byte border, the head leaves none in the bit buffer.
        int room = (int)Math.Max(0, io.OutEnd - io.Out);
        int step = Math.Min(_storedLeft, Math.Min(room, (int)(io.InEnd - io.In)));
        Buffer.MemoryCopy(io.In, io.Out, room, step);
        io.In += step;
        io.Out += step;
        _storedLeft -= step;
        if (_storedLeft == 0)
        {
            _stage = Stage.BlockHead;
            return null;
        }

        return step == room ? InflateState.OutputFull : InflateState.NeedInput;
    }

    private InflateState? DynamicHead(ref Pointers io)
    {
        if (!Need(ref io, 14))
        {
            return InflateState.NeedInput;
        }

        _literalCount = TakeBits(5) + 257;
        _distanceCount = TakeBits(5) + 1;
        _preCount = TakeBits(4) + 4;
        if (_literalCount > 286 || _distanceCount > 30)
        {
            return Fail("more codes than there are");
        }

        _isFixed = false;
        _at = 0;
        Array.Clear(_lengths, 0, 19);
        _stage = Stage.PreLengths;
        return null;
    }

    private static ReadOnlySpan<byte> PreOrder => [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

    private InflateState? PreLengths(ref Pointers io)
    {
        for (; _at < _preCount; _at++)
        {
            if (!Need(ref io, 3))
            {
                return InflateState.NeedInput;
            }

            _lengths[PreOrder[_at]] = (byte)TakeBits(3);
        }

        if (!DeflateTables.BuildPre(_lengths.AsSpan(0, 19), _pre))
        {
            return Fail("code lengths that are no code");
        }

        _at = 0;
        _stage = Stage.CodeLengths;
        return null;
    }

    private InflateState? CodeLengths(ref Pointers io)
    {
        int total = _literalCount + _distanceCount;
        while (_at < total)
        {
            // A code of up to 7 bits with up to 7 extra bits; bytes are loaded only as the code turns out to need them.
            uint entry = _pre[_bits & ((1 << DeflateTables.PreRootBits) - 1)];
            int bits = (int)(entry & 0xFF);
            int symbol = (int)(entry >> 16);
            int extra = symbol switch { 16 => 2, 17 => 3, 18 => 7, _ => 0 };
            if (_bitCount < bits + extra)
            {
                if (!Need(ref io, _bitCount + 1))
                {
                    return InflateState.NeedInput;
                }

                continue;
            }

            TakeBits(bits);
            if (symbol < 16)
            {
                _lengths[_at++] = (byte)symbol;
                continue;
            }

            int repeat = TakeBits(extra) + (symbol == 18 ? 11 : 3);
            if (_at + repeat > total || (symbol == 16 && _at == 0))
            {
                return Fail("code lengths that repeat over their end");
            }

            _lengths.AsSpan(_at, repeat).Fill(symbol == 16 ? _lengths[_at - 1] : (byte)0);
            _at += repeat;
        }

        if (_lengths[256] == 0)
        {
            return Fail("a block without an end");
        }

        bool isCode = DeflateTables.BuildLiterals(_lengths.AsSpan(0, _literalCount), _literals)
            && DeflateTables.BuildDistances(_lengths.AsSpan(_literalCount, _distanceCount), _distances);
        _stage = Stage.Codes;
        return isCode ? null : Fail("code lengths that are no code");
    }

    private void FixedCodes()
    {
        if (_isFixed)
        {
            return;
        }

        _lengths.AsSpan(0, 144).Fill(8);
        _lengths.AsSpan(144, 112).Fill(9);
        _lengths.AsSpan(256, 24).Fill(7);
        _lengths.AsSpan(280, 8).Fill(8);
        DeflateTables.BuildLiterals(_lengths.AsSpan(0, 288), _literals);
        _lengths.AsSpan(0, 32).Fill(5);
        DeflateTables.BuildDistances(_lengths.AsSpan(0, 32), _distances);
        _isFixed = true;
    }

    private InflateState? Fail(string problem)
    {
        _stage = Stage.Invalid;
        Problem = problem;
        return InflateState.Invalid;
    }

    private ref struct Pointers
    {
        public byte* In;
        public byte* InEnd;
        public byte* Out;
        public byte* OutEnd;
        public byte* Floor;
    }
}
