using Chaffinch.Detecting;

namespace Chaffinch.Cli.Commands;

/// <summary>Looks detectors up by name.</summary>
internal static class DetectorNames
{
    /// <summary>Makes sure that a detector exists.</summary>
    /// <exception cref="UsageException">There is none of that name; the message suggests the nearest.</exception>
    public static Detector Check(string name)
    {
        foreach (Detector detector in Detectors.All)
        {
            if (string.Equals(detector.Name, name, StringComparison.OrdinalIgnoreCase))
            {
                return detector;
            }
        }

        string? nearest = Nearest(name);
        string advice = nearest is null ? "'chaffinch explain' lists them all." : $"Did you mean '{nearest}'?";
        throw new UsageException($"There is no detector named '{name}'. {advice}");
    }

    private static string? Nearest(string name)
    {
        string? best = null;
        int bestDistance = Math.Max(2, name.Length / 2);
        foreach (Detector detector in Detectors.All)
        {
            int distance = detector.Name.Contains(name, StringComparison.OrdinalIgnoreCase) && name.Length > 2
                ? 1
                : Distance(detector.Name, name.ToLowerInvariant());
            if (distance < bestDistance || (distance == bestDistance && best is null))
            {
                best = detector.Name;
                bestDistance = distance;
            }
        }

        return best;
    }

    // Levenshtein's distance.
    private static int Distance(string a, string b)
    {
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int above = row[j];
                int change = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                row[j] = Math.Min(change, 1 + Math.Min(above, row[j - 1]));
                diagonal = above;
            }
        }

        return row[b.Length];
    }
}
