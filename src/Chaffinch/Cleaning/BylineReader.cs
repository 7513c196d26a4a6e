using Chaffinch.Model;

namespace Chaffinch.Cleaning;

/// <summary>Finds the author's part of the byline and the date of publication.</summary>
internal static class BylineReader
{
    // A byline longer than this is a sentence about somebody.
    private const int MaxBylineChars = 200;
    private const int MaxCandidates = 200;

    private const int MaxBlocksFromHeadline = 8;

    // An element called "author" that holds more than this is a box about one, or a class of the whole page.
    private const int MaxNamedBytes = 2000;
    private const int MaxNamedAround = 2;

    // A line that is a date and little more.
    private const int MaxDateChars = 50;

    // Ranks: 1 a piece with the form of a name, 3 one behind an author's label, one more where the class says so; what machines are told as well is surest.
    private const int LabelledRank = 3;
    private const int StatedRank = 5;

    /// <summary>Marks the author's part and returns the date of publication in ISO 8601, null where none is found.</summary>
    /// <param name="segmented">The page.</param>
    /// <param name="parts">Its parts; the author's one gets its role.</param>
    /// <param name="type">What sort of page it is.</param>
    /// <param name="author">The author where the page says it to machines only, else null: then <see cref="Read"/> has it.</param>
    public static string? Choose(SegmentedPage segmented, Span<Part> parts, PageType type, out string? author)
    {
        Page page = segmented.Page;
        string? language = page.DeclaredLanguage is { Length: >= 2 } declared && segmented.Language is string told
            && declared.StartsWith(told, StringComparison.OrdinalIgnoreCase) ? declared : segmented.Language ?? page.DeclaredLanguage;
        string? stated = StatedAuthor.Clean(page.Meta.Author ?? page.Meta.MarkedAuthor);
        bool isWeak = stated is not null && (StatedAuthor.IsSite(stated, page) || StatedAuthor.IsAccount(stated));
        FoundDate? date = null;
        var best = new Candidate(-1, 0, default);
        int seen = 0;
        int headline = HeadlineBlock(page, parts);
        for (int i = 0; i < parts.Length && seen < MaxCandidates; i++)
        {
            bool isByline = parts[i].Role == PartRole.Byline;
            if (!isByline && !MayNameAuthor(page, parts, i, headline, language))
            {
                continue;
            }

            seen++;
            if (isByline)
            {
                date ??= DateReader.Find(page.Text.AsSpan(parts[i].Whole.Start, parts[i].Whole.Length), language);
            }

            // With a surer one at hand the mere form of a name, which is dear to look for, changes nothing.
            bool named = parts[i].Block >= 0 && IsNamed(page, page.Blocks[parts[i].Block]);
            bool needsForm = best.Rank < LabelledRank - 1 && !(isByline && best.Rank >= (named ? 2 : 1));
            Candidate found = AuthorIn(page, parts[i], i, isByline, named, needsForm, stated, isWeak, language);
            found = isByline && found.Rank == LabelledRank && IsNear(parts[i], headline) ? found with { Rank = LabelledRank + 1 } : found;
            if (found.Rank < LabelledRank && IsBelowLabel(page, parts, i, language))
            {
                found = found with { Rank = LabelledRank, Span = NameOf(page.Text, parts[i].Whole) };
                found = found.Span.IsEmpty ? found with { Rank = 0 } : found;
            }

            if (found.Rank == 0 && (type is PageType.Article or PageType.Documentation or PageType.Other) && !found.Span.IsEmpty && IsPersonBesideDate(page, parts, i, found.Span, headline, language))
            {
                found = found with { Rank = LabelledRank - 1 };
            }

            best = found.Rank > best.Rank ? found : best;
        }

        if (best.Rank < LabelledRank - 1 && AuthorLinks.Find(page, parts, type, headline, out TextSpan linked) is int part and >= 0)
        {
            best = new(part, LabelledRank, linked);
        }

        author = ByMachines(page, parts, best, stated, isWeak, headline) ? stated : null;
        if (best.Part >= 0 && author is null)
        {
            parts[best.Part].Role = PartRole.Author;
            parts[best.Part].Kept = best.Span;
        }

        return PublishedDate.Choose(page, parts, date, headline, language);
    }

