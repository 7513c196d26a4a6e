using Chaffinch.Labelling;

namespace Chaffinch.Training.Fitting;

/// <summary>Fits the layer of surroundings (<see cref="PlantedMix"/>): forward as the engine does it, and its slopes back to the units of the pieces.</summary>
internal sealed class MixLayer
{
    private const int Units = PlantedMix.Units;
    private const int Outputs = PlantedNet.Outputs;

    private readonly int _hidden;
    private readonly Weights _rows;
    private readonly Weights _top;
    private readonly PlantedPools _pools = new();
    private float[] _units = [];
    private float[] _slopes = [];
    private float[] _sides = [];

    /// <param name="hidden">Units of the layer below.</param>
    /// <param name="random">For the first weights.</param>
    public MixLayer(int hidden, Random random)
    {
        _hidden = hidden;
        _rows = new Weights(((hidden * PlantedPools.Parts) + 1) * Units);
        _top = new Weights(Units * Outputs);
        _rows.Randomise(random, MathF.Sqrt(3f / (hidden * PlantedPools.Parts)));
        _rows.Values.AsSpan(hidden * PlantedPools.Parts * Units).Clear();
        _top.Randomise(random, 0.1f);
    }

    /// <summary>The layer as the engine takes it.</summary>
    public PlantedMix ToMix() => new(_rows.Values, _top.Values);

    /// <summary>One step down the slopes.</summary>
    public void Step(StepSize size)
    {
        _rows.Step(size);
        _top.Step(size);
    }

    /// <summary>Adds the weights to their average.</summary>
    public void Remember()
    {
        _rows.Remember();
        _top.Remember();
    }

    /// <summary>Sets the weights to their average.</summary>
    public void TakeAverage()
    {
        _rows.TakeAverage();
        _top.TakeAverage();
    }

    /// <summary>Adds to the outputs of a page's open pieces.</summary>
    /// <param name="sample">The page.</param>
    /// <param name="below">Rectified units of each open piece.</param>
    /// <param name="stride">Numbers a piece in <paramref name="below"/>.</param>
    /// <param name="outputs">The outputs, to add to.</param>
    public void Forward(PlantedSample sample, ReadOnlySpan<float> below, int stride, Span<float> outputs)
    {
        int count = sample.Open.Length;
        _pools.Fill(below, stride, _hidden, sample.Open, sample.Lengths, sample.Total);
        if (_units.Length < count * Units)
        {
            _units = new float[count * Units * 2];
        }

        Span<float> shared = stackalloc float[Units];
        _rows.Values.AsSpan(_hidden * PlantedPools.Parts * Units, Units).CopyTo(shared);
        Add(_pools.Mean, 3, shared);
        Add(_pools.Most, 4, shared);
        for (int o = 0; o < count; o++)
        {
            Span<float> units = _units.AsSpan(o * Units, Units);
            shared.CopyTo(units);
            Add(below.Slice(o * stride, _hidden), 0, units);
            Add(_pools.LeftOf(o), 1, units);
            Add(_pools.RightOf(o), 2, units);
            Kernels.Rectify(units);
            for (int u = 0; u < Units; u++)
            {
                if (units[u] > 0)
                {
                    Kernels.AddScaled(_top.Values.AsSpan(u * Outputs, Outputs), units[u], outputs.Slice(o * Outputs, Outputs));
                }
            }
        }
    }

    /// <summary>Adds the slopes of the weights, and those of the units below.</summary>
    /// <param name="sample">The page.</param>
    /// <param name="below">As in <see cref="Forward"/>.</param>
    /// <param name="stride">As in <see cref="Forward"/>.</param>
    /// <param name="outputs">Slopes of the outputs.</param>
    /// <param name="slopes">Slopes of the units below, one row of them a piece, to add to.</param>
    public void Backward(PlantedSample sample, ReadOnlySpan<float> below, int stride, ReadOnlySpan<float> outputs, Span<float> slopes)
    {
        int count = sample.Open.Length;
        int width = count * _hidden;
        if (_sides.Length < 2 * width)
        {
            _sides = new float[4 * width];
            _slopes = new float[Units];
        }

        Span<float> left = _sides.AsSpan(0, width);
        Span<float> right = _sides.AsSpan(width, width);
        left.Clear();
        right.Clear();
        Span<float> own = _slopes;
        Span<float> all = stackalloc float[Units];
        all.Clear();
        for (int o = 0; o < count; o++)
        {
            if (!TrySlopes(outputs.Slice(o * Outputs, Outputs), _units.AsSpan(o * Units, Units), own))
            {
                continue;
            }

            Kernels.Add(own, all);
            Back(below.Slice(o * stride, _hidden), own, 0, slopes.Slice(o * _hidden, _hidden));
            Back(_pools.LeftOf(o), own, 1, left.Slice(o * _hidden, _hidden));
            Back(_pools.RightOf(o), own, 2, right.Slice(o * _hidden, _hidden));
        }

        Kernels.Add(all, _rows.Slopes.AsSpan(_hidden * PlantedPools.Parts * Units, Units));
        Span<float> mean = stackalloc float[_hidden];
        Span<float> most = stackalloc float[_hidden];
        mean.Clear();
        most.Clear();
        Back(_pools.Mean, all, 3, mean);
        Back(_pools.Most, all, 4, most);
        Spread(sample, below, stride, mean, most, slopes);
        Return(sample, left, right, slopes);
    }

