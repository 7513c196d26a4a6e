using Chaffinch.Labelling;
using Chaffinch.Model;
using Chaffinch.Training.Fitting;
using Xunit;

namespace Chaffinch.Tests.Labelling;

/// <summary>What is said of a label becomes how often it is right.</summary>
public sealed class ReliabilityTests
{
    [Fact]
    public void Between_two_points_lies_the_line_and_beyond_them_their_own_figure()
    {
        Reliability points = Reliability.Read(new StringReader("# head\ninjected 0.6 0.5\ninjected 0.8 0.9\n"));
        Assert.Equal(0.5f, points.Of(Label.Injected, 0.5f), 3);
        Assert.Equal(0.7f, points.Of(Label.Injected, 0.7f), 3);
        Assert.Equal(0.9f, points.Of(Label.Injected, 1f), 3);
    }

    [Fact]
    public void Text_without_points_keeps_its_figure()
    {
        Reliability points = Reliability.Read(new StringReader("injected 0.6 0.5\n"));
        Assert.Equal(0.73f, points.Of(Label.Body, 0.73f), 3);
        Assert.Equal(0.73f, Reliability.None.Of(Label.Injected, 0.73f), 3);
    }

    [Theory]
    [InlineData("planted 0.6 0.5")]
    [InlineData("injected 0.6")]
    public void A_broken_line_is_refused(string line) => Assert.Throws<FormatException>(() => Reliability.Read(new StringReader(line)));

    [Fact]
    public void Points_that_fall_are_refused() =>
        Assert.Throws<ArgumentException>(() => Reliability.Read(new StringReader("injected 0.6 0.5\ninjected 0.8 0.4\n")));

    [Fact]
    public void The_package_says_of_no_label_more_than_its_pages_showed()
    {
        foreach (Label label in (Label[])[Label.Body, Label.Injected, Label.Damaged])
        {
            float before = 0;
            for (int i = 0; i <= 100; i++)
            {
                float right = Reliability.Default.Of(label, i / 100f);
                Assert.InRange(right, before, 0.991f);
                before = right;
            }
        }
    }

    [Fact]
    public void A_fit_rises_though_what_it_is_made_from_does_not()
    {
        var said = new List<(float, double, double)>();
        for (int i = 0; i < 400; i++)
        {
            float at = 0.5f + (i / 800f);
            bool right = i < 100 ? i % 2 == 0 : i < 200 ? i % 4 == 0 : i % 10 != 0;
            said.Add((at, right ? 1 : 0, 1));
        }

        IReadOnlyList<(double Said, double Right)> points = IsotonicFit.Of(said);
        Assert.True(points.Count >= 2);
        for (int i = 1; i < points.Count; i++)
        {
            Assert.True(points[i].Said > points[i - 1].Said && points[i].Right >= points[i - 1].Right);
        }

        Assert.InRange(points[0].Right, 0.3, 0.45);
        Assert.InRange(points[^1].Right, 0.85, 0.95);
    }
}
