using Chaffinch.Labelling;
using Xunit;

namespace Chaffinch.Tests.Labelling;

/// <summary>Layers over many rows at once give what a plain sum gives, to the last bit, whatever is zero in them.</summary>
public sealed class BlockNetLayersTests
{
    [Theory]
    [InlineData(96, 32)]
    [InlineData(104, 16)]
    [InlineData(32, 8)]
    [InlineData(20, 16)]
    [InlineData(16, 24)]
    public void Sums_are_those_of_one_input_after_the_other(int inputs, int outputs)
    {
        var random = new Random(5);
        float[] matrix = [.. Enumerable.Range(0, inputs * outputs).Select(_ => random.NextSingle() - 0.5f)];
        var layer = new BlockNetLayer(inputs, outputs, matrix, new float[outputs]);
        for (int rows = 0; rows < 20; rows++)
        {
            // Some columns are zero in all rows, others in some of them only.
            float[] x = [.. Enumerable.Range(0, rows * inputs).Select(i => i % inputs % 3 == 0 || random.Next(3) == 0 ? 0 : random.NextSingle())];
            float[] y = [.. Enumerable.Range(0, rows * outputs).Select(_ => random.NextSingle())];
            float[] expected = [.. y];
            for (int r = 0; r < rows; r++)
            {
                for (int o = 0; o < outputs; o++)
                {
                    for (int i = 0; i < inputs; i++)
                    {
                        expected[(r * outputs) + o] += matrix[(i * outputs) + o] * x[(r * inputs) + i];
                    }
                }
            }

            BlockNetLayers.Add(layer, x, y, rows);

            Assert.Equal(expected, y);
        }
    }
}
