using System.Collections.Immutable;
using Chaffinch.Detecting.Shared;
using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Detecting;

/// <summary>Sees text that shares no words with the rest of its page where the page otherwise holds together.</summary>
internal sealed class Coherence : Detector
{
    private const int Unit = TermWeights.Max;

    /// <summary>A page with less running text than this has no level to compare with.</summary>
    private const int MinPageTerms = 90;
    private const int MinTailTerms = 30;
    private const int MinRunTerms = 30;
    private const int MinSegmentTerms = 8;
    private const int MinTitleTerms = 4;

    /// <summary>A phrase of this many terms can at least be said to have no word in common with the page.</summary>
    private const int MinShortTerms = 2;

    private const int MinChunkTerms = 18;
    private const int MaxChunks = 6;
    private const double TailShare = 0.4;
    private const double ChunkShare = 0.55;
    private const double RunShare = 0.35;
    private const double MinZ = 3;

    /// <summary>Settings, tables and code repeat their words more often than prose can: a habit above this is no habit of the text's.</summary>
    private const double MaxHabit = 0.6;

    /// <summary>A page whose own support is lower than this (in percent) does not hold together anyway.</summary>
    private const int MinLevelPercent = 16;

    private static readonly Signal Unsupported = new("coherence", "unsupported", "Far fewer of the segment's content words stand elsewhere in the page than is the page's own habit.");

    private static readonly Signal LowSupport = new("coherence", "low-support", "Less than half as many of the segment's content words stand elsewhere as is the page's habit: no accusation, but room for one.");

    private static readonly Signal Tail = new("coherence", "foreign-tail", "From here to the end the text hardly shares a content word with all that stands before it.");

    private static readonly Signal Run = new("coherence", "foreign-run", "A run of segments hardly shares a content word with the text before and after it.");

    private static readonly Signal Supported = new("coherence", "supported", "The segment shares as many content words with the rest of the page as the page's text does in general.");

    public override string Name => "coherence";

    public override string What => "A segment, a run or a tail of segments that the rest of the page does not support: its content words stand nowhere else in the page.";

    public override string Why => "A text comes back to its matter, so its words and names come back; fragments of other texts and planted sales lines bring their own.";

    public override string LeavesAlone => "Pages that never hold together (digests, live blogs, forums, lists, tables), short pages, furniture, rows of links: "
        + "a piece is only compared with its own page's level.";

    public override string Example => "Ten paragraphs about a survey of mountain lakes, then without a word of warning: a striker's contract, a traffic accident, a film's opening night";

    public override string Source => "Own measurement on a polluted page (character bigrams found elsewhere: 0.475 inside the article, 0.058 in the tail); leave-one-out cohesion after Hearst's TextTiling (1997).";

    public override ImmutableArray<Signal> Signals { get; } = [Unsupported, LowSupport, Tail, Run, Supported];

    public override void Detect(SegmentedPage page, EvidenceSink sink)
    {
        int count = page.Segments.Length;
        CoherenceMap map = CoherenceMap.Of(page);
        if (map.Weight(0, count) < MinPageTerms * Unit * Math.Max(1, TermsOfWord(page, 0, count) * 2 / 3))
        {
            return;
        }

        int tail = FindTail(page, map, sink);
        double level = (double)map.Supported(0, tail) / Math.Max(1, map.Weight(0, tail));
        if (level * 100 < MinLevelPercent)
        {
            return;
        }

        (int First, int End) run = FindRun(page, map, tail, level, sink);
        for (int s = 0; s < tail; s++)
        {
            if (s < run.First || s >= run.End)
            {
                StateSegment(page, map, s, level, sink);
            }
        }
    }

    // One word again and again is what fills a sample page, and no text of anybody.
    private static bool IsFiller(SegmentedPage page, TextSpan tail)
    {
        const int LeastWords = 20;
        ReadOnlySpan<char> text = page.Page.Text;
        int words = 0, again = 0, before = tail.Start, beforeEnd = tail.Start;
        for (int i = tail.Start; i < tail.End;)
        {
            if (!CharClasses.IsLetter(page.Classes[i]))
            {
                i++;
                continue;
            }

            int start = i;
            while (i < tail.End && CharClasses.IsLetter(page.Classes[i]))
            {
                i++;
            }

            words++;
            again += text[start..i].SequenceEqual(text[before..beforeEnd]) ? 1 : 0;
            (before, beforeEnd) = (start, i);
        }

        return words >= LeastWords && again * 2 > words;
    }

