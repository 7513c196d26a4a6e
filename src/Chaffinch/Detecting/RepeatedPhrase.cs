using System.Collections.Immutable;
using Chaffinch.Detecting.Shared;
using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Detecting;

/// <summary>The same short line between sections that have nothing to do with it.</summary>
internal sealed class RepeatedPhrase : Detector
{
    /// <summary>Occurrences of one line that are looked at; further ones are stated with what these told.</summary>
    private const int MaxLooked = 64;

    /// <summary>Different phrases that are searched for inside other lines; each costs one pass over the text.</summary>
    private const int MaxSearches = 6;

    /// <summary>Lines whose copies are counted all over the page; further ones are judged without.</summary>
    private const int MaxCounted = 48;

    /// <summary>Short lines are mostly labels; one that reads like what is sold weighs as if it were so much of a long one.</summary>
    private const float ShortSelling = 0.7f;

    private static readonly Signal RepeatedLine = new(
        "repeated-phrase", "repeated-line", "The same short line stands between sections far apart, and the text around it has none of its words.");

    private static readonly Signal RepeatsTitlePart = new(
        "repeated-phrase", "repeats-title-part", "A line between sections says the same as one end of the title, but not the whole title.");

    public override string Name => "repeated-phrase";

    public override string What => "The same short line, word for word or with other numbers, set between sections of running text that do not mention it; a whole bracket behind the headline and again behind a paragraph.";

    public override string Why => "Authors say a thing once; kits drop their phrase in at every gap, and often glue it to the title as well.";

    public override string LeavesAlone =>
        "Refrains and verse, announcements and sayings inside a story, short labels such as those of advertisements and links, "
        + "table rows, list items, navigation, captions, names of posters, lines that come back together with their neighbours.";

    public override string Example => "…a paragraph\nGarden chairs half price today\na paragraph…\nGarden chairs half price today";

    public override string Source => "Read off polluted pages: up to six copies of one phrase on a page.";

    public override ImmutableArray<Signal> Signals { get; } = [RepeatedLine, RepeatsTitlePart];

    public override void Detect(SegmentedPage page, EvidenceSink sink)
    {
        PageFacts facts = PageFacts.Of(page);
        if (facts.ProseCount < 2)
        {
            return;
        }

        BracketCopies.Find(page, facts, RepeatedLine, sink);
        ReadOnlySpan<LineFacts> lines = facts.Lines;
        int searches = 0;
        int counted = 0;
        int titleLooks = 0;
        for (int i = 0; i < lines.Length; i++)
        {
            ref readonly LineFacts line = ref lines[i];
            if (line.FirstAlike != i || line.Weight is < 12 or > 260 || line.Letters < 5 || line.Letters * 2 < line.Chars || line.IsTechnical || line.Bulleted || !MayStand(page, i) || HasTimeOfDay(page, i))
            {
                continue;
            }

            float strength = 0;
            if (line.Alike >= 2)
            {
                strength = Repeats(page, facts, i, ref counted);
                for (int j = i; strength > 0 && j >= 0; j = lines[j].NextAlike)
                {
                    if (MayStand(page, j))
                    {
                        sink.Add(RepeatedLine, page.Page.Blocks[j].Span, strength, new Fact("stands {a} times between running text", line.Alike));
                    }
                }

                if (strength >= 0.4f && searches < MaxSearches)
                {
                    searches++;
                    InsideLines(page, facts, i, strength, sink);
                }
            }

            if (strength < 0.4f && searches < MaxSearches && page.Page.Blocks[i].HeadingLevel == 0 && GluedCopies.MayBe(page, line, page.Page.Blocks[i].Span))
            {
                searches++;
                GluedCopies.State(page, page.Page.Blocks[i].Span, RepeatedLine, sink);
            }

            if (titleLooks < MaxCounted)
            {
                titleLooks += RepeatsTitle(page, facts, i, ref searches, sink) ? 1 : 0;
            }
        }
    }

