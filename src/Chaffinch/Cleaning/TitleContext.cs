using Chaffinch.Model;

namespace Chaffinch.Cleaning;

/// <summary>What candidates for a page's title are held against: what machines are told, the address, the site's name.</summary>
internal sealed class TitleContext
{
    private const int MaxHostChars = 128;

    private readonly ulong[] _words = new ulong[5 * TitleWords.MaxWords];
    private readonly char[] _host = new char[MaxHostChars];
    private readonly int[] _counts = new int[5];
    private int _hostLength;

    private enum Text
    {
        OpenGraph,
        Headline,
        Site,
        Address,
        Element,
    }

    /// <summary>og:title.</summary>
    public TitleWords OpenGraph => Of(Text.OpenGraph);

    /// <summary>The headline of JSON-LD.</summary>
    public TitleWords Headline => Of(Text.Headline);

    /// <summary>The site's name.</summary>
    public TitleWords Site => Of(Text.Site);

    /// <summary>The last piece of the address's path that has a word.</summary>
    public TitleWords Address => Of(Text.Address);

    /// <summary>The title element.</summary>
    public TitleWords Element => Of(Text.Element);

    /// <summary>Letters and digits of the host in small letters.</summary>
    public ReadOnlySpan<char> Host => _host.AsSpan(0, _hostLength);

    /// <summary>Reads a page's.</summary>
    public void Read(Page page, TitleCandidates candidates)
    {
        Take(Text.OpenGraph, page.Meta.Title);
        Take(Text.Headline, page.Meta.Headline);
        Take(Text.Site, page.Meta.SiteName);
        ReadOnlySpan<char> rest = page.Url;
        int scheme = rest.IndexOf("://");
        rest = scheme < 0 ? default : rest[(scheme + 3)..];
        int slash = rest.IndexOf('/');
        ReadHost(slash < 0 ? rest : rest[..slash]);
        Take(Text.Address, slash < 0 ? default : LastPiece(rest[slash..]));
        Take(Text.Element, default);
        foreach (ref readonly Block block in page.Blocks)
        {
            if (block.Zone == Zone.Body)
            {
                break;
            }

            if (block.Zone == Zone.Title)
            {
                Take(Text.Element, page.Text.AsSpan(block.Span.Start, block.Span.Length));
                break;
            }
        }
    }

    /// <summary>True when the letters of <paramref name="text"/> stand in the host's, four at least.</summary>
    public bool IsInHost(ReadOnlySpan<char> text)
    {
        Span<char> letters = stackalloc char[MaxHostChars];
        int count = 0;
        foreach (char c in text)
        {
            if (char.IsLetterOrDigit(c))
            {
                if (count == letters.Length)
                {
                    return false;
                }

                letters[count++] = char.ToLowerInvariant(c);
            }
        }

        return count >= 3 && Host.IndexOf(letters[..count]) >= 0;
    }

    private static ReadOnlySpan<char> LastPiece(ReadOnlySpan<char> path)
    {
        int end = path.IndexOfAny('?', '#');
        path = (end < 0 ? path : path[..end]).TrimEnd('/');
        int dot = path.LastIndexOf('.');
        int slash = path.LastIndexOf('/');
        path = dot > slash && path.Length - dot <= 6 ? path[..dot] : path;
        return path[(slash + 1)..];
    }

    private void ReadHost(ReadOnlySpan<char> host)
    {
        _hostLength = 0;
        foreach (char c in host)
        {
            if (char.IsLetterOrDigit(c) && _hostLength < _host.Length)
            {
                _host[_hostLength++] = char.ToLowerInvariant(c);
            }
        }
    }

    private TitleWords Of(Text text) => TitleWords.From(_words.AsSpan((int)text * TitleWords.MaxWords, _counts[(int)text]));

    private void Take(Text text, ReadOnlySpan<char> value) =>
        _counts[(int)text] = TitleWords.Of(value, _words.AsSpan((int)text * TitleWords.MaxWords, TitleWords.MaxWords)).Count;
}
