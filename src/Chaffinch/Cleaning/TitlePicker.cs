using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Cleaning;

/// <summary>Chooses among the places where the headline stands: in the visible page before the title element, a heading before a plain line.</summary>
internal static class TitlePicker
{
    // A heading that shares this much with the title element is the same title; a longer one is a sentence of its own.
    private const double SameTitleShare = 0.6;
    private const double AllButOne = 0.9;
    private const int SentenceWords = 7;
    private const int MaxTitleChars = 400;

    /// <summary>Marks the parts of the chosen line as title; the other headlines stay to be cut as repetitions.</summary>
    /// <param name="page">The page.</param>
    /// <param name="parts">Its parts.</param>
    /// <param name="type">What sort of page it is.</param>
    /// <param name="candidates">Room for candidates.</param>
    /// <param name="repairs">What repaired parts read.</param>
    public static void Choose(Page page, Span<Part> parts, PageType type, TitleCandidates candidates, RepairList repairs)
    {
        ChooseByLabels(page, parts, repairs);
        candidates.Chosen = -1;
        if (!page.IsHtml || !candidates.Collect(page, parts))
        {
            return;
        }

        // The weights choose the words; what goes from the text as a headline stays as the labels say.
        int best = TitleRanker.Default.Best(candidates, type);
        TitleCandidate title = candidates.Items[best];
        if (parts[title.Part].Role == PartRole.Title && parts[title.LastPart].Role == PartRole.Title
            && parts[title.Part].Kept.Start == title.Span.Start && parts[title.LastPart].Kept.End == title.Span.End)
        {
            return;
        }

        candidates.Chosen = best;
        foreach (ref Part part in parts)
        {
            if (part.Role == PartRole.Title)
            {
                (part.Role, part.Kept) = (part.Label == Label.Furniture ? PartRole.Cut : PartRole.Headline, part.Whole);
            }
        }
    }

    // Where planted text stands in a title: the headline that the labels name, in the visible page before the title element.
    private static void ChooseByLabels(Page page, Span<Part> parts, RepairList repairs)
    {
        int best = -1;
        int bestRank = -1;
        for (int i = 0; i < parts.Length; i++)
        {
            if (parts[i].Role == PartRole.Headline && Rank(page.Blocks[parts[i].Block]) is int rank && rank > bestRank)
            {
                best = i;
                bestRank = rank;
            }
        }

        int element = page.IsHtml ? ElementPart(page, parts) : -1;
        best = element >= 0 ? Weigh(page, parts, best, element, repairs) : best;
        if (best < 0)
        {
            return;
        }

        if (best == element)
        {
            TakeElement(page, parts, best);
            return;
        }

        // A heading that a line break divides makes two blocks of one element: both are the title.
        parts[best].Role = PartRole.Headline;
        int block = parts[best].Block;
        for (int i = best; i < parts.Length; i++)
        {
            if (parts[i].Block != block && !IsContinuation(page, block, parts[i].Block))
            {
                break;
            }

            block = parts[i].Block;
            if (parts[i].Role == PartRole.Headline)
            {
                parts[i].Role = PartRole.Title;
                parts[i].Kept = WithoutMark(page, parts[i].Kept);
            }
        }
    }

    // A repair parts the title element's words; without one the first part is all that is genuine of it.
    private static void TakeElement(Page page, Span<Part> parts, int first)
    {
        for (int i = first; i < parts.Length && parts[i].Block == parts[first].Block && parts[i].Role == PartRole.Headline; i++)
        {
            bool goesOn = parts[i].IsRepaired || (i > first && parts[i - 1].IsRepaired && !TitleSeparators.Leads(page.Text.AsSpan(parts[i].Whole.Start, parts[i].Whole.Length)));
            if (i > first && !goesOn)
            {
                return;
            }

            parts[i].Role = PartRole.Title;
            parts[i].Kept = parts[i].IsRepaired ? parts[i].Whole : WithoutSite(page, parts[i].Whole);
            if (parts[i].Kept.End < parts[i].Whole.End)
            {
                return;
            }
        }
    }

    /// <summary>The words of the chosen candidate.</summary>
    public static string Read(TitleCandidates candidates, TextBuffer into)
    {
        into.Clear();
        into.Append(candidates.TextOf(candidates.Chosen).TrimEnd(" ¶#§"));
        return into.ToString();
    }

    /// <summary>The title's text, null where there is none.</summary>
    public static string? Read(Page page, ReadOnlySpan<CharClass> classes, ReadOnlySpan<Part> parts, RepairList repairs, TextBuffer into)
    {
        into.Clear();
        int before = -1;
        for (int i = 0; i < parts.Length; i++)
        {
            if (parts[i].Role != PartRole.Title)
            {
                continue;
            }

            if (before >= 0)
            {
                into.Append(parts[before].Block == parts[i].Block ? Joint.Between(page, classes, parts, repairs, before, i) : " ");
            }

            before = i;
            if (parts[i].IsRepaired)
            {
                repairs.Write(parts[i], inTitle: true, into);
                continue;
            }

            into.Append(page.Text.AsSpan(parts[i].Kept.Start, parts[i].Kept.Length));
        }

        return into.Length == 0 ? null : into.ToString();
    }

    // The genuine part of the title element.
    private static int ElementPart(Page page, ReadOnlySpan<Part> parts)
    {
        for (int i = 0; i < parts.Length && page.Blocks[parts[i].Block].Zone != Zone.Body; i++)
        {
            if (parts[i].Role == PartRole.Headline && page.Blocks[parts[i].Block].Zone == Zone.Title && parts[i].Whole.Length <= MaxTitleChars)
            {
                return i;
            }
        }

        return -1;
    }

