using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Detecting.Shared;

/// <summary>The lines at the end of a page that are the site's own: its name, rights, opening hours, codes to scan, a row of short entries.</summary>
/// <remarks>What kits string in behind an article ends where they begin. Told by form and by what the page's head says too, since words differ by language.</remarks>
internal static class PageFoot
{
    private const int MaxLines = 8;
    private const float MaxWeight = 170;
    private const int MaxItemChars = 28;
    private const float Sells = 0.4f;

    /// <summary>Index of the first block of the page's foot; the number of blocks where there is none.</summary>
    /// <param name="page">The page; its last lines are looked at, at most eight.</param>
    public static int FirstOf(SegmentedPage page)
    {
        ReadOnlySpan<Block> blocks = page.Page.Blocks;
        PageFacts facts = PageFacts.Of(page);
        int first = blocks.Length;
        while (first > 1 && blocks.Length - first < MaxLines && IsFoot(page, facts, first - 1))
        {
            first--;
        }

        return first;
    }

    private static bool IsFoot(SegmentedPage page, PageFacts facts, int b)
    {
        const BlockTraits Frame = BlockTraits.InNav | BlockTraits.InFooter | BlockTraits.Control;
        const Hints Machinery = Hints.Footer | Hints.Legal | Hints.Navigation | Hints.Share;
        ref readonly Block block = ref page.Page.Blocks[b];
        ref readonly LineFacts line = ref facts.Lines[b];
        if (block.Zone != Zone.Body || block.IsHidden || block.Span.IsEmpty)
        {
            return false;
        }

        if ((block.Traits & Frame) != 0 || (block.AllHints & Machinery) != 0)
        {
            return true;
        }

        // Dates joined to signs, broken characters and what breaks off are a kit's.
        ulong mask = page.BlockProfiles[b].Mask;
        if (block.HeadingLevel > 0 || line.Weight > MaxWeight || line.SentenceEnds > 3 || (mask & CharClasses.Bit(CharClass.Replacement)) != 0)
        {
            return false;
        }

        ReadOnlySpan<char> text = page.Page.Text.AsSpan(block.Span.Start, block.Span.Length);
        bool own = text.ContainsAny('©', '®') || HasHours(text) || HasCode(text) || SiteNames.Names(page, block.Span) || OpensLikeHead(page, facts, b) || IsRowOfEntries(text, line);
        return own && AnchorWords.PromotionOfText(page, block.Span) < Sells;
    }

    /// <summary>Two clock times with a dash between them: "9:00–17:30", "14 h – 18 h", "8.30-12 Uhr", "10時〜18時".</summary>
    private static bool HasHours(ReadOnlySpan<char> text)
    {
        for (int i = 1; i + 1 < text.Length; i++)
        {
            if (text[i] is not ('-' or '–' or '—' or '~' or '〜' or '～'))
            {
                continue;
            }

            (int before, bool marked) = TimeBefore(text[..i]);
            (int after, bool alsoMarked) = TimeAfter(text[(i + 1)..]);
            if (before is >= 0 and <= 24 && after is > 0 and <= 24 && (marked || alsoMarked))
            {
                return true;
            }
        }

        return false;
    }

    // The hour of the time that ends here, and whether minutes or a sign of hours stand behind it.
    private static (int Hour, bool Marked) TimeBefore(ReadOnlySpan<char> text)
    {
        int end = text.TrimEnd().Length;
        bool marked = false;
        if (end > 0 && text[end - 1] is 'h' or 'H' or '時' or '时' or '點' or '点' or '시')
        {
            marked = true;
            end = text[..(end - 1)].TrimEnd().Length;
        }

        int start = end;
        while (start > 0 && (char.IsAsciiDigit(text[start - 1]) || text[start - 1] is ':' or '.' or 'h') && end - start < 5)
        {
            start--;
        }

        return Hour(text[start..end], marked, start == 0 || !char.IsAsciiDigit(text[start - 1]));
    }

