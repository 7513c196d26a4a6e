using Chaffinch.Cleaning;
using Chaffinch.Model;
using Xunit;

namespace Chaffinch.Tests.Cleaning;

/// <summary>Dates as they stand in bylines, time elements and metas of many languages.</summary>
public sealed class DateReaderTests
{
    [Theory]
    [InlineData("2025-03-14", "en", "2025-03-14")]
    [InlineData("2025-03-14T09:30:05+08:00", "zh", "2025-03-14T09:30:05+08:00")]
    [InlineData("2025-03-14T09:30:05.123Z", "en", "2025-03-14T09:30:05Z")]
    [InlineData("2025-03-14 09:30", "zh", "2025-03-14T09:30")]
    [InlineData("20 min read · 2025/3/14", "ja", "2025-03-14")]
    [InlineData("14.03.2025", "de", "2025-03-14")]
    [InlineData("14. 3. 2025, 18:05 Uhr", "de", "2025-03-14T18:05")]
    [InlineData("14/03/25", "fr", "2025-03-14")]
    [InlineData("03/04/2025", "en", "2025-03-04")]
    [InlineData("03/04/2025", "en-GB", "2025-04-03")]
    [InlineData("03/04/2025", "es", "2025-04-03")]
    [InlineData("14/03/2025", "en", "2025-03-14")]
    [InlineData("14 March 2025", "en", "2025-03-14")]
    [InlineData("Friday, March 14th, 2025 at 9:30 p.m.", "en", "2025-03-14T21:30")]
    [InlineData("Oct. 6, 2018", "en", "2018-10-06")]
    [InlineData("By Ada Vik, 1st of May 2019", "en", "2019-05-01")]
    [InlineData("March 2025", "en", "2025-03")]
    [InlineData("4 Juni 2021", "id", "2021-06-04")]
    [InlineData("4. Juni 2021", "de", "2021-06-04")]
    [InlineData("7 июля 2024 г.", "ru", "2024-07-07")]
    [InlineData("14 de março de 2025", "pt", "2025-03-14")]
    [InlineData("le 1er août 2023 à 10h15", "fr", "2023-08-01T10:15")]
    [InlineData("14 Ağustos 2024", "tr", "2024-08-14")]
    [InlineData("1 marca 2020", "pl", "2020-03-01")]
    [InlineData("14 مارس 2025", "ar", "2025-03-14")]
    [InlineData("١٤ مارس ٢٠٢٥", "ar", "2025-03-14")]
    [InlineData("14 มีนาคม 2567", "th", "2024-03-14")]
    [InlineData("5 มี.ค. พ.ศ. 2567", "th", "2024-03-05")]
    [InlineData("ngày 7 tháng 7 năm 2024", "vi", "2024-07-07")]
    [InlineData("2024年9月2日", "zh", "2024-09-02")]
    [InlineData("发布时间:2024年09月02日 08:15:30", "zh", "2024-09-02T08:15:30")]
    [InlineData("2024年9月2日 下午3:05", "zh", "2024-09-02T15:05")]
    [InlineData("民國113年9月2日", "zh", "2024-09-02")]
    [InlineData("令和6年9月2日", "ja", "2024-09-02")]
    [InlineData("二〇二四年十二月三十一日", "zh", "2024-12-31")]
    [InlineData("2023.05.02", "ko", "2023-05-02")]
    [InlineData("입력 2023. 5. 2. 14:20", "ko", "2023-05-02T14:20")]
    [InlineData("2024년 9월 2일", "ko", "2024-09-02")]
    [InlineData("14 במרץ 2025", "he", "2025-03-14")]
    public void Reads(string text, string language, string iso) => Assert.Equal(iso, DateReader.Find(text, language)?.ToIso());

    [Theory]
    [InlineData("Version 4.5.6 of the tool")]
    [InlineData("2025-13-40")]
    [InlineData("30 February 2024")]
    [InlineData("Call 555-12-3456789")]
    [InlineData("Mark 12 of 40")]
    [InlineData("Maria 2024")]
    [InlineData("in the year 2024")]
    [InlineData("")]
    public void Leaves_alone(string text) => Assert.Null(DateReader.Find(text, "en"));

    [Theory]
    [InlineData("By Ada Vik | 14 March 2025", "en", "Ada Vik", "2025-03-14")]
    [InlineData("Ada Vik, 14 March 2025", "en", "Ada Vik", "2025-03-14")]
    [InlineData("2024-05-03 10:00 来源:海湾日报 作者:林小舟", "zh", "林小舟", "2024-05-03T10:00")]
    [InlineData("文/林小舟", "zh", "林小舟", null)]
    [InlineData("Von Max Ufer · 14.03.2025", "de", "Max Ufer", "2025-03-14")]
    [InlineData("(作者系海湾大学船舶研究所研究员)", "zh", "(作者系海湾大学船舶研究所研究员)", null)]
    [InlineData("2024年9月2日", "zh", null, "2024-09-02")]
    [InlineData("Автор: Анна Берег", "ru", "Анна Берег", null)]
    public void Byline_gives_the_author_and_the_date(string line, string language, string? author, string? date)
    {
        Article article = new Sample { Language = language }.Line($"⟦byline|{line}⟧").Line("Body.").Clean();
        Assert.Equal(author, article.Byline);
        Assert.Equal(date, article.Published);
    }

    [Fact]
    public void The_stated_date_outweighs_the_visible_one_which_is_often_that_of_an_update()
    {
        var same = new Sample { Language = "en", Meta = new PageMeta { Published = "2025-03-14T09:30:00Z" } };
        Assert.Equal("2025-03-14T09:30:00Z", same.Line("⟦byline|14 March 2025⟧").Clean().Published);
        var other = new Sample { Language = "en", Meta = new PageMeta { Published = "2025-03-20" } };
        Assert.Equal("2025-03-20", other.Line("⟦byline|14 March 2025⟧").Clean().Published);
        Assert.Equal("2025-03-20", new Sample { Meta = new PageMeta { Published = "2025-03-20" } }.Line("Body.").Clean().Published);
    }
}
