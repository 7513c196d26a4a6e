using System.Text;
using Chaffinch.Labelling;
using Chaffinch.Model;
using Xunit;

namespace Chaffinch.Tests.Labelling;

/// <summary>Nothing is in the main text twice but what is meant to be.</summary>
public sealed class MainTextCopiesTests
{
    private const string Long = "The ferry to the northern island sails twice a day from the new quay in summer.";
    private const string Other = "In winter it sails on Mondays and Thursdays only, and never when the wind is strong.";

    [Fact]
    public void A_long_paragraph_that_comes_again_stays_once() => Check($"<p>+{Long}</p><p>+{Other}</p><p>-{Long}</p>");

    [Fact]
    public void Of_a_hidden_and_a_visible_one_the_visible_one_stays() => Check($"<p style=display:none>-{Long}</p><p>+{Other}</p><p>+{Long}</p>");

    [Fact]
    public void Short_lines_may_come_again() => Check($"<p>+Tickets at the quay.</p><p>+{Long}</p><p>+Tickets at the quay.</p><p>+{Other}</p><p>+Tickets at the quay.</p>");

    [Fact]
    public void A_run_of_short_lines_that_comes_again_goes_with_all_its_lines()
    {
        string[] lines = [.. Enumerable.Range(1, 12).Select(i => $"Stop number {(char)('a' + i)} of the ferry")];
        Check(string.Concat(lines.Select(l => $"<p>+{l}</p>")) + $"<p>+{Long}</p>" + string.Concat(lines.Select(l => $"<p>-{l}</p>")));
    }

    [Fact]
    public void Paragraphs_that_differ_in_a_number_are_no_copies() => Check(
        string.Concat(Enumerable.Range(1, 9).Select(i => $"<p>+Ferry {i} sails from quay {i} at {i} in the morning on every day of the summer.</p>")));

    [Fact]
    public void A_refrain_stays()
    {
        const string Refrain = "+Row the boat and row it home<br>+over the water, over the foam<br>+row the boat before the night has come to stand upon the hill and call us all by name";
        Check($"<p>{Refrain}</p><p>+{Long}</p><p>{Refrain}</p>");
    }

    [Fact]
    public void Cells_and_code_may_come_again() => Check(
        $"<table><tr><td>+{Long}</td><td>+{Long}</td></tr></table><pre>+{Other}</pre><pre>+{Other}</pre>");

    [Fact]
    public void What_is_left_out_anyway_is_no_first_one()
    {
        Page page = Read($"<p>{Long}</p><p>{Long}</p>", out BlockNetInput input);
        float[] leads = [-3, 2];
        new MainTextCopies().LeaveOut(page, input, leads);
        Assert.Equal(2, leads[1]);
    }

    // The mark before a text says what is expected. It stands in the text, so it is cut off for the network to see equal ones.
    private static void Check(string body)
    {
        string[] expected = [.. body.Split('>').Where(t => t.StartsWith('+') || t.StartsWith('-')).Select(t => t[..1])];
        Page page = Read(body.Replace(">+", ">", StringComparison.Ordinal).Replace(">-", ">", StringComparison.Ordinal), out BlockNetInput input);
        var leads = new float[input.Count];
        Array.Fill(leads, 3f);
        new MainTextCopies().LeaveOut(page, input, leads);
        Assert.Equal(expected, leads.Select(l => l > 0 ? "+" : "-"));
    }

    private static Page Read(string body, out BlockNetInput input)
    {
        Page page = new PageAnalyzer().Read(Encoding.UTF8.GetBytes("<title>Coast</title><body>" + body), new InputHints());
        input = new BlockNetInput();
        input.Read(page);
        return page;
    }
}
