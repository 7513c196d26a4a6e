using Chaffinch.Training.Grafting;
using Xunit;

namespace Chaffinch.Tests.Training.Grafting;

/// <summary>What composed pages are made of: texts that hold together, and fragments that are strangers to them.</summary>
public sealed class GenuineTextsTests
{
    [Fact]
    public void Sentences_of_one_article_are_neighbours()
    {
        Assert.Equal(SibArticles.Of(7), SibArticles.Of(10));
        Assert.NotEqual(SibArticles.Of(10), SibArticles.Of(11));
        Assert.Equal(-1, SibArticles.Of(0));
        Assert.All(Enumerable.Range(0, 2009).GroupBy(SibArticles.Of).Where(a => a.Key >= 0), a => Assert.InRange(a.Max() - a.Min(), 2, 5));
    }

    [Fact]
    public void A_sentence_has_the_name_of_its_article_in_all_languages()
    {
        Assert.Equal(SibArticles.NameOf(11), SibArticles.NameOf(14));
        Assert.NotEqual(SibArticles.NameOf(0), SibArticles.NameOf(1));
    }

    [Theory]
    [InlineData("The mill stands. It has no wheel. Nobody minds that at all.", 40, "The mill stands. It has no wheel.")]
    [InlineData("The mill by the weir has stood without its wheel", 30, "The mill by the weir has stood")]
    [InlineData("磨坊还在。水轮没有了。谁也不介意这件事。", 14, "磨坊还在。水轮没有了。")]
    [InlineData("Short.", 40, "Short.")]
    public void A_text_is_cut_where_a_sentence_or_a_word_ends(string text, int most, string expected) => Assert.Equal(expected, GenuineTexts.Whole(text, most));

    [Fact]
    public void Chapters_of_one_manual_are_at_home_in_each_other_and_other_articles_are_not()
    {
        var one = new SourceArticle("it", "docs", "Primo capitolo", ["a"], "one.md");
        var other = new SourceArticle("it", "docs", "Altro capitolo", ["b"], "other.md");
        var news = new SourceArticle("it", "sib200", "Una notizia", ["c"], "sib 7");

        Assert.True(one.IsKin(other));
        Assert.False(one.IsKin(news));
        Assert.False(news.IsKin(new SourceArticle("it", "sib200", "Un'altra", ["d"], "sib 11")));
    }
}
