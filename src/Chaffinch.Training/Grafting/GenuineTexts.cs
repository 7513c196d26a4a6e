using System.Buffers;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Chaffinch.Training.Grafting;

/// <summary>A genuine text: headings and paragraphs.</summary>
/// <param name="Language">ISO 639-1, or zh-hant.</param>
/// <param name="Source">Where it is from.</param>
/// <param name="Title">Its title.</param>
/// <param name="Parts">Its paragraphs; a heading opens with <c># </c>, an item with <c>* </c>.</param>
internal sealed record SourceArticle(string Language, string Source, string Title, List<string> Parts)
{
    /// <summary>One source in four is held out, by a hash of its title.</summary>
    public bool IsHeldOut => Stable.Hash(Title) % 4 == 0;
}

/// <summary>A hash that is the same in every run.</summary>
internal static class Stable
{
    public static uint Hash(string text)
    {
        uint hash = 0x811C9DC5;
        foreach (char c in text)
        {
            hash = (hash ^ c) * 0x01000193;
        }

        return hash ^ (hash >> 15);
    }
}

/// <summary>Reads the genuine texts of the development data as articles, by language.</summary>
internal sealed partial class GenuineTexts
{
    private static readonly Dictionary<string, string> Sib = new(StringComparer.Ordinal)
    {
        ["arb_Arab"] = "ar", ["deu_Latn"] = "de", ["eng_Latn"] = "en", ["fra_Latn"] = "fr", ["hin_Deva"] = "hi", ["ind_Latn"] = "id", ["jpn_Jpan"] = "ja", ["kor_Hang"] = "ko",
        ["pes_Arab"] = "fa", ["por_Latn"] = "pt", ["rus_Cyrl"] = "ru", ["spa_Latn"] = "es", ["tha_Thai"] = "th", ["tur_Latn"] = "tr", ["ukr_Cyrl"] = "uk", ["vie_Latn"] = "vi",
        ["zho_Hans"] = "zh", ["zho_Hant"] = "zh-hant",
    };

    private static readonly Dictionary<string, string> Docs = new(StringComparer.Ordinal)
    {
        ["ar"] = "ar", ["de"] = "de", ["en"] = "en", ["es"] = "es", ["fa"] = "fa", ["fr"] = "fr", ["hi"] = "hi", ["id"] = "id", ["it"] = "it", ["ja-JP"] = "ja", ["ko"] = "ko", ["pt-BR"] = "pt",
        ["ru"] = "ru", ["th"] = "th", ["tr"] = "tr", ["uk"] = "uk", ["vi"] = "vi", ["zh-CN"] = "zh", ["zh-TW"] = "zh-hant",
    };

    private static readonly SearchValues<char> Pauses = SearchValues.Create("，。、；：！？ ");

    private readonly Dictionary<(string Language, bool HeldOut), List<SourceArticle>> _articles = [];

    public GenuineTexts(string data)
    {
        ReadSib(Path.Combine(data, "clean", "sib200"));
        ReadDocs(Path.Combine(data, "clean", "docs"));
        ReadChinese(Path.Combine(data, "clean"));
        ReadWeb(Path.Combine(data, "wcxb-dev", "dev", "ground-truth"));
    }

    /// <summary>Texts that are already at hand.</summary>
    public GenuineTexts(IEnumerable<SourceArticle> articles)
    {
        foreach (SourceArticle article in articles)
        {
            Add(article);
        }
    }

    public IReadOnlyList<SourceArticle> Of(string language, bool heldOut) => _articles.TryGetValue((language, heldOut), out List<SourceArticle>? list) ? list : [];

    /// <summary>Sentences of a text, by marks and blanks alone.</summary>
    public static List<string> Sentences(string text) =>
        [.. SentenceEnd().Split(text).Select(s => s.Trim()).Where(s => s.Length > 0)];

