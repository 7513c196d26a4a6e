using Xunit;

namespace Chaffinch.Tests;

/// <summary>ARCHITECTURE.md names every room, and files stay small enough to read.</summary>
public sealed class ArchitectureTests
{
    private const int MaxLines = 400;

    [Fact]
    public void Every_room_of_the_library_has_its_row()
    {
        string text = File.ReadAllText(Path.Combine(Repository.Root, "ARCHITECTURE.md"));
        string[] rooms = [.. Directory.GetDirectories(Path.Combine(Repository.Root, "src", "Chaffinch")).Select(d => Path.GetFileName(d)).Where(n => n is not ("bin" or "obj"))];
        Assert.True(rooms.Length >= 9, "The rooms were not found.");
        Assert.All(rooms, r => Assert.Contains($"| `{r}` |", text, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_file_that_it_tells_to_begin_with_is_there()
    {
        foreach (string line in File.ReadLines(Path.Combine(Repository.Root, "ARCHITECTURE.md")).Where(l => l.StartsWith("| `", StringComparison.Ordinal)))
        {
            string[] cells = line.Split('|', StringSplitOptions.TrimEntries);
            string room = Path.Combine(Repository.Root, "src", "Chaffinch", cells[1].Trim('`'));
            foreach (string file in cells[^2].Split('`').Where(w => w.EndsWith(".cs", StringComparison.Ordinal) && Directory.Exists(room)))
            {
                Assert.True(File.Exists(Path.Combine(room, file)), $"{cells[1]} has no {file}");
            }
        }
    }

    [Fact]
    public void It_states_invariants() =>
        Assert.True(File.ReadLines(Path.Combine(Repository.Root, "ARCHITECTURE.md")).Count(l => l.StartsWith("Invariant: ", StringComparison.Ordinal)) >= 10);

    [Fact]
    public void Files_have_under_400_lines()
    {
        string[] tooLong =
        [
            .. new[] { "src", "tests", "lab" }
                .SelectMany(f => Directory.GetFiles(Path.Combine(Repository.Root, f), "*.cs", SearchOption.AllDirectories))
                .Where(f => File.ReadLines(f).Count() >= MaxLines)
                .Select(f => Path.GetRelativePath(Repository.Root, f)),
        ];
        Assert.Empty(tooLong);
    }
}
