using Chaffinch.Training.Model;
using Chaffinch.Detecting.Shared;

namespace Chaffinch.Training.Fitting;

/// <summary>Fits what a tagger knows of one question (advertising, spliced text): the chain's likelihood by its gradient (forward-backward over two states), AdaGrad, features left out by chance.</summary>
internal sealed class PromoFitter
{
    private const int Epochs = 8;
    private const float Rate = 0.16f;
    private const float Decay = 1e-6f;

    /// <summary>Share of features left out by chance, so that each word has to speak for itself.</summary>
    private const float LeftOut = 0.3f;

    /// <summary>A language's weight rises with its tokens to this power.</summary>
    private const double Power = 0.5;

    /// <summary>Genuine tokens for each promotional one, in every language.</summary>
    private const double Genuine = 6;

    /// <summary>
    /// Added to the log-odds of every token when all is learned: many genuine tokens teach what is not advertising, but with the odds that they leave hardly a run of words is
    /// found where advertising is fluent.
    /// </summary>
    private const float Raise = 0.2f;

    private const float Step = 2.2f;

    /// <summary>A feature that stands in fewer different lines tells nothing of new pages.</summary>
    private const int LeastLines = 4;

    private readonly float[] _weights = new float[1 << PromoTagger.Bits];
    private readonly float[] _squares = new float[1 << PromoTagger.Bits];
    private readonly byte[] _lines = new byte[1 << PromoTagger.Bits];
    private readonly float[] _biases = new float[PromoTagger.GroupCount];
    private readonly Dictionary<string, float[]> _balance = new(StringComparer.Ordinal);
    private readonly Random _random = new(7);
    private int[] _features = [];
    private int[] _ends = [];
    private float[] _odds = [];
    private float[] _forward = [];
    private float[] _posterior = [];

    public PromoTagger.Weights Fit(List<TokenLine> lines)
    {
        Array.Fill(_biases, -1f);
        Balance(lines);
        Count(lines);
        int[] order = [.. Enumerable.Range(0, lines.Count)];
        for (int epoch = 0; epoch < Epochs; epoch++)
        {
            _random.Shuffle(order);
            float rate = Rate * (1 - (0.6f * epoch / Epochs));
            foreach (int i in order)
            {
                Learn(lines[i], rate);
            }
        }

        return Quantise();
    }

    // Languages of few texts count for more than their number, and in each of them what is promotional has its fixed share: else a language with
    // many documents would hardly ever be called promotional, one with many messages always.
    private void Balance(List<TokenLine> lines)
    {
        var mass = new Dictionary<string, double[]>(StringComparer.Ordinal);
        foreach (TokenLine line in lines)
        {
            if (!mass.TryGetValue(line.Language, out double[]? own))
            {
                mass.Add(line.Language, own = new double[2]);
            }

            foreach (byte label in line.Labels)
            {
                if (label != TokenLine.Unknown)
                {
                    own[label] += line.Weight;
                }
            }
        }

        double all = mass.Values.Sum(m => m[0] + m[1]);
        double wanted = mass.Values.Sum(m => Math.Pow(m[0] + m[1], Power));
        foreach ((string language, double[] own) in mass.OrderBy(m => m.Key, StringComparer.Ordinal))
        {
            double total = Math.Pow(own[0] + own[1], Power) * all / wanted;
            double promo = own[1] == 0 ? 0 : total / (1 + Genuine);
            float Limit(double w) => (float)Math.Clamp(w, 0.2, 8);
            _balance[language] = [Limit((total - promo) / Math.Max(1, own[0])), own[1] == 0 ? 0 : Limit(promo / own[1])];
        }
    }

    // In how many different lines each feature stands.
    private void Count(List<TokenLine> lines)
    {
        var last = new int[_lines.Length];
        var seen = new HashSet<ulong>();
        Span<int> features = stackalloc int[PromoTagger.MaxFeatures];
        for (int l = 0; l < lines.Count; l++)
        {
            // Grafted pages bring the same texts again and again.
            ulong hash = 0;
            foreach (PhraseToken token in lines[l].Tokens)
            {
                hash = (hash + token.Word) * 0x9E3779B97F4A7C15;
            }

            if (!seen.Add(hash))
            {
                continue;
            }

            for (int i = 0; i < lines[l].Tokens.Length; i++)
            {
                int count = PromoTagger.Features(lines[l].Tokens, i, features);
                foreach (int f in features[..count])
                {
                    if (last[f] != l + 1)
                    {
                        last[f] = l + 1;
                        _lines[f] = (byte)Math.Min(255, _lines[f] + 1);
                    }
                }
            }
        }
    }

