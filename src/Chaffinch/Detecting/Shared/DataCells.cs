using Chaffinch.Model;

namespace Chaffinch.Detecting.Shared;

/// <summary>Tells the cells of a table of data from those of a layout: old pages set menu, article and footer into one table.</summary>
internal static class DataCells
{
    /// <summary>So many long lines in one cell are running text.</summary>
    private const int MinLines = 3;

    private const int MinChars = 24;

    /// <summary>Lines on each side that are looked at.</summary>
    private const int Reach = 6;

    /// <summary>Containers that are climbed to the cell.</summary>
    private const int MaxClimb = 24;

    /// <summary>True for a block of a cell that holds no running text. Looks at a dozen blocks.</summary>
    /// <param name="page">The page.</param>
    /// <param name="b">The block.</param>
    public static bool Holds(SegmentedPage page, int b)
    {
        ReadOnlySpan<Block> blocks = page.Page.Blocks;
        if ((blocks[b].Traits & BlockTraits.TableCell) == BlockTraits.None)
        {
            return false;
        }

        int cell = CellOf(page, blocks[b].Container);
        if (cell < 0)
        {
            return true;
        }

        int lines = 0;
        for (int i = Math.Max(0, b - Reach); i <= Math.Min(blocks.Length - 1, b + Reach); i++)
        {
            bool isLong = blocks[i].Span.Length >= MinChars && (blocks[i].Traits & BlockTraits.TableCell) != BlockTraits.None && blocks[i].LinkChars * 3 < blocks[i].Span.Length;
            if (isLong && CellOf(page, blocks[i].Container) == cell && ++lines == MinLines)
            {
                return false;
            }
        }

        return true;
    }

    private static int CellOf(SegmentedPage page, int container)
    {
        ReadOnlySpan<Container> containers = page.Page.Containers;
        for (int i = 0; i < MaxClimb && container >= 0; i++, container = containers[container].Parent)
        {
            if (containers[container].Tag is HtmlTag.Td or HtmlTag.Th)
            {
                return container;
            }
        }

        return -1;
    }
}
