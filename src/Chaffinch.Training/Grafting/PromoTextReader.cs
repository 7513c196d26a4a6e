using System.Text;
using Chaffinch.Model;

namespace Chaffinch.Training.Grafting;

/// <summary>Reads promotional texts: our own phrases by language and theme, and the messages of the development data.</summary>
internal static class PromoTextReader
{
    private const int MostMessages = 700;

    private static readonly Dictionary<string, Theme> MessageThemes = new(StringComparer.Ordinal)
    {
        ["AD_Loan"] = Theme.Finance, ["AD_Retail"] = Theme.Other, ["AD_Real_estate"] = Theme.Other, ["AD_Network_service"] = Theme.Other, ["AD_Other"] = Theme.Other,
        ["FR_Financial"] = Theme.Finance, ["IL_Gambling"] = Theme.Gambling, ["IL_Fake_ID_and_invoice"] = Theme.Other,
    };

    /// <summary>Everything at hand.</summary>
    /// <param name="folder">Our samples: <c>phrases</c> and <c>genuine</c>, one file a language, cells parted by tabs.</param>
    /// <param name="data">The development data.</param>
    public static List<PromoText> ReadAll(string folder, string data)
    {
        var texts = new List<PromoText>();
        foreach (string file in Directory.GetFiles(Path.Combine(folder, "phrases"), "*.tsv").Order(StringComparer.Ordinal))
        {
            ReadPhrases(file, texts);
        }

        texts.AddRange(Offers.Make(Path.Combine(folder, "offers.tsv"), texts));
        foreach (string file in Directory.GetFiles(Path.Combine(folder, "genuine"), "*.tsv").Order(StringComparer.Ordinal))
        {
            foreach (string[] cells in File.ReadLines(file).Skip(1).Select(l => l.Split('\t')).Where(c => c.Length == 2))
            {
                texts.Add(new PromoText(LanguageOf(file), "genuine:" + cells[0], cells[1], Theme.None, cells[1]));
            }
        }

        ReadMessages(Path.Combine(data, "spam"), texts);
        return texts;
    }

    private static void ReadPhrases(string file, List<PromoText> texts)
    {
        string language = LanguageOf(file);
        foreach (string line in File.ReadLines(file))
        {
            string[] cells = line.Split('\t');
            if (line.Length == 0 || line[0] == '#' || cells.Length < 3 || cells[0] == "theme")
            {
                continue;
            }

            Theme theme = Enum.TryParse(cells[0], ignoreCase: true, out Theme named) ? named : Theme.Other;
            texts.Add(new PromoText(language, KindOf(cells[1]), cells[2].Trim(), theme, cells.Length > 3 ? theme + cells[3] : cells[2]));
        }
    }

    private static string LanguageOf(string file) => Path.GetFileNameWithoutExtension(file) switch { "zh-Hans" => "zh", "zh-Hant" => "zh-hant", var name => name };

    private static string KindOf(string kind) => kind == "link" ? "anchor" : kind;

    private static void ReadMessages(string spam, List<PromoText> texts)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (string line in File.ReadLines(Path.Combine(spam, "zh_sms.tsv")))
        {
            string[] cells = line.Split('\t');
            int seen = counts.GetValueOrDefault(cells[0]);
            if (cells.Length > 1 && MessageThemes.TryGetValue(cells[0], out Theme theme) && seen < MostMessages)
            {
                counts[cells[0]] = seen + 1;
                Add(texts, "zh", Unsegment(cells[1]), theme);
            }
        }

        foreach (string line in File.ReadLines(Path.Combine(spam, "id_gambling_comments.tsv")).Where(l => l[0] == '1').Take(MostMessages))
        {
            Add(texts, "id", line[2..], Theme.Gambling);
        }

        foreach (string line in File.ReadLines(Path.Combine(spam, "tr_sms.csv")))
        {
            string[] cells = line.Split(';');
            if (cells.Length >= 3 && cells[^1] == "Spam" && counts.GetValueOrDefault("tr") < MostMessages)
            {
                counts["tr"] = counts.GetValueOrDefault("tr") + 1;
                Add(texts, "tr", cells[0], Theme.Other);
            }
        }

        foreach (string line in File.ReadLines(Path.Combine(spam, "ru_en_chat_spam.txt")))
        {
            Add(texts, line.Any(c => c is >= 'а' and <= 'я') ? "ru" : "en", line, Theme.Other);
        }
    }

    private static void Add(List<PromoText> texts, string language, string text, Theme theme)
    {
        string words = text.ReplaceLineEndings(" ").Trim();
        if (words.Length is > 16 and < 400)
        {
            texts.Add(new PromoText(language, "promo", words, theme, words[..Math.Min(6, words.Length)]));
        }
    }

    /// <summary>The messages are cut into words, their names and numbers replaced by capitals: fill in what would stand there.</summary>
    private static string Unsegment(string message)
    {
        var text = new StringBuilder();
        foreach (string word in message.Split(' '))
        {
            bool placeholder = word.Length > 2 && word.All(char.IsAsciiLetter) && word.Any(char.IsAsciiLetterUpper);
            text.Append(!placeholder ? word : word switch { "DIGIT" => "{n}", "PLACE" => "本地", _ => "{brand}" });
        }

        return text.ToString();
    }
}
