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

        string? nearest = Suggestions.Nearest(name, Detectors.All.Select(static d => d.Name));
        string advice = nearest is null ? "'chaffinch explain' lists them all." : $"Did you mean '{nearest}'?";
        throw new UsageException($"There is no detector named '{name}'. {advice}");
    }
}