    private void Learn(TokenLine line, float rate)
    {
        int n = line.Tokens.Length;
        Grow(n);
        int at = 0;
        for (int i = 0; i < n; i++)
        {
            Span<int> features = _features.AsSpan(at, PromoTagger.MaxFeatures);
            int count = PromoTagger.Features(line.Tokens, i, features);
            int kept = 0;
            for (int f = 0; f < count; f++)
            {
                if (_lines[features[f]] >= LeastLines && _random.NextSingle() >= LeftOut)
                {
                    features[kept++] = features[f];
                }
            }

            float sum = 0;
            for (int f = 0; f < kept; f++)
            {
                sum += _weights[features[f]];
            }

            // What was left out is made up for, so that the sums that the engine sees are those that were learned.
            _odds[i] = _biases[line.Tokens[i].Group] + (sum / (1 - LeftOut));
            at += kept;
            _ends[i] = at;
        }

        Posterior(line.Tokens, n);
        for (int i = 0; i < n; i++)
        {
            byte label = line.Labels[i];
            if (label == TokenLine.Unknown)
            {
                continue;
            }

            float error = (label - _posterior[i]) * line.Weight * _balance[line.Language][label];
            if (Math.Abs(error) > 1e-4f)
            {
                _biases[line.Tokens[i].Group] += 0.0005f * error;
                Move(i == 0 ? 0 : _ends[i - 1], _ends[i], error, rate);
            }
        }
    }

    private void Move(int from, int end, float error, float rate)
    {
        for (int f = from; f < end; f++)
        {
            ref float weight = ref _weights[_features[f]];
            ref float square = ref _squares[_features[f]];
            float gradient = error - (Decay * weight);
            square += gradient * gradient;
            weight += rate * gradient / (MathF.Sqrt(square) + 0.3f);
        }
    }

    // Each token's probability of being promotional, by sums over all paths in log-odds form.
    private void Posterior(ReadOnlySpan<PhraseToken> tokens, int n)
    {
        float ahead = -PromoTagger.StepAt(Step, 5);
        for (int i = 0; i < n; i++)
        {
            float cost = i == 0 ? 0 : PromoTagger.StepAt(Step, tokens[i].Gap);
            ahead = (i == 0 ? ahead : Cross(ahead, cost)) + _odds[i];
            _forward[i] = ahead;
        }

        float back = -PromoTagger.StepAt(Step, 5);
        for (int i = n - 1; i >= 0; i--)
        {
            _posterior[i] = 1f / (1f + MathF.Exp(-(_forward[i] + back)));
            back = Cross(back + _odds[i], i == 0 ? 0 : PromoTagger.StepAt(Step, tokens[i].Gap));
        }
    }

    // log((e^x + e^-cost) / (1 + e^(x - cost))): the odds beyond a border where changing costs.
    private static float Cross(float x, float cost)
    {
        float stay = LogAdd(x, -cost);
        float leave = LogAdd(0, x - cost);
        return stay - leave;
    }

    private static float LogAdd(float a, float b) => Math.Max(a, b) + MathF.Log(1 + MathF.Exp(-Math.Abs(a - b)));

    private PromoTagger.Weights Quantise()
    {
        float limit = _weights.Select(Math.Abs).OrderDescending().ElementAt(_weights.Length / 2000);
        float scale = limit / 127f;
        sbyte[] bytes = [.. _weights.Select(w => (sbyte)Math.Clamp(MathF.Round(w / scale), -127f, 127f))];
        return new PromoTagger.Weights(bytes, [.. _biases.Select(b => b + Raise)], scale, Step);
    }

    private void Grow(int n)
    {
        if (_odds.Length < n)
        {
            _odds = new float[n * 2];
            _forward = new float[n * 2];
            _posterior = new float[n * 2];
            _ends = new int[n * 2];
            _features = new int[((n * 2) + 1) * PromoTagger.MaxFeatures];
        }
    }
}
