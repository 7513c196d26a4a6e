using Chaffinch.Corpora.Model;

namespace Chaffinch.Corpora.Running;

/// <summary>An input of a run.</summary>
/// <param name="Path">Where it is read from.</param>
/// <param name="Bytes">Its stored size; null when unknown or when it is not there.</param>
/// <param name="Files">The pages of a folder that is one input; null for everything else.</param>
internal sealed record CatalogEntry(string Path, long? Bytes, IReadOnlyList<string>? Files = null);

/// <summary>Turns what was named into inputs: a folder of archives is the archives in it, a folder of pages is one input.</summary>
internal static class InputCatalog
{
    private static readonly string[] Archives =
        [".warc", ".arc", ".wet", ".wat", ".jsonl", ".ndjson", ".parquet", ".zip", ".tar", ".tgz", ".warc.gz", ".arc.gz", ".wet.gz", ".wat.gz", ".jsonl.gz", ".json.gz", ".ndjson.gz", ".tar.gz", ".zst"];

    /// <summary>The inputs, by ordinal order of their paths.</summary>
    /// <param name="named">What was named: files, folders, patterns, addresses, <c>-</c>.</param>
    /// <param name="list">Lists the files that a name stands for.</param>
    /// <exception cref="RunException">One is named twice, or nothing is there where a name stands for several.</exception>
    public static List<CatalogEntry> Read(IReadOnlyList<string> named, Func<string, IReadOnlyList<ArchiveInput>> list)
    {
        var entries = new List<CatalogEntry>();
        foreach (string name in named)
        {
            IReadOnlyList<ArchiveInput> found;
            try
            {
                found = list(name);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new RunException($"{name}: {e.Message}");
            }

            if (!Directory.Exists(name))
            {
                AddFiles(name, found, entries);
            }
            else
            {
                AddFolder(name, found, entries);
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

    // A file that was named but is not there is an input that cannot be read: it may only have vanished for now. A pattern that matches nothing is a mistake.
    private static void AddFiles(string name, IReadOnlyList<ArchiveInput> found, List<CatalogEntry> entries)
    {
        bool isSeveral = name.AsSpan().ContainsAny('*', '?') || name.EndsWith('/');
        foreach (ArchiveInput input in found)
        {
            if (isSeveral && input.Problem is not null)
            {
                throw new RunException($"{input.Name}: {input.Problem}");
            }

            entries.Add(new CatalogEntry(input.Name, input.Bytes < 0 ? null : input.Bytes));
        }
    }

    private static void AddFolder(string name, IReadOnlyList<ArchiveInput> found, List<CatalogEntry> entries)
    {
        if (found.FirstOrDefault(static i => i.Problem is not null) is ArchiveInput bad)
        {
            throw new RunException($"{bad.Name}: {bad.Problem}");
        }

        ArchiveInput[] archives = [.. found.Where(static i => Array.Exists(Archives, e => i.Name.EndsWith(e, StringComparison.OrdinalIgnoreCase)))];
        if (archives.Length > 0)
        {
            entries.AddRange(archives.Select(static i => new CatalogEntry(i.Name, i.Bytes)));
        }
        else
        {
            entries.Add(new CatalogEntry(name, found.Sum(static i => i.Bytes), [.. found.Select(static i => i.Name)]));
        }
    }
}
