using System.Text;
using Chaffinch.Model;

namespace Chaffinch.Segmenting;

/// <summary>The link side of page building.</summary>
internal sealed partial class PageBuilder
{
    private readonly Growing<PendingLink> _links = new();
    private readonly byte[] _lastHost = new byte[128];
    private int _lastHostBytes;
    private ulong _lastHostHash;
    private ulong _lastSiteHash;
    private ulong _lastNameHash;

    private void ClearLinks()
    {
        _links.Clear();
        _open.Clear();
        _hiddenRuns.Clear();
        _joining = false;
        _ending = true;
        _zone = Zone.Body;
    }

    /// <summary>A named anchor without an address is a place, not a link.</summary>
    private bool IsLink() => (_present & (1UL << (int)HtmlAttribute.Href)) != 0 || (_present & ((1UL << (int)HtmlAttribute.Name) | (1UL << (int)HtmlAttribute.Id))) == 0;

    private void ReadLink(ReadOnlySpan<byte> source, in MarkupNode node, HiddenBy hidden, ref PendingLink link)
    {
        link.Href = default;
        link.Host = 0;
        link.Site = 0;
        link.Name = 0;
        link.IsRelative = false;
        link.Traits = hidden == HiddenBy.None ? LinkTraits.None : LinkTraits.Hidden;
        foreach (ref readonly MarkupAttribute attribute in _markup.AttributesOf(node))
        {
            ReadOnlySpan<byte> value = source[attribute.ValueStart..attribute.ValueEnd];
            if (attribute.Name == HtmlAttribute.Href)
            {
                link.Href = _override.IsEmpty ? new(attribute.ValueStart, attribute.ValueEnd) : _override;
                ReadAddress(Blanks.TrimShort(value), ref link);
            }
            else if (attribute.Name == HtmlAttribute.Rel && IsUnfollowed(value))
            {
                link.Traits |= LinkTraits.NoFollow;
            }
        }
    }

    private static bool IsUnfollowed(ReadOnlySpan<byte> rel) =>
        rel.IndexOf("nofollow"u8) >= 0 || rel.IndexOf("sponsored"u8) >= 0 || rel.IndexOf("ugc"u8) >= 0;

    private void ReadAddress(ReadOnlySpan<byte> address, ref PendingLink link)
    {
        if (address.IsEmpty || address[0] == '#' || Address.HasScheme(address, "javascript:"u8))
        {
            link.Traits |= LinkTraits.Local;
            return;
        }

        if (Address.HasScheme(address, "mailto:"u8) || Address.HasScheme(address, "tel:"u8))
        {
            link.Traits |= LinkTraits.Contact;
            return;
        }

        ReadOnlySpan<byte> host = Address.HostOf(address);
        if (host.IsEmpty)
        {
            link.IsRelative = true;
            return;
        }

        // Most links of a page go to the same few hosts.
        if (!host.SequenceEqual(_lastHost.AsSpan(0, _lastHostBytes)))
        {
            _lastHostHash = NameHash.Of(host);
            _lastSiteHash = NameHash.Of(Address.SiteOf(host));
            _lastNameHash = NameOf(Address.SiteOf(host));
            _lastHostBytes = host.Length <= _lastHost.Length ? host.Length : 0;
            host[.._lastHostBytes].CopyTo(_lastHost);
        }

        link.Host = _lastHostHash;
        link.Site = _lastSiteHash;
        link.Name = _lastNameHash;
    }

    // What a house is called under any country's top level: the site's first label. Short ones are too many houses' names.
    private static ulong NameOf(ReadOnlySpan<byte> site)
    {
        const int MinName = 5;
        int dot = site.IndexOf((byte)'.');
        return dot < MinName || char.IsAsciiDigit((char)site[0]) ? 0 : NameHash.Of(site[..dot]);
    }

    /// <summary>Ends the links of a block: a hidden block hides its links, not the other way round. Gives the characters in links.</summary>
    private int SettleLinks(int first, bool blockHidden)
    {
        int chars = 0;
        int end = 0;
        for (int i = first; i < _links.Count; i++)
        {
            ref PendingLink link = ref _links[i];
            chars += link.Span.Start >= end ? Visible(link.Span.Start, link.Span.End) : 0;
            end = Math.Max(end, link.Span.End);
            if (blockHidden)
            {
                link.Traits &= ~LinkTraits.Hidden;
            }
        }

        return chars;
    }

