using System.Buffers;
using System.Text.Json;
using Chaffinch.Corpora.Model;
using Chaffinch.Model;

namespace Chaffinch.Corpora.Running;

/// <summary>A file that a shard wrote.</summary>
/// <param name="Path">Its path in the output folder, with <c>/</c>.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Rows">Its rows.</param>
internal sealed record ShardFile(string Path, long Bytes, long Rows);

/// <summary>What is written of a shard when all its files are in place: its presence says that the shard is finished.</summary>
internal sealed record ShardRecord
{
    public const string Schema = "chaffinch.shard/1";

    public required string Name { get; init; }

    public required string Input { get; init; }

    /// <summary>Its place among the shards of its input, from 0.</summary>
    public required int Index { get; init; }

    /// <summary>True when the input ends with it.</summary>
    public required bool IsLast { get; init; }

    public required IReadOnlyList<ShardFile> Files { get; init; }

    public required RunCounts Counts { get; init; }

    public byte[] ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, RunJson.Options))
        {
            json.WriteStartObject();
            json.WriteString("schema", Schema);
            json.WriteString("name", Name);
            json.WriteString("input", Input);
            json.WriteNumber("index", Index);
            json.WriteBoolean("last", IsLast);
            json.WriteStartArray("files");
            foreach (ShardFile file in Files)
            {
                json.WriteStartObject();
                json.WriteString("path", file.Path);
                json.WriteNumber("bytes", file.Bytes);
                json.WriteNumber("rows", file.Rows);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            RunJson.Write(json, "counts", Counts);
            json.WriteEndObject();
        }

        return [.. buffer.WrittenSpan, (byte)'\n'];
    }

    /// <summary>Reads a record.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static ShardRecord Read(ReadOnlyMemory<byte> bytes)
    {
        using JsonDocument document = JsonDocument.Parse(bytes);
        JsonElement root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("schema", out JsonElement schema) || schema.GetString() != Schema)
        {
            throw new JsonException("This is no shard record of this version.");
        }

        return new ShardRecord
        {
            Name = root.GetProperty("name").GetString()!,
            Input = root.GetProperty("input").GetString()!,
            Index = root.GetProperty("index").GetInt32(),
            IsLast = root.GetProperty("last").GetBoolean(),
            Files = [.. root.GetProperty("files").EnumerateArray().Select(static f => new ShardFile(f.GetProperty("path").GetString()!, f.GetProperty("bytes").GetInt64(), f.GetProperty("rows").GetInt64()))],
            Counts = RunJson.ReadCounts(root.GetProperty("counts")),
        };
    }
}

/// <summary>Counts as JSON.</summary>
internal static class RunJson
{
    public static JsonWriterOptions Options { get; } =
        new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Indented = true, NewLine = "\n" };

    public static void Write(Utf8JsonWriter json, string name, RunCounts counts)
    {
        json.WriteStartObject(name);
        json.WriteNumber("records", counts.Records);
        json.WriteNumber("documents", counts.Documents);
        Write(json, "rejected", counts.Rejected);
        Write(json, "skipped", counts.Skipped);
        json.WriteStartObject("verdicts");
        for (int i = 0; i < counts.Verdicts.Length; i++)
        {
            json.WriteNumber(((PageVerdict)i).NameOf(), counts.Verdicts[i]);
        }

        json.WriteEndObject();
        json.WriteNumber("pagesInjected", counts.PagesInjected);
        json.WriteNumber("pagesDamaged", counts.PagesDamaged);
        json.WriteNumber("defects", counts.Defects);
        json.WriteNumber("bytesStored", counts.BytesStored);
        json.WriteNumber("bytesInflated", counts.BytesInflated);
        json.WriteNumber("characters", counts.Characters);
        json.WriteNumber("kept", counts.Kept);
        json.WriteNumber("injected", counts.Injected);
        json.WriteNumber("damaged", counts.Damaged);
        json.WriteEndObject();
    }

    public static RunCounts ReadCounts(JsonElement json)
    {
        var counts = new RunCounts
        {
            Records = Number("records"),
            Documents = Number("documents"),
            PagesInjected = Number("pagesInjected"),
            PagesDamaged = Number("pagesDamaged"),
            Defects = Number("defects"),
            BytesStored = Number("bytesStored"),
            BytesInflated = Number("bytesInflated"),
            Characters = Number("characters"),
            Kept = Number("kept"),
            Injected = Number("injected"),
            Damaged = Number("damaged"),
        };
        Read(json.GetProperty("rejected"), counts.Rejected);
        Read(json.GetProperty("skipped"), counts.Skipped);
        for (int i = 0; i < counts.Verdicts.Length; i++)
        {
            counts.Verdicts[i] = json.GetProperty("verdicts").GetProperty(((PageVerdict)i).NameOf()).GetInt64();
        }

        return counts;

        long Number(string name) => json.GetProperty(name).GetInt64();
    }

    private static void Write(Utf8JsonWriter json, string name, SortedDictionary<string, long> reasons)
    {
        json.WriteStartObject(name);
        foreach ((string reason, long count) in reasons)
        {
            json.WriteNumber(reason, count);
        }

        json.WriteEndObject();
    }

    private static void Read(JsonElement json, SortedDictionary<string, long> reasons)
    {
        foreach (JsonProperty reason in json.EnumerateObject())
        {
            reasons[reason.Name] = reason.Value.GetInt64();
        }
    }
}
