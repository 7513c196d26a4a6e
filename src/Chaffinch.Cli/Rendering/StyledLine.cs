using System.Text;

namespace Chaffinch.Cli.Rendering;

/// <summary>One line of text in several looks, to be wrapped and printed.</summary>
internal sealed class StyledLine
{
    private readonly StringBuilder _text = new();
    private readonly List<(int End, Look Look)> _runs = [];

    /// <summary>Number of UTF-16 code units.</summary>
    public int Length => _text.Length;

    /// <summary>Adds text in one look; characters that could steer the terminal become a dot.</summary>
    public StyledLine Add(ReadOnlySpan<char> text, Look look = default)
    {
        foreach (char c in text)
        {
            _text.Append(char.IsWhiteSpace(c) ? ' ' : Screen.IsUnsafe(c) ? '·' : c);
        }

        _runs.Add((_text.Length, look));
        return this;
    }

    /// <summary>Prints the line, wrapped.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="columns">Width without the margin.</param>
    /// <param name="colour">False to leave the looks out.</param>
    /// <param name="first">What stands before the first row, already styled.</param>
    /// <param name="margin">What stands before each further row.</param>
    public void Print(TextWriter output, int columns, bool colour, string first = "", string margin = "")
    {
        string text = _text.ToString();
        int start = 0;
        int run = 0;
        do
        {
            int end = Wrapping.Break(text, start, Math.Max(columns, 2));
            output.Write(start == 0 ? first : margin);
            int stop = end;
            while (stop > start && text[stop - 1] == ' ')
            {
                stop--;
            }

            while (start < stop)
            {
                while (_runs[run].End <= start)
                {
                    run++;
                }

                int until = Math.Min(stop, _runs[run].End);
                string sequence = colour ? _runs[run].Look.Sequence : "";
                output.Write(sequence);
                output.Write(text.AsSpan(start, until - start));
                output.Write(sequence.Length > 0 ? "\u001b[0m" : "");
                start = until;
            }

            output.Write('\n');
            start = end;
        }
        while (start < text.Length);
    }
}
