using System.Buffers;
using System.Net;
using System.Text;
using Chaffinch.Model;

namespace Chaffinch.Cleaning;

/// <summary>Reads the address of a link for Markdown: absolute where the page's own address is known, else as written.</summary>
internal static class MarkdownUrl
{
    private const int MaxHrefBytes = 2048;

    // What stands in an address for itself and means nothing to Markdown.
    private const string PlainSigns = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:/?#@!$'+,;=%";

    private static readonly SearchValues<byte> Plain = SearchValues.Create(Encoding.ASCII.GetBytes(PlainSigns));
    private static readonly SearchValues<char> PlainChars = SearchValues.Create(PlainSigns);

    /// <summary>True for an address whose bytes are its destination as they stand, behind the site's where it is a path from the root: most are.</summary>
    /// <param name="page">The page.</param>
    /// <param name="from">The page's own address, null where it is not known.</param>
    /// <param name="link">The link.</param>
    /// <param name="isPath">True where the site's part is to stand before it.</param>
    public static bool IsPlain(Page page, Uri? from, in Link link, out bool isPath)
    {
        isPath = false;
        if (link.Href.IsEmpty || link.Href.Length > MaxHrefBytes || (link.Traits & LinkTraits.Local) != LinkTraits.None)
        {
            return false;
        }

        ReadOnlySpan<byte> bytes = page.Source.Span[link.Href.Start..link.Href.End];
        bool whole = bytes.StartsWith("https://"u8) || bytes.StartsWith("http://"u8) || (from is null && bytes[0] != (byte)'#' && HasNoScheme(bytes));
        bool path = !whole && from is not null && IsPlainPath(bytes) && from.Scheme is "http" or "https";
        bool plain = (whole || path) && !bytes.ContainsAnyExcept(Plain);
        isPath = path && plain;
        return plain;
    }

    /// <summary>The destination, escaped; null for fragments, scripts, data and everything else that is no address of a page, a file or a person.</summary>
    public static string? Read(Page page, Uri? from, in Link link)
    {
        if (link.Href.IsEmpty || link.Href.Length > MaxHrefBytes || (link.Traits & LinkTraits.Local) != LinkTraits.None)
        {
            return null;
        }

        ReadOnlySpan<byte> bytes = page.Source.Span[link.Href.Start..link.Href.End];
        bool plain = !bytes.ContainsAnyExcept(Plain);
        if (plain && (from is null || bytes.StartsWith("https://"u8) || bytes.StartsWith("http://"u8)))
        {
            // Most addresses: nothing to decode, to resolve or to escape.
            string simple = Encoding.ASCII.GetString(bytes);
            return simple[0] != '#' && IsAllowed(simple, out _) ? simple : null;
        }

        if (plain && from is not null && IsPlainPath(bytes) && from.Scheme is "http" or "https")
        {
            return string.Concat(from.GetLeftPart(UriPartial.Authority), Encoding.ASCII.GetString(bytes));
        }

        string raw = WebUtility.HtmlDecode(Encoding.UTF8.GetString(bytes));
        string href = plain ? raw : Strip(raw);
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

    private static bool HasNoScheme(ReadOnlySpan<byte> href)
    {
        int end = href.IndexOfAny(":/?#"u8);
        return end < 0 || href[end] != (byte)':';
    }

    // A path from the site's root that resolving would not change.
    private static bool IsPlainPath(ReadOnlySpan<byte> href) =>
        href.Length > 1 && href[0] == '/' && href[1] != '/' && href.IndexOf("/."u8) < 0 && !href.Contains((byte)'%');

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
        if (!href.AsSpan().ContainsAnyExcept(PlainChars))
        {
            return href;
        }

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
