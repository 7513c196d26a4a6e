using Chaffinch.Labelling;

namespace Chaffinch.Training.Fitting;

/// <summary>How the network of parts is trained.</summary>
/// <param name="Epochs">Rounds over all pages.</param>
/// <param name="Rate">First step size; a tenth of it is left in the end.</param>
/// <param name="Decay">Pull to nothing a step, as a share of a weight.</param>
/// <param name="Margin">Log-odds that text of the article has to be told from furniture by; up to twice that for long pieces.</param>
/// <param name="LeftOut">Share of facts that a page is read without in each round.</param>
/// <param name="Seed">Of the first weights, the order of the pages, and which facts are left out.</param>
internal sealed record PartSettings(int Epochs = 12, float Rate = 0.003f, float Decay = 0.05f, float Margin = 4f, float LeftOut = 0.3f, int Seed = 11);

/// <summary>
/// Fits the network of parts by the likelihood of the whole chain, the table's scores standing fixed below it, with Adam (Kingma and Ba 2015) and a pull to nothing, so that without reason
/// the table's judgement stands. One thread, fixed order and seed: the same pages give the same bytes.
/// </summary>
internal sealed class PartFitter
{
    private const int Width = LabelState.Width;
    private const int States = PartNet.States;
    private const int Row = PartNet.Row;
    private const int Hidden = PartNet.Hidden;
    private const int Outputs = PartNet.Outputs;
    private const int Batch = 8;

    /// <summary>Rounds at the end whose weights are averaged.</summary>
    private const int Averaged = 3;

    private readonly PartSettings _settings;
    private readonly ChainGradient _chain = new(WeightTable.Default);
    private readonly Random _random;
    private readonly Weights _rows = new(PartFacts.Slots * Row);
    private readonly Weights _top = new(PartNet.Tops);
    private readonly PartRoundFitter _first;
    private readonly PartRoundFitter _second;
    private readonly PartRoom _room = new();
    private readonly float[][] _layers = [[], [], []];
    private readonly float[][] _slopes = [[], [], []];
    private float[] _out = [];
    private float[] _outSlopes = [];
    private float[] _scores = [];
    private float[] _all = [];
    private float[] _right = [];
    private bool[] _kept = [];

    /// <param name="settings">How to train.</param>
    public PartFitter(PartSettings settings)
    {
        _settings = settings;
        _random = new Random(settings.Seed);
        for (int i = 0; i < _rows.Values.Length; i++)
        {
            _rows.Values[i] = i % Row < Hidden ? ((_random.NextSingle() * 2) - 1) * 0.1f : 0;
        }

        _first = new PartRoundFitter(_random);
        _second = new PartRoundFitter(_random);
        _top.Randomise(_random, 0.05f);
    }

    /// <summary>Trains.</summary>
    public PartNet Fit(IReadOnlyList<PartSample> samples, Action<string>? tell = null)
    {
        PartSample[] order = [.. samples.Where(s => s.Facts.Length is > 0 and <= PartRoom.Most)];
        for (int epoch = 0; epoch < _settings.Epochs; epoch++)
        {
            _random.Shuffle(order);
            double loss = 0;
            var step = new StepSize(_settings.Rate * (1 - (0.9f * epoch / _settings.Epochs)), _settings.Decay);
            for (int at = 0; at < order.Length; at += Batch)
            {
                for (int i = at; i < Math.Min(order.Length, at + Batch); i++)
                {
                    loss += Learn(order[i]);
                }

                _rows.Step(step);
                _top.Step(step);
                _first.Step(step);
                _second.Step(step);
            }

            if (epoch >= _settings.Epochs - Averaged)
            {
                _rows.Remember();
                _top.Remember();
                _first.Remember();
                _second.Remember();
            }

            tell?.Invoke(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"epoch {epoch}: loss {loss / order.Length:F4}"));
        }

