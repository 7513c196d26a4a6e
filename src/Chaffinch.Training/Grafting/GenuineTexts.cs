using System.Buffers;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Chaffinch.Training.Grafting;

/// <summary>A genuine text: headings and paragraphs.</summary>
/// <param name="Language">ISO 639-1, or zh-hant.</param>
/// <param name="Source">Where it is from.</param>
/// <param name="Title">Its title.</param>
/// <param name="Parts">Its paragraphs; a heading opens with <c># </c>, an item with <c>* </c>.</param>
/// <param name="Name">What it is called in all languages, where it exists in several; else its title says it.</param>
internal sealed record SourceArticle(string Language, string Source, string Title, List<string> Parts, string? Name = null)
{
    /// <summary>One source in four is held out, in all of its languages, by a hash of its name.</summary>
    public bool IsHeldOut => IsHeld(Name ?? Title);

    /// <summary>True for the names of sources that are held out.</summary>
    public static bool IsHeld(string name) => Stable.Hash(name) % 4 == 0;

    /// <summary>True where a piece of the other would be at home in this one: the same source, or two chapters of one manual.</summary>
    public bool IsKin(SourceArticle other) =>
        Source == other.Source && (Source == "docs" || (Name ?? Title) == (other.Name ?? other.Title));
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

    private const int LongEnough = 12;
    private const int LeastParts = 4;

    private static readonly SearchValues<char> Pauses = SearchValues.Create("，。、；：！？ ");

    private readonly Dictionary<(string Language, bool HeldOut), List<SourceArticle>> _articles = [];
    private readonly Dictionary<(string Language, bool HeldOut), List<SourceArticle>> _pieces = [];

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

    /// <summary>Texts that hold together, of which pages are made.</summary>
    public IReadOnlyList<SourceArticle> Of(string language, bool heldOut) => _articles.TryGetValue((language, heldOut), out List<SourceArticle>? list) ? list : [];

    /// <summary>All texts of which fragments are cut, those that are strung together of several among them.</summary>
    public IReadOnlyList<SourceArticle> PiecesOf(string language, bool heldOut) => _pieces.TryGetValue((language, heldOut), out List<SourceArticle>? list) ? list : [];

    /// <summary>Sentences of a text, by marks and blanks alone.</summary>
    public static List<string> Sentences(string text) =>
        [.. SentenceEnd().Split(text).Select(s => s.Trim()).Where(s => s.Length > 0)];

    /// <summary>As much of a text as fits: to the end of a sentence, else of a word, else to the length itself.</summary>
    public static string Whole(string text, int most)
    {
        if (text.Length <= most)
        {
            return text;
        }

        int cut = text.AsSpan(0, most).LastIndexOfAny("。！？") + 1;
        for (int i = most - 1; i > cut; i--)
        {
            if (text[i] is '.' or '!' or '?' or '।' or '؟' && text[i + 1] == ' ')
            {
                cut = i + 1;
            }
        }

        cut = cut * 3 > most ? cut : text.LastIndexOf(' ', most) is > 0 and int blank && blank * 2 > most ? blank : most;
        return char.IsHighSurrogate(text[cut - 1]) ? text[..(cut - 1)] : text[..cut];
    }

    private void Add(SourceArticle article, bool holdsTogether = true)
    {
        if (article.Parts.Count == 0 || article.Title.Length < 4)
        {
            return;
        }

        AddTo(_pieces, article);
        if (holdsTogether)
        {
            AddTo(_articles, article);
        }
    }

    private static void AddTo(Dictionary<(string Language, bool HeldOut), List<SourceArticle>> lists, SourceArticle article)
    {
        (string, bool) key = (article.Language, article.IsHeldOut);
        if (!lists.TryGetValue(key, out List<SourceArticle>? list))
        {
            lists.Add(key, list = []);
        }

        list.Add(article);
    }

    // Three to five neighbouring sentences of one source are an article of two or three paragraphs; all others serve as fragments alone.
    private void ReadSib(string folder)
    {
        foreach (string file in Sorted(folder, "*.tsv"))
        {
            if (!Sib.TryGetValue(Path.GetFileNameWithoutExtension(file), out string? language))
            {
                continue;
            }

            foreach (IGrouping<int, (int Id, string Text)> article in SibArticles.Sentences(file).GroupBy(r => SibArticles.Of(r.Id) is var first and >= 0 ? first : -1 - r.Id))
            {
                List<string> texts = [.. article.Select(r => r.Text)];
                string joint = language is "zh" or "zh-hant" or "ja" ? "" : " ";
                List<string> parts = [.. texts.Take(texts.Count % 2), .. texts.Skip(texts.Count % 2).Chunk(2).Select(p => string.Join(joint, p))];
                Add(new SourceArticle(language, "sib200", TitleFrom(texts[0], language), parts, SibArticles.NameOf(article.First().Id)), article.Key >= 0);
            }
        }
    }

