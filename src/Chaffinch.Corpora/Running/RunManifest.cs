using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Chaffinch.Corpora.Model;

namespace Chaffinch.Corpora.Running;

/// <summary>What a run was begun with: the settings that change its outputs, and its inputs. The same for all its tasks.</summary>
internal sealed class RunManifest
{
    public const string Schema = "chaffinch.run/1";

    private readonly List<(string Name, string? Value)> _settings;
    private readonly IReadOnlyList<CatalogEntry> _inputs;

    private RunManifest(List<(string Name, string? Value)> settings, IReadOnlyList<CatalogEntry> inputs)
    {
        _settings = settings;
        _inputs = inputs;
    }

    public static RunManifest Of(RunOptions options, IReadOnlyList<CatalogEntry> inputs)
    {
        ArchiveLimits archive = options.Read.Limits;
        RowFields fields = options.Read.Fields;
        Chaffinch.Model.ReadLimits page = options.Analyzer.Limits;
        List<(string, string?)> settings =
        [
            ("version", options.Version),
            ("weights", PageAnalyzer.WeightsDigest),
            ("policy", options.Analyzer.Policy.ToString()),
            ("repairs", Text(options.Analyzer.Repairs)),
            ("emit", options.Output.Emit.ToString()),
            ("format", options.Output.Format?.ToString()),
            ("markdown", Text(options.Output.Markdown)),
            ("zstd-level", Text(options.Output.ZstdLevel)),
            ("where", options.Where),
            ("sample", Text(options.Sample)),
            ("shard-size", Text(options.ShardPages)),
            ("tasks", Text(options.Task.Count)),
            ("part-bytes", Text(options.MinPartBytes)),
            ("fields", $"{fields.Text} {fields.Html} {fields.Url} {fields.Id}"),
            ("verify-digests", Text(options.Read.VerifyDigests)),
            ("archive-limits", string.Join(' ', archive.MaxRecordBytes, archive.MaxBodyBytes, archive.MaxHeaderBytes, archive.MaxEncodings, archive.MaxPassedBytes, archive.MaxEntries, archive.MaxDefectsListed)),
            ("page-limits", string.Join(' ', page.MaxInputBytes, page.MaxDepth, page.MaxTextChars, page.MaxAttributes, page.MaxAttributeBytes, page.MaxBlocks, page.MaxStyleBytes, page.MaxFrameDepth)),
            ("disabled", string.Join(' ', options.Analyzer.DisabledDetectors.Order(StringComparer.Ordinal))),
        ];
        return new RunManifest(settings, inputs);
    }

    public byte[] ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, RunJson.Options))
        {
            json.WriteStartObject();
            json.WriteString("schema", Schema);
            json.WriteStartObject("settings");
            foreach ((string name, string? value) in _settings)
            {
                json.WriteString(name, value);
            }

            json.WriteEndObject();
            json.WriteStartArray("inputs");
            foreach (CatalogEntry input in _inputs)
            {
                json.WriteStartObject();
                json.WriteString("path", input.Path);
                if (input.Bytes is long bytes)
                {
                    json.WriteNumber("bytes", bytes);
                }
                else
                {
                    json.WriteNull("bytes");
                }

                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return [.. buffer.WrittenSpan, (byte)'\n'];
    }

    /// <summary>Compares with the manifest that an earlier process wrote.</summary>
    /// <returns>True when the sizes of inputs that were not there then are new.</returns>
    /// <exception cref="RunException">The run was begun with other settings or inputs.</exception>
    public bool Check(ReadOnlyMemory<byte> earlier, string folder)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(earlier);
            JsonElement root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("schema", out JsonElement schema) || schema.GetString() != Schema)
            {
                throw new RunException($"{folder} holds a run of another version of this program; take another folder.");
            }

            CheckSettings(root.GetProperty("settings"), folder);
            return CheckInputs(root.GetProperty("inputs"), folder);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new RunException($"The manifest in {folder} is damaged ({e.Message}); take another folder, or delete this one and begin anew.");
        }
    }

    private void CheckSettings(JsonElement earlier, string folder)
    {
        foreach ((string name, string? value) in _settings)
        {
            string? before = earlier.TryGetProperty(name, out JsonElement element) ? element.GetString() : null;
            if (before != value)
            {
                throw new RunException(
                    $"{folder} holds a run with other options: {name} was {Show(before)} and is {Show(value)} now. Use the same, or another folder.");
            }
        }
    }

    private bool CheckInputs(JsonElement earlier, string folder)
    {
        bool isNew = false;
        int i = 0;
        foreach (JsonElement input in earlier.EnumerateArray())
        {
            string path = input.GetProperty("path").GetString()!;
            if (i >= _inputs.Count || _inputs[i].Path != path)
            {
                bool isGone = i >= _inputs.Count || string.CompareOrdinal(path, _inputs[i].Path) < 0;
                throw new RunException($"{folder} holds a run over other inputs: {(isGone ? path + " is missing now" : _inputs[i].Path + " is new")}. Use the same inputs, or another folder.");
            }

            JsonElement bytes = input.GetProperty("bytes");
            if (bytes.ValueKind == JsonValueKind.Null)
            {
                isNew |= _inputs[i].Bytes is not null;
            }
            else if (_inputs[i].Bytes is long now && now != bytes.GetInt64())
            {
                throw new RunException($"{path} has changed since the run in {folder} began: it had {bytes.GetInt64()} bytes and has {now} now. Take another folder.");
            }

            i++;
        }

        if (i < _inputs.Count)
        {
            throw new RunException($"{folder} holds a run over other inputs: {_inputs[i].Path} is new. Use the same inputs, or another folder.");
        }

        return isNew;
    }

    private static string Show(string? value) => value is null ? "not given" : value.Length == 0 ? "nothing" : $"'{value}'";

    private static string Text<T>(T value)
        where T : notnull => value is IFormattable formattable ? formattable.ToString(null, CultureInfo.InvariantCulture) : value.ToString()!;
}
