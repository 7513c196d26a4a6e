using System.Buffers;
using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Segmenting;

/// <summary>Cuts the blocks of a page into segments and counts what stands in each.</summary>
/// <remarks>
/// A segment is the finest unit that labelling starts from: a sentence, a title part, an item of a row, or a fragment between two
/// places where foreign text could have been put in. Linear in the text; working memory comes from the shared pool.
/// </remarks>
internal static class Segmenter
{
    private const int HeadBlocks = 8;
    private const int MaxTitleChars = 240;
    private const int MinProseChars = 80;

    /// <summary>Cuts <paramref name="page"/> into segments.</summary>
    public static SegmentedPage Segment(Page page)
    {
        string text = page.Text;
        ReadOnlySpan<Block> blocks = page.Blocks;
        CharClass[] classes = ArrayPool<CharClass>.Shared.Rent(text.Length + ClassBits.Width);
        CharClasses.Classify(text, classes);
        BlockProfile[] profiles = ArrayPool<BlockProfile>.Shared.Rent(Math.Max(1, blocks.Length));
        var terms = new PageTerms(text.Length);
        CutMark[] marks = ArrayPool<CutMark>.Shared.Rent(text.Length + 1);
        Segment[] buffer = ArrayPool<Segment>.Shared.Rent(Math.Max(64, text.Length / 16));
        try
        {
            marks.AsSpan(0, text.Length).Clear();
            int count = 0;
            int head = 0;
            for (int b = 0; b < blocks.Length; b++)
            {
                TextSpan span = blocks[b].Span;
                ReadOnlySpan<CharClass> own = classes.AsSpan(span.Start, span.Length);
                ulong mask = CharClasses.MaskOf(own);
                int cuts = 0;
                var line = new SegmenterLine(
                    text.AsSpan(span.Start, span.Length), own, marks.AsSpan(span.Start, span.Length), mask, CharClasses.HasWideSpace(classes, span.Start, span.End, mask), ref cuts);
                profiles[b] = new(mask, line.IsWide, terms.Add(text, classes, span.Start, span.End, mask));
                bool title = IsTitle(blocks[b], line, head);
                head = blocks[b].Zone != Zone.Body || head >= HeadBlocks ? head : IsProse(line) ? HeadBlocks : head + 1;
                MarkLine(line, title, (blocks[b].Traits & (BlockTraits.Code | BlockTraits.Preformatted)) != 0);
                Emit(line, b, span.Start, title, ref buffer, ref count);
            }

            terms.Complete(text.Length);
            SegmentProfile[] counts = ArrayPool<SegmentProfile>.Shared.Rent(Math.Max(1, count));
            counts.AsSpan(0, count).Clear();
            ReadOnlySpan<Segment> segments = buffer.AsSpan(0, count);
            SegmenterProfiles.Fill(page, segments, classes, profiles, counts);
            NgramIndex index = IndexOf(text, segments, counts, classes, terms);
            return new SegmentedPage(page, count, buffer, counts, classes, profiles, terms, index, LanguageOf(page));
        }
        finally
        {
            ArrayPool<CutMark>.Shared.Return(marks);
        }
    }

    private static NgramIndex IndexOf(string text, ReadOnlySpan<Segment> segments, ReadOnlySpan<SegmentProfile> profiles, CharClass[] classes, PageTerms terms)
    {
        var index = new NgramIndex(terms.Topics.Length, segments.Length);
        ReadOnlySpan<Term> topics = terms.Topics;
        int next = 0;
        for (int s = 0; s < segments.Length; s++)
        {
            TextSpan span = segments[s].Span;
            while (next < topics.Length && topics[next].Start < span.Start)
            {
                next++;
            }

            int first = next;
            while (next < topics.Length && topics[next].Start < span.End)
            {
                next++;
            }

            bool cut = (first > 0 && topics[first - 1].End > span.Start) || (next > first && topics[next - 1].End > span.End);
            if (cut || span.End > terms.KeptChars)
            {
                // A border inside a word, or a page of a million words: what the segment itself holds is read.
                var own = new TermList(span.Length + 1);
                TermReader.Read(text, classes, span.Start, span.End, ref own);
                index.Add(own.Items, span.Length, profiles[s].Fold);
                own.Release();
            }
            else
            {
                index.Add(topics[first..next], span.Length, profiles[s].Fold);
            }
        }

        index.Complete();
        return index;
    }

    private static string? LanguageOf(Page page)
    {
        // What the text says outweighs the lang attribute, which templates set and nobody reads.
        LanguageGuess guess = LanguageIdentifier.Identify(page.Text);
        string? declared = page.DeclaredLanguage;
        if (declared is null || (guess.Code is not null && guess.Confidence >= 0.6f))
        {
            return guess.Code;
        }

        int end = declared.AsSpan().IndexOfAny('-', '_');
        return (end < 0 ? declared : declared[..end]).ToLowerInvariant();
    }

