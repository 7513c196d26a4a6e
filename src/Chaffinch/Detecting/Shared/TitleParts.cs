using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Detecting.Shared;

/// <summary>What is known of one part of a title.</summary>
internal struct TitlePart
{
    /// <summary>How the running text bears it out.</summary>
    public Support Support;

    /// <summary>Other lines that say the same.</summary>
    public int Copies;

    /// <summary>Those of them that stand between running text, or glued to it.</summary>
    public int Between;

    /// <summary>Those of the lines among them that have running text directly before or behind them.</summary>
    public int Beside;

    /// <summary>A heading, or a line before the running text, says the same.</summary>
    public bool IsHeading;

    /// <summary>It stands in the page's head or foot, in its site name or in its host.</summary>
    public bool IsFurniture;

    /// <summary>Most of its letters are of a script that the running text hardly has.</summary>
    public bool OtherScript;

    /// <summary>Share of its terms that stand in the page's menus, labels and foot.</summary>
    public float FrameShare;

    /// <summary>Items in it, as far as bars, underscores and commas tell.</summary>
    public int Items;

    /// <summary>Length as a reader feels it.</summary>
    public float Weight;
}

/// <summary>Looks at the parts of a title one by one and against each other.</summary>
internal static class TitleParts
{
    /// <summary>Entries of menus are shorter than search phrases.</summary>
    private const float MenuItemWeight = 14;

    private const float LeastRest = 0.4f;

    /// <summary>Collects what is known of a part; <paramref name="line"/> is a line with the same words, -1 where none was found.</summary>
    public static TitlePart Look(SegmentedPage page, PageFacts facts, int title, TextSpan span, int line)
    {
        var pieces = new Pieces(page);
        TitlePart part = default;
        int copies = facts.ProseCopies(span);
        part.Support = facts.SupportOf(span, copies);
        part.Weight = pieces.Weight(span);
        part.Between = copies;
        part.Copies = copies;
        ScriptCounts scripts = Scripts.CountLetters(page.Classes[span.Start..span.End]);
        part.OtherScript = facts.Script.Total >= 60 && facts.Script.Of(scripts.Main) * 33 < facts.Script.Total;
        part.Items = CountItems(page, span);
        for (int i = line; i >= 0; i = facts.Lines[i].NextAlike)
        {
            if (i != title)
            {
                AddCopy(page, facts, i, ref part);
            }
        }

        part.FrameShare = page.Page.IsHtml ? facts.FrameSupportOf(span, part.Copies - copies).Share : 0;

        // In plain text a line behind the last paragraph may be the site's foot; what also stands between the sections is repeated, there too.
        bool strewn = !page.Page.IsHtml && part.Between > 0;
        part.IsFurniture = (part.IsFurniture && !strewn) || SiteNames.Names(page, span) || (!strewn && StandsAtEdges(page, facts, title, span));
        return part;
    }

    /// <summary>How surely a part that stands again as a line is planted: it comes back between sections that have none of its words.</summary>
    /// <param name="part">The part.</param>
    /// <param name="other">The rest of the title.</param>
    /// <param name="glued">True where nothing stands between the two, not even a blank, as in no title that somebody wrote.</param>
    /// <param name="plain">True where nothing stands between the two but perhaps a blank: no bar, dash or colon.</param>
    public static float IsPlanted(in TitlePart part, in TitlePart other, bool glued, bool plain = false)
    {
        // Half a headline that stands twice and more by itself between paragraphs: what of it the running text has too was strewn there likewise.
        const int MinBeside = 2;
        if (plain && part.Beside >= MinBeside && part.Weight >= 24 && part.Support.Terms >= 3 && !part.IsHeading && !part.IsFurniture && other.Weight >= 14)
        {
            return Math.Min(0.6f + (0.1f * Math.Min(part.Beside - MinBeside, 2)) + (part.Support.Share <= 0.34f ? 0.1f : 0) + (other.IsHeading ? 0.2f : 0), 1f);
        }

        if (part.Between == 0 || part.Weight < 14 || part.Support.Terms < 2 || part.Support.Share > 0.5f)
        {
            return 0;
        }

        // One copy may be the headline itself, set in a line that no heading marks; of two that are glued together it is the one that stands alone, and beside the page's own heading it is not that heading.
        bool alone = (glued || other.IsHeading) && !part.IsHeading && part.Support.Share <= 0.34f && part.Weight >= 20;
        if (!alone && (part.IsFurniture || other.Support.Terms == 0 || other.Support.Share <= part.Support.Share
            || ((part.Between == 1 || part.IsHeading) && (part.Support.Share > 0.15f || other.Support.Share < 0.5f || part.IsHeading && part.Between == 1))))
        {
            return 0;
        }

        float strength = 0.45f + (0.1f * Math.Min(part.Between, 4)) + (0.3f * Math.Max(0, other.Support.Share - part.Support.Share));
        strength += alone && glued ? 0.15f : 0;
        return Math.Min(strength * Math.Min(1f, part.Weight / 24), 1f);
    }

