using System.Collections.Immutable;
using Chaffinch.Detecting.Shared;
using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Detecting;

/// <summary>Posts and comments that sell through a contact and take no word from the thread that they stand in.</summary>
internal sealed class ThreadRaid : Detector
{
    private const int MaxSeeds = 64;
    private const int MinTerms = 5;
    private const int MaxName = 40;

    // Of the weight of a post's words; rare ones weigh most.
    private const float MostShare = 0.3f;
    private const float LeastContact = 0.4f;

    private const float LeastOffer = 0.5f;

    // The longest post that may be taken for one that somebody planted, in parts of the page's text.
    private static readonly (int Part, int Whole) MostOfPage = (2, 5);

    private static readonly ContactHandle Contacts = new();

    private static readonly PromoStyle Style = new();

    private static readonly Signal Post = new(
        "thread-raid", "post", "A post names a sales contact or sells by a link that leaves the site, and neither the other posts nor the rest of the page have its words.");

    private static readonly Signal Poster = new(
        "thread-raid", "poster", "The name over a post that sells through a contact or a link and has nothing to do with its thread.");

    public override string Name => "thread-raid";

    public override string What => "Posts of a thread, comments or reviews that name a chat account, number or code, or sell by a link that leaves the site, and share next to no word with the thread.";

    public override string Why => "People in a thread answer one another, so their words come back. A bot that posts under every thread brings its own words and has to say where to buy.";

    public override string LeavesAlone => "Market places and directories, where most posts have a contact; posts with a contact that speak of the thread's matter; what a poster answered above a signature that sells, and quotations; cards and lists without dates.";

    public override string Example => "Posts on a leaking canoe, and one of 03:11 at night: garden chairs at half price, write to @seat_deals";

    public override string Source => "Read off forums and guest books of polluted pages; the comparison of a comment with its page follows Mishne, Carmel and Lempel (2005).";

    public override ImmutableArray<Signal> Signals { get; } = [Post, Poster];

    public override void Detect(SegmentedPage page, EvidenceSink sink)
    {
        if (!page.Page.IsHtml)
        {
            return;
        }

        PageFacts facts = PageFacts.Of(page);
        EvidenceSink contacts = ContactsOf(page, sink);
        Span<Found> posts = stackalloc Found[MaxSeeds];
        int count = 0;
        for (int i = 0; i < contacts.Count && count < MaxSeeds; i++)
        {
            if (IsHidden(page, contacts.Items[i].Span.Start))
            {
                // What somebody hid in a post accuses the hiding, not the one who wrote the post.
                continue;
            }

            if ((IsContact(contacts.Items[i]) || IsOffer(contacts.Items[i])) && CommentFinder.Find(page, facts, contacts.Items[i].Span.Start, out PostSpan comment))
            {
                if (!Known(posts[..count], comment))
                {
                    posts[count++] = new(comment);
                }

                continue;
            }

            if ((IsContact(contacts.Items[i]) || (IsOffer(contacts.Items[i]) && LeadsAway(page, facts, contacts.Items[i].Span.Start))) && PostFinder.Find(page, facts, contacts.Items[i].Span.Start, out PostSpan post) && !Known(posts[..count], post))
            {
                posts[count++] = new(post);
            }
        }

        for (int i = 0; i < count; i++)
        {
            int alike = 0;
            foreach (ref readonly Found other in posts[..count])
            {
                alike += other.Post.Group == posts[i].Post.Group ? 1 : 0;
            }

            // Where every second post has a contact, contacts are what the place is for.
            if (alike * 2 < posts[i].Post.Siblings)
            {
                State(page, posts[i].Post, FirstSeed(page, posts[i].Post, contacts.Items), sink);
            }
        }
    }

    /// <summary>Weight of the terms of the post's text, and of those that stand outside the post too.</summary>
    private static (int Weight, int Supported) SupportOf(SegmentedPage page, int start, int endBlock)
    {
        int first = FirstSegment(page.Segments, start);
        int end = first;
        while (end < page.Segments.Length && page.Segments[end].Block < endBlock)
        {
            end++;
        }

        return page.Ngrams.Support(first, end);
    }

    // The first block of the post that names a contact or sells.
    private static int FirstSeed(SegmentedPage page, in PostSpan post, ReadOnlySpan<Evidence> items)
    {
        int from = page.Page.Blocks[post.FirstText].Span.Start, to = page.Page.Blocks[post.End - 1].Span.End;
        int first = to;
        foreach (ref readonly Evidence item in items)
        {
            bool inside = item.Span.Start >= from && item.Span.Start < first;
            first = inside && (IsContact(item) || IsOffer(item)) ? item.Span.Start : first;
        }

        return first == to ? post.FirstText : BlockSearch.Of(page.Page.Blocks, first);
    }

    // What a poster wrote before the selling begins is theirs where it has the thread's words: the rest is a signature that somebody else filled, or was hung on. What only quotes
    // another post is that post's, but says nothing of who sells below it.
    private static int LeadEnd(SegmentedPage page, in PostSpan post, int seed, out bool answers)
    {
        const int LeadTerms = 3;
        const float LeastLead = 0.2f;
        answers = false;
        int b = post.FirstText;
        while (b < seed)
        {
            bool quote = (page.Page.Blocks[b].Traits & BlockTraits.Quote) != 0;
            (int weight, int supported) = SupportOf(page, TextOf(page, post, b).Start, b + 1);
            if (!quote && (weight < LeadTerms * TermWeights.Max || supported < LeastLead * weight))
            {
                break;
            }

            answers |= !quote;
            b++;
        }

        return b;
    }

