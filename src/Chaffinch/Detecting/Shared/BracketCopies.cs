using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Detecting.Shared;

/// <summary>The same whole bracket behind the headline and again behind the full stop of a paragraph.</summary>
/// <remarks>A bracket explains what stands before it; one that says the same of a headline and of a paragraph's last sentence explains neither. Linear: at most <see cref="MaxBrackets"/> brackets are compared.</remarks>
internal static class BracketCopies
{
    private const int MaxBrackets = 48;
    private const int MaxChars = 80;
    private const float MinWeight = 18;
    private const int MinLetters = 10;
    private const int MinBefore = 8;

    /// <summary>In plain text a headline stands among so many lines.</summary>
    private const int MaxHeadLines = 10;

    private enum Place
    {
        None,
        Headline,
        Paragraph,
    }

    /// <summary>States all copies of such brackets.</summary>
    public static void Find(SegmentedPage page, PageFacts facts, Signal signal, EvidenceSink sink)
    {
        ReadOnlySpan<Block> blocks = page.Page.Blocks;
        Span<(TextSpan Span, Place Place)> found = stackalloc (TextSpan, Place)[MaxBrackets];
        int count = 0;
        for (int b = 0; b < blocks.Length && count < MaxBrackets; b++)
        {
            if (blocks[b].Zone is Zone.Title or Zone.Body && !blocks[b].IsHidden && LastBracket(page, blocks[b].Span) is { IsEmpty: false } bracket
                && PlaceOf(page, facts, b, bracket) is Place place and not Place.None)
            {
                found[count++] = (bracket, place);
            }
        }

        State(page, facts, found[..count], signal, sink);
    }

    private static void State(SegmentedPage page, PageFacts facts, ReadOnlySpan<(TextSpan Span, Place Place)> found, Signal signal, EvidenceSink sink)
    {
        ReadOnlySpan<char> text = page.Page.Text;
        foreach ((TextSpan headline, Place place) in found)
        {
            if (place != Place.Headline)
            {
                continue;
            }

            int copies = 0;
            foreach ((TextSpan other, Place there) in found)
            {
                copies += there == Place.Paragraph && text[other.Start..other.End].SequenceEqual(text[headline.Start..headline.End]) ? 1 : 0;
            }

            Support support = facts.SupportOf(headline, copies);
            if (copies == 0 || support.Terms < 2)
            {
                continue;
            }

            // What the running text says too was perhaps strewn there likewise.
            float strength = Math.Min(0.5f + (0.1f * copies), 0.7f) + (support.Share <= 0.5f ? 0.2f : 0.1f);
            foreach ((TextSpan other, _) in found)
            {
                if (text[other.Start..other.End].SequenceEqual(text[headline.Start..headline.End]))
                {
                    sink.Add(signal, other, strength, new Fact("the same bracket stands behind a headline and behind {a} paragraphs", copies));
                }
            }
        }
    }

    // The bracket that ends the line.
    private static TextSpan LastBracket(SegmentedPage page, TextSpan block)
    {
        ReadOnlySpan<CharClass> classes = page.Classes;
        int end = block.End;
        while (end > block.Start && CharClasses.IsSpace(classes[end - 1]))
        {
            end--;
        }

        if (end == block.Start || classes[end - 1] != CharClass.CloseBracket)
        {
            return default;
        }

        for (int start = end - 2; start > block.Start && end - start <= MaxChars; start--)
        {
            if (classes[start] == CharClass.OpenBracket)
            {
                return new TextSpan(start, end);
            }
        }

        return default;
    }

    private static Place PlaceOf(SegmentedPage page, PageFacts facts, int b, TextSpan bracket)
    {
        var pieces = new Pieces(page);
        ref readonly Block block = ref page.Page.Blocks[b];
        if (pieces.Weight(bracket) < MinWeight || pieces.Letters(bracket) < MinLetters || pieces.Letters(new TextSpan(block.Span.Start, bracket.Start)) < MinBefore)
        {
            return Place.None;
        }

        bool head = block.Zone == Zone.Title || block.HeadingLevel is 1 or 2
            || (!page.Page.IsHtml && b < MaxHeadLines && !facts.Lines[b].Prose && facts.Lines[b].SentenceEnds == 0);
        if (head)
        {
            return Place.Headline;
        }

        return facts.Lines[b].Prose && SpliceHabits.IsSentenceEnd(page.Classes, pieces.Trim(block.Span.Start, bracket.Start).End) ? Place.Paragraph : Place.None;
    }
}
