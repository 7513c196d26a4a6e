using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Detecting.Shared;

/// <summary>Bare words behind the last full stop of paragraphs, again and again on one page.</summary>
/// <remarks>Linear in the lines; a word is at most a few letters long.</remarks>
internal static class TailWords
{
    private const int MaxTails = 128;
    private const int LeastTails = 3;
    private const int LeastLetters = 2;
    private const int MostDense = 6;
    private const int MostChars = 24;
    private const int LeastWeight = 50;

    /// <summary>States the tails of a page, where they are many enough and not the ends of wrapped lines.</summary>
    /// <returns>False where there are too few, or all are different.</returns>
    public static bool Find(SegmentedPage page, PageFacts facts, Signal signal, EvidenceSink sink)
    {
        if (facts.ProseCount < LeastTails)
        {
            return false;
        }

        Span<TextSpan> tails = stackalloc TextSpan[MaxTails];
        int count = 0;
        int lines = 0;
        int whole = 0;
        for (int b = 0; b < facts.Lines.Length && count < MaxTails; b++)
        {
            ref readonly LineFacts line = ref facts.Lines[b];
            if (!line.Prose || line.Weight < LeastWeight)
            {
                continue;
            }

            lines++;
            whole += line.EndsSentence ? 1 : 0;
            if (!line.EndsSentence && line.SentenceEnds > 0 && TryTail(page, page.Page.Blocks[b], out TextSpan tail))
            {
                tails[count++] = tail;
            }
        }

        // Lines that were wrapped end anywhere; here all others end with their sentences.
        if (count < LeastTails || (count + whole) * 10 < lines * 9 || count * 4 < lines)
        {
            return false;
        }

        return State(page, facts, tails[..count], signal, sink);
    }

    private static bool State(SegmentedPage page, PageFacts facts, ReadOnlySpan<TextSpan> tails, Signal signal, EvidenceSink sink)
    {
        ReadOnlySpan<char> text = page.Page.Text;
        int distinct = 0;
        int supported = 0;
        for (int i = 0; i < tails.Length; i++)
        {
            int earlier = Copies(text, tails[..i], tails[i]);
            distinct += earlier == 0 ? 1 : 0;
            Support support = facts.SupportOf(tails[i], Copies(text, tails, tails[i]));
            supported += support.Supported > 0 ? 1 : 0;
        }

        // One word everywhere is a label ("more", "top"); a different one each time may be the name of who speaks.
        if (distinct < 2 || supported * 2 > tails.Length)
        {
            return false;
        }

        float strength = distinct < tails.Length ? Math.Min(0.95f, 0.7f + (0.05f * (tails.Length - LeastTails))) : 0.35f;
        foreach (TextSpan tail in tails)
        {
            sink.Add(signal, tail, strength, new Fact("one of {a} bare words behind the full stop of a paragraph, {b} different ones", tails.Length, distinct));
        }

        return distinct < tails.Length;
    }

    private static int Copies(ReadOnlySpan<char> text, ReadOnlySpan<TextSpan> tails, TextSpan tail)
    {
        int copies = 0;
        foreach (TextSpan other in tails)
        {
            copies += other.Length == tail.Length && text.Slice(other.Start, other.Length).SequenceEqual(text.Slice(tail.Start, tail.Length)) ? 1 : 0;
        }

        return copies;
    }

    // Letters and single blanks between the last full stop and the line's end; in scripts with capitals a small letter first; no link.
    private static bool TryTail(SegmentedPage page, in Block block, out TextSpan tail)
    {
        tail = default;
        ReadOnlySpan<CharClass> classes = page.Classes;
        int end = block.Span.End;
        int start = end;
        int dense = 0;
        int blanks = 0;
        while (start > block.Span.Start && classes[start - 1] is not CharClass.SentenceEnd)
        {
            CharClass c = classes[--start];
            dense += CharClasses.IsLetter(c) && Scripts.IsDense(Scripts.Of(c)) ? 1 : 0;
            blanks += CharClasses.IsSpace(c) ? 1 : 0;
            if (!(CharClasses.IsLetter(c) || CharClasses.IsSpace(c) || c == CharClass.Mark) || end - start > MostChars || dense > MostDense || blanks > 2)
            {
                return false;
            }
        }

        int stop = start;
        while (start < end && CharClasses.IsSpace(classes[start]))
        {
            start++;
        }

        if (end - start < LeastLetters || stop <= block.Span.Start + 1 || char.IsUpper(page.Page.Text[start]))
        {
            return false;
        }

        ReadOnlySpan<Link> links = page.Page.Links;
        for (int i = block.FirstLink; i < block.FirstLink + block.LinkCount && i < links.Length; i++)
        {
            if (links[i].Span.End > start)
            {
                return false;
            }
        }

        tail = new TextSpan(start, end);
        return true;
    }
}
