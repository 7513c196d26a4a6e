using Chaffinch.Model;

namespace Chaffinch.Cleaning;

/// <content>Writes words, with signs that Markdown would read as marks escaped.</content>
internal ref partial struct MarkdownInlines
{
    // Marks around all of the run stay; where those inside of it would stand nobody knows.
    private void WriteRepair(in Part part)
    {
        string text = _repairs.TextOf(part);
        _repaired = text;
        OpenMarks(part.Whole.Start, part.Whole);
        _repaired = null;
        WriteText(text);
        CloseMarks(int.MaxValue);
    }

    private void WriteText(int start, int end)
    {
        ReadOnlySpan<char> text = _page.Text.AsSpan(start, end - start);
        if (start < _codeEnd)
        {
            foreach (char c in text)
            {
                _into.Append(c is '\n' or '\r' or '\t' or '\u00A0' ? ' ' : c);
            }

            return;
        }

        WriteText(text);
    }

    private void WriteText(ReadOnlySpan<char> text)
    {
        int at = 0;
        for (; at < text.Length && _lineStart; at++)
        {
            WriteChar(text[at], NeedsEscapeAtStart(text, at));
            _lineStart = char.IsAsciiDigit(text[at]);
        }

        while (at < text.Length)
        {
            int plain = text[at..].IndexOfAny(_inHeading ? SpecialInHeading : Special);
            plain = plain < 0 ? text.Length - at : plain;
            _into.AppendText(text.Slice(at, plain));
            at += plain;
            if (at < text.Length)
            {
                WriteChar(text[at], escape: true);
                at++;
            }
        }
    }

    private readonly void WriteChar(char c, bool escape)
    {
        if (c is '\n' or '\r')
        {
            _into.Append(' ');
            return;
        }

        if (escape)
        {
            _into.Append('\\');
        }

        _into.Append(c);
    }

    private void WriteSpace(ReadOnlySpan<char> space)
    {
        foreach (char c in space)
        {
            _into.Append(c is '\n' or '\r' or '\u00A0' ? ' ' : c);
        }

        _lineStart &= space.IsEmpty;
    }

    private readonly bool NeedsEscape(char c) => c is not ('\n' or '\r') && (_inHeading ? SpecialInHeading : Special).Contains(c);

    // What makes a heading, a list, a rule or a quotation at the start of a line; after digits '.' and ')' do, before a blank.
    private readonly bool NeedsEscapeAtStart(ReadOnlySpan<char> text, int i)
    {
        char c = text[i];
        if (_into.Length > 0 && char.IsAsciiDigit(_into[^1]))
        {
            return NeedsEscape(c) || (c is '.' or ')' && (i + 1 == text.Length || char.IsWhiteSpace(text[i + 1])));
        }

        return NeedsEscape(c) || c is '#' or '+' or '-' or '=' or '>';
    }
}
