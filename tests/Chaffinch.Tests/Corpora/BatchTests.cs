using System.Text;
using Chaffinch.Corpora;
using Chaffinch.Corpora.Model;
using Chaffinch.Corpora.Running;
using Xunit;

namespace Chaffinch.Tests.Corpora;

/// <summary>How an input is cut into batches.</summary>
public sealed class BatchTests
{
    private const int ShardPages = 60;

    [Fact]
    public void Batches_grow_with_the_input_and_begin_small()
    {
        List<(int Shard, int Items, long Bytes)> batches = BatchesFrom(firstShard: 0);
        Assert.InRange(batches[0].Bytes, BatchRules.LeastBytes, 2 * BatchRules.LeastBytes);
        Assert.True(batches.Max(b => b.Bytes) > 2 * BatchRules.LeastBytes);
        Assert.All(batches, b => Assert.InRange(b.Bytes, 0, BatchRules.MostBytes + (1 << 20)));
    }

    [Fact]
    public void A_run_that_goes_on_behind_a_shard_cuts_as_one_that_was_never_stopped()
    {
        // Packed outputs have a member a batch: other batches would be other bytes.
        List<(int Shard, int Items, long Bytes)> whole = BatchesFrom(firstShard: 0);
        Assert.Equal(whole.Where(b => b.Shard >= 2), BatchesFrom(firstShard: 2));
    }

    private static List<(int Shard, int Items, long Bytes)> BatchesFrom(int firstShard)
    {
        var lines = new StringBuilder();
        for (int i = 0; i < 4 * ShardPages; i++)
        {
            lines.Append("{\"id\":\"").Append(i).Append("\",\"text\":\"").Append('w', 150_000 + (i * 331 % 40_000)).Append("\"}\n");
        }

        using var input = new MemoryStream(Encoding.UTF8.GetBytes(lines.ToString()));
        using var reader = new UnitReader(ArchiveOpener.Open(input, "pages.jsonl", new ReadOptions()), new BatchRules(ShardPages, 1), firstShard, CancellationToken.None);
        var batches = new List<(int Shard, int Items, long Bytes)>();
        for (bool last = false; !last;)
        {
            Batch batch = reader.Read(CancellationToken.None);
            batches.Add((batch.Shard, batch.Items.Count, batch.Bytes));
            batch.Items.ForEach(item => item.Dispose());
            last = batch.IsLast;
        }

        return batches;
    }
}
