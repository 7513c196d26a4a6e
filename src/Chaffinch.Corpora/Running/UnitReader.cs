using System.IO.Hashing;
using System.Text;
using Chaffinch.Corpora.Model;

namespace Chaffinch.Corpora.Running;

/// <summary>How inputs are cut into batches and shards. All of it changes the outputs' bytes, so it is the same in every run.</summary>
/// <param name="ShardPages">Pages of a shard; 0 for no end but the input's.</param>
/// <param name="Sample">Share of the records that is taken.</param>
internal sealed record BatchRules(long ShardPages, double Sample)
{
    /// <summary>A batch is full with this many pages.</summary>
    public const int MaxItems = 256;

    /// <summary>A batch is full with the page that reaches this many bytes, in the first megabytes of an input.</summary>
    public const int LeastBytes = 1 << 20;

    /// <summary>A batch is never larger than the page that reaches this many bytes.</summary>
    public const int MostBytes = 4 << 20;

    // Packed outputs have a member a batch, and large ones pack better; but whoever is left with the last batch of an input works while all others wait.
    private const int BytesBefore = 16;

    /// <summary>How many bytes fill the next batch: the further an input has come, the less the last one weighs.</summary>
    /// <param name="bytes">Bytes of all pages of the input before it.</param>
    public static int BytesAfter(long bytes) => (int)Math.Clamp(bytes / BytesBefore, LeastBytes, MostBytes);

    /// <summary>True when a record is in the sample: its hash, not its place, decides.</summary>
    public bool Takes(string id)
    {
        if (Sample >= 1)
        {
            return true;
        }

        Span<byte> utf8 = stackalloc byte[256];
        byte[]? large = Encoding.UTF8.GetMaxByteCount(id.Length) > utf8.Length ? new byte[Encoding.UTF8.GetMaxByteCount(id.Length)] : null;
        Span<byte> to = large ?? utf8;
        int length = Encoding.UTF8.GetBytes(id, to);
        return XxHash64.HashToUInt64(to[..length]) < Sample * ulong.MaxValue;
    }
}

/// <summary>Reads one input batch by batch.</summary>
internal sealed class UnitReader : IDisposable
{
    private readonly ItemReader _reader;
    private readonly BatchRules _rules;
    private CrawlItem? _ahead;
    private int _sequence;
    private int _shard;
    private long _pagesInShard;
    private int _defectsSeen;
    private long _defectCount;
    private ReadCounts _before;
    private long _bytes;

    /// <summary>Takes over a reader and goes over the shards that are finished.</summary>
    public UnitReader(ItemReader reader, BatchRules rules, int firstShard, CancellationToken cancel)
    {
        _reader = reader;
        _rules = rules;
        _shard = firstShard;
        for (long page = 0; page < firstShard * rules.ShardPages; page++)
        {
            cancel.ThrowIfCancellationRequested();
            if (!_reader.TryRead(out CrawlItem? passed))
            {
                throw new IOException("the input has fewer records than when the run began");
            }

            _bytes += SizeOf(passed);
            passed.Dispose();
        }

        if (firstShard > 0)
        {
            _reader.TryRead(out _ahead);
        }

        _before = Counts();
        _defectsSeen = _reader.Defects.Count;
        _defectCount = _reader.DefectCount;
    }

    /// <summary>What was read, for showing how far the run is.</summary>
    public ReadCounts Progress => _before;

    /// <summary>Reads the next batch; after one that <see cref="Batch.IsLast"/> there is none.</summary>
    public Batch Read(CancellationToken cancel)
    {
        var batch = new Batch { Sequence = _sequence++, Shard = _shard };
        long unsampled = 0;
        int most = BatchRules.BytesAfter(_bytes);
        while (batch.Items.Count < BatchRules.MaxItems && batch.Bytes < most)
        {
            cancel.ThrowIfCancellationRequested();
            CrawlItem? item = _ahead;
            _ahead = null;
            if (item is null && !_reader.TryRead(out item))
            {
                batch.IsLast = true;
                break;
            }

            if (_rules.ShardPages > 0 && _pagesInShard == _rules.ShardPages)
            {
                // The shard is full, and this page shows that the input goes on.
                _ahead = item;
                _pagesInShard = 0;
                _shard++;
                break;
            }

            _pagesInShard++;
            _bytes += SizeOf(item);
            if (_rules.Takes(item.Id))
            {
                batch.Items.Add(item);
                batch.Bytes += SizeOf(item);
            }
            else
            {
                unsampled++;
                item.Dispose();
            }
        }

        Account(batch, unsampled);
        return batch;
    }

    public void Dispose()
    {
        _ahead?.Dispose();
        _reader.Dispose();
    }

    private static long SizeOf(CrawlItem item) => item.Content.Length + item.RawLine.Length;

    // Rejected and skipped records are told by the reader's own counts: what was written is compared with them in the end.
    private void Account(Batch batch, long unsampled)
    {
        ReadCounts now = Counts();
        RunCounts counts = batch.Counts;
        counts.Records = now.Records - _before.Records;
        foreach ((string reason, long count) in now.SkippedByReason)
        {
            long more = count - _before.SkippedByReason.GetValueOrDefault(reason);
            if (more > 0)
            {
                RunCounts.Add(counts.Skipped, reason, more);
            }
        }

        if (unsampled > 0)
        {
            RunCounts.Add(counts.Skipped, "not-sampled", unsampled);
        }

        long listed = 0;
        for (; _defectsSeen < _reader.Defects.Count; _defectsSeen++)
        {
            ItemDefect defect = _reader.Defects[_defectsSeen];
            batch.Defects.Add(defect);
            if (defect.IsRejection)
            {
                RunCounts.Add(counts.Rejected, defect.Kind);
                listed++;
            }
        }

        // Beyond the limit of the reader's list they are only counted.
        long broken = now.Broken - _before.Broken;
        if (broken > listed)
        {
            RunCounts.Add(counts.Rejected, "not-listed", broken - listed);
        }

        counts.Defects = _reader.DefectCount - _defectCount;
        _defectCount = _reader.DefectCount;
        if (batch.IsLast)
        {
            // Only whole inputs have a number of bytes that does not hang on how they were buffered.
            counts.BytesStored = now.BytesStored;
            counts.BytesInflated = now.BytesInflated;
        }

        _before = now;
    }

    private ReadCounts Counts()
    {
        ReadCounts counts = _reader.Counts;
        return _ahead is null ? counts : counts with { Records = counts.Records - 1, Pages = counts.Pages - 1 };
    }
}
