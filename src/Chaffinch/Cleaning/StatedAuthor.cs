using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Cleaning;

/// <summary>The author as the page states it to machines, held against the visible text.</summary>
internal static class StatedAuthor
{
    private const int MaxChars = 200;
    private const int MaxSiteChars = 64;
    private const int MinSiteChars = 5;
    private const int MaxMoreWords = 3;

    /// <summary>The name without a leading "by"; null where it is no name: an address, a handle of a machine account, too long.</summary>
    public static string? Clean(string? stated)
    {
        if (stated is null)
        {
            return null;
        }

        ReadOnlySpan<char> name = stated.AsSpan().Trim();
        if (name.StartsWith("by ", StringComparison.OrdinalIgnoreCase))
        {
            name = name[3..].TrimStart();
        }

        int letters = 0;
        foreach (char c in name)
        {
            letters += char.IsLetter(c) || char.IsHighSurrogate(c) ? 1 : 0;
        }

        bool isKey = name.IndexOf(' ') < 0 && name.Count('.') > 1;
        bool isMachine = isKey || name.Equals("admin", StringComparison.OrdinalIgnoreCase) || name.Equals("administrator", StringComparison.OrdinalIgnoreCase)
            || name.Equals("webmaster", StringComparison.OrdinalIgnoreCase) || name.Equals("undefined", StringComparison.Ordinal) || name.Equals("null", StringComparison.Ordinal);
        return letters < 2 || name.Length > MaxChars || isMachine || name.IndexOfAny('@', '<', '{') >= 0 ? null : WithoutRole(name.ToString());
    }

    private static string WithoutRole(string name)
    {
        TextSpan kept = AuthorName.WithoutRole(name, new(0, name.Length));
        return kept.Length == name.Length ? name : name[..kept.End];
    }

    /// <summary>True when the name is the site's own: its stated name, or the name of its host.</summary>
    public static bool IsSite(string stated, Page page)
    {
        if (stated.Equals(page.Meta.SiteName, StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        // "Gloss Genius" at www.glossgenius.example.
        Span<char> letters = stackalloc char[MaxSiteChars];
        int count = 0;
        foreach (char c in stated)
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

        ReadOnlySpan<char> host = Hosts.Of(page.Url);
        return count >= MinSiteChars && host.IndexOf(letters[..count], StringComparison.OrdinalIgnoreCase) >= 0;
    }

    /// <summary>True for one word that is an account's: with a dot, a low line or digits, or without capitals.</summary>
    public static bool IsAccount(string stated)
    {
        bool capital = false;
        foreach (char c in stated)
        {
            if (c is '.' or '_' || char.IsDigit(c))
            {
                return !stated.Contains(' ', StringComparison.Ordinal);
            }

            if (c == ' ' || c >= '\u0250')
            {
                return false;
            }

            capital |= char.IsUpper(c);
        }

        return !capital;
    }

    /// <summary>
    /// True when the name holds all of <paramref name="piece"/>, at its start or end, and up to three words more; or when the piece is the same
    /// name with the marks of footnotes.
    /// </summary>
    public static bool IsBetterThan(string stated, ReadOnlySpan<char> piece)
    {
        piece = piece.Trim();
        int mark = piece.IndexOfAnyInRange('0', '9');
        if (mark > 2 && stated.AsSpan().StartsWith(piece[..mark], StringComparison.OrdinalIgnoreCase) && !stated.AsSpan().ContainsAnyInRange('0', '9'))
        {
            return true;
        }

        int more = stated.Length - piece.Length;
        if (piece.Length < 2 || more < 2 || stated.AsSpan().Count(' ') - piece.Count(' ') > MaxMoreWords)
        {
            return false;
        }

        return (stated.AsSpan().StartsWith(piece, StringComparison.OrdinalIgnoreCase) && stated[piece.Length] == ' ')
            || (stated.AsSpan().EndsWith(piece, StringComparison.OrdinalIgnoreCase) && stated[more - 1] == ' ');
    }

    /// <summary>Where the name stands in a part of the text, empty where it does not. Of several names the range from the first to the last.</summary>
    public static TextSpan FindIn(string text, TextSpan part, string stated)
    {
        ReadOnlySpan<char> line = text.AsSpan(part.Start, part.Length);
        int whole = line.IndexOf(stated, StringComparison.OrdinalIgnoreCase);
        if (whole >= 0)
        {
            return new(part.Start + whole, part.Start + whole + stated.Length);
        }

        int start = -1;
        int end = -1;
        foreach (Range range in stated.AsSpan().SplitAny(',', ';'))
        {
            ReadOnlySpan<char> name = stated.AsSpan()[range].Trim();
            int at = name.IsEmpty ? -1 : line.IndexOf(name, StringComparison.OrdinalIgnoreCase);
            if (at < 0)
            {
                return default;
            }

            start = start < 0 ? at : Math.Min(start, at);
            end = Math.Max(end, at + name.Length);
        }

        return start < 0 ? default : new(part.Start + start, part.Start + end);
    }
}
