namespace Chaffinch.Text;

/// <summary>Hosts of addresses.</summary>
internal static class Hosts
{
    /// <summary>The host of an address as it is written, without its port; empty where it has no scheme.</summary>
    /// <param name="url">The address.</param>
    public static ReadOnlySpan<char> Of(ReadOnlySpan<char> url)
    {
        int scheme = url.IndexOf("://");
        ReadOnlySpan<char> rest = scheme < 0 ? default : url[(scheme + 3)..];
        int end = rest.IndexOfAny("/?#:");
        return end < 0 ? rest : rest[..end];
    }

    /// <summary>The name in a host: <c>finch</c> of <c>www.finch.co.uk</c>; the label before the top level, or before a short one that countries give out names under.</summary>
    /// <param name="host">The host.</param>
    public static ReadOnlySpan<char> NameOf(ReadOnlySpan<char> host)
    {
        const int MaxRegistry = 3;
        int top = host.LastIndexOf('.');
        ReadOnlySpan<char> rest = top < 0 ? default : host[..top];
        int second = rest.LastIndexOf('.');
        if (second >= 0 && rest.Length - second - 1 <= MaxRegistry && !rest[..second].Equals("www", StringComparison.OrdinalIgnoreCase))
        {
            rest = rest[..second];
            second = rest.LastIndexOf('.');
        }

        return rest[(second + 1)..];
    }
}
