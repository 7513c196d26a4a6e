using Chaffinch.Model;

namespace Chaffinch.Corpora.Model;

/// <summary>Which part of a run this process does.</summary>
/// <param name="Index">From 1 to <paramref name="Count"/>.</param>
/// <param name="Count">Number of parts, at least 1.</param>
public readonly record struct RunTask(int Index, int Count)
{
    /// <summary>All of it.</summary>
    public static RunTask Whole { get; } = new(1, 1);

    /// <inheritdoc/>
    public override string ToString() => $"{Index}/{Count}";
}

/// <summary>What a run reads, does and writes. What changes its outputs is part of its manifest; threads and memory are not.</summary>
public sealed record RunOptions
{
    /// <summary>Inputs: files, folders, <c>s3://</c> addresses, <c>-</c>; not patterns.</summary>
    public required IReadOnlyList<string> Inputs { get; init; }

    /// <summary>The folder that everything is written into; made where it is missing.</summary>
    public required string OutputFolder { get; init; }

    /// <summary>What is written of each record, and how.</summary>
    public OutputOptions Output { get; init; } = new();

    /// <summary>Filter expression (docs/filter.md); null to emit all.</summary>
    public string? Where { get; init; }

    /// <summary>Share of the records that is taken, by a hash of their ids: above 0, at most 1.</summary>
    public double Sample { get; init; } = 1;

    /// <summary>Pages of an input that make a shard; 0 for one shard an input.</summary>
    public long ShardPages { get; init; }

    /// <summary>Stored bytes from which a gzip file is cut into parts, where there are fewer inputs than tasks; parts are about this large or larger. Default 64 MiB.</summary>
    public long MinPartBytes { get; init; } = 64 << 20;

    /// <summary>The part of the run that this process does.</summary>
    public RunTask Task { get; init; } = RunTask.Whole;

    /// <summary>How archives are read.</summary>
    public ReadOptions Read { get; init; } = ReadOptions.Default;

    /// <summary>How pages are analysed.</summary>
    public AnalyzerOptions Analyzer { get; init; } = AnalyzerOptions.Default;

    /// <summary>Threads that read, label and write, at least 1. Default: one for each processor.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>
    /// Bytes of pages and outputs that may be in work at once; one batch is always let in. The analysis of a page needs a multiple of its size besides. 0 for
    /// the default: 16 MiB a thread, at least 128 MiB.
    /// </summary>
    public long MaxBytesInFlight { get; init; }

    /// <summary>What this build of the analysis is called: part of the manifest, so that a run is not ended by another version than it was begun by.</summary>
    public string Version { get; init; } = "";
}
