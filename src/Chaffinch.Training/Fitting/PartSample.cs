using Chaffinch.Labelling;

namespace Chaffinch.Training.Fitting;

/// <summary>One page prepared for the training of parts.</summary>
internal sealed class PartSample
{
    public required string Name { get; init; }

    /// <summary>How often the page counts.</summary>
    public required float Weight { get; init; }

    /// <summary>Scores without the network of parts, <see cref="LabelState.Width"/> a piece.</summary>
    public required float[] Scores { get; init; }

    public required bool[] SameBlock { get; init; }

    /// <summary>The states that are right for each piece, as bits.</summary>
    public required uint[] Right { get; init; }

    /// <summary>The characters of each piece.</summary>
    public required int[] Chars { get; init; }

    /// <summary>For each piece its unit; -1 where it is planted.</summary>
    public required int[] Units { get; init; }

    /// <summary>The facts of each unit.</summary>
    public required int[][] Facts { get; init; }

    /// <summary>The length of each unit.</summary>
    public required int[] Lengths { get; init; }
}
