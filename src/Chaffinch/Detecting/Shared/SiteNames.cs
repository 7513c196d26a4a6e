using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Detecting.Shared;

/// <summary>What a site calls itself: its declared name, its host, the logo that leads to its first page.</summary>
internal static class SiteNames
{
    private const int MaxLetters = 96;

    /// <summary>Shorter names of hosts have to be a word of their own.</summary>
    private const int MinPrefix = 5;

    /// <summary>True where a piece is the declared site name, says what the host says, or opens with the host's name as a site's name and slogan do.</summary>
    /// <param name="page">The page.</param>
    /// <param name="span">The piece; linear in it.</param>
    public static bool Names(SegmentedPage page, TextSpan span)
    {
        Span<char> part = stackalloc char[MaxLetters];
        Span<char> other = stackalloc char[MaxLetters];
        ReadOnlySpan<char> letters = Letters(page.Page.Text.AsSpan(span.Start, span.Length), part);
        ReadOnlySpan<char> site = Letters(page.Page.Meta.SiteName, other);
        if (site.Length >= 2 && letters.Length >= 2 && (letters.Contains(site, StringComparison.Ordinal) || (letters.Length >= 4 && site.Contains(letters, StringComparison.Ordinal))))
        {
            return true;
        }

        // All letters of the part, in order and without gaps, in the host: "The Daily Finch" and thedailyfinch.example.
        ReadOnlySpan<char> host = Hosts.Of(page.Page.Url);
        return (letters.Length is >= 4 and < 48 && host.Contains(letters, StringComparison.OrdinalIgnoreCase))
            || OpensWith(FirstWord(page, span), Hosts.NameOf(host));
    }

    /// <summary>True for a line that is a link to the site's first page: its logo, be it a heading or not.</summary>
    /// <param name="page">The page.</param>
    /// <param name="block">The line.</param>
    public static bool IsHomeLink(SegmentedPage page, in Block block)
    {
        if (block.LinkCount != 1 || block.LinkChars * 5 < block.Span.Length * 4 || block.FirstLink >= page.Page.Links.Length)
        {
            return false;
        }

        Link link = page.Page.Links[block.FirstLink];
        if (link.Href.IsEmpty || (link.Traits & (LinkTraits.Local | LinkTraits.Contact)) != 0 || PageFacts.Of(page).LeavesSite(link))
        {
            return false;
        }

        ReadOnlySpan<byte> href = page.Page.Source.Span[link.Href.Start..link.Href.End];
        int scheme = href.IndexOf("://"u8);
        ReadOnlySpan<byte> path = scheme < 0 ? href : href[(scheme + 3)..];
        int slash = path.IndexOf((byte)'/');
        return scheme < 0 ? href is [(byte)'/'] : slash < 0 || slash + 1 == path.Length;
    }

    private static bool OpensWith(ReadOnlySpan<char> word, ReadOnlySpan<char> name) =>
        name.Length >= 2 && (word.Equals(name, StringComparison.OrdinalIgnoreCase) || (name.Length >= MinPrefix && word.StartsWith(name, StringComparison.OrdinalIgnoreCase)));

    private static ReadOnlySpan<char> FirstWord(SegmentedPage page, TextSpan span)
    {
        int start = span.Start;
        while (start < span.End && !Pieces.IsWord(page.Classes[start]))
        {
            start++;
        }

        int end = start;
        while (end < span.End && Pieces.IsWord(page.Classes[end]))
        {
            end++;
        }

        return page.Page.Text.AsSpan(start, end - start);
    }

    // Letters and digits in small letters; empty where there are more than fit.
    private static ReadOnlySpan<char> Letters(ReadOnlySpan<char> text, Span<char> to)
    {
        int n = 0;
        foreach (char c in text)
        {
            if (char.IsLetterOrDigit(c))
            {
                if (n == to.Length)
                {
                    return [];
                }

                to[n++] = CharFold.Fold(c);
            }
        }

        return to[..n];
    }
}
