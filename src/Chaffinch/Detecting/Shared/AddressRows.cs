using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Detecting.Shared;

/// <summary>Rows of addresses in plain text: several hosts in one line with hardly anything between them.</summary>
internal static class AddressRows
{
    private const int MinAddresses = 3;

    /// <summary>Of rows with one host: rows that are held against the whole text, digits as a phone's, and what the names may share with running text.</summary>
    private const int MaxAsked = 32;
    private const int MaxDigits = 7;
    private const float MostSupport = 0.3f;
    private const float LeastSelling = 0.4f;

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

    /// <summary>States rows of names between bars with a bare host among them: where plain text was made of a row of links, the address of one is what is left of them.</summary>
    /// <remarks>A site's own foot names its host too: the other names must not stand in running text, and have to sell, or the host is led in as an address, or it stands in another row as well.</remarks>
    public static void FindNamed(SegmentedPage page, PageFacts facts, Signal signal, EvidenceSink sink)
    {
        const int MinItems = 4;
        const int MaxChars = 300;
        ReadOnlySpan<Block> blocks = page.Page.Blocks;
        ReadOnlySpan<char> text = page.Page.Text;
        int asked = 0;
        for (int b = 0; b < blocks.Length; b++)
        {
            TextSpan span = blocks[b].Span;
            if (facts.Lines[b].IsTechnical || facts.Lines[b].HasSentences || span.Length is < 20 or > MaxChars || CountBars(text[span.Start..span.End]) < MinItems - 1 || text[span.Start..span.End].ContainsAny('©', '@'))
            {
                continue;
            }

            TextSpan host = LoneHost(text, span, out bool led, out bool several);
            if (host.IsEmpty || several || facts.Lines[b].Digits > MaxDigits || ++asked > MaxAsked)
            {
                continue;
            }

            bool again = text[..span.Start].Contains(text[host.Start..host.End], StringComparison.Ordinal) || text[span.End..].Contains(text[host.Start..host.End], StringComparison.Ordinal);
            float selling = AnchorWords.Promotion(page, span);
            Support support = facts.SupportOf(span);
            if (support.Share <= MostSupport && (selling >= LeastSelling || led || again))
            {
                float strength = 0.55f + (selling >= LeastSelling ? 0.2f : 0) + (led ? 0.15f : 0) + (again ? 0.1f : 0);
                sink.Add(signal, span, Math.Min(0.9f, strength), new Fact("a row of names with an address among them, {a} of {b} terms stand in the running text", support.Supported, support.Terms));
            }
        }
    }

    private static int CountBars(ReadOnlySpan<char> line) => line.Count('|') + line.Count('｜') + line.Count('│');

    // The one item between bars that is a host and nothing else, but for "url" before it.
    private static TextSpan LoneHost(ReadOnlySpan<char> text, TextSpan line, out bool led, out bool several)
    {
        TextSpan host = default;
        led = several = false;
        int start = line.Start;
        for (int i = line.Start; i <= line.End; i++)
        {
            if (i < line.End && text[i] is not ('|' or '｜' or '│'))
            {
                continue;
            }

            TextSpan item = Trimmed(text, start, i);
            start = i + 1;
            bool lead = text[item.Start..item.End].StartsWith("url ", StringComparison.OrdinalIgnoreCase);
            TextSpan address = lead ? Trimmed(text, item.Start + 4, item.End) : item;
            if (address.Length < 6 || text[address.Start..address.End].Contains(' ') || HostStart(text[address.Start..address.End]) < 0)
            {
                continue;
            }

            several = !host.IsEmpty;
            host = address;
            led |= lead;
        }

        return host;
    }

    private static TextSpan Trimmed(ReadOnlySpan<char> text, int start, int end)
    {
        while (start < end && char.IsWhiteSpace(text[start]))
        {
            start++;
        }

        while (end > start && char.IsWhiteSpace(text[end - 1]))
        {
            end--;
        }

        return new TextSpan(start, end);
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
            if (!char.IsAsciiLetterLower(host[i]) || host.Length - dot > 9)
            {
                return -1;
            }
        }

        return char.IsAsciiLetterOrDigit(host[0]) ? start : -1;
    }
}
