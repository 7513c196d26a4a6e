using System.Text;
using Chaffinch.Model;
using Xunit;

namespace Chaffinch.Tests.Segmenting;

/// <summary>Markdown's fenced code and tables in plain text.</summary>
public sealed class PlainCodeTests
{
    [Theory]
    [InlineData("prose\n```\na\nb\n```\nprose", "-CCCC-")]
    [InlineData("~~~sh\na\n~~~\nprose\n````\n```\n````", "CCC-CCC")]
    [InlineData("```\na\n~~~\nb", "----")]
    [InlineData("```inline``` words\nprose", "--")]
    [InlineData("prose\n```\nnever closed\nprose", "----")]
    public void A_fence_that_is_closed_makes_code_of_its_lines(string text, string expected)
    {
        Page page = new PageAnalyzer().Read(Encoding.UTF8.GetBytes(text));
        Assert.Equal(expected, string.Concat(page.Blocks.ToArray().Select(b => (b.Traits & BlockTraits.Code) != 0 ? 'C' : '-')));
    }

    [Theory]
    [InlineData("prose\n| a | b |\n|---|---|\n| c | d |\n| e | f |\nprose", "-TTTT-")]
    [InlineData("a | b\n--- | :---:\nc | d\n\nprose with a bar", "TTT-")]
    [InlineData("prose\n---\nprose", "---")]
    [InlineData("a | b | c\nprose", "--")]
    public void A_row_of_dashes_between_bars_makes_a_table_of_the_rows_around_it(string text, string expected)
    {
        Page page = new PageAnalyzer().Read(Encoding.UTF8.GetBytes(text));
        Assert.Equal(expected, string.Concat(page.Blocks.ToArray().Select(b => (b.Traits & BlockTraits.TableCell) != 0 ? 'T' : '-')));
    }
}
