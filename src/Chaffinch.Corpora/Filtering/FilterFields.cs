using Chaffinch.Corpora.Model;
using Chaffinch.Model;

namespace Chaffinch.Corpora.Filtering;

/// <summary>What values a field of the filter language takes.</summary>
public enum FilterType
{
    /// <summary>A number; <c>10%</c> is 0.1, <c>5k</c> is 5,000, <c>2M</c> is 2,000,000.</summary>
    Number,

    /// <summary>A text, or missing.</summary>
    Text,

    /// <summary>A date or time as ISO 8601, or missing; <c>2024</c> and <c>2024-05</c> are the first moment of their year and month.</summary>
    Date,

    /// <summary>One of a closed list of words.</summary>
    Word,

    /// <summary>Any number of words of a closed list; a comparison holds when it holds for one of them.</summary>
    Words,
}

/// <summary>A field that filters can ask for.</summary>
/// <param name="Name">Its name in expressions.</param>
/// <param name="Type">What values it takes.</param>
/// <param name="What">What it is, for help and documentation.</param>
/// <param name="Allowed">Its words, for <see cref="FilterType.Word"/> and <see cref="FilterType.Words"/>.</param>
public sealed record FilterField(string Name, FilterType Type, string What, IReadOnlyList<string> Allowed)
{
    private static readonly string[] VerdictWords = [.. Enum.GetValues<PageVerdict>().Select(static v => v.NameOf())];
    private static readonly string[] KindWords = [.. Enum.GetValues<Kind>().Select(static k => k.NameOf()).OfType<string>()];
    private static readonly string[] ThemeWords = [.. Enum.GetValues<Theme>().Select(static t => t.NameOf()).OfType<string>()];

    /// <summary>All fields, in the order of the documentation.</summary>
    public static IReadOnlyList<FilterField> All { get; } =
    [
        Word("verdict", "the verdict over the page", VerdictWords, static f => (int)f.Page.Judgement.Value),
        Number("confidence", "how sure the verdict is, 0 to 1", static f => f.Page.Judgement.Confidence),
        Text("language", "main language, ISO 639-1", static f => f.Language),
        Number("kept", "characters of the article", static f => f.Kept),
        Number("characters", "characters of the page text", static f => f.Characters),
        Number("injected", "planted characters", static f => f.ByLabel[(int)Label.Injected]),
        Number("injected-share", "planted characters as a share of all, 0 to 1", static f => f.InjectedShare),
        Number("damaged", "damaged characters", static f => f.ByLabel[(int)Label.Damaged]),
        Number("furniture", "characters of the site's own machinery", static f => f.ByLabel[(int)Label.Furniture]),
        Words("kind", "kinds of the planted and damaged spans", KindWords, static (f, word) => f.SpansByKind[word + 1] > 0),
        Words("theme", "themes of the planted spans", ThemeWords, static (f, word) => f.SpansByTheme[word + 1] > 0),
        Text("id", "the record's name", static f => f.Id),
        Text("url", "the page's address", static f => f.Url),
        Text("host", "the address's host, lower case", static f => HostOf(f.Url)),
        Text("title", "the article's title", static f => f.Page.Article.Title),
        Text("byline", "author or source of the article", static f => f.Page.Article.Byline),
        Text("text", "the article's text", static f => f.Page.Article.Text),
        Date("published", "publication date of the article", static f => f.Page.Article.Published),
        Date("fetched", "when the page was fetched", static f => f.Fetched?.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture)),
        Word("format", "what the page was read as", ["html", "text"], static f => f.Page.Page.IsHtml ? 0 : 1),
        Number("bytes", "bytes of the page as fetched", static f => f.Bytes),
        Number("defects", "defects of the page and its record", static f => f.Page.Page.Defects.Length + f.ArchiveDefects),
    ];

    internal Func<DocumentFacts, double>? AsNumber { get; private init; }

    internal Func<DocumentFacts, string?>? AsText { get; private init; }

    internal Func<DocumentFacts, int>? AsWord { get; private init; }

    internal Func<DocumentFacts, int, bool>? HasWord { get; private init; }

    /// <summary>The field of a name, null when there is none.</summary>
    public static FilterField? Find(string name)
    {
        foreach (FilterField field in All)
        {
            if (string.Equals(field.Name, name, StringComparison.OrdinalIgnoreCase))
            {
                return field;
            }
        }

        return null;
    }

    /// <summary>The host of an address in lower case; null where it has none. Never throws, whatever stands there.</summary>
    internal static string? HostOf(string? url)
    {
        int scheme = url is null ? -1 : url.IndexOf("://", StringComparison.Ordinal);
        if (scheme < 0)
        {
            return null;
        }

        ReadOnlySpan<char> rest = url.AsSpan(scheme + 3);
        int end = rest.IndexOfAny("/?#\\");
        rest = end < 0 ? rest : rest[..end];
        rest = rest[(rest.LastIndexOf('@') + 1)..];
        int port = rest.LastIndexOf(':');
        if (port >= 0 && !rest[(port + 1)..].ContainsAnyExceptInRange('0', '9'))
        {
            rest = rest[..port];
        }

        return rest.IsEmpty ? null : rest.ToString().ToLowerInvariant();
    }

    private static FilterField Number(string name, string what, Func<DocumentFacts, double> get) => new(name, FilterType.Number, what, []) { AsNumber = get };

    private static FilterField Text(string name, string what, Func<DocumentFacts, string?> get) => new(name, FilterType.Text, what, []) { AsText = get };

    private static FilterField Date(string name, string what, Func<DocumentFacts, string?> get) => new(name, FilterType.Date, what, []) { AsText = get };

    private static FilterField Word(string name, string what, string[] words, Func<DocumentFacts, int> get) => new(name, FilterType.Word, what, words) { AsWord = get };

    private static FilterField Words(string name, string what, string[] words, Func<DocumentFacts, int, bool> has) => new(name, FilterType.Words, what, words) { HasWord = has };
}
