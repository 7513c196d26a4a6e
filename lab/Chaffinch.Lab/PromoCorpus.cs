using System.Text;
using System.Text.Json;
using Chaffinch.Training.Grafting;

namespace Chaffinch.Lab;

/// <summary>One text of the training of promotional style.</summary>
/// <param name="Source">Where it is from.</param>
/// <param name="Text">The text.</param>
/// <param name="IsPromo">True for advertising.</param>
internal sealed record CorpusText(string Source, string Text, bool IsPromo);

/// <summary>Gathers advertising and genuine texts for training, the same ones in the same order on every machine.</summary>
internal static class PromoCorpus
{
    private const int MaxPerClass = 2500;

    /// <summary>Ends the source of sentences of which composed pages are made: genuine there, or held out.</summary>
    public const string OfPages = " (pages)";

    private const int MinChars = 12;
    private const int MaxChars = 240;

    /// <summary>Short messages that are frauds in other people's names are no advertising.</summary>
    private static readonly string[] NotAdvertising = ["FR_Phishing_Bank_", "FR_Phishing_Other_", "FR_Other", "Other"];

    public static List<CorpusText> Read()
    {
        var texts = new List<CorpusText>();
        string data = LabData.Folder;
        ReadMessages(texts, data);
        foreach (string line in File.ReadLines(Path.Combine(data, "spam/id_gambling_comments.tsv")))
        {
            texts.Add(new("id comments", line[2..], line[0] == '1'));
        }

        foreach (string line in File.ReadLines(Path.Combine(data, "spam/tr_sms.csv")))
        {
            string[] parts = line.Split(';');
            if (parts.Length >= 3 && parts[^1] is "Spam" or "Normal")
            {
                texts.Add(new("tr messages", parts[0], parts[^1] == "Spam"));
            }
        }

        AddLines(texts, "ru/en chat", Path.Combine(data, "spam/ru_en_chat_spam.txt"), true);
        AddLines(texts, "ru/en chat", Path.Combine(data, "spam/ru_en_chat_ham.txt"), false);
        ReadGenuine(texts, data);
        return texts;
    }

    private static void ReadMessages(List<CorpusText> texts, string data)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (string line in File.ReadLines(Path.Combine(data, "spam/zh_sms.tsv")))
        {
            string[] parts = line.Split('\t');
            int seen = counts.GetValueOrDefault(parts[0]);
            if (parts.Length < 2 || NotAdvertising.Contains(parts[0]) || seen >= MaxPerClass)
            {
                continue;
            }

            counts[parts[0]] = seen + 1;
            texts.Add(new("zh messages", Unsegment(parts[1]), true));
        }
    }

    /// <summary>The messages are cut into words and their names and numbers replaced by capitals: both would give them away.</summary>
    private static string Unsegment(string message)
    {
        var text = new StringBuilder();
        foreach (string word in message.Split(' '))
        {
            bool placeholder = word.Length > 2 && word.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiLetterLower(c)) && word.Any(char.IsAsciiLetterUpper);
            text.Append(placeholder ? "，" : word);
        }

        return text.ToString();
    }

    private static void ReadGenuine(List<CorpusText> texts, string data)
    {
        string clean = Path.Combine(data, "clean");
        AddLines(texts, "zh headlines", Path.Combine(clean, "zh_headlines.tsv"), false);
        AddLines(texts, "zh paragraphs", Path.Combine(clean, "zh_news_paragraphs.txt"), false);
        foreach (string file in LabData.Files("clean/zh_news", "*.md"))
        {
            AddLines(texts, "zh news", file, false);
        }

        foreach ((string source, string file) in new[] { ("zh apps", "zh_app_descriptions.jsonl"), ("zh reviews", "zh_reviews.jsonl"), ("zh toutiao", "zh_toutiao_headlines.jsonl") })
        {
            foreach (string line in File.ReadLines(Path.Combine(clean, file)))
            {
                using JsonDocument json = JsonDocument.Parse(line);
                Add(texts, source, json.RootElement.GetProperty("sentence").GetString() ?? "", false);
            }
        }

        foreach (string file in LabData.Files("clean/sib200", "*.tsv"))
        {
            string source = "sib200 " + Path.GetFileNameWithoutExtension(file);
            foreach ((int id, string text) in SibArticles.Sentences(file))
            {
                Add(texts, SibArticles.Of(id) >= 0 || SourceArticle.IsHeld(SibArticles.NameOf(id)) ? source + OfPages : source, text, false);
            }
        }

        foreach (string file in LabData.Files("clean/docs", "*.md"))
        {
            AddLines(texts, "docs", file, false);
        }

        // Odd places: pages at even ones are for alarms --unseen.
        foreach (string file in LabData.Files("wcxb-dev/dev/ground-truth", "*.json").Where((_, i) => i % 2 == 1))
        {
            using JsonDocument json = JsonDocument.Parse(File.ReadAllText(file));
            bool has = json.RootElement.GetProperty("ground_truth").TryGetProperty("main_content", out JsonElement content);
            string main = has ? content.GetString() ?? "" : "";
            foreach (string line in main.Split('\n').Take(60))
            {
                Add(texts, "web pages", line, false);
            }
        }
    }

    private static void AddLines(List<CorpusText> texts, string source, string file, bool promo)
    {
        foreach (string line in File.ReadLines(file))
        {
            Add(texts, source, source == "zh headlines" ? line.Split('\t')[0] : line, promo);
        }
    }

    /// <summary>Long texts are cut at sentence ends, since segments are what the model will see.</summary>
    private static void Add(List<CorpusText> texts, string source, string text, bool promo)
    {
        int start = 0;
        for (int i = 0; i < text.Length; i++)
        {
            bool end = text[i] is '。' or '！' or '？' or '!' or '?' || (text[i] == '.' && i + 1 < text.Length && text[i + 1] == ' ');
            if ((end && i - start >= 2 * MinChars) || i == text.Length - 1 || i - start >= MaxChars)
            {
                string part = text[start..(i + 1)].Trim();
                if (part.Length >= MinChars)
                {
                    texts.Add(new(source, part, promo));
                }

                start = i + 1;
            }
        }
    }
}
