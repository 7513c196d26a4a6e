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
    [InlineData("garden chairs and tables", Theme.Other)]
    [InlineData("", Theme.Other)]
    [InlineData("alphabet betterment", Theme.Other)]
    public void The_theme_is_what_the_words_name(string text, Theme theme) => Assert.Equal(theme, Themes.Of(text));
}
