using System.Text;

namespace Chaffinch.Segmenting;

/// <summary>Takes what is needed of web addresses: the host, and the site that a host belongs to.</summary>
internal static class Address
{
    /// <summary>Second-level labels under which countries give out names.</summary>
    private static readonly HashSet<ulong> Registries = Hashes("co com net org edu gov ac or ne go gob gouv mil nom sch in web id biz info gen firm ltd plc me");

    public static bool HasScheme(ReadOnlySpan<byte> address, ReadOnlySpan<byte> scheme) =>
        address.Length >= scheme.Length && (address[0] | 0x20) == scheme[0] && Ascii.EqualsIgnoreCase(address[..scheme.Length], scheme);

    /// <summary>The host of an absolute or scheme-relative address; empty for any other.</summary>
    public static ReadOnlySpan<byte> HostOf(ReadOnlySpan<byte> address)
    {
        int colon = address[..Math.Min(address.Length, 12)].IndexOf((byte)':');
        ReadOnlySpan<byte> rest = colon > 0 && !address[..colon].ContainsAny("/?#."u8) ? address[(colon + 1)..] : address;
        if (rest.Length < 3 || rest[0] is not ((byte)'/' or (byte)'\\') || rest[1] is not ((byte)'/' or (byte)'\\'))
        {
            return [];
        }

        rest = rest[2..];
        int end = rest.IndexOfAny("/?#\\"u8);
        rest = end < 0 ? rest : rest[..end];
        int user = rest.LastIndexOf((byte)'@');
        rest = user < 0 ? rest : rest[(user + 1)..];
        int port = rest.LastIndexOf((byte)':');
        rest = port < 0 || rest.IndexOf((byte)']') > port ? rest : rest[..port];
        return rest.Length > 0 && rest[^1] == '.' ? rest[..^1] : rest;
    }

    /// <summary>The last two labels of a host, three under a country's registry (<c>example.co.uk</c>); numbers stay whole.</summary>
    public static ReadOnlySpan<byte> SiteOf(ReadOnlySpan<byte> host)
    {
        int last = host.LastIndexOf((byte)'.');
        if (last <= 0 || host[^1] == ']' || char.IsAsciiDigit((char)host[^1]))
        {
            return host;
        }

        int second = host[..last].LastIndexOf((byte)'.');
        if (second < 0)
        {
            return host;
        }

        bool country = host.Length - last - 1 == 2 && Registries.Contains(NameHash.Of(host[(second + 1)..last]));
        if (!country)
        {
            return host[(second + 1)..];
        }

        int third = host[..second].LastIndexOf((byte)'.');
        return host[(third + 1)..];
    }

    private static HashSet<ulong> Hashes(string words)
    {
        var hashes = new HashSet<ulong>();
        foreach (string word in words.Split(' '))
        {
            hashes.Add(NameHash.Of(Encoding.ASCII.GetBytes(word)));
        }

        return hashes;
    }
}
