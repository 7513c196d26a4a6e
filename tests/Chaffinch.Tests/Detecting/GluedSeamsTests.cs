using System.Diagnostics;
using System.Text;
using Chaffinch.Detecting;
using Chaffinch.Model;
using Chaffinch.Segmenting;
using Xunit;

namespace Chaffinch.Tests.Detecting;

/// <summary>A page of nothing but words with capitals inside, each another one: none may ask the whole page whether it stands there again.</summary>
public sealed class GluedSeamsTests
{
    [Fact]
    public void Time_grows_with_the_words_that_look_glued()
    {
        const int Words = 12_500;
        SegmentedPage small = PageOf(Words), large = PageOf(4 * Words);
        Seconds(small);
        double one = Seconds(small), four = double.MaxValue;

        // A machine with other work on it can slow one run down; what grows with the square does so in every run.
        for (int run = 0; run < 5 && four >= Math.Max(9 * one, 0.3); run++)
        {
            four = Math.Min(four, Seconds(large));
        }

        Assert.True(four < Math.Max(9 * one, 0.3), $"{Words} words took {one:F3} s, four times as many {four:F3} s.");
    }

    private static double Seconds(SegmentedPage page)
    {
        var sink = new EvidenceSink();
        long start = Stopwatch.GetTimestamp();
        new SpliceBorder().Detect(page, sink);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static SegmentedPage PageOf(int words)
    {
        var text = new StringBuilder();
        for (int w = 0; w < words; w++)
        {
            text.Append(w % 200 == 0 ? "\nso it was said that all of it stands there and " : " ");
            for (int left = 1_000_000 + w; left > 0; left /= 10)
            {
                text.Append((char)('a' + (left % 10)));
            }

            text.Append("Zbqvw");
        }

        return Segmenter.Segment(new PageAnalyzer().Read(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
