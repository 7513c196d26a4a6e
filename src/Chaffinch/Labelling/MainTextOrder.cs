using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Labelling;

/// <summary>What the order of a page's blocks says once it is known which of them are likely main text.</summary>
/// <remarks>
/// The network decides all blocks at once, so it cannot know that a heading is left without its section. Five things that hold in any language, most of them for articles:
/// a heading or lead-in over links that are left out goes with them; a paragraph that is nothing but a link amid prose points elsewhere; a
/// little text at the end, cut off from the rest or without a sentence, is a note of the site; sentences between the headline and the text are its
/// standfirst; what markup calls a caption goes with the text around it. Linear; buffers are reused.
/// </remarks>
internal sealed class MainTextOrder
{
    // Longer ones say something of themselves.
    private const int MostLeadInWords = 12;
    private const int MostPointerWords = 60;
    private const int LeastPointerWords = 3;
    private const int LeastProseWords = 12;
    private const int LeastStandfirstWords = 10;

    // Where so many paragraphs are links, links are what the page is about.
    private const int MostPointers = 20;

    // Blocks between headline and text: byline, date, share buttons, picture.
    private const int MostBlocksToText = 25;

    // What stands alone at the end of an article is small beside it.
    private const int LeastArticleWords = 100;
    private const int MostIslandWords = 60;
    private const int IslandShare = 10;
    private const float SureOfIsland = 4;
    private const int MostTailWords = 8;
    private const int MostTailBlocks = 3;
    private const int LeastLongBlocks = 3;
    private const int LongBlockWords = 20;

    // A block that the network is surer of is no standfirst: a note, a caption, somebody's life.
    private const float LeastLead = -9;

    // Enough for the table to decide, which knows captions.
    private const float LeadOfCaption = 0.01f;
    private const float Sure = 20;

    private int[] _visible = [];
    private int[] _pointers = [];
    private int _count;

    /// <summary>Changes the leads of the blocks of which order says something.</summary>
    /// <param name="page">The page.</param>
    /// <param name="input">Its body blocks.</param>
    /// <param name="type">The page's type: lists of links are what listings and collections are about, and only articles have a standfirst and an end.</param>
    /// <param name="headline">Index in the page of the block with the headline, -1 where there is none.</param>
    /// <param name="isWhole">Whether it has the many blocks of pages of the web at large.</param>
    /// <param name="leads">Log-odds over the cut of each body block: above 0 it is likely main text.</param>
    public void Settle(Page page, BlockNetInput input, PageType type, int headline, bool isWhole, Span<float> leads)
    {
        if (_visible.Length < input.Count)
        {
            _visible = new int[Math.Max(input.Count, _visible.Length * 2)];
            _pointers = new int[_visible.Length];
        }

        _count = 0;
        for (int i = 0; i < input.Count; i++)
        {
            if (!page.Blocks[input.Blocks[i]].IsHidden && input.Words[i] > 0)
            {
                _visible[_count++] = i;
            }
        }

        if (type is PageType.Listing or PageType.Collection)
        {
            TakeCaptions(page, input, leads, isWhole);
            return;
        }

        if (type != PageType.Article)
        {
            LeaveOutPointers(page, input, leads);
            TakeCaptions(page, input, leads, isWhole);
            return;
        }

        LeaveOutLeadIns(page, input, leads);
        LeaveOutPointers(page, input, leads);
        LeaveOutIsland(input, leads);
        LeaveOutIsland(input, leads);
        LeaveOutTail(page, input, leads);
        LeaveOutLeadIns(page, input, leads);
        TakeStandfirst(page, input, headline, leads);
        TakeCaptions(page, input, leads, isWhole);
    }

    // From the end, so that a heading over a heading that goes, goes too.
    private void LeaveOutLeadIns(Page page, BlockNetInput input, Span<float> leads)
    {
        bool isLast = true;
        for (int v = _count - 1; v >= 0; v--)
        {
            int i = _visible[v];
            if (leads[i] <= 0)
            {
                continue;
            }

            bool left = isLast || (!IsTaken(v + 1, leads) && !IsTaken(v + 2, leads) && IsLinks(page, input, _visible[v + 1]));
            if (left && input.Words[i] <= MostLeadInWords && LeadsIn(page, page.Blocks[input.Blocks[i]]))
            {
                leads[i] = -Sure;
            }
            else
            {
                isLast = false;
            }
        }
    }

    private void LeaveOutPointers(Page page, BlockNetInput input, Span<float> leads)
    {
        int found = 0;
        for (int v = 0; v < _count; v++)
        {
            int i = _visible[v];
            ref readonly Block block = ref page.Blocks[input.Blocks[i]];
            if (leads[i] > 0 && input.Words[i] is >= LeastPointerWords and <= MostPointerWords && block.HeadingLevel == 0
                && (block.Traits & (BlockTraits.TableCell | BlockTraits.ListItem)) == BlockTraits.None && IsLinks(page, input, i)
                && (IsProse(page, input, v - 2, leads) || IsProse(page, input, v - 1, leads) || IsProse(page, input, v + 1, leads) || IsProse(page, input, v + 2, leads)))
            {
                _pointers[found++] = i;
            }
        }

        for (int p = 0; p < found && found <= MostPointers; p++)
        {
            leads[_pointers[p]] = -Sure;
        }
    }

