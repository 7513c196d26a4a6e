using System.Text.RegularExpressions;
using Xunit;

namespace Chaffinch.Tests;

/// <summary>A room uses Model and Text, never a sister room; Model uses Text only; Text uses nothing. Only the root composes.</summary>
public sealed partial class StarRuleTests
{
    private static readonly string[] Rooms =
        ["Reading", "Parsing", "Segmenting", "Detecting", "Labelling", "Judging", "Cleaning", "Writing"];

    [Fact]
    public void Rooms_use_only_Model_and_Text()
    {
        string root = Path.Combine(Repository.Root, "src", "Chaffinch");
        var offences = new List<string>();
        int seen = 0;
        foreach (string file in Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories))
        {
            string[] parts = Path.GetRelativePath(root, file).Split(Path.DirectorySeparatorChar);
            if (parts.Length < 2)
            {
                continue;
            }

            seen++;
            string room = parts[0];
            foreach (Match m in RoomName().Matches(File.ReadAllText(file)))
            {
                string used = m.Groups["room"].Value;
                bool allowed = used == room
                    || (used == "Text" && room != "Text")
                    || (used == "Model" && room is not "Model" and not "Text");
                if (!allowed && (Rooms.Contains(used) || used is "Model" or "Text"))
                {
                    offences.Add($"{Path.GetRelativePath(root, file)} uses Chaffinch.{used}");
                }
            }
        }

        Assert.True(seen > 20, "The sources were not found.");
        Assert.Empty(offences);
    }

    [Fact]
    public void Rooms_of_the_training_use_its_Model_only()
    {
        string root = Path.Combine(Repository.Root, "src", "Chaffinch.Training");
        string[] rooms = [.. Directory.GetDirectories(root).Select(d => Path.GetFileName(d))];
        Assert.Contains("Evaluating", rooms);
        foreach (string file in rooms.SelectMany(r => Directory.EnumerateFiles(Path.Combine(root, r), "*.cs")))
        {
            string room = Path.GetFileName(Path.GetDirectoryName(file)!);
            Assert.All(
                TrainingRoomName().Matches(File.ReadAllText(file)),
                m => Assert.True(m.Groups["room"].Value == room || m.Groups["room"].Value == "Model" || !rooms.Contains(m.Groups["room"].Value), $"{file} uses {m.Value}"));
        }
    }

    [GeneratedRegex(@"Chaffinch\.Training\.(?<room>[A-Z]\w+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TrainingRoomName();

    [GeneratedRegex(@"(?<![\w.])Chaffinch\.(?<room>[A-Z]\w+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex RoomName();
}