    // False where so little is wrong that the piece is passed over.
    private bool TrySlopes(ReadOnlySpan<float> outputs, ReadOnlySpan<float> units, Span<float> own)
    {
        float largest = 0;
        foreach (float slope in outputs)
        {
            largest = Math.Max(largest, Math.Abs(slope));
        }

        if (largest < 1e-4f)
        {
            return false;
        }

        for (int u = 0; u < Units; u++)
        {
            own[u] = 0;
            if (units[u] > 0)
            {
                own[u] = Kernels.Dot(outputs, _top.Values.AsSpan(u * Outputs, Outputs));
                Kernels.AddScaled(outputs, units[u], _top.Slopes.AsSpan(u * Outputs, Outputs));
            }
        }

        return true;
    }

    // Units that are zero got nothing and give nothing: behind them the rectifier stops every slope.
    private void Back(ReadOnlySpan<float> values, ReadOnlySpan<float> own, int part, Span<float> slopes)
    {
        for (int i = 0; i < _hidden; i++)
        {
            if (values[i] != 0)
            {
                int row = ((part * _hidden) + i) * Units;
                slopes[i] += Kernels.Dot(own, _rows.Values.AsSpan(row, Units));
                Kernels.AddScaled(own, values[i], _rows.Slopes.AsSpan(row, Units));
            }
        }
    }

    private void Spread(PlantedSample sample, ReadOnlySpan<float> below, int stride, ReadOnlySpan<float> mean, ReadOnlySpan<float> most, Span<float> slopes)
    {
        ReadOnlySpan<float> top = _pools.Most;
        for (int o = 0; o < sample.Open.Length; o++)
        {
            float share = sample.Lengths[o] / (float)sample.Total;
            ReadOnlySpan<float> units = below.Slice(o * stride, _hidden);
            Span<float> to = slopes.Slice(o * _hidden, _hidden);
            for (int i = 0; i < _hidden; i++)
            {
                if (units[i] > 0)
                {
                    to[i] += (mean[i] * share) + (units[i] == top[i] ? most[i] : 0);
                }
            }
        }
    }

    // Back through the sums that fade: the slope of a sum goes to the piece beside and to that piece's own sum.
    private void Return(PlantedSample sample, Span<float> left, Span<float> right, Span<float> slopes)
    {
        int count = sample.Open.Length;
        for (int o = count - 1; o > 0; o--)
        {
            float fade = PlantedPools.FadeOf(sample.Open[o] - sample.Open[o - 1]);
            Kernels.AddScaled(left.Slice(o * _hidden, _hidden), fade, left.Slice((o - 1) * _hidden, _hidden));
            Kernels.AddScaled(left.Slice(o * _hidden, _hidden), fade * (1 - PlantedPools.Fade), slopes.Slice((o - 1) * _hidden, _hidden));
        }

        for (int o = 0; o + 1 < count; o++)
        {
            float fade = PlantedPools.FadeOf(sample.Open[o + 1] - sample.Open[o]);
            Kernels.AddScaled(right.Slice(o * _hidden, _hidden), fade, right.Slice((o + 1) * _hidden, _hidden));
            Kernels.AddScaled(right.Slice(o * _hidden, _hidden), fade * (1 - PlantedPools.Fade), slopes.Slice((o + 1) * _hidden, _hidden));
        }
    }

    private void Add(ReadOnlySpan<float> values, int part, Span<float> units)
    {
        for (int i = 0; i < _hidden; i++)
        {
            if (values[i] != 0)
            {
                Kernels.AddScaled(_rows.Values.AsSpan(((part * _hidden) + i) * Units, Units), values[i], units);
            }
        }
    }
}
