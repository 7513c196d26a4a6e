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
    public void A_page_without_words_has_a_cut_too() => Assert.True(float.IsFinite(MainTextCut.Of([], [])));
}
