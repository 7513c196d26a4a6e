namespace Chaffinch.Corpora.Writing;

/// <summary>Turns byte offsets of UTF-8 text into Unicode code point offsets.</summary>
/// <remarks>Built in one pass, nothing at all for ASCII; a look-up counts over at most <see cref="Step"/> bytes.</remarks>
internal readonly struct SourcePoints
{
    private const int Step = 512;

    private readonly ReadOnlyMemory<byte> _utf8;

    // Continuation bytes before each multiple of Step; null when all bytes are ASCII.
    private readonly int[]? _before;

    public SourcePoints(ReadOnlyMemory<byte> utf8)
    {
        _utf8 = utf8;
        if (System.Text.Ascii.IsValid(utf8.Span))
        {
            return;
        }

        _before = new int[(utf8.Length / Step) + 1];
        int count = 0;
        for (int block = 0; block < _before.Length; block++)
        {
            _before[block] = count;
            int start = block * Step;
            count += Continuations(utf8.Span[start..Math.Min(utf8.Length, start + Step)]);
        }
    }

    /// <summary>Code points before a byte offset, which lies in or at the end of the text.</summary>
    public int Of(int at)
    {
        if (_before is null)
        {
            return at;
        }

        int block = at / Step;
        return at - _before[block] - Continuations(_utf8.Span[(block * Step)..at]);
    }

    private static int Continuations(ReadOnlySpan<byte> utf8)
    {
        int count = 0;
        foreach (byte b in utf8)
        {
            count += (b & 0xC0) == 0x80 ? 1 : 0;
        }

        return count;
    }
}
