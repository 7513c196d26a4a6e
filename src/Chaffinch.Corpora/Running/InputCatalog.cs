namespace Chaffinch.Corpora.Running;

/// <summary>An input of a run.</summary>
/// <param name="Path">Where it is read from.</param>
/// <param name="Bytes">Its stored size; null when unknown or when it is not there.</param>
internal sealed record CatalogEntry(string Path, long? Bytes);

/// <summary>Turns what was named into inputs: a folder of archives is the archives in it, a folder of pages is one input.</summary>
internal static class InputCatalog
{
    private static readonly string[] Archives =
        [".warc", ".arc", ".wet", ".wat", ".jsonl", ".ndjson", ".parquet", ".zip", ".tar", ".tgz", ".warc.gz", ".arc.gz", ".jsonl.gz", ".json.gz", ".ndjson.gz", ".tar.gz", ".zst"];

    /// <summary>The inputs, by ordinal order of their paths.</summary>
    /// <exception cref="RunException">One is named twice, or nothing is named.</exception>
    public static List<CatalogEntry> Read(IReadOnlyList<string> named)
    {
        var entries = new List<CatalogEntry>();
        foreach (string path in named)
        {
            if (!Directory.Exists(path))
            {
                entries.Add(new CatalogEntry(path, SizeOf(path)));
                continue;
            }

            int before = entries.Count;
            AddArchives(path, entries);
            if (entries.Count == before)
            {
                entries.Add(new CatalogEntry(path, null));
            }
        }

        if (entries.Count == 0)
        {
            throw new RunException("There is no input; name files, folders or addresses.");
        }

        entries.Sort(static (a, b) => string.CompareOrdinal(a.Path, b.Path));
        for (int i = 1; i < entries.Count; i++)
        {
            if (entries[i].Path == entries[i - 1].Path)
            {
                throw new RunException($"{entries[i].Path} is named twice; its records would be written twice.");
            }
        }

        return entries;
    }

    private static void AddArchives(string folder, List<CatalogEntry> entries)
    {
        var walk = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.Hidden | FileAttributes.System, IgnoreInaccessible = false };
        try
        {
            foreach (string file in Directory.EnumerateFiles(folder, "*", walk))
            {
                if (Archives.Any(e => file.EndsWith(e, StringComparison.OrdinalIgnoreCase)))
                {
                    entries.Add(new CatalogEntry(file, SizeOf(file)));
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RunException($"The folder {folder} cannot be listed: {e.Message}");
        }
    }

    private static long? SizeOf(string path)
    {
        if (path == "-" || path.Contains("://", StringComparison.Ordinal))
        {
            return null;
        }

        var file = new FileInfo(path);
        return file.Exists ? file.Length : null;
    }
}