    private static (int Hour, bool Marked) TimeAfter(ReadOnlySpan<char> text)
    {
        ReadOnlySpan<char> rest = text.TrimStart();
        int end = 0;
        while (end < rest.Length && (char.IsAsciiDigit(rest[end]) || (rest[end] is ':' or '.' or 'h' && end + 1 < rest.Length && char.IsAsciiDigit(rest[end + 1]))) && end < 6)
        {
            end++;
        }

        ReadOnlySpan<char> behind = rest[end..].TrimStart();
        bool marked = behind.Length > 0 && (behind[0] is '時' or '时' or '點' or '点' or '시' || (behind[0] is 'h' or 'H' && (behind.Length == 1 || !char.IsLetter(behind[1]))));
        return Hour(rest[..end], marked, true);
    }

    private static (int Hour, bool Marked) Hour(ReadOnlySpan<char> time, bool marked, bool whole)
    {
        int sign = time.IndexOfAny(':', '.', 'h');
        ReadOnlySpan<char> hour = sign < 0 ? time : time[..sign];
        bool minutes = sign > 0 && time.Length - sign == 3;
        bool read = int.TryParse(hour, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out int value);
        return read && whole && hour.Length <= 2 && (sign < 0 || minutes) ? (value, marked || minutes) : (-1, false);
    }

    // Codes to scan have one name in nearly all languages.
    private static bool HasCode(ReadOnlySpan<char> text)
    {
        int at = text.IndexOf("QR", StringComparison.Ordinal);
        bool word = at >= 0 && (at == 0 || !char.IsAsciiLetterOrDigit(text[at - 1])) && (at + 2 == text.Length || !char.IsAsciiLetterOrDigit(text[at + 2]));
        return word || text.Contains("二维码", StringComparison.Ordinal) || text.Contains("二維碼", StringComparison.Ordinal);
    }

    // The site's name opens its foot as it opens its head: the first line of a page, or the first link of its menu.
    private static bool OpensLikeHead(SegmentedPage page, PageFacts facts, int b)
    {
        const int MaxHead = 8;
        const int MinLetters = 5;
        ReadOnlySpan<Block> blocks = page.Page.Blocks;
        ReadOnlySpan<Link> links = page.Page.Links;
        var pieces = new Pieces(page);
        for (int h = 0; h < Math.Min(MaxHead, Math.Min(b, facts.FirstProse)); h++)
        {
            ref readonly Block head = ref blocks[h];
            if (head.Zone != Zone.Body || head.HeadingLevel > 0)
            {
                continue;
            }

            TextSpan name = page.Page.IsHtml && head.LinkCount > 0 && head.FirstLink < links.Length && links[head.FirstLink].Span.Start == head.Span.Start ? links[head.FirstLink].Span : FirstEntry(page, head.Span);
            if (pieces.Letters(name) >= MinLetters && pieces.EndOfPrefix(blocks[b].Span, name) > 0)
            {
                return true;
            }
        }

        return false;
    }

    private static TextSpan FirstEntry(SegmentedPage page, TextSpan line)
    {
        int end = line.Start;
        while (end < line.End && end - line.Start <= MaxItemChars && page.Classes[end] is not (CharClass.Separator or CharClass.Comma or CharClass.LineEnd) && page.Page.Text[end] != '\u3000'
            && !(page.Classes[end] == CharClass.Space && end + 1 < line.End && page.Classes[end + 1] == CharClass.Space))
        {
            end++;
        }

        return end - line.Start > MaxItemChars ? default : new TextSpan(line.Start, end);
    }

    // Short entries with several blanks or bars between them and no sentence.
    private static bool IsRowOfEntries(ReadOnlySpan<char> text, in LineFacts line)
    {
        if (line.SentenceEnds > 0 || line.Commas > 0)
        {
            return false;
        }

        int entries = 1;
        int start = 0;
        for (int i = 1; i + 1 < text.Length; i++)
        {
            bool wide = char.IsWhiteSpace(text[i]) && (char.IsWhiteSpace(text[i + 1]) || text[i] is '\t' or '\u3000');
            if (!wide && text[i] is not ('|' or '｜' or '·' or '•'))
            {
                continue;
            }

            if (i - start > MaxItemChars)
            {
                return false;
            }

            while (i + 1 < text.Length && (char.IsWhiteSpace(text[i + 1]) || text[i + 1] is '|' or '｜' or '·' or '•'))
            {
                i++;
            }

            entries++;
            start = i + 1;
        }

        return entries >= 2 && text.Length - start <= MaxItemChars;
    }
}
