using Chaffinch.Labelling;

namespace Chaffinch.Training.Fitting;

/// <summary>
/// Fits the network of planted text by the likelihood of the whole chain, the table's scores standing fixed below it: what the network adds
/// is drawn to nothing, so that without reason the table's judgement stands.
/// </summary>
internal sealed class PlantedFitter
{
    /// <summary>Units of the hidden layer.</summary>
    public const int Hidden = 64;

    private const int Row = Hidden + PlantedNet.Outputs;
    private const int Width = LabelState.Width;
    private const int Batch = 8;

    /// <summary>First step size, and the share of it that is lost until the end.</summary>
    private const float Rate = 0.003f;
    private const float Fall = 0.9f;

    /// <summary>Rounds at the end whose weights are averaged.</summary>
    private const int Averaged = 4;

    /// <summary>A margin that genuine pieces have to be right by, in log-odds: a genuine character lost costs more than a planted one missed.</summary>
    private const float GenuineMargin = 1f;

    private const float Decay = 5e-3f;

    /// <summary>Share of facts that a page is read without in each round: what few facts seem to say by chance is not learned (ADR 34).</summary>
    private const float LeftOut = 0.15f;

    private readonly IReadOnlyList<string> _names;
    private readonly ChainGradient _chain = new(WeightTable.Default);
    private readonly Random _random;
    private readonly Weights _rows;
    private readonly Weights _top;
    private readonly MixLayer _mix;
    private float[] _slopes = [];
    private float[] _below = [];
    private float[] _scores = [];
    private float[] _all = [];
    private float[] _right = [];
    private float[] _hidden = [];
    private float[] _raw = [];
    private bool[] _kept = [];

    /// <param name="names">Names of all facts.</param>
    /// <param name="seed">Of the first weights, the order of the pages, and which facts are left out.</param>
    public PlantedFitter(IReadOnlyList<string> names, int seed = 5)
    {
        _random = new Random(seed);
        _names = names;
        _rows = new Weights(names.Count * Row);
        _top = new Weights(Hidden * PlantedNet.Outputs);
        for (int i = 0; i < _rows.Values.Length; i++)
        {
            _rows.Values[i] = i % Row < Hidden ? ((_random.NextSingle() * 2) - 1) * 0.25f : 0;
        }

        _top.Randomise(_random, 0.1f);
        _mix = new MixLayer(Hidden, _random);
    }

    /// <summary>Several trainings that differ by their seeds, side by side, as one network.</summary>
    /// <param name="names">Names of all facts.</param>
    /// <param name="samples">The pages.</param>
    /// <param name="epochs">Rounds of each training.</param>
    /// <param name="count">How many trainings.</param>
    /// <param name="tell">Told how the first one goes.</param>
    public static PlantedNet FitSeveral(IReadOnlyList<string> names, List<PlantedSample> samples, int epochs, int count, Action<string>? tell = null)
    {
        const int Seed = 11;
        var nets = new PlantedNet[count];
        Parallel.For(0, count, i => nets[i] = new PlantedFitter(names, Seed + i).Fit(samples, epochs, i == 0 ? tell : null));
        return PlantedNet.Average(nets);
    }

