namespace Chaffinch.Model;

/// <summary>A piece of text and where it came from.</summary>
/// <param name="Text">First UTF-16 code unit in the text; the run ends where the next one starts.</param>
/// <param name="Source">First byte in the source.</param>
/// <param name="SourceLength">Number of bytes that the run came from.</param>
/// <param name="Verbatim">True when the bytes are the text's UTF-8, code point by code point (one ASCII white-space byte may stand for another);
/// false when the whole run stands for the whole byte range (a character reference, collapsed white space).</param>
internal readonly record struct SourceRun(int Text, int Source, int SourceLength, bool Verbatim);

/// <summary>Maps offsets of the page text to offsets of the source.</summary>
internal sealed class SourceMap
{
    // A look-up walks through the bytes of one run, so long ones are cut up before the first look-up.
    private const int MaxRunBytes = 4096;

    private readonly int _textLength;
    private SourceRun[] _runs;
    private bool _isFine;

    /// <summary>Takes runs in ascending order of <see cref="SourceRun.Text"/>, the first at 0 unless the text is empty.</summary>
    public SourceMap(SourceRun[] runs, int textLength)
    {
        _runs = runs;
        _textLength = textLength;
    }

    public ReadOnlySpan<SourceRun> Runs => _runs;

    public SourceSpan ToSource(TextSpan span, ReadOnlySpan<byte> source)
    {
        if (_runs.Length == 0)
        {
            return default;
        }

        CutLongRuns(source);
        int first = FindRun(span.Start);
        if (span.IsEmpty)
        {
            int at = ByteOffset(first, span.Start, source, roundUp: false);
            return new(at, at);
        }

        // Runs may come from anywhere in the source (foster parenting), so the cover is a minimum and a maximum.
        int last = FindRun(span.End - 1);
        int low = int.MaxValue;
        int high = 0;
        for (int i = first; i <= last; i++)
        {
            int from = i == first ? ByteOffset(i, span.Start, source, roundUp: false) : _runs[i].Source;
            int to = i == last ? ByteOffset(i, span.End, source, roundUp: true) : _runs[i].Source + _runs[i].SourceLength;
            low = Math.Min(low, from);
            high = Math.Max(high, to);
        }

        return new(low, high);
    }

    // Two threads may both do it: they come to the same runs.
    private void CutLongRuns(ReadOnlySpan<byte> source)
    {
        if (Volatile.Read(ref _isFine))
        {
            return;
        }

        if (Array.Exists(_runs, static r => r.Verbatim && r.SourceLength > MaxRunBytes))
        {
            var runs = new List<SourceRun>(_runs.Length * 2);
            foreach (SourceRun run in _runs)
            {
                CutInto(runs, run, source);
            }

            _runs = [.. runs];
        }

        Volatile.Write(ref _isFine, true);
    }

    private static void CutInto(List<SourceRun> runs, SourceRun run, ReadOnlySpan<byte> source)
    {
        while (run.Verbatim && run.SourceLength > MaxRunBytes)
        {
            int length = MaxRunBytes;
            while (length > MaxRunBytes - 4 && (source[run.Source + length] & 0xC0) == 0x80)
            {
                length--;
            }

            int units = System.Text.Encoding.UTF8.GetCharCount(source.Slice(run.Source, length));
            runs.Add(run with { SourceLength = length });
            run = new SourceRun(run.Text + units, run.Source + length, run.SourceLength - length, Verbatim: true);
        }

        runs.Add(run);
    }

    private int FindRun(int text)
    {
        int low = 0;
        int high = _runs.Length - 1;
        while (low < high)
        {
            int mid = (low + high + 1) >>> 1;
            if (_runs[mid].Text <= text)
            {
                low = mid;
            }
            else
            {
                high = mid - 1;
            }
        }

        return low;
    }

    private int ByteOffset(int index, int text, ReadOnlySpan<byte> source, bool roundUp)
    {
        SourceRun run = _runs[index];
        int end = index + 1 < _runs.Length ? _runs[index + 1].Text : _textLength;
        if (text >= end)
        {
            return run.Source + run.SourceLength;
        }

        if (!run.Verbatim)
        {
            return text <= run.Text && !roundUp ? run.Source : run.Source + (roundUp ? run.SourceLength : 0);
        }

        int units = text - run.Text;
        int at = run.Source;
        int stop = run.Source + run.SourceLength;
        while (units > 0 && at < stop)
        {
            byte b = source[at];
            int length = b < 0x80 ? 1 : b < 0xE0 ? 2 : b < 0xF0 ? 3 : 4;
            int wide = length == 4 ? 2 : 1;
            if (wide > units)
            {
                // Inside a surrogate pair: the whole character is covered when rounding up.
                return roundUp ? Math.Min(at + length, stop) : at;
            }

            units -= wide;
            at += length;
        }

        return Math.Min(at, stop);
    }
}
