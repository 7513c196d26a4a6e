using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Cleaning;

/// <summary>Cuts off a chosen title what is plainly none of it: the site's own name at its end, a label before it, marks of writing direction.</summary>
/// <remarks>
/// Weights choose among lines as they stand, so that a heading which repeats the site's name has it still. Here the name must be the site's beyond doubt: what
/// machines are told is its name, or what its host is called, spelled out or by its first letters.
/// </remarks>
internal static class TitleEdges
{
    // What is left must say something by itself.
    private const int LeastWords = 2;
    private const int LeastHostChars = 3;
    private const int MaxLabelChars = 16;
    private const int MaxNameChars = 96;

    /// <summary>The title without them.</summary>
    /// <param name="title">The title as chosen.</param>
    /// <param name="page">Its page.</param>
    public static string Trim(string title, Page page)
    {
        TextSpan left = Find(title, page);
        return left.Length == title.Length ? title : title.Substring(left.Start, left.Length);
    }

    /// <summary>The same for a title that is read off parts: what is cut off is none of what was kept of them. A title of several parts stays.</summary>
    /// <param name="title">The title as read.</param>
    /// <param name="page">Its page.</param>
    /// <param name="parts">The page's parts.</param>
    public static string Trim(string title, Page page, Span<Part> parts)
    {
        int only = -1;
        for (int i = 0; i < parts.Length; i++)
        {
            if (parts[i].Role == PartRole.Title)
            {
                if (only >= 0)
                {
                    return title;
                }

                only = i;
            }
        }

        TextSpan left = Find(title, page);
        if (only < 0 || parts[only].IsRepaired || left.Length == title.Length || parts[only].Kept.Length != title.Length)
        {
            return title;
        }

        int start = parts[only].Kept.Start;
        parts[only].Kept = new(start + left.Start, start + left.End);
        return title.Substring(left.Start, left.Length);
    }

    // What is left of a title.
    private static TextSpan Find(ReadOnlySpan<char> title, Page page)
    {
        ReadOnlySpan<char> text = TrimMarks(title);
        text = WithoutLabel(text, page.Meta.Title);
        text = WithoutSite(text, page);
        return text.IsEmpty || !title.Overlaps(text, out int start) ? new(0, title.Length) : new(start, start + text.Length);
    }

    private static ReadOnlySpan<char> TrimMarks(ReadOnlySpan<char> text)
    {
        int start = 0;
        int end = text.Length;
        while (start < end && (IsMark(text[start]) || char.IsWhiteSpace(text[start])))
        {
            start++;
        }

        while (end > start && (IsMark(text[end - 1]) || char.IsWhiteSpace(text[end - 1])))
        {
            end--;
        }

        return text[start..end];
    }

    // Marks of direction, their embeddings and isolates, the byte order mark and the blank of no width: nothing that is read.
    private static bool IsMark(char c) => c is '\u200B' or '\u200E' or '\u200F' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069') or '\uFEFF';

    // "Title:The ferry runs again", where machines are told "The ferry runs again".
    private static ReadOnlySpan<char> WithoutLabel(ReadOnlySpan<char> text, string? stated)
    {
        int colon = text.IndexOf(':');
        if (colon is <= 0 or > MaxLabelChars || string.IsNullOrEmpty(stated) || text[..colon].ContainsAny(" \t\u00A0"))
        {
            return text;
        }

        ReadOnlySpan<char> rest = text[(colon + 1)..].TrimStart();
        Span<ulong> room = stackalloc ulong[TitleWords.MaxWords];
        Span<ulong> roomOfStated = stackalloc ulong[TitleWords.MaxWords];
        TitleWords words = TitleWords.Of(rest, room);
        return words.Count >= LeastWords && words.SameAs(TitleWords.Of(stated, roomOfStated)) ? rest : text;
    }

    private static ReadOnlySpan<char> WithoutSite(ReadOnlySpan<char> text, Page page)
    {
        (int cut, int rest) = (-1, -1);
        for (TitleSeparator kind = TitleSeparators.Next(text, 0, out int start, out int end); kind != TitleSeparator.None; kind = TitleSeparators.Next(text, end, out start, out end))
        {
            (cut, rest) = kind == TitleSeparator.Colon ? (-1, -1) : (start, end);
        }

        if (cut < 0)
        {
            return text;
        }

        Span<ulong> room = stackalloc ulong[TitleWords.MaxWords];
        bool isWhole = TitleWords.Of(text[..cut], room).Count >= LeastWords;
        return isWhole && IsSite(text[rest..], page) ? text[..cut] : text;
    }

    private static bool IsSite(ReadOnlySpan<char> name, Page page)
    {
        Span<ulong> room = stackalloc ulong[TitleWords.MaxWords];
        Span<ulong> roomOfSite = stackalloc ulong[TitleWords.MaxWords];
        TitleWords words = TitleWords.Of(name, room);
        if (words.Count > 0 && words.SameAs(TitleWords.Of(page.Meta.SiteName, roomOfSite)))
        {
            return true;
        }

        ReadOnlySpan<char> host = Hosts.Of(page.Url);
        Span<char> spelled = stackalloc char[MaxNameChars];
        for (int form = 0; form <= (int)Form.FirstLetters; form++)
        {
            int length = Spell(name, (Form)form, spelled);
            if (length >= LeastHostChars && HasLabel(host, spelled[..length]))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>What of a name its host may be called by.</summary>
    private enum Form
    {
        /// <summary>All letters and digits: "Lake Lines" is lakelines.</summary>
        All,

        /// <summary>Those of words with a capital, an article at its head left out: "The Museum for Boats" is museumboats.</summary>
        Capitalised,

        /// <summary>The first of each such word: "Office of Lake and River Traffic" is olrt.</summary>
        FirstLetters,
    }

    private static int Spell(ReadOnlySpan<char> name, Form form, Span<char> into)
    {
        int length = 0;
        int word = 0;
        bool takes = false;
        for (int i = 0; i < name.Length && length < into.Length; i++)
        {
            if (!char.IsLetterOrDigit(name[i]))
            {
                continue;
            }

            bool opens = i == 0 || !char.IsLetterOrDigit(name[i - 1]);
            if (opens)
            {
                bool isThe = word++ == 0 && name[i..].StartsWith("The ", StringComparison.OrdinalIgnoreCase);
                takes = form == Form.All || (!char.IsLower(name[i]) && !isThe);
            }

            if (takes && (opens || form != Form.FirstLetters))
            {
                into[length++] = char.ToLowerInvariant(name[i]);
            }
        }

        return length;
    }

    // True when one label of the host is the name, hyphens aside; the last label names no site.
    private static bool HasLabel(ReadOnlySpan<char> host, ReadOnlySpan<char> name)
    {
        for (int dot = host.IndexOf('.'); dot >= 0; host = host[(dot + 1)..], dot = host.IndexOf('.'))
        {
            if (IsSpelled(host[..dot], name))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsSpelled(ReadOnlySpan<char> label, ReadOnlySpan<char> name)
    {
        int at = 0;
        foreach (char c in label)
        {
            if (c == '-')
            {
                continue;
            }

            if (at == name.Length || char.ToLowerInvariant(c) != name[at++])
            {
                return false;
            }
        }

        return at == name.Length;
    }
}
