using System.Collections.Immutable;
using Chaffinch.Detecting.Shared;
using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Detecting;

/// <summary>Text kept from readers that the visible page does not bear out.</summary>
internal sealed class HiddenText : Detector
{
    private static readonly Signal Hidden = new(
        "hidden-text", "hidden", "The text is hidden from readers of the page.");

    private static readonly Signal HiddenForeign = new(
        "hidden-text", "hidden-foreign", "The text is hidden, and neither the running text nor the menus and headings of the page have its words.");

    private static readonly Signal HiddenLinks = new(
        "hidden-text", "hidden-links", "Hidden links lead to other sites, and their texts have nothing to do with the page.");

    public override string Name => "hidden-text";

    public override string What => "Text that a reader never sees (moved off the screen, of no size, in the colour of its background, not displayed, after the end of the page) and that is foreign to the visible page.";

    public override string Why => "Owners hide menus, notices and texts for screen readers, which speak of the page; intruders hide what owners must not find.";

    public override string LeavesAlone =>
        "Menus for small screens, skip links, dialogues, cookie notices, folded answers, texts for screen readers and printers, replacements for scripts and pictures, hidden copies of visible text.";

    public override string Example => "<div style=\"position:absolute;left:-9000px\"><a href=\"https://other.example\">garden chairs half price</a></div>";

    public override string Source => "Read off polluted pages; the ways of hiding are those that style sheets offer.";

    public override ImmutableArray<Signal> Signals { get; } = [Hidden, HiddenForeign, HiddenLinks];

    public override void Detect(SegmentedPage page, EvidenceSink sink)
    {
        if (!page.Page.IsHtml)
        {
            return;
        }

        PageFacts facts = PageFacts.Of(page);
        ReadOnlySpan<Block> blocks = page.Page.Blocks;
        HiddenBy common = CommonWay(page, facts);
        for (int b = 0; b < blocks.Length; b++)
        {
            ref readonly Block block = ref blocks[b];
            if (block.IsHidden && block.Hidden != common && block.Zone == Zone.Body && (block.Traits & BlockTraits.Answer) == 0)
            {
                State(page, facts, b, block.Span, block.Hidden, sink);
                Look(page, facts, b, block.Span, block.Hidden, inline: false, sink);
            }
        }

        int until = 0;
        foreach (ref readonly InlineRun run in page.Page.Inlines)
        {
            // Runs inside a hidden run are hidden with it.
            if (run.Kind == InlineKind.Hidden && run.Span.Start >= until)
            {
                until = run.Span.End;
                int b = BlockSearch.Of(blocks, run.Span.Start);
                if (b >= 0 && !blocks[b].IsHidden)
                {
                    State(page, facts, b, run.Span, run.Hidden, sink);
                    Look(page, facts, b, run.Span, run.Hidden, inline: true, sink);
                }
            }
        }
    }

    /// <summary>The way in which the page's own heading and most of its text are hidden: then a script lets it all in. None where there is no such way.</summary>
    private static HiddenBy CommonWay(SegmentedPage page, PageFacts facts)
    {
        HiddenBy way = WayOfHeading(page);
        if (way == HiddenBy.None)
        {
            return way;
        }

        int hidden = 0;
        int all = 0;
        ReadOnlySpan<Block> blocks = page.Page.Blocks;
        for (int b = 0; b < blocks.Length; b++)
        {
            if (blocks[b].Zone == Zone.Body)
            {
                hidden += blocks[b].Hidden == way ? facts.Lines[b].Chars : 0;
                all += facts.Lines[b].Chars;
            }
        }

        return hidden * 2 > all ? way : HiddenBy.None;
    }

    // How the first hidden heading that the title starts with is hidden.
    private static HiddenBy WayOfHeading(SegmentedPage page)
    {
        ReadOnlySpan<Block> blocks = page.Page.Blocks;
        if (blocks.IsEmpty || blocks[0].Zone != Zone.Title)
        {
            return HiddenBy.None;
        }

        var pieces = new Pieces(page);
        foreach (ref readonly Block block in blocks)
        {
            if (block.IsHidden && block.Zone == Zone.Body && block.Tag is HtmlTag.H1 or HtmlTag.H2 && pieces.EndOfPrefix(blocks[0].Span, block.Span) >= 0)
            {
                return block.Hidden;
            }
        }

        return HiddenBy.None;
    }

    // What says again what the visible text says is a copy for another screen or a paragraph that a script lets in; of few words nothing is known.
    private static void State(SegmentedPage page, PageFacts facts, int b, TextSpan span, HiddenBy way, EvidenceSink sink)
    {
        const int FewTerms = 4;
        if (IsWordless(page, span))
        {
            return;
        }

        Support text = Ways.IsFurtive(way) ? facts.SupportOf(span) : default;
        float borne = text.Terms < FewTerms ? 0 : text.Share;
        float strength = Ways.StrengthOf(way) * (1 - (0.6f * borne));
        sink.Add(Hidden, span, IsName(page, facts, b, span, way) ? strength * 0.4f : strength, new Fact(Ways.FactOf(way)));
    }

    /// <summary>Keys in hexadecimal, counters and measuring marks: no word for a search engine in them.</summary>
    private static bool IsWordless(SegmentedPage page, TextSpan span)
    {
        const int MinKey = 16;
        int letters = 0;
        int digits = 0;
        int hexadecimal = 0;
        for (int i = span.Start; i < span.End; i++)
        {
            bool letter = CharClasses.IsLetter(page.Classes[i]);
            letters += letter ? 1 : 0;
            hexadecimal += letter && char.IsAsciiHexDigit(page.Page.Text[i]) ? 1 : 0;
            digits += page.Classes[i] == CharClass.Digit ? 1 : 0;
        }

        return letters == 0 || (letters == hexadecimal && letters + digits >= MinKey && digits * 3 >= letters);
    }