    /// <summary>Finds the border after which the text is least covered by what stands before it; the count of segments where there is none.</summary>
    private static int FindTail(SegmentedPage page, CoherenceMap map, EvidenceSink sink)
    {
        int count = map.Count;
        int best = count;
        double bestScore = 0;
        double level = 0;
        double perWord = TermsOfWord(page, 0, count);
        int leastHead = (int)(MinPageTerms * Unit * perWord * 2 / 3);
        int leastTail = (int)(MinTailTerms * Unit * perWord);
        for (int k = 1; k < count; k++)
        {
            if (map.Weight(k, k + 1) == 0)
            {
                continue;
            }

            int head = map.Weight(0, k);
            int rest = map.Weight(k, count);
            if (head < leastHead || rest < leastTail || head * 5 < rest * 2)
            {
                continue;
            }

            double habit = HabitBefore(map, k);
            double cover = (double)map.CoverOfTail(k) / rest;
            double score = rest * ((habit * TailShare) - cover);
            if (habit * 100 >= MinLevelPercent && score > bestScore * 0.97 && score > 0)
            {
                bestScore = Math.Max(score, bestScore);
                best = k;
                level = habit;
            }
        }

        if (best == count)
        {
            return count;
        }

        int terms = map.Weight(best, count) / Unit;
        double share = (double)map.CoverOfTail(best) / map.Weight(best, count);
        double z = ZOf(level, share, Independent(page, best, count, terms));
        if (z < MinZ || !IsForeignThroughout(page, map, best, level) || AreNames(page, best, LastRunning(map, map.Count)) || IsFiller(page, new TextSpan(page.Segments[best].Span.Start, page.Segments[count - 1].Span.End)))
        {
            return count;
        }

        int last = LastRunning(map, count);
        int foot = PageFoot.FirstOf(page);
        while (last > best && page.Segments[last].Block >= foot)
        {
            last--;
        }

        var span = new TextSpan(page.Segments[best].Span.Start, page.Segments[last].Span.End);
        sink.Add(Tail, span, Strength(z, share, level), new("{a} % of its words stand before it, where {b} % is the page's habit", Percent(share), Percent(level)));
        return best;
    }

    /// <summary>No part of a foreign tail comes back to the text before it; a new section of the same text does so at least at its start.</summary>
    private static bool IsForeignThroughout(SegmentedPage page, CoherenceMap map, int k, double level)
    {
        int chunk = Math.Max(MinChunkTerms * Unit, map.Weight(k, map.Count) / MaxChunks);
        int weight = 0;
        int covered = 0;
        for (int s = k; s < map.Count; s++)
        {
            if (map.Weight(s, s + 1) == 0)
            {
                continue;
            }

            foreach (int term in page.Ngrams.TermsOf(s))
            {
                int w = page.Ngrams.WeightOf(term);
                weight += w;
                covered += page.Ngrams.FirstOf(term) < k ? w : 0;
            }

            if (weight >= chunk)
            {
                if (covered > weight * level * ChunkShare)
                {
                    return false;
                }

                weight = 0;
                covered = 0;
            }
        }

        return true;
    }

    // Lists of names never come back to anything.
    private static bool AreNames(SegmentedPage page, int first, int last) =>
        NameLists.IsOne(page, new TextSpan(page.Segments[first].Span.Start, page.Segments[last].Span.End));

    /// <summary>How well the text before <paramref name="k"/> was covered by what stood before it in turn, over its later part.</summary>
    private static double HabitBefore(CoherenceMap map, int k)
    {
        int from = k / 3;
        int weight = map.Weight(from, k);
        return weight == 0 ? 0 : Math.Min(MaxHabit, (double)map.Backed(from, k) / weight);
    }

    private static int LastRunning(CoherenceMap map, int count)
    {
        while (count > 1 && map.Weight(count - 1, count) == 0)
        {
            count--;
        }

        return count - 1;
    }

    /// <summary>The run of segments that the rest of the page supports least: a maximum-sum scan, then the exact support of what it found.</summary>
    private static (int First, int End) FindRun(SegmentedPage page, CoherenceMap map, int before, double level, EvidenceSink sink)
    {
        (int First, int End) best = (0, 0);
        double bestSum = 0;
        double sum = 0;
        int start = 0;
        for (int s = 0; s < before; s++)
        {
            int weight = map.Weight(s, s + 1);
            sum += (weight * level * 0.5) - map.Supported(s, s + 1);
            if (sum <= 0 || (weight > 0 && start == s && map.Supported(s, s + 1) > weight * level * 0.5))
            {
                sum = 0;
                start = s + 1;
            }
            else if (weight > 0 && sum > bestSum)
            {
                bestSum = sum;
                best = (start, s + 1);
            }
        }

        while (best.First < best.End && map.Weight(best.First, best.First + 1) == 0)
        {
            best.First++;
        }

        int terms = map.Weight(best.First, best.End) / Unit;
        if (best.End - best.First < 2 || terms < MinRunTerms || map.Weight(0, before) < map.Weight(best.First, best.End) * 3)
        {
            return (0, 0);
        }

        (int all, int supported) = page.Ngrams.Support(best.First, best.End);
        double share = (double)supported / Math.Max(1, all);
        double z = ZOf(level, share, Independent(page, best.First, best.End, terms));
        if (share > level * RunShare || z < MinZ + 0.5 || !StandsOut(page, map, best, before, share) || AreNames(page, best.First, best.End - 1))
        {
            return (0, 0);
        }

        var span = new TextSpan(page.Segments[best.First].Span.Start, page.Segments[best.End - 1].Span.End);
        sink.Add(Run, span, Strength(z, share, level), new("{a} % of its words stand before or after it, where {b} % is the page's level", Percent(share), Percent(level)));
        return best;
    }

