namespace Chaffinch.Training.Fitting;

/// <summary>How the network is fitted.</summary>
internal sealed record FitSettings
{
    /// <summary>Seed of everything random.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Runs over all pages.</summary>
    public int Epochs { get; init; } = 14;

    /// <summary>Pages a step.</summary>
    public int Batch { get; init; } = 4;

    /// <summary>First step size; it falls to <see cref="LastRate"/> of it along a cosine.</summary>
    public float Rate { get; init; } = 0.004f;

    /// <summary>Share of the first step size that is left at the end.</summary>
    public float LastRate { get; init; } = 0.2f;

    /// <summary>Epochs at the end whose weights are averaged: a flatter place than any of them.</summary>
    public int Averaged { get; init; } = 5;

    /// <summary>Decay of facts' rows.</summary>
    public float FactDecay { get; init; } = 0.02f;

    /// <summary>Decay of the layers.</summary>
    public float LayerDecay { get; init; } = 0.01f;

    /// <summary>Share of facts that are left out of a page, drawn anew each time.</summary>
    public float Drop { get; init; } = 0.5f;

    /// <summary>Domains that a fact must be seen on.</summary>
    public int LeastDomains { get; init; } = 12;

    /// <summary>Weight of the expected word F1 in the loss.</summary>
    public float F1Weight { get; init; } = 1;

    /// <summary>Weight of each block's own cross-entropy.</summary>
    public float BlockWeight { get; init; } = 1;

    /// <summary>Weight of the page type's cross-entropy.</summary>
    public float TypeWeight { get; init; } = 0.3f;
}
