using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Chaffinch.Corpora;
using Chaffinch.Corpora.Model;
using ZstdSharp;

namespace Chaffinch.Tests.Corpora;

/// <summary>A folder with archives, and runs over them.</summary>
internal sealed class RunFixture : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("chaffinch-run-").FullName;

    public string Write(string name, byte[] bytes)
    {
        string path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    public string Write(string name, string text) => Write(name, Encoding.UTF8.GetBytes(text));

    public RunOptions Options(string output, params string[] inputs) =>
        new() { Inputs = inputs, OutputFolder = Path.Combine(Folder, output), Threads = 2, Version = "test" };

    public static RunResult Run(RunOptions options) => RunUntil(options, CancellationToken.None);

    public static RunResult RunUntil(RunOptions options, CancellationToken cancel)
    {
        using var run = new CorpusRun(options);
        return run.Run(cancel);
    }

    /// <summary>All files of an output folder with a digest of their bytes.</summary>
    public string[] Files(string output)
    {
        string root = Path.Combine(Folder, output);
        return
        [
            .. Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
                .Select(f => $"{Path.GetRelativePath(root, f)} {Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(f)))[..16]}"),
        ];
    }

    /// <summary>The lines of a packed or plain JSON Lines file.</summary>
    public JsonElement[] Lines(string path)
    {
        using Stream file = File.OpenRead(Path.Combine(Folder, path));
        using Stream unpacked = path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress)
            : path.EndsWith(".zst", StringComparison.Ordinal) ? new DecompressionStream(file)
            : file;
        using var reader = new StreamReader(unpacked, Encoding.UTF8);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static l => JsonDocument.Parse(l).RootElement)];
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
