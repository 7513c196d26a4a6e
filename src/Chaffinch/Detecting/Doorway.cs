using System.Buffers;
using System.Collections.Immutable;
using Chaffinch.Detecting.Shared;
using Chaffinch.Model;

namespace Chaffinch.Detecting;

/// <summary>A whole page that sells something on a site that has nothing to do with it: the frame is the site's, the content a stranger's offer.</summary>
internal sealed class Doorway : Detector
{
    private const int LeastFrameTerms = 6;
    private const int LeastContentTerms = 30;
    private const int LeastBlocks = 4;
    private const float LeastContact = 0.6f;
    private const float LeastStyle = 0.5f;

    /// <summary>So much of the content has to read like advertising where it names no contact.</summary>
    private const float LeastShare = 0.35f;

    private static readonly ContactHandle Contacts = new();

    // A contact and a link may be planted into a page of the site's own: then hardly any of the rest sells.
    private const float LeastOfferShare = 0.15f;
    private const float LeastMild = 0.3f;
    private const float LeastMildShare = 0.4f;

    private static readonly PromoStyle Style = new();

    private static readonly Signal ForeignOffer = new(
        "doorway", "foreign-offer", "The content sells through a chat or phone number and links to another site, and the site's own frame has no word of it.");

    private static readonly Signal ForeignAdvertising = new(
        "doorway", "foreign-advertising", "A good part of the content clearly reads like advertising, and the site's own frame has no word of it.");

    public override string Name => "doorway";

    public override string What => "An offer with a sales contact and links to another site, or a page that mostly reads like advertising, standing as the whole content of a site whose name, menu and foot share no word with it.";

    public override string Why => "Who sells on their own site names themselves and links to their own pages; a doorway borrows somebody else's frame.";

    public override string LeavesAlone => "Shops, clinics and guides that name their own site or menu in the text, pages whose heading has a word of the menu, articles without a sales contact or with one planted into them, threads where one of many posts sells, pages that link only to themselves, pages with hardly any frame.";

    public override string Example => "Menu: Our choir, Concerts, Join us. Content: Cheap garden chairs, order by chat +00 000, see chairs.example";

    public override string Source => "Hijacked sites with doorway folders, read one by one; the disagreement of frame and content is the oldest sign (Wu and Davison 2005, on cloaking).";

    public override ImmutableArray<Signal> Signals { get; } = [ForeignOffer, ForeignAdvertising];

    public override void Detect(SegmentedPage page, EvidenceSink sink)
    {
        if (!page.Page.IsHtml || page.Page.Blocks.Length < LeastBlocks)
        {
            return;
        }

        if (sink.Count == 0)
        {
            // Alone, without the detectors that run before it.
            var own = new EvidenceSink();
            Contacts.Detect(page, own);
            Style.Detect(page, own);
            Look(page, own.Items, sink);
        }
        else
        {
            Look(page, sink.Items, sink);
        }
    }

    private static void Look(SegmentedPage page, ReadOnlySpan<Evidence> evidence, EvidenceSink sink)
    {
        float share = ShareOf(page, evidence, "promotional", LeastStyle);
        bool sells = HasForeignLink(page) && HasSalesContact(page, evidence) && (share >= LeastOfferShare || ShareOf(page, evidence, "sentence", LeastMild) >= LeastMildShare);
        sells = sells && ParagraphsSell(page, evidence);
        if ((!sells && share < LeastShare) || IsThread(page))
        {
            return;
        }

        HashSet<uint> frame = FrameTerms(page);
        if (frame.Count < LeastFrameTerms)
        {
            return;
        }

        int terms = 0;
        int shared = 0;
        ReadOnlySpan<Block> blocks = page.Page.Blocks;
        for (int b = 0; b < blocks.Length; b++)
        {
            if (IsContent(blocks[b]))
            {
                Count(page, blocks[b].Span, frame, ref terms, ref shared);
            }
        }

        if (terms < LeastContentTerms || shared * 25 > terms || IsHeadlineOfSite(page, frame))
        {
            return;
        }

        OfferMap map = OfferMap.Of(page, evidence);
        for (int b = 0; b < blocks.Length; b++)
        {
            if ((!IsContent(blocks[b]) && blocks[b].Zone != Zone.Description) || IsSurelyOwn(map, b, sells))
            {
                continue;
            }

            if (sells)
            {
                sink.Add(ForeignOffer, blocks[b].Span, 0.9f, new Fact("{a} of the content's {b} terms stand in the site's frame", shared, terms));
            }
            else
            {
                sink.Add(ForeignAdvertising, blocks[b].Span, Math.Min(0.9f, 0.4f + share), new Fact("{a} percent of the content read like advertising, and {b} of its terms stand in the site's frame", (int)(share * 100), shared));
            }
        }
    }

    // Farm text grown into a genuine page: what neither sells nor stands among what does is the page's own.
    private static bool IsSurelyOwn(OfferMap map, int block, bool sells)
    {
        const float Least = 0.3f;
        const float LeastWhereSold = 0.01f;
        return map.IsJudged && map.IsContent(block) && map.ProbabilityOf(block) < (sells ? LeastWhereSold : Least);
    }

    // A page whose first heading has a word of the menu is the site's own, whatever was planted into it.
    private static bool IsHeadlineOfSite(SegmentedPage page, HashSet<uint> frame)
    {
        foreach (ref readonly Block block in page.Page.Blocks)
        {
            if (block.HeadingLevel is 1 or 2 && IsContent(block) && !block.IsHidden)
            {
                int terms = 0;
                int shared = 0;
                Count(page, block.Span, frame, ref terms, ref shared);
                return shared > 0;
            }
        }

        return false;
    }

