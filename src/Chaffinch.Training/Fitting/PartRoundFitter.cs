using Chaffinch.Labelling;

namespace Chaffinch.Training.Fitting;

/// <summary>Fits a layer of surroundings (<see cref="PartRound"/>): forward as the engine does it, and its slopes back to the layer below.</summary>
internal sealed class PartRoundFitter
{
    private const int Width = PartRound.Width;
    private const int Own = 0;
    private const int Before = 1;
    private const int Behind = 2;
    private const int Left = 3;
    private const int Right = 4;
    private const int Mean = 5;
    private const int Most = 6;

    private readonly Weights _rows = new(PartRound.Size);
    private readonly PlantedPools _pools = new();
    private float[] _sides = [];

    /// <param name="random">For the first weights.</param>
    public PartRoundFitter(Random random)
    {
        _rows.Randomise(random, MathF.Sqrt(3f / (Width * PartRound.Parts)));
        _rows.Values.AsSpan(PartRound.Parts * Width * Width).Clear();
    }

    /// <summary>The layer as the engine takes it.</summary>
    public PartRound ToRound() => new([.. _rows.Values]);

    /// <summary>One step down the slopes.</summary>
    public void Step(StepSize size) => _rows.Step(size);

    /// <summary>Adds the weights to their average.</summary>
    public void Remember() => _rows.Remember();

    /// <summary>Sets the weights to their average.</summary>
    public void TakeAverage() => _rows.TakeAverage();

    /// <summary>Computes the layer for the units of a page.</summary>
    /// <param name="page">Places and weights of its units.</param>
    /// <param name="below">Rectified numbers of each unit.</param>
    /// <param name="to">Takes rectified numbers of each unit.</param>
    public void Forward(PartRoom page, ReadOnlySpan<float> below, Span<float> to)
    {
        int count = page.Count;
        _pools.Fill(below, Width, Width, page.Places, page.Weights, page.Total);
        Span<float> shared = stackalloc float[Width];
        _rows.Values.AsSpan(PartRound.Parts * Width * Width, Width).CopyTo(shared);
        Add(_pools.Mean, Mean, shared);
        Add(_pools.Most, Most, shared);
        for (int u = 0; u < count; u++)
        {
            Span<float> own = to.Slice(u * Width, Width);
            shared.CopyTo(own);
            Add(below.Slice(u * Width, Width), Own, own);
            if (u > 0)
            {
                Add(below.Slice((u - 1) * Width, Width), Before, own);
            }

            if (u + 1 < count)
            {
                Add(below.Slice((u + 1) * Width, Width), Behind, own);
            }

            Add(_pools.LeftOf(u), Left, own);
            Add(_pools.RightOf(u), Right, own);
            Kernels.Rectify(own);
        }
    }

    /// <summary>Adds the slopes of the weights, and those of the layer below.</summary>
    /// <param name="page">As in <see cref="Forward"/>.</param>
    /// <param name="below">As in <see cref="Forward"/>.</param>
    /// <param name="above">What <see cref="Forward"/> gave.</param>
    /// <param name="slopes">Slopes of <paramref name="above"/>; those of silent numbers are cleared.</param>
    /// <param name="to">Slopes of <paramref name="below"/>, to add to.</param>
    public void Backward(PartRoom page, ReadOnlySpan<float> below, ReadOnlySpan<float> above, Span<float> slopes, Span<float> to)
    {
        int count = page.Count;
        int size = count * Width;
        if (_sides.Length < 2 * size)
        {
            _sides = new float[4 * size];
        }

        Span<float> left = _sides.AsSpan(0, size);
        Span<float> right = _sides.AsSpan(size, size);
        left.Clear();
        right.Clear();
        Span<float> all = stackalloc float[Width];
        all.Clear();
        Kernels.RectifySlope(above[..size], slopes[..size]);
        for (int u = 0; u < count; u++)
        {
            ReadOnlySpan<float> own = slopes.Slice(u * Width, Width);
            if (!own.ContainsAnyExcept(0f))
            {
                continue;
            }

            Kernels.Add(own, all);
            Back(below.Slice(u * Width, Width), own, Own, to.Slice(u * Width, Width));
            if (u > 0)
            {
                Back(below.Slice((u - 1) * Width, Width), own, Before, to.Slice((u - 1) * Width, Width));
            }

            if (u + 1 < count)
            {
                Back(below.Slice((u + 1) * Width, Width), own, Behind, to.Slice((u + 1) * Width, Width));
            }

            Back(_pools.LeftOf(u), own, Left, left.Slice(u * Width, Width));
            Back(_pools.RightOf(u), own, Right, right.Slice(u * Width, Width));
        }

        Kernels.Add(all, _rows.Slopes.AsSpan(PartRound.Parts * Width * Width, Width));
        Spread(page, below, all, to);
        Return(count, left, right, to);
    }

    // Numbers that are zero got nothing and give nothing: behind them the rectifier stops every slope.
    private void Back(ReadOnlySpan<float> values, ReadOnlySpan<float> own, int part, Span<float> slopes)
    {
        for (int i = 0; i < Width; i++)
        {
            if (values[i] != 0)
            {
                int row = ((part * Width) + i) * Width;
                slopes[i] += Kernels.Dot(own, _rows.Values.AsSpan(row, Width));
                Kernels.AddScaled(own, values[i], _rows.Slopes.AsSpan(row, Width));
            }
        }
    }

    private void Spread(PartRoom page, ReadOnlySpan<float> below, ReadOnlySpan<float> all, Span<float> to)
    {
        Span<float> mean = stackalloc float[Width];
        Span<float> most = stackalloc float[Width];
        mean.Clear();
        most.Clear();
        Back(_pools.Mean, all, Mean, mean);
        Back(_pools.Most, all, Most, most);
        ReadOnlySpan<float> top = _pools.Most;
        for (int u = 0; u < page.Count; u++)
        {
            float share = page.Weights[u] / (float)page.Total;
            for (int i = 0; i < Width; i++)
            {
                float value = below[(u * Width) + i];
                to[(u * Width) + i] += value > 0 ? (mean[i] * share) + (value == top[i] ? most[i] : 0) : 0;
            }
        }
    }

    // Back through the sums that fade: the slope of a sum goes to the unit beside and to that unit's own sum.
    private static void Return(int count, Span<float> left, Span<float> right, Span<float> to)
    {
        float fade = PlantedPools.FadeOf(1);
        for (int u = count - 1; u > 0; u--)
        {
            ReadOnlySpan<float> own = left.Slice(u * Width, Width);
            Kernels.AddScaled(own, fade, left.Slice((u - 1) * Width, Width));
            Kernels.AddScaled(own, fade * (1 - PlantedPools.Fade), to.Slice((u - 1) * Width, Width));
        }

        for (int u = 0; u + 1 < count; u++)
        {
            ReadOnlySpan<float> own = right.Slice(u * Width, Width);
            Kernels.AddScaled(own, fade, right.Slice((u + 1) * Width, Width));
            Kernels.AddScaled(own, fade * (1 - PlantedPools.Fade), to.Slice((u + 1) * Width, Width));
        }
    }

    private void Add(ReadOnlySpan<float> values, int part, Span<float> units)
    {
        for (int i = 0; i < Width; i++)
        {
            if (values[i] != 0)
            {
                Kernels.AddScaled(_rows.Values.AsSpan(((part * Width) + i) * Width, Width), values[i], units);
            }
        }
    }
}
