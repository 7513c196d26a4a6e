using Chaffinch.Corpora.Model;

namespace Chaffinch.Corpora.Reading;

/// <summary>WARC records: a version line, named fields, an empty line, the block, two line ends (ISO 28500).</summary>
internal sealed class WarcFormat : RecordFormat
{
    public override string Name => "WARC";

    public override int PeekBytes => 16;

    public override int LineEnds => 2;

    public override bool Begins(ReadOnlySpan<byte> first) => IsStart(first);

    /// <summary>Whether bytes are the start of a record.</summary>
    public static bool IsStart(ReadOnlySpan<byte> first) => first.StartsWith("WARC/"u8) && IsVersion(first[5..]);

    public override int ReadHead(ByteSource source, int maxBytes, RecordHead head)
    {
        int length = HeadLength(source, maxBytes);
        if (length > 0)
        {
            head.ReadWarc(source.Window[..length]);
        }

        return length;
    }

    protected override int FindLine(ReadOnlySpan<byte> window, int from, int to)
    {
        for (int at = Math.Max(0, from - 1); at < to;)
        {
            int found = window[at..].IndexOf("\nWARC/"u8);
            if (found < 0 || at + found + 1 >= to)
            {
                break;
            }

            at += found + 1;
            if (at >= from && IsStart(window[at..]))
            {
                return at;
            }
        }

        return -1;
    }

    // Line ends of one byte are taken too: ClueWeb has them.
    private static int HeadLength(ByteSource source, int maxBytes)
    {
        for (int seen = 0; ;)
        {
            ReadOnlySpan<byte> window = source.Window;
            for (int line; (line = window[seen..].IndexOf((byte)'\n')) >= 0;)
            {
                int next = seen + line + 1;
                if (next < window.Length && window[next] == '\n')
                {
                    return next + 1;
                }

                // The two bytes behind this line end may not be there yet.
                if (next + 1 >= window.Length)
                {
                    break;
                }

                if (window[next] == '\r' && window[next + 1] == '\n')
                {
                    return next + 2;
                }

                seen = next;
            }

            if (window.Length > maxBytes)
            {
                return -1;
            }

            if (!source.Ensure(window.Length + 1))
            {
                return 0;
            }
        }
    }

    private static bool IsVersion(ReadOnlySpan<byte> s)
    {
        int digits = s.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        if (digits is < 1 or > 2 || s[digits] != '.')
        {
            return false;
        }

        s = s[(digits + 1)..];
        int minor = s.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return minor is 1 or 2 && s[minor] is (byte)'\r' or (byte)'\n' or (byte)' ';
    }
}
