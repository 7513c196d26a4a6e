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

    [GeneratedRegex(@"(?<![\w.])Chaffinch\.(?<room>[A-Z]\w+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex RoomName();
}
