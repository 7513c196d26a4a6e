namespace Chaffinch.Labelling;

/// <summary>What the pass before believed around one piece.</summary>
internal struct ContextFacts
{
    /// <summary>The same text was called planted elsewhere.</summary>
    public bool IsKnown;

    /// <summary>The same words were called planted in the page's title or headline; what the network says cannot weaken that, so it is no fact of its own.</summary>
    public bool IsPlantedInHead;

    /// <summary>The piece before was called planted.</summary>
    public bool IsAfterPlanted;

    /// <summary>The piece behind was called planted.</summary>
    public bool IsBeforePlanted;

    /// <summary>Hardly any genuine text is left on the page.</summary>
    public bool IsDrowned;

    /// <summary>Planted pieces among the eight around, 0 to 1.</summary>
    public float Near;

    /// <summary>The stretch without support that it lies in holds planted phrases, 0 to 1.</summary>
    public float Region;

    /// <summary>Its words are those that only planted pieces have, 0 to 1.</summary>
    public float Shared;

    /// <summary>Planted characters of the page, 0 to 1.</summary>
    public float Share;

    /// <summary>Its rare words that only planted pieces have, 0 to 1 for three and more.</summary>
    public float Names;

    /// <summary>Share of planted text in what stands around it, the nearer the more, 0 to 1.</summary>
    public float Around;

    /// <summary>The lesser of the shares of planted text before and behind it, 0 to 1.</summary>
    public float Enclosed;

    /// <summary>Share of text around it over which nothing is stated, 0 to 1.</summary>
    public float Unaccused;

    /// <summary>Share of the page's titles that was called planted, 0 to 1.</summary>
    public float Title;

    /// <summary>Share of its line's other text that was called planted, 0 to 1.</summary>
    public float OfLine;

    /// <summary>Other lines with text that was called spliced, 1 for four and more.</summary>
    public float Splices;

    /// <summary>It lies at a cut, and so do others: how many of them were called planted, 0 to 1; the fewer there are the less.</summary>
    public float CutAlike;

    /// <summary>The headline was called planted.</summary>
    public bool IsHeadlinePlanted;
}