        _rows.TakeAverage();
        _top.TakeAverage();
        _first.TakeAverage();
        _second.TakeAverage();
        return new PartNet([.. _rows.Values], _first.ToRound(), _second.ToRound(), [.. _top.Values]);
    }

    private double Learn(PartSample sample)
    {
        int n = sample.SameBlock.Length;
        Grow(ref _scores, n * Width);
        Grow(ref _all, n * Width);
        Grow(ref _right, n * Width);
        Forward(sample);
        sample.Scores.CopyTo(_scores, 0);
        for (int p = 0; p < n; p++)
        {
            for (int s = 0; s < States && sample.Units[p] >= 0; s++)
            {
                _scores[(p * Width) + s] += _out[(sample.Units[p] * Outputs) + s];
            }
        }

        double right = _chain.Posterior(_scores, sample.SameBlock, sample.Right, _right);
        AddMargin(sample);
        double all = _chain.Posterior(_scores, sample.SameBlock, [], _all);
        Span<float> slopes = _outSlopes.AsSpan(0, sample.Facts.Length * Outputs);
        slopes.Clear();
        for (int p = 0; p < n; p++)
        {
            for (int s = 0; s < States && sample.Units[p] >= 0; s++)
            {
                slopes[(sample.Units[p] * Outputs) + s] += (_all[(p * Width) + s] - _right[(p * Width) + s]) * sample.Weight;
            }
        }

        Backward(sample);
        return (all - right) * sample.Weight;
    }

    // Text of the article must be told from furniture by more, the longer it is: furniture left in is forgiven, a lost paragraph is not.
    private void AddMargin(PartSample sample)
    {
        const uint Article = (1u << LabelState.Furniture) - 1;
        for (int p = 0; p < sample.Right.Length; p++)
        {
            if ((sample.Right[p] & Article) != 0 && (sample.Right[p] & ~Article) == 0)
            {
                _scores[(p * Width) + LabelState.Furniture] += _settings.Margin + Math.Min(_settings.Margin, MathF.Log2(1 + (sample.Chars[p] / 40f)));
            }
        }
    }

    private void Forward(PartSample sample)
    {
        int count = sample.Facts.Length;
        _room.Start(count, 1);
        for (int l = 0; l < PartNet.Layers; l++)
        {
            Grow(ref _layers[l], count * Hidden);
            Grow(ref _slopes[l], count * Hidden);
        }

        Grow(ref _out, count * Outputs);
        Grow(ref _outSlopes, count * Outputs);
        Grow(ref _kept, sample.Facts.Sum(f => f.Length));
        Span<float> sums = stackalloc float[Row];
        int fact = 0;
        for (int u = 0; u < count; u++)
        {
            _room.SetLength(u, sample.Lengths[u]);
            sums.Clear();
            foreach (int slot in sample.Facts[u])
            {
                _kept[fact] = _random.NextSingle() >= _settings.LeftOut;
                if (_kept[fact++])
                {
                    Kernels.Add(_rows.Values.AsSpan(slot * Row, Row), sums);
                }
            }

            for (int i = 0; i < Row; i++)
            {
                sums[i] /= 1 - _settings.LeftOut;
            }

            Kernels.Rectify(sums[..Hidden]);
            sums[..Hidden].CopyTo(_layers[0].AsSpan(u * Hidden));
            sums[Hidden..].CopyTo(_out.AsSpan(u * Outputs));
        }

        _first.Forward(_room, _layers[0], _layers[1]);
        _second.Forward(_room, _layers[1], _layers[2]);
        for (int l = 0; l < PartNet.Layers; l++)
        {
            for (int i = 0; i < count * Hidden; i++)
            {
                if (_layers[l][i] > 0)
                {
                    Kernels.AddScaled(TopOf(_top.Values, l, i % Hidden), _layers[l][i], _out.AsSpan(i / Hidden * Outputs, Outputs));
                }
            }
        }
    }

    private static Span<float> TopOf(float[] numbers, int layer, int unit) => numbers.AsSpan(((layer * Hidden) + unit) * Outputs, Outputs);

    private void Backward(PartSample sample)
    {
        int count = sample.Facts.Length;
        for (int l = 0; l < PartNet.Layers; l++)
        {
            for (int i = 0; i < count * Hidden; i++)
            {
                _slopes[l][i] = 0;
                if (_layers[l][i] > 0)
                {
                    ReadOnlySpan<float> own = _outSlopes.AsSpan(i / Hidden * Outputs, Outputs);
                    _slopes[l][i] = Kernels.Dot(own, TopOf(_top.Values, l, i % Hidden));
                    Kernels.AddScaled(own, _layers[l][i], TopOf(_top.Slopes, l, i % Hidden));
                }
            }
        }

        _second.Backward(_room, _layers[1], _layers[2], _slopes[2], _slopes[1]);
        _first.Backward(_room, _layers[0], _layers[1], _slopes[1], _slopes[0]);
        Kernels.RectifySlope(_layers[0].AsSpan(0, count * Hidden), _slopes[0].AsSpan(0, count * Hidden));
        Span<float> gradient = stackalloc float[Row];
        int fact = 0;
        for (int u = 0; u < count; u++)
        {
            _slopes[0].AsSpan(u * Hidden, Hidden).CopyTo(gradient);
            _outSlopes.AsSpan(u * Outputs, Outputs).CopyTo(gradient[Hidden..]);
            for (int i = 0; i < Row; i++)
            {
                gradient[i] /= 1 - _settings.LeftOut;
            }

            foreach (int slot in sample.Facts[u])
            {
                if (_kept[fact++])
                {
                    Kernels.Add(gradient, _rows.Slopes.AsSpan(slot * Row, Row));
                }
            }
        }
    }

    private static void Grow<T>(ref T[] array, int length)
    {
        if (array.Length < length)
        {
            array = new T[length * 2];
        }
    }
}