    // A few words off the screen without a link are the name of a control, for those who have pages read to them.
    private static bool IsName(SegmentedPage page, PageFacts facts, int b, TextSpan span, HiddenBy way)
    {
        const float MostWeight = 24;
        return way is HiddenBy.OffScreen or HiddenBy.Size && new Pieces(page).Weight(span) <= MostWeight && ExternalLinks(page, facts, page.Page.Blocks[b], span, out _) == 0;
    }

    private static void Look(SegmentedPage page, PageFacts facts, int b, TextSpan span, HiddenBy way, bool inline, EvidenceSink sink)
    {
        const Hints Machinery = Hints.ScreenReader | Hints.Notice | Hints.Navigation | Hints.Account | Hints.Search | Hints.Share | Hints.Breadcrumb
            | Hints.Pagination | Hints.Product;
        ref readonly Block block = ref page.Page.Blocks[b];
        ref readonly LineFacts line = ref facts.Lines[b];
        if (line.Letters < 4 || line.IsTechnical || IsWordless(page, span))
        {
            return;
        }

        var pieces = new Pieces(page);
        float weight = pieces.Weight(span);
        bool machinery = ((block.AllHints & Machinery) != 0 || (block.Traits & (BlockTraits.InNav | BlockTraits.Control | BlockTraits.InForm | BlockTraits.Foldable)) != 0)
            && (!Ways.IsFurtive(way) || (block.AllHints & Hints.ScreenReader) != 0);
        int links = ExternalLinks(page, facts, block, span, out bool oneHost);
        if (links == 0 && (facts.ProseCount == 0 || weight < 14))
        {
            return;
        }

        Support text = facts.SupportOf(span, out Support frame);
        float share = text.Terms == 0 ? 1 : Math.Min(1f, (text.Supported + frame.Supported) / (float)text.Terms);
        if (share >= 0.6f || (links == 0 && share > 0.4f))
        {
            return;
        }

        ScriptCounts scripts = Scripts.CountLetters(page.Classes[span.Start..span.End]);
        bool other = facts.IsOtherScript(scripts) || facts.IsOtherVariant(span);
        if (links > 0 && weight >= 10 && share < 0.6f)
        {
            float strength = Ways.StrengthOf(way) + (0.1f * Math.Min(links, 3)) + (other ? 0.2f : 0) + (oneHost ? 0.1f : 0);
            strength *= (1 - (0.7f * share)) * (machinery ? 0.4f : 1f);

            // One link of a few words is a badge or a notice; links as long as headlines are articles.
            strength *= links == 1 && !other ? 0.5f : weight / links > 50 && !other ? 0.5f : 1f;
            strength *= !Ways.IsFurtive(way) && NameLists.IsSentence(page, span) ? 0.4f : 1f;
            if (strength >= 0.2f)
            {
                sink.Add(HiddenLinks, span, strength, new Fact("{a} hidden links to other sites; {b} % of the terms stand in the visible text", links, (int)(share * 100)));
            }
        }

        if (facts.ProseCount == 0 || text.Terms < 3 || share > 0.4f || weight < 14)
        {
            return;
        }

        RowShape row = RowShape.Read(page, span);
        float foreign = (0.7f * Ways.StrengthOf(way)) + (other ? 0.3f : 0) + (row.Items >= 3 && row.MeanWords >= 2 ? 0.1f : 0);
        foreign += row.MostShared >= 3 ? 0.15f : 0;
        foreign += links > 0 ? 0.15f : 0;
        foreign += inline ? 0.25f : 0;
        foreign *= (1 - (1.5f * share)) * (machinery ? 0.4f : 1f) * Math.Min(1f, text.Terms / 5f);

        // Page builders keep galleries, panels and lists of articles ready like this.
        foreign *= !other && !inline && !Ways.IsFurtive(way) && way != HiddenBy.AfterEnd ? (links > 0 ? 0.8f : 0.6f) : 1f;

        // Whole sentences in the page's own language are notices and dialogues more often than not.
        foreign *= !other && line.SentenceEnds > 0 && links == 0 ? 0.6f : 1f;
        if (foreign >= 0.2f)
        {
            sink.Add(HiddenForeign, span, foreign, new Fact("{a} of {b} terms stand in the visible text", text.Supported, text.Terms));
        }
    }

    private static int ExternalLinks(SegmentedPage page, PageFacts facts, in Block block, TextSpan span, out bool oneHost)
    {
        int n = 0;
        ulong host = 0;
        oneHost = true;
        ReadOnlySpan<Link> links = page.Page.Links;
        int last = Math.Min(block.FirstLink + block.LinkCount, links.Length);
        for (int i = FirstLinkFrom(links, block.FirstLink, last, span.Start); i < last && links[i].Span.Start < span.End; i++)
        {
            // One short word is a badge or a social site: "Facebook", "RSS".
            if (span.Contains(links[i].Span) && facts.LeavesSite(links[i]) && new Pieces(page).Weight(links[i].Span) >= 10)
            {
                oneHost &= n == 0 || links[i].Host == host;
                host = links[i].Host;
                n++;
            }
        }

        oneHost &= n > 1;
        return n;
    }

    private static int FirstLinkFrom(ReadOnlySpan<Link> links, int low, int high, int start)
    {
        while (low < high)
        {
            int mid = (low + high) >>> 1;
            (low, high) = links[mid].Span.Start < start ? (mid + 1, high) : (low, mid);
        }

        return low;
    }
}
