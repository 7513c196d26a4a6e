using Chaffinch.Corpora.Model;
using Xunit;

namespace Chaffinch.Tests.Corpora;

/// <summary>What is counted of a labelled record.</summary>
public sealed class DocumentFactsTests
{
    [Fact]
    public void Every_code_unit_counts_but_white_space_and_second_halves_of_pairs()
    {
        for (int c = char.MinValue; c <= char.MaxValue; c++)
        {
            // A whole vector of them, and some behind it.
            int each = char.IsWhiteSpace((char)c) || char.IsLowSurrogate((char)c) ? 0 : 1;
            Assert.Equal(19 * each, DocumentFacts.CountCharacters(new string((char)c, 19)));
            Assert.Equal(18 + each, DocumentFacts.CountCharacters("abcdefgh" + (char)c + "ijklmnopqr"));
        }

        Assert.Equal(0, DocumentFacts.CountCharacters(""));
        Assert.Equal(3, DocumentFacts.CountCharacters(" 😀\u3000a b "));
    }
}
