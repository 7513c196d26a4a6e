using System.Buffers.Binary;
using System.IO.Hashing;
using Chaffinch.Corpora.Model;

namespace Chaffinch.Corpora.Inflating;

/// <summary>Gzip members (RFC 1952): length and checksum are always compared.</summary>
internal sealed class GzipCodec : MemberCodec
{
    private const int MaxHeadBytes = 128 << 10;

    private readonly Inflater _inflater = new();
    private readonly Inflater _trial = new();
    private readonly Crc32 _crc = new();

    /// <summary>The two bytes that every member begins with, and the only method there is.</summary>
    public static ReadOnlySpan<byte> Magic3 => [0x1F, 0x8B, 8];

    public override string Noun => "gzip member";

    public override ReadOnlySpan<byte> Magic => Magic3;

    public override string Problem => _inflater.Problem;

    public override int HistoryBytes => (int)Math.Min(_inflater.Written, Inflater.WindowBytes);

    public override int MarginBytes => Inflater.OutputMarginBytes;

    /// <summary>Bytes of the head that bytes begin with; 0 where it goes on behind them, -1 where it is none or over 128 KiB.</summary>
    public static int HeadLength(ReadOnlySpan<byte> s)
    {
        if (s.Length < 10)
        {
            return s.StartsWith(Magic3[..Math.Min(3, s.Length)]) ? 0 : -1;
        }

        int flags = s[3];
        if (!s.StartsWith(Magic3) || (flags & 0xE0) != 0)
        {
            return -1;
        }

        int at = 10;
        if ((flags & 4) != 0)
        {
            if (s.Length < at + 2)
            {
                return 0;
            }

            at += 2 + BinaryPrimitives.ReadUInt16LittleEndian(s[at..]);
        }

        for (int flag = 8; flag <= 16; flag <<= 1)
        {
            if ((flags & flag) != 0)
            {
                int zero = at > s.Length ? -1 : s[at..].IndexOf((byte)0);
                if (zero < 0)
                {
                    return s.Length > MaxHeadBytes ? -1 : 0;
                }

                at += zero + 1;
            }
        }

        at += (flags & 2) != 0 ? 2 : 0;
        return at > s.Length ? 0 : at;
    }

    public override int HeadLength(ByteSource stored)
    {
        stored.Ensure(10);
        while (true)
        {
            int length = HeadLength(stored.Window);
            if (length != 0)
            {
                return length;
            }

            if (!stored.Ensure(stored.Window.Length + 1))
            {
                return -1;
            }
        }
    }

    // Files that were padded to whole blocks end in zeros.
    public override bool SkipBetween(ByteSource stored)
    {
        while (stored.Ensure(1) && stored.Window[0] == 0)
        {
            int zeros = stored.Window.IndexOfAnyExcept((byte)0);
            stored.Advance(zeros < 0 ? stored.Window.Length : zeros);
        }

        return true;
    }

    public override void Begin()
    {
        _inflater.Reset();
        _crc.Reset();
    }

    public override InflateState Run(ReadOnlySpan<byte> input, byte[] output, int at, int end, out int used, out int written)
    {
        InflateState state = _inflater.Run(input, output, at, end, out used, out written);
        _crc.Append(output.AsSpan(at, written));
        return state;
    }

    public override InflateState Finish(ByteSource stored)
    {
        if (!stored.Ensure(8))
        {
            return InflateState.NeedInput;
        }

        uint crc = BinaryPrimitives.ReadUInt32LittleEndian(stored.Window);
        uint length = BinaryPrimitives.ReadUInt32LittleEndian(stored.Window[4..]);
        stored.Advance(8);
        return crc == _crc.GetCurrentHashAsUInt32() && length == (uint)_inflater.Written ? InflateState.Done : InflateState.Invalid;
    }

    public override InflateState Try(ReadOnlySpan<byte> unit, int head, byte[] output, out int written)
    {
        _trial.Reset();
        return _trial.Run(unit[head..], output, 0, output.Length, out _, out written);
    }
}
