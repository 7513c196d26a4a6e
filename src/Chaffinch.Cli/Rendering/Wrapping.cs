using System.Buffers;
using System.Text;

namespace Chaffinch.Cli.Rendering;

/// <summary>Breaks text into lines that fit a terminal.</summary>
internal static class Wrapping
{
    /// <summary>The lines of a text without line ends, each at most <paramref name="columns"/> wide.</summary>
    public static IEnumerable<string> Wrap(string text, int columns)
    {
        int start = 0;
        do
        {
            int end = Break(text, start, columns);
            yield return text[start..end].TrimEnd(' ');
            start = end;
            while (start < text.Length && text[start] == ' ')
            {
                start++;
            }
        }
        while (start < text.Length);
    }

    // Marks that close or go on with what stands before them: no line begins with one.
    private static readonly SearchValues<char> NoLineStart = SearchValues.Create("、。，．：；？！”’）〕］｝〉》」』】…—,.:;?!)]}%⟧");

    /// <summary>Where the line that begins at <paramref name="start"/> ends: after a blank or a wide character, else in mid-word.</summary>
    public static int Break(ReadOnlySpan<char> text, int start, int columns)
    {
        int width = 0;
        int at = start;
        int chance = -1;
        while (at < text.Length)
        {
            Rune.DecodeFromUtf16(text[at..], out Rune rune, out int length);
            int cells = CellWidth.Of(rune);
            if (width + cells > columns && at > start)
            {
                // A blank may hang over the edge: it is not printed.
                return rune.Value == ' ' ? at + 1 : chance > start ? chance : at;
            }

            width += cells;
            at += length;
            if ((rune.Value == ' ' || cells == 2) && (at == text.Length || !NoLineStart.Contains(text[at])))
            {
                chance = at;
            }
        }

        return at;
    }
}
