using System.IO.Compression;

namespace Chaffinch.Lab;

/// <summary>Finds the repository and the development data beside it.</summary>
internal static class LabData
{
    /// <summary>The folder that holds the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The development data.</summary>
    /// <exception cref="UsageException">It is not there.</exception>
    public static string Folder
    {
        get
        {
            string? given = Environment.GetEnvironmentVariable("CHAFFINCH_DATA");
            string path = Path.GetFullPath(string.IsNullOrEmpty(given) ? Path.Combine(Root, "..", "shared", "data") : given);
            return Directory.Exists(path) ? path : throw new UsageException("the development data is not at ../shared/data; set CHAFFINCH_DATA");
        }
    }

    /// <summary>Every <paramref name="every"/>-th file of a data folder in ordinal order of names: the same subset on every machine.</summary>
    public static List<string> Files(string folder, string pattern, int every = 1)
    {
        string path = Path.Combine(Folder, folder);
        if (!Directory.Exists(path))
        {
            throw new UsageException($"{folder} is not in the development data");
        }

        string[] files = Directory.GetFiles(path, pattern, SearchOption.AllDirectories);
        Array.Sort(files, StringComparer.Ordinal);
        var chosen = new List<string>();
        for (int i = 0; i < files.Length; i += Math.Max(1, every))
        {
            chosen.Add(files[i]);
        }

        return chosen;
    }

    /// <summary>True for a real page that was looked at and is polluted or stuffed in truth: not among the genuine ones that anything is trained on.</summary>
    /// <param name="path">The page's file.</param>
    public static bool IsPollutedInTruth(string path) =>
        Path.GetRelativePath(Folder, path).Replace('\\', '/') is "trafilatura-eval/html/0113.html.gz" or "trafilatura-eval/html/0419.html.gz" or "wcxb-dev/dev/html/0393.html.gz" or "wcxb-dev/dev/html/4195.html.gz";

    /// <summary>A file's bytes, inflated where its name ends in .gz.</summary>
    public static byte[] Read(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        if (!path.EndsWith(".gz", StringComparison.Ordinal))
        {
            return bytes;
        }

        using var inflate = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
        using var to = new MemoryStream();
        inflate.CopyTo(to);
        return to.ToArray();
    }

    private static string FindRoot()
    {
        foreach (string from in new[] { Environment.CurrentDirectory, AppContext.BaseDirectory })
        {
            for (DirectoryInfo? d = new(from); d is not null; d = d.Parent)
            {
                if (File.Exists(Path.Combine(d.FullName, "Chaffinch.slnx")))
                {
                    return d.FullName;
                }
            }
        }

        throw new UsageException("Chaffinch.slnx is in no folder above");
    }
}
