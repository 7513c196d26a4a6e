using Chaffinch.Labelling;

namespace Chaffinch.Training.Fitting;

/// <summary>Turns a fitted network into the model that the library runs: facts' rows in 8-bit steps, layers as they are.</summary>
internal static class ModelExport
{
    /// <summary>Makes the model.</summary>
    public static BlockNetModel Export(BlockNetwork network, FactRows facts)
    {
        float[] rows = network.Facts.Table.Values;
        float largest = 1e-6f;
        foreach (float value in rows)
        {
            largest = Math.Max(largest, Math.Abs(value));
        }

        float step = largest / sbyte.MaxValue;
        var steps = new sbyte[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            steps[i] = (sbyte)MathF.Round(rows[i] / step);
        }

        var rowOfSlot = new ushort[BlockNetSlots.Count];
        for (int slot = 0; slot < rowOfSlot.Length; slot++)
        {
            rowOfSlot[slot] = (ushort)(facts.RowOfSlot[slot] + 1);
        }

        return new BlockNetModel(rowOfSlot, steps, step, [.. network.Constants.Values], [.. network.Layers.Select(Layer)]);
    }

    private static BlockNetLayer Layer(DenseLayer layer) =>
        new(layer.Inputs, layer.Outputs, [.. layer.Matrix.Values], [.. layer.Constants.Values]);
}
