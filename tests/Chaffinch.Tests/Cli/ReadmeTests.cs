using System.Text.RegularExpressions;
using Chaffinch.Model;
using Xunit;

namespace Chaffinch.Tests.Cli;

/// <summary>What the README shows can be done as it stands there.</summary>
public sealed partial class ReadmeTests
{
    private static readonly string Readme = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));

    [Fact]
    public void Every_command_of_the_readme_runs()
    {
        string[] commands =
        [
            .. ShellBlock().Matches(Readme)
                .SelectMany(m => m.Groups["body"].Value.Split('\n'))
                .Select(l => l.Split('#')[0].Trim())
                .Where(l => l.StartsWith("./chaffinch ", StringComparison.Ordinal)),
        ];
        Assert.True(commands.Length >= 6, "The commands were not found.");
        string folder = Directory.CreateTempSubdirectory("chaffinch-readme-").FullName;
        try
        {
            foreach (string command in commands)
            {
                string[] args =
                [
                    .. command.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1)
                        .Select(a => a.StartsWith("docs/", StringComparison.Ordinal) ? Path.Combine(Repository.Root, a) : a)
                        .Select(a => a == "view.html" ? Path.Combine(folder, a) : a),
                ];
                CliResult result = CliFixture.Run(args);
                Assert.True(result.Code == (args.Contains("--fail-on") ? 1 : 0), $"{command}: {result.Code} {result.Error}");
                Assert.Equal("", result.Error);
                Assert.True(result.Out.Length > 0 || args.Contains("--quiet") || args.Contains("--html"), command);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void The_library_example_says_what_its_comments_say()
    {
        LabelledPage page = new PageAnalyzer().Analyze(File.ReadAllBytes(Path.Combine(Repository.Root, "docs", "samples", "bridge.html")));
        Assert.Contains($"// {page.Judgement.Value}\n", Readme, StringComparison.Ordinal);
        Assert.Contains($"// {page.Article.Title}\n", Readme, StringComparison.Ordinal);
        LabelledSpan[] injected = [.. page.Spans.Where(s => s.Label == Label.Injected)];
        Assert.NotEmpty(injected);
        foreach (LabelledSpan span in injected)
        {
            Assert.False(page.Page.ToSource(span.Span).IsEmpty);
            Assert.NotEqual("", page.Evidence[span.Evidence[0]].Fact.Render(page.Page.Text));
        }
    }

    /// <summary>Writes the picture anew instead when the environment has CHAFFINCH_UPDATE=1.</summary>
    [Fact]
    public void What_the_picture_shows_as_planted_is_still_found()
    {
        string path = Path.Combine(Repository.Root, "README.md");
        string actual = Shown();
        if (Environment.GetEnvironmentVariable("CHAFFINCH_UPDATE") == "1")
        {
            File.WriteAllText(path, View().Replace(Readme, m => m.Groups["head"].Value + actual + "```"));
        }

        Match shown = View().Match(File.ReadAllText(path));
        Assert.True(shown.Success, "The README shows no output.");

        // Confidences and numbers move with every change of a weight: they are not held. What is planted is.
        string[] planted = [.. Planted().Matches(shown.Groups["body"].Value).Select(m => m.Groups["text"].Value)];
        Assert.NotEmpty(planted);
        string[] found = [.. Planted().Matches(actual).Select(m => m.Groups["text"].Value)];
        Assert.All(planted, text => Assert.Contains(text, found));
    }

    [Fact]
    public void Every_file_that_the_documents_link_to_exists()
    {
        foreach (string file in (string[])["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/cli.md", "docs/report.md"])
        {
            string path = Path.Combine(Repository.Root, file);
            foreach (Match link in Link().Matches(File.ReadAllText(path)))
            {
                string target = Path.Combine(Path.GetDirectoryName(path)!, link.Groups["target"].Value);
                Assert.True(File.Exists(target) || Directory.Exists(target), $"{file} links to {link.Groups["target"].Value}");
            }
        }
    }

    [GeneratedRegex(@"```sh\n(?<body>.*?)```", RegexOptions.ExplicitCapture | RegexOptions.Singleline, 1000)]
    private static partial Regex ShellBlock();

    // As a terminal of 96 columns would show it, without the folder of this machine.
    private static string Shown()
    {
        const string Sample = "docs/samples/bridge.html";
        string path = Path.Combine(Repository.Root, Sample);
        return CliFixture.RunWith(new MemoryStream(), ["inspect", path], s => s with { Width = 96 }).Out.Replace(path, Sample, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"⟦[0-9]+: (?<text>[^⟧]*)⟧", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Planted();

    [GeneratedRegex(@"(?<head><!-- view: .*? -->\n```text\n)(?<body>.*?)```", RegexOptions.ExplicitCapture | RegexOptions.Singleline, 1000)]
    private static partial Regex View();

    [GeneratedRegex(@"\]\((?!https?:|#)(?<target>[^)#]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Link();
}
