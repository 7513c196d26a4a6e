using Chaffinch.Labelling;
using Chaffinch.Model;

namespace Chaffinch.Training.Model;

/// <summary>A page as the trainer sees it: facts, targets, weights.</summary>
internal sealed class MainTextPage
{
    /// <summary>The page with its gold text.</summary>
    public required GoldPage Gold { get; init; }

    /// <summary>Its facts.</summary>
    public required BlockNetInput Input { get; init; }

    /// <summary>Share of each body block's words that the gold text has, 0 to 1.</summary>
    public required float[] Targets { get; init; }

    /// <summary>Words of each body block, as the benchmark counts them.</summary>
    public required float[] Words { get; init; }

    /// <summary>The text of each body block.</summary>
    public required string[] Texts { get; init; }

    /// <summary>Number of words of the gold text.</summary>
    public required int GoldWords { get; init; }

    /// <summary>Number of body blocks.</summary>
    public int Count => Targets.Length;

    /// <summary>The page's type.</summary>
    public PageType Type => Gold.Type;
}
