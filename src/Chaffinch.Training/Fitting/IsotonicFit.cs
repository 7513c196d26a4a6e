namespace Chaffinch.Training.Fitting;

/// <summary>Fits a rising line through a few points to what was said and how often it was right.</summary>
/// <remarks>Pool adjacent violators (Ayer et al., 1955) over steps that hold enough to tell. Sorts once; then linear.</remarks>
public static class IsotonicFit
{
    // Steps of what is said are gathered until they hold this share of all that is counted, and at least so many counts.
    private const double LeastShare = 0.05;
    private const int LeastCounts = 12;

    // Nothing is said more surely than this: what no page showed may still be.
    private const double Most = 0.99;

    private const double LeastStep = 0.001;

    /// <summary>Fits points.</summary>
    /// <param name="said">What was said each time (0 to 1), how much of it was right, and how much it counts.</param>
    /// <returns>Points that rise in both figures, what is said by at least 0.001.</returns>
    public static IReadOnlyList<(double Said, double Right)> Of(IReadOnlyCollection<(float Said, double Right, double All)> said)
    {
        var pools = new List<(double Said, double Right, double All)>();
        double whole = said.Sum(s => s.All);
        (double Said, double Right, double All, int Counts) open = default;
        foreach ((float at, double right, double all) in said.OrderBy(s => s.Said))
        {
            open = (open.Said + (at * all), open.Right + right, open.All + all, open.Counts + 1);
            if (open.All >= whole * LeastShare && open.Counts >= LeastCounts)
            {
                pools.Add((open.Said, open.Right, open.All));
                open = default;
            }
        }

        if (open.All > 0)
        {
            pools.Add((open.Said, open.Right, open.All));
        }

        Pool(pools);
        return [.. pools.Select(p => (p.Said / p.All, Math.Min(Most, p.Right / p.All)))];
    }

    private static void Pool(List<(double Said, double Right, double All)> pools)
    {
        for (int i = 1; i < pools.Count;)
        {
            (double said, double right, double all) = pools[i];
            (double saidBefore, double rightBefore, double allBefore) = pools[i - 1];
            if (right / all >= rightBefore / allBefore && said / all >= (saidBefore / allBefore) + LeastStep)
            {
                i++;
                continue;
            }

            pools[i - 1] = (said + saidBefore, right + rightBefore, all + allBefore);
            pools.RemoveAt(i);
            i = Math.Max(1, i - 1);
        }
    }
}
