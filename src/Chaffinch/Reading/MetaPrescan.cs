using System.Buffers;

namespace Chaffinch.Reading;

/// <summary>Finds the encoding that an HTML page declares of itself: the standard's prescan of meta elements.</summary>
/// <remarks>
/// The standard looks at the first 1,024 bytes and browsers switch when the parser meets a later meta; here one prescan over the first
/// 16 KiB does for both. Source: WHATWG HTML, "prescan a byte stream to determine its encoding".
/// </remarks>
internal static class MetaPrescan
{
    /// <summary>Bytes that are looked at.</summary>
    public const int WindowBytes = 16 << 10;

    private static readonly SearchValues<byte> NameEnds = SearchValues.Create("\t\n\f\r /=>"u8);
    private static readonly SearchValues<byte> ValueEnds = SearchValues.Create("\t\n\f\r >"u8);
    private static readonly SearchValues<byte> LabelEnds = SearchValues.Create("\t\n\f\r ;"u8);
    private static readonly WebEncoding UserDefined = WebEncoding.Named("x-user-defined");

    /// <summary>The declared encoding, or null.</summary>
    public static WebEncoding? Find(ReadOnlySpan<byte> source)
    {
        ReadOnlySpan<byte> s = source[..Math.Min(source.Length, WindowBytes)];
        for (int at = 0; at < s.Length;)
        {
            int open = s[at..].IndexOf((byte)'<');
            if (open < 0 || at + open + 1 >= s.Length)
            {
                break;
            }

            at += open;
            ReadOnlySpan<byte> rest = s[at..];
            if (rest.StartsWith("<!--"u8))
            {
                // The two dashes of "-->" may be those of "<!--".
                int close = rest[2..].IndexOf("-->"u8);
                at = close < 0 ? s.Length : at + 2 + close + 3;
            }
            else if (rest.Length > 5 && AsciiText.StartsWithIgnoreCase(rest, "<meta"u8) && (IsSpace(rest[5]) || rest[5] == '/'))
            {
                at += 6;
                WebEncoding? found = Meta(s, ref at);
                if (found is not null)
                {
                    return Usable(found);
                }
            }
            else
            {
                at = SkipTag(s, at);
            }
        }

        return XmlDeclaration(s);
    }

    private static int SkipTag(ReadOnlySpan<byte> s, int at)
    {
        byte next = s[at + 1];
        int name = next == '/' && at + 2 < s.Length ? at + 2 : at + 1;
        if (IsLetter(s[name]))
        {
            int end = s[name..].IndexOfAny(ValueEnds);
            at = end < 0 ? s.Length : name + end;
            while (Attribute(s, ref at, out _, out _))
            {
            }

            return at;
        }

        if (next is (byte)'!' or (byte)'/' or (byte)'?')
        {
            int end = s[at..].IndexOf((byte)'>');
            return end < 0 ? s.Length : at + end + 1;
        }

        return at + 1;
    }

    private static WebEncoding? Meta(ReadOnlySpan<byte> s, ref int at)
    {
        bool gotPragma = false;
        bool? needPragma = null;
        WebEncoding? charset = null;
        bool seenPragma = false;
        bool seenContent = false;
        bool seenCharset = false;
        while (Attribute(s, ref at, out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value))
        {
            // Of attributes with one name the first counts.
            if (AsciiText.EqualsIgnoreCase(name, "http-equiv"u8) && !seenPragma)
            {
                seenPragma = true;
                gotPragma = AsciiText.EqualsIgnoreCase(value, "content-type"u8);
            }
            else if (AsciiText.EqualsIgnoreCase(name, "content"u8) && !seenContent)
            {
                seenContent = true;
                if (charset is null && !seenCharset && FromContent(value) is { } found)
                {
                    charset = found;
                    needPragma = true;
                }
            }
            else if (AsciiText.EqualsIgnoreCase(name, "charset"u8) && !seenCharset)
            {
                seenCharset = true;
                charset = WebEncoding.FromLabel(value);
                needPragma = false;
            }
        }

        return needPragma is null || (needPragma.Value && !gotPragma) ? null : charset;
    }

