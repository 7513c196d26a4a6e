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
}
