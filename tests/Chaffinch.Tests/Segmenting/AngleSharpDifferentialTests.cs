using System.IO.Compression;
using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Chaffinch.Model;
using Xunit;

namespace Chaffinch.Tests.Segmenting;

/// <summary>The body text of real pages is the text that AngleSharp's tree holds, white space aside; what is left out on both sides is stated in docs/html-differences.md.</summary>
public sealed class AngleSharpDifferentialTests
{
    /// <summary>Pages that may differ: none of the 280 does. A page that comes to differ is to be explained in docs/html-differences.md.</summary>
    private const int KnownDifferentPages = 0;

    [Fact]
    public void Body_text_is_that_of_AngleSharp()
    {
        if (Repository.Data is null)
        {
            Assert.Skip("The development data is not here.");
        }

        var different = new List<string>();
        int pages = 0;
        foreach (string file in Files(Repository.Data))
        {
            pages++;
            string? difference = Difference(Load(file));
            if (difference is not null)
            {
                different.Add(Path.GetFileName(Path.GetDirectoryName(file)) + "/" + Path.GetFileName(file) + difference);
            }
        }

        Assert.True(pages > 250, $"Only {pages} pages were found.");
        TestContext.Current.SendDiagnosticMessage($"{different.Count} of {pages} pages differ");
        Assert.True(different.Count <= KnownDifferentPages, $"{different.Count} of {pages} pages differ:\n{string.Join('\n', different)}");
    }

    private static IEnumerable<string> Files(string data)
    {
        string[] readability = [.. Directory.EnumerateFiles(Path.Combine(data, "readability", "pages"), "source.html*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        string[] benchmark = [.. Directory.EnumerateFiles(Path.Combine(data, "wcxb-dev", "dev", "html"), "*.gz").Order(StringComparer.Ordinal)];
        return readability.Concat(benchmark.Where((_, i) => i % 10 == 0));
    }

    private static byte[] Load(string file)
    {
        if (!file.EndsWith(".gz", StringComparison.Ordinal))
        {
            return File.ReadAllBytes(file);
        }

        using var unzipped = new MemoryStream();
        using var zip = new GZipStream(File.OpenRead(file), CompressionMode.Decompress);
        zip.CopyTo(unzipped);
        return unzipped.ToArray();
    }

    private static string? Difference(byte[] bytes)
    {
        Page page = new PageAnalyzer().Read(bytes, new InputHints(Format: InputFormat.Html));
        HtmlPages.CheckLaws(page);
        var ours = new StringBuilder();
        foreach (Block block in page.Blocks)
        {
            if (block.Zone == Zone.Body && (block.Traits & BlockTraits.InFrame) == 0)
            {
                Squeeze(page.Text.AsSpan(block.Span.Start, block.Span.Length), ours);
            }
        }

        // Both read the same decoded text: charsets are tested elsewhere.
        using var document = new HtmlParser().ParseDocument(Encoding.UTF8.GetString(page.Source.Span));
        var theirs = new StringBuilder();
        Collect(document.DocumentElement, theirs);
        string a = ours.ToString();
        string b = theirs.ToString();
        if (a == b)
        {
            return null;
        }

        int at = a.AsSpan().CommonPrefixLength(b);
        int tail = 0;
        while (tail < Math.Min(a.Length, b.Length) - at && a[^(tail + 1)] == b[^(tail + 1)])
        {
            tail++;
        }

        // Positions and lengths only: the pages are not ours to quote.
        string detail = Environment.GetEnvironmentVariable("CHAFFINCH_SHOW") == "1"
            ? $"\n   ours   {a[Math.Max(0, at - 30)..Math.Min(a.Length, at + 80)]}\n   theirs {b[Math.Max(0, at - 30)..Math.Min(b.Length, at + 80)]}"
            : "";
        return $": at {at} of {a.Length}, {a.Length - at - tail} characters against {b.Length - at - tail}{detail}";
    }

    /// <summary>Text nodes in document order, without the elements whose text is not page text.</summary>
    private static void Collect(INode root, StringBuilder into)
    {
        var stack = new Stack<INode>();
        stack.Push(root);
        while (stack.TryPop(out INode? node))
        {
            if (node is IText text)
            {
                Squeeze(text.Data, into);
                continue;
            }

            bool html = node is IElement { NamespaceUri: "http://www.w3.org/1999/xhtml" };
            bool never = node.NodeName is "SCRIPT" or "STYLE" or "script" or "style";
            if (never || (html && node.NodeName is "TEMPLATE" or "TITLE" or "IFRAME" or "NOFRAMES" or "NOEMBED"))
            {
                continue;
            }

            for (int i = node.ChildNodes.Length - 1; i >= 0; i--)
            {
                stack.Push(node.ChildNodes[i]);
            }
        }
    }

    private static void Squeeze(ReadOnlySpan<char> text, StringBuilder into)
    {
        foreach (char c in text)
        {
            if (!char.IsWhiteSpace(c))
            {
                into.Append(c);
            }
        }
    }
}