    /// <summary>The encoding in a value such as <c>text/html; charset=gbk</c>, by the standard's rule for meta elements; null where there is none.</summary>
    public static WebEncoding? FromContent(ReadOnlySpan<byte> content)
    {
        for (int at = 0; ;)
        {
            int found = IndexOfCharset(content[at..]);
            if (found < 0)
            {
                return null;
            }

            at += found + 7;
            ReadOnlySpan<byte> rest = content[at..].TrimStart("\t\n\f\r "u8);
            if (rest.IsEmpty)
            {
                return null;
            }

            if (rest[0] != '=')
            {
                continue;
            }

            rest = rest[1..].TrimStart("\t\n\f\r "u8);
            if (rest.IsEmpty)
            {
                return null;
            }

            if (rest[0] is (byte)'"' or (byte)'\'')
            {
                int close = rest[1..].IndexOf(rest[0]);
                return close < 0 ? null : WebEncoding.FromLabel(rest.Slice(1, close));
            }

            int end = rest.IndexOfAny(LabelEnds);
            return WebEncoding.FromLabel(end < 0 ? rest : rest[..end]);
        }
    }

    /// <summary>The next attribute of a tag; false at the tag's end or where the window ends in it (an attribute that is cut is not trusted).</summary>
    private static bool Attribute(ReadOnlySpan<byte> s, ref int at, out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        name = value = default;
        while (at < s.Length && (IsSpace(s[at]) || s[at] == '/'))
        {
            at++;
        }

        if (at >= s.Length)
        {
            return false;
        }

        if (s[at] == '>')
        {
            at++;
            return false;
        }

        int start = at;
        at++;
        int end = s[at..].IndexOfAny(NameEnds);
        at = end < 0 ? s.Length : at + end;
        name = s[start..at];
        int equals = at;
        while (equals < s.Length && IsSpace(s[equals]))
        {
            equals++;
        }

        if (equals >= s.Length)
        {
            at = s.Length;
            return false;
        }

        if (s[equals] != '=')
        {
            at = equals;
            return true;
        }

        at = equals + 1;
        while (at < s.Length && IsSpace(s[at]))
        {
            at++;
        }

        return at < s.Length && Value(s, ref at, out value);
    }

    private static bool Value(ReadOnlySpan<byte> s, ref int at, out ReadOnlySpan<byte> value)
    {
        value = default;
        byte quote = s[at];
        if (quote is (byte)'"' or (byte)'\'')
        {
            int close = s[(at + 1)..].IndexOf(quote);
            if (close < 0)
            {
                at = s.Length;
                return false;
            }

            value = s.Slice(at + 1, close);
            at += close + 2;
            return true;
        }

        int end = s[at..].IndexOfAny(ValueEnds);
        if (end < 0)
        {
            at = s.Length;
            return false;
        }

        value = s.Slice(at, end);
        at += end;
        return true;
    }

    private static WebEncoding? XmlDeclaration(ReadOnlySpan<byte> s)
    {
        if (!s.StartsWith("<?xml"u8))
        {
            return null;
        }

        int end = s.IndexOf((byte)'>');
        int at = end < 0 ? -1 : s[..end].IndexOf("encoding"u8);
        if (at < 0)
        {
            return null;
        }

        ReadOnlySpan<byte> rest = s[(at + 8)..end].TrimStart("\t\n\f\r "u8);
        if (rest.IsEmpty || rest[0] != '=')
        {
            return null;
        }

        rest = rest[1..].TrimStart("\t\n\f\r "u8);
        if (rest.IsEmpty || rest[0] is not ((byte)'"' or (byte)'\''))
        {
            return null;
        }

        int close = rest[1..].IndexOf(rest[0]);
        return close <= 0 || WebEncoding.FromLabel(rest.Slice(1, close)) is not { } found ? null : Usable(found);
    }

    // A meta that could be read as ASCII cannot be UTF-16, and x-user-defined was written by mistake.
    private static WebEncoding Usable(WebEncoding found) =>
        found.Kind is DecoderKind.Utf16BigEndian or DecoderKind.Utf16LittleEndian ? WebEncoding.Utf8
        : found == UserDefined ? WebEncoding.Windows1252
        : found;

    private static int IndexOfCharset(ReadOnlySpan<byte> s)
    {
        for (int at = 0; at + 7 <= s.Length; at++)
        {
            int found = s[at..].IndexOfAny((byte)'c', (byte)'C');
            if (found < 0)
            {
                return -1;
            }

            at += found;
            if (AsciiText.StartsWithIgnoreCase(s[at..], "charset"u8))
            {
                return at;
            }
        }

        return -1;
    }

    private static bool IsSpace(byte b) => b is (byte)'\t' or (byte)'\n' or (byte)'\f' or (byte)'\r' or (byte)' ';

    private static bool IsLetter(byte b) => (b | 0x20) is >= 'a' and <= 'z';
}
