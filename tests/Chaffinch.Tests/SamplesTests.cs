using System.Globalization;
using Xunit;

namespace Chaffinch.Tests;

/// <summary>The samples for training are read by code that trusts their form: columns, words of the labelling guide, families of one theme.</summary>
public sealed class SamplesTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "src", "Chaffinch.Training", "Samples");

    private static readonly HashSet<string> Themes =
        [.. "adult gambling app video game pharma essay replica finance seo other".Split(' ')];

    private static readonly HashSet<string> Kinds = [.. "keyword keyword-list link promo contact".Split(' ')];

    [Fact]
    public void Phrases_have_a_theme_a_kind_and_a_family_of_one_theme()
    {
        string[] files = Directory.GetFiles(Path.Combine(Folder, "phrases"), "*.tsv");
        Assert.True(files.Length >= 20, $"only {files.Length} languages");
        foreach (string file in files)
        {
            string[][] rows = Rows(file, "theme\tkind\ttext\tfamily");
            Assert.True(rows.Length >= 90, $"{file} has only {rows.Length} phrases");
            Assert.All(rows, r => Assert.Contains(r[0], Themes));
            Assert.All(rows, r => Assert.Contains(r[1], Kinds));
            Assert.All(rows, r => Assert.True(int.Parse(r[3], CultureInfo.InvariantCulture) > 0));
            Assert.All(rows.GroupBy(r => r[3]), f => Assert.Single(f.Select(r => r[0]).Distinct()));
            Assert.Equal(Themes.Order(), rows.Select(r => r[0]).Distinct().Order());
            Distinct(file, rows, 2);
        }
    }

    /// <summary>Every language that has phrases has genuine lines too: what is only ever seen beside promotion would be learnt as promotion.</summary>
    [Fact]
    public void Genuine_lines_stand_beside_the_phrases_of_every_language()
    {
        string[] files = Directory.GetFiles(Path.Combine(Folder, "genuine"), "*.tsv");
        Assert.Equal(
            Directory.GetFiles(Path.Combine(Folder, "phrases"), "*.tsv").Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal),
            files.Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal));
        foreach (string file in files)
        {
            string[][] rows = Rows(file, "kind\ttext");
            Assert.True(rows.Length >= 60, $"{file} has only {rows.Length} lines");
            Distinct(file, rows, 1);
        }
    }

    private static string[][] Rows(string file, string header)
    {
        string text = File.ReadAllText(file);
        Assert.True(text.EndsWith('\n') && !text.Contains('\r', StringComparison.Ordinal), $"{file}: line ends");
        string[] lines = text[..^1].Split('\n');
        Assert.Equal(header, lines[0]);
        string[][] rows = [.. lines.Skip(1).Select(l => l.Split('\t'))];
        int columns = header.Split('\t').Length;
        Assert.All(rows, r => Assert.True(r.Length == columns && r.All(c => c.Length > 0 && c == c.Trim()), $"{file}: {string.Join('|', r)}"));
        return rows;
    }

    private static void Distinct(string file, string[][] rows, int column)
    {
        string[] twice = [.. rows.GroupBy(r => r[column], StringComparer.Ordinal).Where(g => g.Count() > 1).Select(g => g.Key)];
        Assert.True(twice.Length == 0, $"{file} has twice: {string.Join(" / ", twice)}");
    }
}
