using Chaffinch.Corpora.Model;

namespace Chaffinch.Corpora.Running;

/// <summary>Names outputs after inputs: the path below the folder that all inputs share, without the ending that tells the input's format where that is unambiguous.</summary>
internal static class OutputNames
{
    private static readonly string[] Packed = [".gz", ".zst", ".zstd", ".bz2"];
    private static readonly string[] Formats = [".warc", ".arc", ".wet", ".wat", ".jsonl", ".ndjson", ".json", ".parquet", ".zip", ".tar", ".tgz"];

    private static readonly (string Packed, OutputFormat Format)[] LineFormats =
        [("", OutputFormat.JsonLines), (".gz", OutputFormat.JsonLinesGzip), (".zst", OutputFormat.JsonLinesZstd)];

    /// <summary>A name for each path, in their order.</summary>
    public static string[] For(IReadOnlyList<string> paths)
    {
        string[][] parts = [.. paths.Select(Parts)];
        int shared = SharedFolders(parts);
        string[] whole = [.. parts.Select(p => string.Join('/', p[shared..]))];
        string[] names = [.. whole.Select(Strip)];

        // Where two would be called the same, both keep their ending; that can make them meet a third one, which then keeps its own too.
        while (true)
        {
            var uses = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
            foreach (string name in names)
            {
                uses[name] = uses.GetValueOrDefault(name) + 1;
            }

            bool isChanged = false;
            for (int i = 0; i < names.Length; i++)
            {
                if (uses[names[i]] > 1 && names[i] != whole[i])
                {
                    names[i] = whole[i];
                    isChanged = true;
                }
            }

            if (!isChanged)
            {
                return names;
            }
        }
    }

    /// <summary>The format and the ending of an input that is itself JSON Lines: attributes beside it have its very name, so that toolkits find them; null for other inputs.</summary>
    public static (OutputFormat Format, string Ending)? LinesOf(string path)
    {
        foreach (string lines in (ReadOnlySpan<string>)[".jsonl", ".json", ".ndjson"])
        {
            foreach ((string packed, OutputFormat format) in LineFormats)
            {
                if (path.EndsWith(lines + packed, StringComparison.OrdinalIgnoreCase))
                {
                    return (format, path[^(lines.Length + packed.Length)..]);
                }
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
