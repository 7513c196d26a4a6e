namespace Chaffinch.Training.Fitting;

/// <summary>A row of weights for each fact; an example's input is the sum of its facts' rows. Only rows that were used take part in a step.</summary>
internal sealed class EmbeddingTable
{
    private readonly int[] _steps;
    private readonly bool[] _isUsed;
    private readonly List<int> _used = [];

    /// <param name="rows">Number of rows.</param>
    /// <param name="width">Weights a row, a multiple of 8.</param>
    /// <param name="random">For the first weights.</param>
    public EmbeddingTable(int rows, int width, Random random)
    {
        Rows = rows;
        Width = width;
        Table = new Weights(rows * width);
        Table.Randomise(random, 0.05f);
        _steps = new int[rows];
        _isUsed = new bool[rows];
    }

    public int Rows { get; }

    public int Width { get; }

    public Weights Table { get; }

    /// <summary>Adds a row to <paramref name="sum"/>.</summary>
    public void AddTo(int row, Span<float> sum) => Kernels.Add(Table.Values.AsSpan(row * Width, Width), sum);

    /// <summary>Adds the slope of a sum to a row's.</summary>
    public void AddSlope(int row, ReadOnlySpan<float> slope)
    {
        if (!_isUsed[row])
        {
            _isUsed[row] = true;
            _used.Add(row);
        }

        Kernels.Add(slope, Table.Slopes.AsSpan(row * Width, Width));
    }

    public void Step(StepSize size)
    {
        foreach (int row in _used)
        {
            _isUsed[row] = false;
            Table.StepRange(size, row * Width, Width, ++_steps[row]);
        }

        _used.Clear();
    }
}