    // Of the content's visible letters, how many lie in runs or sentences that read like advertising.
    private static float ShareOf(SegmentedPage page, ReadOnlySpan<Evidence> evidence, string signal, float least)
    {
        long all = 0;
        foreach (ref readonly Block block in page.Page.Blocks)
        {
            all += IsContent(block) && !block.IsHidden ? block.Span.Length : 0;
        }

        long clear = 0;
        int end = 0;
        foreach (ref readonly Evidence e in evidence)
        {
            if (e.Detector == "promo-style" && e.Signal.Name == signal && e.Strength >= least && e.Span.Start >= end)
            {
                int b = BlockSearch.Of(page.Page.Blocks, e.Span.Start);
                clear += b >= 0 && IsContent(page.Page.Blocks[b]) && !page.Page.Blocks[b].IsHidden ? e.Span.Length : 0;
                end = e.Span.End;
            }
        }

        return all == 0 ? 0 : clear / (float)all;
    }

    // Phrases, a contact and a link can all be planted into a page of the site's own: what a doorway is about is what its paragraphs say.
    private static bool ParagraphsSell(SegmentedPage page, ReadOnlySpan<Evidence> evidence)
    {
        PageFacts facts = PageFacts.Of(page);
        ReadOnlySpan<Block> blocks = page.Page.Blocks;
        long[] clear = ArrayPool<long>.Shared.Rent(blocks.Length);
        clear.AsSpan(0, blocks.Length).Clear();
        foreach (ref readonly Evidence e in evidence)
        {
            int b = e.Detector == "promo-style" && ((e.Signal.Name == "promotional" && e.Strength >= LeastStyle) || (e.Signal.Name == "sentence" && e.Strength >= LeastMild)) ? BlockSearch.Of(blocks, e.Span.Start) : -1;
            if (b >= 0)
            {
                clear[b] += e.Span.Length;
            }
        }

        int paragraphs = 0, selling = 0;
        for (int b = 0; b < blocks.Length; b++)
        {
            bool prose = facts.Lines[b].Prose && IsContent(blocks[b]) && !blocks[b].IsHidden;
            paragraphs += prose ? 1 : 0;
            selling += prose && clear[b] * 3 >= blocks[b].Span.Length ? 1 : 0;
        }

        ArrayPool<long>.Shared.Return(clear);
        return selling * 2 >= paragraphs;
    }

    private static bool HasSalesContact(SegmentedPage page, ReadOnlySpan<Evidence> evidence)
    {
        foreach (ref readonly Evidence e in evidence)
        {
            if (e.Detector == "contact-handle" && e.Strength >= LeastContact && e.Signal.Name != "promo-code")
            {
                for (int b = 0; b < page.Page.Blocks.Length; b++)
                {
                    if (page.Page.Blocks[b].Span.Overlaps(e.Span) && IsContent(page.Page.Blocks[b]))
                    {
                        return true;
                    }
                }
            }
        }

        return false;
    }

    private static bool HasForeignLink(SegmentedPage page)
    {
        ReadOnlySpan<Link> links = page.Page.Links;
        int b = 0;
        foreach (ref readonly Link link in links)
        {
            while (b < page.Page.Blocks.Length && page.Page.Blocks[b].Span.End <= link.Span.Start)
            {
                b++;
            }

            if (b < page.Page.Blocks.Length && (link.Traits & LinkTraits.External) != 0 && IsContent(page.Page.Blocks[b]))
            {
                return true;
            }
        }

        return false;
    }

    // In a thread one of many has written what sells; the others' posts are not its.
    private static bool IsThread(SegmentedPage page)
    {
        const int MinPosts = 3;
        const int MinDateDigits = 6;
        const float MaxDateLine = 80;
        PageFacts facts = PageFacts.Of(page);
        ReadOnlySpan<Block> blocks = page.Page.Blocks;
        int posts = 0;
        for (int b = 0; b + 1 < blocks.Length; b++)
        {
            ref readonly LineFacts line = ref facts.Lines[b];
            posts += IsContent(blocks[b]) && line.Digits >= MinDateDigits && line.Weight < MaxDateLine && facts.Lines[b + 1].Digits * 10 < facts.Lines[b + 1].Chars && facts.Lines[b + 1].Weight > MaxDateLine / 2 ? 1 : 0;
        }

        return posts >= MinPosts;
    }

    private static bool IsFrame(in Block block) => block.Zone == Zone.Body && !block.IsHidden && OfferMap.IsFrame(block);

    private static bool IsContent(in Block block)
    {
        const BlockTraits Other = BlockTraits.InAside | BlockTraits.Control | BlockTraits.InForm;
        const Hints Names = Hints.Sidebar | Hints.Notice | Hints.Legal | Hints.Share | Hints.Account | Hints.Search | Hints.Comments;
        return block.Zone == Zone.Body && !IsFrame(block) && (block.Traits & Other) == 0 && (block.AllHints & Names) == 0;
    }

    private static HashSet<uint> FrameTerms(SegmentedPage page)
    {
        const int MaxTerms = 2000;
        var frame = new HashSet<uint>();
        foreach (ref readonly Block block in page.Page.Blocks)
        {
            if (!IsFrame(block) || frame.Count >= MaxTerms)
            {
                continue;
            }

            var reader = new TermReader(page, block.Span);
            while (reader.Next())
            {
                frame.Add(reader.Term);
            }
        }

        return frame;
    }

    private static void Count(SegmentedPage page, TextSpan span, HashSet<uint> frame, ref int terms, ref int shared)
    {
        var reader = new TermReader(page, span);
        while (reader.Next())
        {
            terms++;
            shared += frame.Contains(reader.Term) ? 1 : 0;
        }
    }
}
