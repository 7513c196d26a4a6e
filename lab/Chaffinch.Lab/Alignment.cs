namespace Chaffinch.Lab;

/// <summary>Pairs equal code points of two texts in order, as the judge does: common ends first, then longest matching blocks.</summary>
internal static class Alignment
{
    /// <summary>For each index of <paramref name="a"/> the index of its partner in <paramref name="b"/>, or -1.</summary>
    public static int[] Of(int[] a, int[] b)
    {
        int[] pair = new int[a.Length];
        Array.Fill(pair, -1);
        int head = a.AsSpan().CommonPrefixLength(b);
        int tail = 0;
        while (tail < Math.Min(a.Length, b.Length) - head && a[^(tail + 1)] == b[^(tail + 1)])
        {
            tail++;
        }

        for (int i = 0; i < head; i++)
        {
            pair[i] = i;
        }

        for (int i = 1; i <= tail; i++)
        {
            pair[a.Length - i] = b.Length - i;
        }

        Match(a, b, head, a.Length - tail, head, b.Length - tail, pair);
        return pair;
    }

    private static void Match(int[] a, int[] b, int aLow, int aHigh, int bLow, int bHigh, int[] pair)
    {
        var places = new Dictionary<int, List<int>>();
        for (int j = bLow; j < bHigh; j++)
        {
            if (!places.TryGetValue(b[j], out List<int>? list))
            {
                places.Add(b[j], list = []);
            }

            list.Add(j);
        }

        var open = new Stack<(int ALow, int AHigh, int BLow, int BHigh)>();
        open.Push((aLow, aHigh, bLow, bHigh));
        while (open.TryPop(out (int ALow, int AHigh, int BLow, int BHigh) r))
        {
            if (r.ALow >= r.AHigh || r.BLow >= r.BHigh)
            {
                continue;
            }

            (int i, int j, int n) = Longest(a, places, r);
            for (int k = 0; k < n; k++)
            {
                pair[i + k] = j + k;
            }

            if (n > 0)
            {
                open.Push((r.ALow, i, r.BLow, j));
                open.Push((i + n, r.AHigh, j + n, r.BHigh));
            }
        }
    }

    private static (int A, int B, int Length) Longest(int[] a, Dictionary<int, List<int>> places, (int ALow, int AHigh, int BLow, int BHigh) r)
    {
        (int A, int B, int Length) best = (r.ALow, r.BLow, 0);
        var lengths = new Dictionary<int, int>();
        for (int i = r.ALow; i < r.AHigh; i++)
        {
            var next = new Dictionary<int, int>();
            if (places.TryGetValue(a[i], out List<int>? list))
            {
                foreach (int j in list)
                {
                    if (j < r.BLow || j >= r.BHigh)
                    {
                        continue;
                    }

                    int length = lengths.GetValueOrDefault(j - 1) + 1;
                    next[j] = length;
                    if (length > best.Length)
                    {
                        best = (i - length + 1, j - length + 1, length);
                    }
                }
            }

            lengths = next;
        }

        return best;
    }
}
