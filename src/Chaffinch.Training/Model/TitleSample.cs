using Chaffinch.Model;

namespace Chaffinch.Training.Model;

/// <summary>The candidates for one page's title with their facts, and which of them gold calls right.</summary>
/// <param name="Domain">The page's domain.</param>
/// <param name="Type">What sort of page it is, as a model found that did not see its domain.</param>
/// <param name="Facts">The facts, by candidate.</param>
/// <param name="IsRight">Whether a candidate is right.</param>
internal sealed record TitleSample(string Domain, PageType Type, bool[][] Facts, bool[] IsRight)
{
    /// <summary>Whether the page's address was known.</summary>
    public bool HasAddress { get; init; }
}
