using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Detecting.Shared;

/// <summary>Rows of addresses in plain text: several hosts in one line with hardly anything between them.</summary>
internal static class AddressRows
{
    private const int MinAddresses = 3;

    /// <summary>States each such line.</summary>
    public static void Find(SegmentedPage page, PageFacts facts, Signal signal, EvidenceSink sink)
    {
        ReadOnlySpan<Block> blocks = page.Page.Blocks;
        ReadOnlySpan<char> text = page.Page.Text;
        for (int b = 0; b < blocks.Length; b++)
        {
            TextSpan span = blocks[b].Span;
            if (facts.Lines[b].Chars < 20 || facts.Lines[b].IsTechnical || facts.Lines[b].Bulleted || text[span.Start..span.End].Count('.') < MinAddresses)
            {
                continue;
            }

            int addresses = CountAddresses(text[span.Start..span.End], out int chars, out int distinct);
            if (addresses >= MinAddresses && distinct >= 2 && chars * 2 >= facts.Lines[b].Chars)
            {
                sink.Add(signal, span, Math.Min(0.35f + (0.08f * (addresses - MinAddresses)), 0.8f), new Fact("{a} addresses in one line", addresses));
            }
        }
    }

    /// <summary>Counts words that are hosts or addresses, the characters in them, and how often the host changes from one to the next.</summary>
    private static int CountAddresses(ReadOnlySpan<char> line, out int chars, out int distinct)
    {
        int addresses = 0;
        chars = 0;
        distinct = 0;
        ulong last = 0;
        int at = 0;
        while (at < line.Length)
        {
            while (at < line.Length && !IsAddressChar(line[at]))
            {
                at++;
            }

            int start = at;
            while (at < line.Length && IsAddressChar(line[at]))
            {
                at++;
            }

            ReadOnlySpan<char> word = line[start..at].TrimEnd('.');
            int host = HostStart(word);
            if (host < 0)
            {
                continue;
            }

            addresses++;
            chars += word.Length;
            ulong hash = 1469598103934665603;
            for (int i = host; i < word.Length && word[i] != '/'; i++)
            {
                hash = (hash ^ char.ToLowerInvariant(word[i])) * 1099511628211;
            }

            distinct += hash != last ? 1 : 0;
            last = hash;
        }

        return addresses;
    }

    private static bool IsAddressChar(char c) => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '/' or ':' or '_' or '?' or '=' or '&' or '%' or '#' or '~';

    /// <summary>Where the host of a word starts, -1 where the word is no address: two labels or more, the last of two letters or more.</summary>
    private static int HostStart(ReadOnlySpan<char> word)
    {
        int scheme = word.IndexOf("://", StringComparison.Ordinal);
        int start = scheme < 0 ? 0 : scheme + 3;
        ReadOnlySpan<char> host = word[start..];
        int end = host.IndexOfAny("/:?#");
        host = end < 0 ? host : host[..end];
        int dot = host.LastIndexOf('.');
        if (dot < 2 || host.Length - dot < 3 || !char.IsAsciiLetterLower(host[dot + 1]) || host.Length < 6)
        {
            return -1;
        }

        for (int i = dot + 1; i < host.Length; i++)
        {
            // A last label is short and in small letters; names of files and settings are often neither.
            if (!char.IsAsciiLetterLower(host[i]) || host.Length - dot > 7)
            {
                return -1;
            }
        }

        return char.IsAsciiLetterOrDigit(host[0]) ? start : -1;
    }
}
