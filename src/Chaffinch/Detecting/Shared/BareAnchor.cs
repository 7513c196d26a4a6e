using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Detecting.Shared;

/// <summary>Where the anchor of a link to another site stands.</summary>
internal enum AnchorPlace : byte
{
    /// <summary>In the grammar of a sentence, in a list, on the own site, or an address that is printed whole.</summary>
    Proper,

    /// <summary>Between two sentences without being one, or without the blanks that belong around it.</summary>
    Bare,

    /// <summary>Kept from readers.</summary>
    Hidden,
}

/// <summary>Tells anchors that no sentence wants.</summary>
internal static class BareAnchor
{
    private const float MinWeight = 8;

    /// <summary>Where <paramref name="link"/> stands.</summary>
    public static AnchorPlace Look(SegmentedPage page, PageFacts facts, in Link link)
    {
        if (link.Host == 0 || !facts.LeavesSite(link))
        {
            return AnchorPlace.Proper;
        }

        int b = BlockSearch.Of(page.Page.Blocks, link.Span.Start);
        if (b < 0 || new Pieces(page).Weight(link.Span) < MinWeight || IsAddress(page.Page.Text.AsSpan(link.Span.Start, link.Span.Length)))
        {
            return AnchorPlace.Proper;
        }

        ref readonly Block block = ref page.Page.Blocks[b];
        if (block.IsHidden || (link.Traits & LinkTraits.Hidden) != 0)
        {
            return block.Hidden == HiddenBy.Aria ? AnchorPlace.Proper : AnchorPlace.Hidden;
        }

        return facts.Lines[b].Prose && block.LinkChars * 3 < facts.Lines[b].Chars && IsBare(page, block.Span, link.Span) && facts.SupportOf(link.Span, 1).Share <= 0.34f
            ? AnchorPlace.Bare
            : AnchorPlace.Proper;
    }

    // A whole address with its path refers the reader to what was read there; planted ones show a name, or the host alone.
    private static bool IsAddress(ReadOnlySpan<char> text)
    {
        const int MinPath = 4;
        int scheme = text.IndexOf("://", StringComparison.Ordinal);
        ReadOnlySpan<char> rest = scheme < 0 ? text : text[(scheme + 3)..];
        int slash = rest.IndexOf('/');
        return slash > 0 && rest[..slash].Contains('.') && rest.Length - slash > MinPath && !rest.ContainsAny(' ', '\u00A0');
    }

    private static bool IsBare(SegmentedPage page, TextSpan block, TextSpan span)
    {
        ReadOnlySpan<CharClass> classes = page.Classes;
        CharClass before = At(classes, block, span.Start - 1);
        CharClass second = At(classes, block, span.Start - 2);
        CharClass after = At(classes, block, span.End);
        CharClass next = At(classes, block, span.End + 1);
        bool stop = span.Start > block.Start && (before == CharClass.SentenceEnd || (before == CharClass.Space && second is CharClass.SentenceEnd or CharClass.Quote or CharClass.CloseBracket && EndsSentence(classes, block, span.Start - 2)));
        bool open = span.End >= block.End || (CharClasses.IsSpace(after) && (CharClasses.IsSpace(next) || StartsSentence(page, block, span.End + 1)));
        bool wide = (before == CharClass.Space && second == CharClass.Space) || (after == CharClass.Space && next == CharClass.Space);
        return (stop && open && classes[span.End - 1] != CharClass.SentenceEnd) || wide;
    }

    private static bool EndsSentence(ReadOnlySpan<CharClass> classes, TextSpan block, int at)
    {
        while (at > block.Start && classes[at] is CharClass.Quote or CharClass.CloseBracket)
        {
            at--;
        }

        return classes[at] == CharClass.SentenceEnd;
    }

    // Scripts without capitals start sentences like all words.
    private static bool StartsSentence(SegmentedPage page, TextSpan block, int at) =>
        at >= block.End || !char.IsLower(page.Page.Text[at]);

    private static CharClass At(ReadOnlySpan<CharClass> classes, TextSpan block, int at) =>
        at >= block.Start && at < block.End ? classes[at] : CharClass.LineEnd;
}
