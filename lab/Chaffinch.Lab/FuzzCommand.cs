using System.Diagnostics;
using System.Globalization;
using System.Text;
using Chaffinch.Model;
using Chaffinch.Parsing;

namespace Chaffinch.Lab;

/// <summary>Feeds the HTML reader mutated pages and tag soup for a while, and checks what must hold for any input. A finding is saved.</summary>
internal static class FuzzCommand
{
    private static readonly string[] Pieces =
    [
        "<a>", "</a>", "<b>", "</b>", "<p>", "</p>", "<div>", "</div>", "<table>", "</table>", "<tr>", "<td>", "</td>", "<caption>", "<colgroup>", "<select>", "<option>", "</select>",
        "<svg>", "</svg>", "<math>", "<mi>", "<title>", "</title>", "<template>", "</template>", "<form>", "</form>", "<nobr>", "<script>", "</script>", "<!--", "-->", "<style>",
        "</style>", "<![CDATA[", "]]>", "<frameset>", "<html>", "</html>", "<body>", "</body>", "<head>", "</head>", "&amp;", "&#x", "\0", "\r", "<textarea>", "<plaintext>", "<foreignObject>",
        "<button>", "</button>", "<li>", "<dd>", "<h1>", "</h2>", "<object>", "</object>", "<ruby>", "<rt>", "<x-y>", "</x-y>", "'", "\"", "=", "<", ">", "/", "&",
    ];

    public static int Run(Options options)
    {
        string target = options.Plain.Count > 0 ? options.Plain[0] : "parser";
        if (target != "parser")
        {
            throw new UsageException($"there is no fuzz target '{target}'");
        }

        int seed = options.Int("seed", Environment.TickCount & 0xFFFFFF);
        var random = new Random(seed);
        var corpus = LabData.Files("wcxb-dev", "*.html.gz", 25).Select(LabData.Read).ToList();
        var parser = new HtmlParser();
        var markup = new Markup();
        var again = new Markup();
        long runs = 0;
        long bytes = 0;
        Console.WriteLine($"fuzzing the parser from seed {seed}, {corpus.Count} pages to mutate");
        for (long until = Stopwatch.GetTimestamp() + (long)(options.Number("minutes", 1) * 60 * Stopwatch.Frequency); Stopwatch.GetTimestamp() < until; runs++)
        {
            byte[] input = random.Next(3) == 0 ? Soup(random) : Mutate(random, corpus[random.Next(corpus.Count)]);
            bytes += input.Length;
            string? finding;
            try
            {
                var limits = new ReadLimits { MaxDepth = random.Next(8, 600) };
                parser.Parse(input, limits, markup);
                finding = Check(markup, input.Length, limits.MaxDepth);
                if (finding is null && runs % 8 == 0)
                {
                    new HtmlParser().Parse(input, limits, again);
                    finding = again.AllNodes.SequenceEqual(markup.AllNodes) ? null : "a fresh parser reads it differently";
                }
            }
            catch (Exception e) when (e is IndexOutOfRangeException or NullReferenceException or ArgumentException or InvalidOperationException or ArithmeticException)
            {
                finding = e.ToString();
            }

            if (finding is not null)
            {
                string path = Path.Combine(Path.GetTempPath(), $"chaffinch-fuzz-{seed}-{runs}.html");
                File.WriteAllBytes(path, input);
                Console.Error.WriteLine($"finding after {runs} inputs, saved as {path}: {finding}");
                return 1;
            }
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{runs} inputs, {bytes / 1e6:F0} MB, no finding"));
        return 0;
    }

    private static byte[] Soup(Random random)
    {
        var soup = new StringBuilder();
        for (int n = random.Next(1, 400); n > 0; n--)
        {
            soup.Append(random.Next(4) == 0 ? "text " : Pieces[random.Next(Pieces.Length)]);
        }

        return Encoding.UTF8.GetBytes(soup.ToString());
    }

    /// <summary>A window of a page with bytes changed, pieces put in, runs taken out or doubled.</summary>
    private static byte[] Mutate(Random random, byte[] page)
    {
        int length = Math.Min(page.Length, random.Next(100, 20_000));
        int start = random.Next(page.Length - length + 1);
        var bytes = new List<byte>(page.AsSpan(start, length).ToArray());
        for (int n = random.Next(1, 30); n > 0 && bytes.Count > 40; n--)
        {
            int at = random.Next(bytes.Count - 32);
            switch (random.Next(5))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.InsertRange(at, Encoding.UTF8.GetBytes(Pieces[random.Next(Pieces.Length)]));
                    break;
                case 2:
                    bytes.RemoveRange(at, random.Next(1, 32));
                    break;
                case 3:
                    bytes.InsertRange(at, bytes.GetRange(random.Next(bytes.Count - 32), random.Next(1, 32)));
                    break;
                default:
                    bytes.InsertRange(at, Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(Pieces[random.Next(Pieces.Length)], random.Next(1, 40)))));
                    break;
            }
        }

        return [.. bytes];
    }

    private static string? Check(Markup markup, int length, int maxDepth)
    {
        var open = new Stack<int>();
        for (int i = 0; i < markup.NodeCount; i++)
        {
            MarkupNode n = markup.Nodes[i];
            if (n.Start < 0 || n.Start > n.End || n.End > length)
            {
                return $"entry {i} lies at {n.Start}..{n.End} of {length}";
            }

            if (n.Kind == MarkupKind.Open)
            {
                open.Push(i);
                if (open.Count > maxDepth)
                {
                    return $"entry {i} is deeper than {maxDepth}";
                }
            }
            else if (n.Kind == MarkupKind.Close && (!open.TryPop(out int partner) || partner != n.Partner || markup.Nodes[partner].Partner != i))
            {
                return $"entry {i} closes entry {n.Partner} out of order";
            }
        }

        return open.Count == 0 ? markup.NodeCount > (length * 3 / 2) + 20_010 ? $"{markup.NodeCount} entries for {length} bytes" : null : $"{open.Count} elements are not closed";
    }
}
