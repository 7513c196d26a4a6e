using System.Text;
using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Segmenting;

/// <summary>Gathers what metas, JSON-LD and time elements say of the page; the first of each kind counts. An author that is an address is none.</summary>
internal sealed class PageMetaReader
{
    private const int MaxValueBytes = 4096;
    private const int MaxTimeBytes = 64;
    private const int MaxAuthorsChars = 400;

    private readonly JsonLdReader _json = new();
    private readonly string?[] _values = new string?[(int)Field.Count];

    private enum Field
    {
        OpenGraphTitle,
        TwitterTitle,
        ArticleAuthor,
        MetaAuthor,
        DublinAuthor,
        CitedAuthors,
        OtherAuthor,
        CardLabel,
        CardValue,
        SecondCardLabel,
        SecondCardValue,
        ArticleTime,
        MetaTime,
        ChangeTime,
        MarkedTime,
        FirstTime,
        SiteName,
        OpenGraphUrl,
        OpenGraphType,
        Generator,
        Language,
        Count,
    }

    public string? Canonical { get; set; }

    public string? Language => _values[(int)Field.Language];

    public void ReadMeta(ReadOnlySpan<byte> name, ReadOnlySpan<byte> content)
    {
        // A property may hold several names.
        int blank = name.IndexOf((byte)' ');
        for (; blank > 0; blank = name.IndexOf((byte)' '))
        {
            Take(FieldOf(name[..blank]), content);
            name = Blanks.Trim(name[blank..]);
        }

        Take(FieldOf(name), content);
    }

    private void Take(Field field, ReadOnlySpan<byte> content)
    {
        if (field == Field.Count || content.IsEmpty || (_values[(int)field] is not null && field is not (Field.DublinAuthor or Field.CitedAuthors)))
        {
            return;
        }

        string value = CharacterReferences.DecodeToString(content[..Math.Min(content.Length, MaxValueBytes)], CharacterMode.Attribute).Trim();
        bool isAddress = field is Field.ArticleAuthor or Field.MetaAuthor or Field.OtherAuthor or Field.DublinAuthor && value.Contains("://", StringComparison.Ordinal);
        if (value.Length == 0 || isAddress)
        {
            return;
        }

        // A scholarly page has a meta for each author.
        _values[(int)field] = _values[(int)field] is not string before ? value
            : before.Length > MaxAuthorsChars || before.Contains(value, StringComparison.Ordinal) ? before : before + ", " + value;
    }

    /// <summary>Reads one JSON-LD script as far as it is JSON.</summary>
    public void ReadJson(ReadOnlySpan<byte> json) => _json.Read(json);

    /// <summary>Takes the machine-readable date of a <c>time</c> element.</summary>
    /// <param name="value">Its datetime attribute.</param>
    /// <param name="isPublished">Whether its own attributes say that it is the date of publication.</param>
    public void ReadTime(ReadOnlySpan<byte> value, bool isPublished)
    {
        Field field = isPublished ? Field.MarkedTime : Field.FirstTime;
        if (_values[(int)field] is null && value.Length is >= 8 and <= MaxTimeBytes)
        {
            _values[(int)field] = Encoding.UTF8.GetString(value).Trim();
        }
    }

    public PageMeta ToMeta() => new()
    {
        Title = First(Field.OpenGraphTitle, Field.TwitterTitle),
        Headline = _json.Title,
        Author = Author,
        Published = _json.Published ?? First(Field.ArticleTime, Field.MetaTime, Field.MarkedTime),
        Modified = _json.Modified ?? First(Field.ChangeTime),
        TimeElement = _values[(int)Field.FirstTime],
        SiteName = _values[(int)Field.SiteName] ?? _json.Site,
        CanonicalUrl = Canonical ?? _values[(int)Field.OpenGraphUrl],
        Generator = _values[(int)Field.Generator],
        Types = _values[(int)Field.OpenGraphType] is { Length: < 64 } type ? type + " " + _json.Types : _json.Types,
    };

    // An account's name in JSON-LD gives way to a name of several words.
    private string? Author
    {
        get
        {
            string? meta = First(Field.CitedAuthors, Field.DublinAuthor, Field.MetaAuthor, Field.OtherAuthor, Field.ArticleAuthor);
            bool isName = meta is not null && meta.Contains(' ', StringComparison.Ordinal);
            return _json.Author is { } author && !(isName && !author.Contains(' ', StringComparison.Ordinal) && author[0] < '\u0250') ? author : meta ?? CardAuthor;
        }
    }

