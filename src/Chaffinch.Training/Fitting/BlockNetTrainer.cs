using Chaffinch.Training.Model;

namespace Chaffinch.Training.Fitting;

/// <summary>Fits the block network to pages. One thread, fixed order: the same pages and settings give the same weights.</summary>
internal static class BlockNetTrainer
{
    /// <summary>Fits a network.</summary>
    /// <param name="pages">The pages to learn from.</param>
    /// <param name="facts">Their facts' rows.</param>
    /// <param name="settings">How.</param>
    /// <param name="progress">Told the mean loss after each epoch and the network as it is then, where not null.</param>
    public static BlockNetwork Fit(IReadOnlyList<MainTextPage> pages, FactRows facts, FitSettings settings, Action<int, double, BlockNetwork>? progress = null)
    {
        var random = new Random(settings.Seed);
        var network = new BlockNetwork(facts.Count, random);
        PageRows[] rows = [.. pages.Where(p => p.Count > 0 && p.GoldWords > 0).Select(p => new PageRows(p, facts))];
        int steps = settings.Epochs * ((rows.Length + settings.Batch - 1) / settings.Batch);
        int step = 0;
        var keep = new bool[facts.Count];
        for (int epoch = 0; epoch < settings.Epochs; epoch++)
        {
            random.Shuffle(rows);
            double loss = 0;
            for (int start = 0; start < rows.Length; start += settings.Batch)
            {
                int end = Math.Min(rows.Length, start + settings.Batch);
                for (int p = start; p < end; p++)
                {
                    loss += Learn(network, rows[p], settings, keep, random.Next(), 1f / settings.Batch);
                }

                float along = 0.5f * (1 + MathF.Cos(MathF.PI * step++ / steps));
                float rate = settings.Rate * (settings.LastRate + ((1 - settings.LastRate) * along));
                network.Step(new StepSize(rate, settings.FactDecay), new StepSize(rate, settings.LayerDecay));
            }

            progress?.Invoke(epoch, loss / rows.Length, network);
            if (epoch >= settings.Epochs - settings.Averaged)
            {
                network.Remember();
            }
        }

        network.TakeAverage();

        return network;
    }

    private static double Learn(BlockNetwork network, PageRows page, FitSettings settings, bool[] keep, int seed, float scale)
    {
        // Whole facts go for the page, so that no class name of one site can carry all the weight.
        uint least = (uint)(settings.Drop * uint.MaxValue);
        for (int row = 0; row < keep.Length; row++)
        {
            keep[row] = Hash((uint)row, (uint)seed) >= least;
        }

        BlockNetwork.Pass pass = network.Forward(page, keep);
        var main = new float[pass.Count];
        double loss = Losses.Main(pass, settings, scale, main);
        var type = new float[BlockNetwork.Types];
        loss += Losses.Type(pass, settings.TypeWeight, scale, type);
        network.Backward(pass, main, type);
        return loss;
    }

    private static uint Hash(uint row, uint seed)
    {
        uint h = (row * 0x9E3779B1) ^ seed;
        h ^= h >> 15;
        h *= 0x85EBCA77;
        h ^= h >> 13;
        h *= 0xC2B2AE3D;
        return h ^ (h >> 16);
    }
}