    /// <summary>A poster's name with the time of the post: it comes again with each post of a thread.</summary>
    private static bool HasTimeOfDay(SegmentedPage page, int b)
    {
        TextSpan span = page.Page.Blocks[b].Span;
        ReadOnlySpan<char> text = page.Page.Text.AsSpan(span.Start, span.Length);
        for (int at = 1; at + 1 < text.Length; at++)
        {
            if (text[at] is ':' or '：' && char.IsAsciiDigit(text[at - 1]) && char.IsAsciiDigit(text[at + 1]))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Places where a repeated line is somebody's template, not a section border.</summary>
    private static bool MayStand(SegmentedPage page, int b)
    {
        const Hints Machinery = Hints.Navigation | Hints.Header | Hints.Footer | Hints.Breadcrumb | Hints.Share | Hints.Pagination | Hints.Account
            | Hints.Search | Hints.Caption | Hints.Byline | Hints.Date | Hints.Meta | Hints.Legal | Hints.Product | Hints.Related | Hints.Tags
            | Hints.Advert | Hints.Notice | Hints.ScreenReader | Hints.Comments;
        const BlockTraits Parts = BlockTraits.ListItem | BlockTraits.Control | BlockTraits.Caption | BlockTraits.Code
            | BlockTraits.InNav | BlockTraits.InHeader | BlockTraits.InFooter | BlockTraits.Preformatted | BlockTraits.Definition | BlockTraits.InForm;
        ref readonly Block block = ref page.Page.Blocks[b];
        return block.Zone == Zone.Body && (block.AllHints & Machinery) == 0 && (block.Traits & Parts) == 0 && !DataCells.Holds(page, b);
    }

    private static float Repeats(SegmentedPage page, PageFacts facts, int first, ref int counted)
    {
        ReadOnlySpan<LineFacts> lines = facts.Lines;
        int sections = 0;
        int looked = 0;
        int sameNeighbours = 0;
        int besideProse = 0;
        int amidProse = 0;
        int lastSection = -1;
        int before = -1;
        for (int j = first; j >= 0 && looked < MaxLooked; j = lines[j].NextAlike)
        {
            looked++;
            if (lines[j].ProseBefore != lastSection)
            {
                sections++;
                lastSection = lines[j].ProseBefore;
            }

            besideProse += (j > 0 && lines[j - 1].Prose) || (j + 1 < lines.Length && lines[j + 1].Prose) ? 1 : 0;
            amidProse += j > 0 && lines[j - 1].Prose && j + 1 < lines.Length && lines[j + 1].Prose ? 1 : 0;
            sameNeighbours += before >= 0 && (SameFold(lines, before - 1, j - 1) || SameFold(lines, before + 1, j + 1)) ? 1 : 0;
            before = j;
        }

        if (sections < 2 || besideProse * 2 < looked || sameNeighbours * 2 >= looked)
        {
            return 0;
        }

        ref readonly LineFacts line = ref lines[first];
        ref readonly Block block = ref page.Page.Blocks[first];
        int copies = counted++ < MaxCounted ? facts.ProseCopies(block.Span) : 0;
        Support support = facts.SupportOf(block.Span, copies);
        if (support.Terms < 2 || support.Share > 0.6f)
        {
            return 0;
        }

        float strength = 0.4f + (0.1f * Math.Min(sections - 2, 3)) + (copies > 0 ? 0.15f : 0) + (amidProse == looked ? 0.15f : 0);
        strength *= 1 - (0.8f * support.Share);
        float length = Math.Clamp((line.Weight - 8) / 28, 0.1f, 1f);
        strength *= length < ShortSelling && AnchorWords.Promotion(page, block.Span) >= 0.5f ? ShortSelling : length;
        strength += facts.Script.Total >= 60 && facts.Script.Of(line.Main) * 20 < facts.Script.Total ? 0.2f : 0;

        // Sentences and quotations are what storytellers repeat; links and headings what templates do.
        strength *= line.Quoted || line.EndsSentence && line.SentenceEnds > 0 ? 0.4f : 1f;
        strength *= block.LinkChars * 10 > line.Chars * 9 ? 0.5f : 1f;
        strength *= block.HeadingLevel > 0 ? 0.6f : 1f;
        return strength < 0.2f ? 0 : strength;
    }

    private static bool SameFold(ReadOnlySpan<LineFacts> lines, int a, int b) =>
        a >= 0 && b < lines.Length && lines[a].Fold != 0 && lines[a].Fold == lines[b].Fold;

    /// <summary>States the copies of the line that stand inside other lines, where a splice has swallowed them.</summary>
    private static void InsideLines(SegmentedPage page, PageFacts facts, int line, float strength, EvidenceSink sink)
    {
        const int MaxFinds = 256;
        ReadOnlySpan<char> text = page.Page.Text;
        TextSpan own = page.Page.Blocks[line].Span;
        ReadOnlySpan<Block> blocks = page.Page.Blocks;
        var pieces = new Pieces(page);
        int b = 0;
        int at = 0;
        for (int finds = 0; finds < MaxFinds; finds++)
        {
            int next = text[at..].IndexOf(text[own.Start..own.End], StringComparison.Ordinal);
            if (next < 0)
            {
                return;
            }

            at += next;
            while (b < blocks.Length && blocks[b].Span.End <= at)
            {
                b++;
            }

            var found = new TextSpan(at, at + own.Length);
            at = found.End;
            if (b < blocks.Length && blocks[b].Span.Contains(found) && facts.Lines[b].Fold != facts.Lines[line].Fold
                && (!pieces.SplitsWord(found.Start) || pieces.IsSeam(found.Start) || pieces.IsSeam(found.End)))
            {
                sink.Add(RepeatedLine, found, strength, new Fact("a line of the page stands again inside another one"));
            }
        }
    }

    /// <summary>A visible heading that says the same as a part of the title, -1 where there is none.</summary>
    private static int HeadingLike(SegmentedPage page, PageFacts facts, TextSpan part)
    {
        const int MaxHeadings = 16;
        var pieces = new Pieces(page);
        ReadOnlySpan<Block> blocks = page.Page.Blocks;
        int seen = 0;
        for (int b = 0; b < blocks.Length && seen < MaxHeadings; b++)
        {
            if (blocks[b].Zone != Zone.Body || blocks[b].HeadingLevel is not (1 or 2) || blocks[b].IsHidden)
            {
                continue;
            }

            seen++;
            int end = pieces.EndOfPrefix(part, blocks[b].Span);
            int next = end > 0 ? pieces.Trim(end, part.End).Start : 0;
            if (end > 0 && (pieces.Letters(new TextSpan(end, part.End)) == 0 || page.Classes[next] == CharClass.Separator))
            {
                return b;
            }
        }

        return -1;
    }

    /// <summary>Looks whether the line is one end of the title; true where it had to be looked at closely.</summary>
    private static bool RepeatsTitle(SegmentedPage page, PageFacts facts, int i, ref int searches, EvidenceSink sink)
    {
        ReadOnlySpan<LineFacts> lines = facts.Lines;
        ref readonly LineFacts line = ref lines[i];
        if (line.Weight < 20)
        {
            return false;
        }

        var pieces = new Pieces(page);
        int last = Math.Min(lines.Length - 1, facts.FirstProse);
        for (int t = 0; t <= last && t < 12; t++)
        {
            bool sameHead = lines[t].Head == line.Head;
            if ((!sameHead && lines[t].Tail != line.Tail) || lines[t].Letters < line.Letters + 6 || lines[t].Fold == line.Fold
                || page.Page.Blocks[t].Zone is Zone.Description or Zone.Keywords)
            {
                continue;
            }

            TextSpan title = page.Page.Blocks[t].Span;
            int end = sameHead ? pieces.EndOfPrefix(title, page.Page.Blocks[i].Span) : -1;
            int start = end < 0 ? pieces.StartOfSuffix(title, page.Page.Blocks[i].Span) : -1;
            if (end < 0 && start < 0)
            {
                continue;
            }

            TextSpan rest = end > 0 ? new TextSpan(end, title.End) : new TextSpan(title.Start, start);
            TitlePart part = TitleParts.Look(page, facts, t, page.Page.Blocks[i].Span, i);
            TitlePart other = TitleParts.Look(page, facts, t, rest, HeadingLike(page, facts, rest));
            bool plain = end > 0 ? pieces.IsPlainJoint(end, pieces.OverJoint(end, title.End)) : pieces.IsPlainJoint(pieces.BackOverJoint(start, title.Start), start);
            float strength = TitleParts.IsPlanted(part, other, pieces.IsGlued(end > 0 ? end : start), plain);
            for (int j = i; strength > 0 && j >= 0; j = lines[j].NextAlike)
            {
                if (j != t && MayStand(page, j))
                {
                    sink.Add(RepeatsTitlePart, page.Page.Blocks[j].Span, strength, new Fact("one end of the title stands again here; {a} % of its terms are in the running text", part.Support.Percent));
                }
            }

            // What is fused to the title and stands alone is looked for in the splices too, which swallow it.
            if (strength >= 0.5f && searches < MaxSearches)
            {
                searches++;
                InsideLines(page, facts, i, strength, sink);
            }

            return true;
        }

        return false;
    }
}