    // What only machines are told counts where no visible line is plainly the author's, or where that line has a piece of the name only.
    private static bool ByMachines(Page page, ReadOnlySpan<Part> parts, in Candidate best, string? stated, bool isWeak, int headline)
    {
        if (stated is null)
        {
            return false;
        }

        if (best.Rank >= StatedRank)
        {
            // Names with the marks of footnotes between them.
            return page.Text.AsSpan(best.Span.Start, best.Span.Length).ContainsAnyInRange('0', '9') && !stated.AsSpan().ContainsAnyInRange('0', '9');
        }

        // The site's own name, or an account's, gives way to any person at the headline.
        bool atHeadline = best.Part >= 0 && headline >= 0 && Math.Abs(parts[best.Part].Block - headline) <= MaxBlocksFromHeadline;
        return best.Rank < (isWeak && atHeadline ? LabelledRank - 1 : LabelledRank)
            || (!isWeak && StatedAuthor.IsBetterThan(stated, page.Text.AsSpan(best.Span.Start, best.Span.Length)));
    }

    /// <summary>The name in a part behind an author's label; empty where it has none.</summary>
    public static TextSpan NameOf(string text, TextSpan part)
    {
        TextSpan name = AuthorName.Cut(text, part);
        return AuthorName.IsLike(text.AsSpan(name.Start, name.Length), isLabelled: true) ? name : default;
    }

    /// <summary>Block where the title stands in sight; -1 where it does not.</summary>
    public static int HeadlineBlock(Page page, ReadOnlySpan<Part> parts)
    {
        int visible = -1;
        foreach (ref readonly Part part in parts)
        {
            if (part.Role is not (PartRole.Title or PartRole.Headline) || part.Block < 0)
            {
                continue;
            }

            ref readonly Block block = ref page.Blocks[part.Block];
            bool inSight = block.Zone == Zone.Body && !block.IsHidden;
            if (part.Role == PartRole.Title && (inSight || !page.IsHtml))
            {
                return part.Block;
            }

            visible = visible < 0 && inSight ? part.Block : visible;
        }

        return visible;
    }

    private static bool IsNear(in Part part, int headline) => headline >= 0 && part.Block > headline && part.Block <= headline + MaxBlocksFromHeadline;

    // Lines that are no byline by their label and yet may name the author: those whose class says so, and short ones near the headline.
    private static bool MayNameAuthor(Page page, ReadOnlySpan<Part> parts, int index, int headline, string? language)
    {
        ref readonly Part part = ref parts[index];
        if (part.Role is not (PartRole.Cut or PartRole.Keep) || part.Label is Label.Injected or Label.Damaged || part.Block < 0 || part.Whole.Length > MaxBylineChars)
        {
            return false;
        }

        ref readonly Block block = ref page.Blocks[part.Block];
        bool near = IsNear(part, headline);
        // What is said of elements around the headline too says nothing of the line.
        Hints around = headline < 0 ? block.AllHints : block.AllHints & ~page.Blocks[headline].AllHints;
        return block.Zone == Zone.Body && !block.IsHidden && (around & (Hints.Comments | Hints.Related | Hints.Advert | Hints.Partners)) == Hints.None
            && (near || IsNamed(page, block) || (IsText(page, block, headline)
                && (IsBelowLabel(page, parts, index, language) || BylineLabels.SaysWriter(page.Text.AsSpan(part.Whole.Start, part.Whole.Length)))));
    }

    // Its class or that of the element around it says that it is the author's.
    private static bool IsNamed(Page page, in Block block)
    {
        if ((block.OwnHints & Hints.Byline) != Hints.None)
        {
            return true;
        }

        int container = block.Container;
        for (int i = 0; i < MaxNamedAround && container >= 0; i++)
        {
            ref readonly Container around = ref page.Containers[container];
            if (around.Source.End - around.Source.Start > MaxNamedBytes)
            {
                return false;
            }

            if ((around.Hints & Hints.Byline) != Hints.None)
            {
                return true;
            }

            container = around.Parent;
        }

        return false;
    }