    private void Add(SourceArticle article)
    {
        if (article.Parts.Count == 0 || article.Title.Length < 4)
        {
            return;
        }

        (string, bool) key = (article.Language, article.IsHeldOut);
        if (!_articles.TryGetValue(key, out List<SourceArticle>? list))
        {
            _articles.Add(key, list = []);
        }

        list.Add(article);
    }

    // The sentences are numbered in the order of the articles that they come from, so neighbours belong together.
    private void ReadSib(string folder)
    {
        foreach (string file in Sorted(folder, "*.tsv"))
        {
            if (!Sib.TryGetValue(Path.GetFileNameWithoutExtension(file), out string? language))
            {
                continue;
            }

            List<(int Id, string Topic, string Text)> rows = [.. File.ReadLines(file).Skip(1).Select(l => l.Split('\t')).Where(c => c.Length == 3)
                .Select(c => (int.Parse(c[0], System.Globalization.CultureInfo.InvariantCulture), c[1], c[2])).OrderBy(r => r.Item1)];
            foreach (IGrouping<string, (int Id, string Topic, string Text)> topic in rows.GroupBy(r => r.Topic))
            {
                foreach ((int Id, string Topic, string Text)[] chunk in topic.Chunk(14).Where(c => c.Length >= 8))
                {
                    List<string> parts = [.. chunk.Skip(1).Chunk(3).Select(p => string.Join(language is "zh" or "zh-hant" or "ja" or "th" ? "" : " ", p.Select(s => s.Text)))];
                    Add(new SourceArticle(language, "sib200", TitleFrom(chunk[1].Text, language), parts));
                }
            }
        }
    }

    private void ReadDocs(string folder)
    {
        foreach (string sub in Directory.GetDirectories(folder).Order(StringComparer.Ordinal).Where(d => Docs.ContainsKey(Path.GetFileName(d))))
        {
            foreach (string file in Sorted(sub, "*.md"))
            {
                AddMarkdown(Docs[Path.GetFileName(sub)], "docs", File.ReadAllLines(file), 26);
            }
        }
    }

    private void AddMarkdown(string language, string source, string[] lines, int most)
    {
        string title = "";
        var parts = new List<string>();
        bool code = false;
        int head = lines.Length > 0 && lines[0].StartsWith("---", StringComparison.Ordinal) ? Array.FindIndex(lines, 1, l => l.StartsWith("---", StringComparison.Ordinal)) + 1 : 0;
        foreach (string raw in lines.Skip(head))
        {
            string line = raw.Trim();
            code ^= line.StartsWith("```", StringComparison.Ordinal);
            string plain = Links().Replace(line, "$1").Replace("**", "", StringComparison.Ordinal).Replace("`", "", StringComparison.Ordinal).Trim();
            if (code || line.Length < 3 || plain.Length < 3 || line[0] is '`' or '|' or '<' or '-' && line.StartsWith("---", StringComparison.Ordinal) || line.Contains("://", StringComparison.Ordinal))
            {
                continue;
            }

            if (plain.StartsWith('#'))
            {
                string heading = plain.TrimStart('#', ' ');
                title = title.Length == 0 ? heading : title;
                if (parts.Count > 0)
                {
                    parts.Add("# " + heading);
                }
            }
            else if (parts.Count < most)
            {
                parts.Add(plain[0] is '-' or '*' ? "* " + plain[1..].Trim() : plain);
            }
        }

        while (parts.Count > 0 && parts[^1].StartsWith("# ", StringComparison.Ordinal))
        {
            parts.RemoveAt(parts.Count - 1);
        }

        Add(new SourceArticle(language, source, title, parts));
    }

