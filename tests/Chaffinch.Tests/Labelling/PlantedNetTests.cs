using Chaffinch.Labelling;
using Chaffinch.Training.Fitting;
using Xunit;

namespace Chaffinch.Tests.Labelling;

/// <summary>The network of planted text: its file, what stands around a piece, and the slopes that its training goes down.</summary>
public sealed class PlantedNetTests
{
    private const int Hidden = 8;
    private const int Row = Hidden + PlantedNet.Outputs;

    private static readonly string[] Names = ["a", "b", "c"];

    [Fact]
    public void The_file_gives_back_the_network()
    {
        PlantedNet net = Net(new Random(3));
        PlantedNet again = PlantedNet.Read(new MemoryStream(net.Write()));
        Assert.Equal(net.Names, again.Names);
        Assert.Equal(net.Mixes.Count, again.Mixes.Count);
        float[] first = Judge(net, [0, 3, 4], [10, 20, 5]);
        float[] second = Judge(again, [0, 3, 4], [10, 20, 5]);
        for (int i = 0; i < first.Length; i++)
        {
            Assert.Equal(first[i], second[i], 0.002f);
        }
    }

    [Theory]
    [InlineData(0, 9)]
    [InlineData(4, 12)]
    [InlineData(4, 4096)]
    public void A_file_of_another_form_is_refused(int at, int value)
    {
        byte[] bytes = Net(new Random(3)).Write();
        BitConverter.TryWriteBytes(bytes.AsSpan(at), value);
        Assert.Throws<InvalidDataException>(() => PlantedNet.Read(new MemoryStream(bytes)));
    }

    [Fact]
    public void What_stands_beside_a_piece_counts_and_less_the_farther_off_it_is()
    {
        float[] units = new float[3 * Hidden];
        units[2 * Hidden] = 1;
        var pools = new PlantedPools();
        pools.Fill(units, Hidden, Hidden, [0, 5, 6], [10, 10, 20], 80);
        Assert.Equal((1 - PlantedPools.Fade) * PlantedPools.Fade, pools.RightOf(1)[0], 1e-5f);
        Assert.True(pools.RightOf(0)[0] > 0 && pools.RightOf(0)[0] < pools.RightOf(1)[0]);
        Assert.Equal(0, pools.RightOf(2)[0]);
        Assert.Equal(0, pools.LeftOf(2)[0]);
        Assert.Equal(20f / 80, pools.Mean[0], 1e-5f);
        Assert.Equal(1, pools.Most[0]);
    }

    [Fact]
    public void Two_trainings_as_one_judge_by_their_mean()
    {
        PlantedNet one = Net(new Random(1)), two = Net(new Random(2));
        float[] a = Judge(one, [0, 1], [10, 10]), b = Judge(two, [0, 1], [10, 10]);
        float[] both = Judge(PlantedNet.Average([one, two]), [0, 1], [10, 10]);
        for (int i = 0; i < both.Length; i++)
        {
            Assert.Equal((a[i] + b[i]) / 2, both[i], 1e-4f);
        }
    }

    [Fact]
    public void The_first_training_alone_judges_as_it_would_by_itself()
    {
        PlantedNet one = Net(new Random(1));
        PlantedNet both = PlantedNet.Average([one, one]);
        Assert.True(both.CanJudgeByFirst);
        Assert.False(one.CanJudgeByFirst);
        int[] places = [0, 1, 7];
        float[] sums = new float[places.Length * both.Row];
        for (int o = 0; o < places.Length; o++)
        {
            both.SumFirst([new PieceFact(o % Names.Length, 1), new PieceFact(2, 0.5f), new PieceFact(-1, 1)], sums.AsSpan(o * both.Row, both.Row));
        }

        var pools = new PlantedPools();
        pools.Fill(sums, both.Row, both.FirstHidden, places, [10, 20, 5], 100);
        float[] first = new float[places.Length * PlantedNet.Outputs];
        both.JudgeFirst(sums, pools, places.Length, first);
        float[] alone = Judge(one, places, [10, 20, 5]);
        for (int i = 0; i < alone.Length; i++)
        {
            Assert.Equal(alone[i], first[i], 1e-4f);
        }
    }

    [Theory]
    [InlineData(PlantedNet.Lowest - 1, 0.5f, 0)]
    [InlineData(PlantedNet.Lowest - 1, -0.5f, -0.5f)]
    [InlineData(PlantedNet.Highest + 1, -0.5f, 0)]
    [InlineData(PlantedNet.Highest + 1, 0.5f, 0.5f)]
    [InlineData(0, 0.5f, 0.5f)]
    public void Beyond_a_bound_training_pulls_back_and_never_out(float raw, float slope, float felt)
    {
        Assert.Equal(felt, PlantedFitter.SlopeAt(raw, slope));
    }

