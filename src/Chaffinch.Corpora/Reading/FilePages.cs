using Chaffinch.Corpora.Model;

namespace Chaffinch.Corpora.Reading;

/// <summary>Tells which files (on their own, in folders, zip and tar) are pages, and makes items of them.</summary>
internal sealed class FilePages(ReadOptions options, BodyDecoder decoder)
{
    private const int SniffBytes = 4096;

    private static readonly string[] PageNames = [".html", ".htm", ".xhtml", ".txt", ".md", ".text", ".shtml"];

    // Text, but no page; a file of another name that holds text is taken.
    private static readonly string[] OtherNames =
    [
        ".css", ".js", ".mjs", ".ts", ".json", ".xml", ".csv", ".tsv", ".svg", ".rss", ".atom", ".yml", ".yaml", ".py", ".sh", ".c", ".h", ".cs", ".java", ".go", ".rs",
        ".map", ".toml", ".ini", ".log", ".sql", ".warc", ".arc", ".wat", ".wet", ".parquet",
    ];

    /// <summary>Why the last file gave no item though it could be read.</summary>
    public string Skipped { get; private set; } = "";

    /// <summary>Why the last file cannot be read.</summary>
    public (string Kind, string Message)? Broken { get; private set; }

    /// <summary>A file's page, or null with the reason in <see cref="Skipped"/> or <see cref="Broken"/>.</summary>
    /// <param name="place">Where it stands.</param>
    /// <param name="id">Its name: the identifier of the item.</param>
    /// <param name="content">Its bytes.</param>
    /// <param name="owner">Their block, whose ownership passes to the item or ends here.</param>
    public CrawlItem? Make(ItemPlace place, string id, ReadOnlyMemory<byte> content, PooledBlock? owner)
    {
        Skipped = "";
        Broken = null;
        if (decoder.Sniff(content.Span) is { } coding)
        {
            DecodeState state = decoder.Decode(coding, content.Span, options.Limits.MaxBodyBytes, out PooledBlock? decoded, out int length);
            owner?.Release();
            owner = decoded;
            content = decoded is null ? default : decoded.Bytes.AsMemory(0, length);
            if (state != DecodeState.Done)
            {
                Broken = state == DecodeState.OverLimit
                    ? ("limit-body", $"{id} inflates to more than {options.Limits.MaxBodyBytes} bytes.")
                    : ("damaged-body", $"{id} is damaged or cut off.");
                owner?.Release();
                return null;
            }
        }

        Skipped = content.IsEmpty ? "empty" : IsPage(id, content.Span, out _) ? "" : "not-text";
        if (Skipped.Length > 0)
        {
            owner?.Release();
            return null;
        }

        IsPage(id, content.Span, out ItemFormat format);
        return new CrawlItem(place, content, owner) { Id = id, Format = format };
    }

    private static bool IsPage(string name, ReadOnlySpan<byte> content, out ItemFormat format)
    {
        string extension = Path.GetExtension(name);
        if (extension is ".gz" or ".zst")
        {
            extension = Path.GetExtension(Path.GetFileNameWithoutExtension(name));
        }

        bool isNamedPage = Array.Exists(PageNames, e => e.Equals(extension, StringComparison.OrdinalIgnoreCase));
        format = ItemFormat.Unknown;
        if (MediaTypes.LooksLikeHtml(content))
        {
            format = ItemFormat.Html;
            return true;
        }

        if (isNamedPage)
        {
            // Text and Markdown are text even where they begin with a tag; what is called HTML may be a fragment.
            bool isHtml = extension.Contains("ht", StringComparison.OrdinalIgnoreCase);
            format = isHtml ? ItemFormat.Html : extension.Equals(".md", StringComparison.OrdinalIgnoreCase) ? ItemFormat.Text : ItemFormat.Unknown;
            return true;
        }

        bool isWide = content.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || content.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]);
        return !Array.Exists(OtherNames, e => e.Equals(extension, StringComparison.OrdinalIgnoreCase))
            && (isWide || content[..Math.Min(content.Length, SniffBytes)].IndexOfAnyInRange((byte)0, (byte)8) < 0)
            && !content.StartsWith("%PDF-"u8);
    }
}
