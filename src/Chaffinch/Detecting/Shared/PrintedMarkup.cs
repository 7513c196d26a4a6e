using System.Buffers;
using System.Collections.Frozen;
using System.Text;
using Chaffinch.Text;

namespace Chaffinch.Detecting.Shared;

/// <summary>What a piece of printed markup is.</summary>
internal enum PrintedKind : byte
{
    None,

    /// <summary>A tag with attributes, or a comment.</summary>
    Tag,

    /// <summary>A tag without attributes.</summary>
    BareTag,

    /// <summary>A tag whose id is made of letters and digits at random.</summary>
    RandomTag,

    /// <summary>A placeholder of a template language.</summary>
    Template,

    /// <summary>A character reference.</summary>
    Entity,
}

/// <summary>Reads markup that stands in a text as if it were words. Each reader looks a bounded way ahead.</summary>
internal static class PrintedMarkup
{
    private const int MaxTagChars = 300;
    private const int MaxPlaceholderChars = 60;
    private const int MaxEntityChars = 12;

    private static readonly SearchValues<char> NameLetters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-");

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdefABCDEF");

    private static readonly FrozenSet<string> Tags = Set(
        "a abbr address article aside b big blockquote body br button caption center cite code col colgroup dd del details dfn dir div dl dt em embed fieldset figcaption figure "
        + "font footer form h1 h2 h3 h4 h5 h6 head header hr html i iframe img input ins kbd label legend li link main mark menu meta nav nobr noframes noscript object ol option p "
        + "param pre q s samp script section select small span strike strong style sub sup svg table tbody td textarea tfoot th thead title tr tt u ul var video wbr acronym bdo bdi "
        + "optgroup source track audio canvas map area frame frameset base basefont marquee ruby rt rp o:p menuitem output time progress meter summary dialog data datalist picture noindex");

    private static readonly FrozenSet<string> Brackets = Set(
        "b i u s url img quote color size caption gallery embed list font center video table td tr audio email attach align hide code php media flash youtube left right spoiler");

