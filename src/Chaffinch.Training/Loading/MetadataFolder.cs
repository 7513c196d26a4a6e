using System.IO.Compression;
using System.Text.Json;
using Chaffinch.Training.Model;

namespace Chaffinch.Training.Loading;

/// <summary>Reads gold metadata from the folders of the two public collections that have it.</summary>
public static class MetadataFolder
{
    /// <summary>Pages of the Web Content Extraction Benchmark's development split: <c>dev/html</c> and <c>dev/ground-truth</c>.</summary>
    /// <param name="folder">The benchmark's folder.</param>
    /// <param name="every">Takes every so many-th page in order of names.</param>
    public static IEnumerable<GoldMetadata> Wcxb(string folder, int every = 1)
    {
        foreach (string file in Every(Path.Combine(folder, "dev", "html"), "*.html.gz", every))
        {
            string id = Path.GetFileName(file)[..^".html.gz".Length];
            using JsonDocument json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "dev", "ground-truth", id + ".json")));
            JsonElement gold = json.RootElement.GetProperty("ground_truth");
            yield return new GoldMetadata(id, Inflate(file), Text(json.RootElement, "url"), Text(gold, "title"), Text(gold, "author"), Text(gold, "publish_date"));
        }
    }

    /// <summary>Pages of Readability's own tests: a folder each with <c>source.html.gz</c> and <c>expected-metadata.json</c>.</summary>
    /// <param name="folder">The folder of the pages' folders.</param>
    /// <param name="every">Takes every so many-th page in order of names.</param>
    public static IEnumerable<GoldMetadata> Readability(string folder, int every = 1)
    {
        foreach (string file in Every(folder, "source.html.gz", every))
        {
            string own = Path.GetDirectoryName(file)!;
            using JsonDocument json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(own, "expected-metadata.json")));
            JsonElement gold = json.RootElement;
            yield return new GoldMetadata(Path.GetFileName(own), Inflate(file), null, Text(gold, "title"), Text(gold, "byline"), Text(gold, "publishedTime"));
        }
    }

    private static IEnumerable<string> Every(string folder, string pattern, int every)
    {
        string[] files = Directory.GetFiles(folder, pattern, SearchOption.AllDirectories);
        Array.Sort(files, StringComparer.Ordinal);
        for (int i = 0; i < files.Length; i += Math.Max(1, every))
        {
            yield return files[i];
        }
    }

    private static byte[] Inflate(string file)
    {
        using var inflate = new GZipStream(File.OpenRead(file), CompressionMode.Decompress);
        using var to = new MemoryStream();
        inflate.CopyTo(to);
        return to.ToArray();
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
