using System.Collections.Immutable;
using Chaffinch.Detecting.Shared;
using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Detecting;

/// <summary>A name that stands in the margins of a page and never in a sentence of it: one campaign's word in titles, metas, hidden blocks, foreign links and behind full stops.</summary>
internal sealed class Campaign : Detector
{
    private static readonly Signal InTitle = new(
        "campaign", "in-title", "A part of the title has a word that comes back in hidden text, foreign links or behind full stops, and in no sentence.");

    private static readonly Signal InRow = new(
        "campaign", "in-row", "A row of phrases, a meta or a hidden line has a word that comes back in other margins of the page, and in no sentence.");

    private static readonly Signal InAnchor = new(
        "campaign", "in-anchor", "A link to another site has a word, or a target, that comes back in other improper places of the page.");

    private static readonly Signal InText = new(
        "campaign", "in-text", "Words behind the last full stop of a paragraph have a word that comes back in other margins of the page, and in no sentence.");

    public override string Name => "campaign";

    public override string What => "One word (or one foreign site) that comes back in places that belong together for nobody but an intruder: the title, the metas, hidden text, links to other sites, behind the last full stop of paragraphs.";

    public override string Why => "What a page is about stands in its sentences. A campaign puts its name wherever search engines look and cannot write a sentence about it in somebody else's text.";

    public override string LeavesAlone => "The site's own name (it stands in its frame too), topics that a sentence mentions, the same words everywhere (buttons, labels), links of one site in the grammar of sentences.";

    public override string Example => "<title>Seatfair chairs login | Council repairs the old bridge</title> … the bridge opens in May. Seatfair chairs bonus";

    public override string Source => "Read off polluted pages in several languages; the places are weighed together as none of them is by itself.";

    public override ImmutableArray<Signal> Signals { get; } = [InTitle, InRow, InAnchor, InText];

    private const float MostSupport = 0.5f;
    private const float LeastSelling = 0.45f;

    public override void Detect(SegmentedPage page, EvidenceSink sink)
    {
        PageFacts facts = PageFacts.Of(page);
        if (facts.ProseCount < 2)
        {
            return;
        }

        MarginMap map = MarginMap.Of(page, facts);
        if (map.HasImproper)
        {
            map.CountTerms();
            for (int i = 0; i < map.Margins.Length; i++)
            {
                State(page, facts, map, i, sink);
            }
        }

        if (page.Page.IsHtml)
        {
            Hosts(page, facts, sink);
        }
    }

    private static void State(SegmentedPage page, PageFacts facts, MarginMap map, int i, EvidenceSink sink)
    {
        ref readonly Margin margin = ref map.Margins[i];
        float strength = map.StrengthOf(i, out int places, out TextSpan word);
        if (strength <= 0)
        {
            return;
        }

        var fact = new Fact("{quote} stands in {a} margins of the page and in no sentence", places, 0, word);
        switch (margin.Place)
        {
            case MarginPlace.Title:
                sink.Add(InTitle, map.WithUnsupported(facts, i), strength, fact);
                break;
            case MarginPlace.Anchor:
                sink.Add(InAnchor, margin.Span, strength, fact);
                break;
            case MarginPlace.Hidden when page.Page.Blocks[margin.Block].LinkChars > 0:
                sink.Add(InAnchor, margin.Span, strength, fact);
                break;
            case MarginPlace.Tail:
                sink.Add(InText, margin.Span, strength, fact);
                break;
            default:
                sink.Add(InRow, margin.Span, strength, fact);
                break;
        }
    }

    /// <summary>One foreign site that improper anchors of different words lead to.</summary>
    private static void Hosts(SegmentedPage page, PageFacts facts, EvidenceSink sink)
    {
        const int MaxLinks = 400;
        ReadOnlySpan<Link> links = page.Page.Links;
        int looked = Math.Min(links.Length, MaxLinks);
        Span<AnchorPlace> places = stackalloc AnchorPlace[MaxLinks];
        for (int i = 0; i < looked; i++)
        {
            places[i] = BareAnchor.Look(page, facts, links[i]);
        }

        for (int i = 0; i < looked; i++)
        {
            if (places[i] == AnchorPlace.Bare && !SeenBefore(links, places, i))
            {
                LookAtHost(page, links[..looked], places, i, sink);
            }
        }

        StateHidden(page, facts, links[..looked], places[..looked], sink);
    }