    [Fact]
    public void The_slopes_of_the_layer_of_surroundings_are_those_of_its_outputs()
    {
        var random = new Random(7);
        var layer = new MixLayer(Hidden, random);
        PlantedSample sample = Sample([0, 1, 4, 9], [12, 3, 40, 8]);
        int count = sample.Open.Length;
        float[] below = [.. Enumerable.Range(0, count * Hidden).Select(_ => Math.Max(0, random.NextSingle() - 0.3f))];
        float[] pull = [.. Enumerable.Range(0, count * PlantedNet.Outputs).Select(_ => random.NextSingle() - 0.5f)];
        float[] slopes = new float[count * Hidden];
        Value(layer, sample, below, pull);
        layer.Backward(sample, below, Hidden, pull, slopes);
        for (int i = 0; i < below.Length; i++)
        {
            const float Step = 1e-3f;
            if (below[i] <= 0.01f)
            {
                continue;
            }

            float kept = below[i];
            below[i] = kept + Step;
            double up = Value(layer, sample, below, pull);
            below[i] = kept - Step;
            double down = Value(layer, sample, below, pull);
            below[i] = kept;
            Assert.Equal((up - down) / (2 * Step), slopes[i], 0.01);
        }
    }

    [Fact]
    public void The_engine_computes_what_the_training_computed()
    {
        var random = new Random(11);
        var layer = new MixLayer(Hidden, random);
        PlantedSample sample = Sample([0, 2, 3, 30], [12, 3, 40, 8]);
        int count = sample.Open.Length;
        float[] below = [.. Enumerable.Range(0, count * Hidden).Select(_ => Math.Max(0, random.NextSingle() - 0.3f))];
        float[] trained = new float[count * PlantedNet.Outputs];
        layer.Forward(sample, below, Hidden, trained);

        var net = new PlantedNet(Names, new float[Names.Length * Row], new float[Hidden * PlantedNet.Outputs], [layer.ToMix()]);
        float[] sums = new float[count * Row];
        for (int o = 0; o < count; o++)
        {
            below.AsSpan(o * Hidden, Hidden).CopyTo(sums.AsSpan(o * Row));
        }

        var pools = new PlantedPools();
        pools.Fill(sums, Row, Hidden, sample.Open, sample.Lengths, sample.Total);
        net.Judge(sums, pools, count);
        Assert.Contains(trained, t => Math.Abs(t) > 0.01f);
        for (int i = 0; i < trained.Length; i++)
        {
            Assert.Equal(trained[i], sums[(i / PlantedNet.Outputs * Row) + Hidden + (i % PlantedNet.Outputs)], 1e-4f);
        }
    }

    private static double Value(MixLayer layer, PlantedSample sample, float[] below, float[] pull)
    {
        float[] outputs = new float[pull.Length];
        layer.Forward(sample, below, Hidden, outputs);
        return outputs.Zip(pull).Sum(p => (double)p.First * p.Second);
    }

    private static PlantedSample Sample(int[] open, int[] lengths) => new()
    {
        Name = "page",
        Weight = 1,
        Scores = [],
        SameBlock = new bool[open[^1] + 1],
        Right = [],
        Open = open,
        Ends = new int[open.Length],
        Facts = [],
        Lengths = lengths,
        Total = 200,
    };

    private static float[] Judge(PlantedNet net, int[] places, int[] lengths)
    {
        float[] sums = new float[places.Length * net.Row];
        for (int o = 0; o < places.Length; o++)
        {
            net.Sum([new PieceFact(o % Names.Length, 1), new PieceFact(2, 0.5f), new PieceFact(-1, 1)], sums.AsSpan(o * net.Row, net.Row));
        }

        var pools = new PlantedPools();
        pools.Fill(sums, net.Row, net.Hidden, places, lengths, 100);
        net.Judge(sums, pools, places.Length);
        return [.. Enumerable.Range(0, places.Length).SelectMany(o => sums.Skip((o * net.Row) + net.Hidden).Take(PlantedNet.Outputs))];
    }

    private static PlantedNet Net(Random random)
    {
        float[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() - 0.4f) * 0.5f)];
        return new PlantedNet(
            Names, Numbers(Names.Length * Row), Numbers(Hidden * PlantedNet.Outputs),
            [new PlantedMix(Numbers(((Hidden * PlantedPools.Parts) + 1) * PlantedMix.Units), Numbers(PlantedMix.Units * PlantedNet.Outputs))]);
    }
}
