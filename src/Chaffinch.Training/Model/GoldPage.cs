using Chaffinch.Model;

namespace Chaffinch.Training.Model;

/// <summary>A page with the main text that people wrote down for it.</summary>
/// <param name="Id">Its name in the collection.</param>
/// <param name="Domain">Its registrable domain, lower case: pages of one domain never stand on both sides of a split.</param>
/// <param name="Type">Its type.</param>
/// <param name="Html">The page as fetched.</param>
/// <param name="MainText">Its main text, blocks parted by line ends.</param>
public sealed record GoldPage(string Id, string Domain, PageType Type, ReadOnlyMemory<byte> Html, string MainText)
{
    /// <summary>The page's title as annotated; empty where there is none.</summary>
    public string Title { get; init; } = "";

    /// <summary>The page's address; null where unknown.</summary>
    public string? Url { get; init; }

    /// <summary>Strings that the main text must have.</summary>
    public IReadOnlyList<string> With { get; init; } = [];

    /// <summary>Strings that it must not have.</summary>
    public IReadOnlyList<string> Without { get; init; } = [];
}
