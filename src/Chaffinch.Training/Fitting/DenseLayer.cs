namespace Chaffinch.Training.Fitting;

/// <summary>A full layer: each output is a weighted sum of all inputs plus a constant. Rows of inputs are examples.</summary>
/// <remarks>
/// Weights stand input by input, so that an input of zero costs nothing: behind a rectifier about half of them are. The slope of such an
/// input is left out too; the rectifier before it would set it to zero anyway.
/// </remarks>
internal sealed class DenseLayer
{
    /// <param name="inputs">Inputs an example: rectified values or means of such.</param>
    /// <param name="outputs">Outputs an example, a multiple of 8.</param>
    /// <param name="random">For the first weights (He et al. 2015).</param>
    public DenseLayer(int inputs, int outputs, Random random)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(outputs % 8, 0);
        Inputs = inputs;
        Outputs = outputs;
        Matrix = new Weights(inputs * outputs);
        Constants = new Weights(outputs);
        Matrix.Randomise(random, MathF.Sqrt(6f / inputs));
    }

    public int Inputs { get; }

    public int Outputs { get; }

    /// <summary>Input-major: the weights of input i are the row i.</summary>
    public Weights Matrix { get; }

    public Weights Constants { get; }

    /// <summary>Computes the outputs of <paramref name="rows"/> examples.</summary>
    public void Forward(ReadOnlySpan<float> inputs, Span<float> outputs, int rows)
    {
        float[] matrix = Matrix.Values;
        for (int r = 0; r < rows; r++)
        {
            ReadOnlySpan<float> x = inputs.Slice(r * Inputs, Inputs);
            Span<float> y = outputs.Slice(r * Outputs, Outputs);
            Constants.Values.CopyTo(y);
            for (int i = 0; i < x.Length; i++)
            {
                if (x[i] != 0)
                {
                    Kernels.AddScaled(matrix.AsSpan(i * Outputs, Outputs), x[i], y);
                }
            }
        }
    }

    /// <summary>Adds the slopes of the weights, and of the inputs to <paramref name="inputSlopes"/>, given those of the outputs.</summary>
    public void Backward(ReadOnlySpan<float> inputs, ReadOnlySpan<float> outputSlopes, Span<float> inputSlopes, int rows)
    {
        float[] matrix = Matrix.Values;
        float[] slopes = Matrix.Slopes;
        for (int r = 0; r < rows; r++)
        {
            ReadOnlySpan<float> x = inputs.Slice(r * Inputs, Inputs);
            ReadOnlySpan<float> dy = outputSlopes.Slice(r * Outputs, Outputs);
            Span<float> dx = inputSlopes.Slice(r * Inputs, Inputs);
            Kernels.Add(dy, Constants.Slopes);
            for (int i = 0; i < x.Length; i++)
            {
                if (x[i] != 0)
                {
                    Kernels.AddScaled(dy, x[i], slopes.AsSpan(i * Outputs, Outputs));
                    dx[i] += Kernels.Dot(dy, matrix.AsSpan(i * Outputs, Outputs));
                }
            }
        }
    }

    public void Step(StepSize size)
    {
        Matrix.Step(size);
        Constants.Step(size with { Decay = 0 });
    }
}
