using System.IO.Enumeration;

namespace Chaffinch.Cli.Inputs;

/// <summary>Turns the arguments of a command into inputs: files, folders, patterns and standard input, in a stable order.</summary>
internal static class InputList
{
    private static readonly string[] Extensions = [".html", ".htm", ".xhtml", ".txt", ".md"];

    private static readonly string[] AnyName = ["*"];

    private static readonly EnumerationOptions Plain = new() { AttributesToSkip = FileAttributes.None, IgnoreInaccessible = false };

    /// <summary>The inputs that <paramref name="arguments"/> name, in their order; within a folder or pattern by ordinal order of names.</summary>
    public static IEnumerable<Input> Expand(IEnumerable<string> arguments)
    {
        foreach (string argument in arguments)
        {
            if (argument == "-")
            {
                yield return new Input("-", null);
            }
            else if (Directory.Exists(argument))
            {
                bool any = false;
                foreach (Input input in Walk(argument, IsPage))
                {
                    any = true;
                    yield return input;
                }

                if (!any)
                {
                    yield return new Input(argument, argument, $"the folder holds no pages ({string.Join(' ', Extensions)}); name the files to read others");
                }
            }
            else if (!File.Exists(argument) && argument.AsSpan().ContainsAny('*', '?'))
            {
                bool any = false;
                foreach (Input input in Match(argument))
                {
                    any = true;
                    yield return input;
                }

                if (!any)
                {
                    yield return new Input(argument, argument, "no file matches this pattern");
                }
            }
            else
            {
                yield return new Input(argument, argument);
            }
        }
    }

    private static bool IsPage(string name) =>
        Extensions.Any(e => name.EndsWith(e, StringComparison.OrdinalIgnoreCase)
            || name.EndsWith(e + ".gz", StringComparison.OrdinalIgnoreCase));

    private static IEnumerable<Input> Walk(string folder, Func<string, bool> wanted)
    {
        var open = new Stack<string>();
        open.Push(folder);
        while (open.TryPop(out string? path))
        {
            bool isFolder = Directory.Exists(path);
            if (!isFolder)
            {
                yield return new Input(path, path);
                continue;
            }

            if (!TryList(path, out List<string> entries, out string? problem))
            {
                yield return new Input(path, path, problem);
                continue;
            }

            // The stack gives the last one first.
            for (int i = entries.Count - 1; i >= 0; i--)
            {
                string entry = entries[i];
                bool nested = Directory.Exists(entry);
                if (nested ? IsWalked(entry) : wanted(Path.GetFileName(entry)))
                {
                    open.Push(entry);
                }
            }
        }
    }

    // Folders whose name begins with a dot are a tool's, and links to folders may lead in circles.
    private static bool IsWalked(string folder) =>
        !Path.GetFileName(folder).StartsWith('.') && new DirectoryInfo(folder).LinkTarget is null;

    private static bool TryList(string folder, out List<string> entries, out string? problem)
    {
        try
        {
            entries = [.. Directory.EnumerateFileSystemEntries(folder, "*", Plain)];
            entries.Sort(StringComparer.Ordinal);
            problem = null;
            return true;
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            entries = [];
            problem = "the folder cannot be listed; check its permissions";
            return false;
        }
    }

    private static IEnumerable<Input> Match(string pattern)
    {
        string[] parts = pattern.Split('/', StringSplitOptions.None);
        string root = parts[0].Length == 0 ? "/" : "";
        return MatchParts(root, parts.AsMemory(root.Length > 0 ? 1 : 0));
    }

    private static IEnumerable<Input> MatchParts(string folder, ReadOnlyMemory<string> parts)
    {
        string part = parts.Span[0];
        ReadOnlyMemory<string> rest = parts[1..];
        if (part == "**")
        {
            return MatchDeep(folder, rest.IsEmpty ? AnyName : rest);
        }

        if (!part.AsSpan().ContainsAny('*', '?'))
        {
            return MatchOne(Join(folder, part), rest);
        }

        // As in shells, a pattern does not match names that begin with a dot unless it says so.
        return List(folder)
            .Where(e => FileSystemName.MatchesSimpleExpression(part, Path.GetFileName(e), ignoreCase: false)
                && (part[0] == '.' || !Path.GetFileName(e).StartsWith('.')))
            .SelectMany(e => MatchOne(e, rest));
    }

    private static IEnumerable<Input> MatchOne(string path, ReadOnlyMemory<string> rest)
    {
        if (!rest.IsEmpty)
        {
            return path.Length == 0 || Directory.Exists(path) ? MatchParts(path, rest) : [];
        }

        return File.Exists(path) ? [new Input(path, path)] : [];
    }

    private static IEnumerable<Input> MatchDeep(string folder, ReadOnlyMemory<string> rest)
    {
        foreach (Input input in MatchParts(folder, rest))
        {
            yield return input;
        }

        foreach (string entry in List(folder))
        {
            if (Directory.Exists(entry) && IsWalked(entry))
            {
                foreach (Input input in MatchDeep(entry, rest))
                {
                    yield return input;
                }
            }
        }
    }

    private static List<string> List(string folder)
    {
        string at = folder.Length == 0 ? "." : folder;
        if (!Directory.Exists(at) || !TryList(at, out List<string> entries, out _))
        {
            return [];
        }

        return folder.Length == 0 ? [.. entries.Select(e => Path.GetFileName(e))] : entries;
    }

    private static string Join(string folder, string name) => folder.Length == 0 ? name : Path.Combine(folder, name);
}
