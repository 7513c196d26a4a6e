using System.IO.Compression;
using System.Text.Json;
using Chaffinch.Model;
using Chaffinch.Training.Model;

namespace Chaffinch.Training.Loading;

/// <summary>Reads a folder of pages with strings that must and must not be in their text: <c>annotations.json</c> beside <c>html/ID.html.gz</c>.</summary>
/// <remarks>The form in which Trafilatura's evaluation pages are kept: no gold text, so nothing here can be trained on.</remarks>
internal static class AnnotatedFolder
{
    private const string List = "annotations.json";

    /// <summary>Whether the folder is one.</summary>
    public static bool Is(string folder) => File.Exists(Path.Combine(folder, List));

    /// <summary>Reads all pages in the order of the list; their main text is empty and their type unknown.</summary>
    /// <param name="folder">The folder.</param>
    public static List<GoldPage> Read(string folder)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, List)));
        var pages = new List<GoldPage>();
        foreach (JsonElement page in json.RootElement.EnumerateArray())
        {
            string id = page.GetProperty("id").GetString()!;
            string url = page.GetProperty("url").GetString()!;
            using var inflate = new GZipStream(File.OpenRead(Path.Combine(folder, "html", id + ".html.gz")), CompressionMode.Decompress);
            using var html = new MemoryStream();
            inflate.CopyTo(html);
            pages.Add(new GoldPage(id, WcxbFolder.DomainOf(url) ?? id, PageType.Other, html.ToArray(), "")
            {
                Url = url,
                With = Texts(page, "with"),
                Without = Texts(page, "without"),
            });
        }

        return pages;
    }

    private static List<string> Texts(JsonElement page, string name) =>
        [.. page.GetProperty(name).EnumerateArray().Select(text => text.GetString()!)];
}
