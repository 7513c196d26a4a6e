using System.Text;
using Chaffinch.Cli;

namespace Chaffinch.Tests.Cli;

/// <summary>What a run of the command left behind.</summary>
internal sealed record CliResult(int Code, string Out, string Error)
{
    public string[] Lines => Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>Runs the command in-process, and keeps a folder of files for it.</summary>
internal sealed class CliFixture : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("chaffinch-cli-").FullName;

    public static CliResult Run(params string[] args) => RunWith(new MemoryStream(), args);

    public static CliResult RunWith(string input, params string[] args) => RunWith(new MemoryStream(Encoding.UTF8.GetBytes(input)), args);

    public static CliResult RunWith(Stream input, string[] args, Func<Surroundings, Surroundings>? change = null)
    {
        var output = new MemoryStream();
        var error = new StringWriter();
        var surroundings = new Surroundings { In = input, Out = output, Error = error };
        int code = CommandLine.Run(args, change is null ? surroundings : change(surroundings));
        return new CliResult(code, Encoding.UTF8.GetString(output.ToArray()), error.ToString());
    }

    /// <summary>Writes a file below the folder and gives its path.</summary>
    public string Write(string name, string text) => Write(name, Encoding.UTF8.GetBytes(text));

    public string Write(string name, byte[] bytes)
    {
        string path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
