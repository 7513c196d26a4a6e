using System.Globalization;
using System.Text;

namespace Chaffinch.Segmenting;

/// <summary>Finds the title that a script of the page gives readers in place of the one in the markup; it runs nothing.</summary>
/// <remarks>
/// Sees a whole string literal assigned to <c>document.title</c>, to the text of the first <c>title</c> element, or set by <c>$("title").text()</c>.
/// A title put together from parts (a count of messages before the page's own) is none. Linear in the script.
/// </remarks>
internal static class ScriptTitles
{
    private const int MaxLiteralBytes = 2048;

    /// <summary>The first such title, escapes decoded; null where the script sets none. One without <see cref="ScriptSign.Title"/> sets none.</summary>
    public static string? Read(ReadOnlySpan<byte> script)
    {
        return AfterName(script, "document.title"u8)
            ?? AfterName(script, "document[\"title\"]"u8)
            ?? AfterElement(script, "getElementsByTagName("u8)
            ?? AfterElement(script, "querySelector("u8)
            ?? AfterElement(script, "$("u8);
    }

    private static string? AfterName(ReadOnlySpan<byte> script, ReadOnlySpan<byte> name)
    {
        for (int at; (at = script.IndexOf(name)) >= 0;)
        {
            script = script[(at + name.Length)..];
            if (Assigned(script) is { } title)
            {
                return title;
            }
        }

        return null;
    }

    /// <summary>A call that names the title element, then its text is assigned or handed to a call.</summary>
    private static string? AfterElement(ReadOnlySpan<byte> script, ReadOnlySpan<byte> call)
    {
        for (int at; (at = script.IndexOf(call)) >= 0;)
        {
            script = script[(at + call.Length)..];
            if (script.Length < 9 || !script[1..].StartsWith("title"u8) || script[0] != script[6] || script[7] != (byte)')')
            {
                continue;
            }

            ReadOnlySpan<byte> rest = script[8..];
            rest = rest.StartsWith("[0]"u8) ? rest[3..] : rest;
            int property = rest.StartsWith(".innerHTML"u8) || rest.StartsWith(".innerText"u8) ? 10 : rest.StartsWith(".textContent"u8) ? 12 : rest.StartsWith(".text"u8) ? 5 : 0;
            if (property > 0 && Assigned(rest[property..]) is { } title)
            {
                return title;
            }

            int open = rest.StartsWith(".text("u8) || rest.StartsWith(".html("u8) ? 6 : 0;
            if (open > 0 && Literal(rest[open..], (byte)')') is { } handed)
            {
                return handed;
            }
        }

        return null;
    }

    private static string? Assigned(ReadOnlySpan<byte> rest)
    {
        rest = rest.TrimStart(" \t\r\n"u8);
        return rest.Length > 2 && rest[0] == (byte)'=' && rest[1] != (byte)'=' ? Literal(rest[1..], 0) : null;
    }

    /// <summary>The string literal that stands here as a whole expression, ended by <paramref name="close"/> or, where that is 0, by the statement's end.</summary>
    private static string? Literal(ReadOnlySpan<byte> rest, byte close)
    {
        rest = rest.TrimStart(" \t\r\n"u8);
        if (rest.IsEmpty || rest[0] is not ((byte)'"' or (byte)'\'' or (byte)'`'))
        {
            return null;
        }

        byte quote = rest[0];
        int end = 1;
        while (end < rest.Length && end < MaxLiteralBytes && rest[end] != quote && rest[end] != (byte)'\n')
        {
            end += rest[end] == (byte)'\\' ? 2 : 1;
        }

        if (end >= rest.Length || rest[end] != quote)
        {
            return null;
        }

        ReadOnlySpan<byte> after = rest[(end + 1)..].TrimStart(" \t"u8);
        bool whole = close != 0 ? after.Length > 0 && after[0] == close : after.IsEmpty || after[0] is (byte)';' or (byte)'\n' or (byte)'\r' or (byte)'}' or (byte)'<' or (byte)',';
        string title = whole ? Unescape(Encoding.UTF8.GetString(rest[1..end])).Trim() : "";
        return title.Length == 0 || title.Contains("${", StringComparison.Ordinal) ? null : title;
    }

    private static string Unescape(string literal)
    {
        if (!literal.Contains('\\', StringComparison.Ordinal))
        {
            return literal;
        }

        var s = new StringBuilder(literal.Length);
        for (int i = 0; i < literal.Length; i++)
        {
            if (literal[i] != '\\' || i + 1 >= literal.Length)
            {
                s.Append(literal[i]);
                continue;
            }

            int digits = literal[++i] switch { 'u' => 4, 'x' => 2, _ => 0 };
            if (digits > 0 && i + digits < literal.Length
                && ushort.TryParse(literal.AsSpan(i + 1, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort code))
            {
                s.Append((char)code);
                i += digits;
            }
            else
            {
                s.Append(literal[i] is 'n' or 'r' or 't' ? ' ' : literal[i]);
            }
        }

        return s.ToString();
    }
}
