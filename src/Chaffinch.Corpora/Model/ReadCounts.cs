namespace Chaffinch.Corpora.Model;

/// <summary>What a reader has seen so far. Nothing is lost silently: <see cref="Records"/> = <see cref="Pages"/> + <see cref="Skipped"/> + <see cref="Broken"/>.</summary>
/// <param name="Records">Records met: WARC records, rows, files of a folder or a packed archive.</param>
/// <param name="Pages">Records given as items.</param>
/// <param name="Skipped">Records that are whole and no pages.</param>
/// <param name="Broken">Records given up; each has a defect.</param>
/// <param name="BytesStored">Bytes read of the file as stored.</param>
/// <param name="BytesInflated">Bytes behind decompression that were read; equal to <paramref name="BytesStored"/> where nothing is compressed.</param>
/// <param name="SkippedByReason">The skipped ones by reason, such as <c>request</c> or <c>not-text</c>; they add up to <paramref name="Skipped"/>.</param>
public sealed record ReadCounts(
    long Records, long Pages, long Skipped, long Broken, long BytesStored, long BytesInflated, IReadOnlyDictionary<string, long> SkippedByReason);