    /// <summary>Marks links that leave the page's site, where the site is known or its links are mostly relative; a house's sites in other countries bear its name.</summary>
    private void ResolveLinks(string? url)
    {
        ulong site = 0;
        ulong name = 0;
        if (url is not null)
        {
            ReadOnlySpan<byte> host = Address.HostOf(Encoding.UTF8.GetBytes(url));
            site = host.IsEmpty ? 0 : NameHash.Of(Address.SiteOf(host));
            name = host.IsEmpty ? 0 : NameOf(Address.SiteOf(host));
        }

        int relative = 0;
        int absolute = 0;
        foreach (ref PendingLink link in _links.Items)
        {
            relative += link.IsRelative ? 1 : 0;
            absolute += link.Host != 0 ? 1 : 0;
        }

        (ulong own, ulong sister) = OwnSites(site, relative);
        foreach (ref PendingLink link in _links.Items)
        {
            name = name == 0 && own != 0 && link.Site == own ? link.Name : name;
        }

        foreach (ref PendingLink link in _links.Items)
        {
            bool external = link.Host != 0 && (site != 0 ? link.Site != site : relative > absolute);
            link.Traits |= external ? LinkTraits.External : LinkTraits.None;
            link.Traits |= link.Site != 0 && (link.Site == own || link.Site == sister || (name != 0 && link.Name == name)) ? LinkTraits.Own : LinkTraits.None;
        }
    }

    /// <summary>
    /// The page's own site, where its address is unknown the one that many absolute links in several places lead to, and a second one that it is linked with as
    /// thoroughly (the other name of a house); 0 where none stands out. Planted links lead to one site too, but from one place.
    /// </summary>
    private (ulong Own, ulong Sister) OwnSites(ulong known, int relative)
    {
        const int MinLinks = 4;
        const int MinPlaces = 3;
        const int MinSisterLinks = 10;
        const int MinSisterPlaces = 5;
        ulong own = known;
        if (own == 0)
        {
            own = MostLinkedBut(0);
            (int held, int all, int places) = CountLinks(own);

            // A site that names itself by relative links has no need of its own host.
            bool mostlyAbsolute = all * 2 > _links.Count;
            own = own != 0 && relative <= held && held >= MinLinks && held * 3 > all && (places >= MinPlaces || mostlyAbsolute) ? own : 0;
        }

        ulong sister = own == 0 ? 0 : MostLinkedBut(own);
        (int sisterHeld, int sisterAll, int sisterPlaces) = CountLinks(sister);
        return (own, sister != 0 && sisterHeld >= MinSisterLinks && sisterPlaces >= MinSisterPlaces && sisterHeld * 8 > sisterAll ? sister : 0);
    }

    // The site that has the majority of the absolute links to others than this one, if one has it.
    private ulong MostLinkedBut(ulong left)
    {
        ulong candidate = 0;
        int votes = 0;
        foreach (ref PendingLink link in _links.Items)
        {
            if (link.Site != 0 && link.Site != left)
            {
                candidate = votes == 0 ? link.Site : candidate;
                votes += link.Site == candidate ? 1 : -1;
            }
        }

        return candidate;
    }

    // Links to a site, all absolute links, and in how many places in a row the former stand.
    private (int Held, int All, int Places) CountLinks(ulong site)
    {
        int held = 0;
        int all = 0;
        int places = 0;
        ulong before = 1;
        foreach (ref PendingLink link in _links.Items)
        {
            all += link.Site != 0 ? 1 : 0;
            held += link.Site == site ? 1 : 0;
            places += link.Site == site && before != site ? 1 : 0;
            before = link.Site;
        }

        return (held, all, places);
    }

    private Link[] TakeLinks()
    {
        Link[] links = GC.AllocateUninitializedArray<Link>(_links.Count);
        int last = 0;
        bool ordered = true;
        for (int i = 0; i < links.Length; i++)
        {
            PendingLink link = _links[i];
            links[i] = new(link.Span, link.Href, link.Host, link.Traits);
            ordered &= link.Span.Start >= last;
            last = link.Span.Start;
        }

        if (!ordered)
        {
            Array.Sort(links, static (a, b) => a.Span.Start.CompareTo(b.Span.Start));
        }

        return links;
    }

    private record struct PendingLink
    {
        public TextSpan Span;
        public SourceSpan Href;
        public ulong Host;
        public ulong Site;
        public ulong Name;
        public LinkTraits Traits;
        public bool IsRelative;
    }
}
