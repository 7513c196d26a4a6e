using System.Text;
using Chaffinch.Model;
using Xunit;

namespace Chaffinch.Tests.Segmenting;

/// <summary>Markdown's fenced code in plain text.</summary>
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
}
