using System.Buffers;
using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Cleaning;

/// <summary>Words of a page's machinery that stand before an author, a source or a date.</summary>
internal static class BylineLabels
{
    // An author's label alone on its line has few letters.
    private const int MaxAloneChars = 16;
    private const int MaxWriterChars = 60;

    // Words before a name that say that it is the author's: function words of a page's machinery, not of any subject.
    // A bare preposition ("von", "di") begins many a surname too, so without a colon it counts in its own language only.
    private static readonly (string Word, string? Language)[] AuthorLabels =
    [
        ("written by", ""), ("posted by", ""), ("words by", ""), ("story by", ""), ("article by", ""), ("started by", ""),
        ("thread starter", ""), ("by", ""), ("author", "en"), ("authors", "en"), ("author(s)", "en"), ("contributor", null), ("contributors", null), ("von", "de"), ("autor", "es"), ("par", "fr"),
        ("auteur", "fr"), ("por", "es"), ("por", "pt"), ("di", "it"), ("oleh", "id"), ("penulis", "id"), ("yazan", "tr"), ("yazar", "tr"), ("автор", "ru"), ("текст", null),
        ("作者", null), ("文", null), ("撰文", null), ("记者", null), ("記者", null), ("筆者", null), ("執筆", null), ("글", null), ("tác giả", "vi"), ("ผู้เขียน", "th"),
        ("بقلم", "ar"), ("الكاتب", null), ("door", "nl"), ("av", "sv"), ("av", "no"), ("af", "da"),
    ];

    private static readonly string[] Credits = ["photo", "photos", "image", "images", "picture", "pictures", "illustration", "illustrations", "photography", "video", "foto", "fotos", "artwork"];

    private static readonly string[] OtherLabels =
    [
        "来源", "來源", "source", "quelle", "fuente", "fonte", "источник", "sumber", "kaynak", "nguồn", "编辑", "編輯", "责编", "责任编辑", "editor", "redaktion", "published", "updated", "发布时间", "时间",
        "發佈時間", "日期", "date", "đăng", "stand", "publié", "publicado", "pubblicato", "опубликовано", "дата", "yayın", "입력", "수정", "公開日", "更新日",
    ];

    // By their first character, in both cases: most words of a page begin no label.
    private static readonly Dictionary<char, (string Word, string? Language)[]> AuthorsByHead = ByHead(AuthorLabels, l => l.Word);
    private static readonly Dictionary<char, string[]> OthersByHead = ByHead(OtherLabels, l => l);
    private static readonly SearchValues<char> AuthorHeads = SearchValues.Create([.. AuthorsByHead.Keys]);
    private static readonly SearchValues<char> OtherHeads = SearchValues.Create([.. OthersByHead.Keys]);

    /// <summary>Code units of an author's label at the start of the text with its colon or blank; 0 where there is none.</summary>
    public static int AuthorLabelLength(ReadOnlySpan<char> text, string? language)
    {
        if (text.IsEmpty || !AuthorHeads.Contains(text[0]))
        {
            return 0;
        }

        int best = 0;
        foreach ((string word, string? blankIn) in AuthorsByHead[text[0]])
        {
            if (WordStart.MayBe(text, word))
            {
                bool blankCounts = blankIn is not null && (blankIn.Length == 0 || (language is not null && language.StartsWith(blankIn, StringComparison.OrdinalIgnoreCase)));
                best = Math.Max(best, LabelLength(text, word, blankCounts));
            }
        }

        return best;
    }

    /// <summary>Code units of a source's or date's label at the start of the text with its colon or blank; 0 where there is none.</summary>
    public static int OtherLabelLength(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || !OtherHeads.Contains(text[0]))
        {
            return 0;
        }

        int best = 0;
        foreach (string word in OthersByHead[text[0]])
        {
            if (WordStart.MayBe(text, word))
            {
                best = Math.Max(best, LabelLength(text, word, blankCounts: false));
            }
        }

        return best;
    }

    /// <summary>True where the text ends in a word for pictures: "Photo by" names no author.</summary>
    public static bool EndsInCredit(ReadOnlySpan<char> text)
    {
        foreach (string word in Credits)
        {
            if (text.EndsWith(word, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>True for a short line that begins with "Written by" or its like: it names the author wherever it stands.</summary>
    public static bool SaysWriter(ReadOnlySpan<char> line)
    {
        if (line.IsEmpty || line.Length > MaxWriterChars || (line[0] < 128 && (line[0] | 0x20) is not ('w' or 'a' or 'p' or 's')))
        {
            return false;
        }

        foreach (string words in (ReadOnlySpan<string>)["written by ", "article by ", "posted by ", "words by ", "story by "])
        {
            if (line.StartsWith(words, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static int LabelLength(ReadOnlySpan<char> text, string word, bool blankCounts)
    {
        if (word.Length >= text.Length || !text.StartsWith(word, StringComparison.OrdinalIgnoreCase))
        {
            return 0;
        }

        int at = DateReader.SkipBlanks(text, word.Length);
        bool colon = at < text.Length && text[at] is ':' or '：' or '/' or '｜' or '|' or '﹕';
        // "ByAnn Miller": two elements without a blank between them.
        bool glued = word is "by" && char.IsUpper(text[word.Length]) && char.IsLower(text[word.Length - 1]);
        if (!colon && !glued && !(blankCounts && at > word.Length))
        {
            return 0;
        }

        return DateReader.SkipBlanks(text, colon ? at + 1 : at);
    }

    // In plain loops: this is made once in every run of the command, however short.
    private static Dictionary<char, T[]> ByHead<T>(T[] labels, Func<T, string> wordOf)
    {
        var lists = new Dictionary<char, T[]>();
        foreach (T label in labels)
        {
            char head = wordOf(label)[0];
            Add(lists, head, label);
            if (char.ToUpperInvariant(head) != head)
            {
                Add(lists, char.ToUpperInvariant(head), label);
            }
        }

        return lists;
    }

    private static void Add<T>(Dictionary<char, T[]> lists, char head, T label) =>
        lists[head] = lists.TryGetValue(head, out T[]? list) ? [.. list, label] : [label];

    /// <summary>True for a line that is nothing but an author's label, such as "Written by": the name is the next line.</summary>
    public static bool IsLabelAlone(string text, TextSpan part, string? language)
    {
        if (part.IsEmpty || !AuthorHeads.Contains(text[part.Start]))
        {
            return false;
        }

        ReadOnlySpan<char> line = text.AsSpan(part.Start, part.Length).TrimEnd(" :：");
        if (line.Length is 0 or > MaxAloneChars || !AuthorHeads.Contains(line[0]))
        {
            return false;
        }

        foreach ((string word, string? blankIn) in AuthorsByHead[line[0]])
        {
            if (line.Length != word.Length || !WordStart.MayBe(line, word))
            {
                continue;
            }

            bool counts = blankIn is null or { Length: 0 } || (language is not null && language.StartsWith(blankIn, StringComparison.OrdinalIgnoreCase));
            if (counts && line.Equals(word, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