    private void ReadChinese(string clean)
    {
        foreach (string line in File.ReadLines(Path.Combine(clean, "zh_news_paragraphs.txt")))
        {
            List<string> sentences = Sentences(line);
            if (sentences.Count >= 3 && line.Length < 2500)
            {
                List<string> parts = [.. sentences.Skip(0).Chunk(sentences.Count > 8 ? 3 : 2).Select(c => string.Concat(c))];
                Add(new SourceArticle("zh", "zh paragraphs", TitleFrom(sentences[sentences.Count / 2], "zh"), parts));
            }
        }

        foreach (string file in Sorted(Path.Combine(clean, "zh_news"), "*.md"))
        {
            string[] lines = Tags().Replace(File.ReadAllText(file), "\n").Split('\n');
            int from = 0;
            for (int i = 1; i <= lines.Length; i++)
            {
                if (i == lines.Length || lines[i].StartsWith("### ", StringComparison.Ordinal) || lines[i].StartsWith("## ", StringComparison.Ordinal))
                {
                    string[] item = [.. lines[from..i].Select(l => l.TrimStart('#', ' '))];
                    List<string> parts = [.. item.Skip(1).Where(l => l.Length > 12).Take(14)];
                    if (parts.Count >= 2 && item[0].Length < 60)
                    {
                        Add(new SourceArticle("zh", "zh news", item[0], parts));
                    }

                    from = i;
                }
            }
        }

        // Descriptions of apps sell on their own page: genuine, and as near to planted sales talk as genuine text comes.
        foreach (string line in File.ReadLines(Path.Combine(clean, "zh_app_descriptions.jsonl")))
        {
            using var json = JsonDocument.Parse(line);
            List<string> sentences = Sentences(json.RootElement.GetProperty("sentence").GetString()!);
            if (sentences.Count >= 5)
            {
                Add(new SourceArticle("zh", "zh apps", TitleFrom(sentences[1], "zh"), [.. sentences.Chunk(2).Select(c => string.Concat(c))]));
            }
        }
    }

    private void ReadWeb(string folder)
    {
        foreach (string file in Sorted(folder, "*.json"))
        {
            using var json = JsonDocument.Parse(File.ReadAllText(file));
            JsonElement truth = json.RootElement.GetProperty("ground_truth");
            string title = truth.TryGetProperty("title", out JsonElement t) ? t.GetString() ?? "" : "";
            string main = truth.TryGetProperty("main_content", out JsonElement content) ? content.GetString() ?? "" : "";
            List<string> parts = [.. main.Split('\n').Select(l => l.Trim()).Where(l => l.Length > 2).Take(24).Select(l => l.Length < 60 && !".!?:;,。".Contains(l[^1], StringComparison.Ordinal) ? "# " + l : l)];
            bool english = main.Length > 300 && main.Count(c => c < 128) > main.Length * 0.97 && Common().Count(main) * 60 > main.Length / 6;
            if (english && parts.Count(p => p.Length > 120) >= 2)
            {
                Add(new SourceArticle("en", "web", title, parts));
            }
        }
    }

    /// <summary>A headline made of a sentence's opening words, so that the text bears it out.</summary>
    private static string TitleFrom(string sentence, string language)
    {
        if (language is "zh" or "zh-hant" or "ja" or "th")
        {
            int cut = sentence.AsSpan().IndexOfAny(Pauses);
            int length = Math.Min(sentence.Length, language == "th" ? 46 : 24);
            return sentence[..(cut is > 8 && cut < length ? cut : length)].Trim('“', '”', '"', '，', '。', '「', '」', ' ');
        }

        string[] words = sentence.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        string title = string.Join(' ', words.Take(Math.Min(words.Length, 8))).TrimEnd('.', ',', ';', ':', '،');
        return title.Trim('"', '“', '”', '«', '»');
    }

    private static string[] Sorted(string folder, string pattern)
    {
        string[] files = Directory.GetFiles(folder, pattern);
        Array.Sort(files, StringComparer.Ordinal);
        return files;
    }

    [GeneratedRegex(@"(?<=[。！？!?])(?![”」』’）])|(?<=\.)\s+(?=\p{Lu}|\p{Lo}|[""“«])")]
    private static partial Regex SentenceEnd();

    [GeneratedRegex(@"!?\[([^\]]*)\]\([^)]*\)")]
    private static partial Regex Links();

    [GeneratedRegex("<[^<>]*>")]
    private static partial Regex Tags();

    [GeneratedRegex(@"\b(the|and|of|to|in)\b")]
    private static partial Regex Common();
}
