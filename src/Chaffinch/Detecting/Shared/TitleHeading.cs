using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Detecting.Shared;

/// <summary>A title that holds a heading of the page letter by letter, with something set before or behind it.</summary>
/// <param name="Headline">The heading's words in the title; empty where nothing is planted beside them.</param>
/// <param name="Planted">What stands on the planted side, separators included.</param>
/// <param name="Suffix">What stands behind the headline at a bar, empty where nothing does.</param>
/// <param name="Strength">How surely the planted side is planted.</param>
/// <param name="Support">How the running text bears it out.</param>
internal readonly record struct HeadedTitle(TextSpan Headline, TextSpan Planted, TextSpan Suffix, float Strength, Support Support);

/// <summary>Cuts the title where the page's own heading begins or ends in it: no guess, as the heading stands there by itself.</summary>
/// <remarks>
/// What a site sets beside its headlines is joined by a bar, a dash or a colon; those borders are left to others. A rest that is glued to the headline, or parted from it
/// by a blank, a comma or dots, is what a kit leaves: where there is a blank or a comma only, it has to be a row of phrases or read like advertising too.
/// Linear: at most <see cref="MaxHeadings"/> searches in one title.
/// </remarks>
internal static class TitleHeading
{
    private const int MaxHeadings = 6;
    private const float MinHeading = 14;
    private const float MinRest = 20;
    private const float LeastSelling = 0.4f;

    private enum Joint
    {
        Other,
        Glued,
        Dots,
        Blank,
        Comma,
    }

    /// <summary>Looks for a heading in a title; default where none stands in it beside something planted.</summary>
    /// <param name="page">The page.</param>
    /// <param name="facts">Its facts.</param>
    /// <param name="title">The block of the title.</param>
    /// <param name="span">Its span.</param>
    /// <param name="fused">What was found fused to a heading of the page, empty where nothing was.</param>
    /// <param name="stated">What was stated before.</param>
    /// <param name="part">The signal of parts of headings that were told from phrases fused to them; they count instead of the whole heading.</param>
    public static HeadedTitle Look(SegmentedPage page, PageFacts facts, int title, TextSpan span, TextSpan fused, ReadOnlySpan<Evidence> stated, Signal part)
    {
        ReadOnlySpan<Block> blocks = page.Page.Blocks;
        var pieces = new Pieces(page);
        int seen = 0;
        for (int b = 0; b < blocks.Length && seen < MaxHeadings; b++)
        {
            if (blocks[b].Zone != Zone.Body || blocks[b].HeadingLevel is not (1 or 2 or 3) || blocks[b].IsHidden)
            {
                continue;
            }

            seen++;
            TextSpan heading = blocks[b].Span;
            foreach (ref readonly Evidence e in stated)
            {
                heading = ReferenceEquals(e.Signal, part) && blocks[b].Span.Contains(e.Span) ? e.Span : heading;
            }

            heading = pieces.Trim(heading.Start, heading.End);
            if (pieces.Weight(heading) < MinHeading || heading.Length >= span.Length)
            {
                continue;
            }

            int at = page.Page.Text.AsSpan(span.Start, span.Length).IndexOf(page.Page.Text.AsSpan(heading.Start, heading.Length), StringComparison.Ordinal);
            if (at >= 0 && Cut(page, facts, title, span, fused, new TextSpan(span.Start + at, span.Start + at + heading.Length)) is { Planted.IsEmpty: false } found)
            {
                return found;
            }
        }

        return default;
    }

    /// <summary>The side of a title beside the page's own heading that is a row of phrases; the whole title where no heading that sells nothing stands in it, or no row beside it.</summary>
    /// <param name="page">The page.</param>
    /// <param name="title">The title's span.</param>
    public static TextSpan Beside(SegmentedPage page, TextSpan title)
    {
        const int MinJoints = 2;
        ReadOnlySpan<Block> blocks = page.Page.Blocks;
        var pieces = new Pieces(page);
        int seen = 0;
        for (int b = 0; b < blocks.Length && seen < MaxHeadings; b++)
        {
            if (blocks[b].Zone != Zone.Body || blocks[b].HeadingLevel is not (1 or 2 or 3) || blocks[b].IsHidden)
            {
                continue;
            }

            seen++;
            TextSpan heading = pieces.Trim(blocks[b].Span.Start, blocks[b].Span.End);
            int at = pieces.Weight(heading) < MinHeading || heading.Length >= title.Length ? -1
                : page.Page.Text.AsSpan(title.Start, title.Length).IndexOf(page.Page.Text.AsSpan(heading.Start, heading.Length), StringComparison.Ordinal);
            if (at < 0 || AnchorWords.Promotion(page, heading) >= LeastSelling)
            {
                continue;
            }

            var before = new TextSpan(title.Start, title.Start + at);
            var behind = new TextSpan(title.Start + at + heading.Length, title.End);
            return Joints(page, before) >= MinJoints ? before : Joints(page, behind) > MinJoints ? behind : title;
        }

        return title;
    }

