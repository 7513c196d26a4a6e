using System.Collections.Immutable;
using Chaffinch.Detecting.Shared;
using Chaffinch.Model;

namespace Chaffinch.Detecting;

/// <summary>Sees paragraphs and whole pages that sell what the site is not about: the offer's words and names are neither the frame's nor those of the page's plain text.</summary>
internal sealed class ForeignOffer : Detector
{
    /// <summary>What is less likely is not stated.</summary>
    private const float Least = 0.3f;

    /// <summary>So much of the content has to be a stranger's for the whole of it to be called so.</summary>
    private const float LeastOfContent = 0.4f;

    /// <summary>From here on the page is an offer all through, dated lines with it.</summary>
    private const float AllOfContent = 0.7f;

    /// <summary>What is surely none of it stays out, however much of the content is.</summary>
    private const float LeastOwn = 0.12f;

    /// <summary>A name has to stand in so many of the headings, and so much of the content has to sell, for the name to be spoken of.</summary>
    private const float LeastSubject = 0.3f;
    private const float LeastSelling = 0.12f;

    /// <summary>The same for a line with the name: what says the name in plain text is an article about it.</summary>
    private const float LeastOfName = 0.06f;

    private static readonly ContactHandle Contacts = new();

    private static readonly Signal Passage = new(
        "foreign-offer", "passage", "The block reads like an offer, and what it is about is not what frame, title and plain text of the page are about; weighed with the blocks around it.");

    private static readonly Signal Content = new(
        "foreign-offer", "content", "Most of the content is such an offer, and hardly a word of it stands in the site's frame.");

    private static readonly Signal Subject = new(
        "foreign-offer", "subject", "The line has a name that stands in many headings and in a good part of the content, and the frame does not know it: no accusation, but room for one.");

    public override string Name => "foreign-offer";

    public override string What => "Paragraphs, headings and lists that sell something which the rest of the page does not know: its names stand in text that sells and nowhere in the menu, the head, the foot or the plain paragraphs.";

    public override string Why => "Who sells on their own page names the goods in title, menu and foot; who writes comes back to their matter. An offer that nobody else on the page speaks of was put there.";

    public override string LeavesAlone => "Shops and firms on their own pages, articles that name a product in passing, paragraphs beside an offer that speak of what title, frame and other text speak of, dated entries, pages none of whose text reads like advertising.";

    public override string Example => "Menu: Our choir, Concerts, Join us. Content, under three headings with the name Velmora: Order Velmora today and save half.";

    public override string Source => "Logistic weights over facts of owner and offer, fitted by `lab train-offer` on labelled pages; read twice, so that neighbours count. The disagreement of frame and content is the oldest sign of a doorway.";

    public override ImmutableArray<Signal> Signals { get; } = [Passage, Content, Subject];

    public override void Detect(SegmentedPage page, EvidenceSink sink)
    {
        EvidenceSink known = sink;
        if (sink.Count == 0)
        {
            // Alone, without the detectors that run before it.
            known = new EvidenceSink();
            Contacts.Detect(page, known);
        }

        OfferMap map = OfferMap.Of(page, known.Items);
        if (!map.IsJudged)
        {
            return;
        }

        StateHead(page, map, sink);
        bool whole = map.HasOwner && map.OfContent >= LeastOfContent;
        float subject = map.HasOwner && map.OfContent >= LeastSelling ? map.SubjectInHeadings * map.Unframed : 0;
        for (int b = 0; b < map.Count; b++)
        {
            if (map.IsContent(b) && (map.OfContent >= AllOfContent || !IsEntry(page, map, b)) && !page.Page.Blocks[b].Span.IsEmpty)
            {
                State(map, b, page.Page.Blocks[b].Span, whole, subject, sink);
            }
        }
    }

    // A heading that is part of an offer is so in the title too, where neither neighbours nor running text tell; the rest of the title is the site's.
    private static void StateHead(SegmentedPage page, OfferMap map, EvidenceSink sink)
    {
        const int MaxHeadings = 6;
        const int LeastLetters = 8;
        ReadOnlySpan<Block> blocks = page.Page.Blocks;
        int title = 0;
        while (title < blocks.Length && blocks[title].Zone != Zone.Title)
        {
            title++;
        }

        if (title == blocks.Length)
        {
            return;
        }

        TextSpan head = blocks[title].Span;
        ReadOnlySpan<char> text = page.Page.Text;
        for (int b = 0, seen = 0; b < map.Count && seen < MaxHeadings; b++)
        {
            if (!map.IsContent(b) || blocks[b].HeadingLevel is not (1 or 2) || blocks[b].IsHidden || blocks[b].Span.Length < LeastLetters)
            {
                continue;
            }

            seen++;
            TextSpan own = blocks[b].Span;
            int at = map.ProbabilityOf(b) < Least ? -1 : text.Slice(head.Start, head.Length).IndexOf(text.Slice(own.Start, own.Length), StringComparison.OrdinalIgnoreCase);
            if (at >= 0)
            {
                sink.Add(Passage, new TextSpan(head.Start + at, head.Start + at + own.Length), map.ProbabilityOf(b), new Fact("a heading of an offer that the page does not know, estimated at {a} percent", Percent(map.ProbabilityOf(b))));
                return;
            }
        }
    }

    // A poster's name and the day, the entry of a log: the word that stands in all of them is a month's or a weekday's.
    private static bool IsEntry(SegmentedPage page, OfferMap map, int block)
    {
        const int MaxTokens = 24;
        const int MinDigits = 5;
        if (map.IsProse(block) || map.Sells(block) || map.TokensOf(block) > MaxTokens || PageFacts.Of(page).Lines[block].Digits < MinDigits)
        {
            return false;
        }

        TextSpan span = page.Page.Blocks[block].Span;
        ReadOnlySpan<char> text = page.Page.Text.AsSpan(span.Start, span.Length);
        for (int i = 0, digits = 0; i <= text.Length; i++)
        {
            if (i < text.Length && char.IsAsciiDigit(text[i]))
            {
                digits++;
                continue;
            }

            if (digits == 4 && text[(i - 4)..i] is ['1', '9', ..] or ['2', '0', ..])
            {
                return true;
            }

            digits = 0;
        }

        return false;
    }

    private static void State(OfferMap map, int block, TextSpan span, bool whole, float subject, EvidenceSink sink)
    {
        float own = map.ProbabilityOf(block);
        if (own >= Least)
        {
            sink.Add(Passage, span, own, new Fact("an offer that the page does not know, estimated at {a} percent; {b} percent of the content's words stand in the frame", Percent(own), Percent(map.Framed)));
        }

        if (whole && own >= LeastOwn)
        {
            sink.Add(Content, span, map.OfContent, new Fact("{a} percent of the content are such offers, and {b} percent of its words stand in the frame", Percent(map.OfContent), Percent(map.Framed)));
        }

        if (subject >= LeastSubject && own >= LeastOfName && map.HasSubject(block))
        {
            sink.Add(Subject, span, subject, new Fact("a name of it stands in {a} percent of the headings, in {b} percent of the content's lines and nowhere in the frame", Percent(map.SubjectInHeadings), Percent(map.Subject)));
        }
    }

    private static int Percent(float share) => (int)(share * 100);
}
