using System.Collections.Immutable;
using Chaffinch.Detecting.Shared;
using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Detecting;

/// <summary>Links to other sites whose texts have nothing to do with the page.</summary>
internal sealed class ForeignAnchor : Detector
{
    private const Hints Marked = Hints.Share | Hints.Partners | Hints.Advert | Hints.Related | Hints.Breadcrumb | Hints.Account | Hints.Legal | Hints.Byline
        | Hints.Comments | Hints.Navigation | Hints.Pagination;

    private static readonly Signal ExternalRow = new(
        "foreign-anchor", "external-row", "A row of links to other sites, or of addresses, whose texts are search phrases that the page does not bear out.");

    private static readonly Signal Foreign = new(
        "foreign-anchor", "foreign-anchor", "A link to another site in or after a paragraph, in another script or off its topic, or set without the blanks that belong there.");

    private static readonly Signal SharedTarget = new(
        "foreign-anchor", "shared-target", "Several links with different texts in one place lead to the same foreign site.");

    public override string Name => "foreign-anchor";

    public override string What => "Rows of links to other sites that are off the page's topic, and single such links dropped into or behind a paragraph.";

    public override string Why => "Planted links are there for search engines: the text is a search phrase, often in another script, many phrases lead to one site, and nobody set the blanks around them with care; rows say a name, then the name and more.";

    public override string LeavesAlone =>
        "Navigation, lists of friends, partners and sponsors that are marked as such, citations, references and sources, share bars, links whose words the text bears out.";

    public override string Example => "…the bridge opens in May.<a href=\"https://other.example\">garden chairs half price</a>";

    public override string Source => "Read off polluted pages in eight languages.";

    public override ImmutableArray<Signal> Signals { get; } = [ExternalRow, Foreign, SharedTarget];

    public override void Detect(SegmentedPage page, EvidenceSink sink)
    {
        PageFacts facts = PageFacts.Of(page);
        if (!page.Page.IsHtml)
        {
            AddressRows.Find(page, facts, ExternalRow, sink);
            AddressRows.FindNamed(page, facts, ExternalRow, sink);
            return;
        }

        ReadOnlySpan<Block> blocks = page.Page.Blocks;
        for (int b = 0; b < blocks.Length; b++)
        {
            ref readonly Block block = ref blocks[b];
            if (block.LinkCount == 0 || block.Zone != Zone.Body)
            {
                continue;
            }

            int end = EndOfGroup(page, facts, b);
            LookAtGroup(page, facts, b, end, sink);
            if (facts.Lines[b].Prose)
            {
                LookAtAnchors(page, facts, b, sink);
            }

            b = end - 1;
        }
    }

    /// <summary>Neighbouring blocks of one container that are nothing but links.</summary>
    private static int EndOfGroup(SegmentedPage page, PageFacts facts, int first)
    {
        ReadOnlySpan<Block> blocks = page.Page.Blocks;
        int end = first + 1;
        if (!IsLinks(blocks[first], facts.Lines[first]))
        {
            return end;
        }

        int parent = ParentOf(page, blocks[first]);
        while (end < blocks.Length && blocks[end].LinkCount > 0 && IsLinks(blocks[end], facts.Lines[end]) && blocks[end].Hidden == blocks[first].Hidden
            && (blocks[end].Container == blocks[first].Container || ParentOf(page, blocks[end]) == parent))
        {
            end++;
        }

        return end;
    }

    private static bool IsLinks(in Block block, in LineFacts line) => block.LinkChars * 5 >= line.Chars * 4;

    private static int ParentOf(SegmentedPage page, in Block block) => block.Container < 0 ? -1 : page.Page.Containers[block.Container].Parent;

    private static void LookAtGroup(SegmentedPage page, PageFacts facts, int first, int end, EvidenceSink sink)
    {
        ReadOnlySpan<Block> blocks = page.Page.Blocks;
        ReadOnlySpan<Link> links = page.Page.Links;
        AnchorTally tally = default;
        int lastLink = blocks[end - 1].FirstLink + blocks[end - 1].LinkCount;
        for (int i = blocks[first].FirstLink; i < lastLink && i < links.Length; i++)
        {
            tally.Add(page, facts, links[i]);
        }

        if (tally.External < 2 || tally.External * 3 < tally.Links * 2 || tally.Terms < 4)
        {
            return;
        }

        float share = tally.Share;
        bool marked = (blocks[first].AllHints & Marked) != 0 || (blocks[first].Traits & BlockTraits.InNav) != 0;
        float phrases = tally.Phrases * Math.Clamp((tally.MeanWords - 1f) / 1.5f, 0f, 1f);
        bool list = end - first > 1 && !Ways.IsFurtive(blocks[first].Hidden);
        var span = new TextSpan(links[blocks[first].FirstLink].Span.Start, Math.Min(blocks[end - 1].Span.End, links[lastLink - 1].Span.End));
        if (share < 0.4f)
        {
            float strength = (0.1f + (0.35f * phrases) + (0.04f * Math.Min(tally.External, 5))) * (1 - (1.5f * share));
            strength += tally.OtherScript * 2 > tally.External ? 0.3f : 0;
            strength += blocks[first].IsHidden ? 0.2f : 0;
            strength += tally.SameHost >= 3 ? 0.1f * phrases : 0;

            // Links one a line, or only a few, are articles, partners and services more often than not, hidden by scripts or not.
            bool plain = tally.OtherScript * 2 <= tally.External && !Ways.IsFurtive(blocks[first].Hidden);
            strength *= !plain ? 1f : list || tally.External < 4 ? 0.4f : 0.8f;
            strength *= tally.External < 3 && tally.OtherScript == 0 ? 0.6f : 1f;
            strength *= marked && !blocks[first].IsHidden ? 0.35f : 1f;
            strength *= plain && NameLists.IsSentence(page, span) ? 0.5f : 1f;
            if (strength >= 0.25f)
            {
                sink.Add(ExternalRow, span, strength, new Fact("{a} links to other sites, {b} % of their terms on the page", tally.External, (int)(share * 100)));
            }
        }

        if (tally.Families >= 2 && tally.External >= 4)
        {
            float strength = (0.5f + (0.1f * Math.Min(tally.Families - 2, 3))) * (marked ? 0.4f : list ? 0.6f : 1f);
            sink.Add(ExternalRow, span, strength, new Fact("{a} links to other sites, {b} of them the name of the one before and more", tally.External, tally.Families));
        }

        if (tally.SameHost >= 3 && share < 0.4f && phrases >= 0.4f)
        {
            sink.Add(SharedTarget, span, phrases * (0.3f + (0.1f * Math.Min(tally.SameHost - 3, 4))) * (marked || list ? 0.5f : 1f), new Fact("{a} links to one foreign site", tally.SameHost));
        }
    }