    // WordPress tells Twitter "Written by" and the author as a pair of label and value.
    private string? CardAuthor => SaysWriter(Field.CardLabel) ? _values[(int)Field.CardValue] : SaysWriter(Field.SecondCardLabel) ? _values[(int)Field.SecondCardValue] : null;

    private bool SaysWriter(Field label) => _values[(int)label] is string text
        && (text.Equals("Written by", StringComparison.OrdinalIgnoreCase) || text.Equals("Interview by", StringComparison.OrdinalIgnoreCase));

    public void Clear()
    {
        Array.Clear(_values);
        _json.Clear();
        Canonical = null;
    }

    private static Field FieldOf(ReadOnlySpan<byte> name) => name.Length switch
    {
        3 when Is(name, "byl"u8) => Field.OtherAuthor,
        4 when Is(name, "date"u8) => Field.MetaTime,
        6 when Is(name, "author"u8) => Field.MetaAuthor,
        6 when Is(name, "og:url"u8) => Field.OpenGraphUrl,
        7 when Is(name, "pubdate"u8) => Field.MetaTime,
        7 when Is(name, "og:type"u8) => Field.OpenGraphType,
        7 when Is(name, "dc.date"u8) => Field.MetaTime,
        7 when Is(name, "creator"u8) => Field.OtherAuthor,
        8 when Is(name, "og:title"u8) => Field.OpenGraphTitle,
        9 when Is(name, "generator"u8) => Field.Generator,
        9 when Is(name, "og:author"u8) => Field.OtherAuthor,
        9 when Is(name, "published"u8) => Field.MetaTime,
        7 when Is(name, "ms.date"u8) || Is(name, "updated"u8) => Is(name, "updated"u8) ? Field.ChangeTime : Field.MetaTime,
        10 when Is(name, "dc.creator"u8) || Is(name, "dc:creator"u8) => Field.DublinAuthor,
        11 when Is(name, "publishdate"u8) => Field.MetaTime,
        12 when Is(name, "og:site_name"u8) => Field.SiteName,
        12 when Is(name, "publish_date"u8) || Is(name, "publish-date"u8) || Is(name, "article.date"u8) => Field.MetaTime,
        13 when Is(name, "twitter:title"u8) => Field.TwitterTitle,
        13 when Is(name, "twitter:data1"u8) => Field.CardValue,
        13 when Is(name, "twitter:data2"u8) => Field.SecondCardValue,
        12 when Is(name, "dateModified"u8) => Field.ChangeTime,
        13 when Is(name, "modified-date"u8) || Is(name, "last-modified"u8) => Field.ChangeTime,
        14 when Is(name, "published-date"u8) || Is(name, "published_date"u8) => Field.MetaTime,
        14 when Is(name, "twitter:label1"u8) => Field.CardLabel,
        14 when Is(name, "twitter:label2"u8) => Field.SecondCardLabel,
        13 when Is(name, "datePublished"u8) || Is(name, "sailthru.date"u8) => Field.MetaTime,
        14 when Is(name, "article:author"u8) => Field.ArticleAuthor,
        14 when Is(name, "parsely-author"u8) => Field.OtherAuthor,
        14 when Is(name, "dc.date.issued"u8) || Is(name, "dcterms.issued"u8) => Field.MetaTime,
        15 when Is(name, "citation_author"u8) => Field.CitedAuthors,
        15 when Is(name, "sailthru.author"u8) => Field.OtherAuthor,
        15 when Is(name, "dcterms.creator"u8) || Is(name, "dcterm:creator"u8) => Field.DublinAuthor,
        16 when Is(name, "citation_authors"u8) => Field.CitedAuthors,
        15 when Is(name, "og:updated_time"u8) => Field.ChangeTime,
        16 when Is(name, "parsely-pub-date"u8) => Field.MetaTime,
        16 when Is(name, "content-language"u8) => Field.Language,
        16 when Is(name, "w-published-date"u8) => Field.MetaTime,
        17 when Is(name, "og:published_time"u8) => Field.MetaTime,
        17 when Is(name, "og:article:author"u8) => Field.ArticleAuthor,
        21 when Is(name, "article:modified_time"u8) => Field.ChangeTime,
        22 when Is(name, "article:published_time"u8) => Field.ArticleTime,
        25 when Is(name, "citation_publication_date"u8) => Field.MetaTime,
        _ => Field.Count,
    };

    private static bool Is(ReadOnlySpan<byte> name, ReadOnlySpan<byte> word) => Ascii.EqualsIgnoreCase(name, word);

    private string? First(params ReadOnlySpan<Field> fields)
    {
        foreach (Field field in fields)
        {
            if (_values[(int)field] is { } value)
            {
                return value;
            }
        }

        return null;
    }
}
