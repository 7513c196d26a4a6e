using System.Text;
using Chaffinch.Model;
using Chaffinch.Training.Aligning;
using Chaffinch.Training.Evaluating;
using Xunit;

namespace Chaffinch.Tests.Training;

/// <summary>Gold main text finds its blocks.</summary>
public sealed class AligningTests
{
    [Fact]
    public void A_longest_common_subsequence_is_found_in_order()
    {
        int[] matched = LongestCommonWords.Match([9, 1, 2, 8, 3, 1], [1, 2, 3]);
        Assert.Equal([-1, 0, 1, -1, 2, -1], matched);
        Assert.Empty(LongestCommonWords.Match([], [1]));
        Assert.Equal([-1, -1], LongestCommonWords.Match([1, 2], []));
    }

    [Fact]
    public void It_is_as_long_as_the_plain_method_finds()
    {
        var random = new Random(5);
        for (int run = 0; run < 200; run++)
        {
            int[] a = [.. Enumerable.Range(0, random.Next(150)).Select(_ => random.Next(8))];
            int[] b = [.. Enumerable.Range(0, random.Next(150)).Select(_ => random.Next(8))];
            int[] matched = LongestCommonWords.Match(a, b);
            int[] used = [.. matched.Where(m => m >= 0)];
            Assert.Equal(Plain(a, b), used.Length);
            Assert.Equal(used.Order(), used);
            Assert.Equal(used.Distinct(), used);
            for (int i = 0; i < a.Length; i++)
            {
                Assert.True(matched[i] < 0 || b[matched[i]] == a[i]);
            }
        }
    }

    [Fact]
    public void Menus_that_share_words_take_nothing_from_the_text()
    {
        float[] shares = Align(
            "<ul><li>River</li><li>Old bridge news</li></ul><p>The old bridge over the river is closed until May.</p><p>It will be painted green.</p><footer>River council</footer>",
            "The old bridge over the river is closed until May.\nIt will be painted green.");
        Assert.Equal([0, 0, 1, 1, 0], shares);
    }

    [Fact]
    public void Blocks_that_the_annotator_moved_are_found_too()
    {
        float[] shares = Align(
            "<p>Weight two kilos and a half</p><p>A lamp for the desk with a long arm and a heavy foot, in three colours.</p>",
            "A lamp for the desk with a long arm and a heavy foot, in three colours.\nWeight two kilos and a half");
        Assert.Equal(1, shares[0]);

        // Its "a" is the first one's already.
        Assert.InRange(shares[1], 0.9f, 1);
    }

    private static float[] Align(string html, string gold)
    {
        Page page = new PageAnalyzer().Read(Encoding.UTF8.GetBytes("<!doctype html><body>" + html), new InputHints(Format: InputFormat.Html));
        return GoldAligner.Align(page, gold, WordBag.Read);
    }

    private static int Plain(int[] a, int[] b)
    {
        var length = new int[a.Length + 1, b.Length + 1];
        for (int i = 1; i <= a.Length; i++)
        {
            for (int j = 1; j <= b.Length; j++)
            {
                length[i, j] = a[i - 1] == b[j - 1] ? length[i - 1, j - 1] + 1 : Math.Max(length[i - 1, j], length[i, j - 1]);
            }
        }

        return length[a.Length, b.Length];
    }
}