    /// <summary>One training.</summary>
    public PlantedNet Fit(List<PlantedSample> samples, int epochs, Action<string>? tell = null)
    {
        PlantedSample[] order = [.. samples];
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            _random.Shuffle(order);
            double loss = 0;
            float rate = Rate * (1 - (Fall * epoch / epochs));
            for (int at = 0; at < order.Length; at += Batch)
            {
                for (int i = at; i < Math.Min(order.Length, at + Batch); i++)
                {
                    loss += Learn(order[i]);
                }

                _rows.Step(new StepSize(rate, Decay));
                _top.Step(new StepSize(rate, Decay));
                _mix.Step(new StepSize(rate, Decay));
            }

            if (epoch >= epochs - Averaged)
            {
                _rows.Remember();
                _top.Remember();
                _mix.Remember();
            }

            tell?.Invoke(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"epoch {epoch}: loss {loss / order.Length:F4}"));
        }

        _rows.TakeAverage();
        _top.TakeAverage();
        _mix.TakeAverage();
        return new PlantedNet(_names, _rows.Values, _top.Values, [_mix.ToMix()]);
    }

    private double Learn(PlantedSample sample)
    {
        int n = sample.Count;
        if (n == 0 || sample.Open.Length == 0)
        {
            return 0;
        }

        Grow(ref _scores, n * Width);
        Grow(ref _all, n * Width);
        Grow(ref _right, n * Width);
        Grow(ref _raw, sample.Open.Length * PlantedNet.Outputs);
        Grow(ref _slopes, sample.Open.Length * PlantedNet.Outputs);
        Grow(ref _hidden, sample.Open.Length * Row);
        Grow(ref _below, sample.Open.Length * Hidden);
        if (_kept.Length < sample.Facts.Length)
        {
            _kept = new bool[sample.Facts.Length * 2];
        }

        sample.Scores.CopyTo(_scores, 0);
        for (int o = 0; o < sample.Open.Length; o++)
        {
            Forward(sample, o);
        }

        _mix.Forward(sample, _hidden, Row, _raw.AsSpan(0, sample.Open.Length * PlantedNet.Outputs));
        Score(sample);

        double right = _chain.Posterior(_scores, sample.SameBlock, sample.Right, _right);
        AddMargin(sample);
        double all = _chain.Posterior(_scores, sample.SameBlock, [], _all);
        Slopes(sample);
        Span<float> below = _below.AsSpan(0, sample.Open.Length * Hidden);
        below.Clear();
        _mix.Backward(sample, _hidden, Row, _slopes.AsSpan(0, sample.Open.Length * PlantedNet.Outputs), below);
        for (int o = 0; o < sample.Open.Length; o++)
        {
            Backward(sample, o);
        }

        return (all - right) * sample.Weight;
    }

    private void AddMargin(PlantedSample sample)
    {
        const uint Genuine = (1u << LabelState.FirstInjected) - 1;
        foreach (int piece in sample.Open)
        {
            if (sample.Right[piece] == Genuine)
            {
                for (int s = LabelState.FirstInjected; s < LabelState.FirstDamaged; s++)
                {
                    _scores[(piece * Width) + s] += GenuineMargin;
                }
            }
        }
    }

    private void Forward(PlantedSample sample, int o)
    {
        Span<float> sums = _hidden.AsSpan(o * Row, Row);
        sums.Clear();
        for (int f = o == 0 ? 0 : sample.Ends[o - 1]; f < sample.Ends[o]; f++)
        {
            _kept[f] = _random.NextSingle() >= LeftOut;
            if (_kept[f])
            {
                ReadOnlySpan<float> row = _rows.Values.AsSpan(sample.Facts[f].Id * Row, Row);
                float value = sample.Facts[f].Value / (1 - LeftOut);
                for (int i = 0; i < Row; i++)
                {
                    sums[i] += row[i] * value;
                }
            }
        }

        Kernels.Rectify(sums[..Hidden]);
        for (int k = 0; k < PlantedNet.Outputs; k++)
        {
            float output = sums[Hidden + k];
            for (int h = 0; h < Hidden; h++)
            {
                output += sums[h] * _top.Values[(h * PlantedNet.Outputs) + k];
            }

            _raw[(o * PlantedNet.Outputs) + k] = output;
        }
    }

    private void Score(PlantedSample sample)
    {
        for (int o = 0; o < sample.Open.Length; o++)
        {
            Span<float> target = _scores.AsSpan((sample.Open[o] * Width) + LabelState.FirstInjected, PlantedNet.Outputs);
            for (int k = 0; k < PlantedNet.Outputs; k++)
            {
                target[k] += Math.Clamp(_raw[(o * PlantedNet.Outputs) + k], PlantedNet.Lowest, PlantedNet.Highest);
            }
        }
    }

    private void Slopes(PlantedSample sample)
    {
        for (int o = 0; o < sample.Open.Length; o++)
        {
            int at = (sample.Open[o] * Width) + LabelState.FirstInjected;
            for (int k = 0; k < PlantedNet.Outputs; k++)
            {
                int place = (o * PlantedNet.Outputs) + k;
                _slopes[place] = SlopeAt(_raw[place], (_all[at + k] - _right[at + k]) * sample.Weight);
            }
        }
    }

    /// <summary>
    /// The slope of an output that is held between bounds. Beyond a bound nothing pulls farther out, where it would change no score and only drag along what shares its weights (the loss rose so
    /// from round to round, ADR 44); back inside it does, so that no output is lost there.
    /// </summary>
    /// <param name="raw">The output before it is held.</param>
    /// <param name="slope">The slope of the score; above 0 pulls down.</param>
    internal static float SlopeAt(float raw, float slope) =>
        (raw < PlantedNet.Lowest && slope > 0) || (raw > PlantedNet.Highest && slope < 0) ? 0 : slope;

    private void Backward(PlantedSample sample, int o)
    {
        Span<float> gradient = stackalloc float[Row];
        ReadOnlySpan<float> output = _slopes.AsSpan(o * PlantedNet.Outputs, PlantedNet.Outputs);
        _below.AsSpan(o * Hidden, Hidden).CopyTo(gradient);
        output.CopyTo(gradient[Hidden..]);
        ReadOnlySpan<float> sums = _hidden.AsSpan(o * Row, Row);
        float most = 0;
        for (int h = 0; h < Hidden; h++)
        {
            if (sums[h] <= 0)
            {
                gradient[h] = 0;
                continue;
            }

            for (int k = 0; k < PlantedNet.Outputs; k++)
            {
                int place = (h * PlantedNet.Outputs) + k;
                gradient[h] += output[k] * _top.Values[place];
                _top.Slopes[place] += output[k] * sums[h];
            }
        }

        foreach (float slope in gradient)
        {
            most = Math.Max(most, Math.Abs(slope));
        }

        if (most < 1e-4f)
        {
            return;
        }

        for (int f = o == 0 ? 0 : sample.Ends[o - 1]; f < sample.Ends[o]; f++)
        {
            if (_kept[f])
            {
                Span<float> row = _rows.Slopes.AsSpan(sample.Facts[f].Id * Row, Row);
                float value = sample.Facts[f].Value / (1 - LeftOut);
                for (int i = 0; i < Row; i++)
                {
                    row[i] += gradient[i] * value;
                }
            }
        }
    }

    private static void Grow(ref float[] array, int length)
    {
        if (array.Length < length)
        {
            array = new float[length * 2];
        }
    }
}
