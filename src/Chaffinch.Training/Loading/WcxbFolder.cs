using System.IO.Compression;
using System.Text.Json;
using Chaffinch.Model;
using Chaffinch.Training.Model;

namespace Chaffinch.Training.Loading;

/// <summary>Reads a split of the Web Content Extraction Benchmark: <c>ground-truth/ID.json</c> beside <c>html/ID.html.gz</c>.</summary>
internal static class WcxbFolder
{
    /// <summary>Reads all pages of a split, in ordinal order of their names.</summary>
    /// <param name="folder">The folder with <c>ground-truth</c> and <c>html</c>, or the one above it.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such split in the folder.</exception>
    public static List<GoldPage> Read(string folder)
    {
        string root = Directory.Exists(Path.Combine(folder, "ground-truth")) ? folder : Path.Combine(folder, "dev");
        string gold = Path.Combine(root, "ground-truth");
        if (!Directory.Exists(gold))
        {
            throw new DirectoryNotFoundException($"There is no folder 'ground-truth' in {folder}.");
        }

        string[] files = Directory.GetFiles(gold, "*.json");
        Array.Sort(files, StringComparer.Ordinal);
        var pages = new List<GoldPage>(files.Length);
        foreach (string file in files)
        {
            string id = Path.GetFileNameWithoutExtension(file);
            pages.Add(ReadPage(file, id, Inflate(Path.Combine(root, "html", id + ".html.gz"))));
        }

        return pages;
    }

    private static GoldPage ReadPage(string file, string id, byte[] html)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(file));
        JsonElement gold = json.RootElement.GetProperty("ground_truth");
        string? url = TextOf(json.RootElement, "url");
        return new GoldPage(id, DomainOf(url) ?? id, TypeOf(json.RootElement), html, TextOf(gold, "main_content") ?? "")
        {
            Title = TextOf(gold, "title") ?? "",
            Url = url,
            With = Texts(gold, "with"),
            Without = Texts(gold, "without"),
        };
    }

    // As the benchmark reads it: a page without a type is an article, "category" an older word for collection.
    private static PageType TypeOf(JsonElement root)
    {
        string? name = "article";
        if (root.TryGetProperty("_internal", out JsonElement notes) && notes.ValueKind == JsonValueKind.Object
            && notes.TryGetProperty("page_type", out JsonElement type))
        {
            name = type.ValueKind == JsonValueKind.Object ? TextOf(type, "primary") ?? "article" : type.GetString();
        }

        return PageTypeNames.Parse(name == "category" ? "collection" : name);
    }

    private static string? TextOf(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static List<string> Texts(JsonElement element, string name)
    {
        var texts = new List<string>();
        if (element.TryGetProperty(name, out JsonElement values) && values.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement value in values.EnumerateArray())
            {
                if (value.GetString() is { } text)
                {
                    texts.Add(text);
                }
            }
        }

        return texts;
    }

    /// <summary>The registrable domain of an address, by the usual second-level names; null where it has no host.</summary>
    public static string? DomainOf(string? url)
    {
        if (url is null || !Uri.TryCreate(url, UriKind.Absolute, out Uri? address) || address.Host.Length == 0)
        {
            return null;
        }

        string[] parts = address.Host.ToLowerInvariant().Split('.');
        if (parts.Length <= 2)
        {
            return string.Join('.', parts);
        }

        bool isSecondLevel = parts[^1].Length == 2 && parts[^2] is "co" or "com" or "org" or "net" or "ac" or "gov" or "edu" or "or" or "ne" or "go";
        return string.Join('.', parts[^(isSecondLevel ? 3 : 2)..]);
    }

    private static byte[] Inflate(string path)
    {
        using var inflate = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
        using var to = new MemoryStream();
        inflate.CopyTo(to);
        return to.ToArray();
    }
}
