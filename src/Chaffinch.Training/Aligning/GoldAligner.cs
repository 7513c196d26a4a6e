using Chaffinch.Model;
using Chaffinch.Training.Model;

namespace Chaffinch.Training.Aligning;

/// <summary>Tells which blocks of a page its gold main text consists of.</summary>
/// <remarks>
/// First in order: a longest common subsequence of words, so that a menu that shares words with the article takes none of them away. Then out of
/// order, for what the annotator moved: blocks whose word triples stand in gold words that are still free.
/// </remarks>
internal static class GoldAligner
{
    private const int MaxWords = 60_000;

    // A block with a smaller matched share has met the gold text by chance.
    private const float LeastShare = 0.34f;

    /// <summary>The share of each block's words that the gold text has, 0 to 1; 0 for blocks outside of the body.</summary>
    /// <param name="page">The page.</param>
    /// <param name="goldText">Its main text.</param>
    /// <param name="split">Splits a text into words.</param>
    public static float[] Align(Page page, string goldText, Action<string, Action<string>> split)
    {
        var ids = new Dictionary<string, int>(StringComparer.Ordinal);
        List<int> gold = [];
        split(goldText, w => gold.Add(IdOf(ids, w)));
        var words = new List<int>();
        var ends = new int[page.Blocks.Length];
        for (int b = 0; b < page.Blocks.Length; b++)
        {
            if (page.Blocks[b].Zone == Zone.Body && words.Count < MaxWords)
            {
                split(page.Text.Substring(page.Blocks[b].Span.Start, page.Blocks[b].Span.Length), w => words.Add(IdOf(ids, w)));
            }

            ends[b] = words.Count;
        }

        int[] all = [.. words];
        int[] reference = [.. gold.Take(MaxWords)];
        int[] matched = LongestCommonWords.Match(all, reference);
        var free = new bool[reference.Length];
        Array.Fill(free, true);
        var shares = new float[ends.Length];
        for (int b = 0; b < ends.Length; b++)
        {
            int start = b == 0 ? 0 : ends[b - 1];
            shares[b] = Share(matched.AsSpan(start, ends[b] - start));
            for (int w = start; w < ends[b] && shares[b] > 0; w++)
            {
                if (matched[w] >= 0)
                {
                    free[matched[w]] = false;
                }
            }
        }

        AddMoved(all, ends, reference, free, shares);
        return shares;
    }

    private static int IdOf(Dictionary<string, int> ids, string word)
    {
        if (!ids.TryGetValue(word, out int id))
        {
            ids.Add(word, id = ids.Count);
        }

        return id;
    }

    private static float Share(ReadOnlySpan<int> matched)
    {
        int count = 0;
        foreach (int m in matched)
        {
            count += m >= 0 ? 1 : 0;
        }

        float share = matched.IsEmpty ? 0 : count / (float)matched.Length;

        // One word among strangers: the subsequence may have picked it up anywhere.
        return share < LeastShare ? 0 : share;
    }

    private static void AddMoved(int[] words, int[] ends, int[] gold, bool[] free, float[] shares)
    {
        Dictionary<(int, int, int), List<int>> triples = FreeTriples(gold, free);
        for (int b = 0; b < ends.Length && triples.Count > 0; b++)
        {
            int start = b == 0 ? 0 : ends[b - 1];
            int length = ends[b] - start;
            if (shares[b] > 0.5f || length < 3)
            {
                continue;
            }

            var taken = new List<int>();
            var covered = new bool[length];
            for (int i = 0; i + 2 < length; i++)
            {
                if (triples.TryGetValue((words[start + i], words[start + i + 1], words[start + i + 2]), out List<int>? places) && places.Find(p => free[p]) is var place && free[place]
                    && places.Contains(place))
                {
                    covered[i] = covered[i + 1] = covered[i + 2] = true;
                    taken.Add(place);
                }
            }

            float share = covered.Count(c => c) / (float)length;
            if (share >= 0.6f && share > shares[b])
            {
                shares[b] = share;
                foreach (int place in taken)
                {
                    free[place] = free[place + 1] = free[place + 2] = false;
                }
            }
        }
    }

    private static Dictionary<(int, int, int), List<int>> FreeTriples(int[] gold, bool[] free)
    {
        var triples = new Dictionary<(int, int, int), List<int>>();
        for (int i = 0; i + 2 < gold.Length; i++)
        {
            if (free[i] && free[i + 1] && free[i + 2])
            {
                (int, int, int) key = (gold[i], gold[i + 1], gold[i + 2]);
                if (!triples.TryGetValue(key, out List<int>? places))
                {
                    triples.Add(key, places = []);
                }

                places.Add(i);
            }
        }

        return triples;
    }
}
