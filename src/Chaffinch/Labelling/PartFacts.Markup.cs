using System.Numerics;
using Chaffinch.Model;

namespace Chaffinch.Labelling;

/// <content>What markup says of a unit's block and of the containers around it.</content>
internal sealed partial class PartFacts
{
    private void AddMarkup(Page page, PageShape shape, int block)
    {
        ref readonly Block own = ref page.Blocks[block];
        Put(PartField.Tag, (int)own.Tag);
        Put(PartField.Heading, own.HeadingLevel);
        AddBits(PartField.Traits, (uint)own.Traits);
        if (!page.IsHtml)
        {
            return;
        }

        AddBits(PartField.Hints, (uint)own.AllHints);
        AddBits(PartField.OwnHints, (uint)own.OwnHints);
        Put(PartField.Hidden, own.Zone == Zone.Body ? (int)own.Hidden : 11 + (int)own.Zone);
        Put(PartField.Depth, Math.Min(15, (int)own.Depth));
        Put(PartField.Depth, 16 + Math.Min(3, (int)own.ListDepth));
        Put(PartField.Main, !shape.HasMain ? 0 : shape.IsInMain(page, block) ? 1 : 2);
        if (own.Container >= 0)
        {
            Put(PartField.Around, (int)page.Containers[own.Container].Tag);
        }

        AddBeside(page, own, block - 1, 0);
        AddBeside(page, own, block + 1, 8);
    }

    // Whether the block beside has the same tag, stands in the same container, or in one made by the same template.
    private void AddBeside(Page page, in Block own, int beside, int first)
    {
        if (beside < 0 || beside >= page.Blocks.Length)
        {
            return;
        }

        ref readonly Block other = ref page.Blocks[beside];
        bool same = own.Container == other.Container;
        bool alike = same || (own.Container >= 0 && other.Container >= 0 && page.Containers[own.Container].Shape == page.Containers[other.Container].Shape);
        Put(PartField.Beside, first + (own.Tag == other.Tag ? 1 : 0) + (same ? 2 : 0) + (alike ? 4 : 0));
    }

    private void AddBits(PartField field, uint bits)
    {
        for (; bits != 0; bits &= bits - 1)
        {
            Put(field, BitOperations.TrailingZeroCount(bits));
        }
    }

    // How much of it is link: none, under three tenths, under eight, more, all; and all with the last link to a place on this page, as links past the menu or to the search are.
    private static int LinkShare(Page page, in Block block, int chars)
    {
        if (block.LinkChars < chars || block.LinkCount == 0)
        {
            return block.LinkChars == 0 ? 0 : block.LinkChars * 10 < chars * 3 ? 1 : block.LinkChars * 10 < chars * 8 ? 2 : 3;
        }

        int low = 0, high = page.Links.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = page.Links[middle].Span.Start < block.Span.End ? (middle + 1, high) : (low, middle);
        }

        return low > 0 && (page.Links[low - 1].Traits & LinkTraits.Local) != 0 ? Way : 4;
    }
}
