using System.Text;
using Chaffinch.Model;

namespace Chaffinch.Training.Grafting;

/// <summary>A byte before which lines can be put, with the markup that makes each of them a line.</summary>
/// <param name="Position">The byte.</param>
/// <param name="Open">Before each line.</param>
/// <param name="Close">Behind each line.</param>
internal readonly record struct Slot(int Position, string Open, string Close);

/// <summary>Finds the elements around blocks in the bytes of a page, so that what is put beside them takes their form.</summary>
internal static class MarkupSlots
{
    private const int MostTagBytes = 2000;

    private static readonly HashSet<string> Inline = new(StringComparer.Ordinal) { "a", "b", "strong", "em", "i", "u", "span", "font", "small", "big", "img", "mark", "s", "abbr", "cite", "code", "sup", "sub", "ins", "time" };

    /// <summary>A slot behind a block that makes lines of its form: a further element like its own, a further line after a break, a plain element where nothing fits.</summary>
    public static Slot After(Page page, in Block block)
    {
        ReadOnlySpan<byte> source = page.Source.Span;
        string tag = NameOf(block.Tag);
        int end = PastInlineEnds(source, block.Source.End);
        if (OpenerOf(source, block.Source.Start, tag) is { } opener)
        {
            string close = "</" + tag + ">";
            int past = TagAt(source, end) == "/" + tag ? source[end..].IndexOf((byte)'>') + end + 1 : -1;
            if (past > 0)
            {
                return new Slot(past, "\n" + Bare(opener.Text), close);
            }
        }

        return TagAt(source, end) == "br" ? new Slot(end, "<br><br>\n", "") : new Slot(end, "<p>", "</p>\n");
    }

    /// <summary>The same before a block; null where its element begins with something else.</summary>
    public static Slot? Before(Page page, in Block block)
    {
        string tag = NameOf(block.Tag);
        return OpenerOf(page.Source.Span, block.Source.Start, tag) is { } opener ? new Slot(opener.Start, Bare(opener.Text), "</" + tag + ">\n") : null;
    }

    /// <summary>The start tag of a container, without its id.</summary>
    public static string OpenerOf(Page page, in Container container)
    {
        ReadOnlySpan<byte> source = page.Source.Span[container.Source.Start..];
        int end = source.IndexOf((byte)'>');
        return end < 0 ? "<div>" : Bare(Encoding.UTF8.GetString(source[..(end + 1)]));
    }

    /// <summary>The byte behind the end tags of inline elements that close right at a byte.</summary>
    public static int PastInlineEnds(ReadOnlySpan<byte> source, int at)
    {
        while (TagAt(source, at) is ['/', .. string name] && Inline.Contains(name))
        {
            at += source[at..].IndexOf((byte)'>') + 1;
        }

        return at;
    }

    /// <summary>The name of the element in lower case.</summary>
    public static string NameOf(HtmlTag tag) => tag.ToString().ToLowerInvariant();

    // The start tag before a byte, with nothing between but blanks and start tags of inline elements.
    private static (int Start, string Text)? OpenerOf(ReadOnlySpan<byte> source, int at, string tag)
    {
        while (true)
        {
            while (at > 0 && source[at - 1] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
            {
                at--;
            }

            if (at == 0 || source[at - 1] != '>')
            {
                return null;
            }

            int from = Math.Max(0, at - MostTagBytes);
            int start = source[from..at].LastIndexOf((byte)'<') + from;
            string? name = start < from ? null : TagAt(source, start);
            if (name == tag)
            {
                return (start, Encoding.UTF8.GetString(source[start..at]));
            }

            if (name is null || !Inline.Contains(name))
            {
                return null;
            }

            at = start;
        }
    }

    // The name of the tag that begins at a byte, with a slash before that of an end tag; null where there is none.
    private static string? TagAt(ReadOnlySpan<byte> source, int at)
    {
        if (at >= source.Length || source[at] != '<')
        {
            return null;
        }

        int end = at + 1;
        while (end < source.Length && end - at < 14 && (char.IsAsciiLetterOrDigit((char)source[end]) || (source[end] == '/' && end == at + 1)))
        {
            end++;
        }

        return end == at + 1 ? null : Encoding.ASCII.GetString(source[(at + 1)..end]).ToLowerInvariant();
    }

    // A copy of a start tag: an id stands once on a page, and what a script hangs on goes by data attributes.
    private static string Bare(string opener)
    {
        int space = opener.IndexOf(' ', StringComparison.Ordinal);
        int name = opener.IndexOf("class=", StringComparison.OrdinalIgnoreCase);
        if (space < 0 || name < 0 || name + 7 >= opener.Length)
        {
            return space < 0 ? opener : opener[..space] + ">";
        }

        char quote = opener[name + 6];
        int end = quote is '"' or '\'' ? opener.IndexOf(quote, name + 7) : -1;
        return end < 0 ? opener[..space] + ">" : opener[..space] + " " + opener[name..(end + 1)] + ">";
    }
}
