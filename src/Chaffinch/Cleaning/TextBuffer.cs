namespace Chaffinch.Cleaning;

/// <summary>Text that is being written: one array, kept from page to page.</summary>
internal sealed class TextBuffer
{
    private const char NoBreakSpace = '\u00A0';

    private const string Blanks = " \u00A0";

    private char[] _chars = new char[4096];
    private int _length;

    /// <summary>UTF-16 code units written.</summary>
    public int Length => _length;

    /// <summary>Code units that there is room for without growing.</summary>
    public int Capacity => _chars.Length;

    /// <summary>The code unit at <paramref name="index"/>.</summary>
    public char this[Index index] => _chars.AsSpan(0, _length)[index];

    /// <summary>What was written; valid until more is.</summary>
    public ReadOnlySpan<char> Items => _chars.AsSpan(0, _length);

    /// <summary>Forgets what was written.</summary>
    public void Clear() => _length = 0;

    /// <summary>Writes one code unit.</summary>
    public TextBuffer Append(char c)
    {
        if (_length == _chars.Length)
        {
            Grow(1);
        }

        _chars[_length++] = c;
        return this;
    }

    /// <summary>Writes one code unit several times.</summary>
    public TextBuffer Append(char c, int count)
    {
        Take(count).Fill(c);
        return this;
    }

    /// <summary>Writes text.</summary>
    public TextBuffer Append(ReadOnlySpan<char> text)
    {
        text.CopyTo(Take(text.Length));
        return this;
    }

    /// <summary>Writes text of ASCII.</summary>
    public TextBuffer AppendAscii(ReadOnlySpan<byte> text)
    {
        System.Text.Encoding.ASCII.GetChars(text, Take(text.Length));
        return this;
    }

    /// <summary>Writes text of a page with its no-break spaces as plain ones: they say how a line is set, not what it says.</summary>
    public TextBuffer AppendText(ReadOnlySpan<char> text)
    {
        text.Replace(Take(text.Length), NoBreakSpace, ' ');
        return this;
    }

    /// <summary>As <see cref="AppendText"/>, a run of blanks with a no-break space among them as one blank.</summary>
    public TextBuffer AppendSqueezed(ReadOnlySpan<char> text)
    {
        while (true)
        {
            int at = text.IndexOf(NoBreakSpace);
            if (at < 0)
            {
                return Append(text);
            }

            Append(text[..at].TrimEnd(' '));
            if (_length > 0 && _chars[_length - 1] is not (' ' or '\n' or '\t'))
            {
                Append(' ');
            }

            text = text[at..].TrimStart(Blanks);
        }
    }

    /// <summary>Writes a number of 0 or more in decimal.</summary>
    public TextBuffer Append(int number)
    {
        Span<char> digits = stackalloc char[11];
        number.TryFormat(digits, out int count, provider: System.Globalization.CultureInfo.InvariantCulture);
        return Append(digits[..count]);
    }

    /// <summary>Puts one code unit before the last one.</summary>
    public void InsertBeforeLast(char c)
    {
        char last = _chars[_length - 1];
        _chars[_length - 1] = c;
        Append(last);
    }

    /// <inheritdoc/>
    public override string ToString() => new(_chars, 0, _length);

    private Span<char> Take(int count)
    {
        if (_chars.Length - _length < count)
        {
            Grow(count);
        }

        _length += count;
        return _chars.AsSpan(_length - count, count);
    }

    private void Grow(int count) => Array.Resize(ref _chars, Math.Max(_length + count, _chars.Length * 2));
}
