using Chaffinch.Model;

namespace Chaffinch.Cleaning;

/// <summary>Headings that say more than the title stay in the text, though they are labelled as headlines.</summary>
/// <remarks>
/// An article has one headline. On the page of a product, a service, a list or a manual the title often stands in the title element, and the heading in sight says
/// something else: it is the page's text.
/// </remarks>
internal static class OtherHeadings
{
    /// <summary>Keeps the headings in sight of which at least one word is not in the title.</summary>
    /// <param name="page">The page.</param>
    /// <param name="parts">Its parts, the title chosen.</param>
    /// <param name="type">What sort of page it is.</param>
    /// <param name="titles">The candidates, of which one may be the title.</param>
    public static void Keep(Page page, Span<Part> parts, PageType type, TitleCandidates titles)
    {
        if (type is not (PageType.Product or PageType.Collection or PageType.Listing or PageType.Documentation or PageType.Service))
        {
            return;
        }

        Span<ulong> roomOfTitle = stackalloc ulong[TitleWords.MaxWords];
        Span<ulong> room = stackalloc ulong[TitleWords.MaxWords];
        TitleWords title = TitleWords.Of(titles.Chosen >= 0 ? titles.TextOf(titles.Chosen) : TitleIn(page, parts), roomOfTitle);
        foreach (ref Part part in parts)
        {
            if (part.Role == PartRole.Headline && part.Block >= 0 && page.Blocks[part.Block] is { Zone: Zone.Body, IsHidden: false }
                && TitleWords.Of(page.Text.AsSpan(part.Whole.Start, part.Whole.Length), room).ShareIn(title) < 1)
            {
                part.Role = PartRole.Keep;
            }
        }
    }

    // From the first to the last part that is the title.
    private static ReadOnlySpan<char> TitleIn(Page page, ReadOnlySpan<Part> parts)
    {
        int start = -1;
        int end = -1;
        foreach (ref readonly Part part in parts)
        {
            if (part.Role == PartRole.Title)
            {
                start = start < 0 ? part.Kept.Start : start;
                end = part.Kept.End;
            }
        }

        return start < 0 ? default : page.Text.AsSpan(start, end - start);
    }
}
