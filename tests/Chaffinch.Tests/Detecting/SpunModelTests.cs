using Chaffinch.Detecting.Shared;
using Chaffinch.Model;
using Xunit;

namespace Chaffinch.Tests.Detecting;

/// <summary>The model of rewritten text keeps what it was given.</summary>
public sealed class SpunModelTests
{
    [Fact]
    public void It_is_read_as_it_was_written()
    {
        var token = new PhraseToken { Word = 12345, Tail = 99, Group = 1 };
        Span<int> places = stackalloc int[SpunModel.MaxFeatures];
        Assert.Equal(3, SpunModel.Features(7, token, places));
        var weights = new float[1 << SpunModel.Bits];
        weights[places[0]] = 1.5f;
        weights[places[1]] = -0.5f;
        SpunModel model = SpunModel.Of(weights, [0, 0.25f, 0, 0, 0, 0, 0, 0]).With(new() { ["en"] = new SpunLevel(-0.02f, 0.0004f, 0.04f, 2.5f) });
        SpunModel read = SpunModel.Read(new MemoryStream(model.Write()));
        Assert.InRange(OddsOf(read, 7, token), 1.2f, 1.3f);
        Assert.Equal(OddsOf(model, 7, token), OddsOf(read, 7, token));
        Assert.Equal(0.25f, OddsOf(read, 7, new PhraseToken { Word = 54321, Group = 1 }));
        Assert.True(read.TryLevel("en", out SpunLevel level));
        Assert.Equal(2.5f, level.Least);
        Assert.False(read.TryLevel("xx", out _));
    }

    [Fact]
    public void More_words_at_the_same_mean_lie_farther_off()
    {
        var level = new SpunLevel(0, 0.0004f, 0.04f, 2.5f);
        Assert.True(level.Above(10, 200) > level.Above(3, 60));
        Assert.Equal(0, level.Above(0, 60));
    }

    [Fact]
    public void A_page_that_was_rewritten_all_through_is_said_to_be_so_and_given_back()
    {
        string text = string.Join('\n', File.ReadAllLines(Path.Combine(Repository.Root, "tests", "cases", "spun-text", "kettle-en.txt")).Skip(3)).Replace("[|", "", StringComparison.Ordinal).Replace("|]", "", StringComparison.Ordinal);
        LabelledPage page = new PageAnalyzer().Analyze(System.Text.Encoding.UTF8.GetBytes(text), new InputHints(Format: InputFormat.Text));
        Assert.Equal(PageVerdict.Damaged, page.Judgement.Value);
        Assert.Contains("100 %", page.Judgement.Reasons[0], StringComparison.Ordinal);
        Assert.Contains("citrus", page.Article.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_version_is_refused() =>
        Assert.Throws<InvalidDataException>(() => SpunModel.Read(new MemoryStream(new byte[64])));

    [Fact]
    public void The_package_knows_the_languages_that_it_was_taught()
    {
        Assert.True(SpunModel.Default.TryLevel("en", out _));
        Assert.True(SpunModel.Default.TryLevel("zh", out _));
        Assert.False(SpunModel.Default.TryLevel("ko", out _));
    }

    private static float OddsOf(SpunModel model, uint before, in PhraseToken token)
    {
        Span<int> asked = stackalloc int[SpunModel.MaxFeatures];
        model.Ask(before, token, asked);
        return model.OddsOf(asked, token.Group);
    }
}
