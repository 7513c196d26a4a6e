using System.IO.Compression;
using Chaffinch.Model;
using Chaffinch.Reading;

namespace Chaffinch.Lab;

/// <summary>What files are read as: encodings, formats and defects, counted, with names for all that is not plain UTF-8.</summary>
internal static class CharsetsCommand
{
    public static int Run(Options options)
    {
        if (options.Plain.Count == 0)
        {
            throw new UsageException("name folders or files");
        }

        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (string path in options.Plain.SelectMany(Files))
        {
            byte[] bytes = File.ReadAllBytes(path);
            if (path.EndsWith(".gz", StringComparison.Ordinal))
            {
                using var inflated = new MemoryStream();
                using (var gzip = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress))
                {
                    gzip.CopyTo(inflated);
                }

                bytes = inflated.ToArray();
            }

            DecodedSource source = SourceReader.Read(bytes, InputHints.None, ReadLimits.Default);
            string key = $"{source.Encoding} {(source.IsBinary ? source.BinaryKind : source.IsHtml ? "html" : "text")}";
            counts[key] = counts.GetValueOrDefault(key) + 1;
            if (source.Encoding != "utf-8" || source.Defects.Count > 0)
            {
                Console.WriteLine($"{path}: {key}; {string.Join(" ", source.Defects.Select(d => $"{d.Kind} ({d.Message} {d.Count} x)"))}");
            }
        }

        foreach ((string key, int count) in counts)
        {
            Console.WriteLine($"{count,6} {key}");
        }

        return 0;
    }

    private static IEnumerable<string> Files(string path) => Directory.Exists(path)
        ? Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
        : [path];
}