    private void ReadDocs(string folder)
    {
        foreach (string sub in Directory.GetDirectories(folder).Order(StringComparer.Ordinal).Where(d => Docs.ContainsKey(Path.GetFileName(d))))
        {
            foreach (string file in Sorted(sub, "*.md"))
            {
                AddMarkdown(Docs[Path.GetFileName(sub)], Path.GetFileName(file), File.ReadAllLines(file));
            }
        }
    }

    // Long chapters are several pages, each from one heading to another.
    private void AddMarkdown(string language, string name, string[] lines)
    {
        var parts = new List<string>();
        bool code = false;
        int head = lines.Length > 0 && lines[0].StartsWith("---", StringComparison.Ordinal) ? Array.FindIndex(lines, 1, l => l.StartsWith("---", StringComparison.Ordinal)) + 1 : 0;
        string title = lines.Take(head).FirstOrDefault(l => l.StartsWith("title:", StringComparison.Ordinal))?[6..].Trim(' ', '"', '\'') ?? "";
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
                if (parts.Count >= LongEnough)
                {
                    AddManual(language, name, title, parts);
                    (title, parts) = (heading, []);
                }

                title = title.Length == 0 ? heading : title;
                if (parts.Count > 0)
                {
                    parts.Add("# " + heading);
                }
            }
            else
            {
                parts.Add(plain[0] is '-' or '*' ? "* " + plain[1..].Trim() : plain);
            }
        }

        AddManual(language, name, title, parts);
    }

    private void AddManual(string language, string name, string title, List<string> parts)
    {
        while (parts.Count > 0 && parts[^1].StartsWith("# ", StringComparison.Ordinal))
        {
            parts.RemoveAt(parts.Count - 1);
        }

        if (parts.Count >= LeastParts)
        {
            Add(new SourceArticle(language, "docs", title, parts, name));
        }
    }

    private void ReadChinese(string clean)
    {
        foreach (string line in File.ReadLines(Path.Combine(clean, "zh_news_paragraphs.txt")))
        {
            List<string> sentences = Sentences(line);
            if (sentences.Count >= 3 && line.Length < 2500)
            {
                List<string> parts = [.. sentences.Skip(0).Chunk(sentences.Count > 8 ? 3 : 2).Select(c => string.Concat(c))];
                Add(new SourceArticle("zh", "zh paragraphs", TitleFrom(sentences[DateLine().IsMatch(sentences[0]) ? 1 : 0], "zh"), parts));
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
                    List<string> parts = [.. item.Skip(1).Where(l => l.Length > 12 && l[0] != '[').Take(14)];
                    if (parts.Count >= 2 && item[0].Length < 60)
                    {
                        // News in brief are many things one after the other.
                        Add(new SourceArticle("zh", "zh news", item[0], parts), !item[0].Contains("快讯", StringComparison.Ordinal));
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
            string type = json.RootElement.TryGetProperty("_internal", out JsonElement notes) && notes.TryGetProperty("page_type", out JsonElement pageType) ? pageType.GetProperty("primary").GetString() ?? "" : "";
            JsonElement truth = json.RootElement.GetProperty("ground_truth");
            string title = truth.TryGetProperty("title", out JsonElement t) ? t.GetString() ?? "" : "";
            string main = truth.TryGetProperty("main_content", out JsonElement content) ? content.GetString() ?? "" : "";
            List<string> parts = [.. main.Split('\n').Select(l => l.Trim()).Where(l => l.Length > 2).Take(24).Select(l => l.Length < 60 && !".!?:;,。".Contains(l[^1], StringComparison.Ordinal) ? "# " + l : l)];
            bool english = main.Length > 300 && main.Count(c => c < 128) > main.Length * 0.97 && Common().Count(main) * 60 > main.Length / 6;
            if (english && parts.Count(p => p.Length > 120) >= 2)
            {
                // Threads, lists of products and of articles are cards of many hands.
                Add(new SourceArticle("en", "web", title, parts), type is not ("forum" or "listing" or "collection"));
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

    [GeneratedRegex("[讯电）】]|记者")]
    private static partial Regex DateLine();

    [GeneratedRegex(@"!?\[([^\]]*)\]\([^)]*\)")]
    private static partial Regex Links();

    [GeneratedRegex("<[^<>]*>")]
    private static partial Regex Tags();

    [GeneratedRegex(@"\b(the|and|of|to|in)\b")]
    private static partial Regex Common();
}
