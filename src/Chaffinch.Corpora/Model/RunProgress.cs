namespace Chaffinch.Corpora.Model;

/// <summary>How far a run is.</summary>
/// <param name="Counts">What was labelled since this process began; the byte counts are those read.</param>
/// <param name="StoredBytesDone">Stored bytes of the inputs that are read, with those of earlier processes.</param>
/// <param name="StoredBytes">Stored bytes of all inputs; null when one is not known.</param>
/// <param name="UnitsDone">Inputs (or parts of inputs) that are finished, with those of earlier processes.</param>
/// <param name="Units">All of them.</param>
/// <param name="Elapsed">Time since this process began.</param>
public sealed record RunProgress(RunCounts Counts, long StoredBytesDone, long? StoredBytes, int UnitsDone, int Units, TimeSpan Elapsed);

/// <summary>An input that could not be read to its end.</summary>
/// <param name="Path">The input.</param>
/// <param name="Message">Why.</param>
public sealed record FailedInput(string Path, string Message);

/// <summary>How a run ended.</summary>
public sealed record RunResult
{
    /// <summary>Counts of the whole task, with the shards that earlier processes finished.</summary>
    public required RunCounts Counts { get; init; }

    /// <summary>Inputs that could not be read; their unfinished shards are not in the counts.</summary>
    public required IReadOnlyList<FailedInput> Failed { get; init; }

    /// <summary>Finished shards, with those of earlier processes.</summary>
    public required int ShardsFinished { get; init; }

    /// <summary>Of these, those that earlier processes finished.</summary>
    public required int ShardsFound { get; init; }

    /// <summary>True when the run was interrupted: what is not finished was dropped, and the same run goes on from there.</summary>
    public required bool IsInterrupted { get; init; }

    /// <summary>Inputs (or parts of inputs) of this task, and how many of them are finished.</summary>
    public required int Units { get; init; }

    /// <summary>Finished inputs.</summary>
    public required int UnitsDone { get; init; }

    /// <summary>Where the summary was written; null when the run was interrupted.</summary>
    public string? SummaryPath { get; init; }

    /// <summary>The most bytes of pages and outputs that were in work at once.</summary>
    public long PeakBytesInFlight { get; init; }
}