    /// <summary>Running text: the headline stands before it.</summary>
    private static bool IsProse(in SegmenterLine line)
    {
        bool isLong = line.Length >= MinProseChars || (line.Length >= MinProseChars / 2 && SegmenterLine.IsIdeographic(line.Classes[line.Length / 2]));
        return isLong && line.Classes[(line.Length - 3)..].Contains(CharClass.SentenceEnd) && line.Text[^1] != '…' && !line.Text.EndsWith("..", StringComparison.Ordinal);
    }

    /// <summary>Titles, main headings, and short lines before the running text that end no sentence.</summary>
    private static bool IsTitle(in Block block, in SegmenterLine line, int bodyIndex)
    {
        if (block.Zone == Zone.Title || block.HeadingLevel is 1 or 2)
        {
            return true;
        }

        if (block.Zone != Zone.Body || block.HeadingLevel > 2 || bodyIndex >= HeadBlocks || line.Length > MaxTitleChars || line.Length == 0)
        {
            return false;
        }

        bool prose = line.Text.Contains('。') || line.Text.Contains('，') || line.Text[^1] is '.' or ':' or '：';
        return !prose && (block.Traits & (BlockTraits.InNav | BlockTraits.ListItem | BlockTraits.TableCell | BlockTraits.Code)) == BlockTraits.None;
    }

    private static void MarkLine(in SegmenterLine line, bool title, bool code)
    {
        SegmenterSentences.Mark(line);
        bool sentences = line.HasCuts
            || (line.Length > 0 && line.Classes[^1] == CharClass.SentenceEnd);
        if (title)
        {
            SegmenterRows.MarkTitle(line);
        }

        SegmenterRows.MarkRows(line, sentences);
        SegmenterBorders.Mark(line);
        if (!code)
        {
            SegmenterSeams.MarkOpenEnds(line);
            SegmenterSeams.Mark(line, title);
        }

        SegmenterBorders.LimitLength(line);
    }

    private static void Emit(in SegmenterLine line, int block, int offset, bool title, ref Segment[] buffer, ref int count)
    {
        CutMark opened = CutMark.None;
        for (int start = 0; start < line.Length;)
        {
            int end = NextCut(line, start + 1);
            CutMark closed = end < line.Length ? line.Marks[end] : CutMark.None;
            int to = end;
            int from = line.SkipSpace(start);
            while (to > from && CharClasses.IsSpace(line.Classes[to - 1]))
            {
                to--;
            }

            if (from < to)
            {
                if (count == buffer.Length)
                {
                    Grow(ref buffer);
                }

                buffer[count++] = new Segment(new(offset + from, offset + to), block, RoleOf(line, opened, closed, title, from, to));
            }

            opened = closed;
            start = end;
        }
    }

    /// <summary>The next border from <paramref name="at"/> on that splits no character: marks, joiners and low surrogates stay with what they follow.</summary>
    private static int NextCut(in SegmenterLine line, int at)
    {
        while (at < line.Length && line.HasCuts)
        {
            int found = line.MarkBytes[at..].IndexOfAnyExcept((byte)CutMark.None);
            if (found < 0)
            {
                break;
            }

            int cut = at + found;
            bool inside = line.Classes[cut] is CharClass.Mark or CharClass.Format
                || line.CharAt(cut - 1) == '\u200D'
                || (char.IsLowSurrogate(line.Text[cut]) && char.IsHighSurrogate(line.CharAt(cut - 1)));
            if (!inside)
            {
                return cut;
            }

            // The border moves behind the character that it would have split.
            CutMark why = line.Marks[cut];
            line.Marks[cut] = CutMark.None;
            line.Cut(cut + 1, why);
            at = cut + 1;
        }

        return line.Length;
    }

    private static SegmentRole RoleOf(in SegmenterLine line, CutMark opened, CutMark closed, bool title, int from, int to)
    {
        if (title)
        {
            return SegmentRole.TitlePart;
        }

        if (((opened | closed) & CutMark.Item) != CutMark.None)
        {
            return SegmentRole.Item;
        }

        if ((closed & CutMark.Sentence) != CutMark.None)
        {
            return SegmentRole.Sentence;
        }

        for (int i = to - 1; i >= from && to - i <= 4; i--)
        {
            CharClass k = line.Classes[i];
            if (k == CharClass.SentenceEnd)
            {
                return SegmentRole.Sentence;
            }

            if (k is not (CharClass.Quote or CharClass.CloseBracket))
            {
                break;
            }
        }

        return SegmentRole.Fragment;
    }

    private static void Grow(ref Segment[] buffer)
    {
        Segment[] larger = ArrayPool<Segment>.Shared.Rent(buffer.Length * 2);
        buffer.CopyTo(larger, 0);
        ArrayPool<Segment>.Shared.Return(buffer);
        buffer = larger;
    }
}
