using System.Buffers;
using System.Buffers.Text;
using System.Text;
using Chaffinch.Corpora.Model;

namespace Chaffinch.Corpora.Reading;

/// <summary>ARC records of both versions: one line of fields, the block, a line end. Addresses may hold blanks, so fields are counted from the right.</summary>
/// <remarks>Version 1: URL, IP, date, type, length. Version 2: URL, IP, date, type, status, checksum, location, offset, file name, length.</remarks>
internal sealed class ArcFormat : RecordFormat
{
    private const int MaxLineBytes = 16 << 10;

    private static readonly SearchValues<byte> SchemeBytes = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ+-."u8);

    public override string Name => "ARC";

    public override int PeekBytes => MaxLineBytes;

    public override int LineEnds => 1;

    public override bool Begins(ReadOnlySpan<byte> first) => IsStart(first);

    /// <summary>Whether bytes are the start of a record.</summary>
    public static bool IsStart(ReadOnlySpan<byte> first)
    {
        int scheme = first[..Math.Min(first.Length, 16)].IndexOf((byte)':');
        if (scheme <= 0 || first[..scheme].ContainsAnyExcept(SchemeBytes))
        {
            return false;
        }

        int end = first[..Math.Min(first.Length, MaxLineBytes)].IndexOf((byte)'\n');
        return end > 0 && Fields.TryRead(first[..end], out _);
    }

    public override int ReadHead(ByteSource source, int maxBytes, RecordHead head)
    {
        int end = source.Window.IndexOf((byte)'\n');
        if (end < 0 || !Fields.TryRead(source.Window[..end], out Fields fields))
        {
            return 0;
        }

        ReadOnlySpan<byte> line = source.Window[..end];
        string url = Encoding.UTF8.GetString(line[fields.Url]);
        bool isNumber = Utf8Parser.TryParse(line[fields.Length], out long length, out int used) && used == line[fields.Length].Length && length >= 0;
        ReadOnlySpan<byte> type = line[fields.Type];
        bool hasType = type.Contains((byte)'/');
        head.SetArc(
            url.StartsWith("filedesc:", StringComparison.OrdinalIgnoreCase) ? RecordType.Filedesc : RecordType.Response,
            url,
            hasType ? Encoding.Latin1.GetString(type) : null,
            Date(line[fields.Date]),
            isNumber ? length : -1);
        return end + 1;
    }

    protected override int FindLine(ReadOnlySpan<byte> window, int from, int to)
    {
        // The first line end may be the byte before: a block can end there.
        for (int at = Math.Max(0, from - 1); at < to;)
        {
            int found = window[at..].IndexOf((byte)'\n');
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

    private static DateTimeOffset? Date(ReadOnlySpan<byte> digits)
    {
        Span<int> parts = stackalloc int[6];
        ReadOnlySpan<int> sizes = [4, 2, 2, 2, 2, 2];
        if (digits.Length < 14)
        {
            return null;
        }

        for (int i = 0, at = 0; i < parts.Length; at += sizes[i++])
        {
            if (!Utf8Parser.TryParse(digits.Slice(at, sizes[i]), out parts[i], out int used) || used != sizes[i])
            {
                return null;
            }
        }

        bool isDate = parts[0] is > 0 and < 9999 && parts[1] is >= 1 and <= 12 && parts[2] >= 1 && parts[2] <= DateTime.DaysInMonth(parts[0], parts[1])
            && parts[3] < 24 && parts[4] < 60 && parts[5] < 60;
        return isDate ? new DateTimeOffset(parts[0], parts[1], parts[2], parts[3], parts[4], parts[5], TimeSpan.Zero) : null;
    }

    /// <summary>Places of the fields in a line.</summary>
    private readonly record struct Fields(Range Url, Range Date, Range Type, Range Length)
    {
        private const int MaxFields = 10;

        public static bool TryRead(ReadOnlySpan<byte> line, out Fields fields)
        {
            fields = default;
            line = line.TrimEnd((byte)'\r');
            Span<Range> last = stackalloc Range[MaxFields];
            int count = 0;
            for (int end = line.Length; count < MaxFields && end > 0;)
            {
                int blank = line[..end].LastIndexOf((byte)' ');
                last[count++] = (blank + 1)..end;
                end = blank;
            }

            foreach (int date in (ReadOnlySpan<int>)[2, 7])
            {
                // URL, IP, then the date; counted from the right the type stands before it.
                if (count > date + 2 && IsDate(line[last[date]]))
                {
                    int urlEnd = last[date + 1].Start.Value - 1;
                    fields = new Fields(..urlEnd, last[date], last[date - 1], last[0]);
                    return urlEnd > 0;
                }
            }

            return false;
        }

        private static bool IsDate(ReadOnlySpan<byte> s) =>
            s.SequenceEqual("null"u8) || (s.Length is >= 8 and <= 20 && s.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0);
    }
}
