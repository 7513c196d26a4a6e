using Chaffinch.Model;
using Xunit;

namespace Chaffinch.Tests.Segmenting;

/// <summary>Text is read many bytes at once: where a blank or another character falls, and how near the end of the page, must not matter.</summary>
public sealed class PlainRunTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("  ", " ")]
    [InlineData(" \n ", " ")]
    [InlineData("\t", " ")]
    [InlineData(" ", " ")]
    [InlineData("\u00E9", "\u00E9")]
    [InlineData("\u4E8C ", "\u4E8C ")]
    [InlineData("\u007F", "\u007F")]
    [InlineData("\u0001", "\u0001")]
    public void White_space_collapses_wherever_it_stands(string written, string read)
    {
        for (int before = 1; before <= 40; before++)
        {
            foreach (int after in (ReadOnlySpan<int>)[1, 7, 15, 16, 17, 40])
            {
                string head = new('a', before);
                string tail = new('b', after);
                string expected = head + read + tail;
                Check($"<p>{head}{written}{tail}</p><p>a paragraph behind it</p>", expected);
                Check($"<p>{head}{written}{tail}", expected);
                Check($"<p>  {head}{written}{tail}  </p>", expected);
                Check($"<p>{head} <b>{tail}</b>{written}{head} </p>", $"{head} {tail}{read}{head}");
            }
        }
    }

    private static void Check(string html, string expected)
    {
        Page page = HtmlPages.Read(html);
        Assert.Equal(expected, page.Text(page.Blocks[0].Span));
        Assert.Equal(html.IndexOf('a', StringComparison.Ordinal), page.Blocks[0].Source.Start);
    }
}
