using System.Text.Json;

namespace Chaffinch.Segmenting;

/// <summary>What the JSON-LD of a page says: the headline, authors, date and site of its main thing.</summary>
/// <remarks>
/// A streaming walk over the schema.org vocabulary: linear, nothing is kept but the few values. Articles and postings come before other things;
/// reviews, comments and answers are other people's texts and say nothing of the page. An author given by <c>@id</c> is looked up among the named
/// things of the same page, wherever they stand.
/// </remarks>
internal sealed class JsonLdReader
{
    private const int MaxBytes = 256 << 10;
    private const int MaxValueBytes = 4096;
    private const int MaxDepth = 64;
    private const int MaxAuthors = 8;
    private const int MaxNamed = 256;
    private const int MaxTypeBytes = 64;
    private const int MaxTypesChars = 300;

    // Types of the things that a page is about; deeper ones are those of their parts.
    private const int MaxTypeDepth = 4;

    private static readonly JsonReaderOptions Tolerant = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, MaxDepth = MaxDepth };

    private readonly Thing[] _stack = new Thing[MaxDepth + 1];
    private readonly List<(ulong Id, string Name)> _named = [];
    private readonly List<(ulong Id, string? Name)> _authors = [];
    private int _authorRank;
    private int _titleRank;
    private int _dateRank;
    private int _changeRank;

    private enum Property : byte
    {
        Other,
        Type,
        Id,
        Name,
        Headline,
        Author,
        Published,
        Modified,
        Publisher,
        ByOthers,
    }

    /// <summary>The headline of the article, null where none is given.</summary>
    public string? Title { get; private set; }

    /// <summary>The date of publication as written.</summary>
    public string? Published { get; private set; }

    /// <summary>The date of the last change as written.</summary>
    public string? Modified { get; private set; }

    /// <summary>The name of the publisher or of the web site.</summary>
    public string? Site { get; private set; }

    /// <summary>The authors' names, joined by commas.</summary>
    public string? Author
    {
        get
        {
            string? joined = null;
            foreach ((ulong id, string? given) in _authors)
            {
                string? name = given ?? NameOf(id);
                if (name is not null && (joined is null || !joined.Contains(name, StringComparison.Ordinal)))
                {
                    joined = joined is null ? name : joined + ", " + name;
                }
            }

            return joined;
        }
    }

    /// <summary>The types of outer things, blank between them; null where there are none.</summary>
    public string? Types { get; private set; }

    /// <summary>Forgets the page before.</summary>
    public void Clear()
    {
        Types = null;
        _named.Clear();
        _authors.Clear();
        (_authorRank, _titleRank, _dateRank, _changeRank) = (0, 0, 0, 0);
        (Title, Published, Modified, Site) = (null, null, null, null);
    }

    /// <summary>Reads one script as far as it is JSON.</summary>
    public void Read(ReadOnlySpan<byte> json)
    {
        json = JsonRepair.Unwrap(Blanks.Trim(json[..Math.Min(json.Length, MaxBytes)]));
        if (json.IsEmpty || json[0] is not ((byte)'{' or (byte)'[') || TryWalk(json))
        {
            return;
        }

        // Line ends inside strings and escapes that JSON does not know are the usual breaks: read again without them. What was taken stays.
        byte[] room = System.Buffers.ArrayPool<byte>.Shared.Rent(json.Length);
        if (JsonRepair.Mend(json, room))
        {
            TryWalk(room.AsSpan(0, json.Length));
        }

        System.Buffers.ArrayPool<byte>.Shared.Return(room);
    }

    // False where it breaks off: pages carry broken JSON-LD; what came before the break is kept, and nothing depends on the rest.
    private bool TryWalk(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, isFinalBlock: false, new JsonReaderState(Tolerant));
        try
        {
            Walk(ref reader);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
        catch (InvalidOperationException)
        {
            // A string with lone surrogates, which the reader refuses to decode.
            return true;
        }
    }

    private void Walk(ref Utf8JsonReader reader)
    {
        var pending = Property.Other;
        int depth = 0;
        _stack[0] = default;
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    pending = PropertyOf(ref reader);
                    _stack[depth].Last = pending;
                    break;
                case JsonTokenType.StartObject:
                    depth = reader.CurrentDepth + 1;
                    Open(depth, pending);
                    pending = Property.Other;
                    break;
                case JsonTokenType.StartArray:
                    // Elements of an array belong to the property that it is the value of.
                    depth = reader.CurrentDepth + 1;
                    _stack[depth] = _stack[depth - 1] with { IsArray = true, Last = pending, Name = null, Id = 0, ByOthers = _stack[depth - 1].ByOthers || pending == Property.ByOthers };
                    break;
                case JsonTokenType.EndObject:
                    Close(depth);
                    depth = reader.CurrentDepth;
                    pending = Pending(depth);
                    break;
                case JsonTokenType.EndArray:
                    depth = reader.CurrentDepth;
                    pending = Pending(depth);
                    break;
                case JsonTokenType.String:
                    if (pending == Property.Type && depth <= MaxTypeDepth)
                    {
                        AddType(ref reader);
                    }

                    Take(depth, pending, ref reader);
                    pending = Pending(depth);
                    break;
                default:
                    pending = Pending(depth);
                    break;
            }
        }
    }

    private void AddType(ref Utf8JsonReader reader)
    {
        if (reader.ValueSpan.Length < MaxTypeBytes && (Types?.Length ?? 0) < MaxTypesChars)
        {
            Types = Types is null ? reader.GetString() : Types + " " + reader.GetString();
        }
    }

    private Property Pending(int depth) => _stack[depth].IsArray ? _stack[depth].Last : Property.Other;

    private void Open(int depth, Property role)
    {
        Thing around = _stack[depth - 1];
        _stack[depth] = new Thing
        {
            Role = role,
            ByOthers = around.ByOthers || role == Property.ByOthers,
            OwnerRank = around.Rank,
        };
    }

    // An object's name is known to be an author's, a publisher's or a site's when it closes.
    private void Close(int depth)
    {
        ref Thing thing = ref _stack[depth];
        if (thing.Name is not null && thing.Id != 0 && _named.Count < MaxNamed)
        {
            _named.Add((thing.Id, thing.Name));
        }

        if (!thing.ByOthers && thing.Role == Property.Author && (thing.Name is not null || thing.Id != 0))
        {
            AddAuthor(thing.OwnerRank, thing.Id, thing.Name);
        }

        if (!thing.ByOthers && thing.Name is not null && (thing.Role == Property.Publisher || thing.IsSite))
        {
            Site ??= thing.Name;
        }
    }

    private void Take(int depth, Property property, ref Utf8JsonReader reader)
    {
        ref Thing thing = ref _stack[depth];
        if (property == Property.Other || reader.ValueSpan.Length > MaxValueBytes)
        {
            return;
        }

        switch (property)
        {
            case Property.Type:
                ReadType(ref reader, depth);
                return;
            case Property.Id:
                thing.Id = NameHash.Of(reader.ValueSpan);
                return;
        }

        string value = System.Net.WebUtility.HtmlDecode(reader.GetString()!).Trim();
        if (value.Length == 0)
        {
            return;
        }

        switch (property)
        {
            case Property.Name:
                thing.Name ??= value;
                break;
            case Property.Headline when !thing.ByOthers && _titleRank < thing.Rank + 1:
                (Title, _titleRank) = (value, thing.Rank + 1);
                break;
            case Property.Published when !thing.ByOthers && _dateRank < thing.Rank + 1:
                (Published, _dateRank) = (value, thing.Rank + 1);
                break;
            case Property.Modified when !thing.ByOthers && _changeRank < thing.Rank + 1:
                (Modified, _changeRank) = (value, thing.Rank + 1);
                break;
            case Property.Author when !thing.ByOthers:
                AddAuthor(thing.Rank, 0, value);
                break;
        }
    }

    // The type may stand behind what it decides, but nearly never does; an array's elements share their owner's slot.
    private void ReadType(ref Utf8JsonReader reader, int depth)
    {
        ReadOnlySpan<byte> type = reader.ValueSpan;
        int rank = type.EndsWith("Article"u8) || type.EndsWith("Posting"u8) || type.EndsWith("Report"u8) ? 2
            : type.EndsWith("WebPage"u8) || type.EndsWith("WebSite"u8) || type.EndsWith("Organization"u8) || type.EndsWith("Person"u8) ? 0 : 1;
        int owner = _stack[depth].IsArray ? depth - 1 : depth;
        _stack[owner].Rank = Math.Max(_stack[owner].Rank, rank);
        _stack[owner].IsSite |= type.EndsWith("WebSite"u8);
        _stack[depth].Rank = _stack[owner].Rank;
    }

    private void AddAuthor(int rank, ulong id, string? name)
    {
        if (rank + 1 < _authorRank)
        {
            return;
        }

        if (rank + 1 > _authorRank)
        {
            _authors.Clear();
            _authorRank = rank + 1;
        }

        if (_authors.Count < MaxAuthors && !_authors.Contains((id, name)))
        {
            _authors.Add((id, name));
        }
    }

    private string? NameOf(ulong id)
    {
        foreach ((ulong named, string name) in _named)
        {
            if (named == id)
            {
                return name;
            }
        }

        return null;
    }

    private static Property PropertyOf(ref Utf8JsonReader reader) => reader.ValueSpan.Length switch
    {
        3 when reader.ValueTextEquals("@id"u8) => Property.Id,
        4 when reader.ValueTextEquals("name"u8) => Property.Name,
        5 when reader.ValueTextEquals("@type"u8) => Property.Type,
        6 when reader.ValueTextEquals("author"u8) => Property.Author,
        6 when reader.ValueTextEquals("review"u8) => Property.ByOthers,
        7 when reader.ValueTextEquals("creator"u8) => Property.Author,
        7 when reader.ValueTextEquals("reviews"u8) || reader.ValueTextEquals("comment"u8) => Property.ByOthers,
        8 when reader.ValueTextEquals("headline"u8) => Property.Headline,
        8 when reader.ValueTextEquals("comments"u8) => Property.ByOthers,
        9 when reader.ValueTextEquals("publisher"u8) => Property.Publisher,
        12 when reader.ValueTextEquals("dateModified"u8) => Property.Modified,
        13 when reader.ValueTextEquals("datePublished"u8) => Property.Published,
        14 when reader.ValueTextEquals("acceptedAnswer"u8) => Property.ByOthers,
        15 when reader.ValueTextEquals("suggestedAnswer"u8) || reader.ValueTextEquals("itemListElement"u8) => Property.ByOthers,
        _ => Property.Other,
    };

    /// <summary>An object or array that is open.</summary>
    private record struct Thing
    {
        public Property Role;
        public Property Last;
        public bool IsArray;
        public bool ByOthers;
        public bool IsSite;
        public int Rank;
        public int OwnerRank;
        public ulong Id;
        public string? Name;
    }
}