    /// <summary>How surely a part that stands again as a line is planted beside another that does so too.</summary>
    public static float LooksPlantedBeside(in TitlePart part, in TitlePart other)
    {
        // Beside the site's own name it is the headline that stands again, in a list of what is new.
        float gap = other.Support.Share - part.Support.Share;
        return part.IsFurniture || other.IsFurniture || part.Support.Terms < 3 || part.Support.Share > 0.3f || gap < 0.3f || part.Weight < 14
            ? 0
            : Math.Min(0.5f + (0.4f * gap) + (part.Items >= 3 ? 0.15f : 0), 1f);
    }

    /// <summary>How surely the rest of a title whose one part is the page's own heading is planted.</summary>
    /// <param name="page">The page.</param>
    /// <param name="span">The rest of the title.</param>
    /// <param name="rest">What is known of it.</param>
    /// <param name="heading">What is known of the heading.</param>
    /// <param name="atHead">True where the rest stands before the heading.</param>
    /// <param name="glued">True where nothing stands between the two.</param>
    public static float RestIsPlanted(SegmentedPage page, TextSpan span, in TitlePart rest, in TitlePart heading, bool atHead, bool glued)
    {
        if (rest.IsFurniture || rest.IsHeading || rest.Support.Terms < 3 || heading.Support.Share <= rest.Support.Share || heading.Support.Share < 0.34f)
        {
            return 0;
        }

        // A site's suffix is short and stands behind a separator; a planted phrase is a search query or a row of them.
        float strength = rest.Support.Share > 0.34f ? 0 : 0.6f * (1 - (2 * rest.Support.Share));
        strength *= Math.Min(1f, rest.Weight / (atHead || glued ? 30 : 60));
        strength += rest.OtherScript ? 0.2f : 0;
        strength += glued || atHead ? 0.3f : 0;
        strength -= 0.5f * rest.FrameShare;
        strength += rest.Items >= 3 ? 0.2f : 0;
        if (strength < LeastRest)
        {
            return 0;
        }

        strength = Math.Min(strength, 0.95f) * Selling(page, span, rest);
        return strength < LeastRest ? 0 : strength;
    }

    // What is left of the suspicion: sections and slogans stand beside the page's own headline as planted phrases do, but sell nothing.
    private static float Selling(SegmentedPage page, TextSpan span, in TitlePart part)
    {
        const float Sells = 0.45f;
        const float Least = 0.35f;
        const int MaxChars = 80;
        var head = new TextSpan(span.Start, Math.Min(span.End, span.Start + MaxChars));
        return part.OtherScript ? 1 : Math.Min(1, Least + ((1 - Least) * AnchorWords.Promotion(page, head) / Sells));
    }

