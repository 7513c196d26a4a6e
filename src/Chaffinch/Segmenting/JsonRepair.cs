namespace Chaffinch.Segmenting;

/// <summary>Mends what pages most often break in JSON: control characters inside strings, and escapes that JSON does not know.</summary>
internal static class JsonRepair
{
    private const byte Blank = (byte)' ';
    private const int MaxWrapperBytes = 32;

    /// <summary>The text inside the wrappers that XHTML and old kits put around scripts: a CDATA section, a comment.</summary>
    public static ReadOnlySpan<byte> Unwrap(ReadOnlySpan<byte> json)
    {
        if (json.IsEmpty || json[0] is not ((byte)'<' or (byte)'/'))
        {
            return json;
        }

        ReadOnlySpan<byte> head = json[..Math.Min(json.Length, MaxWrapperBytes)];
        bool wrapped = head.IndexOf("<![CDATA["u8) >= 0 || head.StartsWith("<!--"u8);
        int start = wrapped ? json.IndexOfAny((byte)'{', (byte)'"') : -1;
        return start < 0 ? json : json[start..];
    }

    /// <summary>Copies <paramref name="json"/> with each such byte turned into a blank.</summary>
    /// <param name="json">The text.</param>
    /// <param name="into">Room for as many bytes.</param>
    /// <returns>False where there was nothing to mend.</returns>
    public static bool Mend(ReadOnlySpan<byte> json, Span<byte> into)
    {
        bool mended = false;
        json.CopyTo(into);
        for (int i = 0; i < json.Length; i++)
        {
            if (json[i] < Blank)
            {
                into[i] = Blank;
                mended = true;
            }
            else if (json[i] == '\\')
            {
                if (i + 1 < json.Length && "\"\\/bfnrtu"u8.Contains(json[i + 1]))
                {
                    i++;
                }
                else
                {
                    into[i] = Blank;
                    mended = true;
                }
            }
        }

        return mended;
    }
}
