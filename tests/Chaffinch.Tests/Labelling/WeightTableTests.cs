using Chaffinch.Detecting;
using Chaffinch.Labelling;
using Xunit;

namespace Chaffinch.Tests.Labelling;

public sealed class WeightTableTests
{
    [Fact]
    public void Every_signal_of_every_detector_has_a_row()
    {
        var table = WeightTable.Default;
        string[] missing = [.. Detectors.All.SelectMany(d => d.Signals).Select(s => s.Key).Where(k => table.RowOf(k) < 0)];
        Assert.True(missing.Length == 0, "weights.res has no row for " + string.Join(", ", missing));
    }

    [Fact]
    public void Every_row_is_a_signal_or_a_feature_that_is_asked_for()
    {
        var table = WeightTable.Default;
        var labeller = new ChainLabeller(table);
        var known = new HashSet<string>(labeller.FeatureNames, StringComparer.Ordinal);
        known.UnionWith(Detectors.All.SelectMany(d => d.Signals).Select(s => s.Key));
        string[] dead = [.. table.Names.Where(n => !known.Contains(n))];
        Assert.True(dead.Length == 0, "weights.res has rows that nothing states: " + string.Join(", ", dead));
    }

    [Theory]
    [InlineData("x headline", "line 1")]
    [InlineData("x nolabel=1", "line 1")]
    [InlineData("# fine\nx body=1\nx body=2", "line 3")]
    [InlineData("step-inside body everything 1", "line 1")]
    [InlineData("x body=much", "line 1")]
    public void A_wrong_line_is_refused_by_its_number(string table, string where)
    {
        var e = Assert.Throws<FormatException>(() => WeightTable.Parse(new StringReader(table)));
        Assert.Contains(where, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Groups_and_single_states_add_up()
    {
        var table = WeightTable.Parse(new StringReader("f genuine=1 body=0.5 injected=-2 splice=3"));
        ReadOnlySpan<float> row = table.Weights(table.RowOf("f"));
        Assert.Equal(1f, row[LabelState.Headline]);
        Assert.Equal(1.5f, row[LabelState.Body]);
        Assert.Equal(-2f, row[LabelState.FirstInjected]);
        Assert.Equal(1f, row[LabelState.FirstInjected + 3]);
        Assert.Equal(0f, row[LabelState.FirstDamaged]);
    }
}
