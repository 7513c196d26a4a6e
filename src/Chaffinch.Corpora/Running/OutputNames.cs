using Chaffinch.Corpora.Model;

namespace Chaffinch.Corpora.Running;

/// <summary>Names outputs after inputs: the path below the folder that all inputs share, without the ending that tells the input's format where that is unambiguous.</summary>
internal static class OutputNames
{
    private static readonly string[] Packed = [".gz", ".zst", ".zstd", ".bz2"];
    private static readonly string[] Formats = [".warc", ".arc", ".wet", ".wat", ".jsonl", ".ndjson", ".json", ".parquet", ".zip", ".tar", ".tgz"];

    /// <summary>A name for each path, in their order.</summary>
    public static string[] For(IReadOnlyList<string> paths)
    {
        string[][] parts = [.. paths.Select(Parts)];
        int shared = SharedFolders(parts);
        string[] whole = [.. parts.Select(p => string.Join('/', p[shared..]))];
        string[] bare = [.. whole.Select(Strip)];
        var uses = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        foreach (string name in bare)
        {
            uses[name] = uses.GetValueOrDefault(name) + 1;
        }

        return [.. whole.Select((name, i) => uses[bare[i]] == 1 ? bare[i] : name)];
    }

    /// <summary>The format and ending of attributes beside an input that is itself JSON Lines: that of the input, so that toolkits find them; null for other inputs.</summary>
    public static OutputFormat? FormatOf(string path)
    {
        string name = path.ToLowerInvariant();
        foreach (string lines in (ReadOnlySpan<string>)[".jsonl", ".json", ".ndjson"])
        {
            if (name.EndsWith(lines, StringComparison.Ordinal))
            {
                return OutputFormat.JsonLines;
            }

            if (name.EndsWith(lines + ".gz", StringComparison.Ordinal))
            {
                return OutputFormat.JsonLinesGzip;
            }

            if (name.EndsWith(lines + ".zst", StringComparison.Ordinal))
            {
                return OutputFormat.JsonLinesZstd;
            }
        }

        return null;
    }

    /// <summary>What the files of a format end in.</summary>
    public static string EndingOf(OutputFormat format) => format switch
    {
        OutputFormat.JsonLines => ".jsonl",
        OutputFormat.JsonLinesGzip => ".jsonl.gz",
        OutputFormat.JsonLinesZstd => ".jsonl.zst",
        _ => ".parquet",
    };

    private static string[] Parts(string path)
    {
        if (path == "-")
        {
            return ["stdin"];
        }

        int scheme = path.IndexOf("://", StringComparison.Ordinal);
        string full = scheme > 0 ? path[(scheme + 3)..] : Path.GetFullPath(path).Replace('\\', '/');
        return full.Split('/', StringSplitOptions.RemoveEmptyEntries);
    }

    private static int SharedFolders(string[][] parts)
    {
        int shared = parts.Min(static p => p.Length) - 1;
        for (int i = 0; i < shared; i++)
        {
            if (parts.Any(p => p[i] != parts[0][i]))
            {
                return i;
            }
        }

        return shared;
    }

    private static string Strip(string name)
    {
        string packed = StripOne(name, Packed);
        return StripOne(packed, Formats);
    }

    private static string StripOne(string name, string[] endings)
    {
        foreach (string ending in endings)
        {
            if (name.EndsWith(ending, StringComparison.OrdinalIgnoreCase) && name.Length > ending.Length && name[^(ending.Length + 1)] != '/')
            {
                return name[..^ending.Length];
            }
        }

        return name;
    }
}
