using System.Text;
using System.Text.Json;
using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Segmenting;

/// <summary>Gathers what metas and JSON-LD say of the page; the first of each kind counts, OpenGraph before the rest.</summary>
internal sealed class PageMetaReader
{
    private const int MaxValueBytes = 4096;
    private const int MaxJsonBytes = 256 << 10;

    private static readonly JsonReaderOptions Tolerant = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, MaxDepth = 64 };

    private readonly string?[] _values = new string?[(int)Field.Count];

    private enum Field
    {
        OpenGraphTitle,
        TwitterTitle,
        JsonTitle,
        ArticleAuthor,
        MetaAuthor,
        JsonAuthor,
        ArticleTime,
        JsonTime,
        MetaTime,
        SiteName,
        JsonPublisher,
        OpenGraphUrl,
        Generator,
        Language,
        Count,
    }

    public string? Canonical { get; set; }

    public string? Language => _values[(int)Field.Language];

    public void ReadMeta(ReadOnlySpan<byte> name, ReadOnlySpan<byte> content)
    {
        Field field = FieldOf(name);
        if (field == Field.Count || _values[(int)field] is not null || content.IsEmpty)
        {
            return;
        }

        string value = CharacterReferences.DecodeToString(content[..Math.Min(content.Length, MaxValueBytes)], CharacterMode.Attribute).Trim();
        _values[(int)field] = value.Length == 0 ? null : value;
    }

    /// <summary>Reads one JSON-LD script as far as it is JSON.</summary>
    public void ReadJson(ReadOnlySpan<byte> json)
    {
        json = Blanks.Trim(json[..Math.Min(json.Length, MaxJsonBytes)]);
        if (json.IsEmpty || json[0] is not ((byte)'{' or (byte)'['))
        {
            return;
        }

        var reader = new Utf8JsonReader(json, isFinalBlock: false, new JsonReaderState(Tolerant));
        try
        {
            Walk(ref reader);
        }
        catch (JsonException)
        {
            // Pages carry broken JSON-LD; what came before the break is kept, and nothing depends on the rest.
        }
        catch (InvalidOperationException)
        {
            // A string with lone surrogates, which the reader refuses to decode.
        }
    }

    public PageMeta ToMeta() => new(
        First(Field.OpenGraphTitle, Field.TwitterTitle, Field.JsonTitle),
        First(Field.MetaAuthor, Field.JsonAuthor, Field.ArticleAuthor),
        First(Field.ArticleTime, Field.JsonTime, Field.MetaTime),
        First(Field.SiteName, Field.JsonPublisher),
        Canonical ?? _values[(int)Field.OpenGraphUrl],
        _values[(int)Field.Generator]);

    private static Field FieldOf(ReadOnlySpan<byte> name) => name.Length switch
    {
        4 when Is(name, "date"u8) => Field.MetaTime,
        6 when Is(name, "author"u8) => Field.MetaAuthor,
        6 when Is(name, "og:url"u8) => Field.OpenGraphUrl,
        7 when Is(name, "pubdate"u8) => Field.MetaTime,
        8 when Is(name, "og:title"u8) => Field.OpenGraphTitle,
        9 when Is(name, "generator"u8) => Field.Generator,
        11 when Is(name, "publishdate"u8) => Field.MetaTime,
        12 when Is(name, "og:site_name"u8) => Field.SiteName,
        13 when Is(name, "twitter:title"u8) => Field.TwitterTitle,
        13 when Is(name, "datePublished"u8) => Field.MetaTime,
        14 when Is(name, "article:author"u8) => Field.ArticleAuthor,
        16 when Is(name, "content-language"u8) => Field.Language,
        22 when Is(name, "article:published_time"u8) => Field.ArticleTime,
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

    private void Walk(ref Utf8JsonReader reader)
    {
        Field pending = Field.Count; // The property just read.
        Field inside = Field.Count; // The author or publisher that we are in.
        int insideDepth = 0;
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    pending = reader.ValueTextEquals("name"u8) ? inside : FieldOfProperty(ref reader);
                    break;
                case JsonTokenType.StartObject:
                    if (pending is Field.JsonAuthor or Field.JsonPublisher && inside == Field.Count)
                    {
                        inside = pending;
                        insideDepth = reader.CurrentDepth;
                    }

                    pending = Field.Count;
                    break;
                case JsonTokenType.EndObject:
                    inside = reader.CurrentDepth <= insideDepth ? Field.Count : inside;
                    break;
                case JsonTokenType.String:
                    Take(pending, ref reader);
                    pending = Field.Count;
                    break;
            }
        }
    }

    private static Field FieldOfProperty(ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("headline"u8) ? Field.JsonTitle
        : reader.ValueTextEquals("datePublished"u8) ? Field.JsonTime
        : reader.ValueTextEquals("author"u8) ? Field.JsonAuthor
        : reader.ValueTextEquals("publisher"u8) ? Field.JsonPublisher
        : Field.Count;

    private void Take(Field field, ref Utf8JsonReader reader)
    {
        if (field != Field.Count && _values[(int)field] is null && reader.ValueSpan.Length <= MaxValueBytes)
        {
            string value = reader.GetString()!.Trim();
            _values[(int)field] = value.Length == 0 ? null : value;
        }
    }
}
