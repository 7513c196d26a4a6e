using System.Text.RegularExpressions;
using Xunit;

namespace Chaffinch.Tests.Corpora;

/// <summary>The rooms of Chaffinch.Corpora know the nouns of its Model and no sister; only the root composes.</summary>
public sealed partial class CorporaStarRuleTests
{
    [Fact]
    public void Rooms_use_only_Model()
    {
        string root = Path.Combine(Repository.Root, "src", "Chaffinch.Corpora");
        string[] rooms = [.. Directory.GetDirectories(root).Select(d => Path.GetFileName(d))];
        var offences = new List<string>();
        int seen = 0;
        foreach (string file in Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories))
        {
            string[] parts = Path.GetRelativePath(root, file).Split(Path.DirectorySeparatorChar);
            if (parts.Length < 2 || !rooms.Contains(parts[0]))
            {
                continue;
            }

            seen++;
            offences.AddRange(RoomName().Matches(File.ReadAllText(file))
                .Select(m => m.Groups["room"].Value)
                .Where(used => rooms.Contains(used) && used != parts[0] && (used != "Model" || parts[0] == "Model"))
                .Select(used => $"{Path.GetRelativePath(root, file)} uses Chaffinch.Corpora.{used}"));
        }

        Assert.True(seen > 10, "The sources were not found.");
        Assert.Empty(offences);
    }

    [Fact]
    public void Every_room_has_its_row_in_the_architecture()
    {
        string text = File.ReadAllText(Path.Combine(Repository.Root, "ARCHITECTURE.md"));
        string[] rooms = [.. Directory.GetDirectories(Path.Combine(Repository.Root, "src", "Chaffinch.Corpora")).Select(d => Path.GetFileName(d)).Where(n => n is not ("bin" or "obj"))];
        Assert.NotEmpty(rooms);
        Assert.All(rooms, r => Assert.Contains($"| `Corpora/{r}` |", text, StringComparison.Ordinal));
    }

    [GeneratedRegex(@"(?<![\w.])Chaffinch\.Corpora\.(?<room>[A-Z]\w+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex RoomName();
}
