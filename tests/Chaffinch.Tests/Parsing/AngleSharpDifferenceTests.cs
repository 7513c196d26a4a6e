using System.IO.Compression;
using System.Text;
using AngleSharp.Dom;
using Chaffinch.Model;
using Chaffinch.Parsing;
using Chaffinch.Text;
using Xunit;

namespace Chaffinch.Tests.Parsing;

/// <summary>The text of real pages, compared with what AngleSharp reads.</summary>
public sealed class AngleSharpDifferenceTests(ITestOutputHelper output)
{
    [Fact]
    public void Real_pages_have_the_same_text_in_the_same_order_as_AngleSharp_reads()
    {
        Assert.SkipWhen(Repository.Data is null, "../shared/data is not there");
        var parser = new HtmlParser();
        var markup = new Markup();
        var peer = new AngleSharp.Html.Parser.HtmlParser();
        int pages = 0;
        long characters = 0;
        var differing = new List<string>();
        foreach ((string name, byte[] page) in Pages())
        {
            pages++;
            parser.Parse(page, ReadLimits.Default, markup);
            string actual = TextOf(markup, page);
            using var document = peer.ParseDocument(Encoding.UTF8.GetString(page));
            var expected = new StringBuilder();
            Collect(document, expected);
            string want = Squeeze(expected.ToString());
            characters += want.Length;
            if (!string.Equals(want, actual, StringComparison.Ordinal))
            {
                int at = want.AsSpan().CommonPrefixLength(actual);
                differing.Add($"{name} at {at}: expected …{Cut(want, at)}… actual …{Cut(actual, at)}…");
            }
        }

        output.WriteLine($"{pages} pages, {characters} characters, {differing.Count} with different text");
        foreach (string difference in differing)
        {
            output.WriteLine(difference);
        }

        Assert.True(pages > 100, $"only {pages} pages were found");
        Assert.True(characters > 1_000_000, $"only {characters} characters were compared");
        Assert.Empty(differing);
    }

    /// <summary>Valid UTF-8 pages only: what other bytes mean is not the reader's business.</summary>
    private static IEnumerable<(string Name, byte[] Page)> Pages()
    {
        string[] files = [.. Directory.GetFiles(Path.Combine(Repository.Data!, "wcxb-dev"), "*.html.gz", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Where((_, i) => i % 10 == 0),
            .. Directory.GetFiles(Path.Combine(Repository.Data!, "readability"), "source.html*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        foreach (string file in files)
        {
            using Stream stream = file.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(File.OpenRead(file), CompressionMode.Decompress) : File.OpenRead(file);
            using var all = new MemoryStream();
            stream.CopyTo(all);
            byte[] page = all.ToArray();
            if (System.Text.Unicode.Utf8.IsValid(page))
            {
                yield return (Path.GetRelativePath(Repository.Data!, file), page);
            }
        }
    }

    private static string TextOf(Markup markup, byte[] page)
    {
        var text = new StringBuilder();
        foreach (MarkupNode n in markup.AllNodes)
        {
            if (n.Kind == MarkupKind.Text && (n.Flags & MarkupFlags.NotText) == 0)
            {
                bool replaces = (n.Flags & (MarkupFlags.RawText | MarkupFlags.Foreign)) != 0;
                CharacterMode mode = (n.Flags & MarkupFlags.HasReferences) == 0 ? replaces ? CharacterMode.Raw : CharacterMode.Text
                    : replaces ? CharacterMode.Replaceable : CharacterMode.Text;
                text.Append(CharacterReferences.DecodeToString(page.AsSpan(n.Start, n.End - n.Start), mode));
            }
        }

        return Squeeze(text.ToString());
    }

    private static void Collect(INode node, StringBuilder into)
    {
        // Not recursive: some pages nest deeply.
        var rest = new Stack<INode>();
        rest.Push(node);
        while (rest.TryPop(out INode? next))
        {
            if (next is IText text && text.Parent is not IElement { LocalName: "script" or "style" or "iframe" or "noembed" or "noframes" or "template" })
            {
                into.Append(text.Data);
            }

            for (int i = next.ChildNodes.Length - 1; i >= 0; i--)
            {
                rest.Push(next.ChildNodes[i]);
            }
        }
    }

    private static string Squeeze(string text)
    {
        var squeezed = new StringBuilder(text.Length);
        foreach (char c in text)
        {
            if (!char.IsWhiteSpace(c))
            {
                squeezed.Append(c);
            }
        }

        return squeezed.ToString();
    }

    private static string Cut(string text, int at) => text[Math.Max(0, at - 20)..Math.Min(text.Length, at + 40)];
}