    /// <summary>How surely <paramref name="part"/> is planted beside <paramref name="other"/>, with nothing but support to go by.</summary>
    public static float Contrast(in TitlePart part, in TitlePart other, bool dots, bool bar, bool atHead)
    {
        // A site's name with its menu behind it: items of a short word or two.
        if (part.Items >= 3 && part.Weight < part.Items * MenuItemWeight)
        {
            return 0;
        }

        if (part.IsFurniture || part.Support.Terms < 4 || other.Support.Terms < 3 || part.Support.Share > 0.2f || other.Support.Share < 0.5f
            || part.Weight < 30)
        {
            return 0;
        }

        float gap = other.Support.Share - part.Support.Share;
        float sure = Math.Min(part.Support.Terms, 12) / 12f;
        float strength = gap * (0.35f + (0.35f * sure));
        strength += dots && atHead ? 0.2f : 0;
        strength += part.OtherScript ? 0.15f : 0;
        strength += part.Items >= 3 ? 0.15f : 0;
        strength -= 0.5f * part.FrameShare;
        strength -= bar && !atHead && part.Items < 3 ? 0.25f : 0;
        return strength < 0.3f ? 0 : Math.Min(strength, 0.9f);
    }

    /// <summary>Goes to the next place where a fusion may be cut: after dots that text follows at once, at a bar, underscore or dash between words, or where two words are glued together.</summary>
    public static bool NextBorder(SegmentedPage page, ref int at, TextSpan span, out bool dots, out bool bar)
    {
        ReadOnlySpan<CharClass> classes = page.Classes;
        ReadOnlySpan<char> text = page.Page.Text;
        dots = false;
        bar = false;
        for (int i = Math.Max(at, span.Start + 1); i < span.End - 1; i++)
        {
            if (text[i] == '…' || (text[i] == '.' && text[i - 1] == '.' && text[i + 1] != '.'))
            {
                at = i + 1;
                dots = !CharClasses.IsSpace(classes[i + 1]) && text[i + 1] != '…';
                if (dots)
                {
                    return true;
                }
            }
            else if (IsBar(text, classes, i))
            {
                at = i + 1;
                bar = true;
                return true;
            }
            else if (i > at && Seams.Is(text, classes, i) && IsFusion(page, span, i))
            {
                at = i;
                bar = true;
                return true;
            }
        }

        at = span.End;
        return false;
    }

    /// <summary>One side of a seam at least is a word that texts or this page have, and what they make together is no name that the page uses.</summary>
    private static bool IsFusion(SegmentedPage page, TextSpan span, int at)
    {
        int start = at;
        while (start > span.Start && Pieces.IsWord(page.Classes[start - 1]))
        {
            start--;
        }

        int end = at;
        while (end < span.End && Pieces.IsWord(page.Classes[end]))
        {
            end++;
        }

        bool known = SpliceHabits.IsKnownWord(page, at, end - at) || (CharClasses.IsLetter(page.Classes[start]) && SpliceHabits.IsKnownWord(page, start, at - start));
        return known && at - start >= 3 && end - at >= 3 && PageFacts.Of(page).ProseCopies(new TextSpan(start, end)) == 0;
    }

    private static bool IsBar(ReadOnlySpan<char> text, ReadOnlySpan<CharClass> classes, int i)
    {
        if (classes[i] != CharClass.Separator || text[i] is '/' or '\\' or '·' or '・' or '~' or '～')
        {
            return false;
        }

        bool wide = CharClasses.IsSpace(classes[i - 1]) || CharClasses.IsSpace(classes[i + 1]);
        bool dense = Scripts.IsDense(Scripts.Of(classes[i - 1])) && Scripts.IsDense(Scripts.Of(classes[i + 1]));
        return text[i] is '|' or '＿' or '｜' || wide || dense || (text[i] == '_' && !(char.IsAsciiLetterOrDigit(text[i - 1]) && char.IsAsciiLetterLower(text[i + 1])));
    }

    /// <summary>How often the title's last part, behind a bar, ends a clause of the running text; 0 where it does so too seldom or stands there otherwise as well.</summary>
    public static int StrewnTail(SegmentedPage page, PageFacts facts, TextSpan span, out int border, out int copies)
    {
        var pieces = new Pieces(page);
        int start = span.End;
        while (start > span.Start && page.Classes[start - 1] != CharClass.Separator)
        {
            start--;
        }

        var tail = pieces.Trim(start, span.End);
        border = pieces.BackOverJoint(start, span.Start);
        copies = 0;
        if (start == span.Start || pieces.Weight(tail) < 12 || pieces.Letters(new TextSpan(span.Start, border)) < 4)
        {
            return 0;
        }

        int ends = facts.ClauseEndCopies(tail, out copies);
        return ends < 3 || ends * 4 < copies * 3 ? 0 : ends;
    }