    // The heading, where it says what the title element says or is a sentence; else the title element: many a page's headings are slogans.
    private static int Weigh(Page page, ReadOnlySpan<Part> parts, int best, int element, RepairList repairs)
    {
        Span<ulong> room = stackalloc ulong[TitleWords.MaxWords];
        Span<ulong> roomOfElement = stackalloc ulong[TitleWords.MaxWords];
        Span<ulong> roomOfSite = stackalloc ulong[TitleWords.MaxWords];
        TitleWords title = TitleWords.Of(Reads(page, parts[element], repairs), roomOfElement);
        TitleWords site = TitleWords.Of(page.Meta.SiteName, roomOfSite);
        int sentence = -1;
        for (int i = 0; i < parts.Length; i++)
        {
            if (!MayBeTitle(page, parts[i], isBest: i == best))
            {
                continue;
            }

            TitleWords heading = TitleWords.Of(Reads(page, parts[i], repairs), room);
            if (heading.Count == 0 || heading.SameAs(site))
            {
                continue;
            }

            if (heading.ShareIn(title) >= SameTitleShare)
            {
                // A heading that is only a piece of the title element may be the site's name; then the rest of it is a heading too.
                return heading.Count * 2 < title.Count && OtherHeading(page, parts, i, title, heading) is int other and >= 0 ? other : i;
            }

            sentence = sentence < 0 && heading.Count >= SentenceWords ? i : sentence;
        }

        return sentence >= 0 ? sentence : element;
    }

    // A lesser heading all of whose words stand in the title element, more of them than the first heading has, and none of that one's.
    private static int OtherHeading(Page page, ReadOnlySpan<Part> parts, int first, TitleWords title, TitleWords heading)
    {
        Span<ulong> room = stackalloc ulong[TitleWords.MaxWords];
        for (int i = 0; i < parts.Length; i++)
        {
            if (i == first || parts[i].Block < 0 || parts[i].Block == parts[first].Block || parts[i].Label is Label.Injected or Label.Damaged || parts[i].Whole.Length > MaxTitleChars)
            {
                continue;
            }

            ref readonly Block block = ref page.Blocks[parts[i].Block];
            if (block.HeadingLevel is 0 or > 3 || block.IsHidden || block.Zone != Zone.Body)
            {
                continue;
            }

            TitleWords words = TitleWords.Of(page.Text.AsSpan(parts[i].Whole.Start, parts[i].Whole.Length), room);
            if (words.Count > heading.Count && words.ShareIn(title) >= AllButOne && heading.ShareIn(words) < SameTitleShare)
            {
                return i;
            }
        }

        return -1;
    }

    // The mark of a permanent link behind a heading is no word of it.
    private static TextSpan WithoutMark(Page page, TextSpan title)
    {
        TextSpan span = title;
        while (span.Length > 1 && page.Text[span.End - 1] is '¶' or '#' or '§')
        {
            span = PartList.Trim(page.Text, new(span.Start, span.End - 1));
        }

        return span.IsEmpty ? title : span;
    }

    private static ReadOnlySpan<char> Reads(Page page, in Part part, RepairList repairs) =>
        part.IsRepaired ? repairs.TextOf(part) : page.Text.AsSpan(part.Whole.Start, part.Whole.Length);

    private static bool MayBeTitle(Page page, in Part part, bool isBest)
    {
        bool isText = part.IsRepaired || part.Label is not (Label.Injected or Label.Damaged);
        if (part.Block < 0 || !isText || part.Whole.Length > MaxTitleChars)
        {
            return false;
        }

        ref readonly Block block = ref page.Blocks[part.Block];
        return block.Zone == Zone.Body && !block.IsHidden && (isBest || block.HeadingLevel == 1);
    }

    // "Title - Site": the last piece goes where a bar parts it, or where it is the site's name; a colon parts nothing.
    private static TextSpan WithoutSite(Page page, TextSpan title)
    {
        ReadOnlySpan<char> text = page.Text.AsSpan(title.Start, title.Length);
        for (int i = text.Length - 2; i > 0; i--)
        {
            bool parted = text[i] is '|' or '»' or '·' or '•' || (text[i] is '-' or '–' or '—' && char.IsWhiteSpace(text[i - 1]) && char.IsWhiteSpace(text[i + 1]));
            if (parted)
            {
                TextSpan before = PartList.Trim(page.Text, new(title.Start, title.Start + i));
                return before.IsEmpty ? title : before;
            }
        }

        return title;
    }

    private static int Rank(in Block block)
    {
        if (block.Zone != Zone.Body)
        {
            return block.Zone == Zone.Title ? 1 : 0;
        }

        int rank = 2;
        if (!block.IsHidden)
        {
            rank += 4;
        }

        if (block.HeadingLevel == 1 || (block.OwnHints & Hints.Title) != Hints.None)
        {
            rank += 2;
        }
        else if (block.HeadingLevel > 0)
        {
            rank += 1;
        }

        return rank;
    }

    /// <summary>True when block <paramref name="next"/> is the same heading as <paramref name="before"/>, behind a line break.</summary>
    public static bool IsContinuation(Page page, int before, int next)
    {
        if (next != before + 1)
        {
            return false;
        }

        ref readonly Block a = ref page.Blocks[before];
        ref readonly Block b = ref page.Blocks[next];
        return a.HeadingLevel > 0 && a.HeadingLevel == b.HeadingLevel && a.Container >= 0 && a.Container == b.Container
            && (b.Traits & BlockTraits.ParagraphStart) == BlockTraits.None;
    }
}
