using System.Buffers;

namespace Chaffinch.Reading;

/// <summary>Tells HTML from plain text: by media type, else by content.</summary>
/// <remarks>
/// The standard's sniffing looks at the first tag only. Here injected text may stand before the doctype, and Markdown with a few tags is
/// text. Source: WHATWG MIME Sniffing, "identifying a resource with an unknown MIME type".
/// </remarks>
internal static class FormatSniffer
{
    private const int WindowBytes = 64 << 10;
    private static readonly SearchValues<byte> NameEnds = SearchValues.Create("\t\n\f\r />"u8);

    /// <summary>True when the content is HTML.</summary>
    /// <param name="utf8">The decoded input.</param>
    /// <param name="contentType">The Content-Type header, where known.</param>
    public static bool IsHtml(ReadOnlySpan<byte> utf8, string? contentType)
    {
        ReadOnlySpan<char> type = contentType;
        int end = type.IndexOf(';');
        type = (end < 0 ? type : type[..end]).Trim();
        if (type.Equals("text/html", StringComparison.OrdinalIgnoreCase)
            || type.EndsWith("+xml", StringComparison.OrdinalIgnoreCase)
            || type.EndsWith("/xml", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        if (type.StartsWith("text/", StringComparison.OrdinalIgnoreCase)
            || type.EndsWith("/json", StringComparison.OrdinalIgnoreCase)
            || type.EndsWith("+json", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        return IsHtml(utf8[..Math.Min(utf8.Length, WindowBytes)]);
    }

    private static bool IsHtml(ReadOnlySpan<byte> s)
    {
        ReadOnlySpan<byte> first = s.TrimStart("\t\n\f\r \0"u8);
        if (first.StartsWith("<?xml"u8) || DocumentTag(first))
        {
            return true;
        }

        TagCount count = Count(s);
        if (count.Document)
        {
            return true;
        }

        if (count.Structural == 0 || Markdown(s) > 2)
        {
            return false;
        }

        // A page that opens with a tag or a comment needs little more; text before the first tag needs many.
        return first[0] == '<' ? count.Structural >= 2 || count.Bytes * 4 > s.Length : count.Structural >= 6 && count.Bytes * 12 > s.Length;
    }

    private static bool DocumentTag(ReadOnlySpan<byte> s) =>
        s.Length > 5 && s[0] == '<'
        && (Starts(s, "<!doctype html"u8) || Starts(s, "<html"u8) || Starts(s, "<head"u8) || Starts(s, "<body"u8)
            || Starts(s, "<meta"u8) || Starts(s, "<title"u8) || Starts(s, "<script"u8) || Starts(s, "<style"u8));

    /// <summary>Counts tags; document tags (doctype, html, head, body) count where they open a line outside of fenced code.</summary>
    private static TagCount Count(ReadOnlySpan<byte> s)
    {
        var count = default(TagCount);
        bool fenced = false;
        for (int at = 0; at < s.Length;)
        {
            int next = s[at..].IndexOfAny((byte)'<', (byte)'`');
            if (next < 0)
            {
                break;
            }

            at += next;
            ReadOnlySpan<byte> rest = s[at..];
            if (rest[0] == '`')
            {
                int run = rest.IndexOfAnyExcept((byte)'`');
                run = run < 0 ? rest.Length : run;
                fenced ^= run >= 3;
                at += run;
                continue;
            }

            int length = TagLength(rest);
            if (length == 0 || fenced)
            {
                at++;
                continue;
            }

            count.Document |= Document(rest) && AtBorder(s, at);
            if (Structural(rest))
            {
                count.Structural++;
                count.Bytes += length;
            }

            at += length;
        }

        return count;
    }

    // A document tag inside a sentence is talk about HTML; glued to text, a line's begin or another tag it is one.
    private static bool AtBorder(ReadOnlySpan<byte> s, int at) => at == 0 || s[at - 1] is (byte)'\n' or (byte)'\r' or (byte)'>' or >= 0x80;

    private static bool Document(ReadOnlySpan<byte> s) =>
        Starts(s, "<!doctype html"u8) || Starts(s, "<html"u8) || Starts(s, "<head"u8) || Starts(s, "<body"u8);

    private static int TagLength(ReadOnlySpan<byte> s)
    {
        int name = s.Length > 1 && s[1] == '/' ? 2 : 1;
        if (s.Length <= name || ((s[name] | 0x20) is < 'a' or > 'z' && s[name] != '!'))
        {
            return 0;
        }

        int end = s[..Math.Min(s.Length, 1024)].IndexOf((byte)'>');
        return end < 0 ? 0 : end + 1;
    }

    private static bool Structural(ReadOnlySpan<byte> s)
    {
        ReadOnlySpan<byte> name = s[(s[1] == '/' ? 2 : 1)..];
        int end = name.IndexOfAny(NameEnds);
        if (end is <= 0 or > 10)
        {
            return false;
        }

        Span<byte> lower = stackalloc byte[end];
        for (int i = 0; i < end; i++)
        {
            lower[i] = (byte)(name[i] | 0x20);
        }

        return end switch
        {
            1 => lower[0] == 'p' || lower[0] == 'a',
            2 => lower.SequenceEqual("br"u8) || lower.SequenceEqual("li"u8) || lower.SequenceEqual("ul"u8) || lower.SequenceEqual("ol"u8)
                || lower.SequenceEqual("td"u8) || lower.SequenceEqual("tr"u8) || lower.SequenceEqual("th"u8) || lower.SequenceEqual("hr"u8)
                || (lower[0] == 'h' && name[1] is >= (byte)'1' and <= (byte)'6'),
            3 => lower.SequenceEqual("div"u8) || lower.SequenceEqual("img"u8) || lower.SequenceEqual("nav"u8),
            4 => lower.SequenceEqual("span"u8) || lower.SequenceEqual("font"u8) || lower.SequenceEqual("link"u8) || lower.SequenceEqual("meta"u8)
                || lower.SequenceEqual("form"u8) || lower.SequenceEqual("main"u8),
            5 => lower.SequenceEqual("table"u8) || lower.SequenceEqual("title"u8) || lower.SequenceEqual("style"u8) || lower.SequenceEqual("tbody"u8),
            6 => lower.SequenceEqual("script"u8) || lower.SequenceEqual("iframe"u8) || lower.SequenceEqual("header"u8) || lower.SequenceEqual("footer"u8)
                || lower.SequenceEqual("center"u8),
            7 => lower.SequenceEqual("article"u8) || lower.SequenceEqual("section"u8),
            _ => false,
        };
    }

    /// <summary>Number of lines that only Markdown has: headings, fences, links in brackets, list marks.</summary>
    private static int Markdown(ReadOnlySpan<byte> s)
    {
        int marks = 0;
        foreach (Range range in s.Split((byte)'\n'))
        {
            ReadOnlySpan<byte> line = s[range];
            if (line.Length > 3 && (line.StartsWith("# "u8) || line.StartsWith("## "u8) || line.StartsWith("### "u8) || line.StartsWith("```"u8)
                || line.StartsWith("- ["u8) || line.StartsWith("* ["u8) || line.IndexOf("]("u8) > 0))
            {
                marks++;
            }
        }

        return marks;
    }

    private static bool Starts(ReadOnlySpan<byte> s, ReadOnlySpan<byte> tag) =>
        AsciiText.StartsWithIgnoreCase(s, tag) && s.Length > tag.Length && s[tag.Length] is (byte)' ' or (byte)'>' or (byte)'\n' or (byte)'\r' or (byte)'\t' or (byte)'/';

    private struct TagCount
    {
        public bool Document;
        public int Structural;
        public int Bytes;
    }
}
