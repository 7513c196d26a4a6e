using Chaffinch.Model;

namespace Chaffinch.Cleaning;

/// <summary>Links to an author's page, wherever the labels put them; in a thread the first one to a member's page.</summary>
internal static class AuthorLinks
{
    private const int MaxLinks = 2000;

    // Two letters are the initials in place of a picture.
    private const int MinChars = 3;
    private const int MinSlugLetters = 5;

    /// <summary>The part that holds the link, -1 where there is none.</summary>
    /// <param name="page">The page.</param>
    /// <param name="parts">Its parts.</param>
    /// <param name="type">What sort of page it is: members' pages count in threads only.</param>
    /// <param name="headline">Block of the title, -1 for none: a thread's poster stands behind it.</param>
    /// <param name="name">The name.</param>
    public static int Find(Page page, ReadOnlySpan<Part> parts, PageType type, int headline, out TextSpan name)
    {
        int p = 0;
        int looked = Math.Min(page.Links.Length, MaxLinks);
        foreach (ref readonly Link link in page.Links[..looked])
        {
            ReadOnlySpan<byte> href = page.Source.Span[link.Href.Start..link.Href.End];
            bool member = type == PageType.Forum && IsMember(href);
            if (!member && !IsAuthor(href))
            {
                continue;
            }

            while (p < parts.Length && parts[p].Whole.End <= link.Span.Start)
            {
                p++;
            }

            if (p < parts.Length && parts[p].Whole.Start <= link.Span.Start && link.Span.End <= parts[p].Whole.End && parts[p].Block >= 0
                && parts[p].Label is not (Label.Injected or Label.Damaged)
                && (member ? IsPoster(page.Blocks[parts[p].Block], parts[p].Block, headline) && !IsEditor(page.Text, parts, p) : parts[p].Role is PartRole.Cut or PartRole.Byline || parts[p].Whole == link.Span))
            {
                name = !member && IsSlug(page.Text.AsSpan(link.Span.Start, link.Span.Length), href) ? link.Span : BylineReader.NameOf(page.Text, link.Span);
                bool isLatin = name.Length > 0 && page.Text[name.Start] < '\u2E80';
                if (name.Length >= (isLatin ? MinChars : MinChars - 1) && !IsAvatar(page.Text.AsSpan(name.Start, name.Length)))
                {
                    return p;
                }
            }
        }

        name = default;
        return -1;
    }

    // "crazy harry" at /author/crazyharry/ is a name, whatever its form.
    private static bool IsSlug(ReadOnlySpan<char> name, ReadOnlySpan<byte> href)
    {
        int slash = href.TrimEnd((byte)'/').LastIndexOf((byte)'/');
        ReadOnlySpan<byte> slug = href[(slash + 1)..].TrimEnd((byte)'/');
        if (slash < 0 || !(href[..slash].EndsWith("/author"u8) || href[..slash].EndsWith("/authors"u8)))
        {
            return false;
        }

        int at = 0;
        int letters = 0;
        foreach (char c in name)
        {
            if (!char.IsAsciiLetterOrDigit(c))
            {
                continue;
            }

            while (at < slug.Length && slug[at] is (byte)'-' or (byte)'_' or (byte)'.')
            {
                at++;
            }

            if (at == slug.Length || (slug[at++] | 0x20) != (c | 0x20))
            {
                return false;
            }

            letters++;
        }

        return letters >= MinSlugLetters && at == slug.Length;
    }

    /// <summary>True for "J Offline", the words in place of a picture.</summary>
    public static bool IsAvatar(ReadOnlySpan<char> name) =>
        name.Length > 2 && name[1] == ' ' && (name[2..].Equals("offline", StringComparison.OrdinalIgnoreCase) || name[2..].Equals("online", StringComparison.OrdinalIgnoreCase));

    /// <summary>True at the name of who changed a question; who asked it stands behind.</summary>
    public static bool IsEditor(string text, ReadOnlySpan<Part> parts, int index)
    {
        for (int i = index; i >= Math.Max(0, index - 2); i--)
        {
            ReadOnlySpan<char> line = text.AsSpan(parts[i].Whole.Start, parts[i].Whole.Length);
            if (line.StartsWith("edited", StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }

            if (line.StartsWith("asked", StringComparison.OrdinalIgnoreCase))
            {
                return false;
            }
        }

        return false;
    }

    /// <summary>True for a block of the thread itself, behind its headline.</summary>
    public static bool IsPoster(in Block block, int index, int headline) =>
        index >= headline && !block.IsHidden && block.Zone == Zone.Body
        && (block.Traits & (BlockTraits.InNav | BlockTraits.InFooter | BlockTraits.InAside)) == BlockTraits.None
        && (block.AllHints & (Hints.Navigation | Hints.Sidebar | Hints.Related | Hints.Account)) == Hints.None;

    // "/author/ann", "/authors/ann", "/authors?name=ann"; not "/authorize".
    private static bool IsAuthor(ReadOnlySpan<byte> href)
    {
        int at = href.IndexOf("/author"u8);
        if (at < 0)
        {
            return false;
        }

        ReadOnlySpan<byte> rest = href[(at + "/author".Length)..];
        rest = rest.StartsWith("s"u8) ? rest[1..] : rest;
        return rest.IsEmpty || rest[0] is (byte)'/' or (byte)'-' or (byte)'?' or (byte)'=' or (byte)'.';
    }

    /// <summary>True for an address as wide-spread forum kits give it to members' pages.</summary>
    public static bool IsMember(ReadOnlySpan<byte> href) =>
        href.IndexOf("/members/"u8) >= 0 || href.IndexOf("/member/"u8) >= 0 || href.IndexOf("member.php?"u8) >= 0
        || href.IndexOf("memberlist.php?mode=viewprofile"u8) >= 0 || href.IndexOf("action=profile;"u8) >= 0 || href.IndexOf("/users/"u8) >= 0
        || href.IndexOf("/user/"u8) >= 0 || href.IndexOf("/u/"u8) >= 0 || href.IndexOf("/profile/"u8) >= 0 || href.IndexOf("profile.php?"u8) >= 0;
}
