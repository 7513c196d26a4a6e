using Chaffinch.Labelling;
using Chaffinch.Model;
using Xunit;

namespace Chaffinch.Tests.Labelling;

public sealed class ThemesTests
{
    [Theory]
    [InlineData("cheap tablets from a pharmacy without prescription", Theme.Pharma)]
    [InlineData("situs slot terpercaya bonus jackpot", Theme.Gambling)]
    [InlineData("本地小额贷款当天放款", Theme.Finance)]
    [InlineData("全集高清在线观看", Theme.Video)]
    [InlineData("custom essays and homework help", Theme.Essay)]
    [InlineData("replica watches outlet", Theme.Replica)]
    [InlineData("代购药", Theme.Pharma)]
    [InlineData("сериал смотреть онлайн", Theme.Video)]
    [InlineData("wooden garden chairs, oak tables and benches for the terrace, built to order", Theme.Other)]
    [InlineData("", Theme.Other)]
    [InlineData("alphabet betterment society", Theme.Other)]
    public void The_theme_is_what_the_words_name(string text, Theme theme) => Assert.Equal(theme, Assert.Single(Of(text)));

    [Fact]
    public void A_contact_has_the_theme_of_what_it_is_for() =>
        Assert.Equal([Theme.Finance, Theme.Finance], Of("Fast loans without papers, money on your account the same day", "Telegram @fastline77"));

    [Fact]
    public void What_nobody_has_words_for_is_other() => Assert.Equal([Theme.Other], Of("zzqx vvkw"));

    private static Theme[] Of(params string[] spans)
    {
        var page = new PageThemes(ThemeNet.Default);
        foreach (string span in spans)
        {
            page.Add(span);
        }

        var themes = new Theme[spans.Length];
        page.Tell(themes);
        return themes;
    }
}
