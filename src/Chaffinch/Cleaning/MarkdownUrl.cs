using System.Net;
using System.Text;
using Chaffinch.Model;

namespace Chaffinch.Cleaning;

/// <summary>Reads the address of a link for Markdown: absolute where the page's own address is known, else as written.</summary>
internal static class MarkdownUrl
{
    private const int MaxHrefBytes = 2048;

    /// <summary>The destination, escaped; null for fragments, scripts, data and everything else that is no address of a page, a file or a person.</summary>
    public static string? Read(Page page, Uri? from, in Link link)
    {
        if (link.Href.IsEmpty || link.Href.Length > MaxHrefBytes || (link.Traits & LinkTraits.Local) != LinkTraits.None)
        {
            return null;
        }

        string raw = WebUtility.HtmlDecode(Encoding.UTF8.GetString(page.Source.Span[link.Href.Start..link.Href.End]));
        string href = Strip(raw);
        if (href.Length == 0 || href[0] == '#' || !IsAllowed(href, out bool absolute))
        {
            return null;
        }

        if (!absolute && from is not null && Uri.TryCreate(from, href, out Uri? resolved) && resolved.Scheme is "http" or "https")
        {
            href = resolved.AbsoluteUri;
        }

        return Escape(href);
    }

    // Browsers ignore tabs and line ends anywhere in an address, which is how "java\nscript:" hides.
    private static string Strip(string raw)
    {
        var kept = new StringBuilder(raw.Length);
        foreach (char c in raw)
        {
            if (c is not ('\t' or '\n' or '\r' or '\0') && (kept.Length > 0 || c > ' '))
            {
                kept.Append(c);
            }
        }

        return kept.ToString().TrimEnd();
    }

    private static bool IsAllowed(string href, out bool absolute)
    {
        int end = href.AsSpan().IndexOfAny(":/?#");
        absolute = end >= 0 && href[end] == ':';
        if (!absolute)
        {
            return true;
        }

        ReadOnlySpan<char> scheme = href.AsSpan(0, end);
        foreach (string allowed in (ReadOnlySpan<string>)["http", "https", "mailto", "tel", "ftp"])
        {
            if (scheme.Equals(allowed, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static string Escape(string href)
    {
        var to = new StringBuilder(href.Length + 8);
        foreach (char c in href)
        {
            switch (c)
            {
                case ' ' or '<' or '>' or '`' or '|' or '\\' or '"' or '(' or ')' or '[' or ']' or '*':
                    to.Append('%').Append(((int)c).ToString("X2", System.Globalization.CultureInfo.InvariantCulture));
                    break;
                case '&':
                    to.Append("&amp;");
                    break;
                default:
                    if (c is < ' ' or '\u007F' || char.IsWhiteSpace(c))
                    {
                        break;
                    }

                    to.Append(c);
                    break;
            }
        }

        return to.ToString();
    }
}