    private static int Joints(SegmentedPage page, TextSpan span) => page.Classes[span.Start..span.End].Count(CharClass.Separator) + page.Classes[span.Start..span.End].Count(CharClass.Comma);

    private static HeadedTitle Cut(SegmentedPage page, PageFacts facts, int title, TextSpan span, TextSpan fused, TextSpan headline)
    {
        var pieces = new Pieces(page);
        var before = new TextSpan(span.Start, headline.Start);
        var behind = new TextSpan(headline.End, span.End);
        float atHead = Planted(page, facts, title, before, fused, JointBefore(page, before, headline.Start), out Support supportBefore);
        float atTail = Planted(page, facts, title, behind, fused, JointBehind(page, behind), out Support supportBehind);
        if (Math.Max(atHead, atTail) <= 0)
        {
            return default;
        }

        if (atTail > atHead)
        {
            return new HeadedTitle(headline, pieces.Trim(behind.Start, behind.End), default, atTail, supportBehind);
        }

        TextSpan suffix = pieces.Trim(behind.Start, behind.End);
        bool bar = !suffix.IsEmpty && page.Classes[suffix.Start] == CharClass.Separator;
        return new HeadedTitle(headline, pieces.Trim(before.Start, before.End), bar ? suffix : default, atHead, supportBefore);
    }

    private static float Planted(SegmentedPage page, PageFacts facts, int title, TextSpan rest, TextSpan fused, Joint joint, out Support support)
    {
        support = default;
        if (joint == Joint.Other || new Pieces(page).Weight(rest) < MinRest)
        {
            return 0;
        }

        var pieces = new Pieces(page);
        TextSpan words = pieces.Trim(rest.Start, rest.End);
        TitlePart part = TitleParts.Look(page, facts, title, words, LineLike(page, facts, title, words));
        support = part.Support;
        if (!fused.IsEmpty && pieces.EndOfPrefix(words, fused) > 0)
        {
            return 0.9f;
        }

        // A row of phrases may stand above the page too; no site joins its name to a headline by a comma.
        float selling = AnchorWords.Promotion(page, words);
        bool row = joint == Joint.Comma && part.Items >= 3 && selling >= LeastSelling;
        if (part.Support.Terms < 3 || (!row && (part.IsFurniture || (part.FrameShare > 0.34f && part.Beside == 0))) || (part.Support.Share > 0.34f && part.Between == 0))
        {
            return 0;
        }

        bool sells = part.Items >= 3 || part.Between > 0 || selling >= LeastSelling;
        float strength = joint switch
        {
            Joint.Glued => sells ? 0.9f : 0.75f,
            Joint.Dots => sells ? 0.85f : 0.6f,
            _ => sells ? 0.8f : 0,
        };
        return strength * (1 - (0.5f * part.Support.Share));
    }

    // A line of the body that says the same; the rest starts or ends as the title does.
    private static int LineLike(SegmentedPage page, PageFacts facts, int title, TextSpan words)
    {
        var pieces = new Pieces(page);
        for (int i = 0; i < facts.Lines.Length; i++)
        {
            if (i != title && facts.SharesEnd(i, title) && facts.Lines[i].FirstAlike == i && pieces.EndOfPrefix(words, page.Page.Blocks[i].Span) == words.End)
            {
                return i;
            }
        }

        return -1;
    }

    private static Joint JointBefore(SegmentedPage page, TextSpan rest, int at)
    {
        ReadOnlySpan<CharClass> classes = page.Classes;
        int end = at;
        while (end > rest.Start && CharClasses.IsSpace(classes[end - 1]))
        {
            end--;
        }

        if (end == rest.Start)
        {
            return Joint.Other;
        }

        char last = page.Page.Text[end - 1];
        if (Pieces.IsWord(classes[end - 1]))
        {
            return end == at ? Joint.Glued : Joint.Blank;
        }

        return last is '…' || (last == '.' && end - 2 > rest.Start && page.Page.Text[end - 2] == '.') || last is '!' or '！' ? Joint.Dots
            : last is ',' or '，' or '、' or '،' ? Joint.Comma : Joint.Other;
    }

    private static Joint JointBehind(SegmentedPage page, TextSpan rest)
    {
        ReadOnlySpan<CharClass> classes = page.Classes;
        int start = rest.Start;
        while (start < rest.End && CharClasses.IsSpace(classes[start]))
        {
            start++;
        }

        return start == rest.End || !Pieces.IsWord(classes[start]) ? Joint.Other : start == rest.Start ? Joint.Glued : Joint.Blank;
    }
}
