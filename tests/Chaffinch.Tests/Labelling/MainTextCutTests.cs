using Chaffinch.Labelling;
using Xunit;

namespace Chaffinch.Tests.Labelling;

/// <summary>The cut is where the expected word F1 is highest.</summary>
public sealed class MainTextCutTests
{
    [Fact]
    public void On_a_sure_page_the_cut_lies_at_even_odds()
    {
        float cut = MainTextCut.Of([6, 6, 6, -6, -6], [100, 80, 90, 200, 300]);
        Assert.Equal(0, cut);
    }

    [Fact]
    public void On_an_unsure_page_more_is_taken_than_is_likely()
    {
        float cut = MainTextCut.Of([-0.8f, -0.8f, -1f, -5f], [100, 100, 100, 500]);
        Assert.InRange(cut, -5f, -1f);
    }

    [Fact]
    public void Blocks_that_hang_together_are_taken_or_left_together()
    {
        // A short introduction that is sure and a long list that is nearly as likely as not.
        float cut = MainTextCut.Of([7, .. Enumerable.Repeat(0.5f, 40), .. Enumerable.Repeat(-7f, 40)], [60, .. Enumerable.Repeat(12, 40), .. Enumerable.Repeat(4, 40)]);
        Assert.InRange(cut, -7f, 0.5f);
    }

    [Fact]
    public void An_unlikely_tail_is_left_where_little_is_taken_without_it()
    {
        float cut = MainTextCut.Of([4, 4, -6, -6], [100, 100, 100, 500]);
        Assert.InRange(cut, -6f, 4f);
        Assert.True(cut > -6);
    }

    [Theory]
    [InlineData(-40f)]
    [InlineData(40f)]
    public void Log_odds_beyond_the_scale_are_counted_at_its_end(float logOdds) => Assert.True(float.IsFinite(MainTextCut.Of([logOdds, 0], [50, 50])));

    [Fact]
    public void A_page_without_words_has_a_cut_too() => Assert.True(float.IsFinite(MainTextCut.Of([], [])));
}
