using System.IO.Enumeration;
using Chaffinch.Corpora.Model;

namespace Chaffinch.Corpora.Opening;

/// <summary>Turns arguments into inputs: files, folders, patterns, S3 addresses and standard input, in an order that does not depend on the file system.</summary>
internal static class InputLister
{
    private static readonly string[] AnyName = ["*"];

    private static readonly EnumerationOptions Plain = new() { AttributesToSkip = FileAttributes.None, IgnoreInaccessible = false };

    /// <summary>The inputs that one argument names.</summary>
    public static IEnumerable<ArchiveInput> Expand(string argument)
    {
        if (argument == "-")
        {
            return [new ArchiveInput("-", -1)];
        }

        if (S3Address.TryParse(argument, out S3Address address))
        {
            return address.IsList ? Objects(argument, address) : [S3Store.Shared.Describe(argument, address)];
        }

        if (Directory.Exists(argument))
        {
            return OrNone(argument, [.. Walk(argument)], "the folder holds no files");
        }

        if (File.Exists(argument) || !argument.AsSpan().ContainsAny('*', '?'))
        {
            return [Describe(argument)];
        }

        return OrNone(argument, [.. Match(argument).Select(Describe)], "no file matches this pattern");
    }

    private static List<ArchiveInput> Objects(string argument, S3Address address) =>
        OrNone(argument, [.. S3Store.Shared.List(address)], "no object matches this address");

    private static List<ArchiveInput> OrNone(string argument, List<ArchiveInput> found, string problem)
    {
        if (found.Count == 0)
        {
            found.Add(new ArchiveInput(argument, -1, problem));
        }

        return found;
    }

    private static ArchiveInput Describe(string path)
    {
        var file = new FileInfo(path);
        return file.Exists ? new ArchiveInput(path, file.Length) : new ArchiveInput(path, -1, "no such file; check the path");
    }

    // Files and folders whose names begin with a dot are a tool's, and links to folders may lead in circles.
    private static IEnumerable<ArchiveInput> Walk(string folder)
    {
        string[] entries;
        string? problem = null;
        try
        {
            entries = Directory.GetFileSystemEntries(folder, "*", Plain);
            Array.Sort(entries, StringComparer.Ordinal);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            entries = [];
            problem = "the folder cannot be listed; check its permissions";
        }

        if (problem is not null)
        {
            yield return new ArchiveInput(folder, -1, problem);
        }

        foreach (string entry in entries.Where(e => !Path.GetFileName(e).StartsWith('.')))
        {
            var nested = new DirectoryInfo(entry);
            if (!nested.Exists)
            {
                yield return Describe(entry);
            }
            else if (nested.LinkTarget is null)
            {
                foreach (ArchiveInput input in Walk(entry))
                {
                    yield return input;
                }
            }
        }
    }

    private static IEnumerable<string> Match(string pattern)
    {
        bool isRooted = pattern.StartsWith('/');
        string[] parts = pattern.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return MatchParts(isRooted ? "/" : "", parts);
    }

    private static IEnumerable<string> MatchParts(string folder, ReadOnlyMemory<string> parts)
    {
        string part = parts.Span[0];
        ReadOnlyMemory<string> rest = parts[1..];
        if (part == "**")
        {
            return MatchDeep(folder, rest.IsEmpty ? AnyName : rest);
        }

        // As in shells, a pattern does not match names that begin with a dot unless it says so.
        IEnumerable<string> found = part.AsSpan().ContainsAny('*', '?')
            ? Entries(folder).Where(e => FileSystemName.MatchesSimpleExpression(part, Path.GetFileName(e), ignoreCase: false) && (part[0] == '.' || !Path.GetFileName(e).StartsWith('.')))
            : [Path.Combine(folder, part)];
        return rest.IsEmpty ? found.Where(File.Exists) : found.Where(Directory.Exists).SelectMany(e => MatchParts(e, rest));
    }

    private static IEnumerable<string> MatchDeep(string folder, ReadOnlyMemory<string> rest) =>
        MatchParts(folder, rest).Concat(Entries(folder)
            .Where(e => Directory.Exists(e) && !Path.GetFileName(e).StartsWith('.') && new DirectoryInfo(e).LinkTarget is null)
            .SelectMany(e => MatchDeep(e, rest)));

    private static string[] Entries(string folder)
    {
        string[] entries = Directory.Exists(folder.Length == 0 ? "." : folder) ? Directory.GetFileSystemEntries(folder.Length == 0 ? "." : folder, "*", Plain) : [];
        Array.Sort(entries, StringComparer.Ordinal);
        return folder.Length == 0 ? Array.ConvertAll(entries, e => Path.GetFileName(e)) : entries;
    }
}
