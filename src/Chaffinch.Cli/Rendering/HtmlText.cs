using System.Buffers;

namespace Chaffinch.Cli.Rendering;

/// <summary>Writes foreign text into HTML so that it stays text: in elements and in quoted attributes.</summary>
internal static class HtmlText
{
    private static readonly SearchValues<char> Special = SearchValues.Create(MakeSpecial());

    /// <summary>Writes <paramref name="text"/> escaped. Control characters and marks that turn the direction of writing become U+FFFD.</summary>
    public static void Write(TextWriter output, ReadOnlySpan<char> text)
    {
        while (true)
        {
            int at = text.IndexOfAny(Special);
            if (at < 0)
            {
                output.Write(text);
                return;
            }

            output.Write(text[..at]);
            output.Write(text[at] switch
            {
                '&' => "&amp;",
                '<' => "&lt;",
                '>' => "&gt;",
                '"' => "&quot;",
                '\'' => "&#39;",
                _ => "\uFFFD",
            });
            text = text[(at + 1)..];
        }
    }

    private static char[] MakeSpecial()
    {
        List<char> special = ['&', '<', '>', '"', '\''];
        for (int c = 0; c <= char.MaxValue; c++)
        {
            if (Screen.IsUnsafe((char)c) && c is not ('\n' or '\t'))
            {
                special.Add((char)c);
            }
        }

        return [.. special];
    }
}
