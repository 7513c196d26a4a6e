using Chaffinch.Model;

namespace Chaffinch.Cleaning;

/// <summary>Finds the author's part of the byline and the date of publication.</summary>
internal static class BylineReader
{
    // A byline longer than this is a sentence about somebody.
    private const int MaxBylineChars = 200;
    private const int MaxCandidates = 200;

    // Words before a name that say that it is the author's: function words of a page's machinery, not of any subject.
    // A bare preposition ("von", "di") begins many a surname too, so without a colon it counts in its own language only.
    private static readonly (string Word, string? Language)[] AuthorLabels =
    [
        ("written by", ""), ("posted by", ""), ("words by", ""), ("story by", ""), ("by", ""), ("author", "en"), ("von", "de"), ("autor", "es"), ("par", "fr"),
        ("auteur", "fr"), ("por", "es"), ("por", "pt"), ("di", "it"), ("oleh", "id"), ("penulis", "id"), ("yazan", "tr"), ("yazar", "tr"), ("автор", "ru"), ("текст", null),
        ("作者", null), ("文", null), ("撰文", null), ("记者", null), ("記者", null), ("筆者", null), ("執筆", null), ("글", null), ("tác giả", "vi"), ("ผู้เขียน", "th"),
        ("بقلم", "ar"), ("الكاتب", null), ("door", "nl"), ("av", "sv"), ("av", "no"), ("af", "da"),
    ];

    private static readonly string[] OtherLabels =
    [
        "来源", "來源", "source", "quelle", "fuente", "fonte", "источник", "sumber", "kaynak", "nguồn", "编辑", "編輯", "责编", "责任编辑", "editor", "redaktion", "published", "updated", "发布时间", "时间",
        "發佈時間", "日期", "date", "đăng", "stand", "publié", "publicado", "pubblicato", "опубликовано", "дата", "yayın", "입력", "수정", "公開日", "更新日",
    ];

    /// <summary>Marks the author's part and returns the date of publication in ISO 8601, null where none is found.</summary>
    public static string? Choose(SegmentedPage segmented, Span<Part> parts)
    {
        Page page = segmented.Page;
        string? language = page.DeclaredLanguage is { Length: >= 2 } declared && segmented.Language is string told
            && declared.StartsWith(told, StringComparison.OrdinalIgnoreCase) ? declared : segmented.Language ?? page.DeclaredLanguage;
        FoundDate? date = null;
        int best = -1;
        int bestRank = 0;
        TextSpan bestSpan = default;
        int seen = 0;
        for (int i = 0; i < parts.Length && seen < MaxCandidates; i++)
        {
            if (parts[i].Role != PartRole.Byline)
            {
                continue;
            }

            seen++;
            ReadOnlySpan<char> text = page.Text.AsSpan(parts[i].Whole.Start, parts[i].Whole.Length);
            date ??= DateReader.Find(text, language);
            TextSpan author = AuthorIn(page, parts[i].Whole, language, out int rank);
            if (rank > 0 && (page.Blocks[parts[i].Block].OwnHints & Hints.Byline) != Hints.None)
            {
                rank++;
            }

            if (rank > bestRank)
            {
                (best, bestRank, bestSpan) = (i, rank, author);
            }
        }

        if (best >= 0)
        {
            parts[best].Role = PartRole.Author;
            parts[best].Kept = bestSpan;
        }

        return Published(page, parts, date, language);
    }

    /// <summary>The author's part as it stands on the page, null where there is none.</summary>
    public static string? Read(Page page, ReadOnlySpan<Part> parts)
    {
        foreach (ref readonly Part part in parts)
        {
            if (part.Role == PartRole.Author)
            {
                return page.Text[part.Kept.Start..part.Kept.End];
            }
        }

        return null;
    }

    private static string? Published(Page page, ReadOnlySpan<Part> parts, FoundDate? seen, string? language)
    {
        FoundDate? meta = page.Meta.Published is string written ? DateReader.Find(written, language) : null;
        if (seen is FoundDate visible && visible.Day > 0)
        {
            // The machine-readable date often has the time and the zone that the visible one lacks.
            return meta is FoundDate same && same.IsSameDay(visible) && same.Time.Length > visible.Time.Length ? same.ToIso() : visible.ToIso();
        }

        return (meta ?? FromTimeElement(page, parts, language) ?? seen)?.ToIso();
    }

    // The first time element before the end of the article; what stands after it belongs to comments and related items.
    private static FoundDate? FromTimeElement(Page page, ReadOnlySpan<Part> parts, string? language)
    {
        int end = 0;
        for (int i = parts.Length - 1; i >= 0 && end == 0; i--)
        {
            end = parts[i].Role == PartRole.Keep ? parts[i].Whole.End : 0;
        }

        foreach (ref readonly InlineRun run in page.Inlines)
        {
            if (run.Span.Start >= end)
            {
                break;
            }

            if (run.Kind == InlineKind.Time
                && DateReader.Find(page.Text.AsSpan(run.Span.Start, run.Span.Length), language) is FoundDate found)
            {
                return found;
            }
        }

        return null;
    }

