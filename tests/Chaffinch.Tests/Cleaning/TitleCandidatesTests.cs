using System.Text;
using Chaffinch.Cleaning;
using Chaffinch.Model;
using Xunit;

namespace Chaffinch.Tests.Cleaning;

/// <summary>Which lines of a page may be its title, and what is measured of them.</summary>
public sealed class TitleCandidatesTests
{
    private const string Prose =
        "<p>The ferry across the lake runs again after the winter pause, the harbour master said on Friday. It leaves every hour.</p>"
        + "<p>Its new engine uses a third less fuel than the old one, and the crew has been trained for two weeks on calm days.</p>";

    [Fact]
    public void The_title_element_is_cut_at_every_separator_from_both_sides()
    {
        TitleCandidates found = Collect("<title>Ferries: the timetable - Boats | Lake Lines</title>", "<p>Welcome</p>");
        Assert.Equal(
            ["Ferries: the timetable - Boats | Lake Lines", "the timetable - Boats | Lake Lines", "Ferries: the timetable", "Boats | Lake Lines", "Ferries: the timetable - Boats", "Lake Lines"],
            Texts(found));
    }

    [Theory]
    [InlineData("Boat-house and well-known piers")]
    [InlineData("The 10:30 ferry")]
    [InlineData("and/or")]
    public void A_sign_inside_a_word_parts_nothing(string title) => Assert.Equal([title], Texts(Collect($"<title>{title}</title>", "<p>Welcome</p>")));

    [Fact]
    public void Texts_that_differ_in_quotes_and_blanks_only_are_one_candidate_with_the_facts_of_both()
    {
        TitleCandidates found = Collect("<title>The ferry’s  timetable | Lake Lines</title>", "<h1>The ferry's timetable</h1>");
        int title = Texts(found).IndexOf("The ferry's timetable");
        Assert.True(Holds(found, title, TitleFact.FirstH1));
        Assert.True(Holds(found, title, TitleFact.OnlyH1));
        Assert.True(Holds(found, title, TitleFact.ElementFirst));
        Assert.True(Holds(found, title, TitleFact.CutAtBar));
    }

    [Fact]
    public void A_heading_that_a_line_break_divides_is_one_candidate() =>
        Assert.Contains("The ferry runs again", Texts(Collect("", "<h1>The ferry<br>runs again</h1>")));

    [Fact]
    public void What_is_cut_off_is_held_against_the_sites_name_and_host()
    {
        TitleCandidates found = Collect("<title>Timetable - Lake Lines</title>", "<p>Welcome</p>", "https://www.lakelines.example/timetable");
        Assert.True(Holds(found, Texts(found).IndexOf("Timetable"), TitleFact.RestIsSite));
        Assert.True(Holds(found, Texts(found).IndexOf("Lake Lines"), TitleFact.IsSite));
    }

    [Fact]
    public void Headings_that_nobody_sees_are_no_candidates() =>
        Assert.DoesNotContain("Cheap boats", Texts(Collect("<title>Timetable</title>", "<h1 style='display:none'>Cheap boats</h1><h2>Timetable</h2>")));

    [Fact]
    public void Where_planted_text_stands_in_a_heading_the_labels_decide()
    {
        Page page = Read("<title>Timetable</title>", "<h1>Cheap boats</h1>", null);
        LabelledPage labelled = new PageAnalyzer().Label(page);
        int h1 = page.Text.IndexOf("Cheap", StringComparison.Ordinal);
        var parts = new PartList();
        parts.Fill(page, [.. labelled.Spans.Select(s => s.Span.Start == h1 ? s with { Label = Label.Injected, Kind = Kind.Keyword } : s)]);
        Assert.False(new TitleCandidates().Collect(page, parts.Items));
    }

    [Fact]
    public void The_table_of_weights_reads_back_what_it_writes()
    {
        string table = TitleRanker.Default.Write();
        Assert.Equal(table, TitleRanker.Parse(new StringReader(table)).Write());
        Assert.Throws<FormatException>(() => TitleRanker.Parse(new StringReader("FirstH1 1 2 3")));
    }

    private static TitleCandidates Collect(string head, string body, string? url = null)
    {
        Page page = Read(head, body, url);
        LabelledPage labelled = new PageAnalyzer().Label(page);
        var parts = new PartList();
        parts.Fill(page, labelled.Spans);
        var found = new TitleCandidates();
        Assert.True(found.Collect(page, parts.Items));
        return found;
    }

    private static Page Read(string head, string body, string? url) =>
        new PageAnalyzer().Read(Encoding.UTF8.GetBytes($"<!DOCTYPE html><html lang=en><head><meta charset=utf-8>{head}</head><body><main>{body}{Prose}</main></body></html>"), new InputHints(url));

    private static List<string> Texts(TitleCandidates found) => [.. Enumerable.Range(0, found.Count).Select(i => found.TextOf(i).ToString())];

    private static bool Holds(TitleCandidates found, int candidate, TitleFact fact) => found.FactsOf(candidate)[(int)fact];
}
