using Chaffinch.Corpora.Model;

namespace Chaffinch.Corpora.Inflating;

/// <summary>Finds the next whole gzip member in stored bytes: its magic bytes, and then what it inflates to.</summary>
/// <remarks>Linear: each candidate costs at most <see cref="TrialBytes"/> of output and <see cref="TrialInputBytes"/> of input.</remarks>
internal sealed class MemberScanner(MemberCheck begins)
{
    private const int TrialBytes = 256;
    private const int TrialInputBytes = 4 << 10;

    private readonly Inflater _trial = new();
    private readonly byte[] _output = new byte[TrialBytes + Inflater.OutputMarginBytes];

    /// <summary>Moves the source to the start of the next member that passes; false at its end.</summary>
    public bool Find(ByteSource stored)
    {
        while (stored.Ensure(18))
        {
            int at = stored.Window.IndexOf(GzipHeader.Magic);
            if (at < 0)
            {
                stored.Advance(stored.Window.Length - 2);
                continue;
            }

            stored.Advance(at);
            if (IsMember(stored))
            {
                return true;
            }

            stored.Advance(1);
        }

        stored.Advance(stored.Window.Length);
        return false;
    }

    private bool IsMember(ByteSource stored)
    {
        int head = GzipHeader.Length(stored);
        if (head == 0)
        {
            return false;
        }

        bool more = stored.Ensure(head + TrialInputBytes);
        ReadOnlySpan<byte> input = stored.Window[head..];
        input = input[..Math.Min(input.Length, TrialInputBytes)];
        _trial.Reset();
        InflateState state = _trial.Run(input, _output, 0, _output.Length, out _, out int written);
        bool isWhole = state is InflateState.Done or InflateState.OutputFull || (state == InflateState.NeedInput && more);
        return isWhole && begins(_output.AsSpan(0, written));
    }
}