    private static void LookAtAnchors(SegmentedPage page, PageFacts facts, int b, EvidenceSink sink)
    {
        const int MaxAnchors = 200;
        ref readonly Block block = ref page.Page.Blocks[b];
        ReadOnlySpan<Link> links = page.Page.Links;
        for (int i = block.FirstLink; i < block.FirstLink + Math.Min(block.LinkCount, MaxAnchors) && i < links.Length; i++)
        {
            Link link = links[i];
            if (!facts.LeavesSite(link))
            {
                continue;
            }

            float strength = AnchorStrength(page, facts, block, link, out Support support);
            if (strength >= 0.35f)
            {
                sink.Add(Foreign, link.Span, strength, new Fact("leads to another site; {a} of its {b} terms stand in the running text", support.Supported, support.Terms));
            }
        }
    }

    private static float AnchorStrength(SegmentedPage page, PageFacts facts, in Block block, in Link link, out Support support)
    {
        var pieces = new Pieces(page);
        ReadOnlySpan<CharClass> classes = page.Classes;
        support = facts.SupportOf(link.Span, 1);
        ScriptCounts scripts = Scripts.CountLetters(classes[link.Span.Start..link.Span.End]);
        float weight = pieces.Weight(link.Span);
        if (weight < 8 || scripts.Total < 4)
        {
            return 0;
        }

        // A link that was set without care and sells is a plant although another plant on the page has its words.
        float selling = AnchorWords.Promotion(page, link.Span);
        bool careless = AnchorWords.IsGluedInKorean(page, block, link.Span) || AnchorWords.HoldsItsBlank(page.Page, link);
        if (support.Terms > 0 && support.Share > 0.34f && !(careless && selling >= 0.5f))
        {
            return 0;
        }

        bool other = facts.IsOtherScript(scripts, inProse: true) || facts.IsOtherVariant(link.Span);
        bool latin = scripts.Main == Script.Latin;
        CharClass before = link.Span.Start > block.Span.Start ? classes[link.Span.Start - 1] : CharClass.Space;
        CharClass after = link.Span.End < block.Span.End ? classes[link.Span.End] : CharClass.Space;
        bool bracketed = before is CharClass.OpenBracket or CharClass.Quote || after is CharClass.CloseBracket or CharClass.Quote;
        bool glued = (CharClasses.IsLetter(before) && !Scripts.IsDense(Scripts.Of(before)) && CharClasses.IsLetter(classes[link.Span.Start]))
            || (CharClasses.IsLetter(after) && !Scripts.IsDense(Scripts.Of(after)) && CharClasses.IsLetter(classes[link.Span.End - 1]));
        bool stop = before == CharClass.SentenceEnd
            || (before == CharClass.Space && link.Span.Start - 2 >= block.Span.Start && classes[link.Span.Start - 2] == CharClass.SentenceEnd);
        bool behind = link.Span.End >= block.Span.End && stop;
        bool wide = before == CharClass.Space && link.Span.Start - 2 >= block.Span.Start && classes[link.Span.Start - 2] == CharClass.Space;
        float strength = other ? (latin ? 0.2f : 0.45f) : 0;
        strength += glued ? 0.3f : 0;
        strength += behind ? 0.25f : 0;
        strength += behind && before == CharClass.SentenceEnd ? 0.1f : 0;
        strength += wide ? 0.15f : 0;
        strength += (link.Traits & LinkTraits.Hidden) != 0 ? 0.4f : 0;
        strength += support.Terms >= 2 && support.Share == 0 ? 0.1f : 0;
        strength += careless ? 0.2f : 0;
        strength += AnchorWords.IsNumberedHost(page.Page, link) ? 0.25f : 0;
        strength += 0.5f * Math.Max(0, selling - 0.3f);
        strength *= bracketed ? 0.4f : 1f;
        return block.IsHidden || strength <= 0.1f ? 0 : Math.Min(strength, 0.9f);
    }
}