    private static readonly FrozenSet<string> Entities = Set(
        "nbsp amp lt gt quot apos ldquo rdquo lsquo rsquo mdash ndash hellip middot copy reg trade bull laquo raquo emsp ensp zwnj times deg euro yen "
        + "auml ouml uuml Auml Ouml Uuml szlig eacute egrave ecirc euml agrave aacute acirc atilde aring aelig ccedil iacute igrave icirc iuml ntilde oacute ograve ocirc otilde oslash uacute ugrave ucirc "
        + "Eacute Egrave Agrave Aacute Aring Ccedil Oacute Uacute Ntilde Oslash iexcl iquest sect para shy bdquo sbquo oelig pound cent");

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> TagLookup = Tags.GetAlternateLookup<ReadOnlySpan<char>>();
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> BracketLookup = Brackets.GetAlternateLookup<ReadOnlySpan<char>>();
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> EntityLookup = Entities.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>True for a line that opens with a printed bracket tag or element and holds its printed end: a caption, a link or a quotation of the page, whatever stands beside it.</summary>
    public static bool Wraps(ReadOnlySpan<char> line)
    {
        if (line.Length < 8 || line[0] is not ('[' or '<') || Read(line, out PrintedKind kind) is not (> 0 and int length) || kind == PrintedKind.None)
        {
            return false;
        }

        ReadOnlySpan<char> rest = line[length..];
        int name = 1;
        while (name < line.Length && char.IsAsciiLetterOrDigit(line[name]))
        {
            name++;
        }

        int end = rest.IndexOf(line[0] == '[' ? "[/" : "</", StringComparison.Ordinal);
        return end >= 0 && rest[(end + 2)..].StartsWith(line[1..name], StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Length of the markup at the start of <paramref name="text"/>, which ends where its block does.</summary>
    public static int Read(ReadOnlySpan<char> text, out PrintedKind kind)
    {
        kind = PrintedKind.None;
        return text[0] switch
        {
            '<' => ReadTag(text, out kind),
            '[' => ReadBracket(text, out kind),
            '{' => ReadTemplate(text, out kind),
            '&' => ReadCodedTag(text, out kind) is > 0 and int tag ? tag : ReadEntity(text, out kind),
            '%' => ReadPercents(text, out kind),
            _ => 0,
        };
    }

    private static int ReadTag(ReadOnlySpan<char> text, out PrintedKind kind)
    {
        kind = PrintedKind.Tag;
        if (text.StartsWith("<!--"))
        {
            int close = text[..Math.Min(text.Length, MaxTagChars)].IndexOf("-->");
            return close < 0 ? 4 : close + 3;
        }

        if (text.StartsWith("<%") || text.StartsWith("<?php") || text.StartsWith("<?="))
        {
            kind = PrintedKind.Template;
            int close = text[..Math.Min(text.Length, MaxTagChars)].IndexOf(text[1] == '%' ? "%>" : "?>");
            return close < 0 ? 0 : close + 2;
        }

        int name = text.Length > 1 && text[1] == '/' ? 2 : 1;
        int end = name;
        while (end < text.Length && end - name <= 10 && (char.IsAsciiLetterOrDigit(text[end]) || text[end] == ':'))
        {
            end++;
        }

        if (end >= text.Length || !TagLookup.Contains(text[name..end]))
        {
            return 0;
        }

        int stop = text[end..Math.Min(text.Length, MaxTagChars)].IndexOf('>');
        if (stop < 0)
        {
            return 0;
        }

        ReadOnlySpan<char> attributes = text.Slice(end, stop).TrimEnd('/');
        if (attributes.Trim().IsEmpty)
        {
            kind = PrintedKind.BareTag;
            return end + stop + 1;
        }

        bool assigns = attributes[0] is ' ' or '\t' && attributes.Contains('=');
        kind = assigns && HasRandomId(attributes) ? PrintedKind.RandomTag : PrintedKind.Tag;
        return assigns ? end + stop + 1 : 0;
    }

    private static bool HasRandomId(ReadOnlySpan<char> attributes)
    {
        int at = attributes.IndexOf(" id=") + 1;
        if (at == 0 || at + 4 >= attributes.Length)
        {
            return false;
        }

        ReadOnlySpan<char> value = attributes[(at + 3)..].TrimStart("\"'");
        int length = 0;
        int digits = 0;
        int turns = 0;
        while (length < value.Length && char.IsAsciiLetterOrDigit(value[length]))
        {
            bool digit = char.IsAsciiDigit(value[length]);
            digits += digit ? 1 : 0;
            turns += length > 0 && digit != char.IsAsciiDigit(value[length - 1]) ? 1 : 0;
            length++;
        }

        // A numbered name turns from letters to digits once; a random one goes back and forth.
        return length is >= 4 and <= 12 && digits > 0 && digits < length && turns >= 2;
    }

    private static int ReadBracket(ReadOnlySpan<char> text, out PrintedKind kind)
    {
        kind = PrintedKind.Tag;
        if (text.StartsWith("[!--", StringComparison.Ordinal))
        {
            int comment = text[..Math.Min(text.Length, MaxPlaceholderChars)].IndexOf("--]", StringComparison.Ordinal);
            return comment < 0 ? 0 : comment + 3;
        }

        bool closing = text.Length > 1 && text[1] == '/';
        int name = closing ? 2 : 1;
        int end = name;
        while (end < text.Length && end - name <= 20 && (char.IsAsciiLetterOrDigit(text[end]) || text[end] is '_' or '-'))
        {
            end++;
        }

        if (end >= text.Length || end == name)
        {
            return 0;
        }

        bool known = BracketLookup.Contains(text[name..end]);
        if (text[end] == ']')
        {
            return closing && (known || end - name > 3) ? end + 1 : 0;
        }

        int stop = text[end..Math.Min(text.Length, MaxTagChars)].IndexOf(']');
        if (stop < 0 || closing)
        {
            return 0;
        }

        ReadOnlySpan<char> rest = text.Slice(end, stop);
        bool valued = known && rest.Length > 1 && rest[0] == '=';
        bool attributed = rest[0] == ' ' && (rest.IndexOfAny("\"'”″") >= 0 ? rest.Contains('=') : AllAssign(rest));
        return valued || attributed ? end + stop + 1 : 0;
    }

    // name=value name=value, without marks around the values.
    private static bool AllAssign(ReadOnlySpan<char> rest)
    {
        foreach (Range part in rest.Split(' '))
        {
            ReadOnlySpan<char> one = rest[part];
            int sign = one.IndexOf('=');
            if (!one.IsEmpty && (sign < 1 || sign == one.Length - 1 || one[..sign].ContainsAnyExcept(NameLetters)))
            {
                return false;
            }
        }

        return true;
    }

    private static int ReadTemplate(ReadOnlySpan<char> text, out PrintedKind kind)
    {
        kind = PrintedKind.Template;
        if (text.Length < 4)
        {
            return 0;
        }

        ReadOnlySpan<char> reach = text[..Math.Min(text.Length, MaxPlaceholderChars)];
        (int skip, string close) = text[1] switch
        {
            '{' => (2, "}}"),
            '%' => (2, "%}"),
            '$' => (2, "}"),
            _ => (0, ""),
        };
        int end = skip == 0 ? -1 : reach[skip..].IndexOf(close);
        if (skip == 0)
        {
            return ReadBraceTag(reach);
        }

        if (end <= 0)
        {
            return 0;
        }

        ReadOnlySpan<char> inner = reach.Slice(skip, end).Trim();
        bool named = inner.Length > 0 && (char.IsAsciiLetter(inner[0]) || inner[0] is '_' or '-' or '$' or '#' or '/');
        return named && inner.IndexOfAnyInRange('\u0080', '\uFFFF') < 0 ? skip + end + close.Length : 0;
    }

    // {dede:field.body/}, {/name}: tags in braces that close themselves or another one.
    private static int ReadBraceTag(ReadOnlySpan<char> reach)
    {
        bool closes = reach[1] == '/';
        int name = closes ? 2 : 1;
        int end = name;
        while (end < reach.Length && (char.IsAsciiLetter(reach[end]) || reach[end] is ':' or '_'))
        {
            end++;
        }

        int stop = reach.IndexOf('}');
        bool named = end - name > 2 && stop >= end && reach[..stop].IndexOfAnyInRange('\u0080', '\uFFFF') < 0;
        bool colon = named && reach[name..end].Contains(':');
        return named && (closes ? end == stop || reach[end] == ' ' : colon && reach[stop - 1] == '/') ? stop + 1 : 0;
    }

    /// <summary>A tag of which the brackets are references themselves, as of markup that was encoded once too often.</summary>
    private static int ReadCodedTag(ReadOnlySpan<char> text, out PrintedKind kind)
    {
        kind = PrintedKind.Entity;
        int open = text.StartsWith("&lt;", StringComparison.Ordinal) ? 4 : text.StartsWith("&amp;lt;", StringComparison.Ordinal) ? 8 : 0;
        int name = open > 0 && open < text.Length && text[open] == '/' ? open + 1 : open;
        int end = name;
        while (end < text.Length && end - name <= 10 && (char.IsAsciiLetterOrDigit(text[end]) || text[end] == ':'))
        {
            end++;
        }

        if (open == 0 || end >= text.Length || !TagLookup.Contains(text[name..end]))
        {
            return 0;
        }

        string closing = open == 4 ? "&gt;" : "&amp;gt;";
        int stop = text[end..Math.Min(text.Length, MaxTagChars)].IndexOf(closing, StringComparison.Ordinal);
        if (stop < 0)
        {
            return 0;
        }

        ReadOnlySpan<char> attributes = text.Slice(end, stop).Trim(" /");
        bool assigns = attributes.Contains('=') && text[end] == ' ';
        kind = attributes.IsEmpty ? PrintedKind.BareTag : HasRandomId(text.Slice(end, stop)) ? PrintedKind.RandomTag : PrintedKind.Tag;
        return attributes.IsEmpty || assigns ? end + stop + closing.Length : 0;
    }

    /// <summary>%%name%%: a placeholder of a title.</summary>
    private static int ReadPercents(ReadOnlySpan<char> text, out PrintedKind kind)
    {
        kind = PrintedKind.Template;
        if (text.Length < 6 || text[1] != '%')
        {
            return 0;
        }

        int end = 2;
        while (end < text.Length && end < MaxPlaceholderChars && (char.IsAsciiLetterLower(text[end]) || text[end] is '_' or '-'))
        {
            end++;
        }

        return end > 4 && end + 1 < text.Length && text[end] == '%' && text[end + 1] == '%' ? end + 2 : 0;
    }

    private static int ReadEntity(ReadOnlySpan<char> text, out PrintedKind kind)
    {
        kind = PrintedKind.Entity;
        int semicolon = text[..Math.Min(text.Length, MaxEntityChars)].IndexOf(';');
        if (semicolon < 2)
        {
            return 0;
        }

        ReadOnlySpan<char> name = text[1..semicolon];
        if (name[0] == '#')
        {
            bool hex = name.Length > 1 && name[1] is 'x' or 'X';
            ReadOnlySpan<char> digits = name[(hex ? 2 : 1)..];
            return !digits.IsEmpty && digits.IndexOfAnyExcept(HexDigits) < 0 ? semicolon + 1 : 0;
        }

        // In an address &amp;name= parts two parameters.
        int next = semicolon + 1;
        while (next < text.Length && (char.IsAsciiLetterOrDigit(text[next]) || text[next] is '_' or '.'))
        {
            next++;
        }

        if (!EntityLookup.Contains(name) || (next < text.Length && text[next] == '='))
        {
            return 0;
        }

        // &amp;nbsp; was encoded twice.
        int more = semicolon + 1;
        if (name is "amp" && more < text.Length)
        {
            int second = text[more..Math.Min(text.Length, more + MaxEntityChars)].IndexOf(';');
            if (second > 0 && (text[more] == '#' || EntityLookup.Contains(text.Slice(more, second))))
            {
                return more + second + 1;
            }
        }

        return more;
    }

    /// <summary>The character that a printed reference stands for, also of one that was encoded twice; null where that would be markup or nothing that is written.</summary>
    public static string? Decode(ReadOnlySpan<char> reference)
    {
        Span<byte> bytes = stackalloc byte[2 * MaxEntityChars];
        if (reference.Length > bytes.Length || !Ascii.IsValid(reference))
        {
            return null;
        }

        int length = Encoding.ASCII.GetBytes(reference, bytes);
        int used = CharacterReferences.Decode(bytes[..length], inAttribute: false, out char first, out char second);
        if (used > 0 && used < length && first == '&')
        {
            bytes[used - 1] = (byte)'&';
            bytes = bytes[(used - 1)..];
            length -= used - 1;
            used = CharacterReferences.Decode(bytes[..length], inAttribute: false, out first, out second);
        }

        bool isText = used == length && first is not ('<' or '>' or '\uFFFD') && !char.IsControl(first);
        return !isText ? null : second == '\0' ? first.ToString() : string.Concat([first], [second]);
    }

    private static FrozenSet<string> Set(string words) => words.Split(' ').ToFrozenSet(StringComparer.OrdinalIgnoreCase);
}
