namespace Chaffinch.Segmenting;

/// <summary>Finds what a page's scripts hide by the plain means that planting kits use; it runs nothing.</summary>
/// <remarks>Sees <c>getElementById("x").style.display = "none"</c>, <c>$("#x").hide()</c> and written style sheets. Linear.</remarks>
internal static class HidingScripts
{
    /// <summary>Bytes behind an id in which the hiding must follow.</summary>
    private const int Reach = 64;

    /// <summary>Reads the script that stands in <paramref name="source"/> from <paramref name="start"/> to <paramref name="end"/>.</summary>
    public static void Read(ReadOnlySpan<byte> source, int start, int end, ScriptSign signs, HashSet<ulong> hiddenIds, StyleSheetReader styles, StyleSheet sheet)
    {
        ReadOnlySpan<byte> script = source[start..end];
        if ((signs & ScriptSign.ElementById) != 0)
        {
            ReadElements(script, "getElementById("u8, hiddenIds);
        }

        if ((signs & ScriptSign.Hide) != 0)
        {
            ReadElements(script, "$(\"#"u8, hiddenIds);
            ReadElements(script, "$('#"u8, hiddenIds);
        }

        for (int at; (signs & ScriptSign.Write) != 0 && (at = source[start..end].IndexOf("document.write"u8)) >= 0;)
        {
            start += at + 14;
            if (FindWrittenStyle(source[start..Math.Min(end, start + 4096)]) is { Length: > 0 } css)
            {
                styles.Read(source, start + css.Start, start + css.End, sheet);
            }
        }
    }

    private static void ReadElements(ReadOnlySpan<byte> script, ReadOnlySpan<byte> call, HashSet<ulong> hiddenIds)
    {
        for (int at; (at = script.IndexOf(call)) >= 0;)
        {
            script = script[(at + call.Length)..];
            int start = script.IndexOfAnyExcept(" '\"#"u8);
            if (start is < 0 or > 4)
            {
                continue;
            }

            ReadOnlySpan<byte> rest = script[start..];
            int end = rest.IndexOfAny("'\")\n"u8);
            if (end is <= 0 or > 100 || rest[end] is (byte)')' or (byte)'\n')
            {
                continue;
            }

            ReadOnlySpan<byte> after = rest[end..Math.Min(rest.Length, end + Reach)];
            int stop = after.IndexOfAny(";\n}"u8);
            after = stop < 0 ? after : after[..stop];
            if (Hides(after))
            {
                hiddenIds.Add(NameHash.Of(rest[..end]));
            }
        }
    }

    private static bool Hides(ReadOnlySpan<byte> after)
    {
        int style = after.IndexOf("style"u8);
        if (style >= 0)
        {
            ReadOnlySpan<byte> value = after[style..];
            return (value.IndexOf("display"u8) >= 0 && value.IndexOf("none"u8) >= 0)
                || (value.IndexOf("visibility"u8) >= 0 && value.IndexOf("hidden"u8) >= 0);
        }

        // Ends the call at once: a click handler that hides later is no hiding.
        return after.Length >= 7 && after[1..].StartsWith(").hide("u8);
    }

    /// <summary>Where the text of a style element stands in what a script writes.</summary>
    private static Model.SourceSpan FindWrittenStyle(ReadOnlySpan<byte> call)
    {
        int style = call[..Math.Min(call.Length, 32)].IndexOf("<style"u8);
        if (style < 0)
        {
            return default;
        }

        ReadOnlySpan<byte> css = call[style..];
        int open = css.IndexOf((byte)'>');
        css = css[(open + 1)..];
        int close = css.IndexOf("style>"u8);
        int end = close < 0 ? -1 : css[..close].LastIndexOf((byte)'<');
        return open > 0 && end > 0 ? new(style + open + 1, style + open + 1 + end) : default;
    }
}
