using Chaffinch.Model;

namespace Chaffinch.Detecting.Shared;

/// <summary>Rows of search phrases set one a line before the headline.</summary>
internal static class PhraseLists
{
    private const int MinLines = 4;
    private const int MaxLines = 60;
    private const int MaxChars = 2000;

    /// <summary>Lists of names are shorter, and share a word too: schools, streets, rooms.</summary>
    private const float MinStuffedWeight = 18;

    /// <summary>States each such list.</summary>
    public static void Find(SegmentedPage page, PageFacts facts, Signal signal, EvidenceSink sink)
    {
        if (facts.ProseCount == 0)
        {
            return;
        }

        int first = -1;
        int stop = Math.Min(facts.FirstProse, MaxLines);
        for (int b = 0; b <= stop; b++)
        {
            bool phrase = b < stop && IsPhrase(page, facts, b);
            if (phrase && first < 0)
            {
                first = b;
            }
            else if (!phrase && first >= 0)
            {
                Look(page, facts, first, b, signal, sink);
                first = -1;
            }
        }
    }

    private static bool IsPhrase(SegmentedPage page, PageFacts facts, int b)
    {
        const Hints Lists = Hints.Navigation | Hints.Breadcrumb | Hints.Tags | Hints.Related | Hints.Share | Hints.Byline | Hints.Account | Hints.Search;
        ref readonly Block block = ref page.Page.Blocks[b];
        ref readonly LineFacts line = ref facts.Lines[b];
        if (block.Zone != Zone.Body || block.HeadingLevel > 0 || (block.Traits & (BlockTraits.Control | BlockTraits.Code | BlockTraits.Preformatted)) != 0 || (block.AllHints & Lists) != 0 || line.Weight is < 12 or > 75)
        {
            return false;
        }

        if (line.SentenceEnds > 0 || line.Commas + line.Separators > 1 || line.IsTechnical || line.Letters * 4 < line.Chars * 3)
        {
            return false;
        }

        // Links that stay on the site are its menu.
        return block.LinkCount == 0 || (block.FirstLink < page.Page.Links.Length && facts.LeavesSite(page.Page.Links[block.FirstLink]));
    }

    private static void Look(SegmentedPage page, PageFacts facts, int first, int end, Signal signal, EvidenceSink sink)
    {
        ReadOnlySpan<Block> blocks = page.Page.Blocks;
        var span = new TextSpan(blocks[first].Span.Start, blocks[end - 1].Span.End);
        if (end - first < MinLines || span.Length > MaxChars || IsReadingList(page, first, end))
        {
            return;
        }

        Support support = facts.SupportOf(span);
        if (support.Terms < 8 || support.Share > 0.15f)
        {
            return;
        }

        RowShape row = RowShape.Read(page, span);
        int others = 0;
        for (int b = first; b < end; b++)
        {
            ScriptCounts scripts = Scripts.CountLetters(page.Classes[blocks[b].Span.Start..blocks[b].Span.End]);
            others += facts.IsOtherScript(scripts) || facts.IsOtherVariant(blocks[b].Span) ? 1 : 0;
        }

        // The headline itself often stands right below the list: lines that lack what makes the others alike are not of it.
        bool stuffed = row.MostShared >= 3 && row.MostShared * 5 >= row.Items * 2 && row.MeanWeight >= MinStuffedWeight && facts.LinesOf(row.SharedTerm) == 0;
        stuffed = stuffed && !MostEndWith(page, first, end, row.SharedTerm);
        bool other = others * 3 > (end - first) * 2;
        if (!other && !stuffed)
        {
            return;
        }

        int last = end - 1;
        while (last > first && !Belongs(page, facts, blocks[last].Span, other, row.SharedTerm))
        {
            last--;
        }

        if (last - first + 1 < MinLines)
        {
            return;
        }

        span = new TextSpan(span.Start, blocks[last].Span.End);
        float strength = 0.4f + (other ? 0.15f : 0) + (stuffed ? 0.15f : 0) + (0.03f * Math.Min(last + 1 - first - MinLines, 5));
        sink.Add(signal, span, strength, new Fact("{a} lines of phrases before the headline, {b} % of their terms in the running text", last + 1 - first, support.Percent));
    }

    // Each line leads to another site's page: what others wrote on one matter. Planted lists lead to one site or two.
    private static bool IsReadingList(SegmentedPage page, int first, int end)
    {
        int changes = 0;
        ulong before = 0;
        for (int b = first; b < end; b++)
        {
            ref readonly Block block = ref page.Page.Blocks[b];
            ulong host = block.LinkCount > 0 && block.FirstLink < page.Page.Links.Length ? page.Page.Links[block.FirstLink].Host : 0;
            changes += host != 0 && host != before ? 1 : 0;
            before = host;
        }

        return changes * 2 >= end - first;
    }

    /// <summary>Names end with what they name ("… school"); search phrases start with it.</summary>
    private static bool MostEndWith(SegmentedPage page, int first, int end, uint term)
    {
        int ends = 0;
        for (int b = first; b < end; b++)
        {
            TextSpan line = page.Page.Blocks[b].Span;
            var reader = new TermReader(page, line);
            bool last = false;
            while (reader.Next())
            {
                last = reader.Term == term && reader.End == line.End;
            }

            ends += last ? 1 : 0;
        }

        return ends * 2 >= end - first;
    }

    private static bool Belongs(SegmentedPage page, PageFacts facts, TextSpan line, bool other, uint term)
    {
        if (other)
        {
            return facts.IsOtherScript(Scripts.CountLetters(page.Classes[line.Start..line.End])) || facts.IsOtherVariant(line);
        }

        var reader = new TermReader(page, line);
        while (reader.Next())
        {
            if (reader.Term == term)
            {
                return true;
            }
        }

        return false;
    }
}
