using System.Text;
using Chaffinch.Model;

namespace Chaffinch.Tests.Segmenting;

/// <summary>Reads small HTML samples and shows their blocks in a form that tests can state.</summary>
internal static class HtmlPages
{
    private static readonly ThreadLocal<PageAnalyzer> Analyzer = new(() => new PageAnalyzer());

    public static Page Read(string html, string? url = null, ReadLimits? limits = null) =>
        (limits is null ? Analyzer.Value! : new PageAnalyzer(new AnalyzerOptions { Limits = limits }))
            .Read(Encoding.UTF8.GetBytes(html), new InputHints(url, "text/html; charset=utf-8", InputFormat.Html));

    public static string Text(this Page page, TextSpan span) => page.Text[span.Start..span.End];

    public static string[] Lines(this Page page)
    {
        var lines = new string[page.Blocks.Length];
        for (int i = 0; i < lines.Length; i++)
        {
            lines[i] = page.Text(page.Blocks[i].Span);
        }

        return lines;
    }

    public static Block BlockOf(this Page page, string text)
    {
        foreach (Block block in page.Blocks)
        {
            if (page.Text(block.Span).Contains(text, StringComparison.Ordinal))
            {
                return block;
            }
        }

        throw new InvalidOperationException($"No block holds '{text}' in:\n{page.Text}");
    }

    /// <summary>The laws that hold for every page, whatever the bytes were.</summary>
    public static void CheckLaws(Page page)
    {
        int last = 0;
        foreach (Block block in page.Blocks)
        {
            Xunit.Assert.True(block.Span.Start >= last, "Blocks overlap.");
            Xunit.Assert.True(page.Text.AsSpan(last, block.Span.Start - last).IsWhiteSpace(), "Text between blocks.");
            Xunit.Assert.False(block.Span.IsEmpty);
            Xunit.Assert.False(char.IsWhiteSpace(page.Text[block.Span.Start]) || char.IsWhiteSpace(page.Text[block.Span.End - 1]), "Blank at a block's end.");
            SourceSpan source = page.ToSource(block.Span);
            Xunit.Assert.True(source.Start >= 0 && source.End <= page.Source.Length && source.Length > 0, $"Source {source} of {block.Span}.");
            Xunit.Assert.True(block.Source.Start <= source.Start && block.Source.End >= source.End, $"Block source {block.Source} does not cover {source}.");
            Xunit.Assert.InRange(block.Container, -1, page.Containers.Length - 1);
            Xunit.Assert.InRange(block.LinkChars, 0, block.Span.Length);
            last = block.Span.End;
        }

        Xunit.Assert.True(page.Text.AsSpan(last).IsWhiteSpace(), "Text after the last block.");
        for (int i = 0; i < page.Containers.Length; i++)
        {
            Xunit.Assert.InRange(page.Containers[i].Parent, -1, i - 1);
        }

        int at = 0;
        foreach (Link link in page.Links)
        {
            Xunit.Assert.True(link.Span.Start >= at && link.Span.End <= page.Text.Length && !link.Span.IsEmpty);
            at = link.Span.Start;
        }

        at = 0;
        foreach (InlineRun run in page.Inlines)
        {
            Xunit.Assert.True(run.Span.Start >= at && run.Span.End <= page.Text.Length && !run.Span.IsEmpty);
            at = run.Span.Start;
        }
    }
}
