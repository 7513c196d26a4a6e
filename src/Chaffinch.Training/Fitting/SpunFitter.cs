using Chaffinch.Detecting.Shared;

namespace Chaffinch.Training.Fitting;

/// <summary>A stretch of text of which it is known whether a machine swapped its words.</summary>
/// <param name="Tokens">Its tokens.</param>
/// <param name="IsSpun">True where words were swapped.</param>
/// <param name="Weight">How often it counts.</param>
internal readonly record struct SpunLine(PhraseToken[] Tokens, bool IsSpun, float Weight);

/// <summary>Fits the sum that tells rewritten text: logistic regression over stretches, AdaGrad, features left out by chance.</summary>
internal sealed class SpunFitter
{
    private const int Epochs = 6;
    private const float Rate = 0.15f;
    private const float Decay = 1e-6f;

    /// <summary>Share of features left out by chance, so that each has to speak for itself.</summary>
    private const float LeftOut = 0.4f;

    /// <summary>A feature that stands in fewer stretches tells nothing of new pages.</summary>
    private const int LeastLines = 3;

    private readonly float[] _weights = new float[1 << SpunModel.Bits];
    private readonly float[] _squares = new float[1 << SpunModel.Bits];
    private readonly byte[] _lines = new byte[1 << SpunModel.Bits];
    private readonly float[] _biases = new float[PromoTagger.GroupCount];
    private readonly Random _random = new(11);
    private int[] _places = [];

    /// <summary>The model of one training.</summary>
    public SpunModel ToModel() => SpunModel.Of(_weights, _biases);

    /// <summary>
    /// The model whose word is the mean of what two trainings say, each of other pages: its scale is theirs, so that the levels that were measured on the pages
    /// that each of them had not learned hold for it too. One that is trained on all pages speaks louder than they do.
    /// </summary>
    /// <param name="other">The other training.</param>
    public SpunModel MeanWith(SpunFitter other)
    {
        var weights = new float[_weights.Length];
        for (int i = 0; i < weights.Length; i++)
        {
            weights[i] = (_weights[i] + other._weights[i]) / 2;
        }

        return SpunModel.Of(weights, [.. _biases.Zip(other._biases, (a, b) => (a + b) / 2)]);
    }

    /// <summary>One training.</summary>
    public SpunFitter Fit(List<SpunLine> lines)
    {
        Count(lines);
        SpunLine[] order = [.. lines];
        for (int epoch = 0; epoch < Epochs; epoch++)
        {
            _random.Shuffle(order);
            float rate = Rate * (1 - (0.7f * epoch / Epochs));
            foreach (SpunLine line in order)
            {
                Learn(line, rate);
            }
        }

        return this;
    }

    /// <summary>The word before a token as the features want it.</summary>
    internal static uint Before(ReadOnlySpan<PhraseToken> tokens, int i) => i > 0 && tokens[i].Gap < 4 ? tokens[i - 1].Word : PromoTagger.NoneBefore;

    private void Count(List<SpunLine> lines)
    {
        Span<int> places = stackalloc int[SpunModel.MaxFeatures];
        var last = new int[_lines.Length];
        for (int l = 0; l < lines.Count; l++)
        {
            PhraseToken[] tokens = lines[l].Tokens;
            for (int i = 0; i < tokens.Length; i++)
            {
                foreach (int place in places[..SpunModel.Features(Before(tokens, i), tokens[i], places)])
                {
                    if (last[place] != l + 1)
                    {
                        last[place] = l + 1;
                        _lines[place] = (byte)Math.Min(255, _lines[place] + 1);
                    }
                }
            }
        }
    }

    private void Learn(SpunLine line, float rate)
    {
        PhraseToken[] tokens = line.Tokens;
        int most = tokens.Length * SpunModel.MaxFeatures;
        if (_places.Length < most)
        {
            _places = new int[most * 2];
        }

        Span<int> places = stackalloc int[SpunModel.MaxFeatures];
        int kept = 0;
        float sum = 0, bias = 0;
        for (int i = 0; i < tokens.Length; i++)
        {
            bias += _biases[tokens[i].Group];
            foreach (int place in places[..SpunModel.Features(Before(tokens, i), tokens[i], places)])
            {
                if (_lines[place] >= LeastLines && _random.NextSingle() >= LeftOut)
                {
                    _places[kept++] = place;
                    sum += _weights[place];
                }
            }
        }

        float odds = bias + (sum / (1 - LeftOut));
        float error = ((line.IsSpun ? 1 : 0) - (1 / (1 + MathF.Exp(-odds)))) * line.Weight;
        if (Math.Abs(error) < 1e-4f)
        {
            return;
        }

        foreach (PhraseToken token in tokens)
        {
            _biases[token.Group] += 2e-5f * error;
        }

        for (int f = 0; f < kept; f++)
        {
            ref float weight = ref _weights[_places[f]];
            ref float square = ref _squares[_places[f]];
            float gradient = error - (Decay * weight);
            square += gradient * gradient;
            weight += rate * gradient / (MathF.Sqrt(square) + 0.3f);
        }
    }
}
