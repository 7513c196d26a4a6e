using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Detecting.Shared;

/// <summary>Finds the piece around a name that is set into a line of running text without being part of a sentence: a link that leaves the site, a whole bracket, or what stands behind the last full stop.</summary>
/// <remarks>Looks at a bounded number of characters on both sides.</remarks>
internal static class SetApart
{
    private const int MaxReach = 60;
    private const int MaxLinks = 16;
    private const int MaxWords = 6;

    /// <summary>Text before the piece that makes its line one of sentences, as long as a reader feels it.</summary>
    private const float MinBefore = 30;

    /// <summary>What a bracket says beside a name, at least; a name alone in brackets explains another.</summary>
    private const int MinBeside = 4;

    /// <summary>The piece, empty where the name stands in a sentence.</summary>
    /// <param name="page">The page.</param>
    /// <param name="facts">Its facts.</param>
    /// <param name="b">The block that holds the name.</param>
    /// <param name="name">The name.</param>
    public static TextSpan Around(SegmentedPage page, PageFacts facts, int b, TextSpan name)
    {
        if (!facts.Lines[b].HasSentences)
        {
            return default;
        }

        TextSpan piece = Link(page, facts, page.Page.Blocks[b], name);
        piece = piece.IsEmpty ? Bracket(page, page.Page.Blocks[b].Span, name) : piece;
        return piece.IsEmpty ? Tail(page, page.Page.Blocks[b].Span, name) : piece;
    }

    /// <summary>True where a block's last link leaves the site and its last sentence ends right before it: an anchor was hung on, and the line does not break off.</summary>
    /// <param name="page">The page.</param>
    /// <param name="b">The block.</param>
    public static bool EndsBeforeAnchor(SegmentedPage page, int b)
    {
        ref readonly Block block = ref page.Page.Blocks[b];
        if (block.LinkCount == 0)
        {
            return false;
        }

        Link last = page.Page.Links[block.FirstLink + block.LinkCount - 1];
        int end = last.Span.Start;
        while (end > block.Span.Start && CharClasses.IsSpace(page.Classes[end - 1]))
        {
            end--;
        }

        return last.Span.End >= block.Span.End && end > block.Span.Start && SpliceHabits.IsSentenceEnd(page.Classes, end) && PageFacts.Of(page).LeavesSite(last);
    }

    /// <summary>The link that leaves the site and holds a name; empty where there is none, or it is long.</summary>
    /// <param name="page">The page.</param>
    /// <param name="facts">Its facts.</param>
    /// <param name="block">The block that holds the name.</param>
    /// <param name="name">The name.</param>
    public static TextSpan Link(SegmentedPage page, PageFacts facts, in Block block, TextSpan name)
    {
        ReadOnlySpan<Link> links = page.Page.Links;
        int last = Math.Min(links.Length, block.FirstLink + Math.Min(block.LinkCount, MaxLinks));
        for (int i = block.FirstLink; i < last; i++)
        {
            if (links[i].Span.Contains(name) && links[i].Span.Length <= MaxReach && facts.LeavesSite(links[i]))
            {
                return links[i].Span;
            }
        }

        return default;
    }

    /// <summary>The whole bracket behind some text of the line that says more than the name in it; empty where there is none.</summary>
    public static TextSpan Bracket(SegmentedPage page, TextSpan block, TextSpan name)
    {
        ReadOnlySpan<CharClass> classes = page.Classes;
        int start = name.Start;
        while (start > block.Start && name.Start - start < MaxReach && IsPhrase(classes[start - 1]))
        {
            start--;
        }

        int end = name.End;
        while (end < block.End && end - name.End < MaxReach && IsPhrase(classes[end]))
        {
            end++;
        }

        bool bracket = start > block.Start && end < block.End && classes[start - 1] == CharClass.OpenBracket && classes[end] == CharClass.CloseBracket
            && IsLong(page, block.Start, start);
        return bracket && end - start >= name.Length + MinBeside ? new TextSpan(start - 1, end + 1) : default;
    }

    // Behind a full stop, to the end of the line, without an end of its own: no sentence.
    private static TextSpan Tail(SegmentedPage page, TextSpan block, TextSpan name)
    {
        ReadOnlySpan<CharClass> classes = page.Classes;
        if (block.End - name.End > MaxReach)
        {
            return default;
        }

        int words = 1;
        int start = name.Start;
        for (; start > block.Start && IsPhrase(classes[start - 1]); start--)
        {
            words += CharClasses.IsSpace(classes[start - 1]) && start < name.Start ? 1 : 0;
            if (words > MaxWords || name.Start - start > MaxReach)
            {
                return default;
            }
        }

        for (int i = name.End; i < block.End; i++)
        {
            words += CharClasses.IsSpace(classes[i]) ? 1 : 0;
            if (words > MaxWords || !IsPhrase(classes[i]))
            {
                return default;
            }
        }

        return IsLong(page, block.Start, start) && SpliceHabits.IsSentenceEnd(classes, start) ? new Pieces(page).Trim(start, block.End) : default;
    }

    private static bool IsLong(SegmentedPage page, int start, int end) =>
        end - start > MinBefore || (end > start && new Pieces(page).Weight(new TextSpan(start, end)) > MinBefore);

    private static bool IsPhrase(CharClass c) => Pieces.IsWord(c) || c == CharClass.Space || c == CharClass.Format;
}
