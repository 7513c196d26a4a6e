using System.Globalization;
using System.Text;
using Chaffinch.Detecting;
using Chaffinch.Model;
using Xunit;

namespace Chaffinch.Tests.Detecting;

/// <summary>What every detector of the list owes: a file of its own, literate cases, a docs page, unique signals.</summary>
public sealed class DetectorListTests
{
    private const int MinFiring = 2;
    private const int MinSilent = 3;

    private static readonly string Docs = Path.Combine(Repository.Root, "docs", "detectors");

    public static TheoryData<string> Names { get; } = [.. Detectors.All.Select(d => d.Name).DefaultIfEmpty("")];

    [Theory]
    [MemberData(nameof(Names))]
    public void Detector_has_its_file_its_cases_and_its_signals(string name)
    {
        Assert.SkipWhen(name.Length == 0, "No detector is listed.");
        Detector detector = Assert.Single(Detectors.All, d => d.Name == name);
        string type = detector.GetType().Name;
        string pascal = string.Concat(name.Split('-').Select(w => char.ToUpperInvariant(w[0]) + w[1..]));
        Assert.True(type == pascal || type == pascal + "Detector", $"{type} is not named after '{name}'.");
        string room = Path.Combine(Repository.Root, "src", "Chaffinch", "Detecting");
        Assert.Single(Directory.EnumerateFiles(room, type + ".cs", SearchOption.AllDirectories));

        List<LiterateCase> cases = [.. LiterateCase.Files().Where(f => f.StartsWith(name + "/", StringComparison.Ordinal)).Select(LiterateCase.Load)];
        int firing = cases.Count(c => c.Fires && !c.KnownMiss);
        int silent = cases.Count(c => !c.Fires && !c.KnownMiss);
        Assert.True(firing >= MinFiring && silent >= MinSilent, $"tests/cases/{name}: {firing} firing and {silent} silent cases, at least {MinFiring} and {MinSilent} are owed.");

        Assert.NotEmpty(detector.Signals);
        Assert.All(detector.Signals, s => Assert.Equal(name, s.Detector));
        foreach (string words in new[] { detector.What, detector.Why, detector.LeavesAlone, detector.Example, detector.Source })
        {
            Assert.False(string.IsNullOrWhiteSpace(words));
        }
    }

    [Fact]
    public void Names_and_signal_keys_are_unique()
    {
        string[] names = [.. Detectors.All.Select(d => d.Name)];
        string[] keys = [.. Detectors.All.SelectMany(d => d.Signals).Select(s => s.Key)];
        Assert.Equal(names.Distinct(StringComparer.Ordinal), names);
        Assert.Equal(keys.Distinct(StringComparer.Ordinal), keys);
    }

    [Fact]
    public void Every_folder_of_cases_belongs_to_a_detector() =>
        Assert.All(LiterateCase.Files(), f => Assert.Contains(Detectors.All, d => d.Name == Path.GetDirectoryName(f)));

    // Measured, not generated: lab bench --profile --markdown prints its rows.
    private const string Costs = "costs.md";

    /// <summary>Rewrites the pages instead when the environment has CHAFFINCH_UPDATE=1.</summary>
    [Fact]
    public void Docs_say_what_the_detectors_say()
    {
        var pages = Detectors.All.ToDictionary(d => d.Name + ".md", PageOf, StringComparer.Ordinal);
        pages["index.md"] = Index();
        if (Environment.GetEnvironmentVariable("CHAFFINCH_UPDATE") == "1")
        {
            Directory.CreateDirectory(Docs);
            foreach (string stale in Directory.EnumerateFiles(Docs, "*.md").Where(f => !pages.ContainsKey(Path.GetFileName(f)) && Path.GetFileName(f) != Costs))
            {
                File.Delete(stale);
            }

            foreach ((string file, string text) in pages)
            {
                File.WriteAllText(Path.Combine(Docs, file), text);
            }
        }

        const string Hint = "Run the tests once with CHAFFINCH_UPDATE=1 and commit docs/detectors.";
        foreach ((string file, string text) in pages)
        {
            string path = Path.Combine(Docs, file);
            Assert.True(File.Exists(path) && File.ReadAllText(path) == text, $"docs/detectors/{file} is out of date. {Hint}");
        }

        Assert.All(Directory.EnumerateFiles(Docs, "*.md"), f => Assert.True(pages.ContainsKey(Path.GetFileName(f)) || Path.GetFileName(f) == Costs, $"{f} has no detector. {Hint}"));
    }

    [Fact]
    public void What_a_detector_costs_stands_in_the_table_of_costs()
    {
        string table = File.ReadAllText(Path.Combine(Docs, Costs));
        Assert.All(Detectors.All, d => Assert.Contains($"| `{d.Name}` |", table, StringComparison.Ordinal));
    }

    private static string PageOf(Detector d)
    {
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $"# {d.Name}\n\n{d.What}\n\n**Why.** {d.Why}\n\n**Leaves alone.** {d.LeavesAlone}\n\n");
        page.Append("## Example\n\n```text\n").Append(d.Example.ReplaceLineEndings("\n")).Append("\n```\n\n## Signals\n\n| signal | stated when |\n|---|---|\n");
        foreach (Signal s in d.Signals)
        {
            page.Append(CultureInfo.InvariantCulture, $"| `{s.Key}` | {s.Meaning.Replace("|", "\\|", StringComparison.Ordinal)} |\n");
        }

        return page.Append(CultureInfo.InvariantCulture, $"\n## Source\n\n{d.Source}\n\nCases: `tests/cases/{d.Name}/`.\n").ToString();
    }

    private static string Index()
    {
        var page = new StringBuilder("# Detectors\n\nEach states facts about spans of one page; what a fact weighs is the labelling's business.\n");
        page.Append("These pages are written from the detectors themselves (`CHAFFINCH_UPDATE=1 ./test`).\n\n| detector | what it sees |\n|---|---|\n");
        foreach (Detector d in Detectors.All.OrderBy(d => d.Name, StringComparer.Ordinal))
        {
            page.Append(CultureInfo.InvariantCulture, $"| [{d.Name}]({d.Name}.md) | {d.What.Replace("|", "\\|", StringComparison.Ordinal)} |\n");
        }

        return page.ToString();
    }
}