    // Menus have entries called "Contributors" too.
    private static bool IsText(Page page, in Block block, int headline)
    {
        BlockTraits traits = headline < 0 ? block.Traits : block.Traits & ~page.Blocks[headline].Traits;
        Hints around = headline < 0 ? block.AllHints : block.AllHints & ~page.Blocks[headline].AllHints;
        return (traits & (BlockTraits.InNav | BlockTraits.InFooter | BlockTraits.InHeader | BlockTraits.InAside)) == BlockTraits.None
            && (around & (Hints.Navigation | Hints.Footer | Hints.Header | Hints.Sidebar)) == Hints.None;
    }

    private static bool IsBelowLabel(Page page, ReadOnlySpan<Part> parts, int index, string? language) =>
        index > 0 && parts[index - 1].Block >= 0 && parts[index - 1].Block == parts[index].Block - 1 && parts[index - 1].Label is not (Label.Injected or Label.Damaged)
        && page.Blocks[parts[index - 1].Block].LinkCount == 0 && BylineLabels.IsLabelAlone(page.Text, parts[index - 1].Whole, language);

    private static Candidate AuthorIn(Page page, in Part part, int index, bool isByline, bool named, bool needsForm, string? stated, bool isWeak, string? language)
    {
        if (stated is not null && (!isWeak || isByline) && StatedAuthor.FindIn(page.Text, part.Whole, stated) is { IsEmpty: false } same)
        {
            return new(index, isWeak ? LabelledRank : isByline ? StatedRank + 1 : StatedRank, same);
        }

        TextSpan author = AuthorIn(page, part.Whole, needsForm, language, out int rank);
        rank += rank > 0 && named ? 1 : 0;

        // Outside bylines form alone says nothing: it takes a word or a class for the author, and what stands beside other articles is theirs.
        return new(index, isByline || rank >= (named ? 2 : LabelledRank) ? rank : 0, author);
    }

