using System.Globalization;
using Chaffinch.Text;

namespace Chaffinch.Lab;

/// <summary>Makes <c>languages.res</c> from the folder that <c>lab/tables/language_corpus.py</c> writes.</summary>
internal static class TrainLanguageCommand
{
    private const int LatinBits = 13;
    private const int OtherBits = 12;

    private static readonly string[] Latin =
    [
        "az", "ca", "cs", "da", "de", "en", "es", "et", "fi", "fr", "hr", "hu", "id", "is", "it", "lt", "lv", "nl", "no", "pl", "pt", "ro", "sk",
        "sl", "sq", "sv", "sw", "tl", "tr", "vi",
    ];

    private static readonly string[] Other = ["ar", "be", "bg", "el", "fa", "he", "kk", "mk", "ru", "sr", "th", "uk", "ur"];

    public static int Run(Options options)
    {
        if (options.Plain.Count != 1)
        {
            throw new UsageException("name the folder of texts");
        }

        bool all = options.Has("all");
        using FileStream to = File.Create(Path.Combine(LabData.Root, "src", "Chaffinch", "Text", "languages.res"));
        Train(options.Plain[0], Latin, LatinBits, all, to);
        Train(options.Plain[0], Other, OtherBits, all, to);
        Console.WriteLine($"{Latin.Length + Other.Length} languages, {to.Length} bytes, written to src/Chaffinch/Text/languages.res");
        return 0;
    }

    private static void Train(string folder, string[] languages, int bits, bool all, Stream to)
    {
        int buckets = 1 << bits;
        int orders = LanguageModel.MaxOrder;
        var share = new double[orders + 1][][];
        var novelty = new double[orders + 1][];
        for (int order = 1; order <= orders; order++)
        {
            share[order] = new double[languages.Length][];
            novelty[order] = new double[languages.Length];
        }

        for (int l = 0; l < languages.Length; l++)
        {
            string text = File.ReadAllText(Path.Combine(folder, languages[l] + ".txt"));
            string test = Path.Combine(folder, languages[l] + ".test.txt");
            text = all && File.Exists(test) ? text + File.ReadAllText(test) : text;
            for (int order = 1; order <= orders; order++)
            {
                share[order][l] = Count(text, order, bits, out novelty[order][l]);
            }
        }

        // A bucket holds n-grams of all orders (they rarely meet): its cost is that of the likeliest order.
        var costs = new byte[buckets * languages.Length];
        for (int b = 0; b < buckets; b++)
        {
            for (int l = 0; l < languages.Length; l++)
            {
                double best = 0;
                for (int order = 1; order <= orders; order++)
                {
                    double mean = 0;
                    for (int other = 0; other < languages.Length; other++)
                    {
                        mean += share[order][other][b] / languages.Length;
                    }

                    double unseen = novelty[order][l];
                    best = Math.Max(best, ((1 - unseen) * share[order][l][b]) + (unseen * mean));
                }

                costs[(b * languages.Length) + l] = LanguageModel.Quantise(Math.Max(best, 1.5e-7));
            }
        }

        LanguageModel.Save(to, languages, bits, costs);
    }

    /// <summary>Shares of the n-grams of one order, and the share of those seen once: what the next text will hold that this one does not.</summary>
    private static double[] Count(string text, int order, int bits, out double novelty)
    {
        var counts = new double[1 << bits];
        var once = new Dictionary<ulong, int>();
        double total = 0;
        ulong window = ' ';
        int length = 1;
        foreach (char raw in text)
        {
            char c = LanguageModel.Fold(raw);
            if (c == ' ' && length == 1)
            {
                continue;
            }

            window = LanguageModel.Push(window, c);
            length = Math.Min(length + 1, LanguageModel.MaxOrder);
            if (order <= length && !(c == ' ' && order == 1))
            {
                counts[LanguageModel.Hash(window, order) >> (32 - bits)]++;
                ulong gram = order == 4 ? window : window & ((1UL << (16 * order)) - 1);
                once[gram] = once.GetValueOrDefault(gram) + 1;
                total++;
            }

            if (c == ' ')
            {
                window = ' ';
                length = 1;
            }
        }

        novelty = Math.Clamp(once.Values.Count(n => n == 1) / total, 0.02, 0.3);
        for (int i = 0; i < counts.Length; i++)
        {
            counts[i] /= total;
        }

        return counts;
    }
}
