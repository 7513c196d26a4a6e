using System.Collections.Immutable;
using System.Text;
using Chaffinch.Model;

namespace Chaffinch.Cleaning;

/// <summary>Reads the readers' comments below an article, which its text leaves out: who wrote each, when and what.</summary>
/// <remarks>
/// Comments stand in elements that their names give away, and begin with a short line that names the poster or a date. Planted ones are left out, their posters' lines with them. Where no
/// poster and no date is named nothing tells one comment from the next, and none is given back. Linear in parts and links; allocates what it returns.
/// </remarks>
internal static class CommentReader
{
    private const int MaxComments = 2000;

    // A line that names a poster or a date is no longer than this.
    private const int MaxMarkChars = 160;
    private const int MaxNameChars = 60;

    /// <summary>The comments of a page in order.</summary>
    /// <param name="segmented">The page.</param>
    /// <param name="parts">Its parts, with what became of each.</param>
    public static ImmutableArray<Comment> Read(SegmentedPage segmented, ReadOnlySpan<Part> parts)
    {
        Page page = segmented.Page;
        var comments = ImmutableArray.CreateBuilder<Comment>();
        var text = new StringBuilder();
        string? author = null, date = null;
        bool named = false;
        int lastBlock = -1;
        foreach (ref readonly Part part in parts)
        {
            if (comments.Count == MaxComments)
            {
                break;
            }

            if (!IsComment(page, part))
            {
                continue;
            }

            ref readonly Block block = ref page.Blocks[part.Block];
            if (TryMark(page, part, block, segmented.Language, out string? name, out string? day))
            {
                bool closes = name is null && text.Length > 0 && date is null && named;
                if (text.Length > 0 && !closes)
                {
                    Close(comments, text, ref author, ref date, named);
                }

                (author, date, named) = (name ?? author, day ?? date, true);
                continue;
            }

            if (part.Label is Label.Injected or Label.Damaged && part.Kind is not Kind.Rewrite)
            {
                continue;
            }

            text.Append(text.Length == 0 ? "" : part.Block == lastBlock ? " " : "\n").Append(page.Text, part.Whole.Start, part.Whole.Length);
            lastBlock = part.Block;
        }

        if (text.Length > 0 && comments.Count < MaxComments)
        {
            Close(comments, text, ref author, ref date, named);
        }

        return comments.DrainToImmutable();
    }

    // What stands before the first poster is a line such as "3 comments".
    private static void Close(ImmutableArray<Comment>.Builder comments, StringBuilder text, ref string? author, ref string? date, bool named)
    {
        if (named)
        {
            comments.Add(new Comment(author, date, text.ToString()));
        }

        text.Clear();
        (author, date) = (null, null);
    }

    // Text and heads of comments; not their buttons, form and headings, nor what is in the article already.
    private static bool IsComment(Page page, in Part part)
    {
        const BlockTraits Machinery = BlockTraits.Control | BlockTraits.InForm | BlockTraits.InNav;
        const Hints Others = Hints.Navigation | Hints.Pagination | Hints.Account | Hints.Share | Hints.Related | Hints.Advert | Hints.Search | Hints.ScreenReader;
        if (part.Block < 0 || part.IsKept)
        {
            return false;
        }

        ref readonly Block block = ref page.Blocks[part.Block];
        return block.Zone == Zone.Body && !block.IsHidden && block.HeadingLevel == 0 && (block.AllHints & Hints.Comments) != 0
            && (block.Traits & Machinery) == 0 && (block.AllHints & Others) == 0 && !IsAction(block);
    }

    // "Reply", "Like", "Report": all of the line is a link, and no poster's.
    private static bool IsAction(in Block block) =>
        block.LinkCount > 0 && block.LinkChars * 10 >= block.Span.Length * 7 && (block.OwnHints & (Hints.Byline | Hints.Date | Hints.Meta)) == 0 && (block.Traits & BlockTraits.HasTime) == 0;

    private static bool TryMark(Page page, in Part part, in Block block, string? language, out string? name, out string? day)
    {
        (name, day) = (null, null);
        if (part.Whole.Length > MaxMarkChars || (block.OwnHints & Hints.Post) != 0)
        {
            return false;
        }

        ReadOnlySpan<char> line = page.Text.AsSpan(part.Whole.Start, part.Whole.Length);
        FoundDate? found = DateReader.Find(line, language);
        bool marked = (block.OwnHints & (Hints.Byline | Hints.Date | Hints.Meta)) != 0 || (block.Traits & BlockTraits.HasTime) != 0;
        bool dated = found is { Day: > 0 };

        // A date inside of a sentence is part of a comment.
        if (!marked && !(dated && line.Length - (found!.Value.End - found.Value.Start) <= MaxNameChars && line[^1] is not ('.' or '!' or '?' or '。' or '！' or '？')))
        {
            return false;
        }

        day = dated ? found!.Value.ToIso() : null;
        name = Linked(page, part, block) ?? Written(page.Text, new TextSpan(part.Whole.Start, dated ? part.Whole.Start + found!.Value.Start : part.Whole.End));
        return name is not null || day is not null;
    }

    // The first link that reads like a name; a date or a number in a link leads to the comment itself.
    private static string? Linked(Page page, in Part part, in Block block)
    {
        for (int l = block.FirstLink; l < block.FirstLink + block.LinkCount; l++)
        {
            TextSpan span = page.Links[l].Span;
            if (span.Start >= part.Whole.Start && span.End <= part.Whole.End && span.Length <= MaxNameChars && AuthorName.IsLike(page.Text.AsSpan(span.Start, span.Length).Trim(), isLabelled: true))
            {
                return page.Text.AsSpan(span.Start, span.Length).Trim().ToString();
            }
        }

        return null;
    }

    // "Ann Miller says:", "Ann Miller ·": the name before the words and signs of the line's frame.
    private static string? Written(string text, TextSpan whole)
    {
        ReadOnlySpan<char> line = text.AsSpan(whole.Start, whole.Length);
        int colon = line.IndexOfAny(':', '：');
        line = (colon > 0 ? line[..colon] : line).TrimEnd(" ·•|,-–—(\u00A0");
        int blank = line.LastIndexOf(' ');
        bool verb = blank > 0 && blank + 1 < line.Length && char.IsLower(line[blank + 1]) && char.IsUpper(line[0]);
        line = (verb ? line[..blank] : line).TrimEnd(" ·•|,-–—(\u00A0");
        return line.Length is > 1 and <= MaxNameChars && AuthorName.IsLike(line, isLabelled: true) ? line.ToString() : null;
    }
}
