using System.Text;
using Chaffinch.Corpora.Model;

namespace Chaffinch.Corpora.Reading;

/// <summary>Tells pages from pictures, scripts and data by what the server said, and by the first bytes where it said nothing or something else.</summary>
internal static class MediaTypes
{
    private const int SniffBytes = 1024;

    /// <summary>Whether a body is a page, and of what format.</summary>
    /// <param name="contentType">The Content-Type as said, or null.</param>
    /// <param name="body">The decoded body.</param>
    /// <param name="format">HTML, text, or unknown.</param>
    public static bool IsPage(string? contentType, ReadOnlySpan<byte> body, out ItemFormat format)
    {
        ReadOnlySpan<char> type = contentType.AsSpan();
        int end = type.IndexOfAny(';', ',');
        type = (end < 0 ? type : type[..end]).Trim();
        if (Is(type, "text/html") || Is(type, "application/xhtml+xml"))
        {
            format = ItemFormat.Html;
            return true;
        }

        if (Is(type, "text/plain") || Is(type, "text/markdown"))
        {
            format = ItemFormat.Text;
            return true;
        }

        format = ItemFormat.Unknown;
        if (type.IsEmpty || !type.Contains('/') || Is(type, "application/octet-stream") || Is(type, "unknown/unknown") || Is(type, "application/unknown") || Is(type, "text/*"))
        {
            return true;
        }

        if (!LooksLikeHtml(body))
        {
            return false;
        }

        format = ItemFormat.Html;
        return true;
    }

    private static bool Is(ReadOnlySpan<char> type, string known) => type.Equals(known, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether bytes begin as HTML does: servers call pages application/xml, text/xml, image/gif.</summary>
    public static bool LooksLikeHtml(ReadOnlySpan<byte> body)
    {
        ReadOnlySpan<byte> s = body[..Math.Min(body.Length, SniffBytes)].TrimStart(" \t\r\n\f"u8);
        s = s.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? s[3..].TrimStart(" \t\r\n\f"u8) : s;
        if (s.StartsWith("<?xml"u8))
        {
            int end = s.IndexOf("?>"u8);
            s = end < 0 ? default : s[(end + 2)..].TrimStart(" \t\r\n\f"u8);
        }

        return StartsWith(s, "<!doctype html"u8) || StartsWith(s, "<html"u8);
    }

    private static bool StartsWith(ReadOnlySpan<byte> s, ReadOnlySpan<byte> word) => s.Length >= word.Length && Ascii.EqualsIgnoreCase(s[..word.Length], word);
}
