using System.Collections.Immutable;
using Chaffinch.Detecting.Shared;
using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Detecting;

/// <summary>A phrase glued to the genuine headline, told by what else stands on the page.</summary>
internal sealed class TitleFusion : Detector
{
    /// <summary>A headline line is looked for among this many lines before the running text.</summary>
    private const int MaxHeadLines = 4;

    /// <summary>The same in plain text, which has no headings to tell titles by.</summary>
    private const int MaxTextHeadLines = 4;

    /// <summary>Longer titles are cut at this many code units before they are looked at.</summary>
    private const int MaxTitleChars = 600;

    private static readonly Signal FusedPhrase = new(
        "title-fusion", "fused-phrase", "A part of the title is borne out by nothing on the page, while the rest is its headline.");

    private static readonly Signal HeadlinePart = new(
        "title-fusion", "headline-part", "This part of the title is the headline that the page itself bears out.");

    private static readonly Signal SiteSuffix = new(
        "title-fusion", "site-suffix", "This part of the title names the site or a section of it.");

    public override string Name => "title-fusion";

    public override string What => "A promotional phrase glued to the headline, before or after it, with or without a separator.";

    public override string Why =>
        "Kits put their phrase where search engines weigh words most. The rest of the page gives it away: the same phrase stands again "
        + "between the sections, the h1 carries the headline without it, and the running text has none of its words.";

    public override string LeavesAlone =>
        "Site and section suffixes, a site's name with its menu, brand prefixes, kickers and series names, names with inner capitals, bars inside a headline, a site's or section's name before a heading, titles printed twice, bilingual titles.";

    public override string Example => "Garden chairs half price today...Council repairs the old bridge";

    public override string Source => "Read off polluted pages; the border by repetition is exact, the border by support is a guess and weaker.";

    public override ImmutableArray<Signal> Signals { get; } = [FusedPhrase, HeadlinePart, SiteSuffix];

    public override void Detect(SegmentedPage page, EvidenceSink sink)
    {
        // Headings first: what is fused to one of them is looked for at the title's head too, where heading and title are the same line.
        PageFacts facts = PageFacts.Of(page);
        int before = sink.Count;
        DetectIn(page, facts, inTitle: false, default, sink);
        TextSpan fused = default;
        for (int i = before; i < sink.Count && fused.IsEmpty; i++)
        {
            fused = ReferenceEquals(sink.Items[i].Signal, FusedPhrase) && sink.Items[i].Strength >= 0.5f ? sink.Items[i].Span : default;
        }

        if (page.Page.IsHtml)
        {
            DetectIn(page, facts, inTitle: true, fused, sink);
        }
    }

    private static void DetectIn(SegmentedPage page, PageFacts facts, bool inTitle, TextSpan fused, EvidenceSink sink)
    {
        ReadOnlySpan<Block> blocks = page.Page.Blocks;
        int seen = 0;
        int most = page.Page.IsHtml ? MaxHeadLines : MaxTextHeadLines;
        for (int b = 0; b < blocks.Length && seen < most; b++)
        {
            ref readonly Block block = ref blocks[b];
            if (inTitle ? block.Zone == Zone.Title : (block.Zone == Zone.Body && block.HeadingLevel is 1 or 2 && !block.IsHidden)
                || (!page.Page.IsHtml && b < facts.FirstProse))
            {
                ref readonly LineFacts line = ref facts.Lines[b];
                if (line.Weight < 24 || line.Letters < 8 || (!page.Page.IsHtml && (line.Bulleted || line.IsTechnical)))
                {
                    continue;
                }

                seen++;
                TextSpan span = new(block.Span.Start, Math.Min(block.Span.End, block.Span.Start + MaxTitleChars));
                if (inTitle && ByHeading(page, facts, b, span, fused, sink))
                {
                    continue;
                }

                span = AfterFused(page, span, fused, sink);
                if (!ByRepeats(page, facts, b, span, sink))
                {
                    BySupport(page, facts, b, span, sink);
                }
            }
            else if (b > facts.FirstProse && (!page.Page.IsHtml || inTitle))
            {
                return;
            }
        }
    }

