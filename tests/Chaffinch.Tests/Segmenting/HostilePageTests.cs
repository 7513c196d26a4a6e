using System.Diagnostics;
using Chaffinch.Model;
using Xunit;

namespace Chaffinch.Tests.Segmenting;

/// <summary>Pages made to be slow are read in linear time: twice the page takes about twice as long, never four times.</summary>
public sealed class HostilePageTests
{
    [Theory]
    [InlineData("<div>x", "")]
    [InlineData("<b>x", "")]
    [InlineData("<span class=a id=b style='color:#fff'>x", "<style>.a .b{display:none} #b{width:0}</style>")]
    [InlineData("<a href=//h.example/p>x</a><p>", "")]
    [InlineData("<iframe srcdoc='<style>.a{display:none}</style>x'></iframe>", "")]
    [InlineData("  x\n", "<p>")]
    [InlineData("&#65;&nbsp;", "<p>")]
    [InlineData("\n", "<pre><b><i><u><em><a href=x>")]
    [InlineData("<p style='left:-1px;;;;::'>x", "")]
    [InlineData(".a.b .c,.d>#e{display:none}", "<style>")]
    [InlineData("@media x{", "<style>")]
    [InlineData("document.write('<style>", "<script>")]
    [InlineData("getElementById(", "<script>")]
    [InlineData("<meta name=description content='a b'><title>t</title>", "")]
    [InlineData("{\"author\":[", "<script type=application/ld+json>")]
    [InlineData("<p class='aB-cD_eF gH'>x", "")]
    public void Time_grows_with_the_size(string piece, string start)
    {
        const int Pieces = 4_000;
        string small = start + string.Concat(Enumerable.Repeat(piece, Pieces));
        string large = start + string.Concat(Enumerable.Repeat(piece, 4 * Pieces));
        HtmlPages.Read(small);
        double one = Best(small, 2);
        double four = Best(large, 2);

        // A machine with other work on it can slow one run down many times over; what grows too fast does so in every run.
        for (int again = 0; again < 5 && four >= Math.Max(16 * one, 1.0); again++)
        {
            four = Math.Min(four, Best(large, 1));
        }

        Assert.True(four < Math.Max(16 * one, 1.0), $"{Pieces} pieces took {one:F3} s, {4 * Pieces} took {four:F3} s.");
    }

    private static double Best(string html, int runs)
    {
        double best = double.MaxValue;
        for (int i = 0; i < runs; i++)
        {
            long start = Stopwatch.GetTimestamp();
            Page page = HtmlPages.Read(html);
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
            Assert.NotNull(page);
        }

        return best;
    }
}
