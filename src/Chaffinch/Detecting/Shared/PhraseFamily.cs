using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Detecting.Shared;

/// <summary>Two characters that one clause after another ends with or near: what is sold, under several names.</summary>
/// <remarks>Looked for among the pairs that the page's head has; a few dozen candidates at most, each counted once.</remarks>
internal static class PhraseFamily
{
    private const int Core = 2;
    private const int MaxCores = 48;
    private const int LeastEnds = 4;

    // Letters that may stand behind the core within its phrase, and before it.
    private const int MaxBehind = 2;
    private const int MaxBefore = 6;

    /// <summary>The core with the most clause ends; 0 where there is none.</summary>
    /// <param name="page">The page.</param>
    /// <param name="facts">Its facts.</param>
    /// <param name="head">The lines before the running text, where the family has to stand too.</param>
    /// <param name="ends">Ends of clauses, in order.</param>
    /// <param name="core">Where its first copy stands.</param>
    /// <returns>How many clauses end in or near it.</returns>
    public static int FindCore(SegmentedPage page, PageFacts facts, ReadOnlySpan<char> head, ReadOnlySpan<int> ends, out TextSpan core)
    {
        ReadOnlySpan<char> text = page.Page.Text;
        Span<(uint Pair, int Count, int LastEnd, int At)> cores = stackalloc (uint, int, int, int)[MaxCores];
        int count = 0;
        foreach (int end in ends)
        {
            for (int behind = 0; behind <= MaxBehind; behind++)
            {
                int at = end - behind - Core;
                if (at < 0 || !IsHan(page, at) || !IsHan(page, at + 1))
                {
                    break;
                }

                Count(cores, ref count, ((uint)text[at] << 16) | text[at + 1], end, at, head.IndexOf(text.Slice(at, Core)) >= 0);
            }
        }

        core = default;
        int most = 0;
        foreach ((_, int n, _, int at) in cores[..count])
        {
            if (n > most && n >= LeastEnds && StandsAtEnds(page, facts, new TextSpan(at, at + Core), ends))
            {
                most = n;
                core = new TextSpan(at, at + Core);
            }
        }

        return most;
    }

    private static void Count(Span<(uint Pair, int Count, int LastEnd, int At)> cores, ref int count, uint pair, int end, int at, bool isInHead)
    {
        if (!isInHead)
        {
            return;
        }

        for (int i = 0; i < count; i++)
        {
            if (cores[i].Pair == pair)
            {
                cores[i].Count += cores[i].LastEnd == end ? 0 : 1;
                cores[i].LastEnd = end;
                return;
            }
        }

        if (count < cores.Length)
        {
            cores[count++] = (pair, 1, end, at);
        }
    }

    /// <summary>The phrase around the core before a clause's end: as far as another clause has it too, and what the head has before that; empty where the core is not there.</summary>
    public static TextSpan PhraseAt(SegmentedPage page, ReadOnlySpan<char> head, ReadOnlySpan<int> ends, TextSpan core, int end)
    {
        ReadOnlySpan<char> text = page.Page.Text;
        int at = CoreBefore(page, core, end);
        if (at < 0)
        {
            return default;
        }

        int shared = 0;
        foreach (int other in ends)
        {
            int there = other == end ? -1 : CoreBefore(page, core, other);
            int n = 0;
            while (there >= 0 && n < MaxBefore && at - n > 0 && there - n > 0 && IsHan(page, at - n - 1) && text[at - n - 1] == text[there - n - 1])
            {
                n++;
            }

            shared = Math.Max(shared, n);
        }

        int start = at - shared;
        for (int n = MaxBefore - shared; n >= Core; n--)
        {
            if (start - n >= 0 && AreHan(page, start - n, start) && head.IndexOf(text.Slice(start - n, n)) >= 0)
            {
                start -= n;
                break;
            }
        }

        return new TextSpan(start, end);
    }

    /// <summary>How many clauses end in a phrase that opens like another one without being it.</summary>
    /// <param name="page">The page.</param>
    /// <param name="phrase">The other one.</param>
    /// <param name="head">What it opens with.</param>
    /// <param name="ends">Ends of clauses.</param>
    /// <param name="letters">Letters that a phrase has at least and at most.</param>
    public static int Variants(SegmentedPage page, ReadOnlySpan<char> phrase, ReadOnlySpan<char> head, ReadOnlySpan<int> ends, (int Least, int Most) letters)
    {
        int variants = 0;
        foreach (int end in ends)
        {
            int reach = 0;
            while (reach < letters.Most && end > reach && CharClasses.IsLetter(page.Classes[end - reach - 1]))
            {
                reach++;
            }

            ReadOnlySpan<char> tail = page.Page.Text.AsSpan(end - reach, reach);
            int at = tail.EndsWith(phrase, StringComparison.Ordinal) ? -1 : tail.LastIndexOf(head, StringComparison.Ordinal);
            variants += at >= 0 && reach - at >= letters.Least ? 1 : 0;
        }

        return variants;
    }

    // Where the core starts that ends at a clause's end or up to MaxBehind letters before it; -1 where there is none.
    private static int CoreBefore(SegmentedPage page, TextSpan core, int end)
    {
        ReadOnlySpan<char> text = page.Page.Text;
        for (int behind = 0; behind <= MaxBehind; behind++)
        {
            int at = end - behind - Core;
            if (at >= 0 && text[at] == text[core.Start] && text[at + 1] == text[core.Start + 1] && AreHan(page, at, end))
            {
                return at;
            }
        }

        return -1;
    }

    // Nine tenths of its places in running text are such ends.
    private static bool StandsAtEnds(SegmentedPage page, PageFacts facts, TextSpan core, ReadOnlySpan<int> ends)
    {
        ReadOnlySpan<char> text = page.Page.Text;
        int stop = page.Page.Blocks[facts.LastProse].Span.End;
        int all = 0;
        int near = 0;
        int e = 0;
        for (int at = page.Page.Blocks[facts.FirstProse].Span.Start; at < stop; at += Core)
        {
            int next = text[at..stop].IndexOf(text[core.Start..core.End], StringComparison.Ordinal);
            if (next < 0)
            {
                break;
            }

            at += next;
            while (e < ends.Length && ends[e] < at + Core)
            {
                e++;
            }

            int b = BlockSearch.Of(page.Page.Blocks, at);
            bool lineEnd = b >= 0 && at + Core + MaxBehind >= page.Page.Blocks[b].Span.End;
            all++;
            near += lineEnd || (e < ends.Length && ends[e] - at <= Core + MaxBehind) ? 1 : 0;
        }

        return near * 10 >= all * 9;
    }

    private static bool IsHan(SegmentedPage page, int at) => page.Classes[at] == CharClass.Han;

    private static bool AreHan(SegmentedPage page, int start, int end)
    {
        for (int i = start; i < end; i++)
        {
            if (!IsHan(page, i))
            {
                return false;
            }
        }

        return true;
    }
}
