using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Detecting.Shared;

/// <summary>Places where contacts are what the place is for: small ads, notice boards, directories, in which most items name one.</summary>
internal static class MarketPlace
{
    private const int MinItems = 3;
    private const int MinWithContact = 3;
    private const int MaxDepth = 12;
    private const int MaxSeen = 64;
    private const int MaxBlocks = 4_000;
    private const int MaxContainers = 20_000;

    /// <summary>True where at least half of the items of one make around a block name a number or an account; in plain text, a third of the lines that are running text.</summary>
    /// <param name="page">The page.</param>
    /// <param name="block">The block with a contact; the work is linear in the page's elements and first 4,000 blocks.</param>
    public static bool IsOne(SegmentedPage page, int block)
    {
        PageFacts facts = PageFacts.Of(page);
        if (!page.Page.IsHtml)
        {
            return IsText(page, facts);
        }

        ReadOnlySpan<Container> containers = page.Page.Containers;
        int item = page.Page.Blocks[block].Container;
        for (int depth = 0; item >= 0 && depth < MaxDepth; depth++, item = containers[item].Parent)
        {
            int siblings = Siblings(containers, item, out int first, out int last);
            if (siblings >= MinItems)
            {
                int held = Held(page, item, first, last);
                return held >= MinWithContact && held * 2 >= siblings;
            }
        }

        return false;
    }

    // Items between the first and the last of this one's make: some may be marked as new or paid for.
    private static int Siblings(ReadOnlySpan<Container> all, int item, out int first, out int last)
    {
        first = item;
        last = item;
        all = all[..Math.Min(all.Length, MaxContainers)];
        for (int i = 0; i < all.Length; i++)
        {
            if (all[i].Parent == all[item].Parent && all[i].Shape == all[item].Shape)
            {
                first = Math.Min(first, i);
                last = Math.Max(last, i);
            }
        }

        int count = 0;
        for (int i = first; i <= last && i < all.Length; i++)
        {
            count += all[i].Parent == all[item].Parent ? 1 : 0;
        }

        return count;
    }

    // Items that hold a contact of their own, this one among them; blocks come in the order of the text, so that an item's are together.
    private static int Held(SegmentedPage page, int item, int first, int end)
    {
        ReadOnlySpan<Container> containers = page.Page.Containers;
        Span<int> seen = stackalloc int[MaxSeen];
        int held = 0;
        int last = item;
        for (int b = 0; b < Math.Min(page.Page.Blocks.Length, MaxBlocks) && held < MaxSeen; b++)
        {
            int c = page.Page.Blocks[b].Container;
            for (int depth = 0; c >= 0 && containers[c].Parent != containers[item].Parent && depth < MaxDepth; depth++)
            {
                c = containers[c].Parent;
            }

            if (c < first || c > end || c == last || c == item || containers[c].Parent != containers[item].Parent)
            {
                continue;
            }

            int contact = ContactOf(page, b);
            if (contact != 0 && !seen[..held].Contains(contact))
            {
                seen[held++] = contact;
                last = c;
            }
        }

        return held + 1;
    }

    private static bool IsText(SegmentedPage page, PageFacts facts)
    {
        Span<int> seen = stackalloc int[MaxSeen];
        int held = 0;
        int lines = 0;
        for (int b = 0; b < Math.Min(page.Page.Blocks.Length, MaxBlocks) && held < MaxSeen; b++)
        {
            lines += facts.Lines[b].HasSentences ? 1 : 0;
            int contact = ContactOf(page, b);
            if (contact != 0 && !seen[..held].Contains(contact))
            {
                seen[held++] = contact;
            }
        }

        return held >= MinWithContact && held * 3 >= lines;
    }

    /// <summary>What is called in a line: a number of seven digits and more that is no date, or an account's name behind an at sign; 0 where there is none.</summary>
    private static int ContactOf(SegmentedPage page, int block)
    {
        const int MaxChars = 600;
        const int MinDigits = 6;
        ReadOnlySpan<char> text = page.Page.Text;
        TextSpan span = page.Page.Blocks[block].Span;
        int end = Math.Min(span.End, span.Start + MaxChars);
        bool digits = PageFacts.Of(page).Lines[block].Digits >= MinDigits;
        for (int i = span.Start; i < end; i++)
        {
            Handle handle = text[i] == '@' ? HandleReader.Name(text, i, end) : default;
            if (!handle.IsEmpty)
            {
                return HashOf(text[handle.Start..handle.End]);
            }

            if (!digits || !char.IsAsciiDigit(text[i]))
            {
                continue;
            }

            int date = DateReader.Read(text[..end], i, out _);
            handle = date == 0 ? HandleReader.Number(text, i, end) : default;
            if (!handle.IsEmpty)
            {
                return HashOf(text[handle.Start..handle.End]);
            }

            i += Math.Max(date - 1, 0);
            while (i + 1 < end && char.IsAsciiDigit(text[i + 1]))
            {
                i++;
            }
        }

        return 0;
    }

    private static int HashOf(ReadOnlySpan<char> text)
    {
        uint hash = 2166136261;
        foreach (char c in text)
        {
            hash = (hash ^ c) * 16777619;
        }

        return (int)(hash | 1);
    }
}
