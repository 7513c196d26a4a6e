using System.Buffers;
using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Detecting.Shared;

/// <summary>The same words at the ends of clauses, again and again, in scripts that set blanks.</summary>
/// <remarks>
/// Three words at least, one of them from an accused place, with a clause of three words and more before them, that read like what is sold and that no sentence goes on behind. Genuine texts end clauses in
/// the same words too, so that nothing is looked for on a page where nothing is accused. Linear: the last three words of each clause are hashed, and at most <see cref="MaxLooked"/> groups of equal ones are looked at closely.
/// </remarks>
internal static class RepeatedTails
{
    private const int MaxEnds = 2048;
    private const int MaxLooked = 8;
    private const int TailWords = 3;
    private const int MostWords = 10;
    private const int MinBefore = 3;
    private const int MinChars = 12;
    private const int MinCopies = 2;
    private const float LeastSelling = 0.5f;
    private const float LeastSellingOften = 0.35f;

    /// <summary>States the phrases.</summary>
    /// <param name="page">The page.</param>
    /// <param name="words">Words of accused places.</param>
    /// <param name="signal">What is stated.</param>
    /// <param name="sink">Takes it.</param>
    public static void Find(SegmentedPage page, GluedNames words, Signal signal, EvidenceSink sink)
    {
        PageFacts facts = PageFacts.Of(page);
        if (facts.ProseCount == 0 || Scripts.IsDense(facts.MainScript))
        {
            return;
        }

        (uint Hash, int End)[] pooled = ArrayPool<(uint, int)>.Shared.Rent(MaxEnds);
        int count = ReadEnds(page, facts, pooled);
        Span<(uint Hash, int End)> ends = pooled.AsSpan(0, count);
        ends.Sort(static (a, b) => a.Hash != b.Hash ? a.Hash.CompareTo(b.Hash) : a.End.CompareTo(b.End));
        int looked = 0;
        for (int i = 0; i < count && looked < MaxLooked;)
        {
            int next = i + 1;
            while (next < count && ends[next].Hash == ends[i].Hash)
            {
                next++;
            }

            if (next - i >= MinCopies)
            {
                looked++;
                Look(page, words, ends[i..next], signal, sink);
            }

            i = next;
        }

        ArrayPool<(uint, int)>.Shared.Return(pooled);
    }

    private static int ReadEnds(SegmentedPage page, PageFacts facts, (uint Hash, int End)[] ends)
    {
        int count = 0;
        ReadOnlySpan<CharClass> classes = page.Classes;
        for (int b = 0; b < facts.Lines.Length && count < MaxEnds; b++)
        {
            if (!facts.Lines[b].HasSentences || page.Page.Blocks[b].Zone != Zone.Body)
            {
                continue;
            }

            TextSpan span = page.Page.Blocks[b].Span;
            for (int i = span.Start + MinChars; i <= span.End && count < MaxEnds; i++)
            {
                bool end = i == span.End || classes[i] is CharClass.Comma or CharClass.SentenceEnd;
                if (!end || !Pieces.IsWord(classes[i - 1]))
                {
                    continue;
                }

                int start = WordsBack(classes, span.Start, i, TailWords);
                if (start > span.Start && WordsBack(classes, span.Start, start, MinBefore) >= 0)
                {
                    ends[count++] = (HashOf(page.Page.Text.AsSpan(start, i - start)), i);
                }
            }
        }

        return count;
    }

    // Where the given number of words before a place starts; -1 where a mark stands between them.
    private static int WordsBack(ReadOnlySpan<CharClass> classes, int stop, int at, int words)
    {
        for (int n = 0; n < words; n++)
        {
            int end = at;
            while (end > stop && CharClasses.IsSpace(classes[end - 1]))
            {
                end--;
            }

            int start = end;
            while (start > stop && Pieces.IsWord(classes[start - 1]))
            {
                start--;
            }

            if (start == end)
            {
                return -1;
            }

            at = start;
        }

        return at;
    }

    private static uint HashOf(ReadOnlySpan<char> text)
    {
        uint hash = Text.TermReader.Seed;
        foreach (char c in text)
        {
            hash = (hash ^ CharFold.Fold(c)) * Text.TermReader.Factor;
        }

        return hash;
    }

    private static void Look(SegmentedPage page, GluedNames words, ReadOnlySpan<(uint Hash, int End)> ends, Signal signal, EvidenceSink sink)
    {
        ReadOnlySpan<char> text = page.Page.Text;
        ReadOnlySpan<CharClass> classes = page.Classes;
        int length = MostCommon(page, ends);
        var phrase = new TextSpan(ends[0].End - length, ends[0].End);
        float selling = length < MinChars ? 0 : AnchorWords.Promotion(page, phrase);
        if (selling < (ends.Length > MinCopies ? LeastSellingOften : LeastSelling) || !HasAccused(page, words, phrase))
        {
            return;
        }

        // What the page's sentences go on behind is a term of theirs.
        PageFacts facts = PageFacts.Of(page);
        int stop = page.Page.Blocks[facts.LastProse].Span.End;
        int from = page.Page.Blocks[facts.FirstProse].Span.Start;
        for (int at = from; at < stop;)
        {
            int next = text[at..stop].IndexOf(text[phrase.Start..phrase.End], StringComparison.OrdinalIgnoreCase);
            if (next < 0)
            {
                break;
            }

            at += next + length;
            if (at < stop && classes[at] == CharClass.Space && at + 1 < stop && Pieces.IsWord(classes[at + 1]))
            {
                return;
            }
        }

        float strength = Math.Min(1, 0.6f + (0.1f * (ends.Length - MinCopies)));
        foreach ((_, int end) in ends)
        {
            sink.Add(signal, new TextSpan(end - length, end), strength, new Fact("{quote} ends {a} clauses and stands inside none", ends.Length, Quote: phrase));
        }
    }

    private static bool HasAccused(SegmentedPage page, GluedNames words, TextSpan phrase)
    {
        for (int at = phrase.Start; at < phrase.End;)
        {
            int end = at;
            while (end < phrase.End && Pieces.IsWord(page.Classes[end]))
            {
                end++;
            }

            if (end > at && words.IsAccused(page, at, end))
            {
                return true;
            }

            at = Math.Max(end, at + 1);
        }

        return false;
    }

    // The words that all have in common before their ends, a clause of some words left before them.
    private static int MostCommon(SegmentedPage page, ReadOnlySpan<(uint Hash, int End)> ends)
    {
        ReadOnlySpan<char> text = page.Page.Text;
        ReadOnlySpan<CharClass> classes = page.Classes;
        int most = 0;
        for (int words = TailWords; words <= MostWords; words++)
        {
            int start = WordsBack(classes, 0, ends[0].End, words);
            int length = ends[0].End - start;
            if (start <= 0)
            {
                break;
            }

            foreach ((_, int end) in ends)
            {
                if (end < length || !text[(end - length)..end].Equals(text[start..ends[0].End], StringComparison.OrdinalIgnoreCase) || WordsBack(classes, 0, end - length, 1) < 0)
                {
                    return most;
                }
            }

            most = length;
        }

        return most;
    }
}
