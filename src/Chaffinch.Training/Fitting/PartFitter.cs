using Chaffinch.Labelling;

namespace Chaffinch.Training.Fitting;

/// <summary>One page prepared for the training of parts.</summary>
internal sealed class PartSample
{
    public required string Name { get; init; }

    /// <summary>How often the page counts.</summary>
    public required float Weight { get; init; }

    /// <summary>Scores without the weights of parts, <see cref="LabelState.Width"/> a piece.</summary>
    public required float[] Scores { get; init; }

    public required bool[] SameBlock { get; init; }

    /// <summary>The states that are right for each piece, as bits.</summary>
    public required uint[] Right { get; init; }

    /// <summary>The characters of each piece.</summary>
    public required int[] Chars { get; init; }

    /// <summary>For each piece the facts of its block; none where it is planted.</summary>
    public required int[][] Facts { get; init; }
}

/// <summary>
/// Fits the weights of parts by the likelihood of the whole chain, the table's scores standing fixed below them, with Adam (Kingma and Ba 2015) and a pull to nothing, so that without reason
/// the table's judgement stands. One thread, fixed order and seed: the same pages give the same bytes.
/// </summary>
internal sealed class PartFitter
{
    private const int Width = LabelState.Width;
    private const int States = PartModel.States;
    private const int Batch = 8;
    private const float Rate = 0.01f;
    private const float LeftOut = 0.15f;

    private readonly ChainGradient _chain = new(WeightTable.Default);
    private readonly Random _random = new(11);
    private readonly Weights _weights = new(((PartFacts.Slots * States) + 7) & ~7);
    private readonly float _decay;
    private readonly float _margin;
    private float[] _all = [];
    private float[] _right = [];

    /// <param name="decay">Pull to nothing a step, as a share of a weight.</param>
    /// <param name="margin">Log-odds that text of the article has to be told from furniture by; up to twice that for long pieces.</param>
    public PartFitter(float decay, float margin)
    {
        _decay = decay;
        _margin = margin;
    }

    public PartModel Fit(IReadOnlyList<PartSample> samples, int epochs, Action<string>? tell = null)
    {
        PartSample[] order = [.. samples];
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            _random.Shuffle(order);
            double loss = 0;
            for (int at = 0; at < order.Length; at += Batch)
            {
                for (int i = at; i < Math.Min(order.Length, at + Batch); i++)
                {
                    loss += Learn(order[i]);
                }

                _weights.Step(new StepSize(Rate * (1 - (0.9f * epoch / epochs)), _decay));
            }

            tell?.Invoke(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"epoch {epoch}: loss {loss / order.Length:F4}"));
        }

        return new PartModel(_weights.Values[..(PartFacts.Slots * States)]);
    }

    private double Learn(PartSample sample)
    {
        int n = sample.SameBlock.Length;
        if (n == 0)
        {
            return 0;
        }

        if (_all.Length < n * Width)
        {
            _all = new float[n * Width * 2];
            _right = new float[n * Width * 2];
        }

        float[] scores = [.. sample.Scores];
        bool[][] kept = [.. sample.Facts.Select(f => f.Select(_ => _random.NextSingle() >= LeftOut).ToArray())];
        for (int p = 0; p < n; p++)
        {
            for (int f = 0; f < sample.Facts[p].Length; f++)
            {
                for (int s = 0; s < States && kept[p][f]; s++)
                {
                    scores[(p * Width) + s] += _weights.Values[(sample.Facts[p][f] * States) + s] / (1 - LeftOut);
                }
            }
        }

        double right = _chain.Posterior(scores, sample.SameBlock, sample.Right, _right);
        AddMargin(sample, scores);
        double all = _chain.Posterior(scores, sample.SameBlock, [], _all);
        for (int p = 0; p < n; p++)
        {
            for (int s = 0; s < States; s++)
            {
                float pull = (_all[(p * Width) + s] - _right[(p * Width) + s]) * sample.Weight;
                for (int f = 0; Math.Abs(pull) > 1e-4f && f < sample.Facts[p].Length; f++)
                {
                    _weights.Slopes[(sample.Facts[p][f] * States) + s] += kept[p][f] ? pull : 0;
                }
            }
        }

        return (all - right) * sample.Weight;
    }

    // Text of the article must be told from furniture by more, the longer it is: furniture left in is forgiven, a lost paragraph is not.
    private void AddMargin(PartSample sample, float[] scores)
    {
        const uint Article = (1u << LabelState.Furniture) - 1;
        for (int p = 0; p < sample.Right.Length; p++)
        {
            if ((sample.Right[p] & Article) != 0 && (sample.Right[p] & ~Article) == 0)
            {
                scores[(p * Width) + LabelState.Furniture] += _margin + Math.Min(_margin, MathF.Log2(1 + (sample.Chars[p] / 40f)));
            }
        }
    }
}
