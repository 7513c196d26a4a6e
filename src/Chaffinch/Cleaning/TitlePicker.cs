using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Cleaning;

/// <summary>Chooses among the places where the headline stands: in the visible page before the title element, a heading before a plain line.</summary>
internal static class TitlePicker
{
    /// <summary>Marks the parts of the chosen line as title; the other headlines stay to be cut as repetitions.</summary>
    public static void Choose(Page page, Span<Part> parts)
    {
        int best = -1;
        int bestRank = -1;
        for (int i = 0; i < parts.Length; i++)
        {
            if (parts[i].Role == PartRole.Headline && Rank(page.Blocks[parts[i].Block]) is int rank && rank > bestRank)
            {
                best = i;
                bestRank = rank;
            }
        }

        if (best < 0)
        {
            return;
        }

        // A heading that a line break divides makes two blocks of one element: both are the title.
        int block = parts[best].Block;
        for (int i = best; i < parts.Length; i++)
        {
            if (parts[i].Block != block && !IsContinuation(page, block, parts[i].Block))
            {
                break;
            }

            block = parts[i].Block;
            if (parts[i].Role == PartRole.Headline)
            {
                parts[i].Role = PartRole.Title;
            }
        }
    }

    /// <summary>The title's text, null where there is none.</summary>
    public static string? Read(Page page, ReadOnlySpan<CharClass> classes, ReadOnlySpan<Part> parts, TextBuffer into)
    {
        into.Clear();
        int before = -1;
        for (int i = 0; i < parts.Length; i++)
        {
            if (parts[i].Role != PartRole.Title)
            {
                continue;
            }

            if (before >= 0)
            {
                into.Append(parts[before].Block == parts[i].Block ? Joint.Between(page, classes, parts, before, i) : " ");
            }

            into.Append(page.Text.AsSpan(parts[i].Kept.Start, parts[i].Kept.Length));
            before = i;
        }

        return into.Length == 0 ? null : into.ToString();
    }

    private static int Rank(in Block block)
    {
        if (block.Zone != Zone.Body)
        {
            return block.Zone == Zone.Title ? 1 : 0;
        }

        int rank = 2;
        if (!block.IsHidden)
        {
            rank += 4;
        }

        if (block.HeadingLevel == 1 || (block.OwnHints & Hints.Title) != Hints.None)
        {
            rank += 2;
        }
        else if (block.HeadingLevel > 0)
        {
            rank += 1;
        }

        return rank;
    }

    private static bool IsContinuation(Page page, int before, int next)
    {
        if (next != before + 1)
        {
            return false;
        }

        ref readonly Block a = ref page.Blocks[before];
        ref readonly Block b = ref page.Blocks[next];
        return a.HeadingLevel > 0 && a.HeadingLevel == b.HeadingLevel && a.Container >= 0 && a.Container == b.Container
            && (b.Traits & BlockTraits.ParagraphStart) == BlockTraits.None;
    }
}
