using System.Globalization;
using System.IO.Compression;
using System.Text;
using Chaffinch.Training;
using Chaffinch.Training.Evaluating;
using Chaffinch.Training.Model;
using Xunit;

namespace Chaffinch.Tests.Training;

/// <summary>Needed and unwanted strings are counted one by one, over all pages.</summary>
public sealed class StringScoresTests
{
    [Fact]
    public void Strings_count_alike_whatever_page_they_are_of()
    {
        var scores = new StringScores();
        scores.Add(Page("a", with: ["boats lay", "in the bay"], without: ["Menu"]), "The boats lay\nin the bay.");
        scores.Add(Page("b", with: ["tide"], without: ["Login", "Imprint"]), "Low Tide. Login");
        Assert.Equal((2, 1, 1, 2), (scores.Found, scores.Missed, scores.Unwanted, scores.LeftOut));
        Assert.Equal(2 / 3.0, scores.Precision, 6);
        Assert.Equal(2 / 3.0, scores.Recall, 6);
        Assert.Equal(2 / 3.0, scores.F1, 6);
        Assert.Equal(4 / 6.0, scores.Accuracy, 6);
    }

    [Fact]
    public void A_string_is_found_only_as_it_stands()
    {
        StringScore score = new StringScores().Add(Page("a", with: ["Boats lay", "boats  lay", "boats lay"], without: []), "boats lay");
        Assert.Equal(["Boats lay", "boats  lay"], score.Missing);
    }

    [Fact]
    public void The_worst_pages_come_first_with_their_strings()
    {
        var scores = new StringScores();
        scores.Add(Page("good", with: ["bay"], without: []), "bay");
        scores.Add(Page("one", with: ["bay"], without: []), "");
        scores.Add(Page("two", with: ["bay"], without: ["Menu"]), "Menu");
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        scores.WriteWorst(5, text);
        string[] lines = text.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith("two ", lines[0], StringComparison.Ordinal);
        Assert.Equal(["  missing  bay", "  too much Menu"], lines[1..3]);
        Assert.StartsWith("one ", lines[3], StringComparison.Ordinal);
        Assert.Equal(5, lines.Length);
    }

    [Fact]
    public void A_folder_of_annotated_pages_is_read_and_scored()
    {
        string folder = Directory.CreateTempSubdirectory("annotated").FullName;
        try
        {
            Directory.CreateDirectory(Path.Combine(folder, "html"));
            Assert.False(MainTextEvaluation.HasStringsOnly(folder));
            File.WriteAllText(Path.Combine(folder, "annotations.json"), """[{"id": "7", "url": "https://www.coast.example/a", "with": ["boats"], "without": ["Imprint"]}]""");
            Assert.True(MainTextEvaluation.HasStringsOnly(folder));
            Assert.Throws<FileNotFoundException>(() => MainTextEvaluation.ReadStrings(folder));
            using (var gzip = new GZipStream(File.Create(Path.Combine(folder, "html", "7.html.gz")), CompressionLevel.Fastest))
            {
                gzip.Write(Encoding.UTF8.GetBytes("<p>The boats lay in the bay all night, and the harbour was quiet until the morning.<footer>Imprint</footer>"));
            }

            GoldPage page = Assert.Single(MainTextEvaluation.ReadStrings(folder));
            Assert.Equal(("7", "coast.example", "https://www.coast.example/a"), (page.Id, page.Domain, page.Url));
            StringScores scores = MainTextEvaluation.RunStrings([page]);
            Assert.Equal((1, 0, 0, 1), (scores.Found, scores.Missed, scores.Unwanted, scores.LeftOut));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static GoldPage Page(string id, string[] with, string[] without) =>
        new(id, id, Chaffinch.Model.PageType.Other, ReadOnlyMemory<byte>.Empty, "") { Url = "https://coast.example/" + id, With = with, Without = without };
}
