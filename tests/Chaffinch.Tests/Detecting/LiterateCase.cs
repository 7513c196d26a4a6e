using System.Text;
using Chaffinch.Model;

namespace Chaffinch.Tests.Detecting;

/// <summary>
/// One page in a file of <c>tests/cases/DETECTOR/</c>: header lines <c>#: fires</c> or <c>#: silent</c>, optionally <c>#: signal NAME</c>,
/// <c>#: known-miss</c>, <c>#: url …</c>, <c>#: note …</c>, one empty line, then the page, in which the expected spans are marked
/// <c>[|…|]</c> (in HTML the marks stand in the source).
/// </summary>
internal sealed class LiterateCase
{
    private const string Open = "[|";
    private const string Close = "|]";

    private LiterateCase()
    {
    }

    public static string Folder { get; } = Path.Combine(Repository.Root, "tests", "cases");

    public required string Detector { get; init; }

    public required bool Fires { get; init; }

    public bool KnownMiss { get; init; }

    /// <summary>Only this signal counts; null: all of the detector's.</summary>
    public string? Signal { get; init; }

    /// <summary>A detector whose evidence the detector is told, as it is on every page; null: none.</summary>
    public string? After { get; init; }

    /// <summary>The page as it was read, without the marks.</summary>
    public required Page Page { get; init; }

    /// <summary>The marked spans in the page's text.</summary>
    public required IReadOnlyList<TextSpan> Expected { get; init; }

    public static IEnumerable<string> Files() => Directory.Exists(Folder)
        ? Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(Folder, f).Replace('\\', '/'))
            .Where(f => f.EndsWith(".txt", StringComparison.Ordinal) || f.EndsWith(".html", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
        : [];

    /// <exception cref="FormatException">The file breaks the form; the message says how.</exception>
    public static LiterateCase Load(string relativePath)
    {
        string raw = File.ReadAllText(Path.Combine(Folder, relativePath), new UTF8Encoding(false, throwOnInvalidBytes: true));
        var headers = new Dictionary<string, string>(StringComparer.Ordinal);
        int at = 0;
        while (raw.AsSpan(at).StartsWith("#:", StringComparison.Ordinal))
        {
            int end = raw.IndexOf('\n', at);
            string[] parts = raw[(at + 2)..end].Trim().Split(' ', 2);
            headers[parts[0]] = parts.Length > 1 ? parts[1] : "";
            at = end + 1;
        }

        string? unknown = headers.Keys.FirstOrDefault(k => k is not ("fires" or "silent" or "signal" or "known-miss" or "after" or "note" or "url"));
        if (unknown is not null)
        {
            throw new FormatException($"{relativePath}: '#: {unknown}' is no header.");
        }

        bool fires = headers.ContainsKey("fires");
        if (fires == headers.ContainsKey("silent") || at >= raw.Length || raw[at] != '\n')
        {
            throw new FormatException($"{relativePath}: needs '#: fires' or '#: silent', then one empty line, then the page.");
        }

        bool html = relativePath.EndsWith(".html", StringComparison.Ordinal);
        string source = RemoveMarks(raw[(at + 1)..], relativePath, out List<TextSpan> marks);
        if (fires != marks.Count > 0)
        {
            throw new FormatException($"{relativePath}: a firing case marks [|spans|], a silent one marks none.");
        }

        var hints = new InputHints(headers.GetValueOrDefault("url"), null, html ? InputFormat.Html : InputFormat.Text);
        Page page = new PageAnalyzer().Read(Encoding.UTF8.GetBytes(source), hints);
        IReadOnlyList<TextSpan> expected = marks;
        if (html)
        {
            expected = InText(page, source, marks, relativePath);
        }
        else if (page.Text != source)
        {
            throw new FormatException($"{relativePath}: the page's text is not the file's.");
        }

        return new LiterateCase
        {
            Detector = Path.GetDirectoryName(relativePath)!,
            Fires = fires,
            KnownMiss = headers.ContainsKey("known-miss"),
            Signal = headers.GetValueOrDefault("signal"),
            After = headers.GetValueOrDefault("after"),
            Page = page,
            Expected = Normal(page.Text, expected),
        };
    }

    /// <summary>Spans without white space at their ends, in order; those that touch or that only white space parts are one.</summary>
    public static IReadOnlyList<TextSpan> Normal(string text, IEnumerable<TextSpan> spans)
    {
        var result = new List<TextSpan>();
        foreach (TextSpan span in spans.OrderBy(s => s.Start).ThenBy(s => s.End))
        {
            int start = span.Start;
            int end = span.End;
            while (start < end && char.IsWhiteSpace(text[start]))
            {
                start++;
            }

            while (end > start && char.IsWhiteSpace(text[end - 1]))
            {
                end--;
            }

            if (start == end)
            {
                continue;
            }

            if (result.Count > 0 && (result[^1].End >= start || string.IsNullOrWhiteSpace(text[result[^1].End..start])))
            {
                result[^1] = new(result[^1].Start, Math.Max(result[^1].End, end));
            }
            else
            {
                result.Add(new(start, end));
            }
        }

        return result;
    }

    private static string RemoveMarks(string marked, string path, out List<TextSpan> marks)
    {
        marks = [];
        var clean = new StringBuilder(marked.Length);
        int open = -1;
        for (int i = 0; i < marked.Length; i++)
        {
            if (string.CompareOrdinal(marked, i, Open, 0, 2) == 0)
            {
                open = open < 0 ? clean.Length : throw new FormatException($"{path}: marks do not nest.");
                i++;
            }
            else if (string.CompareOrdinal(marked, i, Close, 0, 2) == 0)
            {
                marks.Add(open >= 0 ? new(open, clean.Length) : throw new FormatException($"{path}: '|]' without '[|'."));
                open = -1;
                i++;
            }
            else
            {
                clean.Append(marked[i]);
            }
        }

        return open < 0 ? clean.ToString() : throw new FormatException($"{path}: '[|' is never closed.");
    }

    private static List<TextSpan> InText(Page page, string source, List<TextSpan> marks, string path)
    {
        var result = new List<TextSpan>();
        foreach (TextSpan mark in marks)
        {
            int from = Encoding.UTF8.GetByteCount(source.AsSpan(0, mark.Start));
            int to = from + Encoding.UTF8.GetByteCount(source.AsSpan(mark.Start, mark.Length));
            int before = result.Count;
            for (int i = 0; i < page.Text.Length; i++)
            {
                if (char.IsWhiteSpace(page.Text[i]))
                {
                    continue;
                }

                SourceSpan bytes = page.ToSource(new(i, i + 1));
                if (bytes.Start >= from && bytes.End <= to)
                {
                    result.Add(new(i, i + 1));
                }
            }

            if (result.Count == before)
            {
                throw new FormatException($"{path}: '{source[mark.Start..mark.End]}' is not in the page's text.");
            }
        }

        return result;
    }
}
