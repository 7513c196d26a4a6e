using Chaffinch.Cleaning;
using Xunit;

namespace Chaffinch.Tests.Cleaning;

public sealed class WordListTests
{
    [Theory]
    [InlineData("by", true)]
    [InlineData("BY", true)]
    [InlineData("Minutes", true)]
    [InlineData("minute", false)]
    [InlineData("b", false)]
    [InlineData("", false)]
    [InlineData("élan", false)]
    [InlineData("@y", false)]
    public void Words_are_found_whatever_their_case(string word, bool expected) => Assert.Equal(expected, new WordList("by", "minutes", "min").Contains(word));
}
