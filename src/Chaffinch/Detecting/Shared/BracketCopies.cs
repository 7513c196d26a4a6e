using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Detecting.Shared;

/// <summary>The same whole bracket behind the headline and again behind the full stop of a paragraph, or behind two paragraphs if it sells.</summary>
/// <remarks>
/// A bracket explains what stands before it; one that says the same of a headline and of a paragraph's last sentence explains neither. Credits stand behind paragraphs too, so there it has to read like advertising.
/// Linear: at most <see cref="MaxBrackets"/> brackets are compared, and at most <see cref="MaxSearches"/> of them looked for inside lines.
/// </remarks>
internal static class BracketCopies
{
    private const int MaxBrackets = 48;
    private const int MaxSearches = 3;
    private const int MaxChars = 80;
    private const float LeastSelling = 0.5f;
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
        int searches = 0;
        for (int i = 0; i < found.Length && searches < MaxSearches; i++)
        {
            TextSpan bracket = found[i].Span;
            int paragraphs = 0;
            int headlines = 0;
            bool seen = false;
            for (int k = 0; k < found.Length; k++)
            {
                if (text[found[k].Span.Start..found[k].Span.End].SequenceEqual(text[bracket.Start..bracket.End]))
                {
                    seen |= k < i;
                    paragraphs += found[k].Place == Place.Paragraph ? 1 : 0;
                    headlines += found[k].Place == Place.Headline ? 1 : 0;
                }
            }

            if (seen || paragraphs == 0 || paragraphs + headlines < 2 || (headlines == 0 && AnchorWords.Promotion(page, bracket) < LeastSelling))
            {
                continue;
            }

            searches++;
            StateCopies(page, facts, bracket, paragraphs, signal, sink);
        }
    }

    private static void StateCopies(SegmentedPage page, PageFacts facts, TextSpan bracket, int paragraphs, Signal signal, EvidenceSink sink)
    {
        // What the running text says too was perhaps strewn there likewise.
        Support support = facts.SupportOf(bracket, paragraphs);
        float strength = Math.Min(0.5f + (0.1f * paragraphs), 0.7f) + (support.Share <= 0.5f ? 0.2f : 0.1f);
        ReadOnlySpan<char> text = page.Page.Text;
        int at = 0;
        for (int finds = 0; finds < MaxBrackets; finds++)
        {
            int next = text[at..].IndexOf(text[bracket.Start..bracket.End], StringComparison.Ordinal);
            if (next < 0)
            {
                return;
            }

            sink.Add(signal, new TextSpan(at + next, at + next + bracket.Length), strength, new Fact("the same bracket stands behind {a} paragraphs and again", paragraphs));
            at += next + bracket.Length;
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
