using Chaffinch.Model;
using Chaffinch.Parsing;
using Xunit;

namespace Chaffinch.Tests.Parsing;

/// <summary>Runs the tree-construction cases of html5lib: the texts in document order, and the elements around each.</summary>
public sealed class TreeConformanceTests(ITestOutputHelper output)
{
    private static string KnownPath => Path.Combine(Repository.Root, "tests", "Chaffinch.Tests", "Parsing", "tree-construction.known.txt");

    [Fact]
    public void Texts_come_in_the_order_and_under_the_elements_that_the_standard_says()
    {
        Assert.SkipWhen(Repository.Data is null, "../shared/data is not there");
        var known = File.ReadLines(KnownPath).Where(l => l.Length > 0 && l[0] != '#').Select(l => l.Split(' ')[0]).ToHashSet(StringComparer.Ordinal);
        var parser = new HtmlParser();
        var markup = new Markup();
        int run = 0;
        int order = 0;
        int chains = 0;
        int scripted = 0;
        var failures = new List<string>();
        foreach (string path in Directory.GetFiles(Path.Combine(Repository.Data!, "html5lib-tests", "tree-construction"), "*.dat").Order(StringComparer.Ordinal))
        {
            foreach (TreeCase c in TreeCase.Read(path))
            {
                if (c.Scripting == true)
                {
                    scripted++;
                    continue;
                }

                run++;
                List<(string Chain, string Text)> expected = c.ExpectedTexts();
                List<(string Chain, string Text)> actual = c.ActualTexts(parser, markup);
                bool sameOrder = string.Concat(expected.Select(e => e.Text)) == string.Concat(actual.Select(e => e.Text));
                bool sameChains = expected.SequenceEqual(actual);
                order += sameOrder ? 1 : 0;
                chains += sameChains ? 1 : 0;
                if (!sameChains && !known.Contains(c.Name))
                {
                    failures.Add($"{c.Name} {(sameOrder ? "chain" : "ORDER")} {c.Fragment} {System.Text.Json.JsonSerializer.Serialize(c.Data)}\n  expected {Show(expected)}\n  actual   {Show(actual)}");
                }
            }
        }

        output.WriteLine($"{run} cases: text equal in {order}, text and elements equal in {chains}; {scripted} cases with scripting left out; {known.Count} known to differ");
        foreach (string failure in failures)
        {
            output.WriteLine(failure);
        }

        Assert.Empty(failures);
        Assert.True(order >= run * 0.98, $"only {order} of {run}");
        Assert.True(run > 1700, $"only {run} cases were found");
    }

    private static string Show(IEnumerable<(string Chain, string Text)> texts) => string.Join(" | ", texts.Select(t => $"{t.Chain}={t.Text}")).Replace("\n", "\\n", StringComparison.Ordinal);
}
