namespace Chaffinch.Segmenting;

/// <summary>Takes the comments out of style sheets and attributes, so that neither a colon nor a brace inside one says anything.</summary>
internal static class CssComments
{
    /// <summary>The text itself where no comment stands in it, else a copy in which each is blanks; one that does not end goes to the end (CSS Syntax 3, 4.3.2). Linear.</summary>
    /// <param name="css">A sheet or declarations.</param>
    /// <param name="copy">Takes the copy; grows where it must.</param>
    public static ReadOnlySpan<byte> Blank(ReadOnlySpan<byte> css, ref byte[] copy)
    {
        int open = css.IndexOf("/*"u8);
        if (open < 0)
        {
            return css;
        }

        if (copy.Length < css.Length)
        {
            copy = new byte[Math.Max(css.Length, 2 * copy.Length)];
        }

        Span<byte> plain = copy.AsSpan(0, css.Length);
        css.CopyTo(plain);
        while (open >= 0)
        {
            int close = css[(open + 2)..].IndexOf("*/"u8);
            int end = close < 0 ? css.Length : open + close + 4;
            plain[open..end].Fill((byte)' ');
            int next = css[end..].IndexOf("/*"u8);
            open = next < 0 ? -1 : end + next;
        }

        return plain;
    }
}
