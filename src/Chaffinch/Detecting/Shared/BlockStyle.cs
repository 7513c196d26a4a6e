using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Detecting.Shared;

/// <summary>How a paragraph reads without what is not its writer's: links to elsewhere, and words in a script of which it has only a few.</summary>
/// <remarks>Two planted anchors make a paragraph of instructions read like an offer; the anchors have signals of their own. Where most of the words are such, all count. One walk over a line's tokens.</remarks>
internal static class BlockStyle
{
    /// <summary>What is left out may be so much of the tokens, in hundredths.</summary>
    private const int MaxLeftOut = 34;

    private const int MaxLinks = 16;

    // Latin words are everybody's: names, brands and units.
    private static readonly ulong OtherScripts = Bits(CharClass.Cyrillic) | Bits(CharClass.Greek) | Bits(CharClass.Han) | Bits(CharClass.Hangul) | Bits(CharClass.Arabic) | Bits(CharClass.Hebrew) | Bits(CharClass.Thai) | Bits(CharClass.Hiragana);

    /// <summary>The style of a block.</summary>
    /// <param name="page">The page.</param>
    /// <param name="b">The block.</param>
    /// <param name="tokens">Its tokens.</param>
    /// <param name="odds">The log-odds of each.</param>
    public static LineStyle Of(SegmentedPage page, int b, ReadOnlySpan<PhraseToken> tokens, ReadOnlySpan<float> odds)
    {
        LineStyle all = LineStyle.Of(tokens, odds);
        ref readonly Block block = ref page.Page.Blocks[b];
        ulong mask = page.BlockProfiles[b].Mask;
        bool mixed = (mask & CharClasses.Bit(CharClass.Latin)) != 0 && (mask & OtherScripts) != 0;
        if ((!mixed && block.LinkCount == 0) || !PageFacts.Of(page).Lines[b].HasSentences)
        {
            return all;
        }

        Span<(int Start, int End)> links = stackalloc (int, int)[MaxLinks];
        int count = Links(page, block, links);
        byte main = mixed ? MainGroup(tokens) : (byte)0;
        if (count == 0 && main != Latin)
        {
            return all;
        }

        float sum = 0;
        int kept = 0;
        for (int t = 0, l = 0; t < tokens.Length; t++)
        {
            while (l < count && links[l].End <= tokens[t].Start)
            {
                l++;
            }

            bool foreign = (l < count && links[l].Start <= tokens[t].Start) || (main == Latin && tokens[t].Group > Latin);
            kept += foreign ? 0 : 1;
            sum += foreign ? 0 : odds[t];
        }

        return (tokens.Length - kept) * 100 > tokens.Length * MaxLeftOut ? all : all with { Tokens = kept, Sum = sum };
    }

    private const byte Latin = 1;

    // In the block's own offsets.
    private static int Links(SegmentedPage page, in Block block, Span<(int Start, int End)> into)
    {
        int count = 0;
        PageFacts facts = PageFacts.Of(page);
        foreach (ref readonly Link link in page.Page.Links.Slice(block.FirstLink, Math.Min(block.LinkCount, MaxLinks)))
        {
            if (facts.LeavesSite(link))
            {
                into[count++] = (link.Span.Start - block.Span.Start, link.Span.End - block.Span.Start);
            }
        }

        return count;
    }

    private static byte MainGroup(ReadOnlySpan<PhraseToken> tokens)
    {
        Span<int> counts = stackalloc int[PromoTagger.GroupCount];
        foreach (ref readonly PhraseToken token in tokens)
        {
            counts[token.Group]++;
        }

        int main = 1;
        for (int g = 2; g < counts.Length; g++)
        {
            main = counts[g] > counts[main] ? g : main;
        }

        return (byte)main;
    }

    private static ulong Bits(CharClass k) => CharClasses.Bit(k);
}