    /// <summary>Other stretches of the same size are better supported; in a digest each item stands alone.</summary>
    private static bool StandsOut(SegmentedPage page, CoherenceMap map, (int First, int End) run, int before, double share)
    {
        int size = map.Weight(run.First, run.End);
        int alike = 0;
        int others = 0;
        for (int s = 0, start = 0; s < before; s++)
        {
            if (s == run.First)
            {
                s = run.End - 1;
                start = run.End;
                continue;
            }

            if (map.Weight(start, s + 1) >= size)
            {
                (int weight, int supported) = page.Ngrams.Support(start, s + 1);
                others++;
                alike += supported < weight * share * 2.6 ? 1 : 0;
                start = s + 1;
            }
        }

        return others > 0 && alike * 4 <= others;
    }

    private static void StateSegment(SegmentedPage page, CoherenceMap map, int s, double level, EvidenceSink sink)
    {
        ref readonly Segment segment = ref page.Segments[s];
        int weight = map.Weight(s, s + 1);
        int supported = map.Supported(s, s + 1);
        bool title = segment.Role == SegmentRole.TitlePart && weight == 0 && page.BlockOf(s).Zone is Zone.Title or Zone.Body;
        if (title)
        {
            (weight, supported) = page.Ngrams.Support(s, s + 1);
        }

        double terms = weight / (double)Unit;
        double share = (double)supported / Math.Max(1, weight);
        if (terms < (title ? MinTitleTerms : MinSegmentTerms))
        {
            if (terms >= MinShortTerms && share < level * 0.4)
            {
                sink.Add(LowSupport, segment.Span, 0.35f, new("{a} % of its words stand elsewhere in the page, where {b} % is the page's level", Percent(share), Percent(level)));
            }

            return;
        }

        if (share >= level)
        {
            float strength = (float)Math.Min(1, 0.4 + (share - level));
            sink.Add(Supported, segment.Span, strength, new("{a} % of its words stand elsewhere in the page, where {b} % is the page's level", Percent(share), Percent(level)));
            return;
        }

        double z = ZOf(level, share, Independent(page, s, s + 1, (int)terms));
        if (share < level * 0.3 && (z >= 2.2 || (title && supported == 0)))
        {
            float strength = title ? 0.4f : Strength(z, share, level);
            sink.Add(Unsupported, segment.Span, strength, new("{a} % of its words stand elsewhere in the page, where {b} % is the page's level", Percent(share), Percent(level)));
        }
        else if (share < level * 0.75 && !title)
        {
            sink.Add(LowSupport, segment.Span, 0.5f, new("{a} % of its words stand elsewhere in the page, where {b} % is the page's level", Percent(share), Percent(level)));
        }
    }

    private static int Percent(double share) => (int)Math.Round(share * 100);

    /// <summary>Surety of the difference times its size.</summary>
    private static float Strength(double z, double share, double level) =>
        (float)(Math.Min(1, (z - 1) / 6) * Math.Min(1, 1.3 * (1 - (share / level))));

    /// <summary>Overlapping n-grams are not independent: two to a word of Han, four to a word of Thai.</summary>
    private static double Independent(SegmentedPage page, int first, int end, int terms)
    {
        int letters = 0;
        int ideographs = 0;
        for (int s = first; s < end; s++)
        {
            ref readonly SegmentProfile p = ref page.Profiles[s];
            letters += p.Letters;
            ideographs += p.Han + p.Kana;
        }

        return ideographs * 2 > letters ? terms / 2.0 : terms / TermsOfWord(page, first, end);
    }

    /// <summary>
    /// Terms of a word in scripts whose terms are overlapping n-grams of letters (<see cref="Text.TermReader"/>): what is enough text elsewhere is a few sentences there, and one name that
    /// stands again makes a habit. Two characters are a term of Chinese, and each stands in two.
    /// </summary>
    private static double TermsOfWord(SegmentedPage page, int first, int end)
    {
        int letters = 0;
        int unspaced = 0;
        int han = 0;
        for (int s = first; s < end; s++)
        {
            ref readonly SegmentProfile p = ref page.Profiles[s];
            letters += p.Letters;
            unspaced += p.SouthEastAsian;
            han += p.Han;
        }

        return unspaced * 2 > letters ? 4 : han * 5 > letters * 4 ? 2 : 1;
    }

    private static double ZOf(double level, double share, double terms) =>
        (level - share) * Math.Sqrt(terms) / Math.Sqrt(Math.Max(0.01, level * (1 - level)));
}