    /// <summary>Cuts where a heading of the page, or the part of it that is the headline, stands in the title letter by letter.</summary>
    private static bool ByHeading(SegmentedPage page, PageFacts facts, int title, TextSpan span, TextSpan fused, EvidenceSink sink)
    {
        HeadedTitle found = TitleHeading.Look(page, facts, title, span, fused, sink.Items, HeadlinePart);
        if (found.Planted.IsEmpty)
        {
            return false;
        }

        sink.Add(FusedPhrase, found.Planted, found.Strength, new Fact("stands beside the words of a heading of the page, {b} % of its terms in the running text", 0, found.Support.Percent));
        sink.Add(HeadlinePart, found.Headline, found.Strength, new Fact("the same words are a heading of the page"));
        sink.Add(SiteSuffix, found.Suffix, 0.6f, new Fact("stands behind the page's own headline"));
        return true;
    }

    private static TextSpan AfterFused(SegmentedPage page, TextSpan title, TextSpan fused, EvidenceSink sink)
    {
        var pieces = new Pieces(page);
        int end = fused.IsEmpty ? 0 : pieces.EndOfCopy(title, fused);
        if (end <= 0 || end >= title.End)
        {
            return title;
        }

        sink.Add(FusedPhrase, pieces.Trim(title.Start, end), 0.9f, new Fact("the same phrase is fused to a heading of the page"));
        return pieces.Trim(end, title.End);
    }

    /// <summary>Cuts where another line of the page, standing at the title's head or tail, ends.</summary>
    private static bool ByRepeats(SegmentedPage page, PageFacts facts, int title, TextSpan span, EvidenceSink sink)
    {
        var pieces = new Pieces(page);
        ReadOnlySpan<LineFacts> lines = facts.Lines;
        ReadOnlySpan<Block> blocks = page.Page.Blocks;
        int headLine = -1;
        int headEnd = 0;
        int tailLine = -1;
        int tailStart = 0;
        for (int i = 0; i < lines.Length; i++)
        {
            if (!facts.SharesEnd(i, title) || i == title || lines[i].FirstAlike != i || lines[i].Letters < 3 || lines[i].Weight < 8 || lines[i].Letters >= lines[title].Letters
                || blocks[i].Zone is Zone.Description or Zone.Keywords)
            {
                continue;
            }

            if (lines[i].Head == lines[title].Head && (headLine < 0 || lines[i].Letters > lines[headLine].Letters))
            {
                int end = pieces.EndOfPrefix(span, blocks[i].Span);
                (headLine, headEnd) = end > 0 ? (i, end) : (headLine, headEnd);
            }

            if (lines[i].Tail == lines[title].Tail && (tailLine < 0 || lines[i].Letters > lines[tailLine].Letters))
            {
                int start = pieces.StartOfSuffix(span, blocks[i].Span);
                (tailLine, tailStart) = start > 0 ? (i, start) : (tailLine, tailStart);
            }
        }

        if (headLine < 0 && tailLine < 0)
        {
            return false;
        }

        if (tailLine >= 0 && PeelSuffix(page, facts, title, ref span, tailLine, tailStart, sink))
        {
            tailLine = -1;
            if (headLine < 0 || headEnd > span.End || pieces.Letters(new TextSpan(headEnd, span.End)) == 0)
            {
                int before = sink.Count;
                BySupport(page, facts, title, span, sink);
                if (sink.Count == before)
                {
                    sink.Add(HeadlinePart, pieces.Trim(span.Start, span.End), headLine < 0 ? 0.6f : 0.9f, new Fact("the title without the site's suffix"));
                }

                return true;
            }
        }

        bool said = headLine >= 0 && tailLine >= 0 && BothRepeat(page, facts, title, span, (headLine, headEnd), (tailLine, tailStart), sink);
        if (!said && headLine >= 0)
        {
            said = HeadRepeats(page, facts, title, span, headLine, headEnd, sink);
        }

        if (!said && tailLine >= 0)
        {
            said = TailRepeats(page, facts, title, span, tailLine, tailStart, sink);
        }

        return said;
    }

    /// <summary>States a site's name at the end of the title and takes it off, so that the rest is looked at alone.</summary>
    private static bool PeelSuffix(SegmentedPage page, PageFacts facts, int title, ref TextSpan span, int line, int start, EvidenceSink sink)
    {
        var pieces = new Pieces(page);
        var part = new TextSpan(start, span.End);
        TitlePart self = TitleParts.Look(page, facts, title, part, line);
        int border = pieces.BackOverJoint(start, span.Start);
        if (!self.IsFurniture || self.IsHeading || self.Between > 0 || pieces.Letters(new TextSpan(span.Start, border)) < 4
            || !(pieces.HasSeparator(border, start) || self.Weight >= 16))
        {
            return false;
        }

        sink.Add(SiteSuffix, pieces.Trim(border, span.End), 0.9f, new Fact("stands in the page's head or foot"));
        span = new TextSpan(span.Start, border);
        return true;
    }

