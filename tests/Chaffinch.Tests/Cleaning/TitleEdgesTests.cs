using System.Text;
using Chaffinch.Cleaning;
using Chaffinch.Model;
using Xunit;

namespace Chaffinch.Tests.Cleaning;

/// <summary>What is cut off a chosen title, and what is not.</summary>
public sealed class TitleEdgesTests
{
    [Theory]
    [InlineData("https://www.lakelines.example/a", "New ferry timetable | Lake Lines", "New ferry timetable")]
    [InlineData("https://lake-lines.example/a", "New ferry timetable – Lake Lines", "New ferry timetable")]
    [InlineData("https://www.orlt.example/a", "New timetable - Overview | Office of River and Lake Traffic", "New timetable - Overview")]
    [InlineData("https://museumboats.example/a", "Learn more: rowing | The Museum for Boats", "Learn more: rowing")]
    public void The_name_that_the_host_spells_is_cut_off_the_end(string url, string title, string expected) =>
        Assert.Equal(expected, Trim(title, url));

    [Fact]
    public void The_name_that_machines_are_told_is_cut_off_the_end() =>
        Assert.Equal("New ferry timetable", Trim("New ferry timetable | The Harbour Post", "https://hp.example/a", "<meta property=og:site_name content='The Harbour Post'>"));

    [Theory]
    [InlineData("https://www.lakelines.example/a", "Timetable | Lake Lines")]
    [InlineData("https://www.lakelines.example/a", "New ferry timetable | Summer")]
    [InlineData("https://www.lakelines.example/a", "The new boat: Lake Lines")]
    [InlineData("https://www.lakelines.example/a", "The new boat of Lake Lines")]
    [InlineData("https://news.example/a", "The new boat | Ex")]
    public void A_title_of_one_word_a_subtitle_and_another_name_stay(string url, string title) => Assert.Equal(title, Trim(title, url));

    [Fact]
    public void A_label_goes_where_machines_are_told_the_title_without_it()
    {
        const string Told = "<meta property=og:title content='New Ferry - a timetable'>";
        Assert.Equal("New ferry - a timetable", Trim("Title:New ferry - a timetable", null, Told));
        Assert.Equal("Boats:New ferry", Trim("Boats:New ferry", null, Told));
        Assert.Equal("Title:New ferry - a timetable", Trim("Title:New ferry - a timetable", null));
    }

    [Fact]
    public void Marks_of_direction_go_at_both_ends_and_stay_inside() =>
        Assert.Equal("New \u202Bferry\u202C boat", Trim("\u202ANew \u202Bferry\u202C boat\u202C \u200F", null));

    [Fact]
    public void What_is_cut_off_a_title_is_not_kept()
    {
        const string Html = "<html><body><h1>New ferry timetable | Lake Lines</h1><p>The ferry across the bay runs again after the winter pause, the harbour master said on Friday.</p>"
            + "<p>Its new engine uses a third less fuel than the old one, and the crew has been trained for two weeks on calm days.</p></body></html>";
        LabelledPage page = new PageAnalyzer().Analyze(Encoding.UTF8.GetBytes(Html), new InputHints("https://www.lakelines.example/a"));
        Assert.Equal("New ferry timetable", page.Article.Title);
        Assert.DoesNotContain(page.Article.Kept, k => page.Page.Text.Substring(k.Start, k.Length).Contains("Lines", StringComparison.Ordinal));
    }

    private static string Trim(string title, string? url, string head = "")
    {
        Page page = new PageAnalyzer().Read(Encoding.UTF8.GetBytes($"<html><head>{head}</head><body><p>A line.</p></body></html>"), new InputHints(url));
        return TitleEdges.Trim(title, page);
    }
}