    private static int FirstSegment(ReadOnlySpan<Segment> segments, int at)
    {
        int low = 0;
        int high = segments.Length;
        while (low < high)
        {
            int mid = (low + high) >>> 1;
            (low, high) = segments[mid].Span.End <= at ? (mid + 1, high) : (low, mid);
        }

        return low;
    }

    private static void State(SegmentedPage page, in PostSpan post, int seed, EvidenceSink sink)
    {
        (int weight, int supported) = SupportOf(page, post.TextStart, post.End);
        float share = weight == 0 ? 1 : (float)supported / weight;
        if (weight < MinTerms * TermWeights.Max || share > MostShare)
        {
            return;
        }

        // What is most of a page's text is what the page is there for: a report, a card, a thread's only post.
        int length = page.Page.Blocks[post.End - 1].Span.End - post.TextStart;
        if (length * MostOfPage.Whole > page.Page.Text.Length * MostOfPage.Part)
        {
            return;
        }

        float strength = Math.Min(0.95f, 0.95f - (0.6f * share));
        var fact = new Fact("{a} % of the post's words stand elsewhere on the page, and it names a contact or sells by a link", (int)(share * 100));
        int first = LeadEnd(page, post, seed, out bool answers);
        for (int b = first; b < post.End; b++)
        {
            sink.Add(Post, TextOf(page, post, b), strength, fact);
        }

        if (!answers)
        {
            sink.Add(Poster, NameOf(page, post), strength, fact);
        }
    }

    // Where poster and text share a line, the text begins behind the date.
    private static TextSpan TextOf(SegmentedPage page, in PostSpan post, int b) =>
        b == post.First ? new TextSpan(post.TextStart, page.Page.Blocks[b].Span.End) : page.Page.Blocks[b].Span;

    private static TextSpan NameOf(SegmentedPage page, in PostSpan post)
    {
        TextSpan line = page.Page.Blocks[post.First].Span;
        int end = Math.Min(line.End, line.Start + MaxName);
        for (int i = line.Start + 1; i < end; i++)
        {
            if (page.Classes[i] is CharClass.Separator && CharClasses.IsSpace(page.Classes[i - 1])
                || (page.Classes[i] == CharClass.Digit && CharClasses.IsSpace(page.Classes[i - 1]))
                || (CharClasses.IsSpace(page.Classes[i]) && IsBeforeDay(page, i + 1, end))
                || page.Classes[i] is CharClass.Comma
                || (CharClasses.IsSpace(page.Classes[i]) && i + 1 < end && page.Classes[i + 1] == CharClass.Han))
            {
                return new Pieces(page).Trim(line.Start, i);
            }
        }

        return line.End > end ? default : line;
    }

    // "name le 20 avril", "name am 3. Mai": a short word in small letters before the day is none of the name's.
    private static bool IsBeforeDay(SegmentedPage page, int at, int limit)
    {
        const int MaxWord = 3;
        int end = at;
        while (end < limit && end - at <= MaxWord && char.IsLower(page.Page.Text[end]))
        {
            end++;
        }

        return end > at && end - at <= MaxWord && end + 1 < limit && page.Classes[end] == CharClass.Space && page.Classes[end + 1] == CharClass.Digit;
    }

    private static bool Known(ReadOnlySpan<Found> posts, in PostSpan post)
    {
        foreach (ref readonly Found f in posts)
        {
            if (f.Post.First == post.First)
            {
                return true;
            }
        }

        return false;
    }

    // Contacts have been looked for already where this runs behind the other detectors.
    private static EvidenceSink ContactsOf(SegmentedPage page, EvidenceSink sink)
    {
        if (sink.Count > 0)
        {
            return sink;
        }

        var own = new EvidenceSink();
        Contacts.Detect(page, own);
        Style.Detect(page, own);
        return own;
    }

    // A sentence that sells, in a paragraph with a link that leaves the site, is as good as a contact.
    private static bool IsOffer(in Evidence item) => item.Detector == "promo-style" && item.Signal.Name is "sentence" or "promotional" && item.Strength >= LeastOffer;

    private static bool IsHidden(SegmentedPage page, int at) => BlockSearch.Of(page.Page.Blocks, at) is >= 0 and int b && page.Page.Blocks[b].IsHidden;

    private static bool LeadsAway(SegmentedPage page, PageFacts facts, int at)
    {
        int b = BlockSearch.Of(page.Page.Blocks, at);
        if (b < 0)
        {
            return false;
        }

        ref readonly Block block = ref page.Page.Blocks[b];
        ReadOnlySpan<Link> links = page.Page.Links;
        for (int i = block.FirstLink; i < block.FirstLink + block.LinkCount && i < links.Length; i++)
        {
            if (facts.LeavesSite(links[i]))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsContact(in Evidence item) => item.Strength >= LeastContact && item.Detector == "contact-handle";

    private readonly record struct Found(PostSpan Post);
}
