using System.Collections.Immutable;
using Chaffinch.Model;

namespace Chaffinch.Cleaning;

/// <summary>Parts the text of a thread into posts at the lines that name posters, and says who wrote each and when.</summary>
/// <remarks>Linear in parts and links. Most kits name the poster before the post; where text stands before the first poster's line, he follows it.</remarks>
internal static class PostReader
{
    private const int MaxPosts = 2000;

    // A line that names a poster is no longer than this.
    private const int MaxMarkChars = 200;

    // "answered 4 May 2024 at 10:15"
    private const int MaxDateChars = 40;

    /// <summary>The posts of a page, empty where no poster is named.</summary>
    /// <param name="segmented">The page.</param>
    /// <param name="parts">Its parts.</param>
    /// <param name="lines">The lines of its text.</param>
    /// <param name="starts">Where each begins in <paramref name="text"/>.</param>
    /// <param name="text">The article's text.</param>
    public static ImmutableArray<Post> Read(SegmentedPage segmented, ReadOnlySpan<Part> parts, ReadOnlySpan<Line> lines, ReadOnlySpan<int> starts, string text)
    {
        Page page = segmented.Page;
        int headline = BylineReader.HeadlineBlock(page, parts);
        var posts = ImmutableArray.CreateBuilder<Post>();
        int link = 0;
        int line = 0;
        string? name = null;
        string? date = null;
        bool? follows = null;
        var open = new Post(null, null, -1, -1);
        for (int i = 0; i < parts.Length && posts.Count < MaxPosts; i++)
        {
            bool isKept = parts[i].Role == PartRole.Keep;
            string? member = MemberIn(page, parts, i, headline, isKept, ref link);
            string? found = DateIn(page, parts[i], headline, isKept, segmented.Language);
            if (isKept && member is null && found is null)
            {
                if (line < lines.Length && lines[line].First == i)
                {
                    bool begins = open.Start < 0;
                    open = begins ? new Post(name, date, starts[line], -1) : open;
                    (name, date) = begins ? (null, null) : (name, date);
                    open = open with { End = EndOf(text, starts, line) };
                    line++;
                }

                continue;
            }

            // A line of the text that is nothing but a poster's name or a date is no line of a post.
            line += isKept && line < lines.Length && lines[line].First == i ? 1 : 0;
            date = found ?? date;
            if (string.IsNullOrEmpty(member))
            {
                continue;
            }

            follows ??= open.Start >= 0;
            if (open.Start >= 0)
            {
                posts.Add(follows.Value ? open with { Author = member, Published = date } : open);
                open = new Post(null, null, -1, -1);
                date = follows.Value ? null : date;
            }

            name = follows.Value ? null : member;
        }

        if (open.Start >= 0 && follows is not null)
        {
            posts.Add(open);
        }

        return posts.Count > 0 && follows is not null ? posts.DrainToImmutable() : [];
    }

    private static int EndOf(string text, ReadOnlySpan<int> starts, int line)
    {
        int end = line + 1 < starts.Length ? starts[line + 1] : text.Length;
        while (end > starts[line] && char.IsWhiteSpace(text[end - 1]))
        {
            end--;
        }

        return end;
    }

    // The name in a link to a member's page, empty for who changed a post; links are walked along with the parts.
    private static string? MemberIn(Page page, ReadOnlySpan<Part> parts, int index, int headline, bool isAlone, ref int link)
    {
        ref readonly Part part = ref parts[index];
        while (link < page.Links.Length && page.Links[link].Span.End <= part.Whole.Start)
        {
            link++;
        }

        if (part.Block < 0 || part.Label is Label.Injected or Label.Damaged || part.Whole.Length > MaxMarkChars || !AuthorLinks.IsPoster(page.Blocks[part.Block], part.Block, headline))
        {
            return null;
        }

        for (; link < page.Links.Length && page.Links[link].Span.End <= part.Whole.End; link++)
        {
            Link found = page.Links[link];
            if ((!isAlone || found.Span == part.Whole) && AuthorLinks.IsMember(page.Source.Span[found.Href.Start..found.Href.End]) && BylineReader.NameOf(page.Text, found.Span) is { IsEmpty: false } name
                && !AuthorLinks.IsAvatar(page.Text.AsSpan(name.Start, name.Length)))
            {
                return AuthorLinks.IsEditor(page.Text, parts, index) ? "" : page.Text[name.Start..name.End];
            }
        }

        return null;
    }

    private static string? DateIn(Page page, in Part part, int headline, bool isAlone, string? language) =>
        part.Block > headline && part.Whole.Length <= (isAlone ? MaxDateChars : MaxMarkChars) && part.Label is not (Label.Injected or Label.Damaged)
        && DateReader.Find(page.Text.AsSpan(part.Whole.Start, part.Whole.Length), language) is { Day: > 0 } found ? found.ToIso() : null;
}