    /// <summary>Both ends of the title stand again as lines: the one that the running text bears out is the headline.</summary>
    private static bool BothRepeat(
        SegmentedPage page, PageFacts facts, int title, TextSpan span, (int Line, int End) head, (int Line, int Start) tail, EvidenceSink sink)
    {
        var pieces = new Pieces(page);
        if (head.End > tail.Start)
        {
            return false;
        }

        int border = pieces.WithOpening(span, page.Page.Blocks[tail.Line].Span, tail.Start);
        TitlePart first = TitleParts.Look(page, facts, title, new TextSpan(span.Start, head.End), head.Line);
        TitlePart second = TitleParts.Look(page, facts, title, new TextSpan(border, span.End), tail.Line);
        float atHead = TitleParts.LooksPlantedBeside(first, second);
        float atTail = TitleParts.LooksPlantedBeside(second, first);
        if (Math.Max(atHead, atTail) <= 0)
        {
            return false;
        }

        bool headPlanted = atHead >= atTail;
        int cut = headPlanted ? border : pieces.BackOverJoint(border, head.End);
        TextSpan before = pieces.Trim(span.Start, cut);
        TextSpan after = pieces.Trim(cut, span.End);
        TitlePart planted = headPlanted ? first : second;
        sink.Add(FusedPhrase, headPlanted ? before : after, Math.Max(atHead, atTail), new Fact("stands again {a} times, {b} % of its terms in the running text", planted.Copies, planted.Support.Percent));
        sink.Add(HeadlinePart, headPlanted ? after : before, Math.Max(atHead, atTail), new Fact("the running text bears this part of the title out"));
        return true;
    }

    /// <summary>The title starts with the words of another line.</summary>
    private static bool HeadRepeats(SegmentedPage page, PageFacts facts, int title, TextSpan span, int line, int end, EvidenceSink sink)
    {
        var pieces = new Pieces(page);
        int border = pieces.OverJoint(pieces.OverSameEnding(end, span.End, page.Page.Blocks[line].Span), span.End);
        var rest = new TextSpan(border, span.End);
        if (pieces.Letters(rest) < 3)
        {
            return false;
        }

        var part = new TextSpan(span.Start, end);
        TitlePart self = TitleParts.Look(page, facts, title, part, line);
        TitlePart other = TitleParts.Look(page, facts, title, rest, -1);
        if (TitleParts.IsPlanted(self, other, pieces.IsGlued(border), pieces.IsPlainJoint(end, border)) is float planted and > 0)
        {
            TextSpan cut = pieces.Trim(span.Start, border);
            sink.Add(FusedPhrase, cut, planted, new Fact("stands again {a} times, {b} % of its terms in the running text", self.Copies, self.Support.Percent));
            sink.Add(HeadlinePart, rest, planted, new Fact("{b} % of its terms in the running text", 0, other.Support.Percent));
            return true;
        }

        if (!self.IsHeading || self.Support.Share < other.Support.Share)
        {
            return false;
        }

        // The line is the headline itself: what follows it is the site's suffix or something planted.
        int from = pieces.BackOverJoint(border, end);
        StateRest(page, new TextSpan(span.Start, from), pieces.Trim(from, span.End), self, other, sink);
        return true;
    }

    /// <summary>The title ends with the words of another line.</summary>
    private static bool TailRepeats(SegmentedPage page, PageFacts facts, int title, TextSpan span, int line, int start, EvidenceSink sink)
    {
        var pieces = new Pieces(page);

        start = pieces.WithOpening(span, page.Page.Blocks[line].Span, start);
        int border = pieces.BackOverJoint(start, span.Start);
        var rest = new TextSpan(span.Start, border);
        if (pieces.Letters(rest) < 3)
        {
            return false;
        }

        var part = new TextSpan(start, span.End);
        TitlePart self = TitleParts.Look(page, facts, title, part, line);
        TitlePart other = TitleParts.Look(page, facts, title, rest, -1);
        if (TitleParts.IsPlanted(self, other, pieces.IsGlued(start), pieces.IsPlainJoint(border, start)) is float planted and > 0)
        {
            sink.Add(FusedPhrase, pieces.Trim(border, span.End), planted, new Fact("stands again {a} times, {b} % of its terms in the running text", self.Copies, self.Support.Percent));
            sink.Add(HeadlinePart, rest, planted, new Fact("{b} % of its terms in the running text", 0, other.Support.Percent));
            return true;
        }

        if (!self.IsHeading || self.Support.Share < other.Support.Share)
        {
            return false;
        }

        float strength = TitleParts.RestIsPlanted(page, pieces.Trim(span.Start, start), other, self, atHead: true, start == border);
        if (strength > 0)
        {
            sink.Add(FusedPhrase, pieces.Trim(span.Start, start), strength, new Fact("stands before the page's own headline, {b} % of its terms in the running text", 0, other.Support.Percent));
            sink.Add(HeadlinePart, part, strength, new Fact("the same line is a heading of the page"));
        }

        return true;
    }