    // "Ann Miller" with "7 May 2024" in the same line or the next, right at the headline.
    private static bool IsPersonBesideDate(Page page, ReadOnlySpan<Part> parts, int index, TextSpan name, int headline, string? language)
    {
        int block = parts[index].Block;
        if (headline < 0 || Math.Abs(block - headline) > MaxBlocksFromHeadline || !IsText(page, page.Blocks[block], headline)
            || !AuthorName.IsPerson(page.Text.AsSpan(name.Start, name.Length)))
        {
            return false;
        }

        for (int i = Math.Max(0, index - 1); i <= index + 1 && i < parts.Length; i++)
        {
            if (parts[i].Block >= 0 && Math.Abs(parts[i].Block - block) <= 1 && parts[i].Whole.Length <= (i == index ? MaxBylineChars : MaxDateChars)
                && page.Blocks[parts[i].Block].Zone == Zone.Body
                && DateReader.Find(page.Text.AsSpan(parts[i].Whole.Start, parts[i].Whole.Length), language) is not null)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The author's part as it stands on the page, null where there is none.</summary>
    public static string? Read(Page page, ReadOnlySpan<Part> parts)
    {
        foreach (ref readonly Part part in parts)
        {
            if (part.Role == PartRole.Author)
            {
                return page.Text[part.Kept.Start..part.Kept.End];
            }
        }

        return null;
    }

    /// <summary>The author's part of a byline: what follows an author's label, else the first piece that is neither date nor source.</summary>
    /// <param name="page">The page.</param>
    /// <param name="whole">The byline.</param>
    /// <param name="needsForm">False where only what follows an author's label counts.</param>
    /// <param name="language">Language tag, for dates and prepositions.</param>
    /// <param name="rank">0 when there is none; higher the surer it is a person.</param>
    private static TextSpan AuthorIn(Page page, TextSpan whole, bool needsForm, string? language, out int rank)
    {
        rank = 0;
        TextSpan best = default;
        int pieces = 0;
        int end = Math.Min(whole.End, whole.Start + 4 * MaxBylineChars);
        for (int start = whole.Start; start < end; pieces++)
        {
            int stop = PieceEnd(page.Text, start, end, language);
            TextSpan piece = PartList.Trim(page.Text, new(start, stop));
            start = stop < end ? stop + 1 : end;
            if (piece.IsEmpty)
            {
                continue;
            }

            TextSpan author = Strip(page.Text, piece, needsForm, language, out int pieceRank);
            if (pieceRank > rank)
            {
                (best, rank) = (author, pieceRank);
            }
        }

        return best;
    }

    // Pieces end at bars, dots of middle height, tabs, line ends and wide gaps, and before a label that begins another piece.
    private static int PieceEnd(string text, int start, int end, string? language)
    {
        for (int i = start; i < end; i++)
        {
            char c = text[i];
            if (c is '|' or '｜' or '·' or '•' or '\t' or '\n' or '\r' or '/' && IsFieldBar(text, i, start))
            {
                return i;
            }

            if (c is '—' or '–' && IsFieldBar(text, i, start))
            {
                return i;
            }

            // Most blanks part two words; what costs more is asked of the others only.
            bool gap = char.IsWhiteSpace(c) && (c == '\u3000' || (i + 1 < end && (char.IsWhiteSpace(text[i + 1])
                || BylineLabels.OtherLabelLength(text.AsSpan(i + 1, end - i - 1)) > 0 || BylineLabels.AuthorLabelLength(text.AsSpan(i + 1, end - i - 1), language) > 0)))
                && !IsCommaNext(text, i, end) && !BylineLabels.EndsInCredit(text.AsSpan(start, i - start));
            if (gap && i > start)
            {
                return i;
            }
        }

        return end;
    }

    // "Ann Miller  , The Herald" goes on behind the gap.
    private static bool IsCommaNext(string text, int i, int end)
    {
        while (i < end && char.IsWhiteSpace(text[i]))
        {
            i++;
        }

        return i < end && text[i] == ',';
    }

    // A slash between blanks or the CJK "name/role" divides; one inside a date or a double name does not.
    private static bool IsFieldBar(string text, int i, int start) =>
        text[i] is not ('/' or '·' or '—' or '–') || (i > start && char.IsWhiteSpace(text[i - 1]) && i + 1 < text.Length && char.IsWhiteSpace(text[i + 1]));

    private static TextSpan Strip(string text, TextSpan piece, bool needsForm, string? language, out int rank)
    {
        ReadOnlySpan<char> s = text.AsSpan(piece.Start, piece.Length);
        rank = 0;
        if (BylineLabels.OtherLabelLength(s) > 0)
        {
            return default;
        }

        int label = BylineLabels.AuthorLabelLength(s, language);
        if (label == 0 && !needsForm)
        {
            return default;
        }

        TextSpan name = PartList.Trim(text, new(piece.Start + label, piece.End));
        if (DateReader.Find(text.AsSpan(name.Start, name.Length), language) is FoundDate date)
        {
            // "Name, 14 March 2025" keeps the name; a piece that begins with its date has none.
            name = TrimJoints(text, new(name.Start, name.Start + date.Start));
        }

        name = AuthorName.WithoutRole(text, AuthorName.Cut(text, name));
        if (!AuthorName.IsLike(text.AsSpan(name.Start, name.Length), label > 0))
        {
            // "By Ann Miller, who writes on ferries"
            int comma = label > 0 ? text.AsSpan(name.Start, name.Length).IndexOf(',') : -1;
            name = comma > 0 ? PartList.Trim(text, new(name.Start, name.Start + comma)) : default;
            if (name.IsEmpty || !AuthorName.IsPerson(text.AsSpan(name.Start, name.Length)))
            {
                return default;
            }
        }

        rank = label > 0 ? 3 : 1;
        return name;
    }

    private static TextSpan TrimJoints(string text, TextSpan span)
    {
        int end = span.End;
        while (end > span.Start && (char.IsWhiteSpace(text[end - 1]) || text[end - 1] is ',' or '，' or '-' or '–' or '—' or '|' or '·' or '(' or '（' or ':' or '：'))
        {
            end--;
        }

        return new(span.Start, end);
    }

    /// <summary>What may be the author.</summary>
    /// <param name="Part">Index of its part, -1 for none.</param>
    /// <param name="Rank">How sure.</param>
    /// <param name="Span">The name.</param>
    private readonly record struct Candidate(int Part, int Rank, TextSpan Span);
}