    private static int CountItems(SegmentedPage page, TextSpan span)
    {
        int items = 1;
        for (int i = span.Start + 1; i < span.End - 1; i++)
        {
            items += page.Classes[i] is CharClass.Separator or CharClass.Comma && page.Classes[i - 1] is not CharClass.Separator and not CharClass.Comma
                && (page.Classes[i] == CharClass.Comma || IsBar(page.Page.Text, page.Classes, i)) ? 1 : 0;
        }

        return items;
    }

    private static void AddCopy(SegmentedPage page, PageFacts facts, int line, ref TitlePart part)
    {
        ref readonly Block block = ref page.Page.Blocks[line];
        part.Copies++;
        if (block.Zone != Zone.Body)
        {
            part.IsHeading |= block.Zone == Zone.Title;
            return;
        }

        const Hints Frame = Hints.Navigation | Hints.Header | Hints.Footer | Hints.Breadcrumb | Hints.Legal;
        if (SiteNames.IsHomeLink(page, block))
        {
            part.IsFurniture = true;
            return;
        }

        bool frame = (block.AllHints & Frame) != 0 || (block.Traits & (BlockTraits.InNav | BlockTraits.InHeader | BlockTraits.InFooter)) != 0;
        if ((block.HeadingLevel is 1 or 2 or 3 && !(frame && part.Weight < 30)) || (!frame && (block.OwnHints & Hints.Title) != 0))
        {
            part.IsHeading = true;
        }
        else if (frame || line > facts.LastProse)
        {
            part.IsFurniture |= frame || block.LinkCount > 0 || !page.Page.IsHtml;
        }
        else if (line < facts.FirstProse)
        {
            part.IsHeading |= !page.Page.IsHtml && !block.IsHidden;
            part.IsFurniture |= page.Page.IsHtml && !block.IsHidden;
        }
        else if (!block.IsHidden)
        {
            part.Between++;
            part.Beside += (line > 0 && facts.Lines[line - 1].Prose) || (line + 1 < facts.Lines.Length && facts.Lines[line + 1].Prose) ? 1 : 0;
        }
    }

    /// <summary>The part stands word for word in a line before or after the running text that is not the title itself.</summary>
    private static bool StandsAtEdges(SegmentedPage page, PageFacts facts, int title, TextSpan span)
    {
        const int MaxFinds = 16;
        if (span.Length is < 2 or > 80 || (page.Page.IsHtml && !facts.MayStandInFrame(span)))
        {
            return false;
        }

        ReadOnlySpan<char> text = page.Page.Text;
        ReadOnlySpan<char> piece = text[span.Start..span.End].Trim();
        ReadOnlySpan<Block> blocks = page.Page.Blocks;
        int at = 0;
        int b = 0;
        for (int finds = 0; finds < MaxFinds; finds++)
        {
            int next = text[at..].IndexOf(piece, StringComparison.Ordinal);
            if (next < 0)
            {
                return false;
            }

            at += next;
            while (b < blocks.Length && blocks[b].Span.End <= at)
            {
                b++;
            }

            if (b == blocks.Length)
            {
                return false;
            }

            bool edge = b != title && blocks[b].Zone == Zone.Body && !blocks[b].IsHidden && (b > facts.LastProse || (page.Page.IsHtml && b < facts.FirstProse))
                && blocks[b].HeadingLevel == 0 && facts.Lines[b].Fold != facts.Lines[title].Fold;

            // In plain text a line that starts as the title does is a copy of it, not the site's frame.
            if (edge && (page.Page.IsHtml || facts.Lines[b].Head != facts.Lines[title].Head))
            {
                return true;
            }

            at = Math.Max(at + 1, blocks[b].Span.End);
        }

        return false;
    }
}