    /// <summary>The author's part of a byline: what follows an author's label, else the first piece that is neither date nor source.</summary>
    /// <param name="page">The page.</param>
    /// <param name="whole">The byline.</param>
    /// <param name="language">Language tag, for dates and prepositions.</param>
    /// <param name="rank">0 when there is none; higher the surer it is a person.</param>
    private static TextSpan AuthorIn(Page page, TextSpan whole, string? language, out int rank)
    {
        rank = 0;
        TextSpan best = default;
        int pieces = 0;
        int end = Math.Min(whole.End, whole.Start + 4 * MaxBylineChars);
        for (int start = whole.Start; start < end; pieces++)
        {
            int stop = PieceEnd(page.Text, start, end, language);
            TextSpan piece = PartList.Trim(page.Text, new(start, stop));
            start = stop < end ? stop + 1 : end;
            if (piece.IsEmpty)
            {
                continue;
            }

            TextSpan author = Strip(page.Text, piece, language, out int pieceRank);
            if (pieceRank > rank)
            {
                (best, rank) = (author, pieceRank);
            }
        }

        return best;
    }

    // Pieces end at bars, dots of middle height, tabs, line ends and wide gaps, and before a label that begins another piece.
    private static int PieceEnd(string text, int start, int end, string? language)
    {
        for (int i = start; i < end; i++)
        {
            char c = text[i];
            if (c is '|' or '｜' or '·' or '•' or '\t' or '\n' or '\r' or '/' && IsFieldBar(text, i, start))
            {
                return i;
            }

            bool gap = char.IsWhiteSpace(c) && (c == '\u3000' || (i + 1 < end && (char.IsWhiteSpace(text[i + 1])
                || OtherLabelLength(text.AsSpan(i + 1, end - i - 1)) > 0 || AuthorLabelLength(text.AsSpan(i + 1, end - i - 1), language) > 0)));
            if (gap && i > start)
            {
                return i;
            }
        }

        return end;
    }

    // A slash between blanks or the CJK "name/role" divides; one inside a date or a double name does not.
    private static bool IsFieldBar(string text, int i, int start) =>
        text[i] is not ('/' or '·') || (i > start && char.IsWhiteSpace(text[i - 1]) && i + 1 < text.Length && char.IsWhiteSpace(text[i + 1]));

    private static TextSpan Strip(string text, TextSpan piece, string? language, out int rank)
    {
        ReadOnlySpan<char> s = text.AsSpan(piece.Start, piece.Length);
        rank = 0;
        if (OtherLabelLength(s) > 0)
        {
            return default;
        }

        int label = AuthorLabelLength(s, language);
        TextSpan name = PartList.Trim(text, new(piece.Start + label, piece.End));
        if (DateReader.Find(text.AsSpan(name.Start, name.Length), language) is FoundDate date)
        {
            // "Name, 14 March 2025" keeps the name; a piece that begins with its date has none.
            name = TrimJoints(text, new(name.Start, name.Start + date.Start));
        }

        int letters = 0;
        for (int i = name.Start; i < name.End; i++)
        {
            letters += char.IsLetter(text[i]) || char.IsHighSurrogate(text[i]) ? 1 : 0;
        }

        if (letters < 2 || name.Length > MaxBylineChars)
        {
            return default;
        }

        rank = label > 0 ? 3 : 1;
        return name;
    }

    private static TextSpan TrimJoints(string text, TextSpan span)
    {
        int end = span.End;
        while (end > span.Start && (char.IsWhiteSpace(text[end - 1]) || text[end - 1] is ',' or '，' or '-' or '–' or '—' or '|' or '·' or '(' or '（' or ':' or '：'))
        {
            end--;
        }

        return new(span.Start, end);
    }

    /// <summary>Code units of an author's label at the start of the text with its colon or blank; 0 where there is none.</summary>
    private static int AuthorLabelLength(ReadOnlySpan<char> text, string? language)
    {
        int best = 0;
        foreach ((string word, string? blankIn) in AuthorLabels)
        {
            bool blankCounts = blankIn is not null && (blankIn.Length == 0 || (language is not null && language.StartsWith(blankIn, StringComparison.OrdinalIgnoreCase)));
            best = Math.Max(best, LabelLength(text, word, blankCounts));
        }

        return best;
    }

    private static int OtherLabelLength(ReadOnlySpan<char> text)
    {
        int best = 0;
        foreach (string word in OtherLabels)
        {
            best = Math.Max(best, LabelLength(text, word, blankCounts: false));
        }

        return best;
    }

    private static int LabelLength(ReadOnlySpan<char> text, string word, bool blankCounts)
    {
        if (word.Length >= text.Length || !text.StartsWith(word, StringComparison.OrdinalIgnoreCase))
        {
            return 0;
        }

        int at = DateReader.SkipBlanks(text, word.Length);
        bool colon = at < text.Length && text[at] is ':' or '：' or '/' or '｜' or '|' or '﹕';
        if (!colon && !(blankCounts && at > word.Length))
        {
            return 0;
        }

        return DateReader.SkipBlanks(text, colon ? at + 1 : at);
    }
}
