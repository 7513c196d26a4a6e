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
    private const float LeastContact = 0.4f;

    private static readonly ContactHandle Contacts = new();

    private static readonly Signal Post = new(
        "thread-raid", "post", "A post names a sales contact, and neither the other posts nor the rest of the page have its words.");

    private static readonly Signal Poster = new(
        "thread-raid", "poster", "The name over a post that sells through a contact and has nothing to do with its thread.");

    public override string Name => "thread-raid";

    public override string What => "Posts of a thread, comments or reviews that name a chat account, number or code and share next to no word with the thread.";

    public override string Why => "People in a thread answer one another, so their words come back. A bot that posts under every thread brings its own words and has to say where to buy.";

    public override string LeavesAlone => "Market places and directories, where most posts have a contact; posts with a contact that speak of the thread's matter; cards and lists without dates.";

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
            if (IsContact(contacts.Items[i]) && PostFinder.Find(page, facts, contacts.Items[i].Span.Start, out PostSpan post) && !Known(posts[..count], post))
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
                State(page, facts, posts[i].Post, sink);
            }
        }
    }

    private static void State(SegmentedPage page, PageFacts facts, in PostSpan post, EvidenceSink sink)
    {
        int own = 0;
        for (int b = post.FirstText; b < post.End; b++)
        {
            own += facts.Lines[b].Prose ? 1 : 0;
        }

        int terms = 0;
        int supported = 0;
        for (int b = post.FirstText; b < post.End; b++)
        {
            Support support = facts.SupportOf(TextOf(page, post, b), own);
            terms += support.Terms;
            supported += support.Supported;
        }

        float share = terms == 0 ? 1 : (float)supported / terms;
        if (terms < MinTerms || share > 0.36f)
        {
            return;
        }

        float strength = Math.Min(0.95f, 0.95f - (0.6f * share));
        var fact = new Fact("{a} of {b} terms of the post stand elsewhere on the page, and it names a contact", supported, terms);
        for (int b = post.FirstText; b < post.End; b++)
        {
            sink.Add(Post, TextOf(page, post, b), strength, fact);
        }

        sink.Add(Poster, NameOf(page, post), strength, fact);
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
                || page.Classes[i] is CharClass.Comma)
            {
                return new Pieces(page).Trim(line.Start, i);
            }
        }

        return line.End > end ? default : line;
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
        return own;
    }

    private static bool IsContact(in Evidence item) => item.Strength >= LeastContact && item.Detector == "contact-handle";

    private readonly record struct Found(PostSpan Post);
}
