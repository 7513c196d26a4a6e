namespace Chaffinch.Writing;

/// <summary>Turns UTF-16 offsets of one text into Unicode code point offsets.</summary>
/// <remarks>Built in one pass, nothing at all for texts without surrogates; a look-up counts over at most <see cref="Step"/> code units.</remarks>
internal readonly struct CodePoints
{
    private const int Step = 128;

    private readonly string _text;

    // Low surrogates before each multiple of Step; null when the text has none.
    private readonly int[]? _lowsBefore;

    public CodePoints(string text)
    {
        _text = text;
        int first = text.AsSpan().IndexOfAnyInRange('\uDC00', '\uDFFF');
        if (first < 0)
        {
            return;
        }

        var lows = new int[(text.Length / Step) + 1];
        int count = 0;
        for (int i = first; i < text.Length; i++)
        {
            if (i % Step == 0)
            {
                lows[i / Step] = count;
            }

            if (char.IsLowSurrogate(text[i]))
            {
                count++;
            }
        }

        if (text.Length % Step == 0)
        {
            lows[^1] = count;
        }

        _lowsBefore = lows;
    }

    /// <summary>Number of code points before the UTF-16 offset <paramref name="utf16"/>, which lies in or at the end of the text.</summary>
    public int Of(int utf16)
    {
        if (_lowsBefore is null)
        {
            return utf16;
        }

        int block = utf16 / Step;
        int lows = _lowsBefore[block];
        foreach (char c in _text.AsSpan(block * Step, utf16 - (block * Step)))
        {
            lows += c is >= '\uDC00' and <= '\uDFFF' ? 1 : 0;
        }

        return utf16 - lows;
    }
}