    private static void StateRest(SegmentedPage page, TextSpan headline, TextSpan rest, in TitlePart self, in TitlePart other, EvidenceSink sink)
    {
        bool glued = CharClasses.IsLetter(page.Classes[rest.Start]);
        float strength = TitleParts.RestIsPlanted(page, rest, other, self, atHead: false, glued);
        if (strength > 0)
        {
            sink.Add(FusedPhrase, rest, strength, new Fact("stands behind the page's own headline, {b} % of its terms in the running text", 0, other.Support.Percent));
        }
        else if (!glued || other.IsFurniture)
        {
            sink.Add(SiteSuffix, rest, other.IsFurniture ? 0.95f : 0.6f, new Fact("stands behind the page's own headline"));
        }

        sink.Add(HeadlinePart, headline, 0.8f, new Fact("the same line is a heading of the page"));
    }

    /// <summary>No line repeats a part: cuts where support by the running text changes most, at borders that a fusion leaves.</summary>
    private static void BySupport(SegmentedPage page, PageFacts facts, int title, TextSpan span, EvidenceSink sink)
    {
        var pieces = new Pieces(page);
        int at = span.Start;
        float best = 0;
        TextSpan planted = default;
        TextSpan genuine = default;
        TitlePart plantedPart = default;
        for (int borders = 0; borders < 12 && TitleParts.NextBorder(page, ref at, span, out bool dots, out bool bar); borders++)
        {
            int border = pieces.OverJoint(at, span.End);
            var head = new TextSpan(span.Start, pieces.BackOverJoint(at, span.Start));
            var tail = new TextSpan(border, span.End);
            if (pieces.Letters(head) < 4 || pieces.Letters(tail) < 4)
            {
                continue;
            }

            TitlePart first = TitleParts.Look(page, facts, title, head, -1);
            TitlePart second = TitleParts.Look(page, facts, title, tail, -1);
            float headScore = TitleParts.Contrast(first, second, dots, bar, atHead: true);
            float tailScore = TitleParts.Contrast(second, first, dots, bar, atHead: false);
            if (headScore > best && headScore >= tailScore)
            {
                (best, planted, genuine, plantedPart) = (headScore, pieces.Trim(span.Start, border), tail, first);
            }
            else if (tailScore > best)
            {
                (best, planted, genuine, plantedPart) = (tailScore, pieces.Trim(head.End, span.End), head, second);
            }
        }

        if (best <= 0 && ClauseEnds(page, facts, span, sink))
        {
            return;
        }

        if (best > 0)
        {
            sink.Add(FusedPhrase, planted, best, new Fact("none of its {a} terms but {b} % stand in the running text", plantedPart.Support.Terms, plantedPart.Support.Percent));
            sink.Add(HeadlinePart, genuine, best, new Fact("the running text bears this part of the title out"));
        }
    }

    /// <summary>The title's last part comes back in the running text again and again, always right before a comma or full stop where no clause wants it.</summary>
    private static bool ClauseEnds(SegmentedPage page, PageFacts facts, TextSpan span, EvidenceSink sink)
    {
        var pieces = new Pieces(page);
        int ends = TitleParts.StrewnTail(page, facts, span, out int border, out int copies);
        if (ends == 0)
        {
            return false;
        }

        float strength = Math.Min(0.4f + (0.1f * (ends - 2)), 0.9f);
        sink.Add(FusedPhrase, pieces.Trim(border, span.End), strength, new Fact("comes back {a} times in the running text, {b} times right before a comma or full stop", copies, ends));
        sink.Add(HeadlinePart, pieces.Trim(span.Start, border), strength, new Fact("the title without a phrase that is strewn over the text"));
        return true;
    }
}