    /// <summary>Sites that several phrases lead to which are kept from readers and which the page does not bear out: links to them that readers see are of the same hand, wherever they stand.</summary>
    private static void StateHidden(SegmentedPage page, PageFacts facts, ReadOnlySpan<Link> links, ReadOnlySpan<AnchorPlace> places, EvidenceSink sink)
    {
        for (int i = 0; i < links.Length; i++)
        {
            if (places[i] == AnchorPlace.Hidden || !facts.LeavesSite(links[i]) || links[i].Host == 0 || BlockSearch.Of(page.Page.Blocks, links[i].Span.Start) is < 0)
            {
                continue;
            }

            int furtive = 0;
            int selling = 0;
            bool unsupported = true;
            for (int j = 0; j < links.Length && unsupported; j++)
            {
                if (links[j].Host == links[i].Host && places[j] == AnchorPlace.Hidden && IsFurtive(page, links[j]))
                {
                    furtive++;
                    selling += AnchorWords.Promotion(page, links[j].Span) >= LeastSelling ? 1 : 0;
                    // The line of the anchor that is asked about bears nothing out.
                    unsupported = facts.SupportOf(links[j].Span, 1).Share <= MostSupport && !Same(page, links[i], links[j]);
                }
            }

            if (furtive > 0 && selling * 2 >= furtive && unsupported && !page.Page.Blocks[BlockSearch.Of(page.Page.Blocks, links[i].Span.Start)].IsHidden)
            {
                sink.Add(InAnchor, links[i].Span, furtive > 1 ? 0.95f : 0.6f, new Fact("{a} hidden anchors lead to the same foreign site", furtive));
            }
        }
    }

    private static void LookAtHost(SegmentedPage page, ReadOnlySpan<Link> links, ReadOnlySpan<AnchorPlace> places, int first, EvidenceSink sink)
    {
        int bare = 0;
        int hidden = 0;
        int furtive = 0;
        bool differ = false;
        for (int j = 0; j < links.Length; j++)
        {
            if (links[j].Host == links[first].Host && places[j] != AnchorPlace.Proper)
            {
                bare += places[j] == AnchorPlace.Bare ? 1 : 0;
                hidden += places[j] == AnchorPlace.Hidden ? 1 : 0;
                furtive += places[j] == AnchorPlace.Hidden && IsFurtive(page, links[j]) ? 1 : 0;
                differ |= !Same(page, links[first], links[j]);
            }
        }

        if (!differ || (bare < 2 && furtive < 2))
        {
            return;
        }

        float strength = Math.Min(0.95f, 0.6f + (0.1f * bare) + (0.05f * hidden));
        for (int j = 0; j < links.Length; j++)
        {
            if (links[j].Host == links[first].Host && places[j] != AnchorPlace.Proper)
            {
                sink.Add(InAnchor, links[j].Span, strength, new Fact("{a} anchors between sentences and {b} hidden ones lead to one foreign site", bare, hidden));
            }
        }
    }

    private static bool IsFurtive(SegmentedPage page, in Link link)
    {
        HiddenBy way = page.Page.Blocks[BlockSearch.Of(page.Page.Blocks, link.Span.Start)].Hidden;
        return Ways.IsFurtive(way) || way == HiddenBy.AfterEnd;
    }

    private static bool SeenBefore(ReadOnlySpan<Link> links, ReadOnlySpan<AnchorPlace> places, int i)
    {
        for (int j = 0; j < i; j++)
        {
            if (links[j].Host == links[i].Host && places[j] == AnchorPlace.Bare)
            {
                return true;
            }
        }

        return false;
    }

    private static bool Same(SegmentedPage page, in Link a, in Link b) =>
        page.Page.Text.AsSpan(a.Span.Start, a.Span.Length).SequenceEqual(page.Page.Text.AsSpan(b.Span.Start, b.Span.Length));
}
