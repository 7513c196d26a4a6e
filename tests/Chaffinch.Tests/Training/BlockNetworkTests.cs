using Chaffinch.Labelling;
using Chaffinch.Model;
using Chaffinch.Training;
using Chaffinch.Training.Fitting;
using Chaffinch.Training.Model;
using Xunit;

namespace Chaffinch.Tests.Training;

/// <summary>The network that is trained is the network that runs; its slopes are slopes; training is reproducible.</summary>
public sealed class BlockNetworkTests
{
    private static readonly FitSettings Quick = new() { Epochs = 3, LeastDomains = 1, Batch = 2 };

    [Fact]
    public void The_library_computes_what_the_trainer_computed()
    {
        List<MainTextPage> pages = TrainingSamples.Prepared(6);
        var facts = new FactRows(pages, 1);
        BlockNetwork network = BlockNetTrainer.Fit(pages, facts, Quick);
        var net = new BlockNet(ModelExport.Export(network, facts));
        var analyzer = new PageAnalyzer();
        foreach (MainTextPage page in pages)
        {
            net.Run(analyzer.Read(page.Gold.Html));
            BlockNetwork.Pass pass = network.Forward(new PageRows(page, facts));
            Assert.Equal(page.Count, net.Main.Length);
            for (int i = 0; i < page.Count; i++)
            {
                // Steps of 8 bits are coarser than the trainer's figures.
                Assert.Equal(pass.Main[i], net.Main[i], 0.15f);
            }

            float[] types = Losses.Softmax(pass.Type);
            for (int t = 0; t < types.Length; t++)
            {
                Assert.Equal(types[t], net.Types[t], 0.05f);
            }
        }
    }

    [Fact]
    public void Slopes_are_what_small_steps_measure()
    {
        List<MainTextPage> pages = TrainingSamples.Prepared(2);
        var facts = new FactRows(pages, 1);
        var network = new BlockNetwork(facts.Count, new Random(3));
        var rows = new PageRows(pages[0], facts);
        double before = LossAndSlopes(network, rows);
        foreach (Weights weights in new[] { network.Facts.Table, network.ToMessage.Matrix, network.ToInner.Matrix, network.ToMessage2.Matrix, network.ToLast.Matrix, network.ToMain.Matrix, network.ToMain.Constants })
        {
            int steepest = 0;
            for (int i = 0; i < weights.Values.Length; i++)
            {
                steepest = Math.Abs(weights.Slopes[i]) > Math.Abs(weights.Slopes[steepest]) ? i : steepest;
            }

            float slope = weights.Slopes[steepest];
            Assert.NotEqual(0, slope);
            float kept = weights.Values[steepest];
            const float Small = 1e-3f;
            weights.Values[steepest] = kept + Small;
            double up = Loss(network, rows);
            weights.Values[steepest] = kept - Small;
            double down = Loss(network, rows);
            weights.Values[steepest] = kept;
            Assert.InRange((up - down) / (2 * Small), slope - (0.1 * Math.Abs(slope)) - 2e-4, slope + (0.1 * Math.Abs(slope)) + 2e-4);
        }

        Assert.True(before > 0);
    }

    [Fact]
    public void The_same_pages_give_the_same_bytes()
    {
        Assert.Equal(TrainedBytes(), TrainedBytes());
    }

    [Fact]
    public void A_model_survives_its_file()
    {
        byte[] bytes = TrainedBytes();
        using var again = new MemoryStream();
        BlockNetModel.Parse(bytes).Write(again);
        Assert.Equal(bytes, again.ToArray());
        Assert.Throws<FormatException>(() => BlockNetModel.Parse(bytes.AsSpan(0, bytes.Length - 1)));
        Assert.Throws<FormatException>(() => BlockNetModel.Parse(bytes.AsSpan(0, 40)));
        Assert.Throws<FormatException>(() => BlockNetModel.Parse("<html>"u8));
    }

    [Fact]
    public void What_is_learned_holds_on_pages_of_other_sites()
    {
        List<MainTextPage> pages = TrainingSamples.Prepared(40);
        var facts = new FactRows(pages.GetRange(0, 30), 2);
        BlockNetwork network = BlockNetTrainer.Fit(pages.GetRange(0, 30), facts, Quick with { Epochs = 30, Drop = 0.2f, Rate = 0.01f });
        foreach (MainTextPage page in pages.GetRange(30, 10))
        {
            float[] p = network.Forward(new PageRows(page, facts)).Probabilities();
            for (int i = 0; i < page.Count; i++)
            {
                // Items of the menu have no other place than the menu, but their few words stand in the text too.
                bool isSaid = page.Words[i] > 3 || page.Targets[i] < 0.5f;
                Assert.True(!isSaid || page.Targets[i] > 0.5f == p[i] > 0.5f, $"{page.Texts[i]}: target {page.Targets[i]}, found {p[i]}");
            }
        }
    }

    // The types' shares are held still in the slopes; one type is made certain, so that they are in the loss too.
    private static double LossAndSlopes(BlockNetwork network, PageRows rows)
    {
        network.ToType.Constants.Values[(int)PageType.Article] = 40;
        BlockNetwork.Pass pass = network.Forward(rows);
        var main = new float[pass.Count];
        double loss = Losses.Main(pass, new FitSettings(), 1, main);
        network.Backward(pass, main, new float[BlockNetwork.Types]);
        return loss;
    }

    private static double Loss(BlockNetwork network, PageRows rows)
    {
        BlockNetwork.Pass pass = network.Forward(rows);
        return Losses.Main(pass, new FitSettings(), 1, new float[pass.Count]);
    }

    private static byte[] TrainedBytes()
    {
        List<MainTextPage> pages = TrainingSamples.Prepared(6);
        var facts = new FactRows(pages, 1);
        using var bytes = new MemoryStream();
        ModelExport.Export(BlockNetTrainer.Fit(pages, facts, Quick), facts).Write(bytes);
        return bytes.ToArray();
    }
}
