using Chaffinch.Model;

namespace Chaffinch.Cleaning;

/// <summary>What white space says in preformatted text: indents and empty lines stay.</summary>
internal static class Preformatted
{
    // More empty lines than this between two lines of code say nothing.
    private const int MaxBreaks = 8;

    public static bool Is(Page page, int block) => (page.Blocks[block].Traits & BlockTraits.Preformatted) != BlockTraits.None;

    /// <summary>True when both lines belong to one preformatted element.</summary>
    public static bool Same(Page page, int before, int block) =>
        Is(page, before) && Is(page, block) && page.Blocks[before].Container == page.Blocks[block].Container;

    /// <summary>The white space between the start of the line and what is kept of it; nothing where something was cut in front.</summary>
    public static ReadOnlySpan<char> Indent(Page page, int block, int keptStart)
    {
        if (!Is(page, block))
        {
            return default;
        }

        int floor = block == 0 ? 0 : page.Blocks[block - 1].Span.End;
        int start = keptStart;
        while (start > floor && page.Text[start - 1] is ' ' or '\t')
        {
            start--;
        }

        return start <= page.Blocks[block].Span.Start ? page.Text.AsSpan(start, keptStart - start) : default;
    }

    /// <summary>The number of line ends between two lines of the article: 1, or in one preformatted element as many as stand there.</summary>
    public static int Breaks(Page page, int before, int block)
    {
        if (block != before + 1 || !Same(page, before, block))
        {
            return 1;
        }

        int count = page.Text.AsSpan(page.Blocks[before].Span.End, page.Blocks[block].Span.Start - page.Blocks[before].Span.End).Count('\n');
        return Math.Clamp(count, 1, MaxBreaks);
    }
}
