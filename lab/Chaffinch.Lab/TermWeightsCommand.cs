using Chaffinch.Text;

namespace Chaffinch.Lab;

/// <summary>Makes <c>terms.res</c>: how common the terms of many languages are in genuine sentences.</summary>
internal static class TermWeightsCommand
{
    /// <summary>A term in this share of sentences or more says nothing.</summary>
    private const double CommonShare = 0.12;

    /// <summary>A term in this share of sentences or less says all it can.</summary>
    private const double RareShare = 0.0015;

    private const int MinSentences = 3;

    /// <summary>Languages without parallel sentences: technical documents stand in, for their commonest words only.</summary>
    private static readonly (string Folder, double MinShare)[] Documents = [("it", 0.01), ("nl", 0.01), ("pl", 0.01)];

    public static int Run(Options options)
    {
        if (options.Plain.Count > 0)
        {
            throw new UsageException("term-weights takes no arguments");
        }

        string to = Path.Combine(LabData.Root, "src", "Chaffinch", "Text", "terms.res");
        var weights = new Dictionary<uint, int>();
        foreach (string file in LabData.Files("clean/sib200", "*.tsv"))
        {
            Add(weights, File.ReadLines(file).Skip(1).Select(l => l[(l.LastIndexOf('\t') + 1)..]), 0);
        }

        foreach ((string folder, double min) in Documents)
        {
            Add(weights, LabData.Files("clean/docs/" + folder, "*.md").SelectMany(File.ReadLines).Where(l => l.Length >= 30), min);
        }

        string clean = Path.Combine(LabData.Folder, "clean");
        IEnumerable<string> chinese = File.ReadLines(Path.Combine(clean, "zh_news_paragraphs.txt"))
            .Concat(File.ReadLines(Path.Combine(clean, "zh_headlines.tsv")).Select(l => l.Split('\t')[0]))
            .Concat(LabData.Files("clean/zh_news", "*.md").SelectMany(File.ReadLines))
            .SelectMany(l => l.Split('。', '！', '？'))
            .Where(s => s.Length >= 8);
        Add(weights, chinese, 0);
        byte[] table = Pack(weights, out int placed);
        File.WriteAllBytes(to, table);
        Console.WriteLine($"{weights.Count} terms, {placed} placed, written to src/Chaffinch/Text/terms.res");
        return 0;
    }

    private static void Add(Dictionary<uint, int> weights, IEnumerable<string> sentences, double minShare)
    {
        var counts = new Dictionary<uint, int>();
        int total = 0;
        foreach (string sentence in sentences)
        {
            total++;
            var classes = new CharClass[sentence.Length];
            var terms = new uint[sentence.Length];
            CharClasses.Classify(sentence, classes);
            int n = TermReader.Read(sentence, classes, terms);
            foreach (uint term in terms.AsSpan(0, n).ToArray().Distinct())
            {
                counts[term] = counts.GetValueOrDefault(term) + 1;
            }
        }

        foreach ((uint term, int count) in counts)
        {
            double share = (double)count / total;
            if (count < MinSentences || share < minShare)
            {
                continue;
            }

            double weight = Math.Log(CommonShare / share) / Math.Log(CommonShare / RareShare);
            int w = (int)Math.Round(Math.Clamp(weight, 0, 1) * TermWeights.Max);
            if (w < TermWeights.Max)
            {
                weights[term] = Math.Min(w, weights.GetValueOrDefault(term, TermWeights.Max));
            }
        }
    }

    /// <summary>One byte a place; where two terms want the same place the commoner one has it.</summary>
    private static byte[] Pack(Dictionary<uint, int> weights, out int placed)
    {
        var table = new byte[0x10000];
        table.AsSpan().Fill(TermWeights.Max);
        var taken = new bool[table.Length];
        placed = 0;
        foreach ((uint term, int weight) in weights.OrderBy(w => w.Value).ThenBy(w => w.Key))
        {
            int place = (int)(term & 0xFFFF);
            if (!taken[place])
            {
                taken[place] = true;
                placed++;
                table[place] = (byte)(((term >> 28) << 4) | (uint)weight);
            }
        }

        return table;
    }
}