    // A little text at the end, with something left out between it and the rest, of which the network is not sure.
    private void LeaveOutIsland(BlockNetInput input, Span<float> leads)
    {
        int all = 0;
        int last = -1;
        for (int v = 0; v < _count; v++)
        {
            if (IsTaken(v, leads))
            {
                all += input.Words[_visible[v]];
                last = v;
            }
        }

        int words = 0;
        int first = last;
        float surest = 0;
        while (first >= 0 && IsTaken(first, leads))
        {
            surest = Math.Max(surest, leads[_visible[first]]);
            words += input.Words[_visible[first--]];
        }

        if (surest > SureOfIsland || all < LeastArticleWords || words > MostIslandWords || words * IslandShare > all)
        {
            return;
        }

        for (int v = first + 1; v <= last; v++)
        {
            leads[_visible[v]] = -Sure;
        }
    }

    // Short lines without a sentence behind an article's last paragraph: an agency's letters, a credit, a way back.
    private void LeaveOutTail(Page page, BlockNetInput input, Span<float> leads)
    {
        const BlockTraits Own = BlockTraits.ListItem | BlockTraits.TableCell | BlockTraits.Preformatted | BlockTraits.Code | BlockTraits.Quote;
        int longBlocks = 0;
        for (int v = 0; v < _count; v++)
        {
            longBlocks += IsTaken(v, leads) && input.Words[_visible[v]] >= LongBlockWords ? 1 : 0;
        }

        int left = longBlocks < LeastLongBlocks ? 0 : MostTailBlocks;
        for (int v = _count - 1; v >= 0 && left > 0; v--)
        {
            int i = _visible[v];
            if (leads[i] <= 0)
            {
                continue;
            }

            ref readonly Block block = ref page.Blocks[input.Blocks[i]];
            if (input.Words[i] > MostTailWords || block.HeadingLevel > 0 || (block.Traits & Own) != BlockTraits.None || EndsSentence(page, block))
            {
                return;
            }

            leads[i] = -Sure;
            left--;
        }
    }

    private void TakeStandfirst(Page page, BlockNetInput input, int headline, Span<float> leads)
    {
        const BlockTraits Other = BlockTraits.ListItem | BlockTraits.Caption | BlockTraits.Control | BlockTraits.TableCell;
        int first = 0;
        while (first < _count && (headline < 0 ? page.Blocks[input.Blocks[_visible[first]]].HeadingLevel != 1 : input.Blocks[_visible[first]] < headline))
        {
            first++;
        }

        // The last headline before the text counts: the site's own may stand above it.
        int text = ++first;
        for (; text < _count && leads[_visible[text]] <= 0; text++)
        {
            first = page.Blocks[input.Blocks[_visible[text]]].HeadingLevel == 1 ? text + 1 : first;
        }

        if (text >= _count || text - first > MostBlocksToText)
        {
            return;
        }

        for (int v = first; v < text; v++)
        {
            int i = _visible[v];
            ref readonly Block block = ref page.Blocks[input.Blocks[i]];
            int least = block.HeadingLevel > 0 ? LeastProseWords : LeastStandfirstWords;
            if (leads[i] > LeastLead && input.Words[i] >= least && block.LinkChars * 8 < block.Span.Length && (block.Traits & Other) == BlockTraits.None
                && EndsSentence(page, block))
            {
                leads[i] = Sure;
            }
        }
    }

    // What markup calls a caption, with text that is taken beside it, other captions aside. Of whole pages the network knows more.
    private void TakeCaptions(Page page, BlockNetInput input, Span<float> leads, bool isWhole)
    {
        for (int v = 0; v < _count && !isWhole; v++)
        {
            int end = v;
            while (end < _count && leads[_visible[end]] <= 0 && IsCaption(page.Blocks[input.Blocks[_visible[end]]]))
            {
                end++;
            }

            bool beside = (v > 0 && IsTaken(v - 1, leads)) || IsTaken(end, leads);
            for (int c = v; c < end && beside; c++)
            {
                leads[_visible[c]] = LeadOfCaption;
            }

            v = end;
        }
    }

    private static bool IsCaption(in Block block) =>
        ((block.Traits & BlockTraits.Caption) != BlockTraits.None || (block.OwnHints & Hints.Caption) != Hints.None) && block.LinkChars * 2 < block.Span.Length;

    private bool IsTaken(int v, Span<float> leads) => v < _count && leads[_visible[v]] > 0;

    private bool IsProse(Page page, BlockNetInput input, int v, Span<float> leads)
    {
        if (v < 0 || v >= _count || leads[_visible[v]] <= 0 || input.Words[_visible[v]] < LeastProseWords)
        {
            return false;
        }

        ref readonly Block block = ref page.Blocks[input.Blocks[_visible[v]]];
        return block.LinkChars * 8 < block.Span.Length * 3;
    }

    private static bool IsLinks(Page page, BlockNetInput input, int i)
    {
        ref readonly Block block = ref page.Blocks[input.Blocks[i]];
        return block.LinkChars * 8 >= block.Span.Length * 5;
    }

    private static bool LeadsIn(Page page, in Block block) =>
        block.HeadingLevel > 0 || (!block.Span.IsEmpty && page.Text[block.Span.End - 1] is ':' or '：');

    private static bool EndsSentence(Page page, in Block block)
    {
        int end = block.Span.End;
        while (end > block.Span.Start && CharClasses.Of(page.Text[end - 1]) is CharClass.Quote or CharClass.CloseBracket or CharClass.Space)
        {
            end--;
        }

        return end > block.Span.Start && (CharClasses.Of(page.Text[end - 1]) == CharClass.SentenceEnd || page.Text[end - 1] == '…');
    }
}
