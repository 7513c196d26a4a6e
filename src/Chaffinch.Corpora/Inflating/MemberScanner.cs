using Chaffinch.Corpora.Model;

namespace Chaffinch.Corpora.Inflating;

/// <summary>Finds the next whole unit in stored bytes: its magic bytes, and then what it inflates to.</summary>
/// <remarks>Linear: each candidate costs at most <see cref="TrialBytes"/> of output and <see cref="TrialInputBytes"/> of input.</remarks>
internal sealed class MemberScanner(MemberCodec codec)
{
    private const int TrialBytes = 4 << 10;
    private const int TrialInputBytes = 8 << 10;

    private readonly byte[] _output = new byte[TrialBytes + Inflater.OutputMarginBytes];

    /// <summary>Whether bytes can be the first ones, inflated, of a unit at which reading may begin.</summary>
    public MemberCheck Begins { get; set; } = static first => !first.IsEmpty;

    /// <summary>Moves the source to the start of the next unit that passes; false at its end.</summary>
    public bool Find(ByteSource stored)
    {
        int magic = codec.Magic.Length;
        while (stored.Ensure(magic))
        {
            int at = stored.Window.IndexOf(codec.Magic);
            if (at < 0)
            {
                stored.Advance(stored.Window.Length - magic + 1);
                continue;
            }

            stored.Advance(at);
            if (IsWhole(stored))
            {
                return true;
            }

            stored.Advance(1);
        }

        stored.Advance(stored.Window.Length);
        return false;
    }

    /// <summary>The codec of a unit that begins anywhere in some bytes and passes; null where none does.</summary>
    public static MemberCodec? Find(ReadOnlySpan<byte> bytes, Func<MemberCodec> make, MemberCheck begins)
    {
        MemberCodec codec = make();
        byte[] output = new byte[TrialBytes + Inflater.OutputMarginBytes];
        for (int at; (at = bytes.IndexOf(codec.Magic)) >= 0; bytes = bytes[1..])
        {
            bytes = bytes[at..];
            int head = codec is GzipCodec ? GzipCodec.HeadLength(bytes) : 0;
            if (head >= 0)
            {
                codec.Try(bytes, head, output, out int written);
                if (begins(output.AsSpan(0, written)))
                {
                    return codec;
                }
            }
        }

        codec.Dispose();
        return null;
    }

    private bool IsWhole(ByteSource stored)
    {
        int head = codec.HeadLength(stored);
        if (head < 0)
        {
            return false;
        }

        bool more = stored.Ensure(head + TrialInputBytes);
        ReadOnlySpan<byte> unit = stored.Window[..Math.Min(stored.Window.Length, head + TrialInputBytes)];
        InflateState state = codec.Try(unit, head, _output, out int written);
        bool isWhole = state is InflateState.Done or InflateState.OutputFull || (state == InflateState.NeedInput && more);
        return isWhole && Begins(_output.AsSpan(0, written));
    }
}
