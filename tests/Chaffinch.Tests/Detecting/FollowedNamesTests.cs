using System.Text;
using Chaffinch.Model;
using Xunit;

namespace Chaffinch.Tests.Detecting;

/// <summary>What one detector found leads another on: only the whole analysis shows it.</summary>
public sealed class FollowedNamesTests
{
    private const string Body =
        "<h1>Рушник з двома кінцями</h1><p>У книзі надходжень стоїть, що полотно привезли з Грунівки перед війною. Реставраторка перевернула його виворотом і побачила інші вузлики.</p>"
        + "<p>Онука пояснила просто: дід шив збрую, а бабуся зламала руку за місяць до вінчання. Пташок на лівому краї три, на правому дві.</p>";

    [Fact]
    public void A_description_of_phrases_with_a_name_that_is_fused_to_the_title_is_stuffed()
    {
        LabelledPage page = Analyze(
            "<title>дипломна робота на замовлення недорого Люмірікс Рушник з двома кінцями</title>"
            + "<meta name=description content=\"курсова на замовлення, Люмірікс ціни, купити дипломну роботу, реферат за годину\">");
        Assert.Contains(page.Evidence, e => e.Signal.Key == "title-disguise/stuffed-meta" && e.Strength >= 0.5f);
    }

    [Fact]
    public void The_same_description_beside_a_title_of_the_page_is_not_accused_by_the_name()
    {
        LabelledPage page = Analyze(
            "<title>Рушник з двома кінцями - Люмірікс</title><meta name=description content=\"рушник, Люмірікс, вишивка, полотно, музей Грунівки\">");
        Assert.DoesNotContain(page.Evidence, e => e.Signal.Key == "title-disguise/stuffed-meta" && e.Strength >= 0.5f);
    }

    private static LabelledPage Analyze(string head) =>
        new PageAnalyzer().Analyze(Encoding.UTF8.GetBytes("<html><head>" + head + "</head><body>" + Body + "</body></html>"), new InputHints(null, null, InputFormat.Html));
}
