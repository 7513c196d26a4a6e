using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Detecting.Shared;

/// <summary>A bare phrase behind the last full stop of one or two paragraphs, on a page whose other paragraphs end with their sentences.</summary>
/// <remarks>
/// Signatures, credits and marks of the end stand there too, so a phrase has to read like what is sold, by words whose borders are known; what the running text says is the
/// page's own. Linear in the lines; a bounded look at the end of each.
/// </remarks>
internal static class LoneTails
{
    private const int MaxTails = 8;
    private const int MaxChars = 48;
    private const int MaxWords = 6;
    private const float MinWeight = 7;
    private const float MinBefore = 30;
    private const int LeastLines = 2;
    private const float LeastSelling = 0.35f;
    private const float LeastSellingCapital = 0.55f;

    /// <summary>States such phrases of a page.</summary>
    public static void Find(SegmentedPage page, PageFacts facts, Signal signal, EvidenceSink sink)
    {
        Span<TextSpan> tails = stackalloc TextSpan[MaxTails];
        int count = 0;
        int lines = 0;
        int whole = 0;
        for (int b = 0; b < facts.Lines.Length; b++)
        {
            ref readonly LineFacts line = ref facts.Lines[b];
            if (!line.HasSentences || page.Page.Blocks[b].Zone != Zone.Body)
            {
                continue;
            }

            lines++;
            whole += line.EndsSentence ? 1 : 0;
            if (!line.EndsSentence && line.SentenceEnds > 0 && TryTail(page, page.Page.Blocks[b], out TextSpan tail))
            {
                if (count == MaxTails)
                {
                    return;
                }

                tails[count++] = tail;
            }
        }

        // Lines that were wrapped or cut off end anywhere; those with a tail are the fewer.
        if (count == 0 || whole < LeastLines || (count + whole) * 4 < lines * 3 || count > whole)
        {
            return;
        }

        foreach (TextSpan tail in tails[..count])
        {
            State(page, facts, tail, whole, signal, sink);
        }
    }

    private static void State(SegmentedPage page, PageFacts facts, TextSpan tail, int whole, Signal signal, EvidenceSink sink)
    {
        float selling = AnchorWords.Promotion(page, tail);
        Support support = facts.SupportOf(tail, facts.ProseCopies(tail));
        // A capital may begin a sentence whose full stop was left out, or a credit.
        bool capital = char.IsUpper(page.Page.Text[tail.Start]);
        if (selling < (capital ? LeastSellingCapital : LeastSelling) || support.Terms == 0 || support.Share > 0.34f)
        {
            return;
        }

        float strength = (0.4f + (0.6f * Math.Min(selling, 0.8f))) * (1 - support.Share) * (capital ? 0.85f : 1);
        sink.Add(signal, tail, strength, new Fact("a bare phrase behind a paragraph's last full stop, where {a} paragraphs end with their sentences; reads like advertising by {b} percent", whole, (int)(selling * 100)));
    }

    // Letters, figures and single joints between the last full stop and the line's end.
    private static bool TryTail(SegmentedPage page, in Block block, out TextSpan tail)
    {
        tail = default;
        ReadOnlySpan<CharClass> classes = page.Classes;
        ReadOnlySpan<char> text = page.Page.Text;
        int start = block.Span.End;
        int words = 1;
        while (start > block.Span.Start && !IsStop(classes, start - 1))
        {
            CharClass c = classes[start - 1];
            words += CharClasses.IsSpace(c) ? 1 : 0;
            if (!(Pieces.IsWord(c) || c == CharClass.Space || text[start - 1] is '%' or '-' or '+') || block.Span.End - start >= MaxChars || words > MaxWords + 1)
            {
                return false;
            }

            start--;
        }

        var pieces = new Pieces(page);
        tail = pieces.Trim(start, block.Span.End);

        // No stop inside a number ends a sentence.
        bool number = start > 1 && classes[start - 2] == CharClass.Digit && start < block.Span.End && classes[start] == CharClass.Digit;
        return !tail.IsEmpty && !number && SpliceHabits.IsSentenceEnd(classes, start) && pieces.Weight(tail) >= MinWeight && pieces.Letters(tail) * 2 > tail.Length
            && pieces.Weight(new TextSpan(block.Span.Start, start)) > MinBefore && !StandsInOwnLink(page, block, tail);
    }

    private static bool IsStop(ReadOnlySpan<CharClass> classes, int at) =>
        classes[at] == CharClass.SentenceEnd || (classes[at] is CharClass.Quote or CharClass.CloseBracket && SpliceHabits.IsSentenceEnd(classes, at + 1));

    // "Read on" and its kin behind a teaser.
    private static bool StandsInOwnLink(SegmentedPage page, in Block block, TextSpan tail)
    {
        ReadOnlySpan<Link> links = page.Page.Links;
        for (int i = block.FirstLink; i < block.FirstLink + block.LinkCount && i < links.Length; i++)
        {
            if (links[i].Span.End > tail.Start)
            {
                return true;
            }
        }

        return false;
    }
}
