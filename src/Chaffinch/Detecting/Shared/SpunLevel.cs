namespace Chaffinch.Detecting.Shared;

/// <summary>How genuine pages of a language lie for <see cref="SpunModel"/>, measured on pages that it had not learned.</summary>
/// <param name="Mean">Mean of their log-odds a word.</param>
/// <param name="Between">Variance of that from page to page.</param>
/// <param name="Within">Variance that a single word brings: over n words it is so much divided by n.</param>
/// <param name="Least">Standard deviations above them from which a page counts as rewritten: some two genuine pages of a thousand lie there.</param>
internal readonly record struct SpunLevel(float Mean, float Between, float Within, float Least)
{
    /// <summary>How many standard deviations a text lies above genuine pages of its language.</summary>
    /// <param name="sum">Log-odds of its words together.</param>
    /// <param name="words">How many they are, at least one.</param>
    public float Above(float sum, int words) => ((sum / words) - Mean) / MathF.Sqrt(Between + (Within / words));
}
