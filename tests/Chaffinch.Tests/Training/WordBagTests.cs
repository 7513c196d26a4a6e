using Chaffinch.Training.Evaluating;
using Xunit;

namespace Chaffinch.Tests.Training;

/// <summary>Words are counted as the benchmark counts them.</summary>
public sealed class WordBagTests
{
    [Fact]
    public void Words_are_runs_of_letters_numbers_and_low_lines_in_lower_case()
    {
        var words = new List<string>();
        WordBag.Read("It's 2½ snake_case Äpfel, 東京都! e\u0301", words.Add);
        Assert.Equal(["it", "s", "2½", "snake_case", "äpfel", "東京都", "e"], words);
    }

    [Fact]
    public void A_word_counts_as_often_as_both_sides_have_it()
    {
        WordScore score = new WordBag("a a b c").Score(new WordBag("a b b d"));
        Assert.Equal(0.5, score.Precision);
        Assert.Equal(0.5, score.Recall);
        Assert.Equal(0.5, score.F1);
    }

    [Fact]
    public void An_empty_reference_wants_an_empty_text()
    {
        Assert.Equal(1, new WordBag("").Score(new WordBag(" - ")).F1);
        Assert.Equal(0, new WordBag("").Score(new WordBag("a")).F1);
        Assert.Equal(0, new WordBag("a").Score(new WordBag("")).F1);
    }
}
