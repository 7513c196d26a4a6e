using Chaffinch.Detecting.Shared;
using Chaffinch.Text;

namespace Chaffinch.Lab;

/// <summary>Trains the model of promotional style: logistic regression by AdaGrad over hashed terms, quantised to bytes; the same file every time.</summary>
internal static class TrainPromoCommand
{
    private const int Epochs = 6;
    private const float Rate = 0.15f;
    private const float Decay = 2e-6f;
    private const int HeldOutOf = 5;

    /// <summary>Of genuine held-out texts (descriptions of apps apart) this share may reach the threshold.</summary>
    private const double MaxFalse = 0.0015;

    private const float MinThreshold = 1.4f;

    public static int Run(Options options)
    {
        List<Sample> samples = [.. PromoCorpus.Read().Select(Sample.Of).Where(s => s.Terms.Length >= PromoModel.MinTermsOf(s.Group))];
        List<Sample> train = [.. samples.Where(s => !s.IsHeldOut)];
        List<Sample> test = [.. samples.Where(s => s.IsHeldOut)];
        float[] weights = Fit([.. train.SelectMany(s => Enumerable.Repeat(s, Copies(s)))], out float[] biases);
        PromoModel model = Quantise(weights, biases, 0f);
        List<float> genuine = [.. test.Where(s => !s.IsPromo && s.Source != "zh apps").Select(s => model.Score(s.Terms, s.Group, s.Style)).Order()];
        float threshold = Math.Max(MinThreshold, genuine[(int)(genuine.Count * (1 - MaxFalse))]);
        model = Quantise(weights, biases, threshold);
        Console.WriteLine($"{train.Count} texts to train on, {test.Count} held out, threshold {threshold:0.00}");
        foreach (IGrouping<(string Source, bool IsPromo), Sample> g in test.GroupBy(s => (s.Source, s.IsPromo)).OrderBy(g => !g.Key.IsPromo).ThenBy(g => g.Key.Source, StringComparer.Ordinal))
        {
            int hits = g.Count(s => model.Score(s.Terms, s.Group, s.Style) >= threshold);
            Console.WriteLine($"  {(g.Key.IsPromo ? "promo  " : "genuine")} {g.Key.Source,-20} {hits,6} of {g.Count(),6}  {100.0 * hits / g.Count():0.00} %");
        }

        if (!options.Has("dry"))
        {
            File.WriteAllBytes(Path.Combine(LabData.Root, "src/Chaffinch/Detecting/Shared/promo.res"), model.Write());
        }

        return 0;
    }

    /// <summary>Small sources of advertising count several times, or the large ones would drown them.</summary>
    private static int Copies(Sample sample) => !sample.IsPromo ? 1 : sample.Source == "ru/en chat" ? 8 : sample.Source.StartsWith("phrases", StringComparison.Ordinal) ? 2 : 1;

    private static float[] Fit(List<Sample> train, out float[] biases)
    {
        float[] weights = new float[1 << PromoModel.Bits];
        float[] squares = new float[weights.Length];
        biases = new float[PromoModel.GroupCount];
        float[] classWeights = ClassWeights(train);
        int[] order = [.. Enumerable.Range(0, train.Count)];
        var random = new Random(7);
        for (int epoch = 0; epoch < Epochs; epoch++)
        {
            random.Shuffle(order);
            foreach (int i in order)
            {
                Step(train[i], weights, squares, biases, classWeights);
            }
        }

        return weights;
    }

    /// <summary>Advertising and genuine texts weigh the same within each group of scripts, so that the script alone says nothing.</summary>
    private static float[] ClassWeights(List<Sample> train)
    {
        float[] weights = new float[PromoModel.GroupCount * 2];
        foreach (IGrouping<int, Sample> g in train.GroupBy(s => s.Group))
        {
            int promo = g.Count(s => s.IsPromo);
            int genuine = g.Count() - promo;
            weights[g.Key * 2] = Math.Clamp((promo + genuine) / (2f * Math.Max(1, genuine)), 0.3f, 3f);
            weights[(g.Key * 2) + 1] = Math.Clamp((promo + genuine) / (2f * Math.Max(1, promo)), 0.3f, 3f);
        }

        return weights;
    }

    private static void Step(Sample sample, float[] weights, float[] squares, float[] biases, float[] classWeights)
    {
        float norm = 1f / MathF.Sqrt((2 * sample.Terms.Length) + 4);
        float sum = 0;
        foreach (int f in sample.Features)
        {
            sum += weights[f];
        }

        float p = 1f / (1f + MathF.Exp(-(biases[sample.Group] + (sum * norm))));
        float error = ((sample.IsPromo ? 1f : 0f) - p) * classWeights[(sample.Group * 2) + (sample.IsPromo ? 1 : 0)];
        biases[sample.Group] += 0.01f * error;
        foreach (int f in sample.Features)
        {
            float gradient = (error * norm) - (Decay * weights[f]);
            squares[f] += gradient * gradient;
            weights[f] += Rate * gradient / (MathF.Sqrt(squares[f]) + 0.01f);
        }
    }

    private static PromoModel Quantise(float[] weights, float[] biases, float threshold)
    {
        float limit = weights.Select(Math.Abs).OrderDescending().ElementAt(weights.Length / 2000);
        float scale = limit / 127f;
        sbyte[] bytes = [.. weights.Select(w => (sbyte)Math.Clamp(MathF.Round(w / scale), -127f, 127f))];
        return new(bytes, biases, scale, threshold);
    }

    private sealed record Sample(string Source, bool IsPromo, uint[] Terms, int[] Features, int Group, uint Style, bool IsHeldOut)
    {
        public static Sample Of(PromoText text)
        {
            var classes = new CharClass[text.Text.Length];
            CharClasses.Classify(text.Text, classes);
            uint[] terms = new uint[text.Text.Length];
            int count = Chaffinch.Text.TermReader.Read(text.Text, classes, terms);
            terms = terms[..count];
            uint style = PromoModel.StyleOf(text.Text, classes, CharClasses.MaskOf(classes));
            var features = new List<int>();
            uint last = 0;
            foreach (uint term in terms)
            {
                features.Add(PromoModel.Unigram(term));
                if (last != 0)
                {
                    features.Add(PromoModel.Bigram(last, term));
                }

                last = term;
            }

            for (uint s = 0; s < 4; s++)
            {
                if ((style >> (int)s & 1) != 0)
                {
                    features.Add(PromoModel.Style(s));
                }
            }

            // Copies of one message, which differ in their ends, fall on one side.
            uint key = 0;
            foreach (uint term in terms.Take(4))
            {
                key = (key * 31) + term;
            }

            return new(text.Source, text.IsPromo, terms, [.. features], PromoModel.GroupOf(classes), style, (key >> 8) % HeldOutOf == 0);
        }
    }
}
